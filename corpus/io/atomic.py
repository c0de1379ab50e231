"""Write files and folders atomically, and let one process at a time write to a folder."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from corpus.errors import ReleaseError

_BEHIND = ".draft"


def atomic_write(path: Path, content: bytes | Callable[[Path], object]) -> None:
    """Write a file beside its place, under a hidden name, wait for the disk, and rename it into its place.

    Whatever goes wrong, the file that was there stays as it was, and the hidden one is removed; one that a killed
    process left is removed by the next to write this file. The folder is made where there is none.

    Args:
        path: where the file is to appear; one that is there is replaced.
        content: its bytes, or what writes a file at the place that it is given.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}{_BEHIND}")
    _remove_stale(path)
    try:
        if isinstance(content, bytes):
            draft.write_bytes(content)
        else:
            content(draft)
        sync(draft)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    sync(path.parent)


def remove_drafts(folder: Path) -> None:
    """Remove what killed processes left beside the places of their files, in a folder that nobody else writes to."""
    for path in folder.glob(f".*{_BEHIND}"):
        path.unlink()


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Keep other processes from writing to a folder; whatever ends this one, the folder is free again.

    Raises:
        ReleaseError: another process is at it.
    """
    try:
        import fcntl  # noqa: PLC0415  (there is none on Windows, where nothing is locked)
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as e:
        raise ReleaseError("another run writes to this folder", path=folder, hint="Wait for it, or stop it") from e
    finally:
        os.close(handle)


def sync(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk; by a handle that only reads, Windows does not."""
    if os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def alive(pid: int) -> bool:
    """Whether another process has this number; what bears our own is of an earlier process that had the same."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _remove_stale(path: Path) -> None:
    before = f".{path.name}."
    for name in os.listdir(path.parent):  # noqa: PTH208  (names only: there can be many)
        number = name.removeprefix(before).removesuffix(_BEHIND)
        if name == f"{before}{number}{_BEHIND}" and number.isdecimal() and not alive(int(number)):
            path.with_name(name).unlink(missing_ok=True)


#: What a build leaves when it is killed: the folder that it fills, and one that stepped aside for it.
_LEFT = re.compile(r"\.(.+)\.(\d+)\.(building|before)")
#: How often a folder that others replace at the same time is tried to be replaced.
_ATTEMPTS = 100
_OCCUPIED = (errno.ENOTEMPTY, errno.EEXIST)


class _Terminated(BaseException):
    """SIGTERM came. Not an `Exception`, so that nothing on the way up takes it for a failure to be handled."""


@contextmanager
def new_folder(target: Path, *, replace: bool = False, durable: bool = True) -> Iterator[Path]:
    """A hidden folder beside ``target``, which becomes ``target`` when the block ends, its files safely on disk.

    Args:
        target: the folder that is to appear.
        replace: whether it takes the place of a folder that is there, which then goes when the new one is whole.
        durable: whether to wait for the disk; what can be made again in a minute need not.

    On any exception, Ctrl-C and SIGTERM included, the hidden folder is removed and ``target`` is as it was. What a
    killed process left is removed by the next one. One build at a time in a process.

    Raises:
        OSError: the folder cannot be made, filled or renamed; also where ``target`` exists and is not empty.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_stale(target.parent)
    work = target.parent / f".{target.name}.{os.getpid()}.building"
    with _termination_as_exception():
        try:
            work.mkdir()
            yield work
            if durable:
                _sync_all(work)
            _appear(work, target, replace=replace)
            if durable:
                sync(target.parent)
        finally:
            # Errors are passed over: the one that led here matters more, and the next build tries again.
            shutil.rmtree(work, ignore_errors=True)


def _appear(work: Path, target: Path, *, replace: bool) -> None:
    """Rename ``work`` to ``target``; a folder of that name steps aside, and back if it cannot be replaced."""
    aside = work.with_suffix(".before")
    for _ in range(_ATTEMPTS):
        try:
            work.rename(target)
        except OSError as e:
            if not replace or e.errno not in _OCCUPIED:
                raise
        else:
            return
        try:
            target.rename(aside)
        except FileNotFoundError:
            continue  # Another process replaces it at this moment.
        try:
            work.rename(target)
        except OSError as e:
            if e.errno not in _OCCUPIED:
                aside.rename(target)
                raise
            shutil.rmtree(aside, ignore_errors=True)
            continue
        # Under this name nobody takes what is left of it for a whole one.
        aside.rename(work)
        return
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(target))


def remove_stale(parent: Path) -> None:
    """Remove the hidden folders of builds whose process is gone, and those of this process's own number.

    A folder that stepped aside for one that never came is put back.
    """
    for path in sorted(parent.iterdir()):
        match = _LEFT.fullmatch(path.name)
        if not match or alive(int(match[2])):
            continue
        if match[3] == "before":
            with suppress(OSError):
                path.rename(parent / match[1])
        shutil.rmtree(path, ignore_errors=True)


def _sync_all(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


@contextmanager
def _termination_as_exception() -> Iterator[None]:
    """Let SIGTERM unwind the block, then send it again to whoever handled it before.

    Only the main thread may set handlers; elsewhere, and where SIGTERM is ignored, nothing is changed.
    """
    before = signal.getsignal(signal.SIGTERM)
    if threading.current_thread() is not threading.main_thread() or before == signal.SIG_IGN:
        yield
        return

    def unwind(_number: int, _frame: FrameType | None) -> None:
        raise _Terminated

    signal.signal(signal.SIGTERM, unwind)
    try:
        yield
    except _Terminated:
        signal.signal(signal.SIGTERM, before)
        os.kill(os.getpid(), signal.SIGTERM)
        # Still here: the handler before ours returned.
        raise ReleaseError("stopped by SIGTERM", hint="Build again") from None
    finally:
        signal.signal(signal.SIGTERM, before)

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

#: How the name of a file in progress ends.
_DRAFT_SUFFIX = ".draft"


def atomic_write(path: Path, content: bytes | Callable[[Path], object]) -> None:
    """Write a file under a hidden name next to its place, sync it to disk, and rename it into place.

    On any exception the existing file is unchanged and the hidden one is removed. A hidden file that a killed process
    left is removed by the next call for the same path. Missing parent folders are created.

    Args:
        path: The file to write or replace.
        content: Its bytes, or a function that writes a file to the path it is given.

    Raises:
        OSError: The file cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}{_DRAFT_SUFFIX}")
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
    """Remove the hidden files that killed processes left in a folder.

    Args:
        folder: A folder that no other process writes to.
    """
    for path in folder.glob(f".*{_DRAFT_SUFFIX}"):
        path.unlink()


@contextmanager
def only_writer(folder: Path) -> Iterator[None]:
    """Lock a folder for writing by this process. The lock is released however the process ends.

    Args:
        folder: The folder to lock. Nothing is locked on Windows.

    Raises:
        ReleaseError: Another process holds the lock.
    """
    try:
        import fcntl  # noqa: PLC0415  (not available on Windows)
    except ImportError:
        yield
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield
    except BlockingIOError as e:
        raise ReleaseError("another run is writing to this folder", path=folder, hint="Wait for it, or stop it") from e
    finally:
        os.close(handle)


def sync(path: Path) -> None:
    """Sync a file, or the names in a folder, to disk."""
    if os.name == "nt":
        return  # Windows cannot sync through a read-only handle.
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def alive(pid: int) -> bool:
    """Return whether another process has this process id.

    A file with our own id is from an earlier process that had the same one.
    """
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
    draft_name = re.compile(rf"\.{re.escape(path.name)}\.(\d+){re.escape(_DRAFT_SUFFIX)}")
    for name in os.listdir(path.parent):  # noqa: PTH208  (names only: there can be many)
        match = draft_name.fullmatch(name)
        if match and not alive(int(match[1])):
            path.with_name(name).unlink(missing_ok=True)


#: The hidden folders of a build: the one that it fills, and the old one that is moved aside.
_HIDDEN_FOLDER = re.compile(r"\.(.+)\.(\d+)\.(building|before)")
#: How often to try to replace a folder that other processes replace at the same time.
_ATTEMPTS = 100
_OCCUPIED = (errno.ENOTEMPTY, errno.EEXIST)


class _Terminated(BaseException):
    """SIGTERM was received. Not an `Exception`, so that no handler on the way up catches it."""


@contextmanager
def new_folder(target: Path, *, replace: bool = False, durable: bool = True) -> Iterator[Path]:
    """Yield a hidden folder next to ``target`` that becomes ``target`` when the block ends.

    On any exception, including Ctrl-C and SIGTERM, the hidden folder is removed and ``target`` is unchanged. What a
    killed process left is removed by the next one. Only one folder may be built at a time in a process.

    Args:
        target: The folder to create.
        replace: Whether to replace an existing folder, which is removed once the new one is complete.
        durable: Whether to sync to disk; not needed for what can be made again in a minute.

    Raises:
        OSError: The folder cannot be created, filled or renamed, or ``target`` exists and is not empty.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    remove_stale(target.parent)
    draft = target.parent / f".{target.name}.{os.getpid()}.building"
    aside = draft.with_suffix(".before")
    with _termination_as_exception():
        try:
            draft.mkdir()
            yield draft
            if durable:
                _sync_all(draft)
            _rename_folder(draft, target, aside=aside if replace else None)
            if durable:
                sync(target.parent)
        finally:
            # Errors are ignored: the one that led here matters more, and the next build tries again.
            shutil.rmtree(draft, ignore_errors=True)
            # Interrupted between two renames: the old folder is still aside.
            _put_back(aside, target)


def _rename_folder(draft: Path, target: Path, *, aside: Path | None) -> None:
    """Rename ``draft`` to ``target``; an existing folder is moved to ``aside``, and back if it cannot be replaced."""
    for _ in range(_ATTEMPTS):
        try:
            draft.rename(target)
        except OSError as e:
            if aside is None or e.errno not in _OCCUPIED:
                raise
        else:
            return
        try:
            target.rename(aside)
        except FileNotFoundError:
            continue  # Another process is replacing it.
        try:
            draft.rename(target)
        except OSError as e:
            if e.errno not in _OCCUPIED:
                aside.rename(target)
                raise
            shutil.rmtree(aside, ignore_errors=True)
            continue
        # Under this name the rest of it is not mistaken for a complete folder.
        aside.rename(draft)
        return
    raise OSError(errno.EBUSY, os.strerror(errno.EBUSY), str(target))


def remove_stale(parent: Path) -> None:
    """Remove the hidden folders of builds whose process has ended, and those with this process's own id.

    A folder that was moved aside for a new one that never came is put back.

    Args:
        parent: The folder that holds them.
    """
    for path in sorted(parent.iterdir()):
        match = _HIDDEN_FOLDER.fullmatch(path.name)
        if not match or alive(int(match[2])):
            continue
        if match[3] == "before":
            _put_back(path, parent / match[1])
        else:
            shutil.rmtree(path, ignore_errors=True)


def _put_back(aside: Path, target: Path) -> None:
    """Rename a folder that was moved aside back; it is removed if there is a new one."""
    with suppress(OSError):
        aside.rename(target)
    shutil.rmtree(aside, ignore_errors=True)


def _sync_all(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        sync(path)
    sync(folder)


@contextmanager
def _termination_as_exception() -> Iterator[None]:
    """Unwind the block on SIGTERM, then send the signal again to the previous handler.

    Only the main thread may set handlers; in other threads, and if SIGTERM is ignored, nothing changes.
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
        # The previous handler returned.
        raise ReleaseError("stopped by SIGTERM", hint="Build again") from None
    finally:
        signal.signal(signal.SIGTERM, before)

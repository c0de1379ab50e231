"""A folder that appears whole or not at all."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

from corpus.errors import ReleaseError
from corpus.whole import alive, sync

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
        raise ReleaseError("stopped by SIGTERM", remedy="Build again") from None
    finally:
        signal.signal(signal.SIGTERM, before)

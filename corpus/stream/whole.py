"""Files that appear whole or not at all, and a folder that one process at a time writes to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import ReleaseError

_SUFFIX = ".writing"


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """What a function writes, in its place when it is safely on disk; a file that is there is replaced.

    Raises:
        OSError: it cannot be written; what was there before is untouched.
    """
    beside = path.with_name(f".{path.name}{_SUFFIX}")
    try:
        write(beside)
        _sync(beside)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
    _sync(path.parent)


def remove_unfinished(folder: Path) -> None:
    """Remove what a killed process left beside the places of its files."""
    for path in folder.glob(f".*{_SUFFIX}"):
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
        raise ReleaseError("another run writes to this folder", path=folder, remedy="Wait for it, or stop it") from e
    finally:
        os.close(handle)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

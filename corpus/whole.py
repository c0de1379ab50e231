"""Files that appear whole or not at all, and a folder that one process at a time writes to."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import ReleaseError

_BEHIND = ".draft"


def write_whole(path: Path, content: bytes | Callable[[Path], object]) -> None:
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
        raise ReleaseError("another run writes to this folder", path=folder, remedy="Wait for it, or stop it") from e
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

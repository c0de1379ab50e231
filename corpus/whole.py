"""A file that appears whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path


def write_whole(path: Path, data: bytes) -> None:
    """Write a file beside its place, under a hidden name, wait for the disk, and rename it into its place.

    Whatever goes wrong, the file that was there stays as it was, and the hidden one is removed; one that a killed
    process left is removed by the next to write this file. The folder is made where there is none.

    Raises:
        OSError: it cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    _remove_stale(path)
    try:
        with draft.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _remove_stale(path: Path) -> None:
    before, behind = f".{path.name}.", ".draft"
    for other in sorted(path.parent.iterdir()):
        number = other.name.removeprefix(before).removesuffix(behind)
        if other.name == f"{before}{number}{behind}" and number.isdecimal() and not alive(int(number)):
            other.unlink(missing_ok=True)


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

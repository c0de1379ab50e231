"""The files of a folder beside the list of them: what is missing, more, changed, or no plain file."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.tables.hashing import file_hash

_MISSING = "the file is missing"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a release: the file, by its name in it (empty for all of it), and a message."""

    file: str
    message: str


def file_faults(folder: Path, listed: Mapping[str, Mapping[str, Any]], *, others: tuple[str, ...] = ()) -> list[Fault]:
    """What a folder holds otherwise than its list says, by name.

    Args:
        folder: the folder; no link in it is followed.
        listed: name of each file, with its ``sha256`` and, where known, its ``bytes``.
        others: files that may lie there without being listed.

    A listed file that is missing, has other bytes, cannot be read or is none, a file that is not listed, and a folder
    that no listed file lies in is a fault each.
    """
    parents = {parent.as_posix() for name in listed for parent in Path(name).parents}
    found: dict[str, str] = {}
    there: set[str] = set()
    for name, mode in _walk(folder, "", found):
        there.add(name)
        if stat.S_ISDIR(mode) and name not in listed:
            message = None if name in parents else "there is a folder that the manifest does not list"
        elif name in listed:
            message = _wrong(folder / name, mode, listed[name])
        else:
            message = None if name in others and stat.S_ISREG(mode) else "the manifest does not list it"
        if message is not None:
            found.setdefault(name, message)
    found |= {name: _MISSING for name in listed if name not in there}
    return [Fault(name, found[name]) for name in sorted(found)]


def _walk(folder: Path, prefix: str, unread: dict[str, str]) -> Iterator[tuple[str, int]]:
    """Name and mode of all that lies in a folder; what cannot be looked at goes into ``unread``, with the reason."""
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as e:
        unread[prefix.rstrip("/")] = f"cannot be read ({e.strerror})"
        return
    for entry in entries:
        name = prefix + entry.name
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError as e:
            unread[name] = f"cannot be read ({e.strerror})"
            continue
        yield name, mode
        if stat.S_ISDIR(mode):
            yield from _walk(folder / entry.name, f"{name}/", unread)


def file_fault(path: Path, listed: Mapping[str, Any]) -> str | None:
    """What is wrong with one file of a list; None if nothing is. A link is not followed."""
    try:
        return _wrong(path, path.lstat().st_mode, listed)
    except FileNotFoundError:
        return _MISSING
    except OSError as e:
        return f"cannot be read ({e.strerror})"


def _wrong(path: Path, mode: int, listed: Mapping[str, Any]) -> str | None:
    """What is wrong with a file that is listed; None if nothing is."""
    if not stat.S_ISREG(mode):
        kinds = {stat.S_IFDIR: "a folder", stat.S_IFLNK: "a link"}
        return f"there is {kinds.get(stat.S_IFMT(mode), 'something else')} in place of the file"
    try:
        size = path.stat().st_size
        if "bytes" in listed and size != listed["bytes"]:
            return f"the file has {size:,} bytes, and {listed['bytes']:,} by the manifest" if size else "it is empty"
        if file_hash(path) != listed["sha256"]:
            return "the file has other bytes than the manifest says"
    except OSError as e:
        return f"cannot be read ({e.strerror})"
    return None

"""Compare the files of a folder with a list of them: missing, additional or changed files, and links."""

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
    """A fault in a release: the file, by its path relative to the folder ("" for the folder itself), and a message."""

    file: str
    message: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file or folder, not following links: its relative path, and its mode or why it cannot be read."""

    name: str
    mode: int = 0
    unreadable: str | None = None


def file_faults(folder: Path, listed: Mapping[str, Mapping[str, Any]], *, others: tuple[str, ...] = ()) -> list[Fault]:
    """Compare a folder with the list of its files.

    A listed file that is missing, changed, unreadable or not a plain file, a file that is not listed, and a folder
    without listed files are a fault each.

    Args:
        folder: the folder; links in it are not followed.
        listed: entries by relative path, with ``sha256`` and, where known, ``bytes``.
        others: plain files that may exist without being listed.

    Returns:
        Faults, sorted by path.
    """
    parents = {parent.as_posix() for name in listed for parent in Path(name).parents}
    entries = {entry.name: entry for entry in _walk(folder, "")}
    messages: dict[str, str] = {}
    for name, entry in entries.items():
        if entry.unreadable is not None:
            messages[name] = entry.unreadable
        elif name in listed:
            message = _content_fault(folder / name, entry.mode, listed[name])
            if message is not None:
                messages[name] = message
        elif stat.S_ISDIR(entry.mode):
            if name not in parents:
                messages[name] = "the manifest does not list a file in this folder"
        elif name not in others or not stat.S_ISREG(entry.mode):
            messages[name] = "the manifest does not list it"
    for name in listed:
        if name not in entries:
            messages[name] = _MISSING
    return [Fault(name, messages[name]) for name in sorted(messages)]


def _walk(folder: Path, prefix: str) -> Iterator[_Entry]:
    """Yield everything in a folder, at any depth; a subfolder that cannot be listed is yielded again as unreadable."""
    try:
        entries = sorted(os.scandir(folder), key=lambda e: e.name)
    except OSError as e:
        yield _Entry(prefix.rstrip("/"), unreadable=f"cannot be read ({e.strerror})")
        return
    for entry in entries:
        name = prefix + entry.name
        try:
            mode = entry.stat(follow_symlinks=False).st_mode
        except OSError as e:
            yield _Entry(name, unreadable=f"cannot be read ({e.strerror})")
            continue
        yield _Entry(name, mode)
        if stat.S_ISDIR(mode):
            yield from _walk(folder / entry.name, f"{name}/")


def file_fault(path: Path, listed: Mapping[str, Any]) -> str | None:
    """Compare one file with its entry in a list of files; a link is not followed.

    Args:
        path: the file.
        listed: its ``sha256`` and, where known, its ``bytes``.

    Returns:
        What is wrong, None if nothing is.
    """
    try:
        return _content_fault(path, path.lstat().st_mode, listed)
    except FileNotFoundError:
        return _MISSING
    except OSError as e:
        return f"cannot be read ({e.strerror})"


def _content_fault(path: Path, mode: int, listed: Mapping[str, Any]) -> str | None:
    if not stat.S_ISREG(mode):
        kinds = {stat.S_IFDIR: "a folder", stat.S_IFLNK: "a link"}
        return f"there is {kinds.get(stat.S_IFMT(mode), 'something else')} in place of the file"
    try:
        size = path.stat().st_size
        if "bytes" in listed and size != listed["bytes"]:
            return f"the file has {size:,} bytes, and {listed['bytes']:,} in the manifest" if size else "it is empty"
        if file_hash(path) != listed["sha256"]:
            return "the file has other bytes than the manifest says"
    except OSError as e:
        return f"cannot be read ({e.strerror})"
    return None

"""Find the articles to add: in a file, the files of a folder, or standard input. Nothing is decoded here."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from corpus.errors import CorpusError, InputError
from corpus.io.limits import MAX_FILE
from corpus.io.text import printable, read_bytes
from corpus.io.warc import pages_of
from corpus.records import DocumentKind, RawDocument

FileKind = Literal["text", "html", "warc"]
#: The kind of a folder's files by the end of their names; other files are ignored.
_KINDS: dict[str, FileKind] = {".txt": "text", ".html": "html", ".htm": "html", ".warc": "warc", ".warc.gz": "warc"}
_HTML_START = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
#: How many bytes of a file are searched for its kind.
_SNIFFED_BYTES = 4_000


def raw_documents(place: Path) -> Iterator[RawDocument | CorpusError]:
    """Read the articles of a file, of a folder's files by name, or of standard input (``-``).

    Args:
        place: A file, a folder, or ``-``. Links in a folder are rejected, folders in it are ignored.

    Yields:
        Each article, or in its place the error that it cannot be read. Later articles are still read.
    """
    if str(place) == "-":
        yield _from_stdin()
    elif place.is_dir():
        yield from _from_folder(place)
    else:
        yield from _from_file(place, kind_of(place.name))


def kind_of(name: str) -> FileKind | None:
    """Return the kind of a file by its name, or None if the name does not determine it."""
    return next((kind for suffix, kind in _KINDS.items() if name.lower().endswith(suffix)), None)


def _from_folder(folder: Path) -> Iterator[RawDocument | CorpusError]:
    try:
        names = sorted(path.name for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as e:
        yield InputError(f"cannot be read ({e.strerror})", path=printable(folder), hint="Check its permissions")
        return
    names = [name for name in names if kind_of(name) is not None]
    if not names:
        hint = f"It may hold {', '.join(_KINDS)} files"
        yield InputError("there is no article in this folder", path=printable(folder), hint=hint)
    for name in names:
        path = folder / name
        if path.is_symlink():
            hint = "Put the file itself there, or name it"
            yield InputError("this is a link", path=printable(path), hint=hint)
        else:
            yield from _from_file(path, kind_of(name))


def _from_file(path: Path, kind: FileKind | None) -> Iterator[RawDocument | CorpusError]:
    name = printable(path)
    try:
        if path.exists() and not path.is_file():
            hint = "Use a file, a folder, or - for standard input"
            raise InputError("this is not a regular file", path=path, hint=hint)
        if kind == "warc":
            yield from pages_of(path, name=name)
            return
        data = read_bytes(path)
        document_kind = kind or _sniffed_kind(data)
    except CorpusError as e:
        yield e.at(name)
        return
    stem = path.name.split(".")[0] or path.name
    yield RawDocument(name, data, document_kind, stem, origin=f"from the file {printable(path.name)}")


def _from_stdin() -> RawDocument | CorpusError:
    data = sys.stdin.buffer.read(MAX_FILE + 1)
    if len(data) > MAX_FILE:
        return InputError("too many bytes for one article", path="-", hint=f"The limit is {MAX_FILE:,} bytes")
    try:
        return RawDocument("-", data, _sniffed_kind(data), "article", origin="from standard input")
    except InputError as e:
        return e.at("-")


def _sniffed_kind(data: bytes) -> DocumentKind:
    start = data[:_SNIFFED_BYTES].removeprefix(codecs.BOM_UTF8).lstrip()
    if start.startswith((b"WARC/", b"\x1f\x8b")):
        raise InputError("this is a compressed file or a web archive", hint="Name an archive *.warc or *.warc.gz")
    return "html" if start.startswith(b"<") and _HTML_START.search(start) else "text"

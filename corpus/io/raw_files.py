"""What is to be added, as it is found: files, the files of a folder, standard input. Nothing is read as text here."""

from __future__ import annotations

import codecs
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from corpus.errors import CorpusError, InputError
from corpus.io.limits import MAX_ARTICLE
from corpus.io.text import read_bytes

Kind = Literal["text", "html", "warc"]
#: What the files of a folder are, by the end of their names; others in it are left alone.
_KINDS: dict[str, Kind] = {".txt": "text", ".html": "html", ".htm": "html", ".warc": "warc", ".warc.gz": "warc"}
_PAGE = re.compile(rb"<(?:!doctype\s+html|html)\b", re.IGNORECASE)
#: How much of a file is looked at to tell what it is.
_LOOK = 4_000
_MAX_BYTES = 4 * MAX_ARTICLE


@dataclass(frozen=True, slots=True)
class Raw:
    """An article as it comes.

    ``name`` is for messages, ``stem`` what an id can be made of; ``charset`` and ``fetched`` are what a web archive
    says of the page, ``origin`` is a sentence's part for a comment: where it was found.
    """

    name: str
    data: bytes
    kind: Literal["text", "html"]
    stem: str
    url: str | None = None
    charset: str | None = None
    fetched: date | None = None
    origin: str = ""


def shown(name: object) -> str:
    """A name in one line: with line ends, direction controls and bytes that are no letters written out."""
    text = str(name)
    return text if text.isprintable() else repr(text)[1:-1]


def raw_articles(place: Path) -> Iterator[Raw | CorpusError]:
    """The articles of a file, of the files of a folder by name, or of standard input (``-``).

    Yields:
        Each article, or in its place the error that says why it cannot be read; the next ones still come. A link in a
        folder is not followed, a folder in it not entered.
    """
    if str(place) == "-":
        yield from _from_input()
        return
    if not place.is_dir():
        yield from _from_file(place, None)
        return
    try:
        files = sorted(p for p in place.iterdir() if not p.name.startswith(".") and kind_of(p.name) is not None)
    except OSError as e:
        yield InputError(f"cannot be read ({e.strerror})", path=shown(place), hint="Check its permissions")
        return
    if not files:
        ends = ", ".join(_KINDS)
        yield InputError("there is no article in this folder", path=shown(place), hint=f"It may hold {ends} files")
    for path in files:
        if path.is_symlink():
            yield InputError("this is a link", path=shown(path), hint="Put the file itself there, or name it")
        else:
            yield from _from_file(path, kind_of(path.name))


def kind_of(name: str) -> Kind | None:
    """What a file is by its name, None where that does not tell."""
    return next((kind for end, kind in _KINDS.items() if name.lower().endswith(end)), None)


def _from_file(path: Path, kind: Kind | None) -> Iterator[Raw | CorpusError]:
    stem, name = path.name.split(".")[0] or path.name, shown(path)
    try:
        if path.exists() and not path.is_file():
            raise InputError(
                "this is no regular file", path=path, hint="Give a file, a folder, or - for standard input"
            )
        kind = kind or kind_of(path.name)
        if kind == "warc":
            # Imported when needed: it wants an extra.
            from corpus.io.warc import pages_of  # noqa: PLC0415

            yield from pages_of(path, name=name)
            return
        data = read_bytes(path)
        told = kind or _told(data)
    except CorpusError as e:
        yield type(e)(e.message, path=name, line=e.line, hint=e.hint)
        return
    yield Raw(name, data, told, stem, origin=f"from the file {shown(path.name)}")


def _from_input() -> Iterator[Raw | CorpusError]:
    data = sys.stdin.buffer.read(_MAX_BYTES + 1)
    if len(data) > _MAX_BYTES:
        yield InputError("there is too much for one article", path="-", hint=f"The limit is {_MAX_BYTES:,} bytes")
        return
    try:
        yield Raw("-", data, _told(data), "article", origin="from standard input")
    except InputError as e:
        yield InputError(e.message, path="-", hint=e.hint)


def _told(data: bytes) -> Literal["text", "html"]:
    begin = data[:_LOOK].removeprefix(codecs.BOM_UTF8).lstrip()
    if begin.startswith((b"WARC/", b"\x1f\x8b")):
        raise InputError("this is packed, or a web archive", hint="Give an archive as a .warc or .warc.gz file")
    return "html" if begin.startswith(b"<") and _PAGE.search(begin) else "text"

"""Read the HTML pages of a web archive (WARC) one after another, with ``warcio`` (extra ``warc``).

The unpacked contents can be far larger than the file, so each record and the whole are read with a limit.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from corpus.errors import CorpusError, InputError
from corpus.io.dates import iso_day
from corpus.io.html import MAX_PAGE, import_extra
from corpus.io.text import printable
from corpus.io.urls import is_url, url_stem
from corpus.records import RawDocument

#: Records of all kinds in one file.
MAX_RECORDS = 200_000
#: Unpacked bytes of one file.
MAX_UNPACKED = 4_000_000_000
_CHUNK = 1 << 20
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_PAGE_TYPES = ("text/html", "application/xhtml+xml")
#: What a damaged file or record raises, apart from warcio's own exception.
_DAMAGED = (EOFError, ValueError, zlib.error, UnicodeError, AttributeError, LookupError)


def pages_of(path: Path, *, name: str) -> Iterator[RawDocument | CorpusError]:
    """Read the pages of a WARC file that were answered with status 200, gzipped or not.

    Args:
        path: The file.
        name: Its name, for messages.

    Yields:
        Each page, or in its place the error that it cannot be read. A damaged page is skipped; after a record that
        cannot be read the rest of the file is skipped.
    """
    try:
        with path.open("rb") as file:
            yield from pages_in(file, name=name, archive=path.name)
    except CorpusError as e:
        yield e.at(e.path or name)
    except OSError as e:
        yield InputError(f"cannot be read ({e.strerror})", path=name, hint="Check the path and its permissions")


def pages_in(file: IO[bytes], *, name: str, archive: str) -> Iterator[RawDocument | CorpusError]:
    """Read the pages of an opened WARC file, as `pages_of` does.

    Args:
        file: The file; it is read once, from its current position.
        name: Its name, for messages.
        archive: The name of the archive in ``RawDocument.origin``.

    Yields:
        Each page, or an error in its place.

    Raises:
        OSError: The file can no longer be read.
        MissingExtraError: The extra is not installed.
    """
    iterator = import_extra("warcio.archiveiterator", extra="warc").ArchiveIterator
    found = False
    for page in _pages(iterator(file, check_digests=True), archive, name):
        found = True
        yield page
    if not found:
        yield InputError("there is no HTML page in this archive", path=name, hint="Check that it is a WARC file")


@dataclass(slots=True)
class _Limits:
    """How many records and unpacked bytes were read so far."""

    records: int = 0
    unpacked: int = 0

    @property
    def exceeded(self) -> bool:
        return self.records >= MAX_RECORDS or self.unpacked >= MAX_UNPACKED


def _pages(records: Any, archive: str, name: str) -> Iterator[RawDocument | CorpusError]:  # noqa: ANN401  (no types)
    read = _Limits()
    load_failed = import_extra("warcio.exceptions", extra="warc").ArchiveLoadFailed
    while True:
        read.records += 1
        try:
            record = next(records, None)
            if record is None:
                return
            page = _is_page(record)
            data = _content(record, MAX_PAGE) if page else b""
            read.unpacked += len(data)
            read.unpacked += _skip_rest(record.raw_stream, MAX_UNPACKED - read.unpacked)
            if read.unpacked < MAX_UNPACKED and record.raw_stream.limit > 0:
                raise EOFError("the record is truncated")
        except (*_DAMAGED, load_failed) as e:
            message = f"record {read.records} cannot be read ({printable(e)[:200]})"
            yield InputError(message, path=name, hint="The rest of the file was skipped")
            return
        if read.exceeded:
            message = f"the archive is too large after record {read.records}"
            yield InputError(message, path=name, hint="The rest was skipped; split the archive")
            return
        if page:
            yield _document(record, data, number=read.records, archive=archive, name=name)


def _is_page(record: Any) -> bool:  # noqa: ANN401
    if record.rec_type != "response" or record.http_headers is None:
        return False
    content_type = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return content_type in _PAGE_TYPES and str(record.http_headers.get_statuscode()) == "200"


def _content(record: Any, limit: int) -> bytes:  # noqa: ANN401
    """Read the page, up to one byte over a limit."""
    stream, parts, size = record.content_stream(), [], 0
    while size <= limit and (part := stream.read(min(_CHUNK, limit + 1 - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _skip_rest(stream: Any, limit: int) -> int:  # noqa: ANN401
    """Read the rest of a record, or until a limit is reached; return the number of bytes."""
    size = 0
    while size < limit and (part := stream.read(_CHUNK)):
        size += len(part)
    return size


def _document(record: Any, data: bytes, *, number: int, archive: str, name: str) -> RawDocument | CorpusError:  # noqa: ANN401
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    place = f"{name} record {number} ({printable(url)[:200]})"
    if len(data) > MAX_PAGE:
        return InputError("the page is too large", path=place, hint=f"The limit is {MAX_PAGE:,} bytes")
    if record.digest_checker.passed is False:
        return InputError("the record does not match its digest", path=place, hint="Fetch the page again")
    if not data.strip():
        return InputError("the page is empty", path=place, hint="Fetch the page again")
    charset = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
    fetched = iso_day(record.rec_headers.get_header("WARC-Date") or "")
    when = f"fetched {fetched}" if fetched else "fetched on an unknown day"
    return RawDocument(
        name=place,
        data=data,
        kind="html",
        stem=url_stem(url),
        url=url if is_url(url) else None,
        charset=charset[1] if charset else None,
        fetched=fetched,
        origin=f"from record {number} of the web archive {printable(archive)}, {when}",
    )

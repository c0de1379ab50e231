"""Read the HTML pages of a web archive (WARC) one after another, with ``warcio`` (extra ``warc``).

The unpacked contents can be far larger than the file, so each record and the whole are read with a limit.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from corpus.errors import CorpusError, InputError
from corpus.io.dates import iso_day
from corpus.io.foreign import foreign_parser
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
_DIGITS = re.compile(r"[0-9]{1,18}")


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


@dataclass(frozen=True, slots=True)
class _Record:
    """A record that was read to its end.

    Attributes:
        record: The record of warcio.
        data: Its page, unpacked; None if it has no page.
        cut: Whether it is shorter or longer than its headers say.
    """

    record: Any
    data: bytes | None
    cut: bool


@dataclass(slots=True)
class _RecordReader:
    """Reads the records of an archive one after another.

    Attributes:
        iterator: The iterator of warcio.
        records: How many records were begun.
        unpacked: How many unpacked bytes were read.
    """

    iterator: Any
    records: int = 0
    unpacked: int = 0

    @property
    def exceeded(self) -> bool:
        """Whether a limit is reached."""
        return self.records >= MAX_RECORDS or self.unpacked >= MAX_UNPACKED

    def next_record(self) -> _Record | None:
        """Read the next record, None after the last one."""
        self.records += 1
        # warcio prints what follows a record of a wrong length.
        with redirect_stderr(io.StringIO()):
            record = next(self.iterator, None)
            if record is None:
                return None
            data, cut = None, False
            if _is_page(record):
                cut = record.raw_stream.limit < _declared_length(record)
                data = _content(record, MAX_PAGE)
                self.unpacked += len(data)
            self.unpacked += _skip_rest(record.raw_stream, MAX_UNPACKED - self.unpacked)
            if self.unpacked < MAX_UNPACKED:
                cut |= self._ends_wrongly(record)
        return _Record(record, data, cut)

    def _ends_wrongly(self, record: Any) -> bool:  # noqa: ANN401  (no types)
        """Return whether something else than the end of the record follows what its length says."""
        if record.raw_stream.limit > 0:
            raise EOFError("the record is truncated")
        errors = self.iterator.err_count
        self.iterator.read_to_end()
        return bool(self.iterator.err_count > errors)


def _declared_length(record: Any) -> int:  # noqa: ANN401  (no types)
    """Return the length of a page's body by its HTTP headers, 0 if they do not say it of the stored bytes."""
    headers = record.http_headers
    if any(headers.get_header(name) for name in ("Transfer-Encoding", "Content-Encoding")):
        return 0
    digits = _DIGITS.fullmatch(headers.get_header("Content-Length", "").strip())
    return int(digits[0]) if digits else 0


def _pages(iterator: Any, archive: str, name: str) -> Iterator[RawDocument | CorpusError]:  # noqa: ANN401
    reader = _RecordReader(iterator)
    while True:
        number = reader.records + 1
        try:
            with foreign_parser(f"record {number} cannot be read", name=name, hint="The rest of the file was skipped"):
                read = reader.next_record()
        except InputError as e:
            yield e
            return
        if read is None:
            return
        if reader.exceeded:
            message = f"the archive is too large after record {number}"
            yield InputError(message, path=name, hint="The rest was skipped; split the archive")
            return
        if read.data is not None:
            yield _document_or_error(read, number=number, archive=archive, name=name)


def _document_or_error(read: _Record, *, number: int, archive: str, name: str) -> RawDocument | CorpusError:
    try:
        with foreign_parser(f"record {number} cannot be read", name=name, hint="Fetch the page again"):
            return _document(read, number=number, archive=archive, name=name)
    except InputError as e:
        return e


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


def _document(read: _Record, *, number: int, archive: str, name: str) -> RawDocument | CorpusError:
    record, data = read.record, read.data or b""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    place = f"{name} record {number} ({printable(url)[:200]})"
    if len(data) > MAX_PAGE:
        return InputError("the page is too large", path=place, hint=f"The limit is {MAX_PAGE:,} bytes")
    if read.cut or record.rec_headers.get_header("WARC-Truncated"):
        return InputError("the page is cut short, or its length is wrong", path=place, hint="Fetch the page again")
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

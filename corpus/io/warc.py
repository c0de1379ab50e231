"""The HTML pages of a web archive (WARC), one after another, by ``warcio`` (extra ``warc``).

What is packed can be far larger than its file, so every record and the whole are read with a limit.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from corpus.errors import CorpusError, InputError
from corpus.io.html import MAX_PAGE, day_of, needed
from corpus.io.raw_files import Raw, shown
from corpus.io.toml import is_url

#: Records of all kinds in one file.
MAX_RECORDS = 200_000
#: Unpacked bytes of one file.
MAX_UNPACKED = 4_000_000_000
_CHUNK = 1 << 20
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_PAGES = ("text/html", "application/xhtml+xml")
#: What a damaged file or record raises.
_DAMAGED = (EOFError, ValueError, zlib.error, UnicodeError, AttributeError, LookupError)


def pages_of(path: Path, *, name: str) -> Iterator[Raw | CorpusError]:
    """The pages of a WARC file that were answered with status 200, packed with gzip or not.

    Yields:
        Each page, or in its place the error that says why it cannot be had. A damaged page is left out; behind a
        place where no record can be read nothing of the file is.
    """
    try:
        with path.open("rb") as file:
            yield from pages_in(file, name=name, archive=path.name)
    except CorpusError as e:
        yield type(e)(e.message, path=e.path or name, hint=e.hint)
    except OSError as e:
        yield InputError(f"cannot be read ({e.strerror})", path=name, hint="Check the path and its permissions")


def pages_in(file: IO[bytes], *, name: str, archive: str) -> Iterator[Raw | CorpusError]:
    """As `pages_of`, of an opened file.

    Args:
        file: is read once, from where it stands.
        name: for messages.
        archive: what the file is called where it is said what a page comes from.

    Raises:
        OSError: it cannot be read any more.
        MissingExtraError: the extra is not installed.
    """
    iterator = needed("warcio.archiveiterator", extra="warc").ArchiveIterator
    found = False
    for raw in _records(iterator(file, check_digests=True), archive, name):
        found = True
        yield raw
    if not found:
        yield InputError("there is no HTML page in this archive", path=name, hint="Is it a WARC file?")


def _records(records: Any, archive: str, name: str) -> Iterator[Raw | CorpusError]:  # noqa: ANN401  (no types)
    unpacked = 0
    number = 0
    while True:
        number += 1
        try:
            record = next(records, None)
            if record is None:
                return
            page = _is_page(record)
            data = _content(record, MAX_PAGE) if page else b""
            unpacked += len(data) + _rest(record.raw_stream, MAX_UNPACKED - unpacked)
            if unpacked < MAX_UNPACKED and record.raw_stream.limit > 0:
                raise EOFError("it is cut off")
        except (*_DAMAGED, _failure()) as e:
            message = f"record {number} cannot be read ({shown(e)[:200]})"
            yield InputError(message, path=name, hint="The rest of the file was left out")
            return
        if number >= MAX_RECORDS or unpacked >= MAX_UNPACKED:
            yield InputError(
                f"the archive is too large behind record {number}", path=name, hint="The rest was left out; split it"
            )
            return
        if page:
            yield _page(record, data, number=number, archive=archive, name=name)


def _failure() -> type[Exception]:
    found: type[Exception] = needed("warcio.exceptions", extra="warc").ArchiveLoadFailed
    return found


def _is_page(record: Any) -> bool:  # noqa: ANN401
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    return kind in _PAGES and str(record.http_headers.get_statuscode()) == "200"


def _content(record: Any, limit: int) -> bytes:  # noqa: ANN401
    """The page, at most one byte over a limit."""
    stream, parts, size = record.content_stream(), [], 0
    while size <= limit and (part := stream.read(min(_CHUNK, limit + 1 - size))):
        parts.append(part)
        size += len(part)
    return b"".join(parts)


def _rest(stream: Any, limit: int) -> int:  # noqa: ANN401
    """Read what is left of a record, or as much as a limit allows; how much that was."""
    size = 0
    while size < limit and (part := stream.read(_CHUNK)):
        size += len(part)
    return size


def _page(record: Any, data: bytes, *, number: int, archive: str, name: str) -> Raw | CorpusError:  # noqa: ANN401
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    where = f"{name} record {number} ({shown(url)[:200]})"
    if len(data) > MAX_PAGE:
        return InputError("the page is too large", path=where, hint=f"The limit is {MAX_PAGE:,} bytes")
    if record.digest_checker.passed is False:
        return InputError("the record does not have its digest", path=where, hint="Fetch the page again")
    if not data.strip():
        return InputError("the page is empty", path=where, hint="Fetch the page again")
    charset = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
    fetched = record.rec_headers.get_header("WARC-Date") or ""
    return Raw(
        where, data, "html", _stem(url), url=url if is_url(url) else None, charset=charset[1] if charset else None,
        fetched=_day(fetched), origin=f"from record {number} of the web archive {shown(archive)}, {_named(fetched)}",
    )  # fmt: skip


def _stem(url: str) -> str:
    try:
        parts = [p for p in urlsplit(url).path.split("/") if p]
    except ValueError:
        parts = []
    return parts[-1].rsplit(".", 1)[0] if parts else "page"


def _day(words: str) -> date | None:
    return day_of(words)


def _named(fetched: str) -> str:
    return f"fetched {day}" if (day := _day(fetched)) else "fetched nobody says when"

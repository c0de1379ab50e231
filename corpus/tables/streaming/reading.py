"""Read articles from files one after another, each when it is needed, and cut them into batches for processes."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any, cast

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.errors import CorpusError, InputError
from corpus.io.jsonl import json_lines, parse_object
from corpus.io.limits import MAX_FILE
from corpus.io.text import check_text, decode
from corpus.records import RawArticle
from corpus.tables.batch import LINE_ROLES, PASSED, as_table, raw_of, rows_of
from corpus.tables.streaming.input_files import InputFile

#: Rows of Parquet that are decoded at a time.
_DECODED = 64
#: What a damaged file raises.
_DAMAGE = (EOFError, zlib.error, gzip.BadGzipFile, pa.ArrowException, ValueError)

Reading = Callable[[], RawArticle]


@dataclass(frozen=True, slots=True)
class _How:
    """How files are read: the encoding of texts, and the language of what does not give its own, if it is known."""

    encoding: str = "utf-8"
    language: str | None = None


def read_raws(files: Sequence[InputFile], *, encoding: str, language: str | None = None) -> Iterator[Reading]:
    """What reads each article of the files, in order.

    A file that is damaged has one that says so in the place of all that cannot be read. ``encoding`` is that of texts,
    ``language`` that of what does not give its own, if it is known.

    Raises:
        InputError: a file has no such columns, or can no longer be reached: nothing says that it would stay so.
        MissingExtraError: an extra for web archives is not installed.
    """
    for file in files:
        try:
            yield from _READERS[file.kind](file, _How(encoding, language))
        except InputError as e:
            raise InputError(e.message, path=file.name, line=e.line, hint=e.hint) from e
        except CorpusError:
            raise
        except Exception as e:
            if not _damaged(file, e):
                raise _lost(file, e) from e
            yield partial(RawArticle, "", failure=f"{file.name}: the file is damaged, and read no further ({e})")


def _damaged(file: InputFile, error: Exception) -> bool:
    """Whether an error tells of bytes that will not get better, and not of a disk or network that may."""
    # What pyarrow raises for a damaged file is an OSError, too, of no number and no kind.
    return isinstance(error, _DAMAGE) or (type(error) is OSError and error.errno is None and not file.remote)


def _lost(file: InputFile, error: Exception) -> Exception:
    if not (file.remote or isinstance(error, OSError)):
        return error
    said = getattr(error, "strerror", None) or error
    hint = "Run the same command again when it can be read"
    return InputError(f"cannot be read any more ({said})", path=file.name, hint=hint)


def count_raws(files: Sequence[InputFile]) -> int | None:
    """How many articles there are, at the price of reading lines; None where that means to unpack or to fetch them."""
    if any(f.remote or f.kind == "warc" for f in files):
        return None
    total = 0
    for file in files:
        try:
            if file.kind == "parquet":
                total += pq.read_metadata(file.name).num_rows
            else:
                total += sum(1 for _ in _READERS[file.kind](file, _How()))
        except (*_DAMAGE, OSError):
            continue  # Nobody counts on the number: it is for the bar.
    return total


def _from_text(file: InputFile, how: _How) -> Iterator[Reading]:
    yield partial(_text, file, how.encoding)


def _text(file: InputFile, encoding: str) -> RawArticle:
    try:
        if file.size > MAX_FILE:
            raise InputError(f"{file.size:,} bytes are too many for one article")
        with _opened(file) as content:
            text = decode(content.read(MAX_FILE + 1), encoding=encoding)
    except InputError as e:
        return RawArticle(file.ident, failure=str(e))
    except Exception as e:
        if file.remote or not isinstance(e, OSError):
            raise _lost(file, e) from e
        return RawArticle(file.ident, failure=f"cannot be read ({e.strerror or e})")
    return raw_of({"article_id": file.ident, "text": text})


def _from_jsonl(file: InputFile, _how: _How) -> Iterator[Reading]:
    with _opened(file) as raw, _plain(file, raw) as lines:
        for number, line in json_lines(lines, path=file.name):
            if isinstance(line, InputError):
                yield partial(RawArticle, "", failure=str(line))
            else:
                yield partial(_line, file.name, number, line)


def _line(name: str, number: int, line: bytes) -> RawArticle:
    try:
        row = parse_object(line, path=name, number=number)
    except InputError as e:
        return RawArticle("", failure=str(e))
    place = f"{name}:{number}"
    row.setdefault("article_id", row.get("id"))
    raw = raw_of(row)
    if raw.failure is not None:
        return RawArticle(raw.id, failure=f"{place}: {raw.failure}")
    try:
        check_text(raw.text)
        for value in (raw.id, raw.language, *raw.metadata.values()):
            str(value).encode()
    except (InputError, UnicodeEncodeError) as e:
        return RawArticle(raw.id, failure=f"{place}: {e}")
    return raw


def _storable(text: str | None) -> str | None:
    """Text without lone surrogates, which Arrow cannot hold."""
    return None if text is None else text.encode(errors="backslashreplace").decode()


def _from_parquet(file: InputFile, _how: _How) -> Iterator[Reading]:
    with _opened(file) as content, pq.ParquetFile(content, pre_buffer=False) as parquet:
        wanted = as_table(parquet.schema_arrow.empty_table()).column_names
        there = [c for c in ("article_id", "id", *wanted[1:]) if c in parquet.schema_arrow.names]
        for batch in parquet.iter_batches(batch_size=_DECODED, columns=there, use_threads=False):
            table = as_table(batch)
            for number in range(table.num_rows):
                yield partial(_row, table, number)


def _from_warc(file: InputFile, how: _How) -> Iterator[Reading]:
    # Imported when needed: it wants extras.
    from corpus.tables.streaming.warc_pages import pages  # noqa: PLC0415

    with _opened(file) as content:
        yield from pages(content, file.name, language=how.language)


def _row(table: pa.Table, number: int) -> RawArticle:
    return next(rows_of(table.slice(number, 1)))


def _plain(file: InputFile, raw: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if file.name.lower().endswith(".gz") else raw


@contextmanager
def _opened(file: InputFile) -> Iterator[IO[bytes]]:
    if not file.remote:
        with Path(file.name).open("rb") as content:
            yield content
        return
    import fsspec  # noqa: PLC0415  (see corpus/tables/streaming/input_files.py)

    with fsspec.open(file.name, "rb") as content:
        yield content


_READERS: dict[str, Callable[[InputFile, _How], Iterator[Reading]]] = {
    "text": _from_text,
    "jsonl": _from_jsonl,
    "parquet": _from_parquet,
    "warc": _from_warc,
}
#: The columns of a batch on its way to a process: all text, so that no value of one article changes another's type.
_COLUMNS = ("article_id", "text", "language", "failure", LINE_ROLES, *PASSED)
BATCH_SCHEMA = pa.schema([(name, pa.string()) for name in _COLUMNS])


def to_row(raw: RawArticle) -> dict[str, Any]:
    """An article as a row of `BATCH_SCHEMA`."""
    passed = {name: None if value is None else _storable(str(value)) for name, value in raw.metadata.items()}
    said = {"article_id": _storable(raw.id or None), "failure": _storable(raw.failure)}
    lines: dict[str, list[int]] = {}
    for line, role in raw.roles.items():
        lines.setdefault(role, []).append(line)
    return {**said, "text": raw.text, "language": raw.language, LINE_ROLES: json.dumps(lines), **passed}


#: A batch ends with so many articles or so much text, whichever comes first; it makes no difference to what is written.
BATCH_ARTICLES, BATCH_TEXT = 32, 200_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles that go to a process together; ``first`` is the position of the first in the input."""

    number: int
    first: int
    articles: pa.Table


def cut(readings: Iterable[Reading], *, first: int, batch_articles: int = BATCH_ARTICLES) -> Iterator[Batch]:
    """Batches of the articles that are read, whose positions count from ``first``."""
    rows: list[dict[str, object]] = []
    number = text = 0
    for reading in readings:
        raw = reading()
        rows.append(to_row(raw))
        text += len(raw.text)
        if len(rows) >= batch_articles or text >= BATCH_TEXT:
            yield Batch(number, first, pa.Table.from_pylist(rows, schema=BATCH_SCHEMA))
            number, first, rows, text = number + 1, first + len(rows), [], 0
    if rows:
        yield Batch(number, first, pa.Table.from_pylist(rows, schema=BATCH_SCHEMA))

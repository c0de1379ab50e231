"""Read articles lazily from files of all kinds, and cut them into batches for worker processes."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from corpus.tables.batch import (
    LINE_ROLES,
    PASSED_COLUMNS,
    input_table,
    iter_input_articles,
    parse_input_row,
)
from corpus.tables.streaming.input_files import InputFile

#: Parquet rows that are decoded at a time.
_PARQUET_ROWS = 64
#: Errors that a damaged file raises.
_DAMAGE_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile, pa.ArrowException, ValueError)

#: Reads and parses one article when called. Skipping finished articles on resume then costs no parsing.
LazyArticle = Callable[[], RawArticle]


@dataclass(frozen=True, slots=True)
class _ReadOptions:
    """Encoding of text files, and the language of articles that give none, if known."""

    encoding: str = "utf-8"
    language: str | None = None


def iter_articles(files: Sequence[InputFile], *, encoding: str, language: str | None = None) -> Iterator[LazyArticle]:
    """Iterate over the articles of files, in order.

    The rest of a damaged file is one failure.

    Args:
        files: the files to read.
        encoding: encoding of text files.
        language: language code of articles that give none, None where it is to be detected.

    Yields:
        A function per article that reads and parses it.

    Raises:
        InputError: a file lacks required columns, or can no longer be reached; the latter may be temporary, so it is
            not recorded as a failure.
        MissingExtraError: the extra for web archives is not installed.
    """
    for file in files:
        try:
            yield from _READERS[file.kind](file, _ReadOptions(encoding, language))
        except InputError as e:
            raise InputError(e.message, path=file.name, line=e.line, hint=e.hint) from e
        except CorpusError:
            raise
        except Exception as e:
            if not _is_damaged(file, e):
                raise _unreachable(file, e) from e
            reason = f"{file.name}: the file is damaged; the rest of it was not read ({e})"
            yield partial(RawArticle, "", failure=reason)


def _is_damaged(file: InputFile, error: Exception) -> bool:
    """Whether an error is permanent (damaged bytes) and not one of a disk or network, which may pass."""
    if isinstance(error, _DAMAGE_ERRORS):
        return True
    # For a damaged file pyarrow also raises a plain OSError, without a number.
    return type(error) is OSError and error.errno is None and not file.remote


def _unreachable(file: InputFile, error: Exception) -> Exception:
    if not file.remote and not isinstance(error, OSError):
        return error
    reason = getattr(error, "strerror", None) or error
    hint = "Rerun the same command when it can be read"
    return InputError(f"can no longer be read ({reason})", path=file.name, hint=hint)


def count_articles(files: Sequence[InputFile]) -> int | None:
    """Count the articles of files for a progress bar, by reading lines or Parquet metadata.

    Returns:
        The number, or None where counting would mean to download or to parse files.
    """
    if any(f.remote or f.kind == "warc" for f in files):
        return None
    total = 0
    for file in files:
        try:
            if file.kind == "parquet":
                total += pq.read_metadata(file.name).num_rows
            else:
                total += sum(1 for _ in _READERS[file.kind](file, _ReadOptions()))
        except (*_DAMAGE_ERRORS, OSError):
            continue  # The number is for the progress bar only; the run itself reports the fault.
    return total


def _from_text(file: InputFile, options: _ReadOptions) -> Iterator[LazyArticle]:
    yield partial(_read_text, file, options.encoding)


def _read_text(file: InputFile, encoding: str) -> RawArticle:
    try:
        if file.size > MAX_FILE:
            raise InputError(f"{file.size:,} bytes are too many for one article")
        with _open_file(file) as content:
            text = decode(content.read(MAX_FILE + 1), encoding=encoding)
    except InputError as e:
        return RawArticle(file.ident, failure=str(e))
    except Exception as e:
        if file.remote or not isinstance(e, OSError):
            raise _unreachable(file, e) from e
        return RawArticle(file.ident, failure=f"cannot be read ({e.strerror or e})")
    return parse_input_row({"article_id": file.ident, "text": text})


def _from_jsonl(file: InputFile, _options: _ReadOptions) -> Iterator[LazyArticle]:
    with _open_file(file) as raw, _decompressed(file, raw) as lines:
        for number, line in json_lines(lines, path=file.name):
            if isinstance(line, InputError):
                yield partial(RawArticle, "", failure=str(line))
            else:
                yield partial(_parse_line, file.name, number, line)


def _parse_line(name: str, number: int, line: bytes) -> RawArticle:
    try:
        row = parse_object(line, path=name, number=number)
    except InputError as e:
        return RawArticle("", failure=str(e))
    row.setdefault("article_id", row.get("id"))
    article = parse_input_row(row)
    reason = article.failure or _encoding_fault(article)
    return article if reason is None else RawArticle(article.id, failure=f"{name}:{number}: {reason}")


def _encoding_fault(article: RawArticle) -> str | None:
    """Describe what in an article cannot be encoded: JSON can hold lone surrogates. None if all can."""
    try:
        check_text(article.text)
        for value in (article.id, article.language, *article.metadata.values()):
            str(value).encode()
    except (InputError, UnicodeEncodeError) as e:
        return str(e)
    return None


def _from_parquet(file: InputFile, _options: _ReadOptions) -> Iterator[LazyArticle]:
    with _open_file(file) as content, pq.ParquetFile(content, pre_buffer=False) as parquet:
        selected = input_table(parquet.schema_arrow.empty_table()).column_names
        columns = [c for c in ("article_id", "id", *selected[1:]) if c in parquet.schema_arrow.names]
        for batch in parquet.iter_batches(batch_size=_PARQUET_ROWS, columns=columns, use_threads=False):
            table = input_table(batch)
            for number in range(table.num_rows):
                yield partial(_parquet_row, table, number)


def _parquet_row(table: pa.Table, number: int) -> RawArticle:
    return next(iter_input_articles(table.slice(number, 1)))


def _from_warc(file: InputFile, options: _ReadOptions) -> Iterator[LazyArticle]:
    # Imported when needed: it requires the extra `warc`.
    from corpus.tables.streaming.warc_pages import iter_pages  # noqa: PLC0415

    with _open_file(file) as content:
        yield from iter_pages(content, file.name, language=options.language)


def _decompressed(file: InputFile, raw: IO[bytes]) -> IO[bytes]:
    return cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if file.name.lower().endswith(".gz") else raw


@contextmanager
def _open_file(file: InputFile) -> Iterator[IO[bytes]]:
    if not file.remote:
        with Path(file.name).open("rb") as content:
            yield content
        return
    import fsspec  # noqa: PLC0415  (see corpus/tables/streaming/input_files.py)

    with fsspec.open(file.name, "rb") as content:
        yield content


_READERS: Mapping[str, Callable[[InputFile, _ReadOptions], Iterator[LazyArticle]]] = {
    "text": _from_text,
    "jsonl": _from_jsonl,
    "parquet": _from_parquet,
    "warc": _from_warc,
}
#: Schema of a batch sent to a process: all columns are text, so no article's value can change another's type.
BATCH_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("article_id", "text", "language", "failure", LINE_ROLES, *PASSED_COLUMNS)]
)


def to_batch_row(article: RawArticle) -> dict[str, Any]:
    """Convert an article to a row of `BATCH_SCHEMA`."""
    lines: dict[str, list[int]] = {}
    for line, role in article.roles.items():
        lines.setdefault(role, []).append(line)
    row: dict[str, Any] = {
        "article_id": _storable(article.id or None),
        "failure": _storable(article.failure),
        "text": article.text,
        "language": article.language,
        LINE_ROLES: json.dumps(lines),
    }
    for name, value in article.metadata.items():
        row[name] = None if value is None else _storable(str(value))
    return row


def _storable(text: str | None) -> str | None:
    """Escape lone surrogates, which Arrow cannot store."""
    return None if text is None else text.encode(errors="backslashreplace").decode()


#: A batch ends at this many articles or code points, whichever comes first; neither affects the output.
BATCH_ARTICLES, BATCH_TEXT = 32, 200_000


@dataclass(frozen=True, slots=True)
class ArticleBatch:
    """Articles for one task.

    Attributes:
        number: its number in this run, from 0.
        first: position of its first article in the whole input.
        articles: a table with `BATCH_SCHEMA`.
    """

    number: int
    first: int
    articles: pa.Table


def make_batches(
    articles: Iterable[LazyArticle], *, first: int, batch_articles: int = BATCH_ARTICLES
) -> Iterator[ArticleBatch]:
    """Read articles and group them into batches.

    Args:
        articles: functions that read one article each.
        first: position of the first one in the whole input.
        batch_articles: most articles per batch.
    """
    rows: list[dict[str, Any]] = []
    number = size = 0
    for read in articles:
        article = read()
        rows.append(to_batch_row(article))
        size += len(article.text)
        if len(rows) >= batch_articles or size >= BATCH_TEXT:
            yield ArticleBatch(number, first, pa.Table.from_pylist(rows, schema=BATCH_SCHEMA))
            number, first, rows, size = number + 1, first + len(rows), [], 0
    if rows:
        yield ArticleBatch(number, first, pa.Table.from_pylist(rows, schema=BATCH_SCHEMA))

"""Read articles lazily from files of all formats."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal, cast

from corpus.errors import CorpusError, InputError, MissingExtraError
from corpus.inputs.columns import ColumnMapping, mapped_row, resolve_columns
from corpus.inputs.csv_rows import csv_rows
from corpus.inputs.files import InputFile, find_files
from corpus.inputs.markup import has_markup
from corpus.inputs.rows import parse_input_row
from corpus.io.foreign import foreign_detail
from corpus.io.html import import_extra
from corpus.io.jsonl import json_lines, parse_object
from corpus.io.limits import MAX_FILE
from corpus.io.text import check_text, decode
from corpus.records import RawArticle, RawDocument

#: What is done with HTML in a text file or column: it is read as a page, or it is text.
Markup = Literal["html", "text"]
#: Reads and parses one article when called. Skipping finished articles on resume then costs no parsing.
LazyArticle = Callable[[], RawArticle]
#: Errors that damaged bytes raise wherever they are, besides those of pyarrow, which is imported for Parquet only.
_DAMAGE_ERRORS = (EOFError, zlib.error, gzip.BadGzipFile, ValueError, ArithmeticError)
#: Parquet rows that are decoded at a time.
_PARQUET_ROWS = 64
#: Lines of a JSON lines file that are searched for the named columns.
_SEARCHED_LINES = 200
_MARKUP_NOTE = "the text has HTML mark-up and is read as HTML; --markup text takes it as it is"


def _ignore(place: str, note: str) -> None:
    """Drop a note."""


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How articles are read.

    Attributes:
        encoding: Encoding of text, CSV and HTML files; UTF-8 where None, or as an HTML page declares.
        language: Language code of articles that give none, if known.
        columns: The columns of tables.
        markup: What is done with HTML in a text file or column.
        note: Called with the place of an article and a note on how it is read.
    """

    encoding: str | None = None
    language: str | None = None
    columns: ColumnMapping = field(default_factory=ColumnMapping)
    markup: Markup = "html"
    note: Callable[[str, str], None] = _ignore


_DEFAULTS = ReadOptions()


def read_articles(names: Sequence[str], options: ReadOptions = _DEFAULTS) -> Iterator[RawArticle]:
    """Read the articles that names mean; see `corpus.inputs.files.find_files`.

    Args:
        names: Files, folders, patterns, URLs, or ``-``.
        options: How they are read.

    Yields:
        Each article; one with a ``failure`` for what cannot be read.
    """
    found = find_files(names)
    for error in found.refused:
        yield RawArticle("", failure=str(error))
    for file in found.files:
        try:
            for read in iter_articles([file], options):
                yield read()
        except InputError as e:
            yield RawArticle("", failure=str(e), path=file.name)


def iter_articles(files: Sequence[InputFile], options: ReadOptions = _DEFAULTS) -> Iterator[LazyArticle]:
    """Iterate over the articles of files, in order.

    The rest of a damaged file is one failure.

    Args:
        files: The files to read.
        options: How they are read.

    Yields:
        A function per article that reads and parses it.

    Raises:
        InputError: A file lacks required columns, or can no longer be reached; the latter may be temporary, so it is
            not recorded as a failure.
        MissingExtraError: The extra for pages or web archives is not installed, or cannot be imported.
    """
    for file in files:
        try:
            yield from _READERS[file.kind](file, options)
        except InputError as e:
            raise InputError(e.message, path=file.name, line=e.line, hint=e.hint) from e
        except CorpusError:
            raise
        except Exception as e:
            if not _is_damaged(file, e):
                raise _unreachable(file, e) from e
            reason = f"{file.name}: the file is damaged; the rest of it was not read ({foreign_detail(e)})"
            yield partial(RawArticle, "", failure=reason, path=file.name)


def check_files(files: Sequence[InputFile], options: ReadOptions = _DEFAULTS) -> dict[str, CorpusError]:
    """Check before anything is written that files have the named columns and can be read with what is installed.

    Of remote files only the first one of each format is opened.

    Args:
        files: The files to read.
        options: How they will be read.

    Returns:
        The error of each file that cannot be read, by name, also where a library that its format requires is not
        installed. Damaged files are not listed: they fail when they are read.
    """
    errors: dict[str, CorpusError] = {}
    checked_remote: set[str] = set()
    missing = {kind: _missing_extra(kind) for kind in {f.kind for f in files}}
    for file in files:
        absent = missing[file.kind]
        if absent is not None:
            errors[file.name] = absent.at(file.name)
            continue
        if file.remote and file.kind in checked_remote:
            continue
        if file.remote:
            checked_remote.add(file.kind)
        error = _header_error(file, options)
        if error is not None:
            errors[file.name] = error
    return errors


def _missing_extra(kind: str) -> MissingExtraError | None:
    """Return the error for a format whose libraries are not installed or cannot be imported."""
    try:
        for module, extra in _REQUIRED_MODULES.get(kind, ()):
            import_extra(module, extra=extra)
    except MissingExtraError as e:
        return e
    return None


def _header_error(file: InputFile, options: ReadOptions) -> InputError | None:
    """Return what is wrong with the columns of a file, None if nothing is or the file is damaged."""
    try:
        _CHECKS.get(file.kind, _check_nothing)(file, options)
    except InputError as e:
        return InputError(e.message, path=file.name, line=e.line, hint=e.hint)
    except CorpusError:
        raise
    except Exception as e:
        if _is_damaged(file, e):
            return None
        return _unreachable(file, e)
    return None


def count_articles(files: Sequence[InputFile], options: ReadOptions = _DEFAULTS) -> int | None:
    """Count the articles of files for a progress bar, by reading lines or Parquet metadata.

    Args:
        files: The files.
        options: How they are read.

    Returns:
        The number, or None where counting would mean to download or to parse files.
    """
    if any(f.remote or f.kind == "warc" for f in files):
        return None
    total = 0
    for file in files:
        try:
            if file.kind == "parquet":
                import pyarrow.parquet as pq  # noqa: PLC0415  (see `_from_parquet`)

                with open_file(file) as content:
                    total += pq.read_metadata(content).num_rows
            else:
                total += sum(1 for _ in _READERS[file.kind](file, options))
        except Exception as e:
            # The number is for the progress bar only; the run itself reports the fault.
            if not (isinstance(e, CorpusError | OSError) or _is_damaged(file, e)):
                raise
    return total


def _is_damaged(file: InputFile, error: Exception) -> bool:
    """Whether an error is permanent (damaged bytes) and not one of a disk or network, which may pass.

    Whatever a library raises on the bytes of a file of this machine is damage, unless the system gave it a number. A
    remote file is read through libraries for networks, whose errors are of many types: there only known ones are.
    """
    if isinstance(error, _DAMAGE_ERRORS) or type(error).__module__.startswith("pyarrow"):
        return True
    if file.remote:
        return False
    # For a damaged file pyarrow also raises a plain OSError, without a number.
    return not isinstance(error, OSError) or (type(error) is OSError and error.errno is None)


def _unreachable(file: InputFile, error: Exception) -> InputError:
    reason = getattr(error, "strerror", None) or error
    hint = "Rerun the same command when it can be read"
    return InputError(f"can no longer be read ({reason})", path=file.name, hint=hint)


def _place(name: str, line: int | None = None) -> str:
    return name if line is None else f"{name}:{line}"


def _from_text(file: InputFile, options: ReadOptions) -> Iterator[LazyArticle]:
    yield partial(_read_text, file, options)


def _read_whole(file: InputFile) -> bytes | RawArticle:
    """Return the bytes of a file with one article, or the failure that it cannot be read."""
    try:
        if file.size > MAX_FILE:
            hint = f"The limit is {MAX_FILE:,}"
            raise InputError(f"{file.size:,} bytes are too many for one article", path=file.name, hint=hint)
        with open_file(file) as content:
            return content.read(MAX_FILE + 1)
    except InputError as e:
        return RawArticle(file.ident, failure=str(e), path=file.name)
    except Exception as e:
        if file.remote or not isinstance(e, OSError):
            raise _unreachable(file, e) from e
        return RawArticle(file.ident, failure=f"{file.name}: cannot be read ({e.strerror or e})", path=file.name)


def _read_text(file: InputFile, options: ReadOptions) -> RawArticle:
    data = _read_whole(file)
    if isinstance(data, RawArticle):
        return data
    try:
        text = decode(data, path=file.name, encoding=options.encoding or "utf-8")
    except InputError as e:
        return RawArticle(file.ident, failure=str(e), path=file.name)
    return _checked(parse_input_row({"article_id": file.ident, "text": text}), file.name, None, options)


def _from_html(file: InputFile, options: ReadOptions) -> Iterator[LazyArticle]:
    yield partial(_read_html, file, options)


def _read_html(file: InputFile, options: ReadOptions) -> RawArticle:
    # Imported when needed: reading pages takes numpy and the line classifier.
    from corpus.inputs.pages import page_article  # noqa: PLC0415

    data = _read_whole(file)
    if isinstance(data, RawArticle):
        return data
    document = RawDocument(file.name, data, "html", file.ident)
    return page_article(document, file.ident, language=options.language, encoding=options.encoding)


def _from_jsonl(file: InputFile, options: ReadOptions) -> Iterator[LazyArticle]:
    with open_file(file) as raw, _decompressed(file, raw) as lines:
        for number, line in json_lines(lines, path=file.name):
            if isinstance(line, InputError):
                yield partial(RawArticle, "", failure=str(line), path=file.name, line=number)
            else:
                yield partial(_parse_line, file.name, number, line, options)


def _parse_line(name: str, number: int, line: bytes, options: ReadOptions) -> RawArticle:
    try:
        row = parse_object(line, path=name, number=number)
    except InputError as e:
        return RawArticle("", failure=str(e), path=name, line=number)
    return _row_article(row, name, number, options)


def _row_article(row: Mapping[str, Any], name: str, number: int, options: ReadOptions) -> RawArticle:
    """The article of an object whose keys need not be those of other lines."""
    try:
        columns = resolve_columns(list(row), _present(options.columns, row), path=name, numbered=True)
    except InputError as e:
        missing = options.columns.text or "text"
        reason = f"no text: the line has no {missing!r}" if missing not in row else e.message
        return RawArticle("", failure=f"{_place(name, number)}: {reason}. Hint: {e.hint}.", path=name, line=number)
    return _checked(parse_input_row(mapped_row(row, columns)), name, number, options)


def _present(mapping: ColumnMapping, row: Mapping[str, Any]) -> ColumnMapping:
    """The named columns that a line has: a line may lack a language or date; without text or id it fails."""
    return replace(mapping, **{part: None for part, name in mapping.named.items() if name not in row})


def _checked(article: RawArticle, name: str, line: int | None, options: ReadOptions) -> RawArticle:
    """Add the place to an article, check that it can be encoded, and read mark-up as HTML."""
    reason = article.failure or _encoding_fault(article)
    if reason is not None:
        failure = f"{_place(name, line)}: {reason}"
        return RawArticle(article.id, failure=failure, path=name, line=line)
    article = replace(article, path=name, line=line)
    if options.markup == "html" and has_markup(article.text):
        return _from_markup(article, options)
    return article


def _from_markup(article: RawArticle, options: ReadOptions) -> RawArticle:
    from corpus.inputs.pages import page_article  # noqa: PLC0415  (see `_read_html`)

    place = _place(article.path, article.line)
    document = RawDocument(place, article.text.encode(), "html", article.id, url=article.metadata.get("url"))
    language = article.language or options.language
    try:
        page = page_article(document, article.id, language=language, encoding="utf-8")
    except MissingExtraError as e:
        page = RawArticle(article.id, failure=str(e.at(place)))
    if page.failure is not None:
        failure = f"{page.failure} The text has HTML mark-up: --markup text takes it as it is."
        return replace(page, failure=failure, path=article.path, line=article.line)
    options.note(place, _MARKUP_NOTE)
    known = {name: value for name, value in article.metadata.items() if value is not None}
    metadata = dict(article.metadata) | dict(page.metadata) | known
    return replace(
        page,
        language=article.language or page.language,
        metadata=metadata,
        path=article.path,
        line=article.line,
    )


def _encoding_fault(article: RawArticle) -> str | None:
    """Describe what in an article cannot be encoded: JSON can hold lone surrogates. None if all can."""
    try:
        check_text(article.text)
        for value in (article.id, article.language, *article.metadata.values()):
            str(value).encode()
    except (InputError, UnicodeEncodeError) as e:
        return str(e)
    return None


def _from_csv(file: InputFile, options: ReadOptions) -> Iterator[LazyArticle]:
    with open_file(file) as raw, _decompressed(file, raw) as content, _csv_rows(content, file, options) as rows:
        header, columns = _csv_columns(next(rows, (1, []))[1], file, options)
        for number, (line, cells) in enumerate(rows, 1):
            if isinstance(cells, InputError):
                yield partial(RawArticle, "", failure=str(cells), path=file.name, line=line)
            elif len(cells) != len(header):
                hint = "A cell with a delimiter or line end needs quotation marks"
                error = InputError(
                    f"{len(cells)} cells, but {len(header)} columns", path=file.name, line=line, hint=hint
                )
                yield partial(RawArticle, "", failure=str(error), path=file.name, line=line)
            else:
                row = {name: cell or None for name, cell in zip(header, cells, strict=True)}
                yield partial(_numbered_row, row, columns, _RowPlace(file, number, line), options)


def _csv_rows(
    content: IO[bytes], file: InputFile, options: ReadOptions
) -> closing[Generator[tuple[int, list[str] | InputError], None, None]]:
    """The rows of a CSV file, which must be closed before the file is."""
    return closing(csv_rows(content, path=file.name, tabs=file.kind == "tsv", encoding=options.encoding))


def _csv_columns(
    header: Sequence[str] | InputError, file: InputFile, options: ReadOptions
) -> tuple[list[str], dict[str, str]]:
    if isinstance(header, InputError):
        raise header
    names = [name.strip() for name in header]
    return names, resolve_columns(names, options.columns, path=file.name, numbered=True)


@dataclass(frozen=True, slots=True)
class _RowPlace:
    """Where a row of a table with a header is.

    Attributes:
        file: The table.
        number: The number of the row, from 1.
        line: Its 1-based line, in a text file.
    """

    file: InputFile
    number: int
    line: int | None = None

    @property
    def path(self) -> str:
        """The file, and the number of the row where there are no lines."""
        return self.file.name if self.line is not None else f"{self.file.name} row {self.number}"


def _numbered_row(
    row: Mapping[str, Any], columns: Mapping[str, str], place: _RowPlace, options: ReadOptions
) -> RawArticle:
    """The article of a row of a table with a header; without an id column it gets the number of the row."""
    values = mapped_row(row, columns)
    if "article_id" not in columns:
        values["article_id"] = f"{place.file.ident}-{place.number}"
    if row.get("failure") is not None:
        values["failure"] = row["failure"]
    return _checked(parse_input_row(values), place.path, place.line, options)


def _from_parquet(file: InputFile, options: ReadOptions) -> Iterator[LazyArticle]:
    import pyarrow.parquet as pq  # noqa: PLC0415  (takes a third of a second to import)

    from corpus.inputs.arrow_rows import arrow_rows  # noqa: PLC0415

    number = 0
    with open_file(file) as content, pq.ParquetFile(content, pre_buffer=False) as parquet:
        columns = resolve_columns(parquet.schema_arrow.names, options.columns, path=file.name, numbered=True)
        selected = list(dict.fromkeys(columns.values()))
        for batch in parquet.iter_batches(batch_size=_PARQUET_ROWS, columns=selected, use_threads=False):
            for row in arrow_rows(batch):
                number += 1
                yield partial(_numbered_row, row, columns, _RowPlace(file, number), options)


def _from_warc(file: InputFile, options: ReadOptions) -> Iterator[LazyArticle]:
    # Imported when needed: it requires the extra `warc`.
    from corpus.inputs.pages import iter_pages  # noqa: PLC0415

    with open_file(file) as content:
        yield from iter_pages(content, file.name, language=options.language)


def _decompressed(file: InputFile, raw: IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    """The content of a file without its compression; the file itself is left open."""
    if not file.name.lower().endswith(".gz"):
        return nullcontext(raw)
    return cast(AbstractContextManager[IO[bytes]], gzip.GzipFile(fileobj=raw))


@contextmanager
def open_file(file: InputFile) -> Iterator[IO[bytes]]:
    """Open a file, of this machine, remote, or standard input, for reading its bytes.

    Args:
        file: The file.

    Raises:
        OSError: It cannot be opened.
    """
    if file.content is not None:
        file.content.seek(0)
        yield file.content
        return
    if not file.remote:
        with Path(file.name).open("rb") as content:
            yield content
        return
    import fsspec  # noqa: PLC0415  (see corpus/inputs/files.py)

    with fsspec.open(file.name, "rb") as content:
        yield content


def _check_nothing(file: InputFile, options: ReadOptions) -> None:
    """Formats without columns have nothing to check."""


def _check_csv(file: InputFile, options: ReadOptions) -> None:
    with open_file(file) as raw, _decompressed(file, raw) as content, _csv_rows(content, file, options) as rows:
        _csv_columns(next(rows, (1, []))[1], file, options)


def _check_parquet(file: InputFile, options: ReadOptions) -> None:
    import pyarrow.parquet as pq  # noqa: PLC0415  (see `_from_parquet`)

    with open_file(file) as content, pq.ParquetFile(content, pre_buffer=False) as parquet:
        resolve_columns(parquet.schema_arrow.names, options.columns, path=file.name, numbered=True)


def _check_jsonl(file: InputFile, options: ReadOptions) -> None:
    """Check that the named columns are in one of the first lines; which keys a line has may differ."""
    if not options.columns.named:
        return
    names: dict[str, None] = {}
    with open_file(file) as raw, _decompressed(file, raw) as lines:
        for number, line in islice(json_lines(lines, path=file.name), _SEARCHED_LINES):
            try:
                if not isinstance(line, InputError):
                    names |= dict.fromkeys(parse_object(line, path=file.name, number=number))
            except InputError:
                continue  # A failure of that line when it is read.
    if names:
        resolve_columns(list(names), options.columns, path=file.name, numbered=True)


_READERS: Mapping[str, Callable[[InputFile, ReadOptions], Iterator[LazyArticle]]] = {
    "text": _from_text,
    "html": _from_html,
    "jsonl": _from_jsonl,
    "csv": _from_csv,
    "tsv": _from_csv,
    "parquet": _from_parquet,
    "warc": _from_warc,
}
_CHECKS: Mapping[str, Callable[[InputFile, ReadOptions], None]] = {
    "jsonl": _check_jsonl,
    "csv": _check_csv,
    "tsv": _check_csv,
    "parquet": _check_parquet,
}
#: Modules that a format requires, with the extra that installs each.
_REQUIRED_MODULES: Mapping[str, Sequence[tuple[str, str]]] = {
    "html": (("trafilatura", "html"), ("trafilatura.metadata", "html")),
    "warc": (("trafilatura", "warc"), ("trafilatura.metadata", "warc"), ("warcio.archiveiterator", "warc")),
}

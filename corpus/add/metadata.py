"""Read a table of what is known about the articles: one row for each file, or for each text that it holds.

The columns are those of `COLUMNS`. All rows are checked before any article is read.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from difflib import get_close_matches
from pathlib import Path

from corpus.errors import CorpusError, InputError
from corpus.io.dates import parse_days
from corpus.io.foreign import foreign_parser
from corpus.io.limits import MAX_ARTICLE
from corpus.io.text import decode, printable, read_bytes
from corpus.io.urls import is_url
from corpus.languages.language import load_language
from corpus.project.project import is_id

_COUNTRY = re.compile("[A-Z]{2}")
#: Missing files that a message names.
_NAMED = 5
#: What names of tables end with, and their delimiters. A CSV file may have semicolons instead, as spreadsheets write.
TABLE_SUFFIXES: Mapping[str, str] = {".csv": ",", ".tsv": "\t"}


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """What is known about one article; None where the table says nothing. Each field is a column.

    Attributes:
        outlet: The newsroom.
        date: A day, or two with ``..`` between them.
        author: Who wrote it.
        language: Code of the language.
        url: Address.
        title: The title.
        country: ISO 3166-1 code.
        rights: Who owns the text.
        split: The split.
        id: The id.
    """

    outlet: str | None = None
    date: str | None = None
    author: str | None = None
    language: str | None = None
    url: str | None = None
    title: str | None = None
    country: str | None = None
    rights: str | None = None
    split: str | None = None
    id: str | None = None


#: The column that names a file, and the one that holds a text instead.
FILE, TEXT = "file", "text"
COLUMNS = (FILE, TEXT, *(f.name for f in fields(ArticleFacts)))


@dataclass(frozen=True, slots=True)
class MetadataRow:
    """A row of a table.

    Attributes:
        facts: What it says about its article.
        file: The file that it is about, if it names one.
        text: The article's text, if it holds one.
        line: 1-based line of the table.
    """

    facts: ArticleFacts
    file: str | None
    text: str | None
    line: int


@dataclass(frozen=True, slots=True)
class MetadataTable:
    """A table with its place, for messages."""

    path: Path
    rows: tuple[MetadataRow, ...]
    columns: tuple[str, ...]

    @property
    def by_file(self) -> Mapping[str, MetadataRow]:
        """The row about each file, by its name."""
        return {row.file: row for row in self.rows if row.file is not None}


def is_table(name: str) -> bool:
    """Return whether a file is a table by its name."""
    return name.lower().endswith(tuple(TABLE_SUFFIXES))


def read_metadata(path: Path, *, key: str) -> MetadataTable:
    """Read a CSV or TSV file of metadata and check every row.

    Args:
        path: The file.
        key: The column that every row must have a value in: `FILE` or `TEXT`.

    Raises:
        InputError: The file cannot be read, a column is unknown or missing, or a value is malformed; with all unknown
            columns, or the line.
        LanguageError: There is no data for a language.
    """
    text = decode(read_bytes(path), path=path, encoding="utf-8-sig")
    lines, columns = _rows(path, text)
    _check_columns(path, columns, key)
    rows = tuple(_row(path, number, dict(zip(columns, cells, strict=False))) for number, cells in lines)
    for row in rows:
        if getattr(row, key) is None:
            raise InputError(f"there is no {key}", path=path, line=row.line, hint=f"Fill in the column {key}")
    _check_repeated(path, rows)
    return MetadataTable(path, rows, tuple(columns))


def _rows(path: Path, text: str) -> tuple[list[tuple[int, list[str]]], list[str]]:
    """Return the numbered rows that are not empty, and the names of the columns."""
    delimiter = next(sign for suffix, sign in TABLE_SUFFIXES.items() if path.name.lower().endswith(suffix))
    header = text.partition("\n")[0]
    if delimiter == "," and header.count(";") > header.count(","):
        delimiter = ";"
    before = csv.field_size_limit(MAX_ARTICLE)  # That of the module is 131,072.
    try:
        rows = list(_numbered(text, delimiter, path))
    finally:
        csv.field_size_limit(before)
    filled = [(number, cells) for number, cells in rows if "".join(cells).strip()]
    if not filled:
        raise InputError("the table is empty", path=path, hint=f"The columns are {', '.join(COLUMNS)}")
    (_, names), *data = filled
    columns = [name.strip().lower() for name in names]
    for number, cells in data:
        if len(cells) > len(columns):
            message = f"the row has {len(cells)} cells, but the table {len(columns)} columns"
            raise InputError(message, path=path, line=number, hint="Put values with a comma in quotation marks")
    return data, columns


def _numbered(text: str, delimiter: str, path: Path) -> Iterator[tuple[int, list[str]]]:
    """Iterate over the rows of a table with the first line of each, which is what a reader looks for."""
    reader, start = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True), 1
    while True:
        with foreign_parser("not a table", name=str(path), line=start, hint="Save it as CSV in UTF-8"):
            cells = next(reader, None)
        if cells is None:
            return
        yield start, cells
        start = reader.line_num + 1


def _check_columns(path: Path, columns: list[str], key: str) -> None:
    unknown = [name for name in columns if name not in COLUMNS]
    if unknown:
        hint = f"{_meant(unknown)}The columns are {', '.join(COLUMNS)}"
        raise InputError(f"unknown columns: {', '.join(map(repr, unknown))}", path=path, line=1, hint=hint)
    for name in columns:
        if columns.count(name) > 1:
            raise InputError(f"the column {name} occurs twice", path=path, line=1, hint="Remove one")
    if key not in columns:
        raise InputError(f"there is no column {key}", path=path, line=1, hint=f"Add it: one row for each {key}")


def _meant(unknown: Iterable[str]) -> str:
    """Return the known columns that resemble unknown ones, as a question; empty if none does."""
    guesses: list[str] = []
    for name in unknown:
        guesses += get_close_matches(name, COLUMNS, n=1)
    return f"Did you mean {', '.join(dict.fromkeys(guesses))}? " if guesses else ""


def _row(path: Path, number: int, cells: Mapping[str, str]) -> MetadataRow:
    values = {name: cell.strip() or None for name, cell in cells.items()}
    file = values.pop(FILE, None)
    has_text = values.pop(TEXT, None) is not None
    facts = ArticleFacts(**values)
    _check_facts(path, number, facts)
    return MetadataRow(facts, file, cells[TEXT] if has_text else None, number)


def _check_facts(path: Path, number: int, facts: ArticleFacts) -> None:
    try:
        if facts.date is not None:
            parse_days(facts.date)
        if facts.language is not None:
            load_language(facts.language)
    except CorpusError as e:
        raise type(e)(e.message.replace("--date", "date"), path=path, line=number, hint=e.hint) from e
    checks = (
        ("url", is_url, "Write it in full, with https://"),
        ("id", is_id, "Use lower-case letters, digits and -"),
        ("country", _is_country, "Write two capital letters"),
    )
    for name, is_valid, hint in checks:
        value = getattr(facts, name)
        if value is not None and not is_valid(value):
            raise InputError(f"invalid value {value!r} for {name}", path=path, line=number, hint=hint)
    for f in fields(facts):
        value = getattr(facts, f.name)
        if value is not None and not value.isprintable():
            raise InputError(f"invalid value {value!r} for {f.name}", path=path, line=number, hint="Write it on a line")


def _is_country(text: str) -> bool:
    return _COUNTRY.fullmatch(text) is not None


def _check_repeated(path: Path, rows: Iterable[MetadataRow]) -> None:
    lines: dict[tuple[str, str], int] = {}
    for row in rows:
        for name, value in ((FILE, row.file), ("id", row.facts.id)):
            if value is None:
                continue
            first = lines.setdefault((name, value), row.line)
            if first != row.line:
                message = f"the {name} {value!r} is in line {first} already"
                raise InputError(message, path=path, line=row.line, hint="Leave one row for each article")


def check_files(table: MetadataTable, names: Iterable[str], *, place: Path) -> None:
    """Raise if a row names a file that is not among those to add.

    Args:
        table: The table.
        names: Names of the files.
        place: Where they are, for the message.

    Raises:
        InputError: Files are missing; the message names them.
    """
    known = set(names)
    missing = {file: row for file, row in table.by_file.items() if file not in known}
    if missing:
        listed = ", ".join(map(printable, [*missing][:_NAMED]))
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        message = f"there is no file {listed}{more} in {printable(place)}"
        hint = "Write the names as they are in the folder, or remove the rows"
        raise InputError(message, path=table.path, line=min(row.line for row in missing.values()), hint=hint)

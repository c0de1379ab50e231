"""Read CSV and TSV files row by row, within limits; a damaged row fails alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Generator, Iterator
from typing import IO

from corpus.errors import InputError
from corpus.inputs.formats import delimiter_of
from corpus.io.limits import MAX_ARTICLE, MAX_JSON_LINE


def csv_rows(
    content: IO[bytes], *, path: str, tabs: bool, encoding: str | None = None
) -> Generator[tuple[int, list[str] | InputError], None, None]:
    """Read the rows of a CSV or TSV file; the first is the header.

    Args:
        content: The opened file.
        path: Its name, for messages.
        tabs: Whether cells are separated by tabs; otherwise the header determines the delimiter (``,``, ``;``, tab or
            ``|``).
        encoding: Its encoding; UTF-8 where None, with or without a byte order mark.

    Yields:
        The 1-based line of each row with its cells, or with an error if it cannot be parsed.

    Raises:
        InputError: The encoding is unknown, or the file is not in it.
    """
    try:
        text = io.TextIOWrapper(content, encoding=encoding or "utf-8-sig", newline="")
    except LookupError as e:
        hint = "Use a name that Python knows, such as utf-8"
        raise InputError(f"unknown text encoding {encoding!r}", path=path, hint=hint) from e
    try:
        yield from _rows(text, path=path, tabs=tabs)
    except UnicodeError as e:
        hint = "Name the encoding of the file with --encoding"
        raise InputError(f"the file is not valid {encoding or 'utf-8'} ({e})", path=path, hint=hint) from e
    finally:
        text.detach()


def _rows(text: io.TextIOWrapper, *, path: str, tabs: bool) -> Iterator[tuple[int, list[str] | InputError]]:
    lines = _lines(text, path)
    header = next(lines, "")
    delimiter = "\t" if tabs else delimiter_of(header)
    # A setting of the whole process; 131,072 characters by default, fewer than an article may have.
    csv.field_size_limit(MAX_ARTICLE)
    yield 1, next(csv.reader([header], delimiter=delimiter), [])
    rows = csv.reader(lines, delimiter=delimiter, strict=True)
    first = 2
    while True:
        try:
            row = next(rows, None)
        except csv.Error as e:
            hint = "Write quotation marks in a cell twice, and the cell in quotation marks"
            yield first, InputError(f"invalid CSV ({e})", path=path, line=first, hint=hint)
        else:
            if row is None:
                return
            if any(cell.strip() for cell in row):
                yield first, row
        first = rows.line_num + 2


def _lines(text: io.TextIOWrapper, path: str) -> Iterator[str]:
    while line := text.readline(MAX_JSON_LINE):
        if len(line) == MAX_JSON_LINE:
            hint = "Check that this is a CSV file with line ends"
            raise InputError(f"a line of more than {MAX_JSON_LINE:,} characters", path=path, hint=hint)
        yield line

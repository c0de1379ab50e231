"""What a row says of an article: its id and text, and what else is known of it, or why it is no article."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import pyarrow as pa

from corpus.errors import InputError
from corpus.records import ROLES, Role

#: Columns of the table ``articles`` that are taken over from the input, where it has them.
PASSED = (
    "outlet", "country", "title", "title_basis", "url",
    "published_earliest", "published_latest", "published_basis", "rights", "split",
)  # fmt: skip
_DAYS = ("published_earliest", "published_latest")
#: The column of roles that are known, ``{role: [lines]}`` with lines counted from 1, as such or as JSON.
LINE_ROLES = "line_roles"
#: Names of the column of ids, the first that there is.
_IDS = ("article_id", "id")
_REMEDY = 'Give the columns "id" and "text"; "language" and columns of the table articles are taken if they are there'


@dataclass(frozen=True, slots=True)
class Raw:
    """A row of the input; where ``failure`` is not null it says why there is nothing to tag.

    ``roles`` are known roles of lines, by 1-based line.
    """

    id: str | None
    text: str = ""
    language: str | None = None
    passed: Mapping[str, Any] = field(default_factory=dict)
    failure: str | None = None
    roles: Mapping[int, Role] = field(default_factory=dict)


def as_table(articles: Any) -> pa.Table:  # noqa: ANN401  (whatever hands over Arrow data)
    """Articles as an Arrow table with the columns that are read, ``id`` renamed to ``article_id``.

    Args:
        articles: a table or record batch, or what `pyarrow.table` makes one of.

    Raises:
        InputError: it is none of these, or it has no ids or no text.
    """
    try:
        table = pa.Table.from_batches([articles]) if isinstance(articles, pa.RecordBatch) else pa.table(articles)
    except (TypeError, ValueError, pa.ArrowException) as e:
        raise InputError(f"this is no table of articles ({e})", remedy=_REMEDY) from e
    there = table.column_names
    ids = next((name for name in _IDS if name in there), None)
    if ids is None or "text" not in there:
        raise InputError(f"columns are missing: there are {', '.join(there) or 'none'}", remedy=_REMEDY)
    wanted = [ids, *(name for name in ("text", "language", "failure", LINE_ROLES, *PASSED) if name in there)]
    if len({*wanted}) < sum(there.count(name) for name in wanted):
        raise InputError("two columns have the same name", remedy=_REMEDY)
    return table.select(wanted).rename_columns(["article_id", *wanted[1:]])


def rows_of(table: pa.Table) -> Iterator[Raw]:
    """The rows of what `as_table` gave, one at a time: one that cannot be decoded costs no other."""
    for batch in table.to_batches(max_chunksize=1000):
        for number in range(batch.num_rows):
            row, fault = {}, None
            for name in batch.schema.names:
                try:
                    row[name] = batch.column(name)[number].as_py()
                except (ValueError, OverflowError) as e:  # broken UTF-8, a day beyond the calendar
                    fault = f"the column {name} cannot be read ({e})"
            yield raw_of(row | ({} if fault is None else {"failure": fault}))


def raw_of(row: Mapping[str, Any]) -> Raw:
    """A row as an article, or with the reason why it is none. A row that brings a reason keeps it."""
    name, text, language = row.get("article_id"), row.get("text"), row.get("language")
    known = str(name) if isinstance(name, str | int) and not isinstance(name, bool) else ""
    if row.get("failure") is not None:
        return Raw(known or None, failure=str(row["failure"]))
    if not known:
        return Raw(None, failure="there is no id: it must be text or a whole number")
    if not isinstance(text, str):
        return Raw(known, failure="there is no text" if text is None else "the text is no string")
    if not isinstance(language, str | None):
        return Raw(known, failure="the language is no string")
    try:
        roles = _roles(row.get(LINE_ROLES))
    except (ValueError, TypeError, AttributeError, RecursionError):
        return Raw(known, failure=f"{LINE_ROLES} names no roles of lines: {str(row[LINE_ROLES])[:40]!r}")
    passed: dict[str, Any] = {}
    for column in PASSED:
        value = row.get(column)
        try:
            passed[column] = _day(value) if column in _DAYS else None if value is None else str(value)
        except ValueError:
            return Raw(known, failure=f"{column} is no day: {str(value)[:40]!r}")
    return Raw(known, text, language or None, passed, roles=roles)


def _roles(value: Any) -> dict[int, Role]:  # noqa: ANN401  (whatever stands in the column)
    said = json.loads(value) if isinstance(value, str) else value or {}
    found: dict[int, Role] = {}
    for role, lines in said.items():
        if role not in ROLES:
            raise ValueError(role)
        # Of a struct of lists each row has all fields.
        for line in lines or ():
            if not isinstance(line, int):
                raise TypeError(line)
            found[line] = role
    return found


def _day(value: object) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if value is None or isinstance(value, date):
        return value
    # A day with or without the time behind it.
    return datetime.fromisoformat(str(value)).date()

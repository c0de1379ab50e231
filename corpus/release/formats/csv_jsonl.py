"""Write tables as CSV (RFC 4180) and JSON lines.

Class labels are written by name (``B-CUE``), since neither format can say what an integer means. Dates are ISO 8601. In
CSV, strings are always quoted, so an empty string differs from null; a list is JSON in its field. Text that a
spreadsheet would take for a formula is not escaped: it is data, and offsets count in it.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from corpus.tables.rows import Row
from corpus.tables.schema import TABLES, TableSchema


def to_csv(name: str, rows: Sequence[Row]) -> bytes:
    """Write a table as CSV.

    Args:
        name: name of the table.
        rows: its rows.

    Returns:
        UTF-8 without byte order mark, lines ended by CR LF, the first with the column names.
    """
    table = TABLES[name]
    columns = _columns(table, rows)
    lines = [columns, *(_values(table, columns, row) for row in rows)]
    return "".join(",".join(map(_field, line)) + "\r\n" for line in lines).encode()


def to_jsonl(name: str, rows: Sequence[Row]) -> bytes:
    """Write a table as JSON lines: an object per row, its keys in the order of the schema.

    Args:
        name: name of the table.
        rows: its rows.

    Returns:
        UTF-8, with line feeds.
    """
    table = TABLES[name]
    columns = _columns(table, rows)
    objects = (dict(zip(columns, _values(table, columns, row), strict=True)) for row in rows)
    return "".join(f"{_json(one)}\n" for one in objects).encode()


def _columns(table: TableSchema, rows: Sequence[Row]) -> list[str]:
    """The columns of the schema that the rows have: a release of an older schema may lack some."""
    return [column for column in table.schema.names if not rows or column in rows[0]]


def _values(table: TableSchema, columns: Sequence[str], row: Row) -> list[Any]:
    return [_plain_value(table, column, row[column]) for column in columns]


def _plain_value(table: TableSchema, column: str, value: Any) -> Any:  # noqa: ANN401  (any value of a row)
    if column in table.labels and value is not None:
        return [table.labels[column][tag] for tag in value]
    return value.isoformat() if isinstance(value, date) else value


def _field(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return repr(value)
    text = value if isinstance(value, str) else _json(value)
    return '"' + text.replace('"', '""') + '"'


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)

"""Tables as text: CSV (RFC 4180) and JSON lines, and back to the same rows.

Class labels are written by name (``B``), for neither format can say what a number stands for. Dates are ISO 8601. In
CSV, text is always between quotes, so that an empty string is not nothing; a list is JSON in its field. Nothing is put
in front of text that a spreadsheet would take for a formula: the words are data, and offsets count in them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

import pyarrow as pa
from pyarrow import csv

from corpus.errors import ReleaseError
from corpus.tables.rows import Row
from corpus.tables.schema import TABLES, Table

_HINT = "Export it again"


def to_csv(name: str, rows: Sequence[Row]) -> bytes:
    """A table as CSV: UTF-8 without a byte order mark, lines ended by CR LF, the first one the names of the columns."""
    table = TABLES[name]
    columns = _columns(table, rows)
    lines = [columns, *([_plain(table, c, row[c]) for c in columns] for row in rows)]
    return "".join(",".join(map(_field, line)) + "\r\n" for line in lines).encode()


def from_csv(name: str, data: bytes) -> list[Row]:
    """The rows of a table in CSV.

    Raises:
        ReleaseError: it is no CSV of this table.
    """
    schema = TABLES[name].schema
    nested = {c.name for c in schema if _nested(c.type)}
    types = {c.name: pa.string() if c.name in nested else c.type for c in schema}
    try:
        found = csv.read_csv(
            pa.BufferReader(data),
            # One block: a field may be longer than any that is set here.
            read_options=csv.ReadOptions(use_threads=False, block_size=len(data) + 1),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                column_types=types, null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False
            ),
        )
        rows = found.to_pylist()
    except (pa.ArrowException, UnicodeDecodeError) as e:
        raise _unlike(name, e) from e
    return _back(name, ({c: json.loads(v) if c in nested else v for c, v in row.items()} for row in rows))


def to_jsonl(name: str, rows: Sequence[Row]) -> bytes:
    """A table as JSON lines: a row is an object with its columns in the order of the schema."""
    table = TABLES[name]
    columns = _columns(table, rows)
    objects = ({c: _plain(table, c, row[c]) for c in columns} for row in rows)
    return "".join(f"{_json(one)}\n" for one in objects).encode()


def from_jsonl(name: str, data: bytes) -> list[Row]:
    """The rows of a table in JSON lines.

    Raises:
        ReleaseError: they are no rows of this table.
    """
    dates = {c.name for c in TABLES[name].schema if pa.types.is_date(c.type)}

    def dated(row: Row) -> Row:
        return {c: date.fromisoformat(v) if c in dates and v is not None else v for c, v in row.items()}

    # Not splitlines: text may hold what Unicode calls a line's end.
    return _back(name, (dated(json.loads(line)) for line in data.split(b"\n") if line))


def _back(name: str, rows: Iterable[Row]) -> list[Row]:
    """Rows with the numbers of their labels, each with columns of the table only."""
    table = TABLES[name]
    labels: dict[str, Callable[[str], int]] = {c: list(names).index for c, names in table.labels.items()}
    try:
        found = [
            {c: [labels[c](tag) for tag in value] if c in labels else value for c, value in row.items()} for row in rows
        ]
    except (ValueError, TypeError, AttributeError, RecursionError) as e:
        raise _unlike(name, e) from e
    for row in found:
        if not row.keys() <= set(table.schema.names) or table.id_column not in row:
            raise _unlike(name, "the columns are others")
    return found


def _columns(table: Table, rows: Sequence[Row]) -> list[str]:
    """The columns to write: those of the schema that the rows have, for an older release may lack one."""
    return [c for c in table.schema.names if not rows or c in rows[0]]


def _plain(table: Table, column: str, value: Any) -> Any:  # noqa: ANN401  (any value of a row)
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


def _nested(kind: pa.DataType) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_struct(kind))


def _unlike(name: str, reason: object) -> ReleaseError:
    return ReleaseError(f"this is not the table {name} ({reason})", hint=_HINT)

"""Content hashes of rows: independent of row and column order, of the split into files and of tool versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from corpus.tables.schema import TABLES


def table_hash(name: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """Return the SHA-256 of a table's rows, sorted by id, one line of canonical JSON each.

    Args:
        name: name of the table in `corpus.tables.schema.TABLES`.
        rows: its rows, in any order.

    Returns:
        64 hexadecimal digits.

    Raises:
        TypeError: a value is neither JSON nor a date.
    """
    key = TABLES[name].id_column
    digest = hashlib.sha256()
    for row in sorted(rows, key=lambda r: str(r[key])):
        digest.update(canonical_json(row).encode() + b"\n")
    return digest.hexdigest()


def content_hashes(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, str]:
    """Return `table_hash` of each table, by table name."""
    return {name: table_hash(name, table) for name, table in rows.items()}


def overall_hash(hashes: Mapping[str, str]) -> str:
    """Combine the hashes of all tables into one SHA-256."""
    return hashlib.sha256(canonical_json(hashes).encode()).hexdigest()


def canonical_json(value: object) -> str:
    """Serialize a value for hashing: sorted keys, no spaces, no ASCII escapes, ISO 8601 dates."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso, allow_nan=False)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"cannot hash a value of type {type(value).__name__}")


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file's bytes.

    Raises:
        OSError: the file cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

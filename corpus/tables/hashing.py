"""Content hashes: of what the rows say, not of how a file holds them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from corpus.tables.schema import TABLES


def table_hash(name: str, rows: Iterable[Mapping[str, Any]]) -> str:
    """SHA-256 of a table's rows: sorted by id, one canonical JSON object a line.

    It depends neither on the order of rows and columns nor on the division into files, nor on any version of a tool.
    """
    key = TABLES[name].id_column
    digest = hashlib.sha256()
    for row in sorted(rows, key=lambda r: str(r[key])):
        digest.update(canonical(row).encode() + b"\n")
    return digest.hexdigest()


def content_hashes(rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[str, str]:
    """The hash of each table, by its name."""
    return {name: table_hash(name, table) for name, table in rows.items()}


def overall_hash(hashes: Mapping[str, str]) -> str:
    """One hash over those of all tables."""
    return hashlib.sha256(canonical(hashes).encode()).hexdigest()


def canonical(value: object) -> str:
    """A value as JSON in the one form that is hashed: keys sorted, no spaces, letters as they are, ISO dates."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_iso, allow_nan=False)


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be hashed")


def file_hash(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

"""Rows into Parquet files: one per table and split, typed by `corpus.tables.schema`, the same bytes on each build."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.errors import ReleaseError
from corpus.project.project import Project
from corpus.tables.layout import FAULT
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES, WHOLE, Table


@dataclass(frozen=True, slots=True)
class TableFile:
    """One file of a release: which table and split it holds, its name in the release, and its sizes.

    ``arrow_bytes`` is the size of the rows in memory, which `datasets` calls ``num_bytes``.
    """

    table: str
    split: str
    name: str
    rows: int
    arrow_bytes: int
    file_bytes: int


def write_tables(folder: Path, project: Project, rows: Rows) -> list[TableFile]:
    """Write every table under ``folder``; what was written comes out, in the order of the tables and splits.

    A split without rows is left out: `datasets` refuses one ("corresponds to no data"). The manifest still counts it.

    Raises:
        ReleaseError: a row does not fit the schema: the tool has a bug.
        OSError: a file cannot be written.
    """
    written = []
    for name, table in TABLES.items():
        for split, part in _splits(project, table, rows[name]).items():
            if part:
                path = folder / "data" / name / f"{split}.parquet"
                path.parent.mkdir(parents=True, exist_ok=True)
                arrow = to_arrow(table, part)
                pq.write_table(arrow, path, compression="zstd")
                file = path.relative_to(folder).as_posix()
                written.append(TableFile(name, split, file, len(part), arrow.nbytes, path.stat().st_size))
    return written


def to_arrow(table: Table, rows: list[Row]) -> pa.Table:
    """Rows as an Arrow table with exactly the columns of the schema, and null only where it is allowed.

    Raises:
        ReleaseError: a column is missing, unknown, of another type, or null against the schema.
    """
    names = set(table.schema.names)
    for row in rows:
        if row.keys() != names:
            wrong = ", ".join(sorted(row.keys() ^ names))
            raise ReleaseError(f"{row.get(table.id_column)}: missing or unknown columns: {wrong}", hint=FAULT)
    try:
        arrow = pa.Table.from_pylist(rows, schema=table.file_schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as e:
        raise ReleaseError(f"a row with {table.id_column} does not fit its schema: {e}", hint=FAULT) from e
    for column in table.schema:
        if not column.nullable and arrow.column(column.name).null_count:
            raise ReleaseError(f"the column {column.name} has a null", hint=FAULT)
    return arrow


def _splits(project: Project, table: Table, rows: list[Row]) -> Mapping[str, list[Row]]:
    if not table.by_article:
        return {WHOLE: rows}
    parts: dict[str, list[Row]] = {name: [] for name in project.splits}
    split_of = project.splits_of()
    for row in rows:
        parts[split_of[row["article_id"]]].append(row)
    return parts

"""Write rows to Parquet: one file per table and split, in the schemas of `corpus.tables.schema`, reproducibly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.errors import ReleaseError
from corpus.project.project import Project
from corpus.tables.layout import BUG_HINT
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES, WHOLE_SPLIT, TableSchema


@dataclass(frozen=True, slots=True)
class TableFile:
    """One Parquet file of a release.

    Attributes:
        table: name of the table.
        split: name of the split.
        name: path relative to the release folder, with forward slashes.
        rows: number of rows.
        arrow_bytes: size of the rows in memory; `datasets` calls it ``num_bytes``.
        file_bytes: size of the file.
    """

    table: str
    split: str
    name: str
    rows: int
    arrow_bytes: int
    file_bytes: int


def write_tables(folder: Path, project: Project, rows: Rows) -> list[TableFile]:
    """Write every table under ``folder/data``.

    A split without rows gets no file: `datasets` rejects one ("corresponds to no data"). The manifest still counts it.

    Args:
        folder: an existing folder.
        project: declares the splits.
        rows: the rows of every table.

    Returns:
        The files that were written, in the order of tables and splits.

    Raises:
        ReleaseError: a row does not fit the schema, which is a bug.
        OSError: a file cannot be written.
    """
    written = []
    for name, table in TABLES.items():
        for split, part in _splits(project, table, rows[name]).items():
            if part:
                written.append(_write_table(folder, name, split, part))
    return written


def _write_table(folder: Path, name: str, split: str, rows: list[Row]) -> TableFile:
    path = folder / "data" / name / f"{split}.parquet"
    path.parent.mkdir(parents=True, exist_ok=True)
    arrow = to_arrow(TABLES[name], rows)
    pq.write_table(arrow, path, compression="zstd")
    return TableFile(
        name, split, path.relative_to(folder).as_posix(), len(rows), arrow.nbytes, path.stat().st_size
    )  # fmt: skip


def to_arrow(table: TableSchema, rows: list[Row]) -> pa.Table:
    """Convert rows to an Arrow table with exactly the columns of the schema.

    Args:
        table: the table that the rows are of.
        rows: dictionaries with all columns of the table.

    Raises:
        ReleaseError: a column is missing, unknown, of another type, or null against the schema.
    """
    names = set(table.schema.names)
    for row in rows:
        if row.keys() != names:
            wrong = ", ".join(sorted(row.keys() ^ names))
            raise ReleaseError(f"{row.get(table.id_column)}: missing or unknown columns: {wrong}", hint=BUG_HINT)
    try:
        arrow = pa.Table.from_pylist(rows, schema=table.file_schema)
    except (pa.ArrowInvalid, pa.ArrowTypeError) as e:
        raise ReleaseError(f"a row with {table.id_column} does not fit its schema: {e}", hint=BUG_HINT) from e
    for column in table.schema:
        if not column.nullable and arrow.column(column.name).null_count:
            raise ReleaseError(f"null in the column {column.name}, which does not allow it", hint=BUG_HINT)
    return arrow


def _splits(project: Project, table: TableSchema, rows: list[Row]) -> Mapping[str, list[Row]]:
    if not table.by_article:
        return {WHOLE_SPLIT: rows}
    parts: dict[str, list[Row]] = {name: [] for name in project.splits}
    split_of = project.splits_of()
    for row in rows:
        parts[split_of[row["article_id"]]].append(row)
    return parts

"""Compare two releases by table, column and row. Pure: no file is read or written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import ReleaseError

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class TableContent:
    """One table of a release.

    Attributes:
        columns: types by column name, the id column first; empty for a table without rows, which has no file.
        rows: its rows.
    """

    columns: Mapping[str, str]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column whose type differs; None where it does not exist."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row of both releases, with (old, new) of each column that differs."""

    id: str
    values: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """Differences of one table.

    Attributes:
        name: name of the table.
        old: number of rows in the old release, None where it has no such table.
        new: number of rows in the new release, likewise.
        columns: columns that were added, removed or changed in type.
        added: ids of rows that only the new release has.
        removed: ids of rows that only the old release has.
        changed: rows of both with different values.
    """

    name: str
    old: int | None
    new: int | None
    columns: tuple[ColumnChange, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[RowChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything differs."""
        if self.old is None or self.new is None:
            return True
        return any((self.columns, self.added, self.removed, self.changed))


def diff_releases(old: Mapping[str, TableContent], new: Mapping[str, TableContent]) -> list[TableDiff]:
    """Compare two releases.

    Rows are matched by id. A row is changed if a column of both releases has another value; added and removed columns
    are reported once, for the table.

    Args:
        old: tables of the old release by name.
        new: tables of the new release by name.

    Returns:
        The tables that differ, in the order of the new release, then those that only the old one has.

    Raises:
        ReleaseError: a table has duplicate ids.
    """
    found = (diff_table(name, old.get(name), new.get(name)) for name in dict.fromkeys((*new, *old)))
    return [table for table in found if table]


def diff_table(name: str, old: TableContent | None, new: TableContent | None) -> TableDiff:
    """Compare one table of two releases; where only one has it, only the number of rows is reported.

    Raises:
        ReleaseError: the table has duplicate ids.
    """
    if new is None:
        return TableDiff(name, old=None if old is None else len(old.rows), new=None)
    if old is None:
        return TableDiff(name, old=None, new=len(new.rows))
    before, after = _by_id(name, old), _by_id(name, new)
    columns = tuple(_columns(old, new)) if old.rows and new.rows else ()
    return TableDiff(
        name,
        old=len(before),
        new=len(after),
        columns=columns,
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(_changed_rows(before, after, [c for c in new.columns if c in old.columns])),
    )


def _columns(old: TableContent, new: TableContent) -> Iterator[ColumnChange]:
    for name in dict.fromkeys((*new.columns, *old.columns)):
        change = ColumnChange(name, old.columns.get(name), new.columns.get(name))
        if change.old != change.new:
            yield change


def _changed_rows(old: Mapping[str, Row], new: Mapping[str, Row], columns: Sequence[str]) -> Iterator[RowChange]:
    for key, after in new.items():
        if key in old:
            before = old[key]
            values = {c: (before[c], after[c]) for c in columns if before[c] != after[c]}
            if values:
                yield RowChange(key, values)


def _by_id(name: str, table: TableContent) -> dict[str, Row]:
    key = next(iter(table.columns), "")
    found = {str(row[key]): row for row in table.rows}
    if len(found) < len(table.rows):
        raise ReleaseError(f"duplicate id in the table {name}", hint="Run `corpus check`")
    return found

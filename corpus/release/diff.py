"""What changed between two releases, by table, column and row. Pure: nothing is read or written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import ReleaseError

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Content:
    """One table of a release: its columns with the names of their types, the id first, and its rows.

    A table without rows has no file, and so no columns.
    """

    columns: Mapping[str, str]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True)
class ColumnChange:
    """A column with its type before and after; None where it is not there."""

    name: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that both releases have, with the columns whose values differ: before and after."""

    id: str
    values: Mapping[str, tuple[Any, Any]]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """What changed in one table. ``old`` and ``new`` are counts of rows, None where a release has no such table."""

    name: str
    old: int | None
    new: int | None
    columns: tuple[ColumnChange, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[RowChange, ...] = ()

    def __bool__(self) -> bool:
        """Whether anything changed."""
        return None in (self.old, self.new) or bool(self.columns or self.added or self.removed or self.changed)


def diff_releases(old: Mapping[str, Content], new: Mapping[str, Content]) -> list[TableDiff]:
    """The tables that differ, in the order of the new release, then those that only the old one has.

    A row is known by its id. It is changed where a column that both releases have holds another value; a column that
    was added or removed is told once, for the table.

    Raises:
        ReleaseError: an id occurs twice in a table.
    """
    found = (diff_table(name, old.get(name), new.get(name)) for name in dict.fromkeys((*new, *old)))
    return [table for table in found if table]


def diff_table(name: str, old: Content | None, new: Content | None) -> TableDiff:
    """What changed in one table; nothing more than the counts where only one release has it.

    Raises:
        ReleaseError: an id occurs twice.
    """
    if old is None or new is None:
        return TableDiff(name, None if old is None else len(old.rows), None if new is None else len(new.rows))
    before, after = _by_id(name, old), _by_id(name, new)
    shared = [column for column in new.columns if column in old.columns]
    changed = (_changed(key, before[key], after[key], shared) for key in after if key in before)
    return TableDiff(
        name,
        old=len(before),
        new=len(after),
        columns=tuple(_columns(old, new)) if old.rows and new.rows else (),
        added=tuple(key for key in after if key not in before),
        removed=tuple(key for key in before if key not in after),
        changed=tuple(row for row in changed if row.values),
    )


def _columns(old: Content, new: Content) -> Iterator[ColumnChange]:
    for name in dict.fromkeys((*new.columns, *old.columns)):
        change = ColumnChange(name, old.columns.get(name), new.columns.get(name))
        if change.old != change.new:
            yield change


def _changed(key: str, old: Row, new: Row, columns: Sequence[str]) -> RowChange:
    return RowChange(key, {c: (old[c], new[c]) for c in columns if old[c] != new[c]})


def _by_id(name: str, table: Content) -> dict[str, Row]:
    key = next(iter(table.columns), "")
    found = {str(row[key]): row for row in table.rows}
    if len(found) < len(table.rows):
        raise ReleaseError(f"an id occurs twice in the table {name}", hint="See `corpus check`")
    return found

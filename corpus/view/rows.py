"""Rows of Arrow tables that become dictionaries only while a page needs them.

The tables of a large release fit in memory as Arrow data, but not as a dictionary for each row. `TableRows` is a
sequence of rows, `GroupedRows` finds the rows of a key, `RowById` a single row; each keeps positions alone.
"""

from __future__ import annotations

import functools
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias, overload

import pyarrow as pa

from corpus.tables.rows import Row

#: Number of rows that are dictionaries at a time while all rows are read.
_BATCH = 512
#: Number of single rows that are kept.
_KEPT = 4096

Places: TypeAlias = "range | array[int]"


class TableRows(Sequence[Row]):
    """Rows of a table at some positions, or all of them; a slice of it is one as well.

    Args:
        table: the table.
        places: positions of the rows in the table; all rows if None.
    """

    def __init__(self, table: pa.Table, places: Places | None = None) -> None:
        self._table = table
        self._places = range(table.num_rows) if places is None else places

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> TableRows: ...
    def __getitem__(self, index: int | slice) -> Row | TableRows:
        if isinstance(index, slice):
            return TableRows(self._table, self._places[index])
        place = self._places[index]
        return _dictionaries(self._table, range(place, place + 1))[0]

    def __iter__(self) -> Iterator[Row]:
        for start in range(0, len(self._places), _BATCH):
            yield from _dictionaries(self._table, self._places[start : start + _BATCH])

    def select(self, *columns: str) -> TableRows:
        """The same rows with some of their columns."""
        return TableRows(self._table.select(list(columns)), self._places)

    def at(self, places: Places) -> TableRows:
        """The rows at positions of the table that these are rows of."""
        return TableRows(self._table, places)


class GroupedRows(Mapping[str, TableRows]):
    """The rows of a table by the value of a column, in the order of the table.

    Args:
        rows: all rows of a table.
        column: the column.
    """

    def __init__(self, rows: TableRows, column: str) -> None:
        self._rows = rows
        self._places = places_by_key(row[column] for row in rows.select(column))

    def __getitem__(self, key: str) -> TableRows:
        return self._rows.at(self._places[key])

    def places(self, key: str) -> Places:
        """The positions of the rows of a key in the table; none without it."""
        return self._places.get(key, range(0))

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class RowById(Mapping[str, Row]):
    """The rows of a table by their id. Rows that were read last are kept.

    Args:
        rows: all rows of a table.
        column: the column of the id.
    """

    def __init__(self, rows: TableRows, column: str) -> None:
        self._place_of = {row[column]: place for place, row in enumerate(rows.select(column))}
        self._read = functools.lru_cache(maxsize=_KEPT)(rows.__getitem__)

    def __getitem__(self, key: str) -> Row:
        return self._read(self._place_of[key])

    def __contains__(self, key: object) -> bool:
        return key in self._place_of

    def __iter__(self) -> Iterator[str]:
        return iter(self._place_of)

    def __len__(self) -> int:
        return len(self._place_of)


def places_by_key(keys: Iterator[str]) -> dict[str, Places]:
    """The positions of each key; a range where they follow one another, as the rows of an article do."""
    found: dict[str, Places] = {}
    for place, key in enumerate(keys):
        places = found.get(key)
        if places is None:
            found[key] = range(place, place + 1)
        elif isinstance(places, range) and places.stop == place:
            found[key] = range(places.start, place + 1)
        elif isinstance(places, range):
            found[key] = array("I", (*places, place))
        else:
            places.append(place)
    return found


def _dictionaries(table: pa.Table, places: Places) -> list[Row]:
    if isinstance(places, range) and places.step == 1:
        rows: list[Row] = table.slice(places.start, len(places)).to_pylist()
    else:
        rows = table.take(_arrow_array(places)).to_pylist()
    return rows


def _arrow_array(places: Places) -> pa.Array:
    """Positions as an Arrow array. Not `pa.array`: it imports pandas, which takes 50 MB."""
    numbers = array("I", places)
    return pa.Array.from_buffers(pa.uint32(), len(numbers), [None, pa.py_buffer(numbers)])

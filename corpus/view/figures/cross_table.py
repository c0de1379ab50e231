"""Cross tables of pairs of names: the most frequent names separately, the rest summed up, so that no count is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from corpus.view.figures.figure import Grid, RowLabel, Value
from corpus.view.figures.text import more

#: Maximum number of lines and columns of a drawing, and of the table of its data. The release has all.
DRAWN_LINES, DRAWN_COLUMNS = 20, 6
TABLE_LINES, TABLE_COLUMNS = 200, 20

Pairs = Mapping[tuple[str, str], int]
_NONE: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class CrossTable:
    """Counts by line and column.

    Attributes:
        lines: names of lines.
        columns: names of columns.
        counts: counts by line and column; a last line and a last column sum up the rest, if there is one.
        more_lines: number of names that the last line sums up.
        more_columns: number of names that the last column sums up.
    """

    lines: Sequence[str]
    columns: Sequence[str]
    counts: Sequence[Sequence[int]]
    more_lines: int
    more_columns: int


def ranked(names: Collection[str], pairs: Pairs, *, place: int) -> list[str]:
    """Sort names by their total count at a position of the pairs, the largest first, then alphabetically."""
    sums: Counter[str] = Counter()
    for pair, n in pairs.items():
        sums[pair[place]] += n
    return sorted(names, key=lambda name: (-sums[name], name))


def totals_of(pairs: Pairs) -> tuple[Counter[str], Counter[str]]:
    """The total count of each first name, and the number of second names that it is counted with."""
    totals: Counter[str] = Counter()
    spread: Counter[str] = Counter()
    for (first, _), number in pairs.items():
        totals[first] += number
        spread[first] += 1
    return totals, spread


def cross_table(
    pairs: Pairs, lines: Sequence[str], columns: Sequence[str], *, limits: tuple[int, int], last: Sequence[str] = ()
) -> CrossTable:
    """Count pairs into a cross table.

    Args:
        pairs: count by (line, column).
        lines: all lines, the most important first.
        columns: all columns, the most important first.
        limits: maximum number of lines and of columns; one more is shown rather than a rest of one.
        last: lines that are always shown, after the others.
    """
    shown = [_first(lines, limits[0]), _first(columns, limits[1])]
    more_lines, more_columns = len(lines) - len(shown[0]), len(columns) - len(shown[1])
    shown[0] = [*shown[0], *last]
    places = [{name: n for n, name in enumerate(names)} for names in shown]
    height, width = len(shown[0]) + bool(more_lines), len(shown[1]) + bool(more_columns)
    counts = [[0] * width for _ in range(height)]
    for (line, column), n in pairs.items():
        counts[places[0].get(line, height - 1)][places[1].get(column, width - 1)] += n
    return CrossTable(shown[0], shown[1], counts, more_lines, more_columns)


def _first(names: Sequence[str], limit: int) -> Sequence[str]:
    return names if len(names) <= limit + 1 else names[:limit]


def to_grid(
    cross: CrossTable,
    *,
    nouns: tuple[str, str],
    filters: tuple[str, str],
    days: Mapping[str, str] = _NONE,
    texts: Mapping[str, str] = _NONE,
) -> Grid:
    """Convert a cross table to a drawing.

    Args:
        cross: the cross table.
        nouns: what lines and columns are.
        filters: what the names of lines and of columns filter.
        days: a date to show with each column.
        texts: what is shown for the name of a line.
    """
    line, column = nouns
    lines = [RowLabel(texts.get(name, name), key=name) for name in cross.lines]
    columns = [RowLabel(name, after=days.get(name, ""), key=name) for name in cross.columns]
    return Grid(
        lines=(*lines, *_rest(cross.more_lines, line)),
        columns=(*columns, *_rest(cross.more_columns, column)),
        counts=tuple(map(tuple, cross.counts)),
        filters=filters,
    )


def _rest(number: int, noun: str) -> Iterable[RowLabel]:
    return [RowLabel(more(number, noun), rest=True)] if number else []


def column_names(cross: CrossTable, noun: str) -> tuple[str, ...]:
    """The names of the count columns, the rest included."""
    return (*cross.columns, *(label.text for label in _rest(cross.more_columns, noun)))


def table_rows(
    cross: CrossTable, noun: str, *, between: Mapping[str, Sequence[Value]] = _NONE, extra: int = 0
) -> tuple[tuple[Value, ...], ...]:
    """Convert a cross table to rows: name, further values, counts, and their sum; the rest is the last row.

    Args:
        cross: the cross table.
        noun: what lines are.
        between: further values by name.
        extra: number of further values.
    """
    names = [*cross.lines, *(label.text for label in _rest(cross.more_lines, noun))]
    rows: list[tuple[Value, ...]] = []
    for n, (name, counts) in enumerate(zip(names, cross.counts, strict=True)):
        own = between.get(name) if n < len(cross.lines) else None
        rows.append((name, *(own or [None] * extra), *counts, sum(counts)))
    return tuple(rows)


def rest_sentence(table: CrossTable, line: str, column: str = "outlet") -> str:
    """The sentence of a caption about what the table sums up; empty if it lists everything."""
    rest = [more(n, noun) for n, noun in ((table.more_lines, line), (table.more_columns, column)) if n]
    return f" The table counts {' and '.join(rest)} together." if rest else ""

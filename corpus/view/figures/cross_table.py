"""Counting pairs of names into a table, the most frequent alone and the rest together, so that no count is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.view.figures.figure import Grid, Label, Value
from corpus.view.figures.text import more

#: How much a drawing shows, and how much the table of its data: more is read in the release itself.
DRAWN_LINES, DRAWN_COLUMNS = 20, 6
TABLE_LINES, TABLE_COLUMNS = 200, 20

Pairs = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Cross:
    """Counts of lines by columns. ``more_lines`` and ``more_columns`` are counted in a last line and a last column."""

    lines: Sequence[str]
    columns: Sequence[str]
    counts: Sequence[Sequence[int]]
    more_lines: int
    more_columns: int


def ranked(names: Collection[str], pairs: Pairs, *, place: int) -> list[str]:
    """Names by what is counted of them at this place of the pairs, the most first, then by the alphabet."""
    sums: Counter[str] = Counter()
    for pair, n in pairs.items():
        sums[pair[place]] += n
    return sorted(names, key=lambda name: (-sums[name], name))


def crossed(
    pairs: Pairs, lines: Sequence[str], columns: Sequence[str], *, limits: tuple[int, int], last: Sequence[str] = ()
) -> Cross:
    """The first lines by the first columns, so many of each, and the lines ``last`` in any case.

    One name more is shown rather than a rest of one.
    """
    shown = [_first(lines, limits[0]), _first(columns, limits[1])]
    more_lines, more_columns = len(lines) - len(shown[0]), len(columns) - len(shown[1])
    shown[0] = [*shown[0], *last]
    places = [{name: n for n, name in enumerate(names)} for names in shown]
    height, width = len(shown[0]) + bool(more_lines), len(shown[1]) + bool(more_columns)
    counts = [[0] * width for _ in range(height)]
    for (line, column), n in pairs.items():
        counts[places[0].get(line, height - 1)][places[1].get(column, width - 1)] += n
    return Cross(shown[0], shown[1], counts, more_lines, more_columns)


def _first(names: Sequence[str], limit: int) -> Sequence[str]:
    return names if len(names) <= limit + 1 else names[:limit]


def as_grid(cross: Cross, *, nouns: tuple[str, str], days: Mapping[str, str] | None = None, dots: bool = False) -> Grid:
    """What is drawn of a cross table; ``nouns`` say what lines and columns are, ``days`` stand beside columns."""
    line, column = nouns
    return Grid(
        lines=(*map(Label, cross.lines), *_rest(cross.more_lines, line)),
        columns=(*(Label(c, after=(days or {}).get(c, "")) for c in cross.columns), *_rest(cross.more_columns, column)),
        counts=tuple(map(tuple, cross.counts)),
        dots=dots,
    )


def _rest(number: int, noun: str) -> Iterable[Label]:
    return [Label(more(number, noun), rest=True)] if number else []


def names_of_columns(cross: Cross, noun: str) -> tuple[str, ...]:
    """The columns of a table with this cross table in it."""
    return (*cross.columns, *(label.text for label in _rest(cross.more_columns, noun)))


def table_rows(
    cross: Cross, noun: str, *, between: Mapping[str, Sequence[Value]] | None = None, extra: int = 0
) -> tuple[tuple[Value, ...], ...]:
    """The rows of a table: name, ``extra`` values of ``between`` by name, counts, their sum; the rest as a last row."""
    names = [*cross.lines, *(label.text for label in _rest(cross.more_lines, noun))]
    rows: list[tuple[Value, ...]] = []
    for n, (name, counts) in enumerate(zip(names, cross.counts, strict=True)):
        own = (between or {}).get(name) if n < len(cross.lines) else None
        rows.append((name, *(own or [None] * extra), *counts, sum(counts)))
    return tuple(rows)


def limits_in_words(table: Cross, line: str, column: str = "outlet") -> str:
    """What a caption says of what the table does not list alone; empty where it lists all."""
    rest = [more(n, noun) for n, noun in ((table.more_lines, line), (table.more_columns, column)) if n]
    return f" The table counts {' and '.join(rest)} together." if rest else ""

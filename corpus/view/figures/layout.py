"""Where everything stands in a drawing: one function for each kind, each returning how far down it came."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.view.figures.canvas import NORMAL, SMALL, WIDTH, Anchor, Sheet
from corpus.view.figures.figure import LINE, TINT, TRACK, Bars, Grid, Label, Ranges
from corpus.view.figures.text import briefly, lined, percent, plain, shortened, width

#: Height of a line of a grid, what each line more of its name adds, and height of a line with a bar below its words.
_LINE, _MORE, _BAR_LINE = 26.0, 12.0, 37.0
#: A name has no more lines.
_NAME_LINES = 3
#: A column of a grid is no wider than this or its day; names have so much at least, sums at the right so much; heads
#: lean by so many degrees.
_COLUMN, _NAMES, _SUMS, _LEAN = 38.0, 145.0, 36.0, 40.0
#: The longest head, in parts of its size.
_HEAD = 11.5
_BAR = 9.0
#: From base line to the middle of small letters and figures.
_MIDDLE = 4.5
_LEAST_DOT = 6.0
#: The tint of the least cell, and of dots.
_LEAST, _DOT = 0.14, 0.4
#: Room of a number in a column with a head, and of the sum at the right.
_NUMBER, _ALL = 54.0, 46.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where the columns of a grid begin, how wide each is, and the largest count that is drawn with a tint or a dot."""

    left: float
    wide: float
    most: int

    def middle(self, number: int) -> float:
        return self.left + (number + 0.5) * self.wide


def grid(sheet: Sheet, top: float, data: Grid) -> float:
    """Cells or dots, heads leaning above, names at the left, sums at the right."""
    widest = max(_COLUMN, *(width(c.after) * SMALL + 2 for c in data.columns))
    wide = min(widest, (WIDTH - _NAMES - _SUMS) / len(data.columns))
    columns = _Columns(WIDTH - _SUMS - wide * len(data.columns), wide, _most(data))
    y = _heads(sheet, top, data, columns)
    for label, counts in zip(data.lines, data.counts, strict=True):
        names, size = _name_lines(label, columns.left - 8)
        high = _LINE + _MORE * (len(names) - 1)
        y += high
        middle = y - high / 2
        sheet.line((0, y), (WIDTH, y), strength=LINE / 2)
        for n, name in enumerate(names):
            down = (n - (len(names) - 1) / 2) * (_MORE + 1.5) + _MIDDLE
            sheet.words((0, middle + down), name, style=size)
        marked = [(n, label.rest or c.rest) for n, c in zip(counts, data.columns, strict=True)]
        (_dots if data.dots else _cells)(sheet, (middle, high), columns, marked)
        sheet.words((WIDTH, middle + _MIDDLE), briefly(sum(counts)), anchor="right", style="small muted")
    return y


def _most(data: Grid) -> int:
    """The largest of the counts of what stands for itself, which can be compared."""
    alone = [
        n
        for line, counts in zip(data.lines, data.counts, strict=True)
        for column, n in zip(data.columns, counts, strict=True)
        if not (line.rest or column.rest)
    ]
    return max(alone, default=0) or 1


def _name_lines(label: Label, room: float) -> tuple[list[str], str]:
    """The name of a line as it fits: on one line, or smaller on several; and its style."""
    style = "small muted" if label.rest else ""
    whole = shortened(label.text, _NAME_LINES * room / SMALL)
    if width(whole) * (SMALL if style else NORMAL) <= room:
        return [whole], style
    names = lined(whole, room / SMALL)
    names[_NAME_LINES - 1 :] = [" ".join(names[_NAME_LINES - 1 :])] if len(names) >= _NAME_LINES else []
    return [shortened(name, room / SMALL) for name in names], style or "small"


def _heads(sheet: Sheet, top: float, data: Grid, columns: _Columns) -> float:
    heads = [shortened(c.text, _HEAD) for c in data.columns]
    longest = max(width(head) for head in heads) * SMALL
    afters = [width(c.after) * SMALL for c in data.columns]
    dated = 0 < max(afters) < columns.wide
    base = top + longest * math.sin(math.radians(_LEAN)) + SMALL
    for n, (head, column) in enumerate(zip(heads, data.columns, strict=True)):
        x, style = columns.middle(n), "small muted" if column.rest else "small"
        sheet.words((x + _MIDDLE, base), head, anchor="right", style=style, angle=-_LEAN)
        if dated and column.after:
            sheet.words((x, base + 17), column.after, anchor="center", style="small muted")
    base += 17 if dated else 0
    sheet.words((WIDTH, base), "all", anchor="right", style="small muted")
    sheet.line((0, base + 6), (WIDTH, base + 6), strength=LINE)
    return base + 6


def _cells(sheet: Sheet, line: tuple[float, float], columns: _Columns, counts: Iterable[tuple[int, bool]]) -> None:
    """The counts of a line on tints, those of a rest on none; its middle and height are given."""
    middle, high = line
    for n, (count, rest) in enumerate(counts):
        if count and not rest:
            corner = columns.middle(n) - columns.wide / 2 + 1, middle - high / 2 + 1
            tint = round(_LEAST + (TINT - _LEAST) * count / columns.most, 4)
            sheet.box(corner, (columns.wide - 2, high - 2), series=0, strength=tint)
        _number(sheet, (columns.middle(n), middle), count, rest=rest)


def _dots(sheet: Sheet, line: tuple[float, float], columns: _Columns, counts: Iterable[tuple[int, bool]]) -> None:
    """The counts of a line on dots, from one to the next a fine line."""
    middle, reached = line[0], WIDTH
    for n, (count, rest) in enumerate(counts):
        x = columns.middle(n)
        if count and not rest:
            radius = max(_LEAST_DOT, (min(_LINE, columns.wide) / 2 - 1) * math.sqrt(count / columns.most))
            clear = max(radius, width(briefly(count)) * SMALL / 2 + 2)
            if reached < x - clear:
                sheet.line((reached, middle), (x - clear, middle), strength=2 * LINE)
            sheet.dot((x, middle), radius, series=0, strength=_DOT)
            reached = x + clear
        _number(sheet, (x, middle), count, rest=rest)


def _number(sheet: Sheet, place: tuple[float, float], count: int, *, rest: bool) -> None:
    if count:
        style = "small muted" if rest else "small"
        sheet.words((place[0], place[1] + _MIDDLE), briefly(count), anchor="center", style=style)


def bars(sheet: Sheet, top: float, data: Bars) -> float:
    """For each line its name and numbers, and below them the bar, over the whole width."""
    y = _series_heads(sheet, top, data.series)
    room = WIDTH - _ALL - _NUMBER * len(data.series) - 4
    for label, values in zip(data.lines, data.values, strict=True):
        y += _BAR_LINE
        base = y - 16
        _name(sheet, base, label, room)
        for n, value in enumerate((*values, sum(values))):
            last = n == len(values)
            x = WIDTH - (0 if last else _ALL + _NUMBER * (len(values) - 1 - n))
            number = percent(value) if data.shares else briefly(int(value))
            sheet.words((x, base), number, anchor="right", style="small" if last else "small muted")
        _bar(sheet, y - 10, values, 1.0 if data.shares else sum(values))
    return y


def _name(sheet: Sheet, base: float, label: Label, room: float) -> None:
    """The name of a line and, muted, what stands beside it, where there is room for both."""
    after = width(label.after) * SMALL + 8 if label.after else 0.0
    if after > room / 2:
        after = 0.0
    small = width(plain(label.text)) * NORMAL > room - after
    name = shortened(label.text, (room - after) / (SMALL if small else NORMAL))
    sheet.words((0, base), name, style="small" if small else "")
    if after:
        sheet.words((room, base), label.after, anchor="right", style="small muted")


def _series_heads(sheet: Sheet, top: float, series: tuple[str, ...]) -> float:
    base = top + 26
    for n, name in enumerate(series):
        x = WIDTH - _ALL - _NUMBER * (len(series) - 1 - n)
        sheet.words((x, base), name, anchor="right", style="small")
        long = 30.0
        sheet.box((x - long, base - 21), (long, 6), series=n)
    sheet.words((WIDTH, base), "all", anchor="right", style="small")
    sheet.line((0, base + 6), (WIDTH, base + 6), strength=LINE)
    return base + 2


def _bar(sheet: Sheet, y: float, values: tuple[float, ...], full: float) -> None:
    """The parts of a bar, on a track as long as it can get."""
    sheet.box((0, y), (WIDTH, _BAR), strength=TRACK)
    x = 0.0
    for n, value in enumerate(values):
        long = WIDTH * value / full if full else 0.0
        if long:
            sheet.box((x, y), (max(long - 0.8, 0.4), _BAR), series=n)
        x += long


def ranges(sheet: Sheet, top: float, data: Ranges) -> float:
    """For each line its name and median, and below them a thin line, a thick one, and a dot."""
    base = top + 20
    sheet.words((WIDTH, base), "median", anchor="right", style="small muted")
    sheet.line((0, base + 6), (WIDTH, base + 6), strength=LINE)
    y = base + 2
    for label, (least, low, middle, high, most) in zip(data.lines, data.values, strict=True):
        y += _BAR_LINE
        _name(sheet, y - 16, label, WIDTH - _ALL)
        sheet.words((WIDTH, y - 16), percent(middle), anchor="right", style="small")
        at = y - 6
        sheet.box((0, at - 0.5), (WIDTH, 1), strength=TRACK)
        sheet.box((WIDTH * least, at - 1), (max(WIDTH * (most - least), 1), 2), series=0)
        sheet.box((WIDTH * low, at - 3), (max(WIDTH * (high - low), 1), 6), series=0)
        sheet.dot((WIDTH * middle, at), 5, series=0)
    return _scale(sheet, y)


def _scale(sheet: Sheet, y: float) -> float:
    """A scale of shares below the last line."""
    ends: tuple[tuple[float, Anchor], ...] = ((0.0, "left"), (0.5, "center"), (1.0, "right"))
    for part, anchor in ends:
        sheet.line((WIDTH * part, y + 3), (WIDTH * part, y + 8), strength=2 * LINE)
        sheet.words((WIDTH * part, y + 20), percent(part), anchor=anchor, style="small muted")
    return y + 24

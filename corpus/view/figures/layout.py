"""Lay out drawings: one function per kind of drawing, each returning the y coordinate of its lower end."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.view.figures.canvas import NORMAL, SMALL, WIDTH, Anchor, Canvas
from corpus.view.figures.figure import LINE, SERIES_TINTS, TINT, TRACK, Bars, Grid, Ranges, RowLabel
from corpus.view.figures.text import clean_name, compact_number, percent, shortened, width, wrapped

#: Height of a grid line, of each further line of its name or of a heading, and of a line with a bar.
_LINE, _MORE, _BAR_LINE = 26.0, 13.5, 37.0
#: Maximum number of lines of a name and of a heading.
_NAME_LINES = 3
#: Maximum width of a grid column, minimum width of names, and width of sums.
_COLUMN, _NAMES, _SUMS = 82.0, 220.0, 36.0
_BAR = 9.0
#: From the base line to the middle of small letters and digits.
_MIDDLE = 4.5
#: Opacity of the cell with the smallest count.
_LEAST = 0.06
#: Width of a number in a column, and of the sum at the right.
_NUMBER, _ALL = 54.0, 46.0


@dataclass(frozen=True, slots=True)
class _Columns:
    """The left end of the columns of a grid, the width of each, and the largest count that is tinted."""

    left: float
    wide: float
    most: int

    def middle(self, number: int) -> float:
        return self.left + (number + 0.5) * self.wide


def grid(canvas: Canvas, top: float, data: Grid) -> float:
    """Draw a grid of cells, headings above, names at the left, sums at the right."""
    wide = min(_COLUMN, (WIDTH - _NAMES - _SUMS) / len(data.columns))
    columns = _Columns(WIDTH - _SUMS - wide * len(data.columns), wide, _most(data))
    y = _heads(canvas, top, data, columns)
    for label, counts in zip(data.lines, data.counts, strict=True):
        names, size = _name_lines(label, columns.left - 8)
        high = _LINE + _MORE * (len(names) - 1)
        y += high
        middle = y - high / 2
        canvas.line((0, y), (WIDTH, y), strength=LINE / 2)
        for n, name in enumerate(names):
            down = (n - (len(names) - 1) / 2) * _MORE + _MIDDLE
            canvas.words((0, middle + down), name, style=size)
        marked = [(n, label.rest or c.rest) for n, c in zip(counts, data.columns, strict=True)]
        _cells(canvas, (middle, high), columns, marked)
        canvas.words((WIDTH, middle + _MIDDLE), compact_number(sum(counts)), anchor="right", style="small muted")
    return y


def _most(data: Grid) -> int:
    """The largest count, the rest left out; 1 if all counts are 0."""
    alone = [
        n
        for line, counts in zip(data.lines, data.counts, strict=True)
        for column, n in zip(data.columns, counts, strict=True)
        if not (line.rest or column.rest)
    ]
    return max(alone, default=0) or 1


def _name_lines(label: RowLabel, room: float) -> tuple[list[str], str]:
    """Fit the name of a line: on one line, or in small letters on several.

    Returns:
        The lines of the name, and their style.
    """
    style = "small muted" if label.rest else ""
    whole = shortened(label.text, _NAME_LINES * room / SMALL)
    if width(whole) * (SMALL if style else NORMAL) <= room:
        return [whole], style
    return _lines(whole, room), style or "small"


def _lines(text: str, room: float) -> list[str]:
    """A text in small letters on as many lines as it needs, at most `_NAME_LINES`."""
    lines = wrapped(text, room / SMALL)
    lines[_NAME_LINES - 1 :] = [" ".join(lines[_NAME_LINES - 1 :])] if len(lines) >= _NAME_LINES else []
    return [shortened(line, room / SMALL) for line in lines]


def _heads(canvas: Canvas, top: float, data: Grid, columns: _Columns) -> float:
    """Draw the headings, each on several lines if it needs them, with the dates below; return their lower end."""
    heads = [_lines(shortened(c.text, _NAME_LINES * columns.wide / SMALL), columns.wide - 6) for c in data.columns]
    for head, column in zip(heads, data.columns, strict=True):
        if 0 < width(column.after) * SMALL < columns.wide:
            head.append(column.after)
    most = max(map(len, heads))
    base = top + SMALL + _MORE * (most - 1)
    for n, head in enumerate(heads):
        style = "small muted" if data.columns[n].rest else "small"
        for up, line in enumerate(reversed(head)):
            canvas.words((columns.middle(n), base - _MORE * up), line, anchor="center", style=style)
    canvas.words((WIDTH, base), "all", anchor="right", style="small muted")
    canvas.line((0, base + 6), (WIDTH, base + 6), strength=LINE)
    return base + 6


def _cells(canvas: Canvas, line: tuple[float, float], columns: _Columns, counts: Iterable[tuple[int, bool]]) -> None:
    """Draw the counts of a line on tinted cells, those of a rest without tint; ``line`` is its middle and height."""
    middle, high = line
    for n, (count, rest) in enumerate(counts):
        if count and not rest:
            corner = columns.middle(n) - columns.wide / 2 + 1, middle - high / 2 + 1
            tint = round(_LEAST + (TINT - _LEAST) * count / columns.most, 4)
            canvas.box(corner, (columns.wide - 2, high - 2), strength=tint)
        _number(canvas, (columns.middle(n), middle), count, rest=rest)


def _number(canvas: Canvas, place: tuple[float, float], count: int, *, rest: bool) -> None:
    if count:
        style = "small muted" if rest else "small"
        canvas.words((place[0], place[1] + _MIDDLE), compact_number(count), anchor="center", style=style)


def bars(canvas: Canvas, top: float, data: Bars) -> float:
    """Draw bars: for each line its name and numbers, and below them the bar."""
    y = _series_heads(canvas, top, data.series)
    room = WIDTH - _ALL - _NUMBER * len(data.series) - 4
    for label, values in zip(data.lines, data.values, strict=True):
        y += _BAR_LINE
        base = y - 16
        _name(canvas, base, label, room)
        for n, value in enumerate((*values, sum(values))):
            last = n == len(values)
            x = WIDTH - (0 if last else _ALL + _NUMBER * (len(values) - 1 - n))
            number = percent(value) if data.shares else compact_number(int(value))
            canvas.words((x, base), number, anchor="right", style="small" if last else "small muted")
        _bar(canvas, y - 10, values, 1.0 if data.shares else sum(values))
    return y


def _name(canvas: Canvas, base: float, label: RowLabel, room: float) -> None:
    """Draw the name of a line and, if there is room, its note."""
    after = width(label.after) * SMALL + 8 if label.after else 0.0
    if after > room / 2:
        after = 0.0
    small = width(clean_name(label.text)) * NORMAL > room - after
    name = shortened(label.text, (room - after) / (SMALL if small else NORMAL))
    canvas.words((0, base), name, style="small" if small else "")
    if after:
        canvas.words((room, base), label.after, anchor="right", style="small muted")


def _series_heads(canvas: Canvas, top: float, series: tuple[str, ...]) -> float:
    base = top + 26
    for n, name in enumerate(series):
        x = WIDTH - _ALL - _NUMBER * (len(series) - 1 - n)
        canvas.words((x, base), name, anchor="right", style="small")
        long = 30.0
        canvas.box((x - long, base - 21), (long, 6), strength=SERIES_TINTS[n])
    canvas.words((WIDTH, base), "all", anchor="right", style="small")
    canvas.line((0, base + 6), (WIDTH, base + 6), strength=LINE)
    return base + 2


def _bar(canvas: Canvas, y: float, values: tuple[float, ...], full: float) -> None:
    """Draw the parts of a bar on a track of full length."""
    canvas.box((0, y), (WIDTH, _BAR), strength=TRACK)
    x = 0.0
    for n, value in enumerate(values):
        long = WIDTH * value / full if full else 0.0
        if long:
            canvas.box((x, y), (max(long - 0.8, 0.4), _BAR), strength=SERIES_TINTS[n])
        x += long


def ranges(canvas: Canvas, top: float, data: Ranges) -> float:
    """Draw distributions: for each line its name and median, and below them the range, the middle half and a dot."""
    base = top + 20
    canvas.words((WIDTH, base), "median", anchor="right", style="small muted")
    canvas.line((0, base + 6), (WIDTH, base + 6), strength=LINE)
    y = base + 2
    for label, (least, low, middle, high, most) in zip(data.lines, data.values, strict=True):
        y += _BAR_LINE
        _name(canvas, y - 16, label, WIDTH - _ALL)
        canvas.words((WIDTH, y - 16), percent(middle), anchor="right", style="small")
        at = y - 6
        canvas.box((0, at - 0.5), (WIDTH, 1), strength=TRACK)
        canvas.box((WIDTH * least, at - 1), (max(WIDTH * (most - least), 1), 2))
        canvas.box((WIDTH * low, at - 3), (max(WIDTH * (high - low), 1), 6))
        canvas.dot((WIDTH * middle, at), 5)
    return _scale(canvas, y)


def _scale(canvas: Canvas, y: float) -> float:
    """Draw a scale of shares."""
    ends: tuple[tuple[float, Anchor], ...] = ((0.0, "left"), (0.5, "center"), (1.0, "right"))
    for part, anchor in ends:
        canvas.line((WIDTH * part, y + 3), (WIDTH * part, y + 8), strength=2 * LINE)
        canvas.words((WIDTH * part, y + 20), percent(part), anchor=anchor, style="small muted")
    return y + 24

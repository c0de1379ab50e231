"""Where everything stands in a drawing: one function for each kind, each returning how far down it came."""

from __future__ import annotations

import math

from corpus.figures.canvas import NORMAL, SMALL, WIDTH, Sheet
from corpus.figures.figure import Bars, Grid, Label, Ranges
from corpus.figures.palette import LINE, TINT, TRACK
from corpus.figures.words import briefly, percent, shortened, width

#: Height of a line of a grid, and of one with a bar below its words.
_LINE, _BAR_LINE = 26.0, 37.0
#: A column of a grid is no wider; the sums at its right side have so much; heads lean by so many degrees.
_COLUMN, _SUMS, _LEAN = 46.0, 40.0, 40.0
#: The longest head, in parts of its size.
_HEAD = 11.5
_BAR = 9.0
#: From base line to the middle of small letters and figures.
_MIDDLE = 4.5
_LEAST_DOT = 4.5
#: Room of a number in a column with a head, and of the sum at the right.
_NUMBER, _ALL = 58.0, 50.0


def _fitting(text: str, room: float, *, size: float = NORMAL) -> str:
    return shortened(text, room / size)


def grid(sheet: Sheet, top: float, data: Grid) -> float:
    """Cells or dots, heads leaning above, names at the left, sums at the right."""
    step = min(_COLUMN, (WIDTH - 150 - _SUMS) / len(data.columns))
    left = WIDTH - _SUMS - step * len(data.columns)
    y = _heads(sheet, top, data, left, step)
    most = max((n for row in _alone(data) for n in row), default=1)
    for label, counts in zip(data.lines, data.counts, strict=True):
        y += _LINE
        sheet.line((0, y), (WIDTH, y), strength=LINE / 2)
        base, style = y - _LINE / 2 + _MIDDLE, "small muted" if label.rest else ""
        sheet.words((0, base), _fitting(label.text, left - 8), style=style)
        _counts(sheet, (left, y), step, data, label, counts, most)
        sheet.words((WIDTH, base), briefly(sum(counts)), anchor="right", style="small muted")
    return y


def _alone(data: Grid) -> list[tuple[int, ...]]:
    """The counts of what stands for itself, which are comparable."""
    columns = [n for n, c in enumerate(data.columns) if not c.rest]
    return [tuple(row[n] for n in columns) for row, line in zip(data.counts, data.lines, strict=True) if not line.rest]


def _heads(sheet: Sheet, top: float, data: Grid, left: float, step: float) -> float:
    heads = [shortened(c.text, _HEAD) for c in data.columns]
    longest = max(width(head) for head in heads) * SMALL
    dated = any(c.after for c in data.columns) and all(width(c.after) * SMALL <= step + 2 for c in data.columns)
    base = top + longest * math.sin(math.radians(_LEAN)) + SMALL
    for n, (head, column) in enumerate(zip(heads, data.columns, strict=True)):
        x = left + (n + 0.5) * step
        style = "small muted" if column.rest else "small"
        sheet.words((x + _MIDDLE, base), head, anchor="right", style=style, angle=-_LEAN)
        if dated:
            sheet.words((x, base + 17), column.after, anchor="center", style="small muted")
    base += 17 if dated else 0
    sheet.words((WIDTH, base), "all", anchor="right", style="small muted")
    sheet.line((0, base + 6), (WIDTH, base + 6), strength=LINE)
    return base + 6


def _counts(
    sheet: Sheet, corner: tuple[float, float], step: float, data: Grid, label: Label, counts: tuple[int, ...], most: int
) -> None:
    """The counts of a line; ``corner`` is the lower left one of its first cell."""
    left, y = corner
    middle, reached = y - _LINE / 2, None
    for n, (count, column) in enumerate(zip(counts, data.columns, strict=True)):
        if not count:
            continue
        x, rest = left + (n + 0.5) * step, label.rest or column.rest
        if data.dots and not rest:
            radius = max(_LEAST_DOT, (min(_LINE, step) / 2 - 1) * math.sqrt(count / most))
            if reached is not None:
                sheet.line((reached, middle), (x - radius, middle), strength=LINE)
            sheet.dot((x, middle), radius, series=0, strength=TINT / 2)
            reached = x + radius
        elif not rest:
            sheet.box((x - step / 2 + 1, y - _LINE + 1), (step - 2, _LINE - 2), series=0, strength=_tint(count / most))
        style = "small muted" if rest else "small"
        sheet.words((x, middle + _MIDDLE), briefly(count), anchor="center", style=style)


def _tint(share: float) -> float:
    return round(0.08 + (TINT - 0.08) * share, 4)


def bars(sheet: Sheet, top: float, data: Bars) -> float:
    """For each line its name and numbers, and below them the bar, over the whole width."""
    y = _series_heads(sheet, top, data.series)
    full = 1.0 if data.shares else max(map(sum, data.values)) or 1.0
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
        _bar(sheet, y - 10, values, full, track=data.shares)
    return y


def _name(sheet: Sheet, base: float, label: Label, room: float) -> None:
    """The name of a line and, muted, what stands beside it, where there is room for both."""
    after = width(label.after) * SMALL + 8 if label.after else 0.0
    if after > room / 2:
        after = 0.0
    name = _fitting(label.text, room - after)
    sheet.words((0, base), name)
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


def _bar(sheet: Sheet, y: float, values: tuple[float, ...], full: float, *, track: bool) -> None:
    if track:
        sheet.box((0, y), (WIDTH, _BAR), strength=TRACK)
    x = 0.0
    for n, value in enumerate(values):
        long = WIDTH * value / full
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
    for part, anchor in ((0.0, "left"), (0.5, "center"), (1.0, "right")):
        sheet.line((WIDTH * part, y + 3), (WIDTH * part, y + 8), strength=2 * LINE)
        sheet.words((WIDTH * part, y + 20), percent(part), anchor=anchor, style="small muted")  # type: ignore[arg-type]
    return y + 24

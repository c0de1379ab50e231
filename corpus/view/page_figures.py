"""Figures as HTML: the drawing of a figure as lines of cells and bars, each with a link to the quotations it counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.view.figures.figure import Bars, Figure, Grid, Ranges, RowLabel
from corpus.view.figures.text import percent
from corpus.view.site import Site
from corpus.view.text import filtered_address

#: Number of tints of cells, the strongest for the largest count.
TINTS = 9


@dataclass(frozen=True, slots=True)
class FigureCell:
    """A cell or a part of a bar.

    Attributes:
        text: its value; empty for none.
        size: tint of a cell, 0 for none, or length of a part of a bar in per cent.
        start: start of the part of a bar in per cent.
        link: the quotations that it counts; empty without a link.
    """

    text: str
    size: float = 0
    start: float = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class FigureLine:
    """A line: its label, the colour of its speaker (0 for none), its cells, and their sum."""

    label: RowLabel
    colour: int
    cells: tuple[FigureCell, ...]
    total: str


@dataclass(frozen=True, slots=True)
class PageFigure:
    """A figure as HTML.

    Attributes:
        figure: the figure.
        kind: ``grid``, ``bars`` or ``ranges``.
        heads: headings of the cells.
        lines: the lines.
    """

    figure: Figure
    kind: str
    heads: tuple[RowLabel, ...]
    lines: tuple[FigureLine, ...]


def page_figure(site: Site, figure: Figure) -> PageFigure:
    """Lay out a figure for a page."""
    drawing = figure.drawing
    if isinstance(drawing, Grid):
        return PageFigure(figure, "grid", drawing.columns, tuple(_grid_lines(_Filters(site), drawing)))
    if isinstance(drawing, Bars):
        heads = tuple(RowLabel(name, key=name) for name in drawing.series)
        return PageFigure(figure, "bars", heads, tuple(_bar_lines(_Filters(site), drawing)))
    return PageFigure(figure, "ranges", (), tuple(_range_lines(drawing)))


class _Filters:
    """Makes links to filtered quotations: a speaker is known there by the file of its page."""

    def __init__(self, site: Site) -> None:
        self._speakers = {speaker.name: speaker for speaker in site.speakers}

    def colour(self, filter_: str, label: RowLabel) -> int:
        """The colour of the speaker that a label names, 0 for none."""
        if filter_ == "speaker" and label.key in self._speakers:
            return self._speakers[label.key].colour
        return 0

    def link(self, values: Mapping[str, RowLabel]) -> str:
        """The address of the quotations that have all these values; empty if one of them is a rest."""
        found = {}
        for filter_, label in values.items():
            if not label.key:
                return ""
            found[filter_] = label.key
            if filter_ == "speaker":
                found[filter_] = self._speakers[label.key].stem
        return filtered_address(found)


def _grid_lines(filters: _Filters, grid: Grid) -> Iterator[FigureLine]:
    by_line, by_column = grid.filters
    most = _most(grid)
    for label, counts in zip(grid.lines, grid.counts, strict=True):
        cells = []
        for column, number in zip(grid.columns, counts, strict=True):
            if not number:
                cells.append(FigureCell(""))
                continue
            link = filters.link({by_line: label, by_column: column})
            tint = -(-TINTS * min(number, most) // most) if link else 0
            cells.append(FigureCell(f"{number:,}", tint, 0, link))
        yield FigureLine(label, filters.colour(by_line, label), tuple(cells), f"{sum(counts):,}")


def _most(grid: Grid) -> int:
    """The largest count of a cell that is not a rest; 1 if all are 0."""
    most = 1
    for label, counts in zip(grid.lines, grid.counts, strict=True):
        for column, number in zip(grid.columns, counts, strict=True):
            if label.key and column.key:
                most = max(most, number)
    return most


def _bar_lines(filters: _Filters, bars: Bars) -> Iterator[FigureLine]:
    for label, values in zip(bars.lines, bars.values, strict=True):
        whole = 1.0 if bars.shares else max(sum(values), 1)
        cells = tuple(_bar_cells(filters, bars, label, [value / whole for value in values]))
        total = percent(sum(values)) if bars.shares else f"{sum(values):,.0f}"
        yield FigureLine(label, 0, cells, total)


def _bar_cells(filters: _Filters, bars: Bars, label: RowLabel, shares: Sequence[float]) -> Iterator[FigureCell]:
    at = 0.0
    for name, value in zip(bars.series, shares, strict=True):
        link = ""
        if value and not bars.shares:
            link = filters.link({"outlet": label, "type": RowLabel(name, key=name)})
        yield FigureCell(percent(value), round(100 * value, 2), round(100 * at, 2), link)
        at += value


def _range_lines(ranges: Ranges) -> Iterator[FigureLine]:
    for label, values in zip(ranges.lines, ranges.values, strict=True):
        cells = tuple(FigureCell(percent(value), round(100 * value, 2)) for value in values)
        yield FigureLine(label, 0, cells, percent(values[2]))

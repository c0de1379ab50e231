"""The records of figures (texts, data as a table, what is drawn), and the colours of figures and speakers.

Figures are drawn in ink: its strength is the count, or how literal a quotation is. Colours are those of speakers on
pages. The eight colours are the result of a search: the smallest distance between any two (in OKLab, for normal
vision and the three kinds of dichromacy) is as large as a contrast of 3:1 with the background allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.tables.rows import Row

Value = str | int | float | None
#: Rows of the tables articles, quotes and utterances.
Tables = Mapping[str, Sequence[Row]]

#: The names of all figures, each with its title.
FIGURES: Mapping[str, str] = {
    "speakers-by-outlet": "Whom does each newsroom quote?",
    "types-by-outlet": "How literally does each newsroom quote?",
    "attributed-share": "How much of an article is reported speech?",
    "utterance-spread": "Which newsroom reports which statement?",
}


@dataclass(frozen=True, slots=True)
class RowLabel:
    """The label of a row or column of a drawing.

    Attributes:
        text: the label.
        after: a short note after it, such as a date.
        rest: whether the row or column sums up all that are not drawn separately.
        key: the value that quotations are filtered by; empty for a rest.
    """

    text: str
    after: str = ""
    rest: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A grid of counts, drawn as tinted cells; ``filters`` names what the keys of lines and of columns filter."""

    lines: tuple[RowLabel, ...]
    columns: tuple[RowLabel, ...]
    counts: tuple[tuple[int, ...], ...]
    filters: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each line, divided by series: counts fill the bar; shares of one (``shares``) need not."""

    series: tuple[str, ...]
    lines: tuple[RowLabel, ...]
    values: tuple[tuple[float, ...], ...]
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Ranges:
    """The distribution of shares for each line: minimum, lower quartile, median, upper quartile, maximum."""

    lines: tuple[RowLabel, ...]
    values: tuple[tuple[float, float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure as data.

    Attributes:
        id: its name, in lower case with hyphens.
        title: a short title.
        caption: what it shows and from which tables, in one or two sentences.
        alt: the main finding in words, computed from the data; the text alternative of the drawing.
        columns: names of the columns of its data.
        rows: its data as a table; complete, or limited as the caption says.
        drawing: what is drawn, limited to what is legible.
        note: what is not drawn; empty if everything is.
    """

    id: str
    title: str
    caption: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    drawing: Grid | Bars | Ranges
    note: str = ""


#: Opacity of muted words, lines, tracks of bars, and the cell with the largest count; words keep a contrast of 4.5:1.
MUTED, LINE, TRACK, TINT = 0.74, 0.22, 0.09, 0.32
#: Opacity of the series of a bar, in their order.
SERIES_TINTS = (0.9, 0.55, 0.28)


@dataclass(frozen=True, slots=True)
class ColourScheme:
    """Colours of the background, of words, lines and bars (``ink``), and of speakers (``series``), as ``#rrggbb``."""

    background: str
    ink: str
    series: tuple[str, ...]


THEMES: Mapping[str, ColourScheme] = {
    "light": ColourScheme(
        "#fdfcf9",
        "#22211e",
        ("#242e83", "#cd7613", "#4a978f", "#663250", "#36310c", "#7968b9", "#915362", "#3c5d0c"),
    ),
    "dark": ColourScheme(
        "#16171a",
        "#e6e4df",
        ("#5478c5", "#ce782c", "#37b8a4", "#f6cbef", "#ddb248", "#a798f7", "#9b6667", "#bcf494"),
    ),
}


def variables(theme: str) -> str:
    """The colours of speakers in a theme (``light`` or ``dark``) as CSS declarations: ``--fig-1: #242e83; ...``."""
    return " ".join(f"--fig-{n}: {colour};" for n, colour in enumerate(THEMES[theme].series, 1))

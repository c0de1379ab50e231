"""The records of a figure (its words, its data as a table, what is drawn) and the colours of figures.

The eight colours for series were searched for: the smallest distance between any two (in OKLab, for normal sight and
the three kinds of dichromacy) is as large as a contrast of 3:1 with the background allows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Value = str | int | float | None

#: The names of all figures, each with its title.
FIGURES: Mapping[str, str] = {
    "speakers-by-outlet": "Who speaks in which outlet",
    "types-by-outlet": "How outlets report words",
    "attributed-share": "How much of an article is somebody’s words",
    "utterance-spread": "How statements spread over outlets",
}


@dataclass(frozen=True, slots=True)
class Label:
    """What a line or a column of a drawing is called.

    ``after`` is a short word set beside it, such as a day; ``rest`` that it stands for all that are not drawn alone.
    """

    text: str
    after: str = ""
    rest: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts, each where a line meets a column: tinted cells, or dots whose area is the count."""

    lines: tuple[Label, ...]
    columns: tuple[Label, ...]
    counts: tuple[tuple[int, ...], ...]
    dots: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar for each line, with a part for each series: counts, which divide it, or shares, which may not fill it."""

    series: tuple[str, ...]
    lines: tuple[Label, ...]
    values: tuple[tuple[float, ...], ...]
    shares: bool = False


@dataclass(frozen=True, slots=True)
class Ranges:
    """How shares of one are spread, for each line: least, lower quartile, median, upper quartile, greatest."""

    lines: tuple[Label, ...]
    values: tuple[tuple[float, float, float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure.

    Args:
        id: its name, in small letters and hyphens.
        title: what it is about, a few words.
        caption: what is seen, and from which tables, one or two sentences.
        alt: the main finding, in words, computed from the data.
        columns: names of the columns of its data.
        rows: its data as a table, of all that is there or of as much as the caption says.
        drawing: what is drawn of it, no more than can be read.
        note: what is not drawn; empty where everything is.
    """

    id: str
    title: str
    caption: str
    alt: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    drawing: Grid | Bars | Ranges
    note: str = ""


#: How strong muted words, lines and the tint of the largest cell are, in parts of one; words stay at 4.5:1.
MUTED, LINE, TRACK, TINT = 0.74, 0.22, 0.09, 0.55


@dataclass(frozen=True, slots=True)
class Paint:
    """The ground that is drawn on, the ink of words and lines, and the colours of series, all as ``#rrggbb``."""

    ground: str
    ink: str
    series: tuple[str, ...]


THEMES: Mapping[str, Paint] = {
    "light": Paint(
        "#fdfcf9",
        "#22211e",
        ("#242e83", "#cd7613", "#4a978f", "#663250", "#36310c", "#7968b9", "#915362", "#3c5d0c"),
    ),
    "dark": Paint(
        "#16171a",
        "#e6e4df",
        ("#5478c5", "#ce782c", "#37b8a4", "#f6cbef", "#ddb248", "#a798f7", "#9b6667", "#bcf494"),
    ),
}
#: What is drawn with where a page decides: each colour stands for a name, see `NAMES`, and none is black,
#: which matplotlib leaves out.
STANDING = Paint("#fe0100", "#fe0101", tuple(f"#fe02{n:02x}" for n in range(1, 9)))
#: The colours of `STANDING` as a page has them: its own ink, and its variables, with a colour for where it has none.
NAMES: Mapping[str, str] = {
    STANDING.ink: "currentColor",
    **{
        standing: f"var(--fig-{n}, {light})"
        for n, (standing, light) in enumerate(zip(STANDING.series, THEMES["light"].series, strict=True), 1)
    },
}


def variables(theme: str) -> str:
    """The colours of series in a theme, ``light`` or ``dark``, as declarations of CSS: ``--fig-1: #242e83; ...``."""
    return " ".join(f"--fig-{n}: {colour};" for n, colour in enumerate(THEMES[theme].series, 1))

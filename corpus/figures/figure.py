"""The records of a figure: its words, its data as a table, and what is drawn of them."""

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

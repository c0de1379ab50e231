"""The figures of a release, from its tables. Pure: nothing is read, written or drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.tables.rows import Rows
from corpus.view.figures.figure import Figure
from corpus.view.figures.outlets import speakers_by_outlet, types_by_outlet
from corpus.view.figures.shares import attributed_share
from corpus.view.figures.spread import utterance_spread

_MAKERS: Mapping[str, Callable[[Rows], Figure | None]] = {
    "speakers-by-outlet": speakers_by_outlet,
    "types-by-outlet": types_by_outlet,
    "attributed-share": attributed_share,
    "utterance-spread": utterance_spread,
}


def figures_of(rows: Rows) -> tuple[Figure, ...]:
    """The figures that the tables of a release give, in a fixed order; one with nothing to show is left out."""
    made = (make(rows) for make in _MAKERS.values())
    return tuple(figure for figure in made if figure is not None)

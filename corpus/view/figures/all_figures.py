"""The figures of a release as data, made from its tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.view.figures.figure import Figure, Tables
from corpus.view.figures.outlets import speakers_by_outlet, types_by_outlet
from corpus.view.figures.shares import attributed_share
from corpus.view.figures.spread import utterance_spread

_MAKERS: Mapping[str, Callable[[Tables], Figure | None]] = {
    "speakers-by-outlet": speakers_by_outlet,
    "types-by-outlet": types_by_outlet,
    "attributed-share": attributed_share,
    "utterance-spread": utterance_spread,
}


def figures_of(rows: Tables) -> tuple[Figure, ...]:
    """Make the figures of a release, in a fixed order; a figure without data is left out.

    Args:
        rows: the tables articles, quotes and utterances.
    """
    figures = [make(rows) for make in _MAKERS.values()]
    return tuple(figure for figure in figures if figure is not None)

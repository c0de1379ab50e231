"""An article as windows that the encoder can take: whole paragraphs side by side, and a little of what came before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from corpus.neural.pieces import Pieces, WordPieces
from corpus.tagger.tokens import Ints

#: A window takes two pieces more than those of its tokens: the encoder's own at both ends.
ENDS = 2


@dataclass(frozen=True, slots=True)
class Window:
    """Tokens ``[first, behind)``, of which those before ``own`` belong to the window before and are only read along."""

    first: int
    own: int
    behind: int


def cut_windows(
    pieces: Pieces, starts: Sequence[int], *, longest: int, context: int, opening: int | None = None
) -> list[Window]:
    """Windows of at most ``longest`` word pieces whose own tokens are, one after the other, all tokens.

    Args:
        pieces: of the tokens.
        starts: the first token of each paragraph.
        longest: most pieces of a window, ends and context included.
        context: most pieces of what is read along.
        opening: most pieces of the first window, if it is to be another.
    """
    units = list(_units(pieces.first, starts, most=longest - ENDS - context))
    windows: list[Window] = []
    at = 0
    while at < len(units):
        own = units[at][0]
        least = pieces.first[own] - context
        first = min(own, int(np.searchsorted(pieces.first, least, side="left"))) if windows else own
        room = (opening if opening is not None and not windows else longest) - ENDS
        behind = units[at][1]
        at += 1
        while at < len(units) and pieces.first[units[at][1]] - pieces.first[first] <= room:
            behind = units[at][1]
            at += 1
        windows.append(Window(first, own, behind))
    return windows


def _units(first: Ints, starts: Sequence[int], *, most: int) -> Iterator[tuple[int, int]]:
    """Paragraphs as tokens ``[first, behind)``; one of more pieces than ``most`` in parts."""
    for start, behind in pairwise((*starts, len(first) - 1)):
        at = start
        while first[behind] - first[at] > most:
            part = max(at + 1, int(np.searchsorted(first, first[at] + most, side="right")) - 1)
            yield at, part
            at = part
        yield at, behind


def window_rows(pieces: Pieces, first: int, behind: int, cutter: WordPieces) -> tuple[Ints, Ints, Ints]:
    """A window's pieces with the encoder's own at its ends, the token of each, and the first piece of each token.

    The piece at the beginning goes with the first token, the one at the end with the last.
    """
    low, high = int(pieces.first[first]), int(pieces.first[behind])
    counts = np.diff(pieces.first[first : behind + 1])
    tokens = np.repeat(np.arange(first, behind), counts)
    ids = np.concatenate(([cutter.opening], pieces.ids[low:high], [cutter.boundary]))
    return ids, np.concatenate(([first], tokens, [behind - 1])), pieces.first[first:behind] - low + 1

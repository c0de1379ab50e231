"""Word pieces (Wu et al. 2016) of the tokens of an article, and the windows of pieces that the encoder reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from tokenizers import Tokenizer

from corpus.models.features import PARAGRAPH
from corpus.models.tokens import Ints

#: A word of more pieces than this is read by its beginning.
_MOST_PIECES = 8
#: So many written forms are remembered, so that memory stays flat over a stream of articles.
_REMEMBERED = 1 << 15


@dataclass(frozen=True, slots=True)
class Pieces:
    """The word pieces of a sequence of tokens: ``ids`` of all of them, and ``first``, where those of each token begin.

    ``first`` has one entry more than there are tokens: the number of pieces.
    """

    ids: Ints
    first: Ints


class WordPieces:
    """Cuts tokens into pieces; every token, a paragraph's too, has at least one."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._known: dict[str, tuple[int, ...]] = {}
        self.opening, self.boundary, self.unknown = (_id(tokenizer, t) for t in ("[CLS]", "[SEP]", "[UNK]"))

    def cut(self, words: Sequence[str]) -> Pieces:
        """The pieces of tokens in order."""
        if len(self._known) > _REMEMBERED:
            self._known.clear()
        new = sorted({w for w in words if w not in self._known})
        for word, cut in zip(new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True):
            self._known[word] = tuple(cut.ids[:_MOST_PIECES]) or (self.unknown,)
        self._known[PARAGRAPH] = (self.boundary,)
        cuts = [self._known[w] for w in words]
        ids = np.fromiter((i for cut in cuts for i in cut), dtype=np.int64)
        return Pieces(ids, np.concatenate(([0], np.cumsum([len(c) for c in cuts], dtype=np.int64))).astype(np.int64))


def _id(tokenizer: Tokenizer, piece: str) -> int:
    found = tokenizer.token_to_id(piece)
    if found is None:
        raise ValueError(f"the tokenizer has no piece {piece}")
    return found


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

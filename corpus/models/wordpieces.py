"""Split tokens into word pieces (Wu et al. 2016), and articles into the windows of pieces that the encoder reads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from tokenizers import Tokenizer

from corpus.models.features import PARAGRAPH
from corpus.models.tokens import Ints

#: Of a word with more pieces than this only the first ones are read.
_MAX_PIECES = 8
#: The number of cached written forms, so that memory stays constant over a stream of articles.
_MAX_FORMS = 1 << 15
#: A window has two pieces more than its tokens: the encoder's own at both ends.
ENDS = 2


@dataclass(frozen=True, slots=True)
class WordPieceSequence:
    """The word pieces of a sequence of tokens.

    Attributes:
        ids: int64 ``(n_pieces,)``.
        first: int64 ``(n_tokens + 1,)``, the first piece of each token, then the number of pieces.
    """

    ids: Ints
    first: Ints


class WordPieceTokenizer:
    """Splits tokens into word pieces; every token, `PARAGRAPH` included, has at least one.

    Args:
        tokenizer: of the library tokenizers.

    Raises:
        ValueError: it lacks one of the pieces ``[CLS]``, ``[SEP]`` and ``[UNK]``.
    """

    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._cache: dict[str, tuple[int, ...]] = {}
        self.opening, self.boundary, self.unknown = (_piece_id(tokenizer, t) for t in ("[CLS]", "[SEP]", "[UNK]"))

    def split(self, words: Sequence[str]) -> WordPieceSequence:
        """The pieces of tokens, in order."""
        if len(self._cache) > _MAX_FORMS:
            self._cache.clear()
        new = sorted(set(words) - self._cache.keys())
        for word, encoding in zip(new, self._tokenizer.encode_batch(new, add_special_tokens=False), strict=True):
            self._cache[word] = tuple(encoding.ids[:_MAX_PIECES]) or (self.unknown,)
        self._cache[PARAGRAPH] = (self.boundary,)
        ids: list[int] = []
        first = [0]
        for word in words:
            ids += self._cache[word]
            first.append(len(ids))
        return WordPieceSequence(np.array(ids, dtype=np.int64), np.array(first, dtype=np.int64))


def _piece_id(tokenizer: Tokenizer, piece: str) -> int:
    number = tokenizer.token_to_id(piece)
    if number is None:
        raise ValueError(f"The tokenizer has no piece {piece}")
    return number


@dataclass(frozen=True, slots=True)
class EncoderWindow:
    """Tokens ``[first, end)`` that the encoder reads at once.

    Tokens before ``own`` belong to an earlier window and are only context.
    """

    first: int
    own: int
    end: int


def split_windows(
    pieces: WordPieceSequence, starts: Sequence[int], *, longest: int, context: int, opening: int | None = None
) -> list[EncoderWindow]:
    """Split an article into windows; each token is the own token of exactly one, in order.

    Args:
        pieces: of the article's tokens.
        starts: the first token of each paragraph.
        longest: the maximum number of pieces of a window, ends and context included.
        context: the maximum number of pieces of context.
        opening: the maximum for the first window, if it differs.
    """
    units = list(_paragraph_units(pieces.first, starts, longest=longest - ENDS - context))
    windows: list[EncoderWindow] = []
    at = 0
    while at < len(units):
        own, end = units[at]
        first, room = own, longest - ENDS
        if windows:
            first = min(own, int(np.searchsorted(pieces.first, pieces.first[own] - context, side="left")))
        elif opening is not None:
            room = opening - ENDS
        at += 1
        while at < len(units) and pieces.first[units[at][1]] - pieces.first[first] <= room:
            _, end = units[at]
            at += 1
        windows.append(EncoderWindow(first, own, end))
    return windows


def _paragraph_units(first: Ints, starts: Sequence[int], *, longest: int) -> Iterator[tuple[int, int]]:
    """Paragraphs as tokens ``[first, end)``; one of more pieces than ``longest`` is split into parts."""
    for start, end in pairwise((*starts, len(first) - 1)):
        at = start
        while first[end] - first[at] > longest:
            part = max(at + 1, int(np.searchsorted(first, first[at] + longest, side="right")) - 1)
            yield at, part
            at = part
        yield at, end


def window_inputs(
    pieces: WordPieceSequence, first: int, end: int, tokenizer: WordPieceTokenizer
) -> tuple[Ints, Ints, Ints]:
    """The inputs of the encoder for one window.

    Args:
        pieces: of the article's tokens.
        first: first token of the window.
        end: token after its last one.
        tokenizer: that made the pieces.

    Returns:
        The ids of the pieces with the encoder's own at both ends, int64 ``(n_pieces,)``; the token of each piece,
        int64 ``(n_pieces,)``, where the ends belong to the first and last token; and the place of each token's first
        piece, int64 ``(n_tokens,)``.
    """
    low, high = int(pieces.first[first]), int(pieces.first[end])
    counts = np.diff(pieces.first[first : end + 1])
    tokens = np.repeat(np.arange(first, end), counts)
    ids = np.concatenate(([tokenizer.opening], pieces.ids[low:high], [tokenizer.boundary]))
    return ids, np.concatenate(([first], tokens, [end - 1])), pieces.first[first:end] - low + 1

"""Tokens as word pieces (Wu et al. 2016), the units that the encoder reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from corpus.tagger.features import PARAGRAPH
from corpus.tagger.tokens import Ints

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

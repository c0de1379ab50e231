"""From tokens to states: tables in numpy, then the layers of the encoder in onnxruntime, window by window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import InputError
from corpus.language import Language
from corpus.limits import MAX_NEURAL_TOKENS
from corpus.neural.pieces import Pieces, WordPieces
from corpus.neural.windows import Window, cut_windows, window_rows
from corpus.tagger.features import PARAGRAPH
from corpus.tagger.network import embed
from corpus.tagger.reader import Reading, States
from corpus.tagger.tokens import Ints, TokenSequence
from corpus.tagger.weights import Floats, Weights

#: Most word pieces of a window, and of what it reads along from the window before.
LONGEST, CONTEXT = 256, 64
#: So many windows at once on an accelerator. On a processor one at a time is as fast, and wants less memory.
_ACCELERATED = 32


class NeuralReader:
    """An encoder with its tables; ``weights`` are those of labels and links, and of what is added to each word piece.

    Args:
        session: of onnxruntime; from ``x``, ``[window, piece, width]``, and ``mask``, ``[window, piece]``, to states.
        words: the tables of word pieces (``word``, whole numbers, and ``scale``) and of places (``position``).
        weights: labels and links.
        cutter: cuts tokens into word pieces.
    """

    everything = True

    def __init__(
        self,
        session: Any,  # noqa: ANN401  (onnxruntime has no types)
        words: Mapping[str, NDArray[Any]],
        weights: Weights,
        cutter: WordPieces,
    ) -> None:
        self.weights, self.name = weights, weights.name
        self._session, self._words, self._cutter = session, words, cutter
        self.batch = 1 if session.get_providers() == ["CPUExecutionProvider"] else _ACCELERATED

    def read(self, tokens: TokenSequence, language: Language) -> Reading:
        """An article as it was read."""
        return States(self.states(tokens, language), self.weights)

    def states(self, tokens: TokenSequence, language: Language) -> Floats:
        """The hidden state of each token, one row each: that of its first word piece.

        Raises:
            InputError: there are more tokens than the limit.
        """
        check_tokens(len(tokens))
        pieces = self._cutter.cut(tokens.words)
        starts = [n for n, word in enumerate(tokens.words) if word == PARAGRAPH]
        out = np.zeros((len(tokens), self.weights["out"].shape[0]), dtype=np.float32)
        for group in _groups(cut_windows(pieces, starts, longest=LONGEST, context=CONTEXT), pieces, self.batch):
            added = [embed(tokens, self.weights, language, slice(w.first, w.behind)) for w in group]
            self._read(group, pieces, added, out)
        return out

    def _read(self, windows: Sequence[Window], pieces: Pieces, added: Sequence[Floats], out: Floats) -> None:
        rows = [window_rows(pieces, w.first, w.behind, self._cutter) for w in windows]
        longest = max(len(ids) for ids, _, _ in rows)
        x = np.zeros((len(rows), longest, out.shape[1]), dtype=np.float32)
        mask = np.zeros((len(rows), longest), dtype=np.float32)
        for n, (window, (ids, token_of, _)) in enumerate(zip(windows, rows, strict=True)):
            mask[n, : len(ids)] = 1
            x[n, : len(ids)] = self._look_up(ids) + added[n][token_of - window.first]
        (states,) = self._session.run(None, {"x": x, "mask": mask})
        for n, (window, (_, _, first)) in enumerate(zip(windows, rows, strict=True)):
            out[window.own : window.behind] = states[n, first[window.own - window.first :]]

    def _look_up(self, ids: Ints) -> Floats:
        words = self._words["word"][ids] * self._words["scale"][ids, None].astype(np.float32)
        placed: Floats = words + self._words["position"][: len(ids)]
        return placed


def check_tokens(count: int) -> None:
    """Refuse an article of more words and marks than the limit.

    Raises:
        InputError: it has more.
    """
    if count > MAX_NEURAL_TOKENS:
        message = f"{count:,} words and marks are too many for the neural model"
        raise InputError(message, remedy=f"The limit is {MAX_NEURAL_TOKENS:,}; the model tagger reads more")


def _groups(windows: Sequence[Window], pieces: Pieces, size: int) -> Iterator[list[Window]]:
    """Windows of about one length together, so that little is padded."""
    order = sorted(windows, key=lambda w: pieces.first[w.behind] - pieces.first[w.first]) if size > 1 else windows
    for n in range(0, len(order), size):
        yield list(order[n : n + size])

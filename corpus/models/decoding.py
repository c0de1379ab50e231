"""From scores of labels to spans: the best sequence of labels in each piece (Viterbi 1967), and how sure it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corpus.models.features import PARAGRAPH
from corpus.models.tokens import ROLES, Ints, TokenSequence
from corpus.models.weights import Floats

#: What scores a sequence of labels beside the labels themselves: one behind another, the first and the last of a piece.
CHAIN = ("transitions", "start", "end")


@dataclass(frozen=True, slots=True)
class Spans:
    """Tagged spans of one role, in order: tokens ``[first, behind)``, and the mean log probability of their labels."""

    first: Ints
    behind: Ints
    sureness: Floats

    def __len__(self) -> int:
        return len(self.first)


def best_labels(scores: Floats, pieces: Ints, chain: Mapping[str, Floats]) -> Ints:
    """The best sequence of labels of every piece.

    ``scores`` has a row a token, ``pieces`` says where each starts, ``chain`` has the arrays of `CHAIN`.
    """
    lengths = np.diff(np.append(pieces, len(scores)))
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = pieces[order], lengths[order]
    transitions = chain["transitions"]
    best = chain["start"] + scores[starts]
    came_from: list[Ints] = []
    longest = int(lengths[0]) if len(lengths) else 0
    # How many pieces have a token at each step; pieces are in order of their lengths.
    for step, alive in enumerate(np.searchsorted(-lengths, -np.arange(1, longest), side="left").tolist(), start=1):
        reached = best[:alive, :, None] + transitions
        came_from.append(reached.argmax(axis=1))
        best[:alive] = reached.max(axis=1) + scores[starts[:alive] + step]
    labels = np.zeros(len(scores), dtype=np.int64)
    last = (best + chain["end"]).argmax(axis=1)
    for step in range(len(came_from), 0, -1):
        via = came_from[step - 1]
        alive = len(via)
        labels[starts[:alive] + step] = last[:alive]
        last[:alive] = via[np.arange(alive), last[:alive]]
    labels[starts] = last
    return labels


def read_spans(tokens: TokenSequence, labels: Ints, scores: Floats) -> dict[str, Spans]:
    """The spans of each role. A later label without a first one opens a span all the same; none crosses paragraphs."""
    role = (labels + 1) // 2
    role[[w == PARAGRAPH for w in tokens.words]] = 0
    before = np.concatenate(([0], role[:-1]))
    opens = (role > 0) & ((labels % 2 == 1) | (role != before))
    behind = np.concatenate((role[1:], [0]))
    closes = (role > 0) & ((behind != role) | np.concatenate((opens[1:], [True])))
    shifted = scores - scores.max(axis=1, keepdims=True)
    sure = shifted[np.arange(len(labels)), labels] - np.log(np.exp(shifted).sum(axis=1))
    summed = np.concatenate(([0], np.cumsum(sure, dtype=np.float64)))
    first, last = np.flatnonzero(opens), np.flatnonzero(closes) + 1
    mean = ((summed[last] - summed[first]) / np.maximum(1, last - first)).astype(np.float32)
    of = role[first]
    return {name: Spans(first[of == n], last[of == n], mean[of == n]) for n, name in enumerate(ROLES, start=1)}

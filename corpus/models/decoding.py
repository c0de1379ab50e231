"""Decode label scores into spans: the best label sequence of each chunk (Viterbi 1967) and its log probabilities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from corpus.models.features import PARAGRAPH
from corpus.models.tokens import SPAN_ROLES, Ints, SpanRole, TokenSequence
from corpus.models.weights import Floats

#: The arrays of the conditional random field: scores of label transitions, of the first and of the last label.
CRF_ARRAYS = ("transitions", "start", "end")


@dataclass(frozen=True, slots=True)
class TokenSpans:
    """The tagged spans of one role, in order and disjoint.

    Attributes:
        first: int64 ``(n_spans,)``, the first token of each span.
        end: int64 ``(n_spans,)``, the token after its last one.
        log_prob: float32 ``(n_spans,)``, the mean log probability of its labels.
    """

    first: Ints
    end: Ints
    log_prob: Floats

    def __len__(self) -> int:
        return len(self.first)


def best_labels(scores: Floats, chunks: Ints, crf: Mapping[str, Floats]) -> Ints:
    """The best label sequence of every chunk.

    Args:
        scores: float32 ``(n_tokens, n_labels)``.
        chunks: int64 ``(n_chunks,)``, the first token of each chunk.
        crf: the arrays named in `CRF_ARRAYS`.

    Returns:
        Labels, int64 ``(n_tokens,)``.
    """
    lengths = np.diff(np.append(chunks, len(scores)))
    # Longest first, so that the chunks that still have a token at a step are always the first ones.
    order = np.argsort(-lengths, kind="stable")
    starts, lengths = chunks[order], lengths[order]
    transitions = crf["transitions"]
    best = crf["start"] + scores[starts]
    back_pointers: list[Ints] = []
    longest = int(lengths[0]) if len(lengths) else 0
    active_at = np.searchsorted(-lengths, -np.arange(1, longest), side="left").tolist()
    for step, active in enumerate(active_at, start=1):
        reached = best[:active, :, None] + transitions
        back_pointers.append(reached.argmax(axis=1))
        best[:active] = reached.max(axis=1) + scores[starts[:active] + step]
    labels = np.zeros(len(scores), dtype=np.int64)
    last = (best + crf["end"]).argmax(axis=1)
    for step in range(len(back_pointers), 0, -1):
        previous = back_pointers[step - 1]
        active = len(previous)
        labels[starts[:active] + step] = last[:active]
        last[:active] = previous[np.arange(active), last[:active]]
    labels[starts] = last
    return labels


def decode_spans(tokens: TokenSequence, labels: Ints, scores: Floats) -> dict[SpanRole, TokenSpans]:
    """Decode labels into spans.

    An inside label without a beginning label opens a span as well; no span crosses a paragraph.

    Args:
        tokens: the tokens of an article.
        labels: int64 ``(n_tokens,)``: 0 is outside; ``2n + 1`` begins and ``2n + 2`` continues role ``n``.
        scores: float32 ``(n_tokens, n_labels)``, for the log probabilities.

    Returns:
        The spans of each role.
    """
    role = (labels + 1) // 2
    role[[w == PARAGRAPH for w in tokens.words]] = 0
    previous = np.concatenate(([0], role[:-1]))
    opens = (role > 0) & ((labels % 2 == 1) | (role != previous))
    following = np.concatenate((role[1:], [0]))
    closes = (role > 0) & ((following != role) | np.concatenate((opens[1:], [True])))
    first, end = np.flatnonzero(opens), np.flatnonzero(closes) + 1
    sums = np.concatenate(([0], np.cumsum(_label_log_probs(labels, scores), dtype=np.float64)))
    mean = ((sums[end] - sums[first]) / np.maximum(1, end - first)).astype(np.float32)
    spans: dict[SpanRole, TokenSpans] = {}
    for number, name in enumerate(SPAN_ROLES, start=1):
        own = role[first] == number
        spans[name] = TokenSpans(first[own], end[own], mean[own])
    return spans


def _label_log_probs(labels: Ints, scores: Floats) -> Floats:
    """The log softmax of each token's label: float32 ``(n_tokens,)``."""
    shifted = scores - scores.max(axis=1, keepdims=True)
    log_probs: Floats = shifted[np.arange(len(labels)), labels] - np.log(np.exp(shifted).sum(axis=1))
    return log_probs

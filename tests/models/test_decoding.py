"""Decoding: the best labels are the best of all sequences, and spans are well formed."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import texts
from support.tiny_tagger import make_weights, sequence

from corpus.models.decoding import best_labels, decode_spans
from corpus.models.features import PARAGRAPH
from corpus.models.tokens import LABELS, SPAN_ROLES

O, B_CONTENT, I_CONTENT, B_CUE, I_CUE, B_SOURCE, I_SOURCE = range(LABELS)  # noqa: E741


def score_of(labels, scores, weights):
    inner = sum(weights["transitions"][a, b] for a, b in pairwise(labels))
    own = sum(scores[n, label] for n, label in enumerate(labels))
    return float(weights["start"][labels[0]] + own + inner + weights["end"][labels[-1]])


def best_of_all(scores, weights):
    return max(product(range(LABELS), repeat=len(scores)), key=lambda labels: score_of(labels, scores, weights))


@settings(max_examples=30)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=4), st.integers(0, 1000))
def test_best_labels_are_the_best_of_all(lengths, seed):
    """Each chunk by itself, whatever is around it."""
    weights = make_weights(seed=seed % 5)
    scores = np.random.default_rng(seed).normal(size=(sum(lengths), LABELS)).astype(np.float32) * 2
    pieces = np.cumsum([0, *lengths[:-1]])
    labels = best_labels(scores, pieces, weights)
    for start, length in zip(pieces, lengths, strict=True):
        part = scores[start : start + length]
        expected = score_of(best_of_all(part, weights), part, weights)
        assert score_of(labels[start : start + length], part, weights) == pytest.approx(expected, abs=1e-4)


def test_best_labels_of_longer_pieces():
    weights = make_weights(seed=1)
    scores = np.random.default_rng(1).normal(size=(6, LABELS)).astype(np.float32)
    labels = best_labels(scores, np.array([0, 5]), weights)
    assert tuple(labels[:5]) == best_of_all(scores[:5], weights)
    assert tuple(labels[5:]) == best_of_all(scores[5:], weights)


def test_nothing_has_no_labels():
    none = np.zeros((0, LABELS), dtype=np.float32)
    assert len(best_labels(none, np.zeros(0, dtype=np.int64), make_weights())) == 0


def spans_of(text, labels):
    tokens = sequence(text)
    assert len(tokens) == len(labels)
    spans = decode_spans(tokens, np.array(labels), np.zeros((len(labels), LABELS), dtype=np.float32))
    return {role: list(zip(s.first.tolist(), s.end.tolist(), strict=True)) for role, s in spans.items()}


def test_spans_of_labels():
    found = spans_of("a b c d e f", [O, B_CONTENT, I_CONTENT, B_CUE, B_SOURCE, I_SOURCE, O])
    assert found == {"content": [(1, 3)], "cue": [(3, 4)], "source": [(4, 6)]}


def test_a_first_label_opens_a_span():
    found = spans_of("a b c d", [O, B_CONTENT, B_CONTENT, I_CONTENT, B_CONTENT])
    assert found["content"] == [(1, 2), (2, 4), (4, 5)]


def test_a_later_label_without_a_first_one_opens_a_span():
    found = spans_of("a b c d", [O, I_CUE, I_CUE, I_SOURCE, O])
    assert found == {"content": [], "cue": [(1, 3)], "source": [(3, 4)]}


def test_no_span_crosses_paragraphs():
    """Whatever label a paragraph's own token has."""
    for label in (O, I_CONTENT, B_CONTENT):
        assert spans_of("a b\n\nc", [label, B_CONTENT, I_CONTENT, label, I_CONTENT])["content"] == [(1, 3), (4, 5)]


@settings(max_examples=100)
@given(texts, st.integers(0, 1000))
def test_spans_are_disjoint_and_inside_paragraphs(case, seed):
    """Together they have every token with a label, each once."""
    code, text = case
    tokens = sequence(text, code)
    chance = np.random.default_rng(seed)
    scores = chance.normal(size=(len(tokens), LABELS)).astype(np.float32)
    labels = chance.integers(0, LABELS, len(tokens))
    spans = decode_spans(tokens, labels, scores)
    assert tuple(spans) == SPAN_ROLES
    seen = []
    for n, role in enumerate(SPAN_ROLES):
        firsts = spans[role].first.tolist()
        assert firsts == sorted(firsts)
        assert (spans[role].log_prob <= 1e-6).all()
        for first, end in zip(firsts, spans[role].end.tolist(), strict=True):
            assert first < end
            assert len(set(tokens.paragraph[first:end].tolist())) == 1
            assert set(((labels[first:end] + 1) // 2).tolist()) == {n + 1}
            seen += range(first, end)
    words = [n for n, w in enumerate(tokens.words) if w != PARAGRAPH]
    assert sorted(seen) == [n for n in words if labels[n] != O]


def test_log_prob_is_the_mean_of_labels():
    tokens = sequence("a b")
    scores = np.zeros((3, LABELS), dtype=np.float32)
    scores[1, B_CUE], scores[2, I_CUE] = 3, 1
    spans = decode_spans(tokens, np.array([O, B_CUE, I_CUE]), scores)
    chances = [np.exp(3) / (np.exp(3) + 6), np.e / (np.e + 6)]
    assert spans["cue"].log_prob[0] == pytest.approx(np.log(chances).mean(), abs=1e-5)


def test_log_prob_of_extreme_scores():
    tokens = sequence("a b")
    scores = np.zeros((3, LABELS), dtype=np.float32)
    scores[1, B_CUE], scores[2] = 3e4, -3e4
    found = decode_spans(tokens, np.array([O, B_CUE, B_CUE]), scores)["cue"].log_prob
    assert np.isfinite(found).all()
    assert found[0] == pytest.approx(0)

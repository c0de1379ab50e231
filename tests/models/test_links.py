"""Links: every pair in reach is a candidate, each span gets one choice, and the work is linear."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import news
from support.tiny_tagger import ARTICLE, FEATURES, make_weights, read, sequence

from corpus.models.decoding import decode_spans
from corpus.models.features import PARAGRAPH
from corpus.models.links import (
    BUCKETS,
    LINK_KINDS,
    SpanCounts,
    candidate_pairs,
    choose_links,
    score_links,
    span_vectors,
)
from corpus.models.tokens import LABELS, SPAN_ROLES, make_token_sequence

#: How far apart two linked spans may be: paragraphs that the second may be before the first, and tokens.
PARAGRAPHS, TOKENS = (4, 1), 200
#: The columns of features that say what the rules know.
TIED, RULED = 10, 11


def random_spans(tokens, seed, *, density=0.5):
    chance = np.random.default_rng(seed)
    labels = chance.integers(0, LABELS, len(tokens)) * (chance.random(len(tokens)) < density)
    return decode_spans(tokens, labels, np.zeros((len(tokens), LABELS), dtype=np.float32))


def bounds(spans):
    return list(zip(spans.first.tolist(), spans.end.tolist(), strict=True))


def naive_pairs(kind, spans, tokens):
    """Each pair with the gap between the two and whether the second is after the first."""
    first, second = (bounds(spans[role]) for role in LINK_KINDS[kind])
    for i, a in enumerate(first):
        for j, b in enumerate(second):
            forward = b[0] >= a[1]
            low, high = (a[1], b[0]) if forward else (b[1], a[0])
            back = tokens.paragraph[a[0]] - tokens.paragraph[b[0]]
            if high >= low and high - low <= TOKENS and 0 <= back <= PARAGRAPHS[kind]:
                yield i, j, low, high, forward, int(back)


def naive_features(row, spans, tokens):
    _, _, low, high, forward, back = row
    inside = [sum(low <= a and b <= high for a, b in bounds(spans[role])) for role in SPAN_ROLES]
    ends = [n for n in range(low, high) if tokens.words[n] in ".!?…" and tokens.quotation[n] == 0]
    gap = high - low
    columns = [
        1 if forward else -1, np.log1p(gap) / 2, gap <= 1, back == 0, back > 0, min(3, back) / 2, min(3, len(ends)) / 2,
        *(min(3, n) / 2 for n in inside),
    ]  # fmt: skip
    return [float(t) for t in columns]


@settings(max_examples=60)
@given(news("en"), st.integers(0, 1000), st.sampled_from([0, 1]))
def test_pairs_are_those_of_a_double_loop(text, seed, kind):
    tokens = sequence(text)
    spans = random_spans(tokens, seed)
    pairs = candidate_pairs(kind, spans, SpanCounts(tokens, spans), [])
    naive = list(naive_pairs(kind, spans, tokens))
    assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == [row[:2] for row in naive]
    assert pairs.features.shape == (len(naive), FEATURES)
    assert ((pairs.bucket >= 0) & (pairs.bucket < 2 * BUCKETS)).all()
    for row, features, bucket in zip(naive, pairs.features, pairs.bucket, strict=True):
        assert features[:TIED] == pytest.approx(naive_features(row, spans, tokens), abs=1e-5)
        assert not features[TIED:].any()
        assert (bucket < BUCKETS) == row[4]


def test_pairs_of_long_articles():
    """Where paragraphs and tokens are both too far for some pairs."""
    tokens = sequence("\n\n".join(["He said it is so. " * 12] * 12))
    spans = random_spans(tokens, 7, density=0.2)
    for kind in range(len(LINK_KINDS)):
        pairs = candidate_pairs(kind, spans, SpanCounts(tokens, spans), [])
        naive = [row[:2] for row in naive_pairs(kind, spans, tokens)]
        assert list(zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)) == naive
        assert 0 < len(naive) < len(spans[LINK_KINDS[kind][0]]) * len(spans[LINK_KINDS[kind][1]]) / 2


def test_buckets_grow_with_distance():
    """Each distance has one, near ones a bucket each, and no farther one a smaller bucket."""
    words = ["x"] * 220
    tokens = sequence(" ".join(words))
    labels = np.zeros(len(tokens), dtype=np.int64)
    labels[1] = 1
    labels[2:] = 3
    spans = decode_spans(tokens, labels, np.zeros((len(tokens), LABELS), dtype=np.float32))
    pairs = candidate_pairs(0, spans, SpanCounts(tokens, spans), [])
    buckets = pairs.bucket.tolist()
    assert buckets[:12] == list(range(12))
    assert buckets == sorted(buckets)
    assert 12 < buckets[-1] < BUCKETS


def test_links_that_the_rules_know():
    article, segments, quoted, found = read("Kari Moen said that the road is new. Per Lund said that it is old.")
    tokens = make_token_sequence(article, segments, quoted, found)
    assert len(found) == 2
    spans = decode_spans(tokens, _labels_of(tokens), np.zeros((len(tokens), LABELS), dtype=np.float32))
    assert [len(spans[role]) for role in SPAN_ROLES] == [2, 2, 2]
    for kind in range(len(LINK_KINDS)):
        pairs = candidate_pairs(kind, spans, SpanCounts(tokens, spans), found)
        tied = (pairs.features[:, TIED] > 0).tolist()
        assert tied == (pairs.first == pairs.second).tolist()
        assert pairs.features[:, RULED].all()


def _labels_of(tokens):
    """The labels that say what the rules say."""
    columns = [np.where(tokens.rules[:, n] > 0, 2 * n + 3 - tokens.rules[:, n], 0) for n in range(len(SPAN_ROLES))]
    labels = np.zeros(len(tokens), dtype=np.int64)
    for n, column in enumerate(columns):
        first = tokens.rules[:, n] == 1
        labels = np.where(column > 0, np.where(first, 2 * n + 1, 2 * n + 2), labels)
    return labels


def test_links_that_a_later_paragraph_completes_are_known_there():
    """The content has its cue; the cue has only what was known in its own paragraph."""
    article, segments, quoted, found = read("Kari Moen said:\n\n“The road is new.”")
    assert [f.rule for f in found] == ["direct.introduced"]
    tokens = make_token_sequence(article, segments, quoted, found)
    labels = np.array([0, 5, 6, 3, 0, 0, 0, 1, 2, 2, 2, 2, 0])
    spans = decode_spans(tokens, labels, np.zeros((len(tokens), LABELS), dtype=np.float32))
    known = [candidate_pairs(kind, spans, SpanCounts(tokens, spans), found).features[:, TIED:] for kind in (0, 1)]
    assert known[0].tolist() == [[1, 1]]
    assert known[1].tolist() == [[0, 0]]


def test_pairs_are_linear_in_length():
    def count(times):
        tokens = sequence("\n\n".join([ARTICLE] * times))
        boundary = np.array([w == PARAGRAPH for w in tokens.words])
        labels = np.where(boundary, 0, np.arange(len(tokens)) % LABELS)
        spans = decode_spans(tokens, labels, np.zeros((len(tokens), LABELS), dtype=np.float32))
        around = SpanCounts(tokens, spans)
        return [len(candidate_pairs(kind, spans, around, [])) for kind in range(len(LINK_KINDS))]

    for once, twice in zip(count(20), count(40), strict=True):
        assert 0 < twice <= 2.2 * once


@settings(max_examples=60)
@given(news("en"), st.integers(0, 1000), st.sampled_from([0, 1]))
def test_choices_are_the_likeliest(text, seed, kind):
    tokens = sequence(text)
    weights = make_weights(seed=seed % 7)
    spans = random_spans(tokens, seed)
    pairs = candidate_pairs(kind, spans, SpanCounts(tokens, spans), [])
    hidden = np.random.default_rng(seed).normal(size=(len(tokens), 8)).astype(np.float32)
    chosen, chances = choose_links(pairs, *score_links(kind, pairs, states_of(spans, hidden), weights))
    assert len(chosen) == len(chances) == len(spans[LINK_KINDS[kind][0]])
    for i, (j, chance) in enumerate(zip(chosen, chances, strict=True)):
        none, scores = naive_scores(kind, i, spans, pairs, hidden=hidden, weights=weights)
        every = np.array([none, *scores.values()], dtype=np.float64)
        likely = np.exp(every - every.max())
        likely /= likely.sum()
        assert 0 < chance <= 1
        assert chance == pytest.approx(likely.max(), rel=1e-2, abs=1e-4)
        own = none if j is None else scores[j]
        assert own == pytest.approx(every.max(), rel=1e-3, abs=1e-3)


def states_of(spans, hidden):
    return {role: span_vectors(hidden, spans[role]) for role in SPAN_ROLES}


def naive_scores(kind, i, spans, pairs, *, hidden, weights):
    """The score of no link of a span, and of each of its pairs by their second."""

    def name(what):
        return weights[f"link.{kind}.{what}"].astype(np.float64)

    def vector(side, first, end):
        own = hidden[first:end].astype(np.float64)
        return np.concatenate((own[0], own[-1], own.mean(axis=0))) @ name(side) + name(f"{side}.bias")

    left = vector("left", *bounds(spans[LINK_KINDS[kind][0]])[i])
    none = np.maximum(left, 0) @ name("none") + name("none.bias")[0]
    scores = {}
    for n in np.flatnonzero(pairs.first == i):
        right = vector("right", *bounds(spans[LINK_KINDS[kind][1]])[pairs.second[n]])
        inner = left @ name("from_left") + right @ name("from_right") + (left * right) @ name("from_both")
        inner += name("distance")[pairs.bucket[n]] + pairs.features[n] @ name("from_features")
        scores[int(pairs.second[n])] = np.maximum(inner, 0) @ name("out") + name("out.bias")[0]
    return none, scores


def test_without_spans_there_is_nothing_to_choose():
    tokens = sequence("The road was new.")
    spans = random_spans(tokens, 0, density=0)
    pairs = candidate_pairs(0, spans, SpanCounts(tokens, spans), [])
    hidden = np.zeros((len(tokens), 8), dtype=np.float32)
    assert choose_links(pairs, *score_links(0, pairs, states_of(spans, hidden), make_weights())) == ([], [])

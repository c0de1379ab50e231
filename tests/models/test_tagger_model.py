"""Tagger models: the scores of one network, and the pooled scores of several."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import texts
from support.tiny_tagger import ARTICLE, make_weights, read, sequence

from corpus.languages.language import load_language
from corpus.models.decoding import CRF_ARRAYS, best_labels, decode_spans
from corpus.models.links import LINK_KINDS, SpanCounts, candidate_pairs
from corpus.models.tagger import tag_article
from corpus.models.tagger_model import HiddenStates, LightModel, PooledModel, PooledScores

ONE, OTHER = (LightModel(make_weights(seed=seed)) for seed in (2, 5))
ENGLISH = load_language("en")


def tags(tagger_model, text, code="en"):
    return tag_article(*read(text, code), tagger_model=tagger_model, language=load_language(code))


@settings(max_examples=30)
@given(texts)
def test_a_reader_with_itself_finds_what_it_finds_alone(case):
    """A half and a half are one; floats of halves are exact."""
    code, text = case
    assert tags(PooledModel([(0.5, ONE), (0.5, ONE)]), text, code) == tags(ONE, text, code)


@pytest.mark.parametrize("share", [0.0, 1e-6])
def test_a_reader_without_a_share_says_nothing(share):
    alone, pooled = tags(ONE, ARTICLE), tags(PooledModel([(1.0, ONE), (share, OTHER)]), ARTICLE)
    assert [(t.content, t.cue, t.source) for t in pooled] == [(t.content, t.cue, t.source) for t in alone]


def test_a_second_reader_changes_what_is_found():
    assert tags(PooledModel([(1.0, ONE), (1.0, OTHER)]), ARTICLE) != tags(ONE, ARTICLE)


@given(st.floats(0.1, 2), st.floats(0.1, 2))
def test_scores_are_added_up_with_their_shares(a, b):
    tokens = sequence(ARTICLE)
    readings = [r.score(tokens, ENGLISH) for r in (ONE, OTHER)]
    both = PooledScores(list(zip((a, b), readings, strict=True)))
    spans = decode_spans(tokens, best_labels(both.labels(), tokens.chunks, both.crf_arrays()), both.labels())
    pairs = [candidate_pairs(k, spans, SpanCounts(tokens, spans), []) for k in range(len(LINK_KINDS))]
    asked = [
        lambda r: r.labels(),
        *(lambda r, name=name: r.crf_arrays()[name] for name in CRF_ARRAYS),
        *(lambda r, k=k, n=n: r.links(k, pairs[k], spans)[n] for k in range(len(LINK_KINDS)) for n in range(2)),
    ]
    for ask in asked:
        assert np.allclose(ask(both), a * ask(readings[0]) + b * ask(readings[1]), rtol=1e-3, atol=1e-3)


def test_it_is_called_as_the_first():
    pooled = PooledModel([(1.0, ONE), (0.5, OTHER)])
    assert (pooled.name, pooled.keeps_stances) == (ONE.name, ONE.keeps_stances)
    assert isinstance(ONE.score(sequence(ARTICLE), ENGLISH), HiddenStates)

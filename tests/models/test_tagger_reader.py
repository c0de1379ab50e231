"""Readers: what one network scores, and what several score together."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.strategies import texts
from support.tiny_tagger import ARTICLE, make_weights, read, sequence

from corpus.languages.language import load_language
from corpus.models.decoding import CHAIN, best_labels, read_spans
from corpus.models.links import KINDS, Surroundings, find_pairs
from corpus.models.reader import LightReader, PooledReader, States, Together
from corpus.models.tagger import tag_article

ONE, OTHER = (LightReader(make_weights(seed=seed)) for seed in (2, 5))
ENGLISH = load_language("en")


def tags(reader, text, code="en"):
    return tag_article(*read(text, code), reader=reader, language=load_language(code))


@settings(max_examples=30)
@given(texts)
def test_a_reader_with_itself_finds_what_it_finds_alone(case):
    """A half and a half are one; floats of halves are exact."""
    code, text = case
    assert tags(PooledReader([(0.5, ONE), (0.5, ONE)]), text, code) == tags(ONE, text, code)


@pytest.mark.parametrize("share", [0.0, 1e-6])
def test_a_reader_without_a_share_says_nothing(share):
    alone, pooled = tags(ONE, ARTICLE), tags(PooledReader([(1.0, ONE), (share, OTHER)]), ARTICLE)
    assert [(t.content, t.cue, t.source) for t in pooled] == [(t.content, t.cue, t.source) for t in alone]


def test_a_second_reader_changes_what_is_found():
    assert tags(PooledReader([(1.0, ONE), (1.0, OTHER)]), ARTICLE) != tags(ONE, ARTICLE)


@given(st.floats(0.1, 2), st.floats(0.1, 2))
def test_scores_are_added_up_with_their_shares(a, b):
    tokens = sequence(ARTICLE)
    readings = [r.read(tokens, ENGLISH) for r in (ONE, OTHER)]
    both = Together(list(zip((a, b), readings, strict=True)))
    spans = read_spans(tokens, best_labels(both.labels(), tokens.pieces, both.chain()), both.labels())
    pairs = [find_pairs(k, spans, Surroundings(tokens, spans), []) for k in range(len(KINDS))]
    asked = [
        lambda r: r.labels(),
        *(lambda r, name=name: r.chain()[name] for name in CHAIN),
        *(lambda r, k=k, n=n: r.links(k, pairs[k], spans)[n] for k in range(len(KINDS)) for n in range(2)),
    ]
    for ask in asked:
        assert np.allclose(ask(both), a * ask(readings[0]) + b * ask(readings[1]), rtol=1e-3, atol=1e-3)


def test_it_is_called_as_the_first():
    pooled = PooledReader([(1.0, ONE), (0.5, OTHER)])
    assert (pooled.name, pooled.everything) == (ONE.name, ONE.everything)
    assert isinstance(ONE.read(sequence(ARTICLE), ENGLISH), States)

"""Grouping of linked spans into tagged attributions."""

import math

import numpy as np
import pytest
from support.tiny_tagger import make_weights, read, sequence

from corpus.languages.language import load_language
from corpus.models.decoding import TokenSpans
from corpus.models.links import LinkChoices
from corpus.models.tagger import UNLINKED, _group, _log, tag_article
from corpus.models.tagger_model import LightModel

TEXT = "It is safe, said Moen. “So” it is.\n\nIt was not."
TOKENS = sequence(TEXT)


def spans(*parts):
    """Spans of words, with log probabilities of -1, -2 and so on."""
    bounds = [(TOKENS.words.index(first), TOKENS.words.index(last) + 1) for first, last in parts]
    first, end = np.array(bounds, dtype=np.int64).reshape(-1, 2).T
    return TokenSpans(first, end, -np.arange(1, len(bounds) + 1, dtype=np.float32))


def group(contents, cues, sources, *, cue_of, source_of):
    found = _group(
        TOKENS,
        {"content": spans(*contents), "cue": spans(*cues), "source": spans(*sources)},
        LinkChoices(cue_of, [0.5] * len(cue_of)),
        LinkChoices(source_of, [0.25] * len(source_of)),
    )
    return [
        ([s.of(TEXT) for s in t.content], [s.of(TEXT) for s in t.cue], [s.of(TEXT) for s in t.source]) for t in found
    ], found


def test_a_content_with_cue_and_source():
    texts, (found,) = group([("is", "safe")], [("said", "said")], [("Moen", "Moen")], cue_of=[0], source_of=[0])
    assert texts == [(["is safe"], ["said"], ["Moen"])]
    assert found.log_probs == (-1, -1, -1, math.log(0.5), math.log(0.25))


def test_a_missing_source_has_the_log_probability_of_none():
    _, (found,) = group([("is", "safe")], [("said", "said")], [("Moen", "Moen")], cue_of=[0], source_of=[None])
    assert (found.source, found.log_probs.source, found.log_probs.source_link) == ((), 0, math.log(0.25))


def test_punctuation_alone_is_neither_content_nor_source():
    texts, _ = group([(",", ","), ("safe", "safe")], [("said", "said")], [(".", ".")], cue_of=[0, 0], source_of=[0])
    assert texts == [(["safe"], ["said"], [])]


def test_unlinked_contents_come_last():
    texts, found = group([("safe", "safe"), ("So", "So")], [("said", "said")], [], cue_of=[None, 0], source_of=[None])
    assert texts == [(["So"], ["said"], []), (["safe"], [], [])]
    assert found[1].log_probs == UNLINKED


def test_parts_in_later_paragraphs_do_not_count_in_the_log_probabilities():
    contents = [("is", "safe"), ("So", "So"), ("was", "not")]
    texts, (found,) = group(contents, [("said", "said")], [], cue_of=[0, 0, 0], source_of=[None])
    assert texts == [(["is safe", "So", "was not"], ["said"], [])]
    assert found.log_probs.content == -2


@pytest.mark.parametrize(("probability", "log"), [(1, 0), (0, -20), (1e-300, -20), (0.5, math.log(0.5))])
def test_log_has_a_floor(probability, log):
    assert _log(probability) == log


def test_an_article_without_kept_lines_has_no_attributions():
    article, _, _, _ = read(TEXT)
    model = LightModel(make_weights())
    assert tag_article(article, [], [], [], tagger_model=model, language=load_language("en")) == []

"""Speakers without an authority file: mention chains of the articles in ``tests/speakers/``, and why nobody is told."""

import functools

import pytest
from support.speaker_articles import ARTICLES
from support.tagged import by_rules

from corpus.clean.roles import plain_segments
from corpus.languages.language import article_tokens, load_language
from corpus.quotes.engine import find_attributions
from corpus.records import UNKNOWN, Speaker
from corpus.speakers.authority import Authority
from corpus.speakers.resolution import resolve_speakers


@functools.cache
def annotated(name):
    language, text, _ = ARTICLES[name]
    return by_rules(text, language=language)


def lines():
    for name, (_, _, said) in ARTICLES.items():
        for n, (words, speaker, kind, resolution, *reason) in enumerate(said):
            marks = [pytest.mark.xfail(strict=True, reason=reason[0])] if reason else []
            yield pytest.param(name, n, words, (speaker, kind, resolution), id=f"{name}: {words}", marks=marks)


@pytest.mark.parametrize(("name", "place", "words", "wanted"), list(lines()))
def test_chain(name, place, words, wanted):
    found = annotated(name).attributions[place]
    assert words in annotated(name).words_of(found.content)
    assert (found.speaker, found.speaker_kind, found.resolution) == wanted


@pytest.mark.parametrize("name", list(ARTICLES))
def test_every_attribution_has_a_line(name):
    assert len(annotated(name).attributions) == len(ARTICLES[name][2])


def resolved(text, language="en", speakers=()):
    known, segments = load_language(language), plain_segments(text)
    tokens = article_tokens(text, segments, known)
    found, _ = find_attributions(tokens, segments, known)
    return resolve_speakers(tokens, segments, found, language=known, authority=Authority(speakers, known))


@pytest.mark.parametrize("name", list(ARTICLES))
def test_unknown_has_a_reason_and_a_name_has_none(name):
    language, text, _ = ARTICLES[name]
    assert all((r.reason is None) == (r.who.name != UNKNOWN) for r in resolved(text, language))


REASONS = [
    ("The council said that it rained.", "it is described, but not named"),
    ("He said that it rained.", "nobody is named right before the pronoun"),
    ("John Vance and Paul Reed met Mark Dunn and Leo Falk. It was late and dark. Cars stood. He said that it rained.",
     "the pronoun fits several"),
    ("“It will rain.”", "nobody has spoken right before"),
    ("John Vance and several officials said that it rained.", "not all of those who speak together are named"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "reason"), REASONS)
def test_reason(text, reason):
    found = resolved(text)[-1]
    assert (found.who.name, found.reason) == (UNKNOWN, reason)


def test_the_authority_file_goes_before_the_article():
    """A known name is called as the file calls it, whatever longer form the article has."""
    vance = Speaker("vance", "Jo Vance", "person", aliases={"en": ("Vance", "John Q. Vance")})
    text = "John Q. Vance said that it rained. He said that the road was wet. The road was closed, Vance said."
    assert [r.who.speaker_id for r in resolved(text, speakers=[vance])] == ["vance"] * 3


def test_a_name_is_its_longest_form_wherever_it_stands():
    first, second = resolved("The town is dry, Vance said.\n\nThe road is wet, Peter Q. Vance said.")
    assert first.who == second.who
    assert first.who.name == "Peter Q. Vance"


def test_a_name_that_two_people_have_is_the_more_salient_ones_with_less_confidence():
    own, shared = resolved(
        "Anna Moen said that it rained. Erik Moen stayed. Anna Moen left. The roof leaks, Moen said."
    )
    assert (shared.who.name, shared.evidence) == ("Anna Moen", "shared name")
    assert shared.confidence < own.confidence


@pytest.mark.parametrize(("title", "name"), [("Ms", "Anna Moen"), ("Mr", "Erik Moen")])
def test_a_courtesy_title_tells_two_people_of_one_last_name_apart(title, name):
    text = f"Anna Moen said that it rained. Erik Moen said that it snowed. The roof leaks, {title} Moen said."
    assert resolved(text)[-1].who.name == name


def test_every_named_speaker_has_a_confidence_and_evidence():
    found = resolved("Anna Moen said that it rained. She said that it snowed. “It is cold,” the mayor said.")
    assert [(r.confidence is not None, bool(r.evidence)) for r in found] == [
        (r.who.name != UNKNOWN,) * 2 for r in found
    ]

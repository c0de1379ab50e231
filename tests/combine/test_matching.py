"""Matching of rules and tagger: one attribution where both agree, and the overlap of the others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.combine.matching import (
    Overlap,
    _is_decided_by_rules,
    _is_usable_cue,
    _overlap_with,
    _overlapping_pairs,
    match_candidates,
)
from corpus.combine.normalize_spans import SpanNormalizer
from corpus.languages.language import load_language
from corpus.languages.tokenizer import ArticleTokens
from corpus.models.tagger import TaggedAttribution
from corpus.quotes.marks import pair_marks
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span

TEXT = "“The road is new,” Kari Moen has said. Per Lund claimed that the old harbour is not safe. He did not say why."
SURE = (-0.1, -0.2, -0.3, -0.4, -0.5)


def at(words, text=TEXT):
    start = text.index(words)
    return Span(start, start + len(words))


def tagged(content, cue, source=None):
    own = () if source is None else (at(source),)
    return TaggedAttribution(content=(at(content),), cue=(at(cue),), source=own, log_probs=SURE)


def ruled(content, cue=None, source=None, *, rule="direct.trailing", implied=False):
    spans = [() if words is None else (at(words),) for words in (cue, source)]
    return RawAttribution(content=(at(content),), cue=spans[0], source=spans[1], rule=rule, implied=implied)


def tokens(text):
    return ArticleTokens(text, [(0, len(text))], folding=load_language("en").fold)


def joined(found, tags, text=TEXT):
    normalizer = SpanNormalizer(tokens(text), load_language("en"), pair_marks(text, 0, len(text)))
    return match_candidates(found, tags, normalizer=normalizer, name="tagger.x")


def counts(words, text=TEXT):
    return SpanNormalizer(tokens(text), load_language("en"), ()).is_countable(at(words, text))


def words(spans):
    return [s.of(TEXT) for s in spans]


def test_what_both_have_is_one_attribution():
    found = ruled("The road is new,", "said", "Kari Moen")
    (only,) = joined([found], [tagged("“The road is new,”", "has said", "Kari Moen")])
    assert only.attribution == found
    assert only.by_rules is found
    assert only.tagged is not None
    assert only.overlap == ""


def test_the_source_of_both_is_the_taggers_where_they_differ():
    found = ruled("The road is new,", "said", "Per Lund")
    (only,) = joined([found], [tagged("“The road is new,”", "has said", "Kari Moen")])
    assert words(only.attribution.source) == ["Kari Moen"]
    assert words(only.attribution.cue) == ["said"]


def test_the_cue_of_both_is_the_taggers_where_they_are_apart():
    """It is the one that its source goes with."""
    found = ruled("The road is new,", "claimed", "Per Lund", rule="direct.leading")
    (only,) = joined([found], [tagged("“The road is new,”", "has said", "Kari Moen")])
    assert (words(only.attribution.cue), words(only.attribution.source)) == (["said"], ["Kari Moen"])


@pytest.mark.parametrize("rule", ["direct.trailing", "indirect.trailing", "indirect.according"])
def test_what_a_cue_stands_right_behind_is_of_that_cue(rule):
    """Wherever the tagger has another."""
    found = ruled("The road is new,", "said", "Kari Moen", rule=rule)
    (only,) = joined([found], [tagged("“The road is new,”", "claimed", "Per Lund")])
    assert only.attribution == found
    assert only.tagged is not None


def test_no_source_of_the_taggers_takes_none_away():
    found = ruled("The road is new,", "said", "Kari Moen")
    (only,) = joined([found], [tagged("“The road is new,”", "has said", None)])
    assert words(only.attribution.source) == ["Kari Moen"]


@pytest.mark.parametrize(
    ("rules", "source"),
    [
        ("Moen, who drives", "Moen, who drives"),
        ("Moen, who drives, declined", "Moen, who drives, declined"),
        ("Kari Moen", "Moen"),
    ],
)
def test_the_source_of_both_keeps_the_apposition_of_the_rules(rules, source):
    """An apposition after a name stays; words before it that the tagger leaves out do not."""
    text = "“The road is new,” said Kari Moen, who drives, declined."
    found = RawAttribution((at("The road is new,", text),), (at("said", text),), (at(rules, text),), "direct.trailing")
    mine = TaggedAttribution((at("The road is new,", text),), (at("said", text),), (at("Moen", text),), SURE)
    (only,) = joined([found], [mine], text)
    assert [s.of(text) for s in only.attribution.source] == [source]


def test_parts_of_both_do_not_overlap():
    text = "Federal and state law says that the road is new."
    found = RawAttribution(
        (at("the road is new", text),), (at("state", text),), (at("Federal and state law", text),), "indirect.that"
    )
    mine = TaggedAttribution(
        (at("that the road is new", text),), (at("says", text),), (at("Federal and state law", text),), SURE
    )
    (only,) = joined([found], [mine], text)
    assert [s.of(text) for s in only.attribution.cue] == ["says"]


def test_quoted_words_are_speech_whatever_the_cue():
    text = "“I am here,” Ann Lee smiled."
    mine = TaggedAttribution((at("“I am here,”", text),), (at("smiled", text),), (at("Ann Lee", text),), SURE)
    (only,) = joined([], [mine], text)
    assert only.attribution.act == "speech"


def test_the_content_of_both_is_the_taggers_where_they_are_not_alike():
    found = ruled("the old harbour is not safe. He", "claimed", "Per Lund", rule="indirect.that")
    (only,) = joined([found], [tagged("that the old harbour is not safe", "claimed", "Per Lund")])
    assert words(only.attribution.content) == ["the old harbour is not safe"]


def test_what_is_implied_stays_so_only_without_a_source():
    found = ruled("The road is new,", "said", implied=True)
    (without,) = joined([found], [tagged("“The road is new,”", "has said")])
    assert without.attribution.implied
    (with_source,) = joined([found], [tagged("“The road is new,”", "has said", "Kari Moen")])
    assert not with_source.attribution.implied
    assert words(with_source.attribution.source) == ["Kari Moen"]


def test_a_cue_that_the_rules_lack_is_the_taggers():
    (only,) = joined([ruled("The road is new,")], [tagged("“The road is new,”", "has said", "Kari Moen")])
    assert words(only.attribution.cue) == ["said"]


def test_what_the_tagger_alone_has_is_drawn_as_the_guidelines_say():
    (only,) = joined([], [tagged("that the old harbour is not safe.", "claimed", "Per Lund")])
    assert words(only.attribution.content) == ["the old harbour is not safe"]
    assert (words(only.attribution.cue), words(only.attribution.source)) == (["claimed"], ["Per Lund"])
    assert (only.attribution.rule, only.attribution.act, only.by_rules, only.overlap) == (
        "tagger.x",
        "speech",
        None,
        "",
    )
    (quoted,) = joined([], [tagged("“The road is new,”", "has said", "Kari Moen")])
    assert words(quoted.attribution.content + quoted.attribution.cue) == ["The road is new,", "said"]


def test_a_stance_is_told_from_speech():
    text = "The council endorsed that the road is new."
    (only,) = joined([], [TaggedAttribution((at("the road", text),), (at("endorsed", text),), (), SURE)], text)
    assert only.attribution.act == "stance"


@pytest.mark.parametrize("cue", ["did not say", "not safe"])
def test_negated_cues_do_not_count(cue):
    assert not counts(cue)


def test_attitudes_do_not_count():
    text = "She thought that the road is new."
    assert not counts("thought", text)


def test_what_only_the_rules_found_has_its_overlap():
    found = [ruled("The road is new,", "said", "Kari Moen"), ruled("why", "say", "He")]
    first, second = joined(found, [tagged("“The road is new,”", "has said", "Kari Moen")])
    assert (first.tagged is None, second.tagged, second.attribution, second.overlap) == (False, None, found[1], "")


def test_inside_and_crossed():
    """Nested: all of it is inside a content of the other. Crossing: only part of it is."""
    inner = ruled("harbour is", "old", "the")
    crossing = ruled("safe. He did", "say")
    whole = tagged("that the old harbour is not safe", "claimed", "Per Lund")
    tags, inside, crossed = joined([inner, crossing], [whole])
    assert (inside.attribution, inside.overlap) == (inner, "nested")
    assert (crossed.attribution, crossed.overlap) == (crossing, "crossing")
    assert tags.overlap == "crossing"
    (small, outer) = joined([ruled("the old harbour is not safe", "claimed")], [tagged("harbour", "old", "the")])
    assert (small.overlap, small.by_rules, outer.overlap) == ("nested", None, "crossing")


def test_each_of_both_is_joined_once():
    """Two of the rules' with the same content have one partner: the likest, or the first."""
    found = [ruled("The road is new,", "said", "Kari Moen"), ruled("The road is new", "said", "Kari Moen")]
    one, rest = joined(found, [tagged("The road is new", "has said", "Kari Moen")])
    assert (one.by_rules, rest.by_rules) == (found[1], found[0])
    twice = [tagged("The road is new,", "has said"), tagged("The road is new,", "claimed")]
    candidates = joined(found[:1], twice)
    assert [c.by_rules for c in candidates] == [found[0], None]
    assert len(candidates) == 2


SPANS = st.tuples(st.integers(0, len(TEXT) - 1), st.integers(1, 40)).map(
    lambda p: Span(p[0], min(len(TEXT), p[0] + p[1]))
)


@given(st.lists(SPANS, max_size=6), st.lists(SPANS, max_size=6))
def test_nothing_is_lost_and_nothing_twice(ruled_spans, tagged_spans):
    """Every attribution of the rules is in one candidate, and every one of the tagger's that counts."""
    cue = at("claimed")
    found = [RawAttribution(content=(s,), cue=(), source=(), rule=f"r{n}") for n, s in enumerate(ruled_spans)]
    tags = [TaggedAttribution((s,), (cue,), (), (-n, 0, 0, 0, 0)) for n, s in enumerate(tagged_spans)]
    candidates = joined(found, tags)
    assert sorted(c.by_rules.rule for c in candidates if c.by_rules) == sorted(f.rule for f in found)
    assert [c.tagged for c in candidates if c.tagged] == tags
    for c in candidates:
        own, others = (c.by_rules, tags) if c.tagged is None else (c.tagged, found)
        touching = any(own.content[0].overlaps(o.content[0]) for o in others)
        if c.by_rules is None or c.tagged is None:
            assert bool(c.overlap) == touching
        else:
            assert c.overlap == ""


@pytest.mark.parametrize(
    ("rule", "source", "cue", "decided"),
    [
        ("direct.dash", "Per Lund", "said", True),  # layout, and the tagger names somebody else
        ("direct.dash", "Kari Moen", "said", False),  # layout, and both name the same source
        ("direct.dash", None, "said", False),  # layout without a source
        ("direct.trailing", "Per Lund", "claimed", True),  # a cue next to the words that the tagger lacks
        ("direct.trailing", "Per Lund", "said", False),  # both have the cue
        ("direct.leading", "Per Lund", "claimed", False),  # another rule
    ],
)
def test_is_decided_by_rules(rule, source, cue, decided):
    mine = tagged("“The road is new,”", "has said", "Kari Moen")
    assert _is_decided_by_rules(ruled("The road is new,", cue, source, rule=rule), mine) == decided


@pytest.mark.parametrize(
    ("cue", "others", "usable"),
    [("said", ("Kari Moen",), True), (None, (), False), ("claimed", (), False), ("said", ("has said",), False)],
)
def test_is_usable_cue(cue, others, usable):
    own = () if cue is None else (at(cue),)
    mine = tagged("“The road is new,”", "has said")
    assert _is_usable_cue(own, mine, tuple(at(o) for o in others)) == usable


@pytest.mark.parametrize(
    ("source", "cue", "contents", "overlap"),
    [
        (None, "old", [], Overlap.NONE),
        (None, "old", ["the old harbour is not safe"], Overlap.NESTED),
        ("Per Lund", "old", ["the old harbour is not safe"], Overlap.CROSSING),
        (None, "old", ["is not safe", "the old harbour is not safe"], Overlap.NESTED),
        (None, "old", ["harbour is not safe"], Overlap.CROSSING),
    ],
)
def test_overlap_with(source, cue, contents, overlap):
    own = ruled("harbour is", cue, source)
    assert _overlap_with(own, [(at(c),) for c in contents]) is overlap


def test_overlapping_pairs_are_those_of_a_double_loop():
    found = [ruled(words) for words in ("The road is new", "is new", "Per Lund claimed", "not safe")]
    tags = [tagged(words, "said") for words in ("road", "new,” Kari", "harbour is not", "He did")]
    expected = [(i, j) for i, f in enumerate(found) for j, t in enumerate(tags) if f.content[0].overlaps(t.content[0])]
    assert _overlapping_pairs(found, tags) == expected
    assert len(expected) == 4

"""Scoring and selection, with a tagger of random weights: whatever it finds, the invariants of articles hold."""

from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from support.invariants import INVARIANTS
from support.strategies import BODY, LANGUAGES, texts
from support.tiny_tagger import ARTICLE, SURE, make_weights, read

from corpus.combine import scoring
from corpus.combine.confidence import Confidence, RuleCounts
from corpus.combine.matching import MatchedCandidate, Overlap
from corpus.combine.normalize_spans import SpanNormalizer
from corpus.combine.scoring import collect_candidates
from corpus.languages.language import load_language
from corpus.models.tagger import UNLINKED, TaggedAttribution, tag_article
from corpus.models.tagger_model import LightModel
from corpus.models.tokens import make_token_sequence
from corpus.pipeline import annotate_text
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span

WEIGHTS = make_weights(seed=4)
MODEL = LightModel(WEIGHTS)
MODELS = ["tagger", "rules"]


@pytest.fixture
def no_tagger(monkeypatch):
    monkeypatch.setattr(scoring, "_load_model", lambda language, model: None)


@pytest.fixture(autouse=True, scope="module")
def _random_tagger():
    """All languages use one tagger, which is confident of what it finds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(scoring, "_load_model", lambda language, model: None if model == "rules" else MODEL)
        patch.setattr(scoring, "load_confidence", lambda code, folder: SURE)
        yield


def kept_of(given, code, model):
    article, segments, quoted, found = given
    scored = scoring.combine(article, segments, found, quoted, language=load_language(code), model=model)
    return [w.attribution for w in scored if not w.left_out]


def shapes(found):
    return [(f.content, f.cue, f.source, f.rule) for f in found]


def rules_of(text, code="en"):
    return read(text, code)[3]


def test_the_random_tagger_finds_something():
    """Or the other tests would mean nothing: alone, with the rules, and in several paragraphs."""
    article = annotate_text(ARTICLE, language="en", plain=True)
    rules = {a.rule for a in article.attributions}
    assert WEIGHTS.name in rules
    tagged = tag_article(*read(ARTICLE), tagger_model=MODEL, language=load_language("en"))
    assert len(tagged) > 3
    assert any(t.source for t in tagged)
    assert any(len(t.content) > 1 for t in tagged)


@pytest.mark.parametrize("plain", [False, True], ids=["cleaned", "plain"])
@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=100)
@given(texts)
@example(("ar", "“في”, قال أحمد علي.\n\n“وزارة الصحة قالت إن الطريق. تقرير"))
@example(("da", "“en”, siger Kari Holm.\n\n– Kari Holm siger “en”. en, ifølge Kari Holm."))
def test_invariants(model, plain, case):
    code, text = case
    article = annotate_text(text, language=code, plain=plain, model=model)
    for invariant in INVARIANTS:
        invariant(article)
    assert all(0 <= a.confidence <= 1 for a in article.attributions)
    assert annotate_text(text, language=code, plain=plain, model=model) == article


@settings(max_examples=100)
@given(texts)
def test_what_the_rules_found_stays_where_they_lead(case):
    """With the rules' own spans, and nothing else."""
    code, text = case
    given = read(text, code)
    assert shapes(kept_of(given, code, "rules")) == shapes(given[3])


@settings(max_examples=60)
@given(texts)
def test_what_stays_where_the_tagger_leads(case):
    """Every attribution of the tagger's that is likely; of the rules', those that it has nothing against."""
    code, text = case
    given = article, segments, quoted, found = read(text, code)
    kept = kept_of(given, code, "tagger")
    candidates, _ = collect_candidates(
        article, segments, found, quoted, language=load_language(code), tagger_model=MODEL
    )
    mine = {(c.attribution.content, c.attribution.source) for c in candidates if c.tagged}
    theirs = {(c.attribution.content, c.attribution.source) for c in candidates if not c.tagged and not c.overlap}
    assert mine | theirs <= {(f.content, f.source) for f in kept}
    assert all(f.confidence >= scoring.MIN_CONFIDENCE or f.is_nested or SURE.is_reliable(f.rule) for f in kept)


@pytest.mark.usefixtures("no_tagger")
@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("code", LANGUAGES)
def test_a_language_without_weights_keeps_what_the_rules_found(code, model):
    text = f"{ARTICLE}\n\n{BODY[code][0]}"
    given = read(text, code)
    kept = kept_of(given, code, model)
    assert [replace(f, confidence=None) for f in kept] == given[3]
    assert all(0 <= f.confidence <= 1 for f in kept)


def test_what_is_unlikely_is_left_out(monkeypatch):
    monkeypatch.setattr(
        scoring, "load_confidence", lambda code, folder: Confidence(RuleCounts({}, {}), None, (-9.0, *[0.0] * 8))
    )
    article = annotate_text(ARTICLE, language="en", plain=True)
    assert WEIGHTS.name not in {a.rule for a in article.attributions}
    candidates, _ = collect_candidates(*_given(), language=load_language("en"), tagger_model=MODEL)
    agreed = {c.attribution.content for c in candidates if c.by_rules and c.tagged}
    assert not agreed.intersection(a.content for a in article.attributions)
    ruled = annotate_text(ARTICLE, language="en", plain=True, model="rules")
    assert [a.content for a in ruled.attributions] == [f.content for f in rules_of(ARTICLE)]


def _given():
    article, segments, quoted, found = read(ARTICLE)
    return article, segments, found, quoted


def tagged_twice(code, text):
    """What the tagger finds in a text, and in the same text with another paragraph after it."""
    longer = f"{text}\n\n{BODY[code][1]}"
    return [tag_article(*read(t, code), tagger_model=MODEL, language=load_language(code)) for t in (text, longer)]


def same_before(before, after, end):
    """Every attribution of ``before`` is there again, with no more than contents after ``end`` added to it."""
    again = {(t.cue, t.source): t.content for t in after}
    for t in [t for t in before if t.cue]:
        content = again[t.cue, t.source]
        assert content[: len(t.content)] == t.content
        assert all(s.start >= end for s in content[len(t.content) :])


@settings(max_examples=100)
@given(texts)
@example(("en", "Kari Moen published the following statement:"))
def test_an_appended_paragraph_moves_no_tag(case):
    """What the tagger found before has the same spans; a content of the new paragraph may go with a cue before it."""
    code, text = case
    same_before(*tagged_twice(code, text), len(text))


@settings(max_examples=100)
@given(texts)
@example(("en", "Kari Moen published the following statement:"))
def test_an_appended_paragraph_says_nothing_of_the_tokens_before(case):
    code, text = case
    short, long = (make_token_sequence(*read(t, code)) for t in (text, f"{text}\n\n{BODY[code][1]}"))
    assert long.words[: len(short)] == short.words
    for name in ("starts", "ends", "paragraph", "quotation", "rules", "terminals"):
        assert (getattr(long, name)[: len(short)] == getattr(short, name)[: len(short)]).all(), name


@pytest.mark.parametrize("model", MODELS)
@settings(max_examples=100)
@given(texts)
def test_an_appended_paragraph_moves_nothing(model, case):
    """As in `test_properties`, for plain texts; but a content of the new paragraph may go with a cue before it."""
    code, text = case
    before = annotate_text(text, language=code, plain=True, model=model)
    after = annotate_text(f"{text}\n\n{BODY[code][1]}", language=code, plain=True, model=model)
    assert parts_before(after, len(text)) == parts_before(before, len(text))


def parts_before(article, end):
    """Cue, source and rule of attributions, and the parts of their contents before an offset."""
    cut = ((tuple(s for s in a.content if s.end <= end), a.cue, a.source, a.rule) for a in article.attributions)
    return sorted(parts for parts in cut if parts[0])


SPAN = (Span(0, 4),)


def selector(*, neural, reliable=()):
    counts = RuleCounts(dict.fromkeys(reliable, 100), dict.fromkeys((*reliable, "indirect.weak"), 100))
    normalizer = SpanNormalizer(read("Moen: it is")[0], load_language("en"), ())
    return scoring._Selector(Confidence(counts), normalizer, neural=neural)


def raw(rule, **fields):
    return RawAttribution(**{"content": SPAN, "cue": (), "source": (), "rule": rule} | fields)


@pytest.mark.parametrize(
    ("rule", "overlap", "light", "neural"),
    [
        ("direct.dash", Overlap.CROSSING, True, True),  # layout
        ("nested.that", Overlap.NESTED, True, False),
        ("nested.that", Overlap.CROSSING, False, False),
        ("indirect.that", Overlap.NONE, True, False),  # reliable, and the tagger has nothing there
        ("indirect.that", Overlap.CROSSING, False, False),
        ("indirect.weak", Overlap.NONE, False, False),
    ],
)
def test_rules_that_are_kept_whatever_their_confidence(rule, overlap, light, neural):
    found = raw(rule)
    candidate = MatchedCandidate(found, None, found, overlap)
    kept = [selector(neural=n, reliable=["indirect.that"])._is_always_kept(candidate) for n in (False, True)]
    assert kept == [light, neural]


def test_what_only_the_tagger_found_is_kept_by_its_confidence_alone():
    candidate = MatchedCandidate(raw("tagger.x"), TaggedAttribution(SPAN, SPAN, (), UNLINKED), None)
    assert not selector(neural=False, reliable=["tagger.x"])._is_always_kept(candidate)


def test_a_linking_mark_is_the_cue_where_there_is_none():
    named = raw("headline.colon", content=(Span(6, 11),), source=(Span(0, 4),))
    with_mark = selector(neural=False)._with_linking_mark
    assert with_mark(named).cue == (Span(4, 5),)
    assert with_mark(replace(named, source=())).cue == ()
    assert with_mark(replace(named, cue=(Span(6, 8),))).cue == (Span(6, 8),)

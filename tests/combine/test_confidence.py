"""Confidence: between 0 and 1, rising with the evidence, and a clear error for a malformed file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.combine.confidence import (
    FEATURES,
    FILE,
    Confidence,
    RuleCounts,
    candidate_features,
    count_key,
    load_confidence,
)
from corpus.combine.matching import MatchedCandidate, Overlap
from corpus.errors import LanguageDataError
from corpus.languages import data as langdata
from corpus.languages.data import SHARED
from corpus.models.tagger import TaggedAttribution
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span

CONTENT = (Span(0, 5),)
COUNTED = RuleCounts({"direct.x": 90, "indirect.x": 10}, {"direct.x": 100, "indirect.x": 100})
finite = st.floats(-1e6, 1e6)
log_probs = st.tuples(*[st.floats(-30, 0)] * 5)


def found(rule="direct.x"):
    return RawAttribution(content=CONTENT, cue=(), source=(), rule=rule)


def by_rules(rule="direct.x", overlap=""):
    return MatchedCandidate(found(rule), None, found(rule), Overlap(overlap))


def by_tagger(log_probs=(0.0,) * 5, *, source=CONTENT, by_rules=None):
    return MatchedCandidate(found(), TaggedAttribution(CONTENT, CONTENT, source, log_probs), by_rules)


@given(st.lists(finite, min_size=len(FEATURES), max_size=len(FEATURES)), log_probs, st.booleans(), st.booleans())
def test_between_nothing_and_one(coefficients, log_probs, with_source, agreed):
    confidence = Confidence(COUNTED, COUNTED, tuple(coefficients))
    candidate = by_tagger(log_probs, source=CONTENT if with_source else (), by_rules=found() if agreed else None)
    assert 0 <= confidence.of(candidate) <= 1


@given(
    st.lists(st.floats(0, 5), min_size=len(FEATURES), max_size=len(FEATURES)),
    log_probs,
    st.integers(0, 4),
    st.floats(0, 9),
)
def test_surer_is_no_less_likely(coefficients, log_probs, place, more):
    confidence = Confidence(COUNTED, COUNTED, tuple(coefficients))
    surer = tuple(s + more * (n == place) for n, s in enumerate(log_probs))
    assert confidence.of(by_tagger(surer)) >= confidence.of(by_tagger(log_probs))


@pytest.mark.parametrize("place", range(5))
def test_surer_is_likelier_where_it_counts(place):
    coefficients = tuple(1.0 if n == place + 1 else 0.0 for n in range(len(FEATURES)))
    confidence = Confidence(COUNTED, COUNTED, coefficients)
    chances = [confidence.of(by_tagger(tuple(s if n == place else -9.0 for n in range(5)))) for s in (-4, -2, -1, 0)]
    assert chances == sorted(set(chances))
    assert chances[-1] == 0.5


def test_evidence_is_in_the_order_of_the_features():
    features = dict(
        zip(FEATURES, candidate_features(by_tagger((-1, -2, -3, -4, -5), source=(), by_rules=found())), strict=True)
    )
    assert features == {
        "bias": 1, "content": -1, "cue": -2, "source": -3, "content_link": -4, "source_link": -5, "no_source": 1,
        "agreed": 1, "agreed_direct": 1,
    }  # fmt: skip
    indirect = dict(zip(FEATURES, candidate_features(by_tagger(by_rules=found("indirect.x"))), strict=True))
    assert (indirect["agreed"], indirect["agreed_direct"], indirect["no_source"]) == (1, 0, 0)


def test_share_is_drawn_towards_that_of_all():
    assert COUNTED.share("direct.x") == pytest.approx((90 + 5) / 110)
    assert COUNTED.share("indirect.x") == pytest.approx((10 + 5) / 110)
    assert COUNTED.share("never.counted") == pytest.approx(0.5)
    assert RuleCounts({}, {}).share("never.counted") == 0.5
    assert RuleCounts({"x": 9}, {"x": 9}).share("y") == 1


@given(st.dictionaries(st.text(max_size=3), st.tuples(st.integers(0, 50), st.integers(0, 50)), max_size=4), st.text())
def test_share_is_a_share(rows, rule):
    counted = RuleCounts({r: a for r, (a, _) in rows.items()}, {r: a + b for r, (a, b) in rows.items()})
    assert 0 <= counted.share(rule) <= 1


def test_what_the_rules_alone_found():
    """By the rule alone where there is no tagger; by its overlap with the tagger's attributions where there is one."""
    alone = RuleCounts({"direct.x.nested": 0, "direct.x": 8}, {"direct.x.nested": 90, "direct.x": 10})
    assert Confidence(COUNTED).of(by_rules()) == 0.86
    assert Confidence(COUNTED).of(by_rules(overlap="nested")) == 0.86
    assert Confidence(COUNTED, alone).of(by_rules()) == 0.44
    assert Confidence(COUNTED, alone).of(by_rules(overlap="nested")) == 0.01


def test_rules_that_were_never_counted():
    """They are as right as all rules together, where the tagger has found nothing as elsewhere."""
    alone = RuleCounts({"direct.x": 1}, {"direct.x": 100})
    for confidence in (Confidence(COUNTED), Confidence(COUNTED, alone)):
        assert confidence.of(by_rules("direct.new")) == confidence.of(by_rules("direct.new", "nested")) == 0.5
    assert Confidence(COUNTED, alone).of(by_rules("indirect.x", "crossing")) < 0.1


@pytest.fixture
def write(monkeypatch, tmp_path):
    """Write the file of a language in a temporary folder of languages."""
    monkeypatch.setattr(langdata, "data_folder", lambda: tmp_path)

    def call(text, code="en"):
        (tmp_path / code).mkdir(exist_ok=True)
        (tmp_path / code / FILE).write_text(text, encoding="utf-8")
        load_confidence.cache_clear()

    yield call
    load_confidence.cache_clear()


def table(**changed):
    given = dict.fromkeys(FEATURES, "0.5") | changed
    return "[tagger]\n" + "".join(f"{name} = {value}\n" for name, value in given.items() if value is not None)


def test_files_are_read(write):
    write('[rules]\n"direct.x" = [3, 4]\n', SHARED)
    write(table(bias=2) + '[alone]\n"direct.x.nested" = [0, 4]\n')
    confidence = load_confidence("en")
    assert (confidence.rules.right, confidence.rules.total) == ({"direct.x": 3}, {"direct.x": 4})
    assert confidence.alone.total == {"direct.x.nested": 4}
    assert confidence.coefficients == (2, *[0.5] * 8)


def test_a_language_without_a_file_has_the_rules_of_all(write):
    write('[rules]\n"direct.x" = [3, 4]\n', SHARED)
    assert load_confidence("da") == Confidence(RuleCounts({"direct.x": 3}, {"direct.x": 4}))


@pytest.mark.parametrize(
    "text",
    [
        "[tagger", table(bias=None), table(more=1), table(bias='"much"'), table(bias="nan"),
        table(bias="inf"), table(bias="[1]"), "tagger = 3", "[alone]\nx = [1, 2]", "alone = [1, 2]\n" + table(),
        table() + "[alone]\nx = [2, 1]", table() + "[alone]\nx = [-1, 1]", table() + "[alone]\nx = 1",
        table() + "[alone]\nx = [1.0, 2.0]", table() + "[alone]\nx = [1, 2, 3]", table() + "[alone.x]\ny = 1",
    ],
)  # fmt: skip
def test_damaged_files_of_a_language_are_told(write, text):
    write(text)
    with pytest.raises(LanguageDataError, match=f"languages/en/{FILE}"):
        load_confidence("en")


@pytest.mark.parametrize("text", ["[rules]\nx = [2, 1]", "rules = 3", "[rules]\nx = 'y'", "]"])
def test_a_damaged_file_of_all_languages_is_told(write, text):
    write(text, SHARED)
    with pytest.raises(LanguageDataError, match=f"languages/{SHARED}/{FILE}"):
        load_confidence("en")


def test_what_is_no_utf8_is_told(write, tmp_path):
    write("")
    (tmp_path / "en" / FILE).write_bytes(b"\xff = 1")
    with pytest.raises(LanguageDataError, match=FILE):
        load_confidence("en")


@pytest.mark.parametrize(("overlap", "key"), [("", "direct.x"), ("nested", "direct.x.nested")])
def test_count_key(overlap, key):
    assert count_key(by_rules(overlap=overlap)) == key


@pytest.mark.parametrize(("bias", "expected"), [(-1e9, 0.0), (1e9, 1.0), (0, 0.5)])
def test_the_logistic_function_saturates(bias, expected):
    confidence = Confidence(COUNTED, COUNTED, (bias, *[0.0] * (len(FEATURES) - 1)))
    assert confidence.of(by_tagger()) == expected

"""The evidence of rules and tagger in an explanation, and a sentence for every rule."""

import ast
import re
from pathlib import Path

import pytest
from support.explained import VALID, told, words

import corpus.quotes
from corpus.combine.confidence import load_confidence
from corpus.evaluate.explain.explanation import explain
from corpus.languages.language import available
from corpus.models import tagger as tagger_module
from corpus.models.tagger import LogProbs, TaggedAttribution
from corpus.models.tagger_model import LightModel
from corpus.models.weights import Weights, make_vocabulary
from corpus.quotes import indirect
from corpus.quotes.rule_ids import RULES, sentence_of
from corpus.records import Span

TEXT = "Kari Moen told Ana Berg that the quay was shut. He thinks that it was late. Critics fault the plan."
SURE, UNSURE = (0.0,) * 5, (-20.0,) * 5
NAME = "tagger.en.0a1b2c3d"


def span(part):
    return Span(TEXT.index(part), TEXT.index(part) + len(part))


def tagged(content, cue, source, log_probs=SURE):
    return TaggedAttribution((span(content),), (span(cue),), (span(source),) if source else (), LogProbs(*log_probs))


@pytest.fixture
def tagger(monkeypatch):
    """A tagger of English that finds what it is given."""

    def give(*found):
        weights = Weights(NAME, make_vocabulary({"words": [], "endings": [], "classes": []}), (), {})
        monkeypatch.setattr(
            "corpus.combine.scoring._load_model",
            lambda language, model: None if model == "rules" else LightModel(weights),
        )
        monkeypatch.setattr(tagger_module, "tag_article", lambda *a, **k: list(found))

    return give


def test_what_both_found_and_where_they_differ(tagger):
    tagger(tagged("that the quay was shut", "told", "Ana Berg", (-0.1, -0.2, -0.3, 0.0, -0.5)))
    value = told(TEXT, "en")
    VALID.validate(value)
    (found,) = value["attributions"]
    assert (found["found_by"], found["rule"]["id"]) == ("rules and tagger", "indirect.that")
    assert words(found["source"]) == ["Ana Berg"]
    assert (words(found["rules"]["source"]), found["rules"]["differs"]) == (["Kari Moen"], ["source"])
    # The tagger draws its spans wider: that alone is no difference.
    assert (words(found["tagger"]["content"]), found["tagger"]["differs"]) == (["that the quay was shut"], [])
    assert found["tagger"]["probabilities"] == {
        "content": 0.905, "cue": 0.819, "source": 0.741, "content_to_cue": 1.0, "cue_to_source": 0.607,
    }  # fmt: skip
    (found,) = told(TEXT, "en", model="rules")["attributions"]
    assert words(found["source"]) == ["Kari Moen"]
    assert (found["found_by"], found["tagger"]) == ("rules", None)


def test_what_the_tagger_alone_found(tagger):
    tagger(tagged("the plan", "fault", ""))
    value = told(TEXT, "en")
    VALID.validate(value)
    (found,) = [a for a in value["attributions"] if a["rule"]["id"] == NAME]
    assert (found["found_by"], found["rules"], found["cue_entry"]) == ("tagger", None, None)
    assert found["rule"]["sentence"] == sentence_of(NAME)
    assert found["tagger"]["probabilities"]["source"] is None


def test_cue_of_the_tagger_is_looked_up(tagger):
    tagger(tagged("Ana Berg", "told", "Kari Moen"))
    (found,) = [a for a in told(TEXT, "en")["attributions"] if a["rule"]["id"] == NAME]
    assert found["cue_entry"]["kind"] == "verbs"
    assert "addressee" in found["cue_entry"]["frames"]


LEFT_OUT = {
    "unlikely": (tagged("the plan", "fault", "Critics", UNSURE), "tagger", "its confidence is below 0.2"),
    "thought": (tagged("it was late", "thinks", "He"), "tagger", "its cue is negated, or expresses a thought or wish"),
}


@pytest.mark.parametrize("case", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_was_left_out_and_why(tagger, case):
    given, model, why = case
    tagger(given)
    value = told(TEXT, "en", model=model)
    VALID.validate(value)
    (left,) = [e for e in value["left_out"] if e["rule"]["id"] == NAME]
    assert why in left["why"]
    assert [(p["start"], p["end"]) for p in left["cue"]] == [(s.start, s.end) for s in given.cue]
    near = explain(TEXT, language="en", plain=True, model=model, passages=[Span(0, 1)]).left_out
    assert [e.spans for e in near] == [e.spans for e in near if any(s.start == 0 for s in e.spans)]


def test_passage_leaves_out_what_was_left_out_elsewhere(tagger):
    tagger(tagged("the plan", "fault", "Critics", UNSURE))
    here = explain(TEXT, language="en", plain=True, passages=[span("fault")])
    assert [e.found.rule for e in here.left_out] == [NAME]
    elsewhere = explain(TEXT, language="en", plain=True, passages=[span("thinks")])
    assert elsewhere.left_out == ()


def test_people_are_shown_where_they_differ_and_what_was_left_out(tagger, run, tmp_path):
    tagger(tagged("that the quay was shut", "told", "Ana Berg"), tagged("the plan", "fault", "Critics", UNSURE))
    path = tmp_path / "x.txt"
    path.write_text(TEXT, encoding="utf-8")
    out = run("explain", path, "--language", "en", "--plain").out
    assert f"the rules alone: source \u2066Kari Moen\u2069 0–{len('Kari Moen')}" in out
    assert "the tagger alone" not in out
    assert "content 1.00, cue 1.00, source 1.00, content to cue 1.00, cue to source 1.00" in out
    assert f"{NAME}  The learned tagger found it, and no rule did." in out
    assert "its confidence is below 0.2" in out
    out = run("explain", path, "--language", "en", "--plain", "--model", "rules").out
    assert "found by  rules\n" in re.sub(" +\n", "\n", out)


# The rulebook

_ID = re.compile(r"[a-z]+\.[a-z-]+")


def rule_ids():
    """Every rule id in the code of the rules; composed ids have a frame of the table of tests after the point."""
    for path in Path(corpus.quotes.__file__).parent.glob("*.py"):
        if path.name == "rule_ids.py":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        yield from (n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and _is_id(n.value))
    yield from (f"indirect.{frame}" for frame, _ in indirect._TESTS)


def _is_id(value):
    return isinstance(value, str) and _ID.fullmatch(value) is not None


def test_every_rule_has_a_sentence_and_every_sentence_a_rule():
    assert set(rule_ids()) == set(RULES)


def test_no_rule_is_put_together_otherwise():
    """What ends with a point is either the beginning of an id with a frame, or asked for and not given."""
    found = []
    for path in Path(corpus.quotes.__file__).parent.glob("*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        asked = {id(a) for n in ast.walk(tree) if isinstance(n, ast.Call) for a in n.args}
        found += [
            (path.name, n.value)
            for n in ast.walk(tree)
            if isinstance(n, ast.Constant) and isinstance(n.value, str) and re.fullmatch(r"[a-z]+\.", n.value)
            if id(n) not in asked
        ]
    assert found == [("indirect.py", "indirect.")]


@pytest.mark.parametrize("code", available())
def test_rules_that_were_counted_have_a_sentence(code):
    assert set(load_confidence(code).rules.total) <= set(RULES)


def test_sentences_are_sentences():
    assert all(s[0].isupper() and s.endswith(".") and s.count(". ") == 0 for s in RULES.values())
    assert len(set(RULES.values())) == len(RULES)
    with pytest.raises(KeyError):
        sentence_of("direct.nonsense")

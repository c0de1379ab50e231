"""An explanation agrees with the annotation of the article, and all its spans have their text."""

import pytest
from support.explained import HARBOUR, TEXTS, VALID, places, told, words
from support.paths import CONVOY
from support.speaker_articles import ARTICLES

from corpus import annotate
from corpus.errors import InputError
from corpus.evaluate.explain.explanation import explain
from corpus.evaluate.explain.passages import all_matches, at_offset, of_line
from corpus.evaluate.explain.to_json import explanation_json
from corpus.io.jsonl import to_json
from corpus.project.project import load_project
from corpus.records import Span, Speaker

# The same as annotating


@pytest.mark.parametrize("model", ["tagger", "rules"])
@pytest.mark.parametrize("name", list(ARTICLES))
def test_explains_what_was_annotated(name, model):
    language, text, _ = ARTICLES[name]
    article = annotate(text, language=language, plain=True, model=model)
    explained = explain(text, language=language, plain=True, model=model)
    assert explained.article == article
    assert tuple(e.attribution for e in explained.attributions) == article.attributions
    for given in explained.attributions:
        a, found = given.attribution, given.evidence.found
        assert (found.content, found.cue, found.source, found.rule) == (a.content, a.cue, a.source, a.rule)
        assert (given.resolved.who.name, given.resolved.resolution) == (a.speaker, a.resolution)
        assert given.evidence.left_out == ""
    assert all(e.left_out for e in explained.left_out)


@pytest.mark.parametrize("source", load_project(CONVOY).sources, ids=lambda s: s.id)
def test_explains_an_article_with_furniture_and_known_speakers(source, articles, project):
    (article,) = [a for a in articles if a.id == source.id]
    explained = explain(
        article.text, language=source.language, article_id=source.id, speakers=project.speakers, model="rules"
    )
    value = explanation_json(explained)
    VALID.validate(value)
    assert all(article.text[p["start"] : p["end"]] == p["text"] for p in places(value))
    rows = to_json(article)["attributions"]
    assert [(a["id"], a["speaker"]["name"], a["rule"]["id"]) for a in value["attributions"]] == [
        (r["id"], r["speaker"], r["rule"]) for r in rows
    ]
    assert len(value["lines"]) == len(article.segments)
    known = {s.id for s in project.speakers}
    named = {s["entry"]["id"] for s in value["speakers"] if s["entry"] is not None}
    assert named == {a.speaker_id for a in article.attributions if a.speaker_id is not None}
    assert named <= known


# What it says


@pytest.mark.parametrize("language", TEXTS)
def test_every_part_is_told(language, rules_alone):
    text = TEXTS[language]
    value = told(text, language)
    VALID.validate(value)
    lines = text.split("\n")
    assert all(text[p["start"] : p["end"]] == p["text"] and p["text"] in lines[p["line"] - 1] for p in places(value))
    first = value["attributions"][0]
    assert (first["rule"]["id"], first["found_by"], first["tagger"]) == ("indirect.that", "rules", None)
    assert first["rule"]["sentence"] == "A clause that a complementizer opens follows the cue."
    assert first["cue_entry"]["file"] == f"corpus/languages/{language}/cues.toml"
    assert first["cue_entry"]["kind"] == "verbs"
    assert {"quote", "that"} <= set(first["cue_entry"]["frames"])
    assert words(first["rules"]["content"]) == words(first["content"])
    assert first["rules"]["differs"] == []


CHAINS = {
    "en": ("Kari Moen", [("Kari Moen", "name"), ("she", "pronoun"), ("Moen", "name")]),
    "nb": ("Kari Moen", [("Kari Moen", "name"), ("hun", "pronoun")]),
    "ar": ("كريم منصور", [("كريم منصور", "name"), ("منصور", "name")]),
}


@pytest.mark.parametrize("language", CHAINS)
def test_forms_of_a_speaker(language, rules_alone):
    name, forms = CHAINS[language]
    (chain,) = told(TEXTS[language], language)["speakers"]
    assert (chain["name"], [(f["text"], f["how"]) for f in chain["forms"]]) == (name, forms)


def test_words_that_told_the_speaker(rules_alone):
    by_name, by_pronoun, nobody = (a["speaker"] for a in told(HARBOUR, "en")["attributions"])
    assert (by_name["at"]["text"], by_name["resolution"]) == ("Kari Moen", "named")
    assert (by_pronoun["at"]["line"], by_pronoun["at"]["text"], by_pronoun["resolution"]) == (1, "Kari Moen", "pronoun")
    assert (nobody["name"], nobody["at"], nobody["reason"]) == ("unknown", None, "it is described, but not named")


def test_speaker_goes_on_from_an_earlier_attribution(rules_alone):
    text = "– Kaia er stengt, sier Kari Moen.\n\n– Ingen får gå dit før stormen er over.\n"
    _, after = told(text, "nb")["attributions"]
    assert (after["speaker"]["resolution"], after["speaker"]["at"]["text"]) == ("implied", "Kari Moen")


def test_entry_of_a_known_speaker(rules_alone):
    known = Speaker("moen", "Kari Moen", "person", role="director", affiliation="the harbour")
    (chain,) = told(HARBOUR, "en", speakers=[known])["speakers"]
    assert chain["entry"] == {"id": "moen", "role": "director", "affiliation": "the harbour"}


def test_cues_that_are_no_verb(rules_alone):
    text = "According to Kari Moen, the quay was shut. The bridge was reportedly closed for a week."
    phrase, adverb = (a["cue_entry"] for a in told(text, "en")["attributions"])
    assert (phrase["kind"], phrase["file"]) == ("phrases", "corpus/languages/en/cues.toml")
    assert (adverb["kind"], adverb["file"]) == ("hearsay", "corpus/languages/en/words.toml")


# Passages


def test_passage_of_an_offset(rules_alone):
    for part in ("the quay was shut", "said", "Kari Moen"):
        at = HARBOUR.index(part)
        (found,) = told(HARBOUR, "en", passages=at_offset(HARBOUR, at))["attributions"]
        assert words(found["content"]) == ["the quay was shut"]
        (found,) = told(HARBOUR, "en", passages=at_offset(HARBOUR, at + len(part) - 1))["attributions"]
        assert words(found["content"]) == ["the quay was shut"]
    between = told(HARBOUR, "en", passages=at_offset(HARBOUR, HARBOUR.index(" that")))
    assert (between["attributions"], between["left_out"], between["speakers"]) == ([], [], [])
    assert [line["line"] for line in between["lines"]] == [1]


def test_passage_of_a_line(rules_alone):
    value = told(HARBOUR, "en", passages=of_line(HARBOUR, 3))
    assert {p["line"] for a in value["attributions"] for p in a["content"]} == {3}
    assert [p["text"] for p in value["passages"]] == [HARBOUR.split("\n")[2]]
    assert of_line("\ufeffOne\r\n\r\nTwo", 3) == [Span(8, 11)]


def test_passages_of_words(rules_alone):
    assert all_matches("a b a aa", "a") == [Span(0, 1), Span(4, 5), Span(6, 7), Span(7, 8)]
    value = told(HARBOUR, "en", passages=all_matches(HARBOUR, "said that"))
    assert [words(a["cue"]) for a in value["attributions"]] == [["said"], ["said"]]
    assert words(value["passages"]) == ["said that", "said that"]


@pytest.mark.parametrize(
    ("find", "given"),
    [(at_offset, 10), (at_offset, -1), (of_line, 2), (of_line, 4), (of_line, 0), (all_matches, "x"), (all_matches, "")],
)
def test_no_such_passage(find, given):
    with pytest.raises(InputError):
        find("One\n\nTwo.\n", given)

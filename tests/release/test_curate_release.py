"""The articles and tables that come of annotation files."""

from dataclasses import replace
from itertools import combinations

import pytest
from support.annotated import FILES, OWN

from corpus.clean.lines import split_lines
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import curated_articles
from corpus.project.annotation_files import annotation_path, read_annotation, write_annotation
from corpus.project.project import load_project, read_source
from corpus.tables.hashing import content_hashes
from corpus.tables.rows import build_rows


@pytest.fixture(scope="module")
def predicted():
    return annotate_project(OWN)


@pytest.fixture(scope="module")
def rows(predicted):
    return build_rows(OWN, curated_articles(OWN, predicted), predicted=predicted)


def test_curated_release(rows, predicted):
    assert {q["origin"] for q in rows["quotes"]} == {"model-annotated"}
    assert {q["rule"] for q in rows["quotes"]} == {"curated"}
    assert len(rows["quotes"]) == sum(len(read_annotation(p).attributions) for p in FILES)
    assert [q["quote_id"] for q in rows["predictions"]] == [f"{a.id}.{q.id}" for a in predicted for q in a.attributions]
    assert {q["origin"] for q in rows["predictions"]} == {"predicted"}
    ids = {s.name: s.id for s in OWN.speakers}
    assert all(q["speaker_id"] == ids.get(q["speaker"]) for q in rows["quotes"])
    quoted = {s["speaker_id"] for s in rows["speakers"] if s["n_quotes"]}
    assert {q["speaker_id"] for q in rows["quotes"]} - {None} == quoted


def test_predictions_stand_in_the_released_text(rows):
    texts = {a["article_id"]: a["text"] for a in rows["articles"]}
    for quote in (*rows["quotes"], *rows["predictions"]):
        for part in ("content", "cue", "source"):
            assert all(texts[quote["article_id"]][s["start"] : s["end"]] == s["text"] for s in quote[part])


def test_utterances_are_filled(rows):
    quotes = {q["quote_id"]: q for q in rows["quotes"]}
    linked = [q["utterance_id"] for q in quotes.values() if q["utterance_id"]]
    assert sum(len(u["quote_ids"]) for u in rows["utterances"]) == len(linked)
    assert len(rows["variants"]) == sum(_pairs(rows, u) for u in rows["utterances"])
    texts = {q["quote_id"]: q["text"] for q in rows["quotes"]}
    for variant in rows["variants"]:
        for edit in variant["edits"]:
            for side in ("first", "second"):
                words = texts[variant[f"{side}_quote_id"]][edit[f"{side}_start"] : edit[f"{side}_end"]]
                assert words == edit[side]
    parts = {(u["utterance_id"], p["id"]) for u in rows["utterances"] for p in u["parts"]}
    assert {(q["utterance_id"], q["utterance_part"]) for q in quotes.values() if q["utterance_part"]} <= parts


def test_what_two_outlets_made_of_the_same_words(rows):
    changes = {
        (v["first_quote_id"], v["second_quote_id"]): [
            (e["operation"], e["first"], e["second"]) for e in v["edits"] if e["operation"] not in ("equal", "added")
        ]
        for v in rows["variants"]
    }
    assert changes["sputnik-20170909.q007", "zerohedge-20170909.q011"] == [("swapped", "[Daesh]", "ISIS")]
    assert changes["newsweek-20170913.q005", "zerohedge-20170909.q004"] == [
        ("respelled", "deconfliction", "de-confliction"),
        ("swapped", "Deir Ezzor", "Dawyr Az Zawyr"),
    ]
    assert changes["zerohedge-20170909.q017", "zerohedge-20170909.q018"][0] == (
        "cut", "Coalition leaders have communicated", "",
    )  # fmt: skip


def _pairs(rows, utterance):
    """Pairs of the utterance's quotes that render a part in common; a quote without a part renders all."""
    holds = {p["id"]: set(p["holds"]) or {p["id"]} for p in utterance["parts"]}
    whole = set().union(*holds.values())
    parts = [
        holds.get(q["utterance_part"], whole) for q in rows["quotes"] if q["utterance_id"] == utterance["utterance_id"]
    ]
    return sum(not whole or bool(a & b) for a, b in combinations(parts, 2))


def test_every_mark_is_accounted_for(rows):
    quotes = {q["quote_id"] for q in rows["quotes"]}
    for mark in rows["marks"]:
        assert (mark["kind"] == "quotation") == (mark["quote_id"] is not None)
        assert mark["quote_id"] is None or mark["quote_id"] in quotes
    listed = [m.text for p in FILES for m in read_annotation(p).marks]
    assert sorted(m["text"] for m in rows["marks"] if m["kind"] != "quotation") == sorted(listed)


def test_hash_knows_no_order(rows, predicted):
    backwards = list(reversed(predicted))
    again = build_rows(OWN, curated_articles(OWN, backwards), predicted=backwards)
    assert content_hashes(again) == content_hashes(rows)


def test_role_that_people_decided(own_copy, predicted):
    project = load_project(own_copy)
    path = annotation_path(project, FILES[0].stem)
    annotation = read_annotation(path)
    held = {split_line(project, path.stem, s.start) for a in annotation.attributions for s in a.content}
    line = next(s.line for s in annotation.segments if s.role == "body" and s.line not in held)
    swapped = tuple(replace(s, role="deck") if s.line == line else s for s in annotation.segments)
    write_annotation(path, replace(annotation, segments=swapped))
    article = next(a for a in curated_articles(project, predicted) if a.id == path.stem)
    before = next(a for a in predicted if a.id == path.stem)
    for new, old in zip(article.segments, before.segments, strict=True):
        assert (new.role, new.rule) == (("deck", "curated") if new.line == line else (old.role, old.rule))


def split_line(project, article_id: str, at: int) -> int:
    source = next(s for s in project.sources if s.id == article_id)
    return next(n.number for n in split_lines(read_source(project, source)) if n.start <= at < n.end)


def test_unreviewed_and_missing_are_predicted(own_copy, predicted):
    project = load_project(own_copy)
    first, second, *_ = project.sources
    path = annotation_path(project, first.id)
    path.write_text(path.read_text(encoding="utf-8").replace('"reviewed"', '"unreviewed"'), encoding="utf-8")
    annotation_path(project, second.id).unlink()
    released = curated_articles(project, predicted)
    assert released[:2] == predicted[:2]
    assert {a.origin for r in released[2:] for a in r.attributions} == {"model-annotated"}


def test_prediction_in_a_dropped_line_is_left_out(predicted):
    source = OWN.sources[0]
    article = predicted[0]
    inner = next(a for a in article.attributions if a.parent is None)
    place = next(s for s in article.segments if inner.content[0].within(s.span))
    dropped = tuple(replace(s, role="teaser") if s == place else s for s in article.segments)
    kept = tuple(a for a in article.attributions if not any(c.within(place.span) for c in (*a.content, *a.cue)))
    released = replace(article, segments=dropped, attributions=kept, marks=())
    found = build_rows(OWN, [released, *predicted[1:]], predicted=predicted)
    left = {q["quote_id"] for q in found["predictions"] if q["article_id"] == source.id}
    assert f"{source.id}.{inner.id}" not in left
    assert left

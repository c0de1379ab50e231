"""Annotation files: their form, their faults, and the articles, tables and drafts that come of them."""

import json
import math
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest
from annotated import annotated
from conftest import CONVOY
from hypothesis import given
from hypothesis import strategies as st
from strategies import LANGUAGES, news
from typer.testing import CliRunner

from corpus.__main__ import app
from corpus.clean.lines import split_lines
from corpus.curate import (
    Annotation,
    annotation_path,
    curated_articles,
    draft_annotation,
    read_annotation,
    schema,
    to_text,
    write_annotation,
)
from corpus.curate.files import annotation_files
from corpus.curate.problems import annotation_problems
from corpus.curate.strict import parse, record_of
from corpus.declared import records_in
from corpus.errors import ProjectError
from corpus.pipeline import annotate_project, annotate_text
from corpus.project import load_project, read_source
from corpus.publish.hash import content_hashes
from corpus.publish.rows import build_rows
from corpus.records import Utterance, UtterancePart

RUNNER = CliRunner()
PLACE = Path("one.json")
SCHEMA = jsonschema_rs.Draft202012Validator(schema())
OWN = load_project(CONVOY)
FILES = annotation_files(OWN)


def loaded(text: str) -> Annotation:
    return record_of(Annotation, parse(text, path=PLACE), path=PLACE)


# Form


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_own_files_are_canonical(path):
    text = path.read_bytes().decode()
    assert to_text(read_annotation(path)) == text
    SCHEMA.validate(json.loads(text))


def test_own_corpus_is_annotated_whole():
    assert [p.stem for p in FILES] == sorted(s.id for s in OWN.sources)
    assert all(read_annotation(p).reviewed for p in FILES)


def test_schema_is_one():
    jsonschema_rs.meta.validate(schema())


@given(made=annotated())
def test_round_trip(made):
    _, annotation = made
    text = to_text(annotation)
    assert loaded(text) == annotation
    assert to_text(loaded(text)) == text
    SCHEMA.validate(json.loads(text))


def test_one_span_a_line():
    lines = to_text(read_annotation(FILES[0])).split("\n")
    assert sum('"start": ' in line for line in lines) == sum(line.count('"start": ') for line in lines)
    assert max(len(line) - len(line.lstrip()) for line in lines) == 4


@st.composite
def damaged(draw):
    """An annotation file with one value changed, taken away or put in."""
    value = json.loads(FILES[0].read_text(encoding="utf-8"))
    at = value
    while True:
        inner = [v for v in (at.values() if isinstance(at, dict) else at) if isinstance(v, dict | list) and v]
        if not inner or draw(st.booleans()):
            break
        at = draw(st.sampled_from(inner))
    key = draw(st.sampled_from(list(at) if isinstance(at, dict) else range(len(at))))
    put = draw(st.sampled_from([None, True, 1, 1.0, 2.5, "", "x", [], {}, [1], "take", "more"]))
    if put == "take":
        del at[key]
    elif put == "more" and isinstance(at, dict):
        at["more"] = 1
    else:
        at[key] = put
    return json.dumps(value, ensure_ascii=False)


@given(damaged())
def test_loader_refuses_what_the_schema_refuses(text):
    """The schema also knows patterns and lengths, which are checked later, so only one direction holds."""
    value = json.loads(text)
    try:
        annotation = loaded(text)
    except ProjectError:
        # The schema takes 1.0 for a whole number, as JSON Schema does.
        assert not SCHEMA.is_valid(value) or "1.0" in text
    else:
        assert json.loads(to_text(annotation)) == value


@given(place=st.floats(0, 1), cut=st.integers(0, 9), put=st.text('ab"=[]{},.\\/\n 1\ud800', max_size=5))
def test_any_damage_is_a_project_error(place, cut, put):
    good = to_text(read_annotation(FILES[0]))
    at = int(place * len(good))
    with suppress(ProjectError):
        assert isinstance(loaded(good[:at] + put + good[at + cut :]), Annotation)


BAD = [
    ('{"a": 1, "a": 2}', "the key 'a' occurs twice"),
    ("[", "one.json:1: this is not JSON"),
    ("[" * 100_000, "nested too deeply"),
    ("NaN", "NaN is no number"),
    ("[]", "the file is not an object"),
    ("9" * 5000, "this is not JSON"),
]


@pytest.mark.parametrize(("text", "message"), BAD, ids=[m for _, m in BAD])
def test_bad_json(text, message):
    with pytest.raises(ProjectError) as caught:
        loaded(text)
    assert message in str(caught.value)


def test_error_names_the_place():
    value = json.loads(FILES[0].read_text(encoding="utf-8"))
    value["attributions"][3]["content"][0]["start"] = "1"
    with pytest.raises(ProjectError, match=r"one\.json: attributions\[3\]\.content\[0\]\.start is not a whole number"):
        loaded(json.dumps(value))


@pytest.mark.parametrize("content", [b"\xff", None])
def test_unreadable(tmp_path, content):
    path = tmp_path / "one.json"
    path.mkdir() if content is None else path.write_bytes(content)
    with pytest.raises(ProjectError, match=r"one\.json"):
        read_annotation(path)


def test_write_leaves_nothing_behind(tmp_path):
    annotation = read_annotation(FILES[0])
    (tmp_path / "one.json").mkdir()
    with pytest.raises(ProjectError, match="cannot be written"):
        write_annotation(tmp_path / "one.json", annotation)
    assert [p.name for p in tmp_path.iterdir()] == ["one.json"]
    write_annotation(tmp_path / "new" / "one.json", annotation)
    assert read_annotation(tmp_path / "new" / "one.json") == annotation


# Faults; each id has its example under tests/invalid, here are the cases behind one id.


def problems(annotation: Annotation, project=OWN) -> list[str]:
    source = next(s for s in project.sources if s.id == FILES[0].stem)
    found = annotation_problems(project, source, read_source(project, source), annotation)
    return [f"{p.id}: {p.error.message}" for p in found]


def changed(**changes) -> Annotation:
    good = read_annotation(FILES[0])
    first, *rest = good.attributions
    return replace(good, attributions=(replace(first, **changes), *rest))


CASES = [
    ({"id": "q002"}, "annotation-invalid: the id 'q002' is used 2 times"),
    ({"id": "Q 1"}, "annotation-invalid: 'Q 1' is no id"),
    ({"medium": " "}, "annotation-invalid: q001: medium is a string without anything in it"),
    ({"content": ()}, "annotation-invalid: q001 has no content"),
    ({"utterance": None, "part": "x"}, "annotation-invalid: q001 names a part, but no utterance"),
    ({"parent": "q001"}, "annotation-parent: q001 is inside itself by its parents"),
    ({"parent": "q011"}, "annotation-parent: q001 has a content that is not inside that of its parent q011"),
    ({"utterance": "never-said", "part": None}, "annotation-utterance-unknown: q001: there is no utterance"),
    ({"speaker": "Nobody"}, "annotation-speaker-unlisted: q001: the speaker 'Nobody' is not listed"),
]


@pytest.mark.parametrize(("changes", "message"), CASES, ids=[m for _, m in CASES])
def test_fault(changes, message):
    (found,) = problems(changed(**changes))
    assert found.startswith(message)


def test_part_of_utterance():
    project = replace(OWN, utterances=(Utterance("u", None, "Gloss.", (UtterancePart("a", "Part."),)),))
    keep = {"utterance": None, "part": None}
    good = changed(**keep)
    plain = replace(good, attributions=tuple(replace(a, **keep) for a in good.attributions))

    def named(part: str) -> Annotation:
        first, *rest = plain.attributions
        return replace(plain, attributions=(replace(first, utterance="u", part=part), *rest))

    assert problems(named("a"), project) == []
    assert "has no part 'b'" in problems(named("b"), project)[0]


def test_unreviewed_is_work_in_progress():
    assert problems(replace(changed(speaker="Nobody"), status="unreviewed")) == []


def test_parts_in_toml(tmp_path):
    path = tmp_path / "utterances.toml"
    path.write_text('[[utterance]]\nid = "u"\ngloss = "G."\nparts = [{ id = "a", gloss = "A." }]\n')
    assert records_in(path, "utterance", Utterance) == (Utterance("u", None, "G.", (UtterancePart("a", "A."),)),)
    path.write_text('[[utterance]]\nid = "u"\ngloss = "G."\nparts = [{ id = "a" }]\n')
    with pytest.raises(ProjectError, match="the key 'gloss' is missing"):
        records_in(path, "utterance", Utterance)


# Articles and tables


@pytest.fixture(scope="module")
def predicted():
    return annotate_project(OWN)


@pytest.fixture(scope="module")
def rows(predicted):
    return build_rows(OWN, curated_articles(OWN, predicted), predicted=predicted)


def test_curated_release(rows, predicted):
    assert {q["origin"] for q in rows["quotes"]} == {"curated"}
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
    assert len(rows["variants"]) == sum(math.comb(len(u["quote_ids"]), 2) for u in rows["utterances"])
    parts = {(u["utterance_id"], p["id"]) for u in rows["utterances"] for p in u["parts"]}
    assert {(q["utterance_id"], q["utterance_part"]) for q in quotes.values() if q["utterance_part"]} <= parts


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
    assert {a.origin for r in released[2:] for a in r.attributions} == {"curated"}


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


# Drafts


@given(data=st.data(), language=st.sampled_from(LANGUAGES))
def test_draft_has_no_fault(data, language):
    text = data.draw(news(language).filter(str.strip))
    article = annotate_text(text, article_id=OWN.sources[0].id, language=language)
    source = replace(OWN.sources[0], language=language)
    draft = draft_annotation(article, raw_sha256=source.sha256)
    assert [p.error.message for p in annotation_problems(OWN, source, text, draft)] == []
    assert loaded(to_text(draft)) == draft
    SCHEMA.validate(json.loads(to_text(draft)))


def test_annotate_does_not_overwrite(own_copy):
    path = own_copy / "annotations" / FILES[0].name
    before = path.read_bytes()
    call = ["annotate", FILES[0].stem, "--project", str(own_copy)]
    assert "there is an annotation already" in str(RUNNER.invoke(app, call).exception)
    assert path.read_bytes() == before
    assert "the annotation there is reviewed" in str(RUNNER.invoke(app, [*call, "--force"]).exception)
    assert path.read_bytes() == before
    write_annotation(path, replace(read_annotation(path), status="unreviewed", attributions=()))
    result = RUNNER.invoke(app, [*call, "--force"])
    assert result.exit_code == 0
    assert len(read_annotation(path).attributions) > 0


def test_annotate_unknown_article(own_copy):
    result = RUNNER.invoke(app, ["annotate", "nobody", "--project", str(own_copy)])
    assert "no article 'nobody'" in str(result.exception)

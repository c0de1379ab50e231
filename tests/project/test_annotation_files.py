"""Annotation files: their form, what is refused in reading them, and the drafts they begin as."""

import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.annotated import FILES, OWN, annotated
from support.strategies import LANGUAGES, news
from typer.testing import CliRunner

from corpus.cli.app import app
from corpus.errors import ProjectError
from corpus.io.strict_json import parse, record_of
from corpus.pipeline import annotate_text
from corpus.project.annotated_articles import draft_annotation
from corpus.project.annotation import Annotation
from corpus.project.annotation_files import read_annotation, schema, to_text, write_annotation
from corpus.project.annotation_problems import annotation_problems

RUNNER = CliRunner()
PLACE = Path("one.json")
SCHEMA = jsonschema_rs.Draft202012Validator(schema())


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
    ('{"a": 1, "a": 2}', "duplicate key 'a'"),
    ("[", "one.json:1: invalid JSON"),
    ("[" * 100_000, "nested too deeply"),
    ("NaN", "NaN is not a JSON number"),
    ("[]", "the value is not an object"),
    ("9" * 5000, "invalid JSON"),
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
    assert "the annotation already exists" in str(RUNNER.invoke(app, call).exception)
    assert path.read_bytes() == before
    assert "the annotation is reviewed" in str(RUNNER.invoke(app, [*call, "--force"]).exception)
    assert path.read_bytes() == before
    write_annotation(path, replace(read_annotation(path), status="unreviewed", attributions=()))
    result = RUNNER.invoke(app, [*call, "--force"])
    assert result.exit_code == 0
    assert len(read_annotation(path).attributions) > 0


def test_annotate_unknown_article(own_copy):
    result = RUNNER.invoke(app, ["annotate", "nobody", "--project", str(own_copy)])
    assert "unknown article 'nobody'" in str(result.exception)

"""Speakers measured apart, with and without the authority file; the figures are worked out by hand."""

import json
from dataclasses import replace

import pytest
from support.measured import GOLD_A, UNITS, A
from support.paths import CONVOY
from typer.testing import CliRunner

from corpus.cli.app import app
from corpus.evaluate.measures import evaluate
from corpus.evaluate.report import report_page
from corpus.evaluate.run import project_units, units_without_authority
from corpus.evaluate.units import Unit, accepted_names, fold_name
from corpus.pipeline import annotate_project
from corpus.project.project import load_project
from corpus.records import Speaker

ANA = Speaker(
    "ana", "Ana", "person", aliases={"en": ("Ana Berg", "the Berg Group"), "nb": ("den gode Ana",), "ar": ("آنا",)}
)


@pytest.mark.parametrize(
    ("name", "language", "same"),
    [("Ana Berg", "en", True), ("ana  BERG", "nb", True), ("Berg Group", "en", True), ("انا", "ar", True),
     ("gode Ana", "nb", True), ("Berg", "en", False), ("the", "en", False)],
)  # fmt: skip
def test_any_form_is_right(name, language, same):
    assert (fold_name(name, language) in accepted_names([ANA])["Ana"]) is same


def unit(*said, names=None):
    predicted = tuple(replace(g, speaker=s) for g, s in zip(GOLD_A, said, strict=True))
    return Unit("a", "en", A, GOLD_A, predicted, speakers=True, names=names or {})


@pytest.mark.parametrize(
    ("said", "precision", "recall"),
    [(("Ana Berg", "Ben"), 1.0, 1.0), (("Ana Berg", "unknown"), 1.0, 0.5), (("Carl", "unknown"), 0.0, 0.0),
     (("Carl", "Ben"), 0.5, 0.5), (("unknown", "unknown"), None, 0.0)],
)  # fmt: skip
def test_precision_and_recall(said, precision, recall):
    found = evaluate([unit(*said, names=accepted_names([ANA]))]).groups["overall"].measures
    assert (found["speaker_precision"].value, found["speaker_recall"].value) == (precision, recall)


def test_with_the_authority_file_only_its_own_name_is_right():
    assert evaluate([unit("Ana Berg", "Ben")]).groups["overall"].measures["speaker_precision"].value == 0.5


def test_page_has_both():
    page = report_page(UNITS, without_authority=[replace(u, predicted=u.gold) for u in UNITS])
    rows = [line.split(" | ") for line in page.split("## Speakers")[1].split("## ")[0].splitlines() if line[:1] == "|"]
    first = {f"{row[0]} | {row[1]}": row[2] for row in rows[2:]}
    assert first["|  | named in the annotation"] == "2"
    assert first["| with the authority file | named rightly"] == "1"
    assert first["| with the authority file | precision"].startswith("0.500 [")
    assert first["| without it | recall"].startswith("1.000 [")


def test_page_without_the_second_measurement():
    assert "| without it |" not in report_page(UNITS)


@pytest.fixture(scope="module")
def own():
    project = load_project(CONVOY)
    return project_units(project, annotate_project(project)), units_without_authority(project)


def test_own_corpus_without_the_authority_file(own):
    """The same articles and annotation; nothing found has an id. A name that is given is hardly ever wrong."""
    aided, unaided = own
    assert [(u.id, u.gold) for u in unaided] == [(u.id, u.gold) for u in aided]
    assert all(a.speaker_id is None for u in unaided for a in u.predicted)
    found = evaluate(unaided).groups["overall"].measures
    assert found["speaker_precision"].value >= 0.95
    assert found["speaker_recall"].value >= 0.80


def test_command():
    shown = CliRunner().invoke(app, ["evaluate", "--project", str(CONVOY)]).stdout
    assert shown.index("with the authority file") < shown.index("without it")
    data = json.loads(CliRunner().invoke(app, ["evaluate", "--project", str(CONVOY), "--json"]).stdout)
    assert data["without_authority"]["en"]["counts"]["named_g"] == data["groups"]["en"]["counts"]["named_g"]
    assert set(data["without_authority"]["ar"]["measures"]) == {
        "speaker_accuracy", "speaker_precision", "speaker_recall",
    }  # fmt: skip

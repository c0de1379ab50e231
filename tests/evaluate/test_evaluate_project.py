"""Measuring a project, what was missed in it, and the command that does it."""

import json
from dataclasses import asdict

import pytest
from support.measured import GOLD, UNITS, write
from support.paths import CONVOY
from typer.testing import CliRunner

from corpus.cli.app import app
from corpus.errors import ProjectError
from corpus.evaluate.measures import evaluate
from corpus.evaluate.misses import misses
from corpus.evaluate.run import project_units
from corpus.pipeline import annotate_project
from corpus.project.project import load_project

RUNNER = CliRunner()


@pytest.fixture(scope="module")
def own():
    project = load_project(CONVOY)
    return project_units(project, annotate_project(project))


def test_own_corpus(own):
    report = evaluate(own)
    assert report.units == 5
    assert report.groups["overall"].counts["lines"] == 114
    assert {"overall", "ar", "en", "nb", "direct", "indirect", "mixed"} <= report.groups.keys()


def test_misses_are_what_is_not_paired(own):
    overall = evaluate(own).groups["overall"].counts
    found = [m.kind for m in misses(own)]
    assert found.count("missed") == overall["gold"] - overall["detected_g"]
    assert found.count("extra") == overall["predicted"] - overall["detected_p"]


def test_misses():
    assert [(m.kind, m.unit, m.content) for m in misses(UNITS)] == [
        ("extra", "b", "Nothing"), ("missed", "c", 'The plan is "too slow" and late'), ("extra", "c", "too slow"),
    ]  # fmt: skip


def test_nothing_reviewed(own_copy):
    for path in (own_copy / "annotations").glob("*.json"):
        path.unlink()
    project = load_project(own_copy)
    with pytest.raises(ProjectError, match="no article has a reviewed annotation"):
        project_units(project, annotate_project(project))


def test_command():
    result = RUNNER.invoke(app, ["evaluate", "--project", str(CONVOY), "--errors", "2"])
    assert result.exit_code == 0, result.output
    assert "role accuracy" in result.stdout
    assert "5 texts; 95 % intervals from resampling 114 lines" in result.stdout
    assert "…" not in result.stdout.split("5 texts")[0]


def test_command_json(tmp_path):
    result = RUNNER.invoke(
        app,
        [
            "evaluate",
            str(write(tmp_path / "gold.jsonl", GOLD)),
            "--plain",
            "--model",
            "rules",
            "--json",
            "--errors",
            "9",
        ],
    )
    found = json.loads(result.stdout)
    assert found["units"] == 2
    assert found["groups"]["overall"]["measures"]["detection_recall"]["value"] == 1.0
    assert [e["kind"] for e in found["errors"]] == ["extra"]


def test_predictions_for_a_project(tmp_path, own):
    rows = [
        {
            "id": u.id,
            "attributions": [{"type": a.type, "content": [[s.start, s.end] for s in a.content]} for a in u.gold],
        }
        for u in own
    ]
    path = write(tmp_path / "pred.jsonl", rows)
    result = RUNNER.invoke(app, ["evaluate", "--project", str(CONVOY), "--pred", str(path), "--json"])
    overall = json.loads(result.stdout)["groups"]["overall"]["measures"]
    assert overall["detection_f1"]["value"] == 1.0
    assert overall["role_accuracy"]["value"] is None


def test_report_is_plain_data(own):
    assert json.loads(json.dumps(asdict(evaluate(own))))["clusters"] == 114

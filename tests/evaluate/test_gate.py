"""The quality gate: it shuts where it should, and cannot be lowered in passing."""

import runpy
import shutil
import subprocess
import sys

import pytest
from support.paths import CONVOY, ROOT

from corpus.errors import ProjectError
from corpus.evaluate.gate import GATE_FILE, Gate, failures, gold_digest, guarded, read_gate, updated, write_gate
from corpus.evaluate.measures import evaluate
from corpus.evaluate.run import project_units
from corpus.pipeline import annotate_project
from corpus.project.project import load_project

SCRIPT = ROOT / "scripts" / "gate.py"
PINNED = Gate("d", {"overall.detection_f1": 0.9, "nb.detection_f1": 0.8})
SAME = {"overall.detection_f1": 0.9, "nb.detection_f1": 0.8}


@pytest.fixture(scope="module")
def main():
    return runpy.run_path(str(SCRIPT))["main"]


def test_open():
    assert failures(PINNED, SAME, digest="d") == []
    assert failures(PINNED, dict.fromkeys(SAME, 1.0), digest="d") == []


@pytest.mark.parametrize(
    ("measured", "digest", "message"),
    [
        (SAME | {"nb.detection_f1": 0.7999}, "d", "nb.detection_f1: 0.7999 is below its floor 0.8000"),
        (SAME, "e", "gold: its digest is e, pinned is d"),
        ({"overall.detection_f1": 0.9}, "d", "nb.detection_f1: not measured, pinned at 0.8000"),
        (SAME | {"ar.detection_f1": 0.5}, "d", "ar.detection_f1: measured, but without a floor"),
    ],
)
def test_shut(measured, digest, message):
    (found,) = failures(PINNED, measured, digest=digest)
    assert found.startswith(message)


def test_update_raises():
    raised = updated(PINNED, SAME | {"nb.detection_f1": 0.85, "ar.detection_f1": 0.3}, digest="e")
    assert raised == Gate("e", {"overall.detection_f1": 0.9, "nb.detection_f1": 0.85, "ar.detection_f1": 0.3})
    assert updated(None, SAME, digest="d") == PINNED


LOWER = SAME | {"nb.detection_f1": 0.7}


def test_lowering_needs_flag_and_changelog():
    line = "- Floor nb.detection_f1 0.7000: the gold has a harder article.\n"
    earlier = "- Floor nb.detection_f1 0.7500: another article.\n"
    with pytest.raises(ProjectError, match=r"lower than pinned: nb\.detection_f1"):
        updated(PINNED, LOWER, digest="d", changelog=line)
    with pytest.raises(ProjectError, match=r"CHANGELOG.md has no line with nb\.detection_f1 0\.7000"):
        updated(PINNED, LOWER, digest="d", allow_lower=True, changelog=earlier)
    lowered = updated(PINNED, LOWER, digest="d", allow_lower=True, changelog=line)
    assert lowered.floors["nb.detection_f1"] == 0.7


def test_dropping_is_lowering():
    with pytest.raises(ProjectError, match="lower than pinned"):
        updated(PINNED, {"overall.detection_f1": 0.9}, digest="d")


def test_floor_is_never_above_what_was_measured():
    for value in (0.95582, 1 / 3, 0.9558, 1.0, 0.0):
        floor = updated(None, {"x": value}, digest="d").floors["x"]
        assert value - 1e-4 <= floor <= value + 1e-9


def test_file_round_trip(tmp_path):
    write_gate(tmp_path / "gate.toml", PINNED)
    assert read_gate(tmp_path / "gate.toml") == PINNED


BAD = [
    "", 'gold_sha256 = "d"', 'gold_sha256 = "d"\n[floors]\n"a" = 2.0', 'gold_sha256 = "d"\n[floors]\n"a" = "x"',
    'gold_sha256 = "d"\nmore = 1\n[floors]', "=",
]  # fmt: skip


@pytest.mark.parametrize("text", BAD)
def test_bad_file(tmp_path, text):
    (tmp_path / "gate.toml").write_text(text)
    with pytest.raises(ProjectError, match=r"gate\.toml"):
        read_gate(tmp_path / "gate.toml")


def test_no_file(tmp_path):
    with pytest.raises(ProjectError, match="--update"):
        read_gate(tmp_path / "gate.toml")


def test_digest_sees_a_letter(own_copy):
    project = load_project(own_copy)
    before = gold_digest(project)
    assert before == gold_digest(load_project(CONVOY))
    path = next((own_copy / "annotations").glob("*.json"))
    path.write_bytes(path.read_bytes() + b"\n")
    assert gold_digest(project) != before


def test_what_is_guarded():
    project = load_project(CONVOY)
    names = guarded(evaluate(project_units(project, annotate_project(project))))
    assert {n.split(".")[0] for n in names} == {"overall", "ar", "en", "nb"}
    assert {n.split(".")[1] for n in names} == {
        "detection_f1", "attribution_f1", "speaker_accuracy", "content_exact", "role_accuracy",
    }  # fmt: skip


def test_own_gate_is_open(main, capsys):
    code = main([])
    assert (code, capsys.readouterr().out.startswith("the gate is open")) == (0, True)


def test_own_floors_are_high_enough():
    """What the first release promised, whoever edits the file: below it, it is another release."""
    floors = read_gate(CONVOY / GATE_FILE).floors
    assert floors["overall.detection_f1"] >= 0.95
    assert floors["overall.attribution_f1"] >= 0.90
    assert floors["overall.speaker_accuracy"] >= 0.90
    assert floors["overall.role_accuracy"] == 1.0
    assert min(value for name, value in floors.items() if name.endswith("attribution_f1")) >= 0.85


def test_script(main, own_copy, tmp_path, capsys):
    (own_copy / GATE_FILE).unlink(missing_ok=True)
    call = ["--project", str(own_copy), "--changelog", str(tmp_path / "CHANGELOG.md"), "--pages", str(tmp_path)]
    assert main(call) == 1
    assert "--update" in capsys.readouterr().err
    assert main([*call, "--update"]) == 0
    assert main(call) == 0
    gate = read_gate(own_copy / GATE_FILE)
    high = dict.fromkeys(gate.floors, 1.0)
    write_gate(own_copy / GATE_FILE, Gate(gate.gold_sha256, high))
    assert main(call) == 1
    assert "is below its floor 1.0000" in capsys.readouterr().out
    assert main([*call, "--update"]) == 1
    (tmp_path / "CHANGELOG.md").write_text("".join(f"- {name} {value:.4f}\n" for name, value in gate.floors.items()))
    assert main([*call, "--update", "--allow-lower"]) == 0
    assert read_gate(own_copy / GATE_FILE) == gate


def test_gate_judges_its_own_checkout(tmp_path):
    """Whatever package is installed or on the path: the one beside the script is measured."""
    (tmp_path / "scripts").mkdir()
    shutil.copy(SCRIPT, tmp_path / "scripts")
    (tmp_path / "corpus").mkdir()
    (tmp_path / "corpus" / "__init__.py").write_text("raise SystemExit('the package of this checkout')")
    done = subprocess.run(
        [sys.executable, tmp_path / "scripts" / "gate.py"], capture_output=True, text=True, check=False, cwd="/"
    )
    assert (done.returncode, done.stderr.strip()) == (1, "the package of this checkout")

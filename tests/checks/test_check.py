"""The checks as a whole, and the command that prints them."""

import json

import pytest
from support.paths import CONVOY, TESTS
from typer.testing import CliRunner

from corpus.checks.registry import registry
from corpus.checks.run import exit_code, run_checks
from corpus.cli.app import app
from corpus.project.new_project import make_project

RUNNER = CliRunner()


def test_own_corpus_has_no_error():
    assert [str(f) for f in run_checks(CONVOY) if f.level == "error"] == []


def test_new_project_has_placeholders_only(tmp_path):
    make_project(tmp_path / "new")
    assert [f.message.split()[0] for f in run_checks(tmp_path / "new") if f.id == "placeholder"] == [
        "title", "description", "creators", "contact",
    ]  # fmt: skip
    assert {f.id for f in run_checks(tmp_path / "new")} == {"placeholder"}
    _fill_in(tmp_path / "new")
    assert run_checks(tmp_path / "new") == []


def _fill_in(root):
    """Replace the placeholders of a new project."""
    path = root / "corpus.toml"
    text = path.read_text().replace("A corpus of", "Tested").replace("What the", "These").replace("Your name", "Moen")
    path.write_text(text.replace("you@example.org", "kari@moen.no"))


def test_no_project(tmp_path):
    (finding,) = run_checks(tmp_path / "nothing")
    assert (finding.id, finding.path) == ("project-invalid", tmp_path / "nothing" / "corpus.toml")


def test_release_of_current_version(tmp_path):
    make_project(tmp_path / "new")
    _fill_in(tmp_path / "new")
    assert RUNNER.invoke(app, ["build", "--project", str(tmp_path / "new")]).exit_code == 0
    assert run_checks(tmp_path / "new") == []
    speakers = tmp_path / "new" / "annotations" / "speakers.toml"
    speakers.write_text(speakers.read_text().replace('"director"', '"head"'))
    assert [f.id for f in run_checks(tmp_path / "new")] == ["release-differs"]
    (tmp_path / "new" / "releases" / "0.1.0" / "README.md").write_text("")
    assert [f.id for f in run_checks(tmp_path / "new")] == ["release-damaged"]


def test_registry_is_documented():
    for check in registry().values():
        assert check.doc.endswith(".")
        assert check.id == check.id.lower()


# One example each of: nothing, an error, only advice.
@pytest.mark.parametrize(("name", "code"), [("date-order", 1), ("bidi-control", 2)])
def test_exit_code(name, code):
    assert exit_code(run_checks((TESTS / "invalid") / name)) == code
    result = RUNNER.invoke(app, ["check", "--project", str((TESTS / "invalid") / name)])
    assert result.exit_code == code
    assert f"{registry()[name].level} {name}: " in result.stdout


def test_exit_code_of_nothing(tmp_path):
    RUNNER.invoke(app, ["init", str(tmp_path / "new")])
    _fill_in(tmp_path / "new")
    result = RUNNER.invoke(app, ["check", "--project", str(tmp_path / "new")])
    assert (result.exit_code, result.stdout) == (0, "errors: 0, advice: 0\n")


def test_json():
    result = RUNNER.invoke(app, ["check", "--json", "--project", str((TESTS / "invalid") / "date-order")])
    (finding,) = json.loads(result.stdout)
    assert (finding["id"], finding["level"], finding["line"]) == ("date-order", "error", 2)


def test_list():
    result = RUNNER.invoke(app, ["check", "--list"])
    assert [line.split()[1] for line in result.stdout.splitlines()] == list(registry())
    result = RUNNER.invoke(app, ["check", "--list", "--json"])
    assert [c["id"] for c in json.loads(result.stdout)] == list(registry())


def test_init_does_not_overwrite(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    result = RUNNER.invoke(app, ["init", str(tmp_path)])
    assert "the folder is not empty" in str(result.exception)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_stats_before_and_after_release_agree(tmp_path):
    root = tmp_path / "new"
    make_project(root)
    before = json.loads(RUNNER.invoke(app, ["stats", "--json", "--project", str(root)]).stdout)
    build = json.loads(RUNNER.invoke(app, ["build", "--json", "--project", str(root)]).stdout)
    after = json.loads(RUNNER.invoke(app, ["stats", "--json", "--project", str(root)]).stdout)
    assert before == after
    assert before.items() <= build.items()
    assert before["total"]["attributions"] == sum(before["total"]["types"].values()) > 0


def test_tables_are_printed_whole_into_a_pipe(tmp_path):
    make_project(tmp_path / "new")
    result = RUNNER.invoke(app, ["stats", "--project", str(tmp_path / "new")])
    assert "Kari Moen" in result.stdout
    assert "\x1b" not in result.stdout
    result = RUNNER.invoke(app, ["build", "--project", str(tmp_path / "new")])
    assert 'datasets.load_dataset("' in result.stdout

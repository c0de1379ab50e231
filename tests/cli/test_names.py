"""One resolver of projects, releases and articles for all commands, and hints where a name is wrong."""

import pytest
from support.paths import CONVOY

from corpus.cli.options import article_source, parse_jobs, project_folder, release_folder
from corpus.errors import CorpusError
from corpus.project.project import load_project


def test_project_from_a_folder_in_it(root, monkeypatch, tmp_path):
    monkeypatch.chdir(root / "sources")
    assert project_folder(None).samefile(root)
    (tmp_path / "work" / "datasets").mkdir(parents=True)
    root.rename(tmp_path / "work" / "datasets" / "mine")
    monkeypatch.chdir(tmp_path / "work")
    assert project_folder(None).samefile(tmp_path / "work" / "datasets" / "mine")
    (tmp_path / "work" / "notes").mkdir()
    monkeypatch.chdir(tmp_path / "work" / "notes")
    assert project_folder(None).samefile(tmp_path / "work" / "datasets" / "mine")
    assert project_folder(tmp_path / "work").samefile(tmp_path / "work" / "datasets" / "mine")


@pytest.mark.parametrize("name", ["0.1.0", "v0.1.0", str(CONVOY / "releases" / "0.1.0")])
def test_release(name):
    assert release_folder(name, CONVOY) == CONVOY / "releases" / "0.1.0"


def test_newest_release():
    newest = release_folder(None, CONVOY)
    assert release_folder(str(CONVOY), None) == newest


@pytest.mark.parametrize(
    "command",
    [
        ["verify", "0.1.0"],
        ["stats", "--release", "0.1.0"],
        ["plot", "speakers-by-outlet", "--release", "0.1.0", "--csv"],
        ["diff", "0.1.0", "v0.1.0"],
    ],
    ids=lambda command: command[0],
)
def test_every_command_takes_a_version(run, command):
    assert run(*command, "--project", CONVOY).code == 0


def test_no_such_release():
    with pytest.raises(CorpusError, match=r"no release 0\.1\.00.*Did you mean '0\.1\.0'"):
        release_folder("0.1.00", CONVOY)


def test_article_by_id_and_file():
    project = load_project(CONVOY)
    source = project.sources[0]
    for name in (source.id, source.file, f"sources/{source.file}"):
        assert article_source(project, name) == source
    with pytest.raises(CorpusError, match=f"Did you mean '{source.id}'"):
        article_source(project, source.id[:-1])


def test_explain_takes_an_id(run):
    source = load_project(CONVOY).sources[0]
    by_id = run("explain", source.id, "--project", CONVOY, "--line", "7")
    assert by_id.code == 0
    assert by_id.out.startswith(source.id)


def test_show_takes_a_file(run, tmp_path):
    (tmp_path / "x.txt").write_text("“It is safe to sail,” said Kari Moen, the director of the harbour.\n")
    done = run("show", tmp_path / "x.txt")
    assert done.code == 0
    assert "Kari Moen (1)" in done.out


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["cite", "--format", "bibtx"], "Did you mean 'bibtex'?"),
        (["plot", "speakers-by-outlets"], "Did you mean 'speakers-by-outlet'?"),
        (["diff", "0.1.0", "0.1.0", "--table", "quote"], "Did you mean 'quotes'?"),
        (["taag", "x.txt"], "Did you mean 'tag'?"),
        (["tag", "x.txt", "--langauge", "en"], "--language"),
    ],
    ids=lambda value: value[0] if isinstance(value, list) else "",
)
def test_hints(run, arguments, hint):
    project = ["--project", CONVOY] if arguments[0] in ("cite", "plot", "diff") else []
    done = run(*arguments, *project)
    assert done.code in (1, 2)
    assert hint in " ".join(done.err.replace("│", " ").split())


def test_jobs():
    assert parse_jobs("3") == parse_jobs(3) == 3
    assert parse_jobs("auto") >= 1

"""The command line: help, exit codes, JSON, and clear errors for bad projects. No command ever shows a traceback."""

import json
from pathlib import Path

import pytest
from support.paths import CONVOY
from typer.main import get_command

from corpus import __version__
from corpus.cli.app import app

COMMANDS = get_command(app).commands


def test_version_and_no_command(run):
    assert run("--version").out == f"corpus {__version__}\n"
    assert run().code == 2
    assert run("nonsense").code == 2


@pytest.mark.parametrize("name", COMMANDS)
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help(run, name, flag):
    done = run(name, flag)
    assert done.code == 0
    assert COMMANDS[name].help.split()[0] in done.out
    assert done.err == ""


def test_every_command_is_listed(run):
    listed = run("--help").out
    assert all(f" {name} " in listed for name in COMMANDS)


# JSON, wherever a program might read


@pytest.mark.parametrize("name", ["build", "check", "stats"])
def test_json_of_a_project(run, root, name):
    done = run(name, "--project", root, "--json")
    # A new project has placeholders, which are advice.
    assert done.code == (2 if name == "check" else 0)
    assert isinstance(json.loads(done.out), dict if name != "check" else list)


def test_json_of_an_article(run, root):
    (row,) = run("show", "example", "--project", root, "--json").rows
    assert row["id"] == "example"
    assert {a["speaker"] for a in row["attributions"]} >= {"Kari Moen"}


def test_commands_that_print_json():
    """Where an option is added, a test here is too."""
    able = {name for name, command in COMMANDS.items() if any("--json" in p.opts for p in command.params)}
    assert able >= {"build", "check", "plot", "show", "stats", "tag"}


# Projects


def test_changed_source_stops_the_build(run, root):
    declared = (root / "sources" / "sources.toml").read_text(encoding="utf-8").split('sha256 = "')[1][:64]
    (root / "sources" / "example.txt").write_bytes(b"other")
    done = run("build", "--project", root)
    assert done.code == 1
    assert declared in done.err
    assert "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa" in done.err
    assert not (root / "releases").exists()


@pytest.mark.parametrize("name", ["build", "stats", "align"])
def test_changed_source_with_several_processes(run, root, name):
    (root / "sources" / "example.txt").write_bytes(b"other")
    done = run(name, "--project", root, "--jobs", "2")
    assert done.code == 1
    assert "the bytes have the SHA-256" in done.err


@pytest.mark.parametrize("name", ["build", "stats", "show"])
def test_no_project(run, tmp_path, name):
    done = run(name, *(["x"] if name == "show" else []), "--project", tmp_path)
    assert done.code == 1
    assert "no corpus project found" in done.err


def test_project_of_the_current_folder(run, root, monkeypatch):
    monkeypatch.chdir(root)
    assert run("stats", "--json").code == 0
    monkeypatch.chdir(root / "sources")
    assert run("stats", "--json").code == 0
    monkeypatch.chdir(root.parent)
    done = run("stats", "--json")
    assert (done.code, "no corpus project found" in done.err) == (1, True)


def test_init_build_check_stats(run, tmp_path):
    """A new project goes through every command as it is."""
    root = tmp_path / "new"
    assert run("init", root).code == 0
    assert (root / "corpus.toml").is_file()
    checked = run("check", "--project", root)
    assert (checked.code, checked.out.count("still a placeholder"), checked.out.count("\n")) == (2, 4, 5)
    built = run("build", "--project", root)
    assert built.code == 0
    assert f"written: {root}" in built.out.replace("\n", "")
    assert "the same as the release that is there" in run("build", "--project", root).out
    assert "Kari Moen" in run("stats", "--project", root).out
    assert run("check", "--project", root).code == 2
    again = run("init", root)
    assert (again.code, "the folder is a corpus project already" in again.err) == (1, True)


def test_a_new_project_appears_whole_or_not_at_all(run, tmp_path, monkeypatch):
    write, calls = Path.write_bytes, []

    def fail(self, data):
        calls.append(self)
        if len(calls) == 3:
            raise OSError(28, "No space left on device")
        return write(self, data)

    monkeypatch.setattr(Path, "write_bytes", fail)
    done = run("init", tmp_path / "new")
    assert (done.code, "No space left on device" in done.err) == (1, True)
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()
    assert run("init", tmp_path / "new").code == 0


def test_an_empty_folder_becomes_a_project(run, tmp_path):
    inode = tmp_path.stat().st_ino
    assert run("init", tmp_path).code == 0
    assert (tmp_path / "corpus.toml").is_file()
    assert tmp_path.stat().st_ino == inode


def test_released_version_is_not_overwritten(run, root):
    assert run("build", "--project", root).code == 0
    speakers = root / "annotations" / "speakers.toml"
    speakers.write_text(speakers.read_text(encoding="utf-8").replace('"director"', '"head"'), encoding="utf-8")
    done = run("build", "--project", root)
    assert (done.code, "Raise `version`" in done.err) == (1, True)


# show


def test_show(run, root):
    shown = run("show", "example", "--project", root).out
    assert "Ferry traffic resumes after storm" in shown
    assert "Kari Moen" in shown
    assert "body" in shown


def test_show_arabic(run):
    """Each line of a right-to-left article is isolated, so that the terminal's own direction does not break it."""
    done = run("show", "aljazeera-20170909", "--project", CONVOY)
    assert done.code == 0
    assert "\u2067" in done.out
    assert done.out.count("\u2067") == done.out.count("\u2069")
    assert "التحالف" in done.out
    assert "A member of the Islamic State" in " ".join(done.out.split())


def test_show_dropped(run):
    kept = run("show", "sputnik-20170909", "--project", CONVOY).out
    everything = run("show", "sputnik-20170909", "--project", CONVOY, "--dropped").out
    assert "Newsfeed" not in kept
    assert "Newsfeed" in everything


def test_show_unknown_article(run):
    done = run("show", "nonsense", "--project", CONVOY)
    assert done.code == 1
    assert "aljazeera-20170909" in done.err

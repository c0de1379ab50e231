"""``corpus plot``: files where asked for, data without a drawing library, and one line where something is wrong."""

import csv
import io
import json
import sys

import pytest
from support.figured import RELEASE, released
from support.paths import CONVOY
from support.released import names_of

from corpus.view.figures.all_figures import figures_of
from corpus.view.figures.drawing import draw
from corpus.view.figures.figure import FIGURES


@pytest.fixture
def plot(run):
    return lambda *arguments: run("plot", "--release", RELEASE, *arguments)


@pytest.fixture
def without_matplotlib(monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib", None)


def test_all_figures_into_a_folder(plot, tmp_path):
    done = plot("--output", tmp_path / "new" / "folder")
    assert done.code == 0
    assert names_of(tmp_path) == sorted(f"new/folder/{name}.svg" for name in FIGURES)
    assert done.out.split() == [str(tmp_path / "new" / "folder" / f"{name}.svg") for name in FIGURES]


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_one_figure_into_a_file(plot, tmp_path, form):
    path = tmp_path / f"own.{form}"
    path.write_text("old", "utf-8")
    assert plot("types-by-outlet", "--output", path, "--theme", "dark").code == 0
    assert names_of(tmp_path) == [path.name]
    assert path.read_bytes() == draw(figures_of(released())[1], format=form, theme="dark")


def test_format_of_a_folder(plot, tmp_path):
    assert plot("utterance-spread", "attributed-share", "--output", tmp_path, "--format", "png").code == 0
    assert names_of(tmp_path) == ["attributed-share.png", "utterance-spread.png"]


def test_newest_release_of_a_project(run, tmp_path):
    assert run("plot", "--project", CONVOY, "types-by-outlet", "--output", tmp_path / "a.svg").code == 0
    assert names_of(tmp_path) == ["a.svg"]


# Data


def test_json_is_the_data(plot, without_matplotlib):
    made = json.loads(plot("--json").out)
    assert [f["id"] for f in made] == list(FIGURES)
    for figure, told in zip(figures_of(released()), made, strict=True):
        assert tuple(told["columns"]) == figure.columns
        assert tuple(map(tuple, told["rows"])) == figure.rows
        assert told["caption"] == figure.caption


def test_csv_is_the_data_of_one_figure(plot, without_matplotlib):
    figure = figures_of(released())[0]
    rows = list(csv.reader(io.StringIO(plot(figure.id, "--csv").out)))
    assert rows == [[*map(str, row)] for row in (figure.columns, *figure.rows)]
    done = plot("--csv")
    assert done.code == 1
    assert "Name one of speakers-by-outlet" in done.err


def test_list(run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert [line.split()[0] for line in run("plot", "--list").out.splitlines()] == list(FIGURES)


# Errors, each one line


def refused(done, *words):
    assert done.code == 1
    assert len(done.err.splitlines()) == 1
    assert all(word in done.err for word in words)


def test_unknown_name(plot, tmp_path):
    refused(plot("nonsense", "--output", tmp_path), "no figure nonsense", *FIGURES)
    assert names_of(tmp_path) == []


def test_no_matplotlib(plot, tmp_path, without_matplotlib):
    refused(plot("--output", tmp_path / "a"), "matplotlib", "pip install 'convoy17[view]'")
    assert names_of(tmp_path) == []


def test_no_place(plot):
    refused(plot(), "--output", "--json")


def test_several_in_one_file(plot, tmp_path):
    refused(plot("--output", tmp_path / "a.svg"), "a.svg", "give a folder")


def test_name_and_format_that_differ(plot, tmp_path):
    refused(plot("types-by-outlet", "--output", tmp_path / "a.svg", "--format", "png"), "--format png")


def test_place_that_cannot_be_written(plot, tmp_path):
    (tmp_path / "file").write_text("kept", "utf-8")
    refused(plot("--output", tmp_path / "file" / "b"), "cannot be written")
    assert names_of(tmp_path) == ["file"]


def test_no_release(run, root, tmp_path):
    refused(run("plot", "--project", root, "--output", tmp_path / "a"), "no release", "corpus build")


def test_figure_without_data(run, root, tmp_path):
    assert run("build", "--project", root).code == 0
    there = [f["id"] for f in json.loads(run("plot", "--project", root, "--json").out)]
    assert there == list(FIGURES)[:3]
    done = run("plot", "--project", root, "utterance-spread", "--output", tmp_path / "a")
    refused(done, "no data for utterance-spread", *there)

"""Goldens: the whole result for each article of the corpus, and the script that regenerates them."""

import json
import runpy
from pathlib import Path

import pytest
from support.paths import CONVOY, ROOT

from corpus.pipeline import annotate_project
from corpus.project.project import load_project

SCRIPT = ROOT / "scripts" / "goldens.py"
GOLDENS = runpy.run_path(str(SCRIPT))
FOLDER: Path = GOLDENS["GOLDEN"]
ARTICLES = {a.id: a for a in annotate_project(load_project(CONVOY))}
HINT = "if the change is meant: python scripts/goldens.py --write, and review the diff"


def test_every_article_has_its_golden():
    assert {p.stem for p in FOLDER.glob("*.json")} == set(ARTICLES), HINT


@pytest.mark.parametrize("name", ARTICLES)
def test_golden(name):
    found = GOLDENS["render"](ARTICLES[name])
    assert found.splitlines() == (FOLDER / f"{name}.json").read_text(encoding="utf-8").splitlines(), HINT


@pytest.mark.parametrize("name", ARTICLES)
def test_golden_is_whole(name):
    """The layout has the whole result, and the words at each offset are those of the text."""
    golden = json.loads(GOLDENS["render"](ARTICLES[name]))
    text = ARTICLES[name].text
    assert len(golden["paragraphs"]) == len(ARTICLES[name].segments)
    assert [m["text"] for m in golden["marks"]] == [text[m.start : m.end] for m in ARTICLES[name].marks]
    for row, attribution in zip(golden["attributions"], ARTICLES[name].attributions, strict=True):
        for part in ("content", "cue", "source"):
            assert [s[2] for s in row[part]] == [span.of(text) for span in getattr(attribution, part)]
        assert {k: row[k] for k in ("id", "type", "speaker", "rule")} == {
            k: getattr(attribution, k) for k in ("id", "type", "speaker", "rule")
        }


def test_script_writes_only_when_asked(tmp_path, capsys):
    main = GOLDENS["main"]
    options = ["--folder", str(tmp_path)]
    assert main(options) == 1
    assert list(tmp_path.iterdir()) == []
    assert main([*options, "--write"]) == 0
    capsys.readouterr()
    assert main(options) == 0
    assert capsys.readouterr().out == ""


def test_script_shows_what_changed(tmp_path, capsys):
    main, options = GOLDENS["main"], ["--folder", str(tmp_path)]
    main([*options, "--write"])
    golden = tmp_path / "vg-20170908.json"
    good = golden.read_text(encoding="utf-8")
    golden.write_text(good.replace('"language": "nb"', '"language": "no"'), encoding="utf-8")
    (tmp_path / "gone-20200101.json").write_text("{}\n")
    capsys.readouterr()
    assert main(options) == 1
    shown = capsys.readouterr().out
    assert '- "language": "no",\n+ "language": "nb",\n' in shown
    assert "--- golden/gone-20200101.json" in shown
    assert '"no"' in golden.read_text(encoding="utf-8")
    assert main([*options, "--write"]) == 0
    assert golden.read_text(encoding="utf-8") == good
    assert not (tmp_path / "gone-20200101.json").exists()

"""The examples of the documents run as printed, and give what stands beneath them; and the script that sees to it."""

import re
import runpy
import subprocess
import sys
import tomllib
from datetime import UTC, date, datetime
from importlib.util import find_spec

import pandas as pd
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import CONVOY, ROOT

SCRIPT = ROOT / "scripts" / "recipes.py"
RECIPES = runpy.run_path(str(SCRIPT))
DOCUMENTS = RECIPES["DOCUMENTS"]
HINT = "if the change is meant: python scripts/recipes.py --write, and review the diff"
cell, show, isolated, fenced = (RECIPES[name] for name in ("cell", "show", "isolated", "fenced"))


def script(*arguments):
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture(scope="module")
def done():
    return script()


def test_documents_give_what_they_print(done):
    """Every block of each document, in order, with warnings as errors; only what draws may be left out."""
    told = [line for line in done.stdout.splitlines() if not re.fullmatch(r"left out: .*: requires matplotlib", line)]
    assert (told, done.stderr, done.returncode) == ([], "", 0), HINT
    assert ("left out" in done.stdout) == (find_spec("matplotlib") is None)


def test_chart_is_drawn(done):
    if found := re.search("left out: .*", done.stdout):
        pytest.skip(found[0])
    assert any("<!-- requires: matplotlib -->\n```python\n" in (ROOT / name).read_text("utf-8") for name in DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_block_is_overlooked(name):
    text = (ROOT / name).read_text("utf-8")
    blocks = list(RECIPES["BLOCK"].finditer(text))
    assert len(blocks) == text.count("```python") > 0
    assert sum(b["output"] is not None for b in blocks) == text.count("<!-- output -->") > 0
    assert all(b["output"].strip() for b in blocks if b["output"] is not None)


def test_documents_load_the_version_of_the_corpus():
    version = tomllib.loads((CONVOY / "corpus.toml").read_text("utf-8"))["version"]
    named = {
        v for name in DOCUMENTS for v in re.findall(r"convoy17/releases/(\d[\w.-]+)", (ROOT / name).read_text("utf-8"))
    }
    assert named == {version}


def page(tmp_path, *blocks):
    path = tmp_path / "page.md"
    path.write_text("# A page\n\n" + "\n".join(blocks), encoding="utf-8")
    return path


def block(code, output=None):
    return f"```python\n{code}\n```\n" + ("" if output is None else f"\n<!-- output -->\n{output}<!-- /output -->\n")


def test_output_is_compared_and_written(tmp_path):
    path = page(tmp_path, block("a = 6"), block('print("six")\na * 7', "\n```text\n41\n```\n\n"), block("a + 1"))
    found = script("--here", path)
    assert found.returncode == 1
    assert ("-41" in found.stdout, "+42" in found.stdout, "+six" in found.stdout) == (True, True, True)
    assert script("--here", "--write", path).returncode == 0
    text = path.read_text("utf-8")
    assert "<!-- output -->\n\n```text\nsix\n```\n\n```text\n42\n```\n\n<!-- /output -->\n" in text
    assert text.endswith(block("a + 1"))
    again = script("--here", path)
    assert (again.stdout, again.stderr, again.returncode) == ("", "", 0)


@pytest.mark.parametrize(
    ("code", "error"), [("import warnings\nwarnings.warn('old')", "UserWarning: old"), ("1 / 0", "Zero")]
)
def test_warning_or_error_names_its_line(tmp_path, code, error):
    found = script("--here", page(tmp_path, block("a = 1"), block(code)))
    assert found.returncode == 1
    assert re.search(rf'page\.md", line {8 + code.count(chr(10))}, in <module>.*{error}', found.stderr, re.DOTALL)


def test_missing_library_is_named(tmp_path):
    path = page(tmp_path, "<!-- requires: no_such_library -->\n" + block("import no_such_library", "kept\n"))
    before = path.read_text("utf-8")
    found = script("--here", "--write", path)
    assert (found.stdout, found.returncode) == ("left out: page.md, line 4: requires no_such_library\n", 0)
    assert path.read_text("utf-8") == before


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, ""),
        (float("nan"), ""),
        (pd.NaT, ""),
        (2 / 3, "0.666667"),
        (True, "True"),
        (date(2017, 9, 8), "2017-09-08"),
        (pd.Timestamp("2017-09-08"), "2017-09-08"),
        (datetime(2017, 9, 8, 12, tzinfo=UTC), "2017-09-08T12:00:00+00:00"),
        (["a", "سلام"], "a, &#x2068;سلام&#x2069;"),
        ("a|b\n[c] <d> *e*", r"a\|b \[c\] \<d\> \*e\*"),
        ("قال: «نعم».", "&#x2068;قال: «نعم».&#x2069;"),
    ],
)
def test_cell(value, shown):
    assert cell(value) == shown


FRAME = {"outlet": ["Avisa", "صحيفة"], "quotes": [2, 11]}
ROWS = "| Avisa | 2 |\n| &#x2068;صحيفة&#x2069; | 11 |\n"


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(FRAME),
        pd.DataFrame(FRAME, index=[7, 3]),
        pd.DataFrame(FRAME).set_index("outlet"),
        pd.DataFrame(FRAME).set_index("outlet").quotes,
        pl.DataFrame(FRAME),
    ],
)
def test_frame_is_a_table(frame):
    """Numbers to the right, a named index as columns, row numbers left out."""
    assert show(frame) == f"\n| outlet | quotes |\n| --- | ---: |\n{ROWS}\n"


def test_text_isolates_what_runs_to_the_left():
    assert fenced("a (قال نعم) b\nنعم") == "\n```text\na (\u2068قال نعم\u2069) b\n\u2068نعم\u2069\n```\n"


@given(st.text(alphabet=st.sampled_from("ab 1.(\nقا\u05d0")))
def test_isolates_change_nothing_else(text):
    marked = isolated(text, "<", ">")
    assert re.sub("[<>]", "", marked) == text
    assert not re.search("[قا\u05d0]", re.sub("<[^<>ab\n]*>", "", marked))


def test_chart_that_cannot_be_drawn_is_an_error():
    plt = pytest.importorskip("matplotlib.pyplot")
    figure, axes = plt.subplots()
    axes.bar(["a"], [1])
    assert show(axes) == ""
    axes.set_title("$\\nothing$")
    with pytest.raises(ValueError, match="nothing"):
        show(axes)
    plt.close(figure)

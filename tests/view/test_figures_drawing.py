"""Files of figures: in the colours of a theme, safe inside a page, reproducible, and without leftover files."""

import os
import re
import subprocess
import sys
from xml.etree import ElementTree as ET

import matplotlib
import pytest
from hypothesis import given, settings
from support.figured import HOSTILE, RELEASE, article, many, quote, released, releases, tables

from corpus.view.figures.all_figures import figures_of
from corpus.view.figures.canvas import WIDTH
from corpus.view.figures.drawing import FORMATS, draw
from corpus.view.figures.figure import THEMES
from corpus.view.figures.text import clean_name, right_to_left

SVG = "{http://www.w3.org/2000/svg}"
ALLOWED = {
    "svg": {"viewBox", "width", "height", "role", "aria-labelledby", "direction", "font-family"},
    "title": {"id"},
    "desc": {"id"},
    "path": {"d", "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "opacity"},
    "text": {"x", "y", "transform", "fill", "opacity", "text-anchor", "font-size", "font-weight"},
}
FIGURES = figures_of(released())
#: Every hostile name as outlet, speaker and utterance, few enough of each kind to be drawn.
EVIL = [
    figures_of(tables([a], [quote(0, a, speaker=name, utterance=name)]))
    for name in HOSTILE
    for a in [article(0, outlet=name)]
]


def checked(content, *, theme="light"):
    """The parsed file, after every promise about its form was kept."""
    root, paint = ET.fromstring(content), THEMES[theme]
    for node in root.iter():
        tag = node.tag.removeprefix(SVG)
        assert set(node.attrib) <= ALLOWED[tag], tag
        for name in ("fill", "stroke"):
            assert node.attrib.get(name, "none") in {"none", paint.background, paint.ink}
    assert root.attrib["role"] == "img"
    assert float(root.attrib["width"]) > WIDTH
    assert content.startswith(b"<?xml ")
    return root


def texts(root):
    return [node.text for node in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda f: f.id)
def test_form(figure):
    content = draw(figure)
    root = checked(content)
    assert root.attrib["aria-labelledby"].split() == [n.attrib["id"] for n in root.iter() if "id" in n.attrib]
    assert [root.find(f"{SVG}{tag}").text for tag in ("title", "desc")] == [figure.title, figure.alt]
    for gone in ("<!", "<style", "clip", "xlink", "href", "url(", "metadata", "http://purl", "style="):
        assert gone not in content.decode()


def test_drawing_holds_the_names():
    for figure in FIGURES:
        shown = "".join("".join(texts(checked(draw(figure)))).split())
        for label in figure.drawing.lines:
            assert "".join(label.text[:40].split()) in shown


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_names_stay_text(number):
    name = clean_name(HOSTILE[number])
    for figure in EVIL[number]:
        label = figure.drawing.lines[0]
        assert clean_name(label.key or label.text) == name
        shown = texts(checked(draw(figure)))
        assert any(name[:5] in text for text in shown)
        assert any("\u2068" in text for text in shown) == right_to_left(name)


@given(rows=releases(max_articles=4))
@settings(max_examples=15)
def test_any_names_can_be_drawn(rows):
    for figure in figures_of(rows):
        checked(draw(figure))


def test_mathematics_is_off():
    a = article(0, outlet="$x^2$")
    figure = figures_of(tables([a], [quote(0, a, speaker="$\\frac{a}{b}$")]))[0]
    shown = texts(checked(draw(figure)))
    assert {"$x^2$", "$\\frac{a}{b}$"} <= set(shown)


def test_large_release_is_a_small_drawing():
    for figure in figures_of(many(outlets=400, speakers=1500, articles=6000)):
        content = draw(figure)
        checked(content)
        assert len(content) < 120_000


# Files


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("form", FORMATS)
def test_files_are_the_same_each_time(form, theme):
    start = {"svg": b"<?xml", "png": b"\x89PNG", "pdf": b"%PDF"}[form]
    for figure in FIGURES:
        content = draw(figure, format=form, theme=theme)
        assert content.startswith(start)
        assert content == draw(figure, format=form, theme=theme)
        assert b"CreationDate" not in content


@pytest.mark.parametrize("theme", THEMES)
def test_svg_file_has_the_colours_of_its_theme(theme):
    paint = THEMES[theme]
    for figure in FIGURES:
        content = draw(figure, theme=theme).decode()
        found = set(re.findall(r'(?:fill|stroke)="(#\w+)"', content))
        assert found == {paint.background, paint.ink}
        root = ET.fromstring(content)
        assert float(root.attrib["width"]) > WIDTH
        assert figure.title in texts(root)


def test_letters_that_the_font_lacks_are_no_error():
    a = article(0, outlet="東京新聞")
    figure = figures_of(tables([a], [quote(0, a)]))[0]
    assert draw(figure, format="png").startswith(b"\x89PNG")
    assert "東京新聞" in texts(checked(draw(figure)))


# What is around


def test_settings_of_others_mean_nothing_and_stay():
    before = draw(FIGURES[0])
    others = {"font.size": 33.0, "text.parse_math": True, "svg.fonttype": "path", "lines.linewidth": 9.0}
    with matplotlib.rc_context(others):
        assert draw(FIGURES[0]) == before
        assert {name: matplotlib.rcParams[name] for name in others} == others


def test_nothing_is_left_behind(tmp_path):
    """A process of its own: no window library, no folder at home, and the same bytes as here."""
    script = """
import sys
from pathlib import Path
from corpus.view.figures.all_figures import figures_of
from corpus.view.figures.drawing import draw
from corpus.release.load import read_rows
figures = figures_of(read_rows(Path(sys.argv[1])))
assert "matplotlib" not in sys.modules
sys.stdout.buffer.write(b"\\n".join(map(draw, figures)))
assert "matplotlib.pyplot" not in sys.modules
"""
    kept = {k: v for k, v in os.environ.items() if k not in {"MPLCONFIGDIR", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"}}
    home, scratch = tmp_path / "home", tmp_path / "scratch"
    home.mkdir()
    scratch.mkdir()
    environment = kept | {"HOME": str(home), "TMPDIR": str(scratch), "PYTHONHASHSEED": "7"}
    command = [sys.executable, "-W", "error", "-c", script, str(RELEASE)]
    done = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert done.stderr == b""
    assert done.stdout == b"\n".join(map(draw, FIGURES))
    assert list(home.iterdir()) == list(scratch.iterdir()) == []

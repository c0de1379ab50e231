"""What is done with texts and files takes four times as long for four times as much, whatever the text is made of."""

from dataclasses import replace

import pytest
from support.exported import EMPTY, gathered, released, source
from support.fuzzed_pages import site_of
from support.growth import is_linear, lengths
from support.nightly import amount
from support.strategies import LANGUAGES

from corpus.align.renderings import RenderingParser
from corpus.clean.lines import split_lines
from corpus.evaluate.explain.explanation import explain
from corpus.inputs.articles import read_articles
from corpus.io.strict_json import parse
from corpus.io.text import decode
from corpus.pipeline import annotate_text
from corpus.project.annotated_articles import draft_annotation
from corpus.project.annotation_files import to_text
from corpus.project.annotation_problems import annotation_problems
from corpus.project.card_notes import read_notes
from corpus.project.exchange.brat import from_brat, to_brat
from corpus.project.exchange.webanno import from_webanno, to_webanno
from corpus.project.new_project import make_project
from corpus.project.project import SOURCES_FILE, read_project
from corpus.release.formats.export import RELEASE_FORMATS
from corpus.release.text_fragments import iter_runs
from corpus.view.pages import all_pages, render

#: One sign, or two in turns: repeated to a length, in every language.
SIGNS = {
    "one letter": "a", "one mark": '"', "nested marks": "“«", "alternating": 'a"', "brackets": "([", "dashes": "–-",
    "combining": "e\u0301", "Arabic": "كم ", "tatweel": "ـ", "digits": "١2", "joined": "\u200d",
    "turned": "\u202e", "line ends": "\n", "lines": "a\n", "Arabic lines": "«م»\n", "commas": "،,",
}  # fmt: skip
LONG = {"one letter", "one mark", "digits", "joined"}
SPEECH = {
    "one paragraph": "“It is old,” said Kari Moen. ",
    "paragraphs": "“It is old,” said Kari Moen.\n\n",
    "markup": "“<b>&amp;",
}


def pairs(languages):
    """Every sign in every language, or, with every change, in one language each in turn."""
    every = [(language, name) for name in SIGNS for language in languages]
    each = [(languages[n % len(languages)], name) for n, name in enumerate(SIGNS)]
    return amount(each, every)


@pytest.mark.parametrize(("language", "name"), pairs(LANGUAGES))
def test_pipeline(language, name):
    texts = (f"A b.\n{text}" for text in lengths(SIGNS[name], 16_000 if name in LONG else 4_000))
    assert is_linear(lambda text: annotate_text(text, language=language, model="rules"), *texts)


#: A word of saying in each language: a text of nothing else is a list of cues.
CUES = {"ar": "قال ", "da": "siger ", "de": "sagt ", "en": "said ", "nb": "sier ", "nn": "seier "}
#: Four times the length may take this many times as long; a square takes sixteen times.
QUADRUPLE = 8


@pytest.mark.parametrize("language", CUES)
@pytest.mark.parametrize("shape", ["cues", "one token"])
def test_lists_of_cues_and_long_tokens(language, shape):
    piece = CUES[language] if shape == "cues" else "a"
    short, long = (f"A b.\n{piece * (n * 16_000 // len(piece))}" for n in (1, 4))
    assert is_linear(lambda text: annotate_text(text, language=language, model="rules"), short, long, bound=QUADRUPLE)


def _rows(text):
    return released(annotate_text(text, article_id="one", language="en", model="rules"))


@pytest.mark.parametrize("name", SPEECH)
def test_pages(name):
    short, long = (site_of(_rows(text)) for text in lengths(SPEECH[name], 6_000))
    assert is_linear(lambda site: [render(site, page) for page in all_pages(site, ())], short, long, fast=0.05)


def test_rows():
    """The tables of a release, of ever more paragraphs."""
    found = [
        annotate_text(t, article_id="one", language="en", model="rules") for t in lengths(SPEECH["paragraphs"], 30_000)
    ]
    assert is_linear(released, *found)


@pytest.mark.parametrize("form", RELEASE_FORMATS)
def test_exports(form):
    """By table and by article."""
    short, long = (_rows(text) for text in lengths(SPEECH["paragraphs"], 6_000))
    made = RELEASE_FORMATS[form]
    work = (
        (lambda rows: made.table("quotes", rows["quotes"]))
        if made.table
        else (lambda rows: made.article(gathered(rows)))
    )
    assert is_linear(work, short, long)


@pytest.mark.parametrize("piece", ["a b ", "said “old” ", "1 2 ", "A B ", "[a] ", "1,1."])
def test_comparing(piece):
    """The longest common part of two texts is found in bit-parallel steps of 64 words: a square with a small factor."""
    reader = RenderingParser(())
    pairs = [(reader.parse(text, "en"), reader.parse(f"x {text[::-1]}", "en")) for text in lengths(piece, 3_000)]
    assert is_linear(lambda pair: reader.compare(*pair), *pairs, fast=0.1)
    assert is_linear(lambda text: reader.parse(text, "en"), *lengths(piece, 16_000))


def test_explaining():
    texts = lengths(SPEECH["paragraphs"], 6_000)
    assert is_linear(lambda text: explain(text, language="en", model="rules"), *texts)


@pytest.mark.parametrize("piece", ["<!--", "<!-- -->", "#", "\n", "-->"])
def test_notes(tmp_path, piece):
    path = tmp_path / "card.md"

    def work(text):
        path.write_text(f"x{text}", encoding="utf-8")
        read_notes(path)

    assert is_linear(work, *lengths(piece, 200_000))


def test_project_of_many_articles(tmp_path):
    """As many entries as a large corpus has, in one file."""
    make_project(tmp_path / "one")
    path = tmp_path / "one" / SOURCES_FILE
    entry = path.read_text("utf-8").partition("\n[[article]]")[2]

    def work(count):
        path.write_text("".join(f"[[article]]{entry}" for _ in range(count)), encoding="utf-8")
        assert len(read_project(tmp_path / "one").sources) == count

    assert is_linear(work, 150, 600)


@pytest.mark.parametrize("piece", [SPEECH["paragraphs"], SPEECH["one paragraph"]], ids=["paragraphs", "one"])
@pytest.mark.parametrize(("write", "read"), [(to_brat, from_brat), (to_webanno, from_webanno)])
def test_annotation_tools(tmp_path, write, read, piece):
    """Files of an article with ever more attributions, written, read and checked, in many paragraphs and in one."""
    made, annotations = [], []
    for text in lengths(piece, 12_000):
        article = annotate_text(text, article_id="one", language="en", model="rules")
        annotation = replace(draft_annotation(article, raw_sha256=source().sha256), status="reviewed")
        made.append((write(annotation, text), text))
        annotations.append((annotation, text))
        assert parse(to_text(annotation), path=tmp_path)
    assert is_linear(lambda pair: read(pair[0], pair[1], path=tmp_path / "one"), *made)
    assert is_linear(lambda pair: write(*pair), *annotations)
    assert is_linear(lambda pair: list(annotation_problems(EMPTY, source(), pair[1], pair[0])), *annotations)


@pytest.mark.parametrize("piece", ["a", "\n", " \n", "\r", "\u2028", "é"])
def test_reading(tmp_path, piece):
    work = (lambda text: decode(text.encode())) if piece in "aé" else split_lines
    assert is_linear(work, *(f"x{text}" for text in lengths(piece, 300_000)))
    path = tmp_path / "one.jsonl"

    def lines(text):
        path.write_text(text.replace("\n", "[\n") if piece == " \n" else "[" + text, encoding="utf-8")
        return list(read_articles([str(path)]))

    assert is_linear(lines, *lengths(piece, 20_000))


def test_runs():
    assert is_linear(lambda text: list(iter_runs(text)), *lengths("...", 400_000))

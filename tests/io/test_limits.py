"""Every limit on what is read: what is over it is refused by an error that says so, and nothing is done with it."""

import json
import re

import pytest
from support.growth import is_linear
from support.paths import ROOT

from corpus.errors import CorpusError, InputError
from corpus.inputs.articles import read_articles
from corpus.io import limits
from corpus.io.text import check_size, decode, read_text
from corpus.models.encoder import check_tokens
from corpus.pipeline import annotate_text
from corpus.project.annotation_files import read_annotation
from corpus.project.card_notes import read_notes
from corpus.project.exchange.formats import FORMATS, import_annotation
from corpus.project.project import load_project
from corpus.release.manifest import read_manifest
from corpus.tables.batch import check_context

NAMES = [name for name in vars(limits) if name.startswith("MAX_")]


def big(path, size):
    """A file of so many bytes that takes no room on disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)
    return path


def over_declared(path):
    load_project(big(path / "corpus.toml", limits.MAX_DECLARED + 1).parent)


def over_json_line(path):
    (error,) = read_articles([str(_line(path, limits.MAX_JSON_LINE + 10))])
    raise InputError(error.failure)


def _line(path, size):
    path = big(path / "one.jsonl", size)
    with path.open("r+b") as file:
        file.write(b'{"id": "one", "text": "')
    return path


#: For each limit: what is done with something that is over it, and what the error says.
OVER = {
    "MAX_ARTICLE": (lambda path: decode(b"a\n" * (limits.MAX_ARTICLE // 2 + 1)), "10,000,000"),
    "MAX_LINE": (lambda path: decode(b"a" * (limits.MAX_LINE + 1)), "1,000,000"),
    "MAX_LINES": (lambda path: check_size(limits.MAX_LINES + 1, 0), "500,000"),
    "MAX_TOKENS": (lambda path: check_size(0, limits.MAX_TOKENS + 1), "4,000,000"),
    "MAX_NEURAL_TOKENS": (lambda path: check_tokens(limits.MAX_NEURAL_TOKENS + 1), "400,000"),
    "MAX_CONTEXT": (lambda path: check_context(limits.MAX_CONTEXT + 1), "100,000,000"),
    "MAX_FILE": (lambda path: read_text(big(path / "one.txt", limits.MAX_FILE + 1)), "10,000,000"),
    "MAX_JSON_LINE": (over_json_line, "a line of more than 120,000,000 bytes"),
    "MAX_ANNOTATION": (lambda path: read_annotation(big(path / "one.json", limits.MAX_ANNOTATION + 1)), "too large"),
    "MAX_DECLARED": (over_declared, "16,000,000"),
}


@pytest.mark.parametrize("name", NAMES)
def test_more_is_refused(tmp_path, name):
    work, message = OVER[name]
    with pytest.raises(CorpusError, match=message):
        work(tmp_path)


@pytest.mark.parametrize("name", ["brat", "webanno-tsv"])
def test_tools_files_are_limited(tmp_path, name):
    path = big(tmp_path / f"one{FORMATS[name].suffix}", limits.MAX_ANNOTATION + 1)
    with pytest.raises(CorpusError, match="64,000,000"):
        import_annotation(path, "text", form=FORMATS[name])


@pytest.mark.parametrize("read", [read_notes, lambda path: read_manifest(path.parent)], ids=["notes", "manifest"])
def test_other_declared_files_are_limited(tmp_path, read):
    for name in ("card.md", "manifest.json"):
        big(tmp_path / name, limits.MAX_DECLARED + 1)
    with pytest.raises(CorpusError, match="16,000,000"):
        read(tmp_path / "card.md")


@pytest.mark.parametrize(("limit", "text"), [("MAX_LINES", "One.\n\nTwo.\n\nThree."), ("MAX_TOKENS", "One two three.")])
def test_pipeline_counts(monkeypatch, limit, text):
    """Lines and words are counted before anything is looked for in them; what is at the limit is annotated."""
    monkeypatch.setattr("corpus.pipeline.find_attributions", None)
    monkeypatch.setattr(f"corpus.io.text.{limit}", 2)
    with pytest.raises(InputError, match="are too many for one article"):
        annotate_text(text, language="en", plain=True)
    monkeypatch.undo()
    monkeypatch.setattr(f"corpus.io.text.{limit}", 4)
    assert annotate_text(text, language="en", plain=True).text == text


def test_at_the_limit_is_read():
    text = ("a" * (limits.MAX_LINE - 1) + "\n") * (limits.MAX_ARTICLE // limits.MAX_LINE)
    assert len(decode(text.encode())) == limits.MAX_ARTICLE


def test_refusing_is_no_work(tmp_path):
    """What is too long is refused after a look at its length: no slower by letter than reading it."""

    def refuse(text):
        with pytest.raises(InputError):
            decode(text)

    assert is_linear(refuse, *(b"a\n" * n * limits.MAX_ARTICLE for n in (1, 2)), fast=0.05)


def test_documented():
    """Each limit stands in the table of the documentation with its number."""
    table = re.findall(
        r"^\| `(MAX_\w+)` \| ([\d,]+)", (ROOT / "docs" / "reference" / "limits.md").read_text("utf-8"), re.MULTILINE
    )
    assert {name: int(number.replace(",", "")) for name, number in table} == {n: getattr(limits, n) for n in NAMES}
    assert set(OVER) == set(NAMES)


def test_one_place():
    """No other module has a limit on what is read, except those of HTML pages and web archives."""
    others = [
        p.relative_to(ROOT / "corpus")
        for p in (ROOT / "corpus" / "io").rglob("*.py")
        if re.search(r"^MAX_\w+ ?=", p.read_text("utf-8"), re.MULTILINE)
    ]
    assert sorted(map(str, others)) == ["io/html.py", "io/limits.py", "io/warc.py"]


@pytest.mark.parametrize("length", [99, 100, 101, 102, 250, 301])
def test_long_line_of_json_is_one_error(tmp_path, monkeypatch, length):
    """A line over the limit is an error, whatever its end would be by itself; the article on the next line is read."""
    monkeypatch.setattr("corpus.io.jsonl.MAX_JSON_LINE", 100)
    row = json.dumps({"id": "one", "text": "It is old."})
    path = tmp_path / "two.jsonl"
    path.write_text(f"{row.rjust(length)}\n{row}\n", encoding="utf-8")
    first, second = read_articles([str(path)])
    assert (first.failure is not None) == (length > 99)
    assert second.text == "It is old."
    assert second.line == 2

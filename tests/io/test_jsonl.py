"""JSON lines: which lines are articles, and what the others are."""

import io
import json

import pytest

from corpus.errors import InputError
from corpus.io import jsonl
from corpus.io.jsonl import json_lines, parse_object, read_articles, row_id
from corpus.records import RawArticle


def test_blank_lines_are_skipped_and_counted():
    assert list(json_lines(io.BytesIO(b"\n1\r\n \n2"), path="x")) == [(2, b"1\r\n"), (4, b"2")]


def test_long_line(monkeypatch):
    monkeypatch.setattr(jsonl, "MAX_JSON_LINE", 4)
    (_, first), (number, second) = json_lines(io.BytesIO(b"123456789\n12\n"), path="x.jsonl")
    assert isinstance(first, InputError)
    assert str(first).startswith("x.jsonl:1: a line of more than 4 bytes")
    assert (number, second) == (2, b"12\n")


@pytest.mark.parametrize(
    ("line", "message"), [(b"{", "invalid JSON"), (b"[" * 100_000, "invalid JSON"), (b"[]", "not a JSON object")]
)
def test_no_object(line, message):
    with pytest.raises(InputError, match=message) as caught:
        parse_object(line, path="x", number=7, hint="Write it")
    assert (caught.value.line, caught.value.hint) == (7, "Write it")


ROWS = [
    ({"id": "a", "text": "A."}, RawArticle("a", "A.")),
    ({"id": 3, "text": "A.", "language": "nb", "more": 1}, RawArticle("3", "A.", "nb")),
    ({"id": True, "text": "A."}, None),
    ({"id": 1.5, "text": "A."}, None),
    ({"id": "a", "text": None}, None),
    ({"id": "a", "text": "A.", "language": 1}, None),
    ({"text": "A."}, None),
]


@pytest.mark.parametrize(("row", "article"), ROWS)
def test_rows(tmp_path, row, article):
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(row) + "\n")
    (found,) = read_articles(path)
    if article is None:
        assert isinstance(found, InputError)
        assert found.line == 1
    else:
        assert (found.id, found.text, found.language) == (article.id, article.text, article.language)
        assert (found.path, found.line) == (str(path), 1)


def test_text_file_is_one_article(tmp_path):
    path = tmp_path / "quay.txt"
    path.write_text("The quay is shut.\n")
    assert list(read_articles(path)) == [RawArticle("quay", "The quay is shut.\n", path=str(path))]


def test_missing_file(tmp_path):
    (found,) = read_articles(tmp_path / "none.jsonl")
    assert "cannot be read" in found.message


def test_row_id():
    assert row_id({"doc": 1, "id": "a"}, "doc", "id") == "1"
    assert row_id({"id": "a"}, "doc", "id") == "a"
    assert row_id({"doc": None, "id": "a"}, "doc", "id") is None

"""JSON lines: which lines are articles, and what the others are."""

import io

import pytest

from corpus.errors import InputError
from corpus.io import jsonl
from corpus.io.jsonl import json_lines, parse_object, row_id


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


def test_row_id():
    assert row_id({"doc": 1, "id": "a"}, "doc", "id") == "1"
    assert row_id({"id": "a"}, "doc", "id") == "a"
    assert row_id({"doc": None, "id": "a"}, "doc", "id") is None

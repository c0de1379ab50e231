"""Mark-up in texts, names of columns, and rows of CSV."""

import io

import pytest
from support.growth import is_linear

from corpus.errors import InputError
from corpus.inputs.columns import ColumnMapping, mapped_row, resolve_columns
from corpus.inputs.csv_rows import csv_rows
from corpus.inputs.markup import has_markup

MARKED = [
    "<p>A.</p>",
    "  <!DOCTYPE html>",
    "A<br>B<br/>C<BR >D",
    "The <b>road</b> is <i>open</i>.",
    '<a href="x">A</a>',
]
PLAIN = [
    "",
    "a < b and b > c",
    "He wrote <b> in the text.",
    "x <p y",
    "<unknown>A</unknown> <k>",
    "< p > A < / p > < p >",
]


@pytest.mark.parametrize("text", MARKED)
def test_markup(text):
    assert has_markup(text)


@pytest.mark.parametrize("text", PLAIN)
def test_no_markup(text):
    assert not has_markup(text)


@pytest.mark.parametrize("piece", ["<p ", "<", "</p", "<a x=", "<b>"])
def test_markup_is_searched_in_linear_time(piece):
    assert is_linear(has_markup, *(f"A {piece * n}" for n in (2_000, 8_000)))


def test_columns_by_default():
    names = ["id", "text", "url", "other"]
    assert resolve_columns(names, ColumnMapping(), path="x") == {"article_id": "id", "text": "text", "url": "url"}


def test_named_columns_come_first():
    columns = resolve_columns(["id", "text", "body", "day"], ColumnMapping(text="body", date="day"), path="x")
    row = mapped_row({"id": 1, "text": "A.", "body": "B.", "day": "2024-05-02"}, columns)
    assert row == {
        "article_id": 1, "text": "B.", "published_earliest": "2024-05-02", "published_latest": "2024-05-02",
        "published_basis": "column day",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("names", "mapping", "message"),
    [
        (["id"], ColumnMapping(), "missing columns: no column 'text'"),
        (["text"], ColumnMapping(), "missing columns: no column 'id'"),
        (["id", "text", "text"], ColumnMapping(), "duplicate column names: text"),
        (["id", "text", "Paper"], ColumnMapping(outlet="paper"), "no column 'paper' for --outlet-column"),
        ([], ColumnMapping(), "The columns are none"),
    ],
)
def test_columns_that_are_wrong(names, mapping, message):
    with pytest.raises(InputError) as caught:
        resolve_columns(names, mapping, path="x")
    assert message in str(caught.value)


def rows(data, **options):
    return list(csv_rows(io.BytesIO(data), path="x.csv", **{"tabs": False, **options}))


def test_cells_with_line_ends_count_their_lines():
    data = b'id,text\r\n1,"A.\r\nB."\r\n\r\n2,C.\r\n'
    assert rows(data) == [(1, ["id", "text"]), (2, ["1", "A.\r\nB."]), (5, ["2", "C."])]


def test_a_long_cell():
    text = "A " * 200_000
    assert rows(f"id,text\n1,{text}\n".encode())[1] == (2, ["1", text])


def test_an_encoding_that_is_wrong_or_unknown():
    with pytest.raises(InputError, match="the file is not valid utf-8"):
        rows("id,text\n1,Først\n".encode("latin-1"))
    assert rows("id,text\n1,Først\n".encode("latin-1"), encoding="latin-1")[1] == (2, ["1", "Først"])
    with pytest.raises(InputError, match="unknown text encoding 'nonsense'"):
        rows(b"id,text\n", encoding="nonsense")


def test_a_quotation_mark_too_many_fails_its_row():
    _, (line, error), *more = rows(b'id,text\n1,"A" B\n2,C.\n')
    assert (line, error.line) == (2, 2)
    assert "invalid CSV" in error.message
    assert more == [(3, ["2", "C."])]

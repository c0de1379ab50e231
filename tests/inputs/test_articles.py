"""Reading articles of all formats: what a row, a page and a damaged file become, and which columns are read."""

import gzip
import json
from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from support.commandline import ENGLISH

from corpus.errors import InputError
from corpus.inputs.articles import ReadOptions, check_files, count_articles, iter_articles, read_articles
from corpus.inputs.columns import ColumnMapping
from corpus.inputs.files import find_files

PAGE = f"""<!doctype html><html lang="en"><head><meta property="article:published_time" content="2024-05-02"></head>
<body><article><h1>Harbour reopens</h1><p>{ENGLISH}</p>
<p>The harbour was closed on Monday after a storm damaged the quay.</p>
</article></body></html>"""
ROWS = [
    ({"id": "a", "text": "A."}, ("a", "A.", None)),
    ({"id": 3, "text": "A.", "language": "nb", "more": 1}, ("3", "A.", "nb")),
    ({"article_id": "b", "text": "A."}, ("b", "A.", None)),
    ({"id": True, "text": "A."}, "no id"),
    ({"id": 1.5, "text": "A."}, "no id"),
    ({"id": "a", "text": None}, "no text"),
    ({"id": "a", "text": "A.", "language": 1}, "the language is not a string"),
    ({"text": "A."}, "no id"),
    ({"id": "a"}, "no text: the line has no 'text'"),
]


def read(path, **options):
    return list(read_articles([str(path)], ReadOptions(**options)))


@pytest.mark.parametrize(("row", "expected"), ROWS)
def test_lines_of_json(tmp_path, row, expected):
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(row) + "\n")
    (found,) = read(path)
    assert (found.path, found.line) == (str(path), 1)
    if isinstance(expected, str):
        assert found.failure.startswith(f"{path}:1: {expected}")
    else:
        assert (found.id, found.text, found.language, found.failure) == (*expected, None)


def test_text_file_is_one_article(tmp_path):
    path = tmp_path / "quay.txt"
    path.write_text("The quay is shut.\n")
    (found,) = read(path)
    assert (found.id, found.text, found.path, found.failure) == ("quay", "The quay is shut.\n", str(path), None)


def test_missing_file(tmp_path):
    (found,) = read(tmp_path / "none.jsonl")
    assert "no such file" in found.failure


def test_page_has_roles_title_and_day(tmp_path):
    (tmp_path / "page.html").write_text(PAGE, encoding="utf-8")
    (found,) = read(tmp_path / "page.html")
    assert (found.id, found.language, found.metadata["title"]) == ("page", "en", "Harbour reopens")
    assert found.metadata["published_earliest"] == "2024-05-02"
    assert found.roles == {1: "headline"}
    assert "<" not in found.text


@pytest.mark.parametrize("name", ["x.csv", "x.csv.gz", "x.tsv", "x.parquet", "x.jsonl"])
def test_columns_are_mapped_in_every_table(tmp_path, name):
    row = {
        "nr": "7",
        "body": "The road is open.",
        "paper": "Post",
        "day": "2024-05-02",
        "lang": "en",
        "head": "Road",
        "at": "u",
    }
    path = tmp_path / name
    separator = "\t" if "tsv" in name else ","
    table = f"{separator.join(row)}\n{separator.join(row.values())}\n".encode()
    if name.endswith(".parquet"):
        pq.write_table(pa.Table.from_pylist([row]), path)
    elif name.endswith(".jsonl"):
        path.write_text(json.dumps(row))
    else:
        path.write_bytes(gzip.compress(table) if name.endswith(".gz") else table)
    columns = ColumnMapping("body", "nr", "lang", "day", "paper", "head", "at")
    files = find_files([str(path)]).files
    assert check_files(files, ReadOptions(columns=columns)) == {}
    (found,) = read(path, columns=columns)
    known = {name: value for name, value in found.metadata.items() if value is not None}
    assert (found.id, found.text, found.language) == ("7", "The road is open.", "en")
    assert known == {
        "outlet": "Post", "title": "Road", "url": "u", "published_earliest": date(2024, 5, 2),
        "published_latest": date(2024, 5, 2), "published_basis": "column day",
    }  # fmt: skip
    assert count_articles(files, ReadOptions(columns=columns)) == 1


def test_columns_of_json_lines_may_be_in_some_lines_only(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": 1, "text": "A."}\n{"id": 2, "text": "B.", "paper": "Post"}\n')
    columns = ColumnMapping(outlet="paper")
    assert check_files(find_files([str(path)]).files, ReadOptions(columns=columns)) == {}
    assert [a.metadata.get("outlet") for a in read(path, columns=columns)] == [None, "Post"]


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.csv", b"id,text\n1,A.\n"), ("x.jsonl", b'{"id": 1, "text": "A."}\n'), ("x.tsv", b"id\ttext\n")],
)
def test_columns_that_are_not_there(tmp_path, name, content):
    path = tmp_path / name
    path.write_bytes(content)
    options = ReadOptions(columns=ColumnMapping(outlet="paper"))
    (error,) = check_files(find_files([str(path)]).files, options).values()
    assert "no column 'paper' for --outlet-column" in str(error)


def test_a_day_that_is_none_fails_its_row(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("id,text,day\n1,A.,yesterday\n2,B.,2024-05-02\n")
    first, second = read(path, columns=ColumnMapping(date="day"))
    assert "published_earliest is not a date: 'yesterday'" in first.failure
    assert second.failure is None


def test_markup_in_a_row_keeps_what_the_row_says(tmp_path):
    path = tmp_path / "x.jsonl"
    row = {"id": "1", "text": f"<p>{ENGLISH}</p>", "outlet": "Post", "language": "en"}
    path.write_text(json.dumps(row))
    notes = []
    (found,) = read(path, note=lambda place, note: notes.append(place))
    assert (found.text.strip(), found.language, found.metadata["outlet"]) == (ENGLISH.strip(), "en", "Post")
    assert notes == [f"{path}:1"]
    (found,) = read(path, markup="text")
    assert found.text == row["text"]


def test_markup_without_an_article_fails(tmp_path):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "<p></p><p></p>", "language": "en"}))
    (found,) = read(path)
    assert found.failure.startswith(f"{path}:1: ")
    assert "--markup text takes it as it is" in found.failure


def test_damaged_table_is_one_failure(tmp_path):
    path = tmp_path / "x.parquet"
    path.write_bytes(b"PAR1 no PAR1")
    assert check_files(find_files([str(path)]).files) == {}
    (found,) = read(path)
    assert found.failure.startswith(f"{path}: the file is damaged")


def test_a_file_without_text_column_stops_itself_alone(tmp_path):
    (tmp_path / "a.csv").write_text("id,body\n1,A.\n")
    (tmp_path / "b.csv").write_text("id,text\n1,A.\n")
    found = read(tmp_path)
    assert [a.failure is None for a in found] == [False, True]
    with pytest.raises(InputError, match=r"a\.csv: missing columns"):
        list(iter_articles(find_files([str(tmp_path)]).files))

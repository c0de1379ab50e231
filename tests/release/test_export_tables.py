"""Tables as CSV and JSON lines: read back they are the same, and other programs read them."""

import csv
import json
from contextlib import suppress

import duckdb
import pandas as pd
import pytest
from datasets import load_dataset
from hypothesis import given
from hypothesis import strategies as st
from support.export_readers import from_csv, from_jsonl
from support.exported import damages, released, rows_of

from corpus.clean.roles import plain_segments
from corpus.errors import ReleaseError
from corpus.records import Article
from corpus.release.formats import csv_jsonl as tables
from corpus.tables.hashing import table_hash
from corpus.tables.schema import BIO_LABELS, TABLES

EVERY_TABLE = pytest.mark.parametrize("name", TABLES)
AS_TEXT = {"csv": (tables.to_csv, from_csv), "jsonl": (tables.to_jsonl, from_jsonl)}
EVERY_TEXT = pytest.mark.parametrize("form", AS_TEXT)


@EVERY_TEXT
@EVERY_TABLE
@given(data=st.data())
def test_table_round_trip(form, name, data):
    write, read = AS_TEXT[form]
    rows = data.draw(rows_of(name))
    assert read(name, write(name, rows)) == rows


@EVERY_TEXT
@EVERY_TABLE
def test_released_table_round_trip(built, form, name):
    write, read = AS_TEXT[form]
    rows = read(name, write(name, built.rows[name]))
    assert table_hash(name, rows) == built.manifest["tables"][name]["content_sha256"]


@EVERY_TABLE
def test_other_readers_of_csv(built, tmp_path, name):
    """Python's own reader, pandas and DuckDB find every row and column, and the words as they are."""
    rows, key = built.rows[name], TABLES[name].id_column
    path = tmp_path / "t.csv"
    path.write_bytes(tables.to_csv(name, rows))
    with path.open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert [r[key] for r in found] == [r[key] for r in rows]
    texts = [c.name for c in TABLES[name].schema if str(c.type) == "string"]
    assert [[r[c] for c in texts] for r in found] == [[r[c] or "" for c in texts] for r in rows]
    assert list(pd.read_csv(path)[key]) == [r[key] for r in rows]
    with duckdb.connect() as connection:
        count = connection.execute("select count(*) from read_csv(?, max_line_size=10000000)", [str(path)]).fetchone()
    assert count == (len(rows),)


@EVERY_TABLE
def test_other_readers_of_json_lines(built, tmp_path, name):
    """pandas reads it, and `datasets` with the schema's features has the very rows, class labels and all."""
    path = tmp_path / "t.jsonl"
    path.write_bytes(tables.to_jsonl(name, built.rows[name]))
    assert len(pd.read_json(path, lines=True)) == len(built.rows[name])
    loaded = load_dataset("json", data_files=str(path), features=TABLES[name].features, cache_dir=str(tmp_path / "c"))
    assert table_hash(name, loaded["train"]) == built.manifest["tables"][name]["content_sha256"]


def test_csv_form():
    row = dict.fromkeys(TABLES["marks"].schema.names) | {"mark_id": "m", "start": 3, "text": 'a "b",\n=c', "kind": ""}
    data = tables.to_csv("marks", [row])
    assert data == b'"mark_id","article_id","start","end","text","kind","quote_id"\r\n"m",,3,,"a ""b"",\n=c","",\r\n'


def test_labels_are_written_by_name(built):
    (first, *_) = tables.to_jsonl("tokens", built.rows["tokens"]).decode().splitlines()
    assert set(json.loads(first)["cue_tags"]) <= set(BIO_LABELS["cue"])


def test_a_column_that_an_older_release_lacks(built):
    rows = [{c: v for c, v in row.items() if c != "confidence"} for row in built.rows["quotes"]]
    for write, read in AS_TEXT.values():
        assert read("quotes", write("quotes", rows)) == rows


def test_longer_than_other_readers_allow():
    (row,) = released(Article("one", "en", "a" * 200_000, plain_segments("a" * 200_000)))["articles"]
    assert from_csv("articles", tables.to_csv("articles", [row])) == [row]
    assert len(row["text"]) > 131_072  # what `csv` allows by default


@EVERY_TEXT
@EVERY_TABLE
@given(damage=damages('"{}[]:,\r\n0aB'))
def test_any_damage_is_a_release_error(built, form, name, damage):
    write, read = AS_TEXT[form]
    with suppress(ReleaseError):
        assert isinstance(read(name, damage(write(name, built.rows[name][:2]))), list)

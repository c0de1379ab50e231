"""The tables of a release: what they hold, that every reader takes them, and mistakes that are refused."""

from dataclasses import replace

import duckdb
import pandas as pd
import pyarrow.parquet as pq
import pytest
from datasets import ClassLabel, List, load_dataset
from hypothesis import given
from hypothesis import strategies as st
from support.released import broken

from corpus.clean.roles import plain_segments
from corpus.errors import ReleaseError
from corpus.languages.tokenizer import tokenize
from corpus.records import Article, Span
from corpus.release.load import load
from corpus.tables import parquet as write_module
from corpus.tables.hashing import table_hash
from corpus.tables.layout import lay_out
from corpus.tables.rows import build_rows
from corpus.tables.schema import BIO_LABELS, TABLES, TAGGED_PARTS
from corpus.tables.sentences import BEGIN, INSIDE, OUTSIDE, bio_tags

EVERY_TABLE = pytest.mark.parametrize("name", TABLES)


def test_no_table_is_empty(built):
    assert all(built.rows.values())


@EVERY_TABLE
def test_schema_round_trip(built, release, name):
    files = sorted((release / "data" / name).iterdir())
    for file in files:
        assert pq.read_schema(file).equals(TABLES[name].schema)
    assert sum(pq.read_metadata(f).num_rows for f in files) == len(built.rows[name])
    assert all(row.keys() == set(TABLES[name].schema.names) for row in built.rows[name])


@EVERY_TABLE
def test_load_dataset(built, release, tmp_path, name):
    loaded = load_dataset(str(release), name, cache_dir=str(tmp_path))
    splits = built.manifest["tables"][name]["splits"]
    assert {split: len(rows) for split, rows in loaded.items()} == splits
    rows = [row for split in loaded.values() for row in split]
    assert table_hash(name, rows) == built.manifest["tables"][name]["content_sha256"]


def test_default_config_is_quotes(release, tmp_path):
    assert "quote_id" in load_dataset(str(release), cache_dir=str(tmp_path))["train"].column_names


def test_tags_are_class_labels(release):
    features = load("tokens", release=release)["test"].features
    assert all(features[f"{part}_tags"] == List(ClassLabel(names=list(BIO_LABELS[part]))) for part in TAGGED_PARTS)


@EVERY_TABLE
def test_pandas_and_duckdb(built, release, name):
    files = sorted(str(p) for p in (release / "data" / name).iterdir())
    count = len(built.rows[name])
    assert sum(len(pd.read_parquet(f)) for f in files) == count
    with duckdb.connect() as connection:
        found = connection.execute("select count(*) from read_parquet(?)", [files]).fetchone()
    assert found == (count,)


def test_spans_are_their_text(built):
    texts = {a["article_id"]: a["text"] for a in built.rows["articles"]}
    raw = {a["article_id"]: a["raw_text"] for a in built.rows["articles"]}
    for quote in built.rows["quotes"]:
        for part in TAGGED_PARTS:
            for span in quote[part]:
                assert texts[quote["article_id"]][span["start"] : span["end"]] == span["text"]
        assert all(span["text"] in quote["context"] for part in TAGGED_PARTS for span in quote[part])
    for row in built.rows["paragraphs"]:
        assert raw[row["article_id"]][row["raw_start"] : row["raw_end"]] == row["text"]
        if row["kept"]:
            assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]
        else:
            assert row["start"] is row["end"] is None
    for row in built.rows["marks"]:
        assert texts[row["article_id"]][row["start"] : row["end"]] == row["text"]
    for row in built.rows["tokens"]:
        found = [texts[row["article_id"]][a:b] for a, b in zip(row["starts"], row["ends"], strict=True)]
        assert found == row["tokens"]
        assert len(found) == len(row["content_tags"]) == len(row["cue_tags"]) == len(row["source_tags"])


def test_ids_refer(built):
    rows = built.rows
    quotes = {q["quote_id"] for q in rows["quotes"]}
    paragraphs = {p["paragraph_id"] for p in rows["paragraphs"]}
    assert {p for q in rows["quotes"] for p in q["paragraph_ids"]} <= paragraphs
    assert {q for p in rows["paragraphs"] for q in p["quote_ids"]} == quotes
    assert {t["paragraph_id"] for t in rows["tokens"]} <= paragraphs
    assert {m["quote_id"] for m in rows["marks"]} - {None} <= quotes
    assert {v[key] for v in rows["variants"] for key in ("first_quote_id", "second_quote_id")} <= quotes
    assert {q["speaker_id"] for q in rows["quotes"]} - {None} <= {s["speaker_id"] for s in rows["speakers"]}


def test_fixed_rows(built):
    """First and last article and paragraph: cheap, and enough to see that rows were not shuffled."""
    rows = built.rows
    assert [a["article_id"] for a in rows["articles"]][::4] == ["vg-20170908", "zerohedge-20170909"]
    assert rows["paragraphs"][0]["paragraph_id"] == "vg-20170908.p000"
    assert rows["paragraphs"][0]["text"].startswith("Det amerikanske militæret har avsluttet")
    assert sum(a["n_lines"] for a in rows["articles"]) == len(rows["paragraphs"]) == 114


@given(st.text(alphabet="ab c.", max_size=30), st.lists(st.tuples(st.integers(0, 29), st.integers(1, 8)), max_size=5))
def test_bio_is_well_formed(text, spans):
    tokens = tokenize(text, 0, len(text))
    tags = bio_tags(tokens, [Span(start, start + length) for start, length in spans])
    assert len(tags) == len(tokens)
    assert all(b != INSIDE or a != OUTSIDE for a, b in zip([OUTSIDE, *tags], tags, strict=False))


def test_bio_of_one_span():
    text = 'He said: "It is over."'
    assert bio_tags(tokenize(text, 0, len(text)), [Span(10, 20)])[4:] == [BEGIN, INSIDE, INSIDE, OUTSIDE, OUTSIDE]


# What the tool can only do by mistake is refused when it is published.


def test_mistakes_are_refused(project, articles):
    first, *rest = articles
    a, b = first.paragraphs[:2]
    mistakes = {
        "is not inside one paragraph": broken(first, content=(Span(a.start, b.end),)),
        "unknown parents": broken(first, parent="nobody"),
        "do not cover all of its text": replace(first, segments=first.segments[1:]),
        "duplicate id in the table": replace(first, attributions=(*first.attributions, first.attributions[0])),
    }
    for message, article in mistakes.items():
        with pytest.raises(ReleaseError, match=message):
            build_rows(project, [article, *rest])
    with pytest.raises(ReleaseError, match="the articles do not match the sources"):
        build_rows(project, rest)


@given(st.text(alphabet="ab é\u0301\u200f\U0001f600\n\r\t\xa0", max_size=40).filter(str.strip))
def test_every_place_keeps_its_character(text):
    article = Article("x", "", text, plain_segments(text))
    layout = lay_out(article)
    for paragraph in article.paragraphs:
        for at in range(paragraph.start, paragraph.end):
            assert layout.shift(Span(at, at + 1)).of(layout.text) == text[at]


def test_span_outside_of_text(articles):
    layout = lay_out(articles[0])
    for span in (Span(len(articles[0].text), len(articles[0].text) + 1), Span(-1, 1), Span(5, 5)):
        with pytest.raises(ReleaseError):
            layout.shift(span)


def test_null_and_unknown_columns_are_refused(built):
    row = built.rows["marks"][0]
    for bad in ({**row, "text": None}, {**row, "more": 1}, {**row, "start": "x"}):
        with pytest.raises(ReleaseError):
            write_module.to_arrow(TABLES["marks"], [bad])


def test_predictions_are_marked(built):
    assert {row["origin"] for row in built.rows["predictions"]} == {"predicted"}

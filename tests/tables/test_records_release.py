"""Rows of articles that hypothesis made: through Parquet and ``load_dataset``, nothing is lost and nothing moves."""

import tempfile
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from support.strategies import texts

from corpus.pipeline import annotate_text
from corpus.release.load import load, read_rows
from corpus.release.write import write_release
from corpus.tables.hashing import content_hashes, table_hash
from corpus.tables.rows import build_rows
from corpus.tables.schema import TAGGED_PARTS


def one_article(project, language, text):
    """The project with nothing but this article, and the article."""
    source = replace(project.sources[0], id="made", language=language, sha256=sha256(text.encode()).hexdigest())
    article = annotate_text(text, article_id="made", language=language, speakers=project.speakers)
    return replace(project, sources=(source,), splits={"train": ("made",)}), article


@settings(max_examples=40)
@given(texts)
def test_parquet_round_trip(project, case):
    made, article = one_article(project, *case)
    with tempfile.TemporaryDirectory() as folder:
        written = write_release(made, [article], output=Path(folder) / "r")
        assert content_hashes(read_rows(written.path)) == content_hashes(written.rows)


# Loading goes through a builder and a cache of `datasets` for each table, so a few examples must do.
@settings(max_examples=6, suppress_health_check=[HealthCheck.too_slow])
@given(texts)
def test_load_dataset_round_trip(project, case):
    made, article = one_article(project, *case)
    with tempfile.TemporaryDirectory() as folder:
        written = write_release(made, [article], output=Path(folder) / "r")
        for name in (n for n in ("articles", "paragraphs", "quotes", "marks", "tokens") if written.rows[n]):
            rows = [row for split in load(name, release=written.path).values() for row in split]
            assert table_hash(name, rows) == written.manifest["tables"][name]["content_sha256"]


@settings(max_examples=100)
@given(texts)
def test_strings_are_their_spans(project, case):
    """Every stored string is the stretch of the published text, and that of the raw text, which is published too."""
    made, article = one_article(project, *case)
    rows = build_rows(made, [article])
    (row,) = rows["articles"]
    assert row["raw_text"] == case[1]
    for span in [span for quote in rows["quotes"] for part in TAGGED_PARTS for span in quote[part]] + rows["marks"]:
        assert row["text"][span["start"] : span["end"]] == span["text"]
    for paragraph in rows["paragraphs"]:
        assert row["raw_text"][paragraph["raw_start"] : paragraph["raw_end"]] == paragraph["text"]
        if paragraph["kept"]:
            assert row["text"][paragraph["start"] : paragraph["end"]] == paragraph["text"]
    kept = [p["text"] for p in rows["paragraphs"] if p["kept"]]
    assert row["text"] == "\n\n".join(kept)

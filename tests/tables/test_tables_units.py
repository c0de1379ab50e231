"""Small functions of the tables room: input rows, layout, counts and run manifests."""

from datetime import date, datetime

import pytest

from corpus.clean.roles import plain_segments
from corpus.errors import ReleaseError
from corpus.records import Article, Span
from corpus.tables.batch import parse_input_row
from corpus.tables.counts import speaker_counts
from corpus.tables.layout import GAP, lay_out
from corpus.tables.streaming.manifest import describe_difference

MADE_FROM = {"input": {"files": 1, "sha256": "a" * 64}, "options": {"model": "rules"}, "tools": {"regex": "1"}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"article_id": 7}, "7"),
        ({"article_id": "a"}, "a"),
        ({"article_id": True}, ""),
        ({"article_id": ""}, ""),
        ({"article_id": 1.5}, ""),
        ({}, ""),
    ],
)
def test_usable_ids(given, expected):
    assert parse_input_row(given | {"text": "x"}).id == expected


@pytest.mark.parametrize("value", [date(2026, 5, 3), datetime(2026, 5, 3, 9, 30), "2026-05-03", "2026-05-03T09:30:00"])
def test_dates_with_or_without_a_time(value):
    article = parse_input_row({"article_id": "a", "text": "x", "published_latest": value})
    assert (article.failure, article.metadata["published_latest"]) == (None, date(2026, 5, 3))


def test_a_row_keeps_its_failure():
    assert parse_input_row({"article_id": "a", "failure": "unread"}).failure == "unread"


def test_spans_are_shifted_by_the_lines_before():
    layout = lay_out(
        Article("one", "en", "First line.\n\n\nSecond one.", plain_segments("First line.\n\n\nSecond one."))
    )
    assert layout.text == f"First line.{GAP}Second one."
    span = Span(14, 20)
    assert layout.shift(span).of(layout.text) == span.of(layout.article.text) == "Second"
    assert layout.find(Span(9, 16)) is None
    with pytest.raises(ReleaseError, match="not inside one paragraph"):
        layout.shift(Span(9, 16))


def test_the_most_quoted_come_first():
    quotes = [("Ann", "a"), ("Bo", "a"), ("Bo", "b"), ("Bo", "b"), ("unknown", "a"), ("Al", "b")]
    rows = {"quotes": [{"speaker": speaker, "article_id": article} for speaker, article in quotes]}
    assert speaker_counts(rows) == [("Bo", 3, 2), ("Al", 1, 1), ("Ann", 1, 1)]


def test_a_hash_is_named_only_where_nothing_else_differs():
    other = MADE_FROM | {"input": {"files": 1, "sha256": "b" * 64}}
    assert describe_difference(MADE_FROM, MADE_FROM) == ""
    assert describe_difference(MADE_FROM, other) == "input sha256: aaaaaaaaaaaa, now bbbbbbbbbbbb"
    other = MADE_FROM | {"input": {"files": 2, "sha256": "b" * 64}}
    assert describe_difference(MADE_FROM, other) == "input files: 1, now 2"

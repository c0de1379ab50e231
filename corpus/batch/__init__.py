"""Arrow in, Arrow out: a table of articles becomes one of what stands in them, with the columns of a release."""

from __future__ import annotations

from corpus.batch.given import PASSED
from corpus.batch.schema import (
    BATCH_TABLES,
    TAGGED_SCHEMA,
    articles_of,
    failures_of,
    paragraphs_of,
    quotes_of,
)
from corpus.batch.tag import tag_batch

__all__ = [
    "BATCH_TABLES",
    "PASSED",
    "TAGGED_SCHEMA",
    "articles_of",
    "failures_of",
    "paragraphs_of",
    "quotes_of",
    "tag_batch",
]

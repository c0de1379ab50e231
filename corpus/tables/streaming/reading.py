"""Cut the articles of an input into batches for worker processes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from corpus.inputs.articles import LazyArticle
from corpus.inputs.columns import LINE_ROLES, PASSED_COLUMNS
from corpus.records import RawArticle

#: Schema of a batch sent to a process: all columns are text, so no article's value can change another's type.
BATCH_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("article_id", "text", "language", "failure", LINE_ROLES, *PASSED_COLUMNS)]
)


def to_batch_row(article: RawArticle) -> dict[str, Any]:
    """Convert an article to a row of `BATCH_SCHEMA`."""
    lines: dict[str, list[int]] = {}
    for line, role in article.roles.items():
        lines.setdefault(role, []).append(line)
    row: dict[str, Any] = {
        "article_id": _storable(article.id or None),
        "failure": _storable(article.failure),
        "text": article.text,
        "language": article.language,
        LINE_ROLES: json.dumps(lines),
    }
    for name, value in article.metadata.items():
        row[name] = None if value is None else _storable(str(value))
    return row


def _storable(text: str | None) -> str | None:
    """Escape lone surrogates, which Arrow cannot store."""
    return None if text is None else text.encode(errors="backslashreplace").decode()


#: A batch ends at this many articles or code points, whichever comes first; neither affects the output.
BATCH_ARTICLES, BATCH_TEXT = 32, 200_000


@dataclass(frozen=True, slots=True)
class ArticleBatch:
    """Articles for one task.

    Attributes:
        number: its number in this run, from 0.
        first: position of its first article in the whole input.
        articles: a table with `BATCH_SCHEMA`.
    """

    number: int
    first: int
    articles: pa.Table


def make_batches(
    articles: Iterable[LazyArticle], *, first: int, batch_articles: int = BATCH_ARTICLES
) -> Iterator[ArticleBatch]:
    """Read articles and group them into batches.

    Args:
        articles: functions that read one article each.
        first: position of the first one in the whole input.
        batch_articles: most articles per batch.
    """
    rows: list[dict[str, Any]] = []
    number = size = 0
    for read in articles:
        article = read()
        rows.append(to_batch_row(article))
        size += len(article.text)
        if len(rows) >= batch_articles or size >= BATCH_TEXT:
            yield ArticleBatch(number, first, pa.Table.from_pylist(rows, schema=BATCH_SCHEMA))
            number, first, rows, size = number + 1, first + len(rows), [], 0
    if rows:
        yield ArticleBatch(number, first, pa.Table.from_pylist(rows, schema=BATCH_SCHEMA))

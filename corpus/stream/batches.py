"""Articles cut into batches, the work of a process at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa

from corpus.stream.read import BATCH_SCHEMA, Reading, to_row

#: A batch ends with so many articles or so much text, whichever comes first; it makes no difference to what is written.
BATCH_ARTICLES, BATCH_TEXT = 32, 200_000


@dataclass(frozen=True, slots=True)
class Batch:
    """Articles that go to a process together; ``first`` is the position of the first in the input."""

    number: int
    first: int
    articles: pa.Table


def cut(readings: Iterable[Reading], *, first: int, batch_articles: int = BATCH_ARTICLES) -> Iterator[Batch]:
    """Batches of the articles that are read, whose positions count from ``first``."""
    rows: list[dict[str, object]] = []
    number = text = 0
    for reading in readings:
        raw = reading()
        rows.append(to_row(raw))
        text += len(raw.text)
        if len(rows) >= batch_articles or text >= BATCH_TEXT:
            yield Batch(number, first, pa.Table.from_pylist(rows, schema=BATCH_SCHEMA))
            number, first, rows, text = number + 1, first + len(rows), [], 0
    if rows:
        yield Batch(number, first, pa.Table.from_pylist(rows, schema=BATCH_SCHEMA))

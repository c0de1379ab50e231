"""Shards: a Parquet file per table, the same bytes whatever batches the articles came in."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from corpus.io.atomic import atomic_write
from corpus.tables.batch import BATCH_TABLES, articles_of, failures_of, paragraphs_of, quotes_of
from corpus.tables.hashing import file_hash
from corpus.tables.streaming.settings import SHARD_ARTICLES

#: A shard ends at its number of articles or at this many bytes of raw text and context, so it fits into memory: in an
#: article that is one long line, each attribution has the whole text as its context.
SHARD_BYTES = 64_000_000
_ROW_GROUP = 10_000


class Shard:
    """A shard that is being filled.

    Args:
        number: its number in the output, which is part of the file names.
        first: position of its first article in the input.
        max_articles: number of articles that it holds.
        max_bytes: bytes of raw text and context that it holds; the article that exceeds them is included.
    """

    def __init__(
        self, number: int, *, first: int, max_articles: int = SHARD_ARTICLES, max_bytes: int = SHARD_BYTES
    ) -> None:
        self.number, self.first, self.articles = number, first, 0
        self._max_articles, self._bytes_left = max_articles, max_bytes
        self._parts: dict[str, list[pa.Table]] = {name: [] for name in BATCH_TABLES}

    @property
    def full(self) -> bool:
        """Whether it accepts no more articles."""
        return self.articles >= self._max_articles or self._bytes_left <= 0

    def add(self, tagged: pa.Table) -> int:
        """Append tagged articles until the shard is full.

        Args:
            tagged: a table with `corpus.TAGGED_SCHEMA`.

        Returns:
            How many articles were taken.
        """
        used = np.cumsum(_bytes_per_article(tagged))
        # The article that exceeds the bytes still belongs to this shard.
        fitting = int(np.searchsorted(used, self._bytes_left)) + 1
        count: int = min(self._max_articles - self.articles, fitting, tagged.num_rows)
        taken = tagged.slice(0, count)
        self._parts["articles"].append(articles_of(taken))
        self._parts["paragraphs"].append(paragraphs_of(taken))
        self._parts["quotes"].append(quotes_of(taken))
        self._parts["failures"].append(failures_of(taken, first=self.first + self.articles))
        self.articles += count
        self._bytes_left -= int(used[count - 1])
        return count

    def write(self, folder: Path) -> dict[str, Any]:
        """Write the shard's files, each atomically.

        Returns:
            Its entry in the manifest.
        """
        files = {}
        for name, schema in BATCH_TABLES.items():
            # One chunk, so that the file does not depend on the batches.
            table = pa.concat_tables([schema.empty_table(), *self._parts.pop(name)]).combine_chunks()
            path = folder / f"{name}-{self.number:05d}.parquet"
            atomic_write(path, partial(_write_parquet, table))
            files[name] = {
                "file": path.name,
                "rows": table.num_rows,
                "bytes": path.stat().st_size,
                "sha256": file_hash(path),
            }
        return {"first": self.first, "articles": self.articles, "files": files}


def _write_parquet(table: pa.Table, place: Path) -> None:
    with place.open("wb") as file, pq.ParquetWriter(file, table.schema, compression="zstd") as parquet:
        # An empty table gets no row group: `datasets` fails on a file that starts with an empty one.
        if table.num_rows:
            parquet.write_table(table, row_group_size=_ROW_GROUP)


def _bytes_per_article(tagged: pa.Table) -> NDArray[np.int64]:
    """Bytes of raw text and context of each article: int64 (n_articles,)."""
    raw: NDArray[np.int64] = pc.fill_null(pc.binary_length(tagged["raw_text"]), 0).to_numpy().astype(np.int64)
    owners, sizes = [], []
    first = 0
    for chunk in tagged["quotes"].chunks:
        owners.append(pc.list_parent_indices(chunk).to_numpy() + first)
        sizes.append(pc.binary_length(chunk.flatten().field("context")).to_numpy())
        first += len(chunk)
    if not owners:
        return raw
    context = np.bincount(np.concatenate(owners), weights=np.concatenate(sizes), minlength=len(raw))
    total: NDArray[np.int64] = raw + context.astype(np.int64)
    return total

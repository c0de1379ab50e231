"""One shard: a Parquet file for each table, the same bytes whatever batches its articles came in."""

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

#: A shard ends with so many articles as is said, or so many bytes of raw text and context, so that it fits into memory:
#: of an article that is one long line each attribution has the whole as its context.
SHARD_BYTES = 64_000_000
_ROW_GROUP = 10_000


class Shard:
    """A shard as it grows, with room for ``most`` articles; ``first`` is the position of its first one in the input."""

    def __init__(self, number: int, *, first: int, most: int = SHARD_ARTICLES, most_bytes: int = SHARD_BYTES) -> None:
        self.number, self.first, self.articles = number, first, 0
        self._most, self._room = most, most_bytes
        self._parts: dict[str, list[pa.Table]] = {name: [] for name in BATCH_TABLES}

    @property
    def full(self) -> bool:
        """Whether it has no room for another article."""
        return self.articles >= self._most or self._room <= 0

    def add(self, tagged: pa.Table) -> int:
        """Put tagged articles behind those that there are, until it is full; how many had room."""
        gone = np.cumsum(_bytes_of(tagged))
        # The article that overflows the shard still belongs to it.
        count: int = min(self._most - self.articles, int(np.searchsorted(gone, self._room)) + 1, tagged.num_rows)
        there = tagged.slice(0, count)
        self._parts["articles"].append(articles_of(there))
        self._parts["paragraphs"].append(paragraphs_of(there))
        self._parts["quotes"].append(quotes_of(there))
        self._parts["failures"].append(failures_of(there, first=self.first + self.articles))
        self.articles += count
        self._room -= int(gone[count - 1])
        return count

    def write(self, folder: Path) -> dict[str, Any]:
        """Write its files, each whole or not at all; what the manifest says of them."""
        files = {}
        for name, schema in BATCH_TABLES.items():
            # One piece, so that nothing of the batches is left to be seen in the file.
            table = pa.concat_tables([schema.empty_table(), *self._parts.pop(name)]).combine_chunks()
            path = folder / f"{name}-{self.number:05d}.parquet"
            atomic_write(path, partial(_write, table))
            said = {"file": path.name, "rows": table.num_rows, "bytes": path.stat().st_size, "sha256": file_hash(path)}
            files[name] = said
        return {"first": self.first, "articles": self.articles, "files": files}


def _write(table: pa.Table, place: Path) -> None:
    with place.open("wb") as file, pq.ParquetWriter(file, table.schema, compression="zstd") as parquet:
        # Without a row no group of rows: `datasets` fails on a file that begins with an empty one.
        if table.num_rows:
            parquet.write_table(table, row_group_size=_ROW_GROUP)


def _bytes_of(tagged: pa.Table) -> NDArray[np.int64]:
    """The bytes of raw text and context of each article."""
    raw: NDArray[np.int64] = pc.fill_null(pc.binary_length(tagged["raw_text"]), 0).to_numpy().astype(np.int64)
    owners, at = [], 0
    for chunk in tagged["quotes"].chunks:
        owners.append(pc.list_parent_indices(chunk).to_numpy() + at)
        at += len(chunk)
    sizes = [pc.binary_length(c.flatten().field("context")).to_numpy() for c in tagged["quotes"].chunks]
    if not owners:
        return raw
    context = np.bincount(np.concatenate(owners), weights=np.concatenate(sizes), minlength=len(raw))
    total: NDArray[np.int64] = raw + context.astype(np.int64)
    return total

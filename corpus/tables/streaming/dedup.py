"""Detect duplicate article ids: of several articles with one id the first is kept, the others become failures."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.errors import ReleaseError
from corpus.tables.batch import TAGGED_SCHEMA, failed_row

#: Failure reason for a duplicate article id.
DUPLICATE_REASON = "duplicate article id: an earlier article of the input with this id was kept"


class SeenIds:
    """The ids of the articles in an output, as digests of 64 bits.

    One million ids take 82 MB, whatever their length (measured with CPython 3.11; the ids themselves, at 16 letters,
    would take 114 MB). Two different ids share a digest once in 37 million inputs of a million articles.
    """

    def __init__(self) -> None:
        self._digests: set[bytes] = set()

    def add(self, article_id: str) -> bool:
        """Record an id. Returns True if it is new."""
        before = len(self._digests)
        self._digests.add(blake2b(article_id.encode(), digest_size=8).digest())
        return len(self._digests) > before

    def add_shards(self, files: Iterable[Path]) -> None:
        """Record the ids in shards of the table ``articles``.

        Raises:
            ReleaseError: a shard cannot be read.
        """
        for path in files:
            try:
                ids = pq.read_table(path, columns=["article_id"], use_threads=False)["article_id"]
            except (OSError, pa.ArrowException) as e:
                hint = "Use another output folder, or `--restart` to start again there"
                raise ReleaseError(f"cannot be read ({e})", path=path, hint=hint) from e
            for article_id in ids.to_pylist():
                self.add(article_id)

    def fail_duplicates(self, tagged: pa.Table) -> pa.Table:
        """Return tagged articles with each duplicate replaced by a failure, and record the ids of the others.

        Args:
            tagged: a table with `corpus.TAGGED_SCHEMA`.
        """
        ids, failures = tagged["article_id"].to_pylist(), tagged["failure"].to_pylist()
        duplicates = []
        for number, (article_id, failure) in enumerate(zip(ids, failures, strict=True)):
            # A failed article does not occupy its id: a later one may succeed.
            if failure is None and not self.add(article_id):
                duplicates.append(number)
        if not duplicates:
            return tagged
        parts = []
        start = 0
        for number in duplicates:
            row = failed_row(ids[number], DUPLICATE_REASON)
            parts += [tagged.slice(start, number - start), pa.Table.from_pylist([row], schema=TAGGED_SCHEMA)]
            start = number + 1
        return pa.concat_tables([*parts, tagged.slice(start)])

"""Ids of the articles that an output has: a second article of the same id becomes a failure."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from hashlib import blake2b
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.errors import ReleaseError
from corpus.tables.batch import TAGGED_SCHEMA, failed_row

#: What a second article of an id is told.
TWICE = "an article of this id came before it in the input, and is the one that was kept"
_LEAST = 1024


class Seen:
    """Ids as numbers of 64 bits in one table of open addresses: 16 to 32 bytes for each, however long it is.

    Two different ids have the same number once in 37 million inputs of a million articles.
    """

    def __init__(self) -> None:
        self._slots = array("Q", [0]) * _LEAST
        self._count = 0

    def add(self, article_id: str) -> bool:
        """Note an id; whether it is new."""
        # Nought is an empty slot.
        number = int.from_bytes(blake2b(article_id.encode(), digest_size=8).digest(), "little") or 1
        if not _put(self._slots, number):
            return False
        self._count += 1
        if 2 * self._count > len(self._slots):
            before, self._slots = self._slots, array("Q", [0]) * (2 * len(self._slots))
            for kept in filter(None, before):
                _put(self._slots, kept)
        return True

    def add_shards(self, files: Iterable[Path]) -> None:
        """Note the ids of shards of the table ``articles``.

        Raises:
            ReleaseError: one of them cannot be read.
        """
        for path in files:
            try:
                ids = pq.read_table(path, columns=["article_id"], use_threads=False)["article_id"]
            except (OSError, pa.ArrowException) as e:
                hint = "Give another folder, or `--restart` to begin anew there"
                raise ReleaseError(f"cannot be read ({e})", path=path, hint=hint) from e
            for article_id in ids.to_pylist():
                self.add(article_id)

    def once(self, tagged: pa.Table) -> pa.Table:
        """Tagged articles, in which each whose id was there before is a failure, and the others are noted."""
        ids, failures = tagged["article_id"].to_pylist(), tagged["failure"].to_pylist()
        twice = [n for n, (i, f) in enumerate(zip(ids, failures, strict=True)) if f is None and not self.add(i)]
        if not twice:
            return tagged
        parts, at = [], 0
        for number in twice:
            row = failed_row(ids[number], TWICE)
            parts += [tagged.slice(at, number - at), pa.Table.from_pylist([row], schema=TAGGED_SCHEMA)]
            at = number + 1
        return pa.concat_tables([*parts, tagged.slice(at)])


def _put(slots: array[int], number: int) -> bool:
    """Put a number into its slot; False where it is there."""
    last = len(slots) - 1
    place = number & last
    while slots[place]:
        if slots[place] == number:
            return False
        place = (place + 1) & last
    slots[place] = number
    return True

"""Rows of Arrow data as dictionaries, where a value that cannot be decoded fails its row alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from corpus.errors import InputError
from corpus.io.foreign import foreign_parser
from corpus.io.text import printable


def arrow_rows(batch: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401  (pyarrow has no types)
    """Iterate over the rows of an Arrow record batch.

    Args:
        batch: The record batch.

    Yields:
        The values of each row by column; a row with a value that cannot be decoded has the reason in ``failure``.
    """
    for number in range(batch.num_rows):
        row: dict[str, Any] = {}
        unreadable = None
        for name in batch.schema.names:
            try:
                # Broken UTF-8, a date outside the calendar, an unknown time zone.
                with foreign_parser(f"the column {printable(name)} cannot be read", name="", hint=""):
                    row[name] = batch.column(name)[number].as_py()
            except InputError as e:
                unreadable = e.message
        if unreadable is not None:
            row["failure"] = unreadable
        yield row

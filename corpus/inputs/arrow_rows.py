"""Rows of Arrow data as dictionaries, where a value that cannot be decoded fails its row alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


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
                row[name] = batch.column(name)[number].as_py()
            except (ValueError, OverflowError) as e:  # broken UTF-8, a date outside the calendar
                unreadable = f"the column {name} cannot be read ({e})"
        if unreadable is not None:
            row["failure"] = unreadable
        yield row

"""Days of publication in words, in ISO 8601, where the first, the last or both may be unknown."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

#: What every page, card and format says where neither day is known.
DATE_UNKNOWN = "date unknown"


def day_range(first: date | None, last: date | None) -> str:
    """Return a range of days in words.

    Args:
        first: First possible day, None where unknown.
        last: Last possible day, None where unknown.

    >>> day_range(date(2017, 9, 13), date(2017, 9, 14))
    '2017-09-13 to 2017-09-14'
    >>> day_range(None, date(2017, 9, 14))
    '2017-09-14 or earlier'
    """
    if first is not None and last is not None and first != last:
        return f"{first.isoformat()} to {last.isoformat()}"
    return open_range(first, last, date.isoformat)


def open_range(first: date | None, last: date | None, form: Callable[[date], str]) -> str:
    """Return one day in words, or what is known where one of two is missing.

    Args:
        first: First possible day, None where unknown.
        last: Last possible day, None where unknown.
        form: Formats a day.
    """
    if last is None:
        return DATE_UNKNOWN if first is None else f"{form(first)} or later"
    return f"{form(last)} or earlier" if first is None else form(last)


def day_order(day: date | None) -> tuple[bool, date]:
    """Sort key of a day that may be unknown: unknown days come last."""
    return day is None, day or date.max

"""Days as readers write them, whatever the machine's locale."""

from __future__ import annotations

from datetime import date

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month(number: int) -> str:
    """``September`` for 9."""
    return _MONTHS[number - 1]


def day(value: date) -> str:
    """``9 September 2017``."""
    return f"{value.day} {month(value.month)} {value.year}"


def days(earliest: date, latest: date) -> str:
    """One day, or two with what they share written once: ``13–14 September 2017``."""
    if earliest == latest:
        return day(latest)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{day(latest)}"
    return f"{day(earliest)} – {day(latest)}"

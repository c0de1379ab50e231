"""Text for pages: file names, addresses and characters made safe, and days as readers write them in any locale.

Markup in texts is escaped by the templates, which leave nothing unescaped but what they made themselves.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date
from urllib.parse import urlsplit

_PLAIN_NAME = re.compile(r"(?!x-)[a-z0-9](?:[a-z0-9-]|[._](?=[a-z0-9])){0,79}")
#: Names of devices on Windows, which no file can have there, whatever its ending.
_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")
#: Embeddings, overrides and isolates act until they are ended, which a text need not do (Unicode Standard Annex 9),
#: and control characters show as nothing. Marks of direction (U+200E, U+200F, U+061C) act in one place and stay.
_ACTING = re.compile("[\u202a-\u202e\u2066-\u2069\x00-\x08\x0b-\x1f\x7f-\x9f]")


def file_stem(name: str) -> str:
    """A file name without its ending for an id or a name: itself where any file system takes it, else a hash of it.

    Two names never get the same stem: capitals, which some file systems do not tell apart, are hashed, and so is what
    looks like such a hash.
    """
    if _PLAIN_NAME.fullmatch(name) and not _DEVICES.fullmatch(name):
        return name
    return f"x-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


def web_address(url: str | None) -> str | None:
    """The address if it is one of the web; None for any other (``javascript:``, ``data:``), which is shown as text."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.netloc else None


def neutral(value: object) -> object:
    """A text with its acting characters named (``[U+202E]``) instead of acting; anything else as it is."""
    # `Markup` is a str of its own kind: what templates made themselves is left alone.
    return _ACTING.sub(lambda m: f"[U+{ord(m[0]):04X}]", value) if type(value) is str else value


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

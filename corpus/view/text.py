"""Safe file names, URLs and characters for pages, and dates that do not depend on the locale.

Templates escape markup in all texts; only markup that this package creates is not escaped.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from markupsafe import Markup, escape

from corpus.io.text import neutral as neutral_text
from corpus.tables.days import day_order, open_range

#: The types of quotation, from verbatim to not verbatim.
TYPES = ("direct", "mixed", "indirect")

_PLAIN_NAME = re.compile(r"(?!x-)[a-z0-9](?:[a-z0-9-]|[._](?=[a-z0-9])){0,79}")
#: Names of devices on Windows, which no file can have there, whatever its suffix.
_DEVICE_NAME = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def counted(number: int, noun: str) -> str:
    """A number with its noun, which never break over lines: ``1 article``, ``2,000 articles``."""
    return f"{number:,}\u00a0{noun}" + "s" * (number != 1)


def share(part: int, whole: int) -> str:
    """A share as a whole percentage that does not break: ``12 %``; only 0 is ``0 %`` and only all is ``100 %``."""
    percent = 100 * part / max(whole, 1)
    if 0 < percent < 0.5:
        return "<1\u00a0%"
    if 99.5 <= percent < 100:
        return ">99\u00a0%"
    return f"{percent:.0f}\u00a0%"


def number_word(number: int) -> str:
    """A number in words up to nine, else in digits."""
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return words[number] if number < len(words) else f"{number:,}"


def part_letter(position: int) -> str:
    """The letter of a part of a statement: ``A`` for the first; a number after the last letter."""
    return chr(ord("A") + position) if position < 26 else str(position + 1)


def listed(names: Sequence[str], most: int | None = None, noun: str = "") -> str:
    """Names in a sentence: ``VG``, ``VG and ZeroHedge``, ``VG, Newsweek and ZeroHedge``.

    Args:
        names: the names.
        most: maximum number of names; for more, one less is named: ``VG, Newsweek and 9 more newsrooms``.
        noun: what the names are, in the singular.
    """
    if most is not None and len(names) > most:
        names = [*names[: most - 1], counted(len(names) - most + 1, f"more {noun}")]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def file_stem(name: str) -> str:
    """A file name, without suffix, for an id or a name: the name itself if every file system allows it, else a hash.

    Two names never get the same stem: names with capitals, which some file systems do not distinguish, are hashed, and
    so are names that look like such a hash.
    """
    if _PLAIN_NAME.fullmatch(name) and not _DEVICE_NAME.fullmatch(name):
        return name
    return f"x-{hashlib.sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()[:20]}"


def web_address(url: str | None) -> str | None:
    """The URL if it is an http(s) URL; None for any other (``javascript:``, ``data:``), which is shown as text."""
    if not url:
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme in ("http", "https") and parts.netloc != ""
    return url if is_web else None


def filtered_address(filters: Mapping[str, str]) -> str:
    """The address of the quotations that filters choose, from the folder of the site."""
    return f"quotes.html#{urlencode(filters, quote_via=quote)}"


def neutral(value: object) -> object:
    """Replace unsafe characters of a text by their names (``[U+202E]``); other values are returned unchanged."""
    # `Markup`, a subclass of str, is markup that templates created: it is left alone.
    return neutral_text(value) if type(value) is str else value


_ISOLATED = re.compile("\u2068([^\u2068\u2069]*)\u2069")


def isolated(text: str) -> Markup:
    """The HTML of a text: isolates (Unicode Standard Annex 9) become elements ``bdi``, percentages do not break."""
    made, at, text = Markup(), 0, text.replace(" %", "\u00a0%")
    for found in _ISOLATED.finditer(text):
        made += escape(neutral(text[at : found.start()])) + Markup("<bdi>{}</bdi>").format(neutral(found[1]))
        at = found.end()
    return made + escape(neutral(text[at:]))


_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def month(number: int) -> str:
    """The name of a month: ``September`` for 9."""
    return _MONTHS[number - 1]


def day(value: date) -> str:
    """Format a date: ``9 September 2017``."""
    return f"{value.day} {month(value.month)} {value.year}"


def day_key(row: Mapping[str, Any]) -> tuple[bool, date]:
    """A sort key of an article or a quote: its first day; rows without a date are last."""
    return day_order(row["published_earliest"])


def days(earliest: date | None, latest: date | None) -> str:
    """Format a range of dates, shared parts once: ``13–14 September 2017``; ``date unknown`` without one."""
    if earliest is None or latest is None or earliest == latest:
        return open_range(earliest, latest, day)
    if (earliest.year, earliest.month) == (latest.year, latest.month):
        return f"{earliest.day}–{day(latest)}"
    return f"{day(earliest)} – {day(latest)}"

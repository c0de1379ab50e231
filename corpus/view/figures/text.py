"""Text in figures: names cleaned, measured and shortened, numbers and dates formatted.

Text is measured here and not with matplotlib: drawings in pages use the fonts of the page, which nothing can measure
beforehand. The widths are upper bounds for DejaVu Sans, a wide font (a test compares them with its metrics), so that
the same layout fits in every font, and laying out a figure needs no library.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Iterable

import regex

from corpus.tables.days import DATE_UNKNOWN

# Neither drawable nor allowed in XML: control characters, surrogates, non-characters.
_IMPOSSIBLE = regex.compile(r"[\p{Cc}\p{Cs}\uFFFE\uFFFF]")
# Direction controls, which would change the direction of the text after a name.
_DIRECTION_CONTROLS = regex.compile(r"[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]")
_WORDS = regex.compile(r"[^\s-]*-+|[^\s-]+\s*|\s+")
_LETTERS = regex.compile(r"\X")
_RIGHT_TO_LEFT = frozenset(("R", "AL"))
#: Longer names are cut before they are measured; no drawing has room for more.
_MAX_LENGTH = 200
#: Combining marks per letter that are kept; no script uses more.
_MAX_MARKS = 4
#: Upper bounds of the width of letters in DejaVu Sans, as a fraction of the font size.
_NARROW, _SPACE, _SMALL, _CAPITAL, _WIDE = 0.36, 0.33, 0.6, 0.74, 1.05
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def clean_name(name: str) -> str:
    """Clean a name: one line, without control characters and direction controls; a dash if nothing is left."""
    spaced = " ".join(name[: 8 * _MAX_LENGTH].split())
    return _DIRECTION_CONTROLS.sub("", _IMPOSSIBLE.sub("\ufffd", spaced)) or "–"


def inline_name(name: str) -> str:
    """Shorten a name and isolate it for use in a sentence (Unicode Standard Annex 9)."""
    return f"\u2068{shortened(name, 60)}\u2069"


def right_to_left(text: str) -> bool:
    """Whether the first letter with a strong direction is of a right-to-left script."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction == "L":
            return False
        if direction in _RIGHT_TO_LEFT:
            return True
    return False


def width(text: str) -> float:
    """An upper bound of the width of a text, as a multiple of the font size."""
    return sum(map(_width, text))


def _width(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return 0.0
    if letter in "ijlftI.,:;'’|()[]!-":
        return _NARROW
    if letter == " ":
        return _SPACE
    if unicodedata.east_asian_width(letter) in "WF" or letter in "MWmw@%":
        return _WIDE
    return _CAPITAL if letter.isupper() else _SMALL


def shortened(name: str, room: float) -> str:
    """Clean a name and shorten it to a width, at a letter and with an ellipsis.

    Args:
        name: the name.
        room: maximum width, as a multiple of the font size.
    """
    clean = clean_name(name)
    letters = [letter[: 1 + _MAX_MARKS] for letter in _LETTERS.findall(clean[:_MAX_LENGTH])]
    whole = "".join(letters)
    if len(clean) <= _MAX_LENGTH and width(whole) <= room:
        return whole
    kept, left = "", room - width("…")
    for letter in letters:
        left -= width(letter)
        if left < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def wrapped(text: str, room: float) -> list[str]:
    """Wrap a text after spaces and hyphens; a word that is too wide has a line of its own.

    Args:
        text: the text.
        room: maximum width of a line, as a multiple of the font size.
    """
    lines = [""]
    for word in _WORDS.findall(text):
        if lines[-1] and width(lines[-1] + word.rstrip()) > room:
            lines.append(word)
        else:
            lines[-1] += word
    return [line.rstrip() for line in lines]


def count(number: int, noun: str) -> str:
    """A number with its noun: ``1 outlet``, ``2,000 outlets``."""
    return f"{number:,} {noun}" + "s" * (number != 1)


def more(number: int, noun: str) -> str:
    """The label of a rest: ``480 more outlets``."""
    return f"{number:,} more {noun}" + "s" * (number != 1)


def compact_number(number: int) -> str:
    """Format a count in at most four characters: 999, 1.2k, 56k, 7.8M."""
    for unit, name in ((10**6, "M"), (10**3, "k")):
        if number >= unit - unit // 2000:
            value = number / unit
            return f"{value:.1f}{name}" if value < 9.95 else f"{value:.0f}{name}"
    return str(number)


def percent(share: float) -> str:
    """Format a share as a whole percentage; only 0 is ``0 %`` and only 1 is ``100 %``."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def days(dates: Iterable[datetime.date | None]) -> Callable[[datetime.date | None], str]:
    """Choose how dates are formatted next to names: ``8 Sep``, with the year if there are several years."""
    years = {date.year for date in dates if date is not None}
    return day if len(years) > 1 else _day_of_year


def day(date: datetime.date | None) -> str:
    """Format a date next to a name: ``8 Sep 2017``."""
    if date is None:
        return DATE_UNKNOWN
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"


def _day_of_year(date: datetime.date | None) -> str:
    """Format a date without its year: ``8 Sep``."""
    if date is None:
        return DATE_UNKNOWN
    return day(date).rpartition(" ")[0]


def iso_day(date: datetime.date | None) -> str | None:
    """Format a date in the data of a figure: ISO 8601, None where it is unknown."""
    return None if date is None else date.isoformat()

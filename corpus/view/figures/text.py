"""Words in figures: names made safe to draw, shortened to a width, numbers and days as people write them."""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Callable, Iterable

import regex

# Neither drawn nor allowed in XML: controls, surrogates, what is no character.
_IMPOSSIBLE = regex.compile(r"[\p{Cc}\p{Cs}\uFFFE\uFFFF]")
# Marks that turn the direction of what follows them. A name must not do that to its neighbours.
_TURNING = regex.compile(r"[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]")
_WORDS = regex.compile(r"[^\s-]*-+|[^\s-]+\s*|\s+")
_LETTERS = regex.compile(r"\X")
_RIGHT_TO_LEFT = frozenset(("R", "AL"))
#: Longer names are cut before they are measured: no drawing holds as much.
_LONGEST = 200
#: Marks on one letter that are kept; no script stacks as many.
_MARKS = 4
#: Widths in parts of the font's size, of a wide font (DejaVu Sans), so that an estimate is rather too large.
_NARROW, _SPACE, _SMALL, _CAPITAL, _WIDE = 0.36, 0.33, 0.6, 0.74, 1.05
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plain(name: str) -> str:
    """A name on one line, without controls and without marks that turn directions."""
    spaced = " ".join(name[: 8 * _LONGEST].split())
    return _TURNING.sub("", _IMPOSSIBLE.sub("\ufffd", spaced)) or "–"


def in_words(name: str) -> str:
    """A name inside a sentence, isolated from it (Unicode Standard Annex 9)."""
    return f"\u2068{shortened(name, 60)}\u2069"


def right_to_left(text: str) -> bool:
    """Whether the first letter that has a direction is of a script written from right to left."""
    strong = (unicodedata.bidirectional(c) for c in text)
    return next((d in _RIGHT_TO_LEFT for d in strong if d in {"L", *_RIGHT_TO_LEFT}), False)


def width(text: str) -> float:
    """How wide a text is at most, in parts of the font's size, estimated from its letters."""
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
    """A name as it is drawn in so much room (in parts of the font's size), cut at a letter with an ellipsis."""
    clean = plain(name)
    letters = [letter[: 1 + _MARKS] for letter in _LETTERS.findall(clean[:_LONGEST])]
    whole = "".join(letters)
    if len(clean) <= _LONGEST and width(whole) <= room:
        return whole
    kept, left = "", room - width("…")
    for letter in letters:
        left -= width(letter)
        if left < 0:
            break
        kept += letter
    return kept.rstrip() + "…"


def lined(text: str, room: float) -> list[str]:
    """A text broken after spaces and hyphens into lines of so much room; a word that is wider stands alone."""
    lines = [""]
    for word in _WORDS.findall(text):
        if lines[-1] and width(lines[-1] + word.rstrip()) > room:
            lines.append(word)
        else:
            lines[-1] += word
    return [line.rstrip() for line in lines]


def count(number: int, noun: str) -> str:
    """So many of something: ``1 outlet``, ``2,000 outlets``."""
    return f"{number:,} {noun}" + "s" * (number != 1)


def more(number: int, noun: str) -> str:
    """What stands for the rest: ``480 more outlets``."""
    return f"{number:,} more {noun}" + "s" * (number != 1)


def briefly(number: int) -> str:
    """A count in little room: 999, 1.2k, 56k, 7.8M."""
    for unit, name in ((10**6, "M"), (10**3, "k")):
        if number >= unit - unit // 2000:
            value = number / unit
            return f"{value:.1f}{name}" if value < 9.95 else f"{value:.0f}{name}"
    return str(number)


def percent(share: float) -> str:
    """A share in percent, without a fraction; what is not nothing is not called nothing, nor all what is not all."""
    if 0 < share < 0.005:
        return "<1 %"
    if 0.995 <= share < 1:
        return ">99 %"
    return f"{100 * share:.0f} %"


def days(dates: Iterable[datetime.date]) -> Callable[[datetime.date], str]:
    """How these days are written beside names: ``8 Sep``, with the year where they are of several."""
    years = {date.year for date in dates}
    return day if len(years) > 1 else lambda date: day(date).rpartition(" ")[0]


def day(date: datetime.date) -> str:
    """A day as it stands beside a name: ``8 Sep 2017``."""
    return f"{date.day} {_MONTHS[date.month - 1]} {date.year}"

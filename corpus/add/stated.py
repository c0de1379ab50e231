"""Read the day and the author of an article from its own lines: those with the role dateline or byline."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import regex

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.numerals import load_numerals
from corpus.records import Role, Segment

_WORD = regex.compile(r"\p{L}[\p{L}\p{M}.’'-]*|\d+")
#: The rule of a role that is given by a pattern of the language, which begins with words such as "By" or "Tekst:".
_BYLINE_RULE = ".byline"
_NOT_IN_NAMES = regex.compile(r"[\d@]")
#: Words before a name: "By", "Written by".
_LONGEST_PREFIX = 2
#: Longest name of an author or of several, in words.
_LONGEST_NAME = 10
#: A month may be shortened to so many letters ("Jan.").
_SHORTEST_MONTH = 3
#: A day before this is not that of a newspaper's page.
_FIRST_YEAR = 1600


def stated_day(text: str, segments: Iterable[Segment], language: Language) -> date | None:
    """Return the first day that a dateline or byline states in full: day, month as a word, and year.

    Args:
        text: The raw text.
        segments: Its segments with their roles.
        language: Its language.
    """
    for segment in segments:
        if segment.role in ("dateline", "byline"):
            day = _day_of(_words(segment, text), language)
            if day is not None:
                return day
    return None


def _words(segment: Segment, text: str) -> list[str]:
    words: list[str] = _WORD.findall(segment.span.of(text))
    return words


def _day_of(words: Sequence[str], language: Language) -> date | None:
    """Return the day of three words in a row, "4. mars 2024" or "March 4, 2024"."""
    for first, second, third in zip(words, words[1:], words[2:], strict=False):
        for day, month in ((first, second), (second, first)):
            found = _date_of(day, _month(month, language), third)
            if found is not None:
                return found
    return None


def _date_of(day: str, month: int | None, year: str) -> date | None:
    if month is None or not day.isdecimal() or not year.isdecimal():
        return None
    try:
        found = date(int(year), month, int(day))
    except ValueError:
        return None
    return found if found.year >= _FIRST_YEAR else None


def _month(word: str, language: Language) -> int | None:
    """Return the number of a month by its name, or by the beginning of one that is shortened."""
    months = load_numerals(language).months
    folded = language.fold(word.rstrip("."))
    if folded in months:
        return months[folded]
    if not language.cased or len(folded) < _SHORTEST_MONTH:
        return None
    fitting = {number for name, number in months.items() if name.startswith(folded)}
    return fitting.pop() if len(fitting) == 1 else None


def stated_author(text: str, segments: Iterable[Segment], language: Language) -> str | None:
    """Return who wrote an article by its first byline, without the words before the name.

    Args:
        text: The raw text.
        segments: Its segments with their roles.
        language: Its language.

    Returns:
        The name or names; None where no byline says where the name begins.
    """
    role: Role = "byline"
    for segment in segments:
        if segment.role == role:
            name = _without_prefix(segment.span.of(text), segment.rule, language)
            if name is not None:
                return name
    return None


def _without_prefix(line: str, rule: str, language: Language) -> str | None:
    words = line.split()
    begin = _prefix_length(words, language)
    # The patterns of languages without capitals all begin with a word before the name.
    has_word_before = rule.endswith(_BYLINE_RULE) and not language.cased
    begin = begin or int(has_word_before)
    name = words[begin:]
    return " ".join(name) if begin and _is_name(name) else None


def _is_name(words: Sequence[str]) -> bool:
    return 0 < len(words) <= _LONGEST_NAME and not _NOT_IN_NAMES.search(" ".join(words))


def _prefix_length(words: Sequence[str], language: Language) -> int:
    """Return how many words precede the name: those up to a colon, else up to a preposition."""
    for n, word in enumerate(words[: _LONGEST_PREFIX + 1]):
        if word.endswith(":"):
            return n + 1
    prepositions = language.words[WC.PREPOSITION]
    for n, word in enumerate(words[:_LONGEST_PREFIX]):
        if language.fold(word) in prepositions:
            return n + 1
    return 0

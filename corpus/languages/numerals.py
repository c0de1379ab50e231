"""What a language's ``numbers.toml`` says of numbers: separators, words with their values, months.

A language without the file has digits alone.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.languages.data import read_data, wrong
from corpus.languages.language import Language
from corpus.languages.tokenizer import Fold

FILE = "numbers.toml"
_TEXTS, _TABLES = ("thousands", "decimal", "joiner"), ("words", "months")


@dataclass(frozen=True, slots=True)
class Numerals:
    """How a language writes numbers; words are folded.

    ``thousands`` and ``decimal`` are the signs that may be inside a number, ``connecting`` the words that may be
    between hundreds and what follows, ``words`` and ``months`` the values of words, ``capital`` whether a month is
    written with a capital letter.
    """

    thousands: str
    decimal: str
    connecting: frozenset[str]
    words: Mapping[str, int]
    months: Mapping[str, int]
    capital: bool


@functools.cache
def load_numerals(language: Language) -> Numerals:
    """The numbers of a language.

    Raises:
        LanguageDataError: the file has an unknown key, or a value of another type.
    """
    data = read_data(language.code, FILE)
    _check(language.code, data)
    words = {language.fold(w): value for w, value in data.get("words", {}).items()}
    if language.compounds:
        words |= _compounds(words, language.fold(data.get("joiner", "")))
    return Numerals(
        thousands=data.get("thousands", ""),
        decimal=data.get("decimal", ""),
        connecting=_folded(language.fold, data.get("and", ())),
        words=words,
        months={language.fold(w): number for w, number in data.get("months", {}).items()},
        capital=any(w[:1].isupper() for w in data.get("months", {})),
    )


def _check(code: str, data: Mapping[str, Any]) -> None:
    for key, value in data.items():
        right = isinstance(value, str) if key in _TEXTS else isinstance(value, list if key == "and" else dict)
        if key not in (*_TEXTS, *_TABLES, "and") or not right:
            raise wrong(code, FILE, f"{key!r} is no key, or not of the right type")
        if key == "and" and not all(isinstance(w, str) and w for w in value):
            raise wrong(code, FILE, "'and' is no list of words")
        if key in _TABLES:
            _check_values(code, value, most=12 if key == "months" else None)


def _check_values(code: str, table: Mapping[str, Any], *, most: int | None) -> None:
    for word, value in table.items():
        # A truth value is an integer to Python.
        if type(value) is not int or value < 0 or (most is not None and not 1 <= value <= most):
            raise wrong(code, FILE, f"{word!r} has no value that a number can have here")


def _folded(fold: Fold, words: list[str]) -> frozenset[str]:
    return frozenset(map(fold, words))


def _compounds(words: Mapping[str, int], joiner: str) -> dict[str, int]:
    """Tens and ones in one word: "førtifem" and, with a joiner, "femogførti"."""
    tens = [(w, v) for w, v in words.items() if 20 <= v < 100]
    ones = [(w, v) for w, v in words.items() if 0 < v < 10]
    made = {t + o: a + b for t, a in tens for o, b in ones}
    return made | ({o + joiner + t: a + b for t, a in tens for o, b in ones} if joiner else {})

"""Renderings of statements, each read once: its words, numbers and names, by which it is compared with others."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass

from corpus.align.edits import Edit, compare
from corpus.align.names import Names, compare_names, names_of
from corpus.align.numbers import numbers_of
from corpus.align.words import Words, words_of
from corpus.language import Language, load_language
from corpus.records import Speaker
from corpus.speakers.authority import Authority
from corpus.text import tokenize


@dataclass(frozen=True, slots=True)
class Rendering:
    """A text in a language, with what it is compared by."""

    text: str
    language: Language
    words: Words
    numbers: tuple[str, ...]
    names: Names


@dataclass(frozen=True, slots=True)
class Shared:
    """What two texts have in common and what one of them has alone: names sorted, numbers by size.

    ``similarity`` is None and ``edits`` are empty for texts in two languages.
    """

    similarity: float | None
    edits: tuple[Edit, ...]
    numbers: tuple[list[str], list[str], list[str]]
    names: tuple[list[str], list[str], list[str]]


class Reader:
    """Reads renderings for one authority file.

    Args:
        speakers: the entries of the file; names of others are known by their letters alone.
    """

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._speakers = {s.id: s for s in speakers}
        self._authority = functools.cache(self._read_authority)

    def _read_authority(self, language: Language) -> Authority:
        return Authority(list(self._speakers.values()), language)

    def read(self, text: str, code: str) -> Rendering:
        """A text in the language of this code."""
        language = load_language(code)
        words = words_of(text, language)
        tokens = tokenize(text, 0, len(text), folding=language.fold)
        names = names_of(words, language, self._authority(language))
        return Rendering(text, language, words, tuple(numbers_of(text, tokens, language)), names)

    def compare(self, first: Rendering, second: Rendering) -> Shared:
        """What two renderings have in common, and what one has alone."""
        similarity, edits = None, list[Edit]()
        if first.language is second.language:
            similarity, edits = compare(first.words, second.words)
        both = set(first.numbers) & set(second.numbers)
        numbers = (
            [n for n in first.numbers if n in both],
            [n for n in first.numbers if n not in both],
            [n for n in second.numbers if n not in both],
        )
        return Shared(similarity, tuple(edits), numbers, compare_names(first.names, second.names, self._speakers))

"""Renderings of statements, each read once: the words, numbers and names by which it is compared with others.

A name that the authority file lists is identified by its speaker's id, so it is the same in every language and script.
Any other name is identified by its letters: a run of words with capitals, in a language that has them.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.align.numbers import numbers_of
from corpus.align.word_edits import Edit, Words, compare, words_of
from corpus.languages.language import Language, load_language
from corpus.languages.numerals import load_numerals
from corpus.languages.tokenizer import tokenize
from corpus.records import Speaker
from corpus.speakers.authority import Authority

#: Classes of words that are no names though they have a capital: "I", "The", "Monday".
_NO_NAME = ("determiner", "preposition", "conjunction", "complementizer", "pronoun", "object_pronoun", "title", "time")


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a text: ``listed`` are ids of speakers, ``written`` maps the folded words of others to their form.

    ``taken`` are the folded words of listed names, ``words`` all words of the text, folded, ``places``
    where each of them stands among them.
    """

    listed: frozenset[str]
    taken: frozenset[str]
    written: Mapping[tuple[str, ...], str]
    words: Sequence[str]
    places: Mapping[str, Sequence[int]]
    language: Language


def names_of(words: Words, language: Language, authority: Authority) -> Names:
    """The names of a text. Descriptions that the authority file lists are none."""
    found = authority.find(words.folded)
    taken = {i for match in found for i in range(match.first, match.stop)}
    listed = frozenset(m.speaker.id for m in found if not m.described)
    written: dict[tuple[str, ...], str] = {}
    run: list[int] = []
    for n in range(len(words) + 1):
        free = n < len(words) and n not in taken
        goes_on = free and bool(run) and _beside(words, run[-1], n)
        if run and not (goes_on and (_is_name(words, n, language) or _is_joined(words, n))):
            _keep(written, words, run)
            run = []
        if free and (run or _is_name(words, n, language)):
            run.append(n)
    places: dict[str, list[int]] = {}
    for n, word in enumerate(words.folded):
        places.setdefault(word, []).append(n)
    return Names(listed, frozenset(words.folded[i] for i in taken), written, words.folded, places, language)


def _is_name(words: Words, n: int, language: Language) -> bool:
    if not language.cased:
        return False
    written = words.text[words.starts[n] : words.ends[n]].strip("[](){}")
    if not written[:1].isupper() or words.folded[n].rstrip(".") in load_numerals(language).months:
        return False
    if any(words.folded[n] in language.words[c] for c in _NO_NAME):
        return False
    # The first word of a sentence has a capital in any case.
    shouted = len(written) > 1 and written.isupper()
    return shouted or not (n == 0 or words.opens[n])


def _is_joined(words: Words, n: int) -> bool:
    """Whether a word goes on with a name though it begins small: "Deir al-Zor"."""
    return any(piece[:1].isupper() for piece in words.text[words.starts[n] : words.ends[n]].split("-"))


def _beside(words: Words, n: int, following: int) -> bool:
    return words.text[words.ends[n] : words.starts[following]].isspace()


def _keep(written: dict[tuple[str, ...], str], words: Words, run: Sequence[int]) -> None:
    name = words.text[words.starts[run[0]] : words.ends[run[-1]]].strip("[](){}")
    written.setdefault(tuple(words.folded[i] for i in run), " ".join(name.split()))


def compare_names(
    first: Names, second: Names, speakers: Mapping[str, Speaker]
) -> tuple[list[str], list[str], list[str]]:
    """The names that both texts have, those of the first alone, and those of the second alone, each sorted.

    That a name is missing is said only where it could have been found: a listed one where the authority file has
    forms of it in the other's language, any other in texts of one language.
    """
    both = set(first.listed & second.listed)
    only: list[set[str]] = []
    for one, other in ((first, second), (second, first)):
        code = other.language.code
        alone = {i for i in one.listed - other.listed if code == one.language.code or code in speakers[i].aliases}
        for words, name in one.written.items():
            if _in(words, other):
                both.add(_same(words, name, first))
            elif one.language.code == code:
                alone.add(name)
        only.append(alone)
    return sorted(both), sorted(only[0]), sorted(only[1])


def _same(words: tuple[str, ...], name: str, first: Names) -> str:
    """How the first text writes a name that both have, if it is a name there; else as it was found."""
    return first.written.get(words, name)


def _in(words: tuple[str, ...], other: Names) -> bool:
    """Whether words stand in a text, one behind the other; looked for where its rarest stands."""
    n = min(range(len(words)), key=lambda i: len(other.places.get(words[i], ())))
    starts = (place - n for place in other.places.get(words[n], ()))
    return any(start >= 0 and tuple(other.words[start : start + len(words)]) == words for start in starts)


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

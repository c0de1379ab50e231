"""Parse renderings of statements into the words, numbers and names by which they are compared, and compare two.

A name in the authority file is identified by its speaker's id, so it is the same in every language and script. Any
other name is identified by its letters: a sequence of capitalized words, in a language that has capitals.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from corpus.align.numbers import find_numbers
from corpus.align.word_edits import Edit, TextWords, compare_words, split_words
from corpus.languages.language import Language, load_language
from corpus.languages.numerals import load_numerals
from corpus.languages.tokenizer import tokenize
from corpus.records import Speaker
from corpus.speakers.authority import Authority

#: Word classes that are capitalized without being names: "I", "The", "Monday".
_NOT_A_NAME = (
    "determiner", "preposition", "conjunction", "complementizer", "pronoun", "object_pronoun", "title", "time"
)  # fmt: skip
_BRACKETS = "[](){}"


@dataclass(frozen=True, slots=True)
class TextNames:
    """The names of a text.

    Attributes:
        listed: ids of the speakers that it names.
        taken: folded words of the listed names.
        written: other names, from their folded words to their written form.
        words: all folded words of the text.
        places: the positions of each word in ``words``.
        language: language of the text.
    """

    listed: frozenset[str]
    taken: frozenset[str]
    written: Mapping[tuple[str, ...], str]
    words: Sequence[str]
    places: Mapping[str, Sequence[int]]
    language: Language


def find_names(words: TextWords, language: Language, authority: Authority) -> TextNames:
    """Find the names of a text; descriptions ("the spokesman") in the authority file are not names.

    Args:
        words: the words of the text.
        language: its language.
        authority: matches the names of the authority file in that language.
    """
    matches = authority.find(words.folded)
    taken = {i for match in matches for i in range(match.first, match.stop)}
    written: dict[tuple[str, ...], str] = {}
    for run in _capitalized_runs(words, language, taken):
        key = tuple(words.folded[i] for i in run)
        written.setdefault(key, _written_name(words, run))
    places: dict[str, list[int]] = {}
    for n, word in enumerate(words.folded):
        places.setdefault(word, []).append(n)
    return TextNames(
        listed=frozenset(m.speaker.id for m in matches if not m.described),
        taken=frozenset(words.folded[i] for i in taken),
        written=written,
        words=words.folded,
        places=places,
        language=language,
    )


def _capitalized_runs(words: TextWords, language: Language, taken: set[int]) -> list[list[int]]:
    """Positions of adjacent capitalized words that are not ``taken``; partly capitalized ones only continue a name."""
    runs: list[list[int]] = []
    for n in range(len(words)):
        if n in taken:
            continue
        is_name = _is_name(words, n, language)
        continues = bool(runs) and runs[-1][-1] == n - 1 and _is_adjacent(words, n - 1, n)
        if continues and (is_name or _has_capital_part(words, n)):
            runs[-1].append(n)
        elif is_name:
            runs.append([n])
    return runs


def _is_name(words: TextWords, n: int, language: Language) -> bool:
    """Whether a word is capitalized as a name, and not for its place or its word class."""
    if not language.cased:
        return False
    written = words.text[words.starts[n] : words.ends[n]].strip(_BRACKETS)
    folded = words.folded[n]
    if not written[:1].isupper() or folded.rstrip(".") in load_numerals(language).months:
        return False
    if any(folded in language.words[word_class] for word_class in _NOT_A_NAME):
        return False
    # The first word of a sentence is capitalized in any case; an abbreviation in capitals is a name there, too.
    starts_sentence = n == 0 or words.opens[n]
    is_abbreviation = len(written) > 1 and written.isupper()
    return is_abbreviation or not starts_sentence


def _has_capital_part(words: TextWords, n: int) -> bool:
    """Whether a part of a hyphenated word is capitalized, as in "Deir al-Zor"; such a word may continue a name."""
    return any(piece[:1].isupper() for piece in words.text[words.starts[n] : words.ends[n]].split("-"))


def _is_adjacent(words: TextWords, n: int, following: int) -> bool:
    return words.text[words.ends[n] : words.starts[following]].isspace()


def _written_name(words: TextWords, run: Sequence[int]) -> str:
    name = words.text[words.starts[run[0]] : words.ends[run[-1]]].strip(_BRACKETS)
    return " ".join(name.split())


def compare_names(
    first: TextNames, second: TextNames, speakers: Mapping[str, Speaker]
) -> tuple[list[str], list[str], list[str]]:
    """Compare the names of two texts.

    A name counts as missing only where it could have been found: a listed one where the authority file has aliases in
    the other text's language, any other in texts of one language.

    Args:
        first: names of the first text.
        second: names of the second text.
        speakers: entries of the authority file by id.

    Returns:
        Names in both texts, in the first alone, and in the second alone, each sorted.
    """
    both = set(first.listed & second.listed)
    alone: list[set[str]] = []
    for one, other in ((first, second), (second, first)):
        missing = {i for i in one.listed - other.listed if _could_be_named(speakers[i], one.language, other.language)}
        for words, name in one.written.items():
            if _occurs_in(words, other):
                # As the first text writes it, if it is a name there.
                both.add(first.written.get(words, name))
            elif one.language.code == other.language.code:
                missing.add(name)
        alone.append(missing)
    return sorted(both), sorted(alone[0]), sorted(alone[1])


def _could_be_named(speaker: Speaker, language: Language, other: Language) -> bool:
    return other.code == language.code or other.code in speaker.aliases


def _occurs_in(words: tuple[str, ...], other: TextNames) -> bool:
    """Whether words occur consecutively in a text; looked up at the rarest of them."""
    rarest = min(range(len(words)), key=lambda i: len(other.places.get(words[i], ())))
    for place in other.places.get(words[rarest], ()):
        start = place - rarest
        if start >= 0 and tuple(other.words[start : start + len(words)]) == words:
            return True
    return False


@dataclass(frozen=True, slots=True)
class Rendering:
    """A parsed text: its words, numbers in canonical form, and names."""

    text: str
    language: Language
    words: TextWords
    numbers: tuple[str, ...]
    names: TextNames


@dataclass(frozen=True, slots=True)
class RenderingComparison:
    """What two texts share, and what one of them has alone.

    Attributes:
        similarity: share of words that are equal or respelled, 0 to 1; None for texts in two languages.
        edits: steps from the first text to the second; empty for texts in two languages.
        numbers: numbers in both, in the first alone and in the second alone, by size.
        names: names in both, in the first alone and in the second alone, sorted.
    """

    similarity: float | None
    edits: tuple[Edit, ...]
    numbers: tuple[list[str], list[str], list[str]]
    names: tuple[list[str], list[str], list[str]]


class RenderingParser:
    """Parses and compares renderings.

    Args:
        speakers: entries of the authority file; other names are identified by their letters alone.
    """

    def __init__(self, speakers: Iterable[Speaker]) -> None:
        self._speakers = {s.id: s for s in speakers}
        self._authority = functools.cache(self._load_authority)

    def _load_authority(self, language: Language) -> Authority:
        return Authority(list(self._speakers.values()), language)

    def parse(self, text: str, code: str) -> Rendering:
        """Parse a text.

        Args:
            text: the content of a quote.
            code: its language code.
        """
        language = load_language(code)
        words = split_words(text, language)
        tokens = tokenize(text, 0, len(text), folding=language.fold)
        names = find_names(words, language, self._authority(language))
        return Rendering(text, language, words, tuple(find_numbers(text, tokens, language)), names)

    def compare(self, first: Rendering, second: Rendering) -> RenderingComparison:
        """Compare two renderings."""
        similarity: float | None = None
        edits: list[Edit] = []
        if first.language is second.language:
            similarity, edits = compare_words(first.words, second.words)
        both = set(first.numbers) & set(second.numbers)
        numbers = (
            [n for n in first.numbers if n in both],
            [n for n in first.numbers if n not in both],
            [n for n in second.numbers if n not in both],
        )
        names = compare_names(first.names, second.names, self._speakers)
        return RenderingComparison(similarity, tuple(edits), numbers, names)

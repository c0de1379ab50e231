"""Names and nouns of the files ``names.toml``: given names with gender, roles of persons, nouns of organisations."""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping

from corpus.languages.data import SHARED, read_data, wrong
from corpus.languages.language import Language

FILE = "names.toml"
_GENDERS: Mapping[str, frozenset[str]] = {
    "feminine": frozenset(("feminine",)),
    "masculine": frozenset(("masculine",)),
    "either": frozenset(),
}
#: Lists of words that are not given names.
_LISTS = ("role", "organisation", "group", "pair", "party", "particle", "kunya", "common", "alias")
#: Letters that Unicode does not decompose into a plain letter and a mark.
_UNDECOMPOSED = {"ø": "o", "æ": "ae", "å": "a", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "œ": "oe"}
#: Blocks whose letters have diacritics: Latin to Arabic, and Latin with two marks.
_BLOCKS = ((0xA0, 0x700), (0x1E00, 0x1F00))


class NameLexicon:
    """The files ``names.toml`` of a language and of the folder that all languages share.

    Each key holds words between white space. Names in Latin letters are listed without diacritics.
    """

    def __init__(self, language: Language) -> None:
        self._genders: dict[str, frozenset[str]] = {}
        lists: dict[str, set[str]] = {key: set() for key in _LISTS}
        for code in (SHARED, language.code):
            for key, value in read_data(code, FILE).items():
                if not isinstance(value, str) or key not in (*_GENDERS, *_LISTS):
                    keys = ", ".join((*_GENDERS, *_LISTS))
                    raise wrong(code, FILE, f"{key!r} is not one of {keys}, or not a string of words")
                words = map(language.fold, value.split())
                if key in _GENDERS:
                    self._genders.update((plain(word), _GENDERS[key]) for word in words)
                else:
                    lists[key].update(words)
        self.lists: Mapping[str, frozenset[str]] = {key: frozenset(words) for key, words in lists.items()}
        self.look_up = functools.lru_cache(maxsize=1 << 14)(self._look_up)

    def _look_up(self, folded: str) -> frozenset[str] | None:
        """The gender of a given name; empty for one of either, None for what is not a listed given name."""
        found = self._genders.get(plain(folded))
        if found is None and "-" in folded:
            # "Anne-Mette" is as feminine as "Anne".
            found = self._genders.get(plain(folded.partition("-")[0]))
        return found

    def is_given(self, folded: str) -> bool:
        """Whether a folded word is a listed given name."""
        return self.look_up(folded) is not None

    def lists_as(self, key: str, folded: str) -> bool:
        """Whether a folded word is in one of the other lists."""
        return folded in self.lists[key]


def _without_marks(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))


#: A table, as a word is looked up more often than any other thing is done with it.
_PLAIN = str.maketrans(
    {c: _without_marks(c) for first, end in _BLOCKS for c in map(chr, range(first, end))} | _UNDECOMPOSED
)


def plain(folded: str) -> str:
    """A folded word in plain letters, without diacritics.

    >>> plain("søren"), plain("andré")
    ('soren', 'andre')
    """
    return folded if folded.isascii() else folded.translate(_PLAIN)


@functools.cache
def lexicon_of(language: Language) -> NameLexicon:
    """The names and nouns of a language, read once."""
    return NameLexicon(language)

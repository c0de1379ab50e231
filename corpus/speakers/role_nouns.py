"""Nouns for roles and institutions ("minister", "council"): their class, and the forms that they are found by."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.speakers.lexicon import lexicon_of

#: The classes of nouns that can name a speaker.
ROLES = ("group_noun", "person_noun", "organisation_noun")
#: Words are compared by so many first letters, so that inflected forms meet ("ansvarlig", "ansvaret").
PREFIX = 6
#: A noun written onto another one has at least so many letters, and so many are before it.
_SHORTEST = 3
#: A noun that only the lexicon lists is found at the end of a compound from so many letters on ("superstjerne").
_LONG_END = 5
_REMEMBERED = 1 << 14


class Nouns:
    """The nouns of a language's word lists, definite or not, alone or at the end of a compound."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._beginnings = tuple(sorted(language.words[WC.DEFINITE_BEGINNING], key=len, reverse=True))
        self._endings = tuple(sorted(language.words[WC.DEFINITE_ENDING], key=len, reverse=True))
        self._listed: dict[str, str] = {}
        gendered = language.words[WC.MASCULINE] | language.words[WC.FEMININE]
        for role in ROLES if language.compounds else ():
            # A family name may well end in "mann".
            self._listed |= {self._bare(w): role for w in language.words[role] if w not in gendered}
        self.plain = functools.lru_cache(maxsize=_REMEMBERED)(self._bare)
        self._remembered = functools.lru_cache(maxsize=_REMEMBERED)(self._role)
        self._only_definite: frozenset[str] = frozenset()
        lexicon = lexicon_of(language)
        self._extra = {
            self._bare(w): role
            for key, role in (("organisation", "organisation_noun"), ("role", "person_noun"), ("group", "group_noun"))
            for w in lexicon.lists[key]
        }
        self._ends = self._listed
        if language.compounds:
            ends = (w for w, role in self._extra.items() if role == "person_noun" and len(w) >= _LONG_END)
            self._only_definite = frozenset(w for w in ends if w not in gendered and w not in self._listed)
            self._ends = self._listed | dict.fromkeys(self._only_definite, "person_noun")
        self._longest = max(map(len, self._ends), default=0)

    def _bare(self, folded: str) -> str:
        """The word without what makes it definite."""
        for beginning in self._beginnings:
            if folded.startswith(beginning) and len(folded) > len(beginning) + 1:
                return folded[len(beginning) :]
        for ending in self._endings:
            if folded.endswith(ending) and len(folded) >= len(ending) + _SHORTEST:
                return folded[: -len(ending)]
        return folded

    def is_definite(self, folded: str) -> bool:
        """Whether the word itself shows that it is definite."""
        return self.plain(folded) != folded

    def stem(self, folded: str) -> str:
        """What the word is compared by."""
        return self.plain(folded)[:PREFIX]

    def role(self, folded: str) -> str | None:
        """The class of `ROLES` that a word is of, by itself or by the noun at its end."""
        return self._remembered(folded)

    def roles(self, folded: Sequence[str]) -> list[str | None]:
        """The role of each word."""
        return list(map(self._remembered, folded))

    def _role(self, folded: str) -> str | None:
        """The role that the classes of a word show, or the lexicon, or the noun at its end."""
        classes = self._language.classes_of(folded)
        if not classes:
            return self._unlisted_role(folded)
        found = next((role for role in ROLES if role in classes), None)
        if found is None and WC.TITLE in classes:
            found = self._extra.get(self.plain(folded))
        return found

    def _unlisted_role(self, folded: str) -> str | None:
        """The role that the lexicon gives a word of no class, or that the noun at its end has."""
        if (role := self._extra.get(self.plain(folded))) is not None:
            return role
        end = self._end(folded)
        if end is None:
            return None
        if end in self._only_definite and not self.is_definite(folded):
            # "forsvinder" ends as "vinder" does.
            return None
        return self._ends[end]

    def keys(self, folded: str) -> tuple[str, ...]:
        """The forms by which a description may take the word up: "havnesjef" is found by "sjefen" as well."""
        plain = self.plain(folded)
        end = self._end(folded)
        return (plain,) if end is None or end == plain else (plain, end)

    def is_compound(self, folded: str) -> bool:
        """Whether a listed noun is only the end of the word."""
        return not self._language.classes_of(folded) and self._end(folded) not in (None, self.plain(folded))

    def _end(self, folded: str) -> str | None:
        """The listed noun that a word is a form of, or the longest that it ends with, if any."""
        if not self._listed:
            return None
        plain = self.plain(folded)
        if plain in self._listed:
            return plain
        # No listed noun is longer: without the bound one long token costs the square of its length.
        first = max(_SHORTEST, len(plain) - self._longest)
        ends = (plain[k:] for k in range(first, len(plain) - _SHORTEST + 1))
        return next((end for end in ends if end in self._ends), None)


@functools.cache
def nouns_of(language: Language) -> Nouns:
    """The nouns of a language, worked out once."""
    return Nouns(language)

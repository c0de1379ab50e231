"""Nouns that say what somebody is ("minister", "council"): their class, and the forms that they are found by."""

from __future__ import annotations

import functools
from corpus.language import Language

#: The classes of nouns that stand for somebody who speaks.
ROLES = ("group_noun", "person_noun", "organisation_noun")
#: Words are compared by so many first letters, so that inflected forms meet ("ansvarlig", "ansvaret").
PREFIX = 6
#: A noun written onto another one has at least so many letters, and so many stand before it.
_SHORTEST = 3
_REMEMBERED = 1 << 16


class Nouns:
    """The nouns of a language's word lists, definite or not, alone or at the end of a compound."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._beginnings = tuple(sorted(language.words["definite_beginning"], key=len, reverse=True))
        self._endings = tuple(sorted(language.words["definite_ending"], key=len, reverse=True))
        self._listed: dict[str, str] = {}
        gendered = language.words["masculine"] | language.words["feminine"]
        for role in ROLES if language.compounds else ():
            # A family name may well end in "mann".
            self._listed |= {self._bare(w): role for w in language.words[role] if w not in gendered}
        self.plain = functools.lru_cache(maxsize=_REMEMBERED)(self._bare)
        self.look = functools.lru_cache(maxsize=_REMEMBERED)(self._look)

    def _bare(self, folded: str) -> str:
        """The word without what makes it definite."""
        for beginning in self._beginnings:
            if folded.startswith(beginning) and len(folded) >= len(beginning) + _SHORTEST:
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
        return self.look(folded)[1]

    def _role(self, folded: str) -> str | None:
        listed = self._language.classes_of(folded)
        found = next((role for role in ROLES if role in listed), None)
        if found is None and not listed and (end := self._end(folded)) is not None:
            found = self._listed[end]
        return found

    def keys(self, folded: str) -> tuple[str, ...]:
        """The forms by which a description may take the word up: "havnesjef" is found by "sjefen" as well."""
        plain = self.plain(folded)
        end = self._end(folded)
        return (plain,) if end is None or end == plain else (plain, end)

    def _end(self, folded: str) -> str | None:
        """The longest listed noun that a compound ends with, if any."""
        if not self._listed:
            return None
        plain = self.plain(folded)
        ends = (plain[k:] for k in range(_SHORTEST, len(plain) - _SHORTEST + 1))
        return next((end for end in ends if end in self._listed), None)

    def _look(self, folded: str) -> tuple[frozenset[str], str | None]:
        return self._language.classes_of(folded), self._role(folded)


@functools.cache
def nouns_of(language: Language) -> Nouns:
    """The nouns of a language, worked out once."""
    return Nouns(language)

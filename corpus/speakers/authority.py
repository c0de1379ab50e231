"""The authority file as a matcher: which known name forms are in a stretch of words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import tokenize
from corpus.records import Speaker


@dataclass(frozen=True, slots=True)
class Match:
    """A name form found at words ``[first, stop)`` of a stretch; ``described`` if it is a description, no name."""

    first: int
    stop: int
    speaker: Speaker
    described: bool = False


class Authority:
    """Name forms of speakers in one language, found by their folded words.

    Args:
        speakers: the entries of an authority file; none for texts outside a project.
        language: whose forms are looked for. Forms of other languages are not: they may be other words there.
    """

    def __init__(self, speakers: Sequence[Speaker], language: Language) -> None:
        self._forms: dict[str, list[tuple[tuple[str, ...], Speaker, bool]]] = {}
        for speaker in speakers:
            named = ((form, False) for form in (*speaker.aliases.get(language.code, ()), speaker.name))
            described = ((form, True) for form in speaker.descriptions.get(language.code, ()))
            for form, is_description in (*named, *described):
                words = tuple(tokenize(form, 0, len(form), folding=language.fold).folded)
                words = _without_article(words, language)
                if words:
                    self._forms.setdefault(words[0], []).append((words, speaker, is_description))
        for forms in self._forms.values():
            forms.sort(key=lambda f: (-len(f[0]), f[1].id))
        self._language = language

    def find(self, folded: Sequence[str]) -> list[Match]:
        """The longest name forms in a list of folded words, left to right, none overlapping."""
        if not self._forms:
            return []
        found: list[Match] = []
        if not self._forms:
            return found
        at = 0
        while at < len(folded):
            match = self._at(folded, at)
            if match is None:
                at += 1
            else:
                found.append(match)
                at = match.stop
        return found

    def _at(self, folded: Sequence[str], at: int) -> Match | None:
        for stem in self._language.stems(folded[at]):
            for words, speaker, described in self._forms.get(stem, ()):
                if tuple(folded[at + 1 : at + len(words)]) == words[1:]:
                    return Match(at, at + len(words), speaker, described)
        return None


def _without_article(words: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """A form without its leading determiner, which the text may or may not have; a form of two letters keeps it out."""
    while len(words) > 1 and words[0] in language.words[WC.DETERMINER]:
        words = words[1:]
    return words

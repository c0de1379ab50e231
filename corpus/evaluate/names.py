"""Names of speakers as they are compared without an authority file: any form that the file has is right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from corpus.language import available, load_language
from corpus.records import Speaker
from corpus.text import tokenize


def fold_name(name: str, language: str) -> str:
    """A name as it is compared: its folded words, without determiners and marks; empty if nothing else is in it."""
    known = load_language(language)
    words = tokenize(name, 0, len(name), folding=known.fold).folded
    return " ".join(w for w in words if w[0].isalnum() and w not in known.words["determiner"])


def accepted_names(speakers: Iterable[Speaker]) -> Mapping[str, frozenset[str]]:
    """For each canonical name all names, aliases and descriptions that the authority file has, as they are compared."""
    return {s.name: frozenset(filter(None, _forms(s))) for s in speakers}


def _forms(speaker: Speaker) -> Iterator[str]:
    for code in available():
        listed = (*speaker.aliases.get(code, ()), *speaker.descriptions.get(code, ()))
        yield from (fold_name(form, code) for form in (speaker.name, *listed))

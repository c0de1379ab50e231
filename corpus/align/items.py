"""Quotes as they are compared when utterances are proposed, and which pairs of them are worth a score.

A key is a word, a name or a number. Words are those of one language; a name is a speaker's id or the word as written;
a number is in its normal form. Names and numbers are the same key in every language. Pairs worth a score share a key
that few quotes have, so each quote meets some hundred others at most, however many there are.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from corpus.align.renderings import Reader, Rendering
from corpus.languages.numerals import load_numerals
from corpus.project.project import Project
from corpus.project.utterance_parts import unit_parts
from corpus.records import UNKNOWN

KeyKind = Literal["name", "number", "word"]
#: Kind, language (empty where it is the same in all), and the key itself.
Key = tuple[KeyKind, str, str]
#: A smaller collection does not show which words are common.
FEW = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One quote; ``speaker`` is an id, or a name where the authority file has none, None where nobody is known.

    ``allied`` are the other ids that speak for the same side: what the authority file names as the affiliation.
    """

    id: str
    article_id: str
    outlet: str
    language: str
    text: str
    speaker_id: str | None
    speaker: str | None
    allied: frozenset[str]
    earliest: date
    latest: date
    utterance_id: str | None
    parts: frozenset[str]
    keys: frozenset[Key]


def items_of(project: Project, quotes: Iterable[Mapping[str, Any]]) -> list[Item]:
    """Rows of the table ``quotes`` as items, in their order."""
    reader = Reader(project.speakers)
    utterances = {u.id: u for u in project.utterances}
    allies = _allies(project)
    items = []
    for q in quotes:
        utterance = utterances.get(q["utterance_id"])
        speaker = q["speaker_id"] or (None if q["speaker"] == UNKNOWN else q["speaker"])
        rendering = reader.read(q["text"], q["language"])
        own = allies.get(speaker or "", frozenset())
        items.append(
            Item(
                id=q["quote_id"],
                article_id=q["article_id"],
                outlet=q["outlet"],
                language=rendering.language.code,
                text=q["text"],
                speaker_id=q["speaker_id"],
                speaker=speaker,
                allied=own,
                earliest=q["published_earliest"],
                latest=q["published_latest"],
                utterance_id=q["utterance_id"],
                parts=frozenset(() if utterance is None else unit_parts(utterance, q["utterance_part"])),
                keys=_keys(rendering, own=own | {q["speaker_id"]}),
            )
        )
    return items


def _allies(project: Project) -> dict[str, frozenset[str]]:
    """For each speaker the others of its affiliation, and whom it is affiliated with or who is with it."""
    named = {s.id: {s.name, s.affiliation} - {None} for s in project.speakers}
    return {i: frozenset(j for j, b in named.items() if j != i and a & b) for i, a in named.items()}


def _keys(rendering: Rendering, *, own: Set[str | None]) -> frozenset[Key]:
    """The keys of a text. That speakers name themselves or their side says nothing of what they say."""
    code, words = rendering.language.code, rendering.words
    found: set[Key] = {("number", "", n) for n in rendering.numbers}
    found |= {("name", "", i) for i in rendering.names.listed - own}
    found |= {("name", "", " ".join(name)) for name in rendering.names.written}
    # A name of several words is one, but its words may stand alone elsewhere.
    alone = {name[0] for name in rendering.names.written if len(name) == 1}
    said = alone | rendering.names.taken | load_numerals(rendering.language).months.keys()
    pairs = zip(words.folded, words.bare, words.binding, strict=True)
    return frozenset(
        found | {("word", code, b) for w, b, binds in pairs if not binds and b.isalpha() and w not in said}
    )


def rarity_of(items: Sequence[Item]) -> dict[Key, float]:
    """How much a key tells, 0 to 1: 1 for one that a single quote has, 0 for one that all have.

    Logarithmic, so that what two quotes of a thousand have counts nearly as much as what one has. A word is counted
    among the quotes of its language, a name or a number among all, and both as if there were at least `FEW`: in a
    handful of quotes a word that all have may be as rare as any.
    """
    counts = Counter(key for item in items for key in item.keys)
    totals = Counter(item.language for item in items)
    whole = len(items)

    def rarity(key: Key) -> float:
        among = max(FEW, totals[key[1]] if key[0] == "word" else whole)
        return 1 - math.log(counts[key]) / math.log(among)

    return {key: rarity(key) for key in counts}


#: A key that more quotes have leads to no pair.
MOST = 40
#: So many keys of a quote, the rarest ones that another quote has, lead to others.
KEYS = 12


def candidate_pairs(items: Sequence[Item], rarity: Mapping[Key, float]) -> Iterator[tuple[int, int]]:
    """Pairs of positions ``(i, j)``, i before j, of quotes in different articles; each once, in order."""
    places: dict[object, list[int]] = {}
    for n, item in enumerate(items):
        for key in item.keys:
            places.setdefault(key, []).append(n)
            if item.speaker is not None:
                places.setdefault((item.speaker, key), []).append(n)
    for n, item in enumerate(items):
        # Names and numbers come before words of the same rarity: they cross languages.
        useful = sorted((k for k in item.keys if len(places[k]) > 1), key=lambda k: (-rarity[k], k))[:KEYS]
        found: set[int] = set()
        for key in useful:
            for block in (places[key], places.get((item.speaker, key), [])):
                if len(block) <= MOST:
                    found.update(block)
        yield from ((n, m) for m in sorted(found) if m > n and items[m].article_id != item.article_id)

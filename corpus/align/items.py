"""Prepare quotes for comparison when utterances are proposed, and choose the pairs worth scoring.

A key is a word, a name or a number of a quote. Words are those of one language; a name is a speaker's id, or the name
as written; a number is in canonical form. Names and numbers are the same key in every language. Only pairs that share a
rare key are scored, so each quote meets a few hundred others at most, however large the collection is.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from corpus.align.renderings import Rendering, RenderingParser
from corpus.languages.numerals import load_numerals
from corpus.project.project import Project
from corpus.project.utterance_parts import unit_parts
from corpus.records import UNKNOWN

KeyKind = Literal["name", "number", "word"]
#: (kind, language code or "" where the key is the same in all languages, the key itself).
Key = tuple[KeyKind, str, str]
#: Rarity is computed as if a collection had at least this many quotes: fewer do not show which words are common.
MIN_COLLECTION = 100
#: Keys that more quotes have lead to no pair.
MAX_QUOTES_PER_KEY = 40
#: Only this many keys of a quote lead to pairs: the rarest that another quote has, too.
MAX_KEYS_PER_QUOTE = 12


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """A quote with what it is compared by.

    Attributes:
        id: quote id.
        article_id: article id.
        outlet: name of the outlet.
        language: language code.
        text: the content, its spans joined by spaces.
        speaker_id: id in the authority file, None where it has no such speaker.
        speaker: the id, else the speaker's name, None where the speaker is unknown.
        allied: ids of other speakers of the same affiliation.
        earliest: first possible day of publication, None where unknown.
        latest: last possible day of publication, likewise.
        utterance_id: the utterance that it is linked to, if any.
        parts: the parts of that utterance that it renders.
        keys: its words, names and numbers.
    """

    id: str
    article_id: str
    outlet: str
    language: str
    text: str
    speaker_id: str | None
    speaker: str | None
    allied: frozenset[str]
    earliest: date | None
    latest: date | None
    utterance_id: str | None
    parts: frozenset[str]
    keys: frozenset[Key]


def quote_items(project: Project, quotes: Iterable[Mapping[str, Any]]) -> list[QuoteItem]:
    """Convert rows of the table ``quotes`` to items, in their order.

    Args:
        project: declares the authority file and the utterances.
        quotes: rows of ``quotes``.
    """
    parser = RenderingParser(project.speakers)
    utterances = {u.id: u for u in project.utterances}
    allied_speakers = _allied_speakers(project)
    items = []
    for q in quotes:
        utterance = utterances.get(q["utterance_id"])
        parts = () if utterance is None else unit_parts(utterance, q["utterance_part"])
        speaker = _identified_speaker(q)
        rendering = parser.parse(q["text"], q["language"])
        allied = allied_speakers.get(speaker or "", frozenset())
        items.append(
            QuoteItem(
                id=q["quote_id"],
                article_id=q["article_id"],
                outlet=q["outlet"],
                language=rendering.language.code,
                text=q["text"],
                speaker_id=q["speaker_id"],
                speaker=speaker,
                allied=allied,
                earliest=q["published_earliest"],
                latest=q["published_latest"],
                utterance_id=q["utterance_id"],
                parts=frozenset(parts),
                keys=_item_keys(rendering, ignored=allied | {q["speaker_id"]}),
            )
        )
    return items


def _identified_speaker(quote: Mapping[str, Any]) -> str | None:
    if quote["speaker_id"]:
        return str(quote["speaker_id"])
    return None if quote["speaker"] == UNKNOWN else str(quote["speaker"])


def _allied_speakers(project: Project) -> dict[str, frozenset[str]]:
    """Map each speaker to the others that share its affiliation, are its affiliation, or are affiliated with it."""
    sides = {s.id: {s.name, s.affiliation} - {None} for s in project.speakers}
    allied = {}
    for speaker, side in sides.items():
        allied[speaker] = frozenset(other for other, its in sides.items() if other != speaker and side & its)
    return allied


def _item_keys(rendering: Rendering, *, ignored: Set[str | None]) -> frozenset[Key]:
    """Collect the keys of a text, less the ``ignored`` speakers: naming oneself or one's side is not content."""
    keys: set[Key] = {("number", "", number) for number in rendering.numbers}
    keys |= {("name", "", speaker) for speaker in rendering.names.listed - ignored}
    keys |= {("name", "", " ".join(name)) for name in rendering.names.written}
    return frozenset(keys | _word_keys(rendering))


def _word_keys(rendering: Rendering) -> set[Key]:
    """The content words of a text that are not part of another key."""
    code, words = rendering.language.code, rendering.words
    # A name of several words is one key, but its words may also occur alone elsewhere.
    one_word_names = {name[0] for name in rendering.names.written if len(name) == 1}
    other_keys = one_word_names | rendering.names.taken | load_numerals(rendering.language).months.keys()
    keys: set[Key] = set()
    for folded, bare, is_function_word in zip(words.folded, words.bare, words.binding, strict=True):
        if bare.isalpha() and not is_function_word and folded not in other_keys:
            keys.add(("word", code, bare))
    return keys


def key_rarity(items: Sequence[QuoteItem]) -> dict[Key, float]:
    """Return the rarity of each key, 0 to 1: 1 if a single quote has it, 0 if all have.

    Logarithmic, so a key that two quotes of a thousand have counts nearly as much as one that only one has. Words are
    counted among the quotes of their language, names and numbers among all, both as if there were at least
    `MIN_COLLECTION`: in a handful of quotes even a word that all have may be rare.

    Args:
        items: all quotes of the collection.
    """
    counts = Counter(key for item in items for key in item.keys)
    by_language = Counter(item.language for item in items)
    rarity = {}
    for key, count in counts.items():
        total = by_language[key[1]] if key[0] == "word" else len(items)
        rarity[key] = 1 - math.log(count) / math.log(max(MIN_COLLECTION, total))
    return rarity


def candidate_pairs(items: Sequence[QuoteItem], rarity: Mapping[Key, float]) -> Iterator[tuple[int, int]]:
    """Yield pairs of quotes of different articles that share a rare key, alone or together with the speaker.

    Args:
        items: all quotes.
        rarity: `key_rarity` of them.

    Yields:
        Positions ``(i, j)`` with i < j, each pair once, in order.
    """
    positions: dict[object, list[int]] = {}
    for n, item in enumerate(items):
        for key in item.keys:
            positions.setdefault(key, []).append(n)
            if item.speaker is not None:
                positions.setdefault((item.speaker, key), []).append(n)
    for n, item in enumerate(items):
        shared = [key for key in item.keys if len(positions[key]) > 1]
        # Of equal rarity, names and numbers come before words: they hold across languages.
        shared.sort(key=lambda key: (-rarity[key], key))
        candidates: set[int] = set()
        for key in shared[:MAX_KEYS_PER_QUOTE]:
            for block in (positions[key], positions.get((item.speaker, key), [])):
                if len(block) <= MAX_QUOTES_PER_KEY:
                    candidates.update(block)
        for m in sorted(candidates):
            if m > n and items[m].article_id != item.article_id:
                yield n, m

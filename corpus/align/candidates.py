"""Which pairs of quotes are worth a score: those that share a key that few quotes have.

A key that more than `MOST` quotes have tells nothing of which statement it is, unless one speaker has it in few of his
own; so each quote meets some hundred others at most, however many there are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from corpus.align.items import Item, Key

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

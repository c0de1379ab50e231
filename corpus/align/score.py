"""How likely two quotes render one statement, 0 to 1, and on what evidence.

Four kinds of evidence are put together as if each were independent: the score is what is left of doubt after all, taken
from 1. None of the weights was fitted: seven utterances are too few for that.

- words, in one language: the cosine of the two quotes' words, each as heavy as it is rare; the same words leave no
  doubt;
- names and numbers that both have: each takes away 30 and 40 percent of the doubt if it is as rare as can be;
- the speaker: the same one takes away 30 percent, one of the same side 15. Two known speakers of different sides halve
  the score.

The speaker alone is no evidence of what was said: without a key in common the score is 0. More than a week between the
days of publication halves the score for each further week.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from corpus.align.items import Item, Key

NAME, NUMBER, SAME_SPEAKER, SAME_SIDE, OTHER_SIDE = 0.3, 0.4, 0.3, 0.15, 0.5
WEEK = 7


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why two quotes may render one statement; the keys are sorted, the rarest first.

    ``speaker`` is ``same``, ``allied``, ``other`` or, where one of the two is not known, ``unknown``; ``days`` lie
    between the days of publication.
    """

    score: float
    speaker: str
    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    days: int


class Scorer:
    """Scores pairs of quotes of one collection.

    Args:
        rarity: how much each key of the collection tells, as `corpus.align.items.rarity_of` has it.
    """

    def __init__(self, rarity: Mapping[Key, float]) -> None:
        self._rarity = rarity
        self._lengths: dict[str, float] = {}

    def score(self, a: Item, b: Item) -> float:
        """The score alone, for many pairs."""
        shared = a.keys & b.keys
        if not shared:
            return 0.0
        doubt, words = 1.0, 0.0
        for key in shared:
            rarity = self._rarity[key]
            if key[0] == "word":
                words += rarity * rarity
            else:
                doubt *= 1 - (NAME if key[0] == "name" else NUMBER) * rarity
        if words:
            doubt *= 1 - min(1.0, words / (self._length(a) * self._length(b)))
        relation = relation_of(a, b)
        doubt *= 1 - {"same": SAME_SPEAKER, "allied": SAME_SIDE}.get(relation, 0.0)
        late = max(0, days_between(a, b) - WEEK) / WEEK
        return (1 - doubt) * (OTHER_SIDE if relation == "other" else 1.0) * math.pow(0.5, late)

    def evidence(self, a: Item, b: Item) -> Evidence:
        """The score with what it rests on."""
        shared = sorted(a.keys & b.keys, key=lambda k: (-self._rarity[k], k))
        words, names, numbers = (
            tuple(k[2] for k in shared if k[0] == kind and self._rarity[k] > 0) for kind in ("word", "name", "number")
        )
        return Evidence(round(self.score(a, b), 4), relation_of(a, b), words, names, numbers, days_between(a, b))

    def _length(self, item: Item) -> float:
        """Length of a quote as a vector of its words."""
        if item.id not in self._lengths:
            weights = sum(self._rarity[k] ** 2 for k in item.keys if k[0] == "word")
            self._lengths[item.id] = math.sqrt(weights)
        return self._lengths[item.id]


def relation_of(a: Item, b: Item) -> str:
    """What the speakers of two quotes have to do with one another; see `Evidence`."""
    if a.speaker is None or b.speaker is None:
        return "unknown"
    if a.speaker == b.speaker:
        return "same"
    return "allied" if b.speaker in a.allied else "other"


def days_between(a: Item, b: Item) -> int:
    """The least number of days that can lie between two quotes' publication."""
    return max(0, (a.earliest - b.latest).days, (b.earliest - a.latest).days)

"""Score how likely two quotes render one statement, 0 to 1, with the evidence, and group quotes by their scores.

Four kinds of evidence are combined as if they were independent: the score is 1 minus the doubt that is left after all
of them. None of the weights was fitted: seven utterances are too few for that.

- words, in one language: the cosine of the two quotes' words, weighted by rarity; the same words leave no doubt;
- names and numbers that both have: each removes 30 and 40 percent of the doubt if it is as rare as can be;
- the speaker: the same one removes 30 percent, one of the same side 15. Two known speakers of different sides halve
  the score.

The speaker alone is no evidence of what was said: without a key in common the score is 0. More than a week between the
days of publication halves the score for each further week. Groups are formed by average linkage, so that a chain of
weak links joins nothing; a pair without a score counts as 0, and quotes of one article, which are never compared, do
not count.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
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


def cluster(scores: Mapping[tuple[int, int], float], articles: Sequence[str], *, least: float) -> list[list[int]]:
    """Groups of two or more positions, the members in order, by their first member.

    Args:
        scores: the score of each pair ``(i, j)`` of positions, i before j.
        articles: the article of each position.
        least: two groups are joined while the mean score of their pairs is so high.
    """
    state = _Groups(scores, articles)
    while (best := state.best()) is not None and best[0] >= least:
        state.join(best[1], best[2])
    return sorted(sorted(members) for members in state.members.values() if len(members) > 1)


class _Groups:
    """Groups with the sum of scores between each two that have any. A group bears the number of its first member."""

    def __init__(self, scores: Mapping[tuple[int, int], float], articles: Sequence[str]) -> None:
        self.members = {n: [n] for pair in scores for n in pair}
        self._counts = {n: Counter([articles[n]]) for n in self.members}
        self._sums: dict[int, dict[int, float]] = {n: {} for n in self.members}
        for (i, j), score in sorted(scores.items()):
            self._sums[i][j] = self._sums[j][i] = score
        self._heap: list[tuple[float, int, int]] = []
        for i, j in sorted(scores):
            self._push(i, j)

    def _mean(self, a: int, b: int) -> float:
        one, other = self._counts[a], self._counts[b]
        same = sum(count * other[article] for article, count in one.items())
        return self._sums[a][b] / (one.total() * other.total() - same)

    def _push(self, a: int, b: int) -> None:
        heapq.heappush(self._heap, (-self._mean(a, b), min(a, b), max(a, b)))

    def best(self) -> tuple[float, int, int] | None:
        """The mean and the two groups that are most alike; what was pushed before a join is out of date."""
        while self._heap:
            negative, a, b = self._heap[0]
            current = a in self.members and b in self._sums[a] and -self._mean(a, b) == negative
            if current:
                return -negative, a, b
            heapq.heappop(self._heap)
        return None

    def join(self, a: int, b: int) -> None:
        """Put the second group into the first."""
        self.members[a] += self.members.pop(b)
        self._counts[a] += self._counts.pop(b)
        for c, total in self._sums.pop(b).items():
            del self._sums[c][b]
            if c != a:
                self._sums[a][c] = self._sums[c][a] = self._sums[a].get(c, 0.0) + total
        for c in sorted(self._sums[a]):
            self._push(a, c)

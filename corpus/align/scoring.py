"""Score how likely two quotes render one statement, with the evidence, and cluster quotes by their scores.

Four kinds of evidence are combined as if independent: the score is 1 minus the product of the doubts that each leaves.
None of the weights was fitted: seven utterances are too few for that.

- Words, in one language: the cosine of the two quotes' words, weighted by rarity. The same words leave no doubt.
- Names and numbers that both have: each removes 30 and 40 percent of the doubt, if it is as rare as can be.
- The speaker: the same one removes 30 percent, one of the same side 15. Two known speakers of different sides halve the
  score.
- Publication: each week beyond the first between the days of publication halves the score.

The speaker alone does not show what was said: without a common key the score is 0. Clusters are formed by average
linkage, so a chain of weak links joins nothing. A pair without a score counts as 0; pairs within one article, which are
never scored, do not count.
"""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from corpus.align.items import Key, KeyKind, QuoteItem

#: Share of the doubt that a shared key removes, at full rarity.
KEY_WEIGHTS: Mapping[KeyKind, float] = {"name": 0.3, "number": 0.4}
#: How two speakers are related; ``unknown`` where one of them is not known.
SpeakerRelation = Literal["same", "allied", "other", "unknown"]
#: Share of the doubt that the relation of the speakers removes.
RELATION_WEIGHTS: Mapping[SpeakerRelation, float] = {"same": 0.3, "allied": 0.15, "other": 0.0, "unknown": 0.0}
#: Factor on the score for speakers of different sides.
OTHER_SIDE = 0.5
#: Days between publications that do not matter, and after which the score halves.
WEEK = 7


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """Why two quotes may render one statement.

    Attributes:
        score: 0 to 1.
        speaker: relation of the two speakers.
        words: shared words, the rarest first.
        names: shared names, the rarest first.
        numbers: shared numbers, the rarest first.
        days: least number of days between the publications.
    """

    score: float
    speaker: SpeakerRelation
    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    days: int


class PairScorer:
    """Scores pairs of quotes of one collection.

    Args:
        rarity: `corpus.align.items.key_rarity` of the collection.
    """

    def __init__(self, rarity: Mapping[Key, float]) -> None:
        self._rarity = rarity
        self._norms: dict[str, float] = {}

    def score(self, a: QuoteItem, b: QuoteItem) -> float:
        """Return the score of a pair, 0 to 1, without the evidence, which is slower to collect."""
        shared = a.keys & b.keys
        if not shared:
            return 0.0
        # A set has no fixed order, so sums and products are made independent of it: fsum is exact, factors are sorted.
        doubts = sorted(1 - KEY_WEIGHTS[key[0]] * self._rarity[key] for key in shared if key[0] != "word")
        doubt = math.prod(doubts)
        dot_product = math.fsum(self._rarity[key] ** 2 for key in shared if key[0] == "word")
        if dot_product:
            doubt *= 1 - min(1.0, dot_product / (self._norm(a) * self._norm(b)))
        relation = speaker_relation(a, b)
        doubt *= 1 - RELATION_WEIGHTS[relation]
        side_factor = OTHER_SIDE if relation == "other" else 1.0
        weeks_late = max(0, days_between(a, b) - WEEK) / WEEK
        return (1 - doubt) * side_factor * math.pow(0.5, weeks_late)

    def evidence(self, a: QuoteItem, b: QuoteItem) -> PairEvidence:
        """Return the score of a pair with what it is based on."""
        shared = sorted(a.keys & b.keys, key=lambda key: (-self._rarity[key], key))
        values: dict[KeyKind, list[str]] = {"word": [], "name": [], "number": []}
        for key in shared:
            if self._rarity[key] > 0:
                values[key[0]].append(key[2])
        return PairEvidence(
            score=round(self.score(a, b), 4),
            speaker=speaker_relation(a, b),
            words=tuple(values["word"]),
            names=tuple(values["name"]),
            numbers=tuple(values["number"]),
            days=days_between(a, b),
        )

    def _norm(self, item: QuoteItem) -> float:
        """Euclidean norm of a quote's words, weighted by rarity."""
        if item.id not in self._norms:
            squares = math.fsum(self._rarity[key] ** 2 for key in item.keys if key[0] == "word")
            self._norms[item.id] = math.sqrt(squares)
        return self._norms[item.id]


def speaker_relation(a: QuoteItem, b: QuoteItem) -> SpeakerRelation:
    """Return how the speakers of two quotes are related."""
    if a.speaker is None or b.speaker is None:
        return "unknown"
    if a.speaker == b.speaker:
        return "same"
    return "allied" if b.speaker in a.allied else "other"


def days_between(a: QuoteItem, b: QuoteItem) -> int:
    """Return the least number of days that can lie between two quotes' publication; an unknown day can be any."""
    return max(0, _days_after(a.earliest, b.latest), _days_after(b.earliest, a.latest))


def _days_after(first: date | None, last: date | None) -> int:
    """Return the number of days from the last possible day to the first one; 0 if one of them is unknown."""
    if first is None:
        return 0
    if last is None:
        return 0
    return (first - last).days


def cluster_quotes(
    scores: Mapping[tuple[int, int], float], articles: Sequence[str], *, least: float
) -> list[list[int]]:
    """Cluster quotes by average linkage.

    Args:
        scores: the score of each pair ``(i, j)`` of positions, i < j.
        articles: the article of each position.
        least: two clusters are merged while the mean score of their pairs is at least this.

    Returns:
        Clusters of two or more positions, each sorted, ordered by their first member.
    """
    clusters = _Clusters(scores, articles)
    while (best := clusters.best()) is not None and best[0] >= least:
        clusters.merge(best[1], best[2])
    return sorted(sorted(members) for members in clusters.members.values() if len(members) > 1)


class _Clusters:
    """Clusters, named by their first member, with the sum of scores between each two that have any."""

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
        same_article = sum(count * other[article] for article, count in one.items())
        return self._sums[a][b] / (one.total() * other.total() - same_article)

    def _push(self, a: int, b: int) -> None:
        heapq.heappush(self._heap, (-self._mean(a, b), min(a, b), max(a, b)))

    def best(self) -> tuple[float, int, int] | None:
        """Return the mean score and names of the two most similar clusters, None if no two have a score."""
        while self._heap:
            negative, a, b = self._heap[0]
            if self._is_current(negative, a, b):
                return -negative, a, b
            heapq.heappop(self._heap)
        return None

    def _is_current(self, negative: float, a: int, b: int) -> bool:
        """Whether a heap entry is not from before a merge."""
        return a in self.members and b in self._sums[a] and -self._mean(a, b) == negative

    def merge(self, a: int, b: int) -> None:
        """Merge the second cluster into the first."""
        self.members[a] += self.members.pop(b)
        self._counts[a] += self._counts.pop(b)
        for c, total in self._sums.pop(b).items():
            del self._sums[c][b]
            if c != a:
                self._sums[a][c] = self._sums[c][a] = self._sums[a].get(c, 0.0) + total
        for c in sorted(self._sums[a]):
            self._push(a, c)

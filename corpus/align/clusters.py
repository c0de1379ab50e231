"""Pairs joined into groups by average linkage: two groups become one if their quotes are alike on the average.

A chain of weak links holds nothing together: what joins a group has to be like the whole of it. A pair without a score
counts as 0; two quotes of one article, which are never compared, do not count.
"""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Mapping, Sequence


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

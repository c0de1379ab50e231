"""Which content belongs to which cue, and which cue to which source: every pair in reach is scored, or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from corpus.models.decoding import Spans
from corpus.models.tokens import ROLES, Ints, TokenSequence, known_from
from corpus.models.weights import Floats, Weights
from corpus.quotes.raw_attribution import RawAttribution

#: A link: from each span of the first role to one of the second or to none.
KINDS = (("content", "cue"), ("cue", "source"))
#: How many paragraphs the second may stand before the first; behind it never. A quotation goes on for paragraphs.
_PARAGRAPHS = (4, 1)
_FARTHEST = 200
#: Distances have a bucket each up to `_NEAR`, then four to a doubling; then once more for the other direction.
_NEAR, BUCKETS = 12, 32


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs of two lists of spans, ordered by the first: places in the lists, features, distance buckets."""

    first: Ints
    second: Ints
    features: Floats
    bucket: Ints

    def __len__(self) -> int:
        return len(self.first)


class Surroundings:
    """What stands between two places of an article: counts of spans of each role and of full stops, by prefix sums."""

    def __init__(self, tokens: TokenSequence, spans: dict[str, Spans]) -> None:
        self.tokens = tokens
        self._opened = {r: np.sort(spans[r].first) for r in ROLES}
        self._closed = {r: np.sort(spans[r].behind) for r in ROLES}

    def spans_between(self, role: str, low: Ints, high: Ints) -> Ints:
        """How many spans of a role lie within tokens ``[low, high)``."""
        ended = np.searchsorted(self._closed[role], high, side="right")
        begun = np.searchsorted(self._opened[role], low, side="left")
        inside: Ints = np.maximum(0, ended - begun)
        return inside

    def stops_between(self, low: Ints, high: Ints) -> Ints:
        """How many sentences of the writer's end within tokens ``[low, high)``."""
        stops: Ints = self.tokens.terminals[high] - self.tokens.terminals[low]
        return stops


def find_pairs(kind: int, spans: Mapping[str, Spans], around: Surroundings, found: Sequence[RawAttribution]) -> Pairs:
    """The candidate pairs of one of `KINDS`."""
    a, b = (spans[role] for role in KINDS[kind])
    paragraph = around.tokens.paragraph
    nearest, farthest = a.first - _FARTHEST, a.behind + _FARTHEST
    begin = np.searchsorted(b.behind, nearest, side="left")
    count = np.maximum(0, np.searchsorted(b.first, farthest, side="right") - begin)
    i = np.repeat(np.arange(len(a)), count)
    j = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(begin, count)
    apart = paragraph[b.first[j]] - paragraph[a.first[i]]
    near = (apart <= 0) & (apart >= -_PARAGRAPHS[kind])
    possible = near & ((b.first[j] >= a.behind[i]) | (a.first[i] >= b.behind[j]))
    i, j, apart = i[possible], j[possible], apart[possible]
    forward = b.first[j] >= a.behind[i]
    low, high = np.where(forward, a.behind[i], b.behind[j]), np.where(forward, b.first[j], a.first[i])
    gap = high - low
    known = _known_links(kind, (a, b), around.tokens, found)
    tied = np.array([bool(known[0][m] & known[1][n]) for m, n in zip(i.tolist(), j.tolist(), strict=True)], dtype=bool)
    ruled = np.array([bool(k) for k in known[0]], dtype=bool)
    columns = [
        np.where(forward, 1, -1), np.log1p(gap) / 2, gap <= 1, apart == 0, apart < 0, np.minimum(3, np.abs(apart)) / 2,
        np.minimum(3, around.stops_between(low, high)) / 2,
        *(np.minimum(3, around.spans_between(role, low, high)) / 2 for role in ROLES),
        tied, ruled[i],
    ]  # fmt: skip
    features = np.stack(columns, axis=1).astype(np.float32) if len(i) else np.zeros((0, len(columns)), np.float32)
    far = _NEAR + (np.log2(np.maximum(gap, _NEAR) / _NEAR) * 4).astype(np.int64)
    bucket = np.where(gap < _NEAR, gap, np.minimum(BUCKETS - 1, far)) + np.where(forward, 0, BUCKETS)
    return Pairs(i, j, features, bucket)


def _known_links(
    kind: int, sides: tuple[Spans, Spans], tokens: TokenSequence, found: Sequence[RawAttribution]
) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
    """For each span the attributions of the rules that have both roles and the first, or second, of them there."""
    both = [(n, f) for n, f in enumerate(found) if all(getattr(f, role) for role in KINDS[kind])]
    out = []
    for spans, role in zip(sides, KINDS[kind], strict=True):
        owners, places = [n for n, f in both for _ in getattr(f, role)], [s for _, f in both for s in getattr(f, role)]
        first = np.searchsorted(tokens.ends, [s.start for s in places], side="right")
        behind = np.searchsorted(tokens.starts, [s.end for s in places], side="left")
        low = np.searchsorted(spans.behind, first, side="right").tolist()
        high = np.searchsorted(spans.first, behind, side="left").tolist()
        known = {n: known_from(f, tokens.starts, tokens.paragraph) if role == KINDS[kind][0] else 0 for n, f in both}
        held: list[set[int]] = [set() for _ in range(len(spans))]
        for n, place, a, b in zip(owners, first.tolist(), low, high, strict=True):
            if place >= known[n]:
                for k in range(a, b):
                    held[k].add(n)
        out.append([frozenset(h) for h in held])
    return out[0], out[1]


def represent(hidden: Floats, spans: Spans) -> Floats:
    """A row a span: its first token's state, its last one's, and the mean of all. Spans are apart and in order."""
    if not len(spans):
        return np.zeros((0, 3 * hidden.shape[1]), dtype=np.float32)
    bounds = np.stack((spans.first, spans.behind), axis=1).ravel()
    # The last bound may be the end, which is no row to add from.
    end = bounds[-1] == len(hidden)
    summed = np.add.reduceat(hidden, bounds[:-1] if end else bounds, axis=0)[::2]
    mean = summed / (spans.behind - spans.first)[:, None].astype(np.float32)
    return np.concatenate((hidden[spans.first], hidden[spans.behind - 1], mean), axis=1)


def score(kind: int, pairs: Pairs, states: Mapping[str, Floats], weights: Weights) -> tuple[Floats, Floats]:
    """For each span of the first role the score that it belongs to none, and for each pair that it belongs together.

    ``states`` are those of the spans of each role, as `represent` has them.
    """
    first, second = (states[role] for role in KINDS[kind])
    left = first @ weights[f"link.{kind}.left"] + weights[f"link.{kind}.left.bias"]
    right = second @ weights[f"link.{kind}.right"] + weights[f"link.{kind}.right.bias"]
    none = np.maximum(left, 0) @ weights[f"link.{kind}.none"] + weights[f"link.{kind}.none.bias"]
    i, j = pairs.first, pairs.second
    inner = (left @ weights[f"link.{kind}.from_left"])[i] + (right @ weights[f"link.{kind}.from_right"])[j]
    inner += (left[i] * right[j]) @ weights[f"link.{kind}.from_both"]
    inner += weights[f"link.{kind}.distance"][pairs.bucket] + pairs.features @ weights[f"link.{kind}.from_features"]
    return none, np.maximum(inner, 0) @ weights[f"link.{kind}.out"] + weights[f"link.{kind}.out.bias"]


def choose(pairs: Pairs, none: Floats, scores: Floats) -> tuple[list[int | None], list[float]]:
    """For each span of the first role the place of the one it belongs to, or None, and the probability of that.

    ``none`` and ``scores`` are as `score` has them.
    """
    best = none.copy()
    np.maximum.at(best, pairs.first, scores)
    total = np.exp(none - best)
    np.add.at(total, pairs.first, np.exp(scores - best[pairs.first]))
    chosen: list[int | None] = [None] * len(none)
    # The last of equals is written first, so that the first of them stays.
    for n in np.flatnonzero(scores == best[pairs.first])[::-1]:
        if scores[n] > none[pairs.first[n]]:
            chosen[pairs.first[n]] = int(pairs.second[n])
    return chosen, (1 / total).tolist()

"""Link contents to cues, and cues to sources: score every candidate pair, and choose one partner or none."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from corpus.models.decoding import TokenSpans
from corpus.models.tokens import SPAN_ROLES, Bools, Ints, SpanRole, TokenSequence, first_visible_token
from corpus.models.weights import Floats, Weights
from corpus.quotes.raw_attribution import RawAttribution

#: A link of each kind joins a span of the first role with one of the second, or with none.
LINK_KINDS: tuple[tuple[SpanRole, SpanRole], ...] = (("content", "cue"), ("cue", "source"))
#: For each kind, how many paragraphs the second span may be before the first; it is never in a later one. Quotations
#: continue over several paragraphs.
_MAX_PARAGRAPHS_BACK = (4, 1)
_MAX_TOKENS_APART = 200
#: Distances below `_NEAR` tokens have a bucket each, longer ones four to each doubling; then the same for pairs whose
#: second span is first in the text.
_NEAR, BUCKETS = 12, 32
#: Counts are cut off here, so that a long article looks like those of the training data.
_MAX_COUNT = 3


@dataclass(frozen=True, slots=True)
class CandidatePairs:
    """Candidate links of one kind, ordered by the first span.

    Attributes:
        first: int64 ``(n_pairs,)``, places among the spans of the first role.
        second: int64 ``(n_pairs,)``, places among the spans of the second role.
        features: float32 ``(n_pairs, 12)``.
        bucket: int64 ``(n_pairs,)``, of direction and distance: 0 to ``2 * BUCKETS`` - 1.
    """

    first: Ints
    second: Ints
    features: Floats
    bucket: Ints

    def __len__(self) -> int:
        return len(self.first)


class LinkChoices(NamedTuple):
    """For each span of the first role the place of its partner, or None, and the probability of that choice."""

    chosen: list[int | None]
    probability: list[float]


class SpanCounts:
    """Counts of spans and sentence ends between two tokens of an article, in logarithmic time.

    Args:
        tokens: the tokens of the article.
        spans: its spans by role.
    """

    def __init__(self, tokens: TokenSequence, spans: Mapping[SpanRole, TokenSpans]) -> None:
        self.tokens = tokens
        self._firsts = {role: np.sort(spans[role].first) for role in SPAN_ROLES}
        self._ends = {role: np.sort(spans[role].end) for role in SPAN_ROLES}

    def spans_between(self, role: SpanRole, low: Ints, high: Ints) -> Ints:
        """The number of spans of a role inside tokens ``[low, high)``, elementwise."""
        ended = np.searchsorted(self._ends[role], high, side="right")
        begun = np.searchsorted(self._firsts[role], low, side="left")
        inside: Ints = np.maximum(0, ended - begun)
        return inside

    def sentence_ends_between(self, low: Ints, high: Ints) -> Ints:
        """The number of sentence ends outside quotations in tokens ``[low, high)``, elementwise."""
        stops: Ints = self.tokens.terminals[high] - self.tokens.terminals[low]
        return stops


def candidate_pairs(
    kind: int, spans: Mapping[SpanRole, TokenSpans], counts: SpanCounts, raw: Sequence[RawAttribution]
) -> CandidatePairs:
    """Find all pairs of spans that may be linked.

    Args:
        kind: a place in `LINK_KINDS`.
        spans: the spans of the article by role.
        counts: of the same spans.
        raw: what the rules found.
    """
    first_role, second_role = LINK_KINDS[kind]
    a, b = spans[first_role], spans[second_role]
    i, j = _pairs_in_reach(a, b)
    paragraph = counts.tokens.paragraph
    apart = paragraph[b.first[j]] - paragraph[a.first[i]]
    is_near = (apart <= 0) & (apart >= -_MAX_PARAGRAPHS_BACK[kind])
    is_disjoint = (b.first[j] >= a.end[i]) | (a.first[i] >= b.end[j])
    possible = is_near & is_disjoint
    i, j, apart = i[possible], j[possible], apart[possible]
    is_forward = b.first[j] >= a.end[i]
    low = np.where(is_forward, a.end[i], b.end[j])
    high = np.where(is_forward, b.first[j], a.first[i])
    gap = high - low
    owners = _rule_owners(kind, spans, counts.tokens, raw)
    columns = [
        np.where(is_forward, 1, -1),
        np.log1p(gap) / 2,
        gap <= 1,
        apart == 0,
        apart < 0,
        np.minimum(_MAX_COUNT, np.abs(apart)) / 2,
        np.minimum(_MAX_COUNT, counts.sentence_ends_between(low, high)) / 2,
        *(np.minimum(_MAX_COUNT, counts.spans_between(role, low, high)) / 2 for role in SPAN_ROLES),
        *_rule_columns(i, j, owners),
    ]
    features = np.stack(columns, axis=1).astype(np.float32) if len(i) else np.zeros((0, len(columns)), np.float32)
    return CandidatePairs(i, j, features, _buckets(gap, is_forward))


def _pairs_in_reach(a: TokenSpans, b: TokenSpans) -> tuple[Ints, Ints]:
    """All pairs of places at most `_MAX_TOKENS_APART` tokens apart, without a double loop."""
    begin = np.searchsorted(b.end, a.first - _MAX_TOKENS_APART, side="left")
    end = np.searchsorted(b.first, a.end + _MAX_TOKENS_APART, side="right")
    count = np.maximum(0, end - begin)
    i = np.repeat(np.arange(len(a)), count)
    j = np.arange(len(i)) - np.repeat(np.cumsum(count) - count, count) + np.repeat(begin, count)
    return i, j


def _buckets(gap: Ints, is_forward: Bools) -> Ints:
    far = _NEAR + (np.log2(np.maximum(gap, _NEAR) / _NEAR) * 4).astype(np.int64)
    bucket: Ints = np.where(gap < _NEAR, gap, np.minimum(BUCKETS - 1, far)) + np.where(is_forward, 0, BUCKETS)
    return bucket


#: For each span the numbers of the rules' attributions that have a span of this role there.
_Owners = list[set[int]]


def _rule_columns(i: Ints, j: Ints, owners: tuple[_Owners, _Owners]) -> tuple[Bools, Bools]:
    """Two features of each pair: the rules link both spans; the rules link the first span to any."""
    first, second = owners
    is_linked = [not first[m].isdisjoint(second[n]) for m, n in zip(i.tolist(), j.tolist(), strict=True)]
    has_link = np.array([bool(own) for own in first], dtype=bool)
    return np.array(is_linked, dtype=bool), has_link[i]


def _rule_owners(
    kind: int, spans: Mapping[SpanRole, TokenSpans], tokens: TokenSequence, raw: Sequence[RawAttribution]
) -> tuple[_Owners, _Owners]:
    """The owners of the spans of both roles, among the attributions of the rules that have both.

    On the first side an attribution counts only from `first_visible_token` on.
    """
    first_role, second_role = LINK_KINDS[kind]
    linking = [(n, r) for n, r in enumerate(raw) if getattr(r, first_role) and getattr(r, second_role)]
    visible_from = {n: first_visible_token(r, tokens.starts, tokens.paragraph) for n, r in linking}
    first_owners = _owners(spans[first_role], first_role, linking, tokens, visible_from=visible_from)
    second_owners = _owners(
        spans[second_role], second_role, linking, tokens, visible_from=dict.fromkeys(visible_from, 0)
    )
    return first_owners, second_owners


def _owners(
    spans: TokenSpans,
    role: SpanRole,
    linking: Sequence[tuple[int, RawAttribution]],
    tokens: TokenSequence,
    *,
    visible_from: Mapping[int, int],
) -> _Owners:
    places = [(n, span) for n, r in linking for span in getattr(r, role)]
    first = np.searchsorted(tokens.ends, [s.start for _, s in places], side="right")
    end = np.searchsorted(tokens.starts, [s.end for _, s in places], side="left")
    low = np.searchsorted(spans.end, first, side="right").tolist()
    high = np.searchsorted(spans.first, end, side="left").tolist()
    owners: _Owners = [set() for _ in range(len(spans))]
    for (number, _), token, a, b in zip(places, first.tolist(), low, high, strict=True):
        if token >= visible_from[number]:
            for place in range(a, b):
                owners[place].add(number)
    return owners


def span_vectors(hidden: Floats, spans: TokenSpans) -> Floats:
    """The vector of each span: the states of its first and last token, and the mean of all.

    Args:
        hidden: float32 ``(n_tokens, width)``.
        spans: in order and disjoint.

    Returns:
        float32 ``(n_spans, 3 * width)``.
    """
    if not len(spans):
        return np.zeros((0, 3 * hidden.shape[1]), dtype=np.float32)
    bounds = np.stack((spans.first, spans.end), axis=1).ravel()
    # `reduceat` accepts no bound after the last row; a sum without a bound runs to the end.
    if bounds[-1] == len(hidden):
        bounds = bounds[:-1]
    sums = np.add.reduceat(hidden, bounds, axis=0)[::2]
    mean = sums / (spans.end - spans.first)[:, None].astype(np.float32)
    return np.concatenate((hidden[spans.first], hidden[spans.end - 1], mean), axis=1)


def score_links(
    kind: int, pairs: CandidatePairs, vectors: Mapping[SpanRole, Floats], weights: Weights
) -> tuple[Floats, Floats]:
    """Score the candidate links of one kind.

    Args:
        kind: a place in `LINK_KINDS`.
        pairs: the candidates.
        vectors: of the spans of each role, from `span_vectors`.
        weights: of the model.

    Returns:
        The scores of no link, float32 ``(n_first_spans,)``, and of each pair, float32 ``(n_pairs,)``.
    """
    first, second = (vectors[role] for role in LINK_KINDS[kind])
    left = first @ weights[f"link.{kind}.left"] + weights[f"link.{kind}.left.bias"]
    right = second @ weights[f"link.{kind}.right"] + weights[f"link.{kind}.right.bias"]
    none = np.maximum(left, 0) @ weights[f"link.{kind}.none"] + weights[f"link.{kind}.none.bias"]
    i, j = pairs.first, pairs.second
    inner = (left @ weights[f"link.{kind}.from_left"])[i] + (right @ weights[f"link.{kind}.from_right"])[j]
    inner += (left[i] * right[j]) @ weights[f"link.{kind}.from_both"]
    inner += weights[f"link.{kind}.distance"][pairs.bucket] + pairs.features @ weights[f"link.{kind}.from_features"]
    return none, np.maximum(inner, 0) @ weights[f"link.{kind}.out"] + weights[f"link.{kind}.out.bias"]


def choose_links(pairs: CandidatePairs, none: Floats, scores: Floats) -> LinkChoices:
    """Choose the best partner of each span of the first role, or none.

    Args:
        pairs: the candidates.
        none: float32 ``(n_first_spans,)``, from `score_links`.
        scores: float32 ``(n_pairs,)``, from `score_links`.
    """
    best = none.copy()
    np.maximum.at(best, pairs.first, scores)
    total = np.exp(none - best)
    np.add.at(total, pairs.first, np.exp(scores - best[pairs.first]))
    chosen: list[int | None] = [None] * len(none)
    # Of pairs with equal scores the first one is written last, and so is chosen.
    for n in np.flatnonzero(scores == best[pairs.first])[::-1]:
        if scores[n] > none[pairs.first[n]]:
            chosen[pairs.first[n]] = int(pairs.second[n])
    return LinkChoices(chosen, (1 / total).tolist())

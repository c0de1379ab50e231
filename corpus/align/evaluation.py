"""Proposed groups of quotes against the utterances that readers linked: pairs, and B-cubed (Bagga and Baldwin 1998)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.align.items import Item

_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1, None where there is nothing to divide by; for pairs also what was counted."""

    precision: float | None
    recall: float | None
    f1: float | None
    gold: int | None = None
    proposed: int | None = None
    right: int | None = None


@dataclass(frozen=True, slots=True)
class Measured:
    """How proposed groups agree with the linked ones.

    Pairs are of different articles; one of an utterance that shares no part counts as neither right nor wrong.
    ``b_cubed`` is over the quotes that are linked or proposed.
    """

    utterances: int
    within: Score
    across: Score
    pairs: Score
    b_cubed: Score


def measure(items: Sequence[Item], groups: Sequence[Sequence[int]]) -> Measured:
    """Groups of positions against the utterances of the quotes."""
    linked: dict[str, list[int]] = {}
    for n, item in enumerate(items):
        if item.utterance_id is not None:
            linked.setdefault(item.utterance_id, []).append(n)
    together = set(_pairs(items, linked.values()))
    gold = {p for p in together if _share(items[p[0]], items[p[1]])}
    found = set(_pairs(items, groups)) - (together - gold)
    alike = {p for p in gold | found if items[p[0]].language == items[p[1]].language}
    return Measured(
        utterances=len(linked),
        within=_pair_score(gold & alike, found & alike),
        across=_pair_score(gold - alike, found - alike),
        pairs=_pair_score(gold, found),
        b_cubed=_b_cubed(list(linked.values()), groups),
    )


def _share(a: Item, b: Item) -> bool:
    """Whether two renderings of one utterance render a part in common."""
    return not a.parts or bool(a.parts & b.parts)


def _pairs(items: Sequence[Item], groups: Iterable[Sequence[int]]) -> Iterator[tuple[int, int]]:
    for group in groups:
        for i, j in combinations(sorted(group), 2):
            if items[i].article_id != items[j].article_id:
                yield i, j


def _pair_score(gold: set[tuple[int, int]], found: set[tuple[int, int]]) -> Score:
    right = len(gold & found)
    precision, recall = _share_of(right, len(found)), _share_of(right, len(gold))
    return Score(precision, recall, _f1(precision, recall), len(gold), len(found), right)


def _b_cubed(gold: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> Score:
    in_gold = {n: frozenset(group) for group in gold for n in group}
    in_found = {n: frozenset(group) for group in found for n in group}
    everyone = sorted(in_gold.keys() | in_found.keys())
    precision = recall = 0.0
    for n in everyone:
        mine, theirs = in_found.get(n, frozenset((n,))), in_gold.get(n, frozenset((n,)))
        precision += len(mine & theirs) / len(mine)
        recall += len(mine & theirs) / len(theirs)
    shares = (_share_of(precision, len(everyone)), _share_of(recall, len(everyone)))
    return Score(*shares, _f1(*shares))


def _share_of(part: float, whole: int) -> float | None:
    return round(part / whole, _DIGITS) if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None:
        return None
    return round(2 * precision * recall / (precision + recall), _DIGITS) if precision + recall else 0.0

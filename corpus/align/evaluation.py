"""Evaluate proposed groups of quotes against linked utterances: pairs, and B-cubed (Bagga and Baldwin 1998)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from corpus.align.items import QuoteItem

_DIGITS = 4
_Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class PrecisionRecall:
    """Precision, recall and F1, 0 to 1, each None where undefined; for pairs also the counts that they are made of."""

    precision: float | None
    recall: float | None
    f1: float | None
    gold: int | None = None
    proposed: int | None = None
    right: int | None = None


@dataclass(frozen=True, slots=True)
class AlignmentScores:
    """How proposed groups agree with the linked utterances.

    Pairs are of different articles. A pair of one utterance that shares no part counts as neither right nor wrong.

    Attributes:
        utterances: number of linked utterances.
        within: pairs of one language.
        across: pairs of two languages.
        pairs: all pairs.
        b_cubed: over the quotes that are linked or proposed.
    """

    utterances: int
    within: PrecisionRecall
    across: PrecisionRecall
    pairs: PrecisionRecall
    b_cubed: PrecisionRecall


def evaluate_groups(items: Sequence[QuoteItem], groups: Sequence[Sequence[int]]) -> AlignmentScores:
    """Compare groups of quotes with the utterances that the quotes are linked to.

    Args:
        items: all quotes.
        groups: proposed groups, as positions in ``items``.
    """
    linked: dict[str, list[int]] = {}
    for position, item in enumerate(items):
        if item.utterance_id is not None:
            linked.setdefault(item.utterance_id, []).append(position)
    same_utterance = set(_pairs(items, linked.values()))
    gold = {(a, b) for a, b in same_utterance if _share_a_part(items[a], items[b])}
    found = set(_pairs(items, groups)) - (same_utterance - gold)
    one_language = {(a, b) for a, b in gold | found if items[a].language == items[b].language}
    return AlignmentScores(
        utterances=len(linked),
        within=_pair_score(gold & one_language, found & one_language),
        across=_pair_score(gold - one_language, found - one_language),
        pairs=_pair_score(gold, found),
        b_cubed=_b_cubed(list(linked.values()), groups),
    )


def _share_a_part(a: QuoteItem, b: QuoteItem) -> bool:
    """Whether two renderings of one utterance share a part; an utterance without parts is one."""
    return not a.parts or bool(a.parts & b.parts)


def _pairs(items: Sequence[QuoteItem], groups: Iterable[Sequence[int]]) -> Iterator[_Pair]:
    for group in groups:
        for i, j in combinations(sorted(group), 2):
            if items[i].article_id != items[j].article_id:
                yield i, j


def _pair_score(gold: set[_Pair], found: set[_Pair]) -> PrecisionRecall:
    right = len(gold & found)
    precision, recall = _ratio(right, len(found)), _ratio(right, len(gold))
    return PrecisionRecall(precision, recall, _f1(precision, recall), len(gold), len(found), right)


def _b_cubed(gold: Sequence[Sequence[int]], found: Sequence[Sequence[int]]) -> PrecisionRecall:
    in_gold = {n: frozenset(group) for group in gold for n in group}
    in_found = {n: frozenset(group) for group in found for n in group}
    everyone = sorted(in_gold.keys() | in_found.keys())
    precision_sum = recall_sum = 0.0
    for n in everyone:
        alone = frozenset((n,))
        found_group, gold_group = in_found.get(n, alone), in_gold.get(n, alone)
        common = len(found_group & gold_group)
        precision_sum += common / len(found_group)
        recall_sum += common / len(gold_group)
    precision, recall = _ratio(precision_sum, len(everyone)), _ratio(recall_sum, len(everyone))
    return PrecisionRecall(precision, recall, _f1(precision, recall))


def _ratio(part: float, whole: int) -> float | None:
    return round(part / whole, _DIGITS) if whole else None


def _f1(precision: float | None, recall: float | None) -> float | None:
    if precision is None or recall is None:
        return None
    return round(2 * precision * recall / (precision + recall), _DIGITS) if precision + recall else 0.0

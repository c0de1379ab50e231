"""Fit the confidence model (`corpus.combine.confidence`) to articles that the tagger has not learned from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.clean.roles import plain_segments
from corpus.combine.confidence import FEATURES, candidate_features, count_key
from corpus.combine.matching import MatchedCandidate
from corpus.combine.scoring import collect_candidates
from corpus.languages.language import Language, article_tokens
from corpus.models.tagger_model import TaggerModel
from corpus.quotes.engine import find_attributions
from corpus.records import Span
from corpus.training.samples import Sample

_NEWTON_STEPS = 50
#: Strength of the ridge penalty, which draws the coefficients towards 0.
_RIDGE = 1.0
LabelledCandidate = tuple[MatchedCandidate, bool]


def label_candidates(
    samples: Iterable[Sample], language: Language, tagger_model: TaggerModel | None
) -> list[LabelledCandidate]:
    """Label the candidates of annotated articles as right or wrong.

    A candidate is right if its content shares half of its tokens with an annotated one (intersection over union,
    matched one to one, most similar first), and both sources share a token or are missing.

    Args:
        samples: annotated articles.
        language: of the articles.
        tagger_model: tags them; if None, the candidates are those of the rules alone.

    Returns:
        Each candidate, and whether it is right.
    """
    labelled: list[LabelledCandidate] = []
    for sample in samples:
        segments = plain_segments(sample.text)
        article = article_tokens(sample.text, segments, language)
        raw, quoted = find_attributions(article, segments, language)
        candidates = [MatchedCandidate(r, None, r) for r in raw]
        if tagger_model is not None:
            candidates, _ = collect_candidates(
                article, segments, raw, quoted, language=language, tagger_model=tagger_model
            )
        labelled += zip(candidates, _are_right(candidates, sample), strict=True)
    return labelled


@dataclass(frozen=True, slots=True)
class _TokenSets:
    """The tokens of an attribution's content and source."""

    content: frozenset[int]
    source: frozenset[int]


def _are_right(candidates: Sequence[MatchedCandidate], sample: Sample) -> list[bool]:
    gold = [_TokenSets(_token_set(a["content"]), _token_set(a["source"])) for a in sample.annotated]
    predicted = [
        _TokenSets(_covered(c.attribution.content, sample), _covered(c.attribution.source, sample)) for c in candidates
    ]
    ranked = []
    for i, annotated in enumerate(gold):
        for j, own in enumerate(predicted):
            common, union = len(annotated.content & own.content), len(annotated.content | own.content)
            if common > 0 and 2 * common >= union:
                ranked.append((-common / union, i, j))
    right = [False] * len(predicted)
    matched_gold: set[int] = set()
    matched: set[int] = set()
    for _, i, j in sorted(ranked):
        if i not in matched_gold and j not in matched:
            matched_gold.add(i)
            matched.add(j)
            right[j] = _is_same_source(gold[i].source, predicted[j].source)
    return right


def _is_same_source(annotated: frozenset[int], predicted: frozenset[int]) -> bool:
    if not annotated and not predicted:
        return True
    return not annotated.isdisjoint(predicted)


def _covered(spans: Iterable[Span], sample: Sample) -> frozenset[int]:
    return _token_set(sample.tokens.covered(s) for s in spans)


def _token_set(spans: Iterable[tuple[int, int]]) -> frozenset[int]:
    return frozenset(token for first, end in spans for token in range(first, end))


def fit_coefficients(labelled: Sequence[LabelledCandidate]) -> dict[str, float]:
    """Fit the logistic function of what the tagger found, by Newton's method with a ridge (le Cessie et al. 1992).

    Args:
        labelled: from `label_candidates`; those of the rules alone are ignored.

    Returns:
        The coefficient of each of `corpus.combine.confidence.FEATURES`, rounded to four digits.
    """
    tagged = [(candidate_features(c), is_right) for c, is_right in labelled if c.tagged is not None]
    x: NDArray[np.float64] = np.array([features for features, _ in tagged], dtype=np.float64)
    x = x.reshape(-1, len(FEATURES))
    y = np.array([is_right for _, is_right in tagged], dtype=np.float64)
    beta = np.zeros(x.shape[1])
    for _ in range(_NEWTON_STEPS):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (y - p) - _RIDGE * beta
        hessian = (x.T * (p * (1 - p))) @ x + _RIDGE * np.eye(len(beta))
        beta = beta + np.linalg.solve(hessian, gradient)
    return {name: round(float(b), 4) for name, b in zip(FEATURES, beta, strict=True)}


def count_rules(labelled: Sequence[LabelledCandidate]) -> dict[str, list[int]]:
    """Count what only the rules found.

    Args:
        labelled: from `label_candidates`; those of the tagger are ignored.

    Returns:
        For each `corpus.combine.confidence.count_key`, sorted, the number of right candidates and of all.
    """
    right, total = Counter[str](), Counter[str]()
    for candidate, is_right in labelled:
        if candidate.tagged is None:
            key = count_key(candidate)
            right[key] += is_right
            total[key] += 1
    return {key: [right[key], total[key]] for key in sorted(total)}

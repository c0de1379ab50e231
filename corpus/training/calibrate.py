"""How sure the tagger may be, fitted on articles that it has not learned from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.clean.roles import plain_segments
from corpus.combine.confidence import FEATURES, candidate_features, count_key
from corpus.combine.matching import Candidate
from corpus.combine.scoring import collect_candidates
from corpus.languages.language import Language, article_tokens
from corpus.models.tagger_model import TaggerModel
from corpus.models.tokens import SPAN_ROLES
from corpus.quotes.engine import find_attributions
from corpus.training.samples import Sample

_ROUNDS = 50
#: How strongly coefficients are drawn to 0.
_RIDGE = 1.0
LabelledCandidate = tuple[Candidate, bool]


def label_candidates(
    samples: Iterable[Sample], language: Language, tagger_model: TaggerModel | None
) -> list[LabelledCandidate]:
    """The candidates of all samples, and whether each is a whole relation of the annotation.

    It is if the contents share half of their tokens, one to one, likest first, and the sources share a token or are
    both missing. Without a reader the candidates are those of the rules.
    """
    out = []
    for sample in samples:
        segments = plain_segments(sample.text)
        article = article_tokens(sample.text, segments, language)
        found, quoted = find_attributions(article, segments, language)
        candidates = [Candidate(f, None, f) for f in found]
        if tagger_model is not None:
            candidates, _ = collect_candidates(
                article, segments, found, quoted, language=language, tagger_model=tagger_model
            )
        out += list(zip(candidates, _right(candidates, sample), strict=True))
    return out


def _right(candidates: Sequence[Candidate], sample: Sample) -> list[bool]:
    gold = [{role: _tokens(a[role]) for role in SPAN_ROLES} for a in sample.annotated]
    ours = [
        {role: _tokens(sample.tokens.covered(s) for s in getattr(c.attribution, role)) for role in SPAN_ROLES}
        for c in candidates
    ]
    pairs = []
    for i, g in enumerate(gold):
        for j, o in enumerate(ours):
            common = len(g["content"] & o["content"])
            if common and 2 * common >= len(g["content"] | o["content"]):
                pairs.append((-common / len(g["content"] | o["content"]), i, j))
    right, taken = [False] * len(ours), set()
    met: set[int] = set()
    for _, i, j in sorted(pairs):
        if i not in taken and j not in met:
            taken.add(i)
            met.add(j)
            a, b = gold[i]["source"], ours[j]["source"]
            right[j] = bool(a & b) or (not a and not b)
    return right


def _tokens(spans: Iterable[tuple[int, int]]) -> set[int]:
    return {t for first, end in spans for t in range(first, end)}


def fit_coefficients(labelled: Sequence[LabelledCandidate]) -> dict[str, float]:
    """Logistic coefficients of what the tagger found, by Newton's method with a ridge (le Cessie et al. 1992)."""
    tagged = [(candidate_features(c), right) for c, right in labelled if c.tagged is not None]
    x: NDArray[np.float64] = np.array([e for e, _ in tagged], dtype=np.float64).reshape(-1, len(FEATURES))
    y = np.array([right for _, right in tagged], dtype=np.float64)
    beta = np.zeros(x.shape[1])
    for _ in range(_ROUNDS):
        p = 1 / (1 + np.exp(-x @ beta))
        gradient = x.T @ (y - p) - _RIDGE * beta
        hessian = (x.T * (p * (1 - p))) @ x + _RIDGE * np.eye(len(beta))
        beta = beta + np.linalg.solve(hessian, gradient)
    return {name: round(float(b), 4) for name, b in zip(FEATURES, beta, strict=True)}


def count_rules(labelled: Sequence[LabelledCandidate]) -> dict[str, list[int]]:
    """For each rule that stands alone how many attributions were right, and how many there were."""
    right, total = Counter[str](), Counter[str]()
    for candidate, good in labelled:
        if candidate.tagged is None:
            key = count_key(candidate)
            right[key] += good
            total[key] += 1
    return {key: [right[key], total[key]] for key in sorted(total)}

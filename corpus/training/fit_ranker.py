"""Fit the ranker of speakers: a softmax over the candidates and "none", with weights that all kinds share.

Each kind has weights of its own on top of the shared ones, which are kept small, so that kinds with few examples
borrow from the others (Evgeniou and Pontil 2004). Everything is deterministic: full batches, a fixed number of steps.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.speakers import ranking
from corpus.speakers.candidates import FEATURES, KINDS, NULL_FEATURES, QueryKind
from corpus.speakers.ranking import Ranker, ranker_from
from corpus.training.speaker_examples import Document, RankerExample, answers, examples_of

_Floats = npt.NDArray[np.float64]
#: The weights that the first round of examples is made with: a ranker by recency, gender and who spoke last.
_START = {
    "nearest that fits": 2.0, "spoke last": 2.0, "kind conflicts": -4.0, "gender conflicts": -4.0, "same head": 2.0,
    "subject": 1.0,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class RankerSettings:
    """How the ranker is fitted, and when it names a speaker.

    ``least`` and ``apart`` were chosen on cross-validated answers, so that about nine in ten pronouns are right. The
    share of the first two candidates (``apart``) brings nothing: from 0.5, where it is off, to 0.6 recall falls by a
    point and precision stays.
    """

    folds: int = 5
    steps: int = 220
    rate: float = 0.1
    shared_decay: float = 0.02
    own_decay: float = 0.08
    least: Mapping[QueryKind, float] = field(
        default_factory=lambda: {"person": 0.35, "description": 0.4, "implied": 0.5}
    )
    apart: float = 0.5


@dataclass(frozen=True, slots=True)
class FittedRanker:
    """The tables of the ranker's file, and those of each fold's ranker, which has not seen that fold's documents."""

    tables: Mapping[str, Any]
    by_fold: Sequence[Mapping[str, Any]]


def fit_ranker(documents: Sequence[Document], settings: RankerSettings) -> FittedRanker:
    """Fit the ranker on all documents, with confidences counted on answers of rankers that did not see them."""
    with using_ranker(start_ranker()):
        examples = [e for d in documents for e in examples_of(d)]
    folds = range(settings.folds)
    weights = [_fit([e for e in examples if e.document.fold(settings.folds) != n], settings) for n in folds]
    held = [(e, _probabilities(weights[e.document.fold(settings.folds)], e)) for e in examples if e.is_source]
    scale = {kind: _calibrate([(e, p) for e, p in held if e.kind == kind]) for kind in KINDS}
    by_fold = [_tables(w, scale, {}, settings) for w in weights]
    evidence = _count_evidence(documents, by_fold, settings)
    own = _fit(examples, settings)
    return FittedRanker(
        _tables(own, scale, evidence, settings), [_tables(w, scale, evidence, settings) for w in weights]
    )


def start_ranker() -> Ranker:
    """The ranker that the examples are made with, before one was fitted."""
    weights = {name: _START.get(name, 0.0) for name in FEATURES}
    null = {name: float(name == "bias") for name in NULL_FEATURES}
    table = {"least": 0.4, "slope": 1.0, "offset": 0.0, "weights": weights, "nobody": null}
    return ranker_from({"apart": 0.5, "evidence": {}, **dict.fromkeys(KINDS, table)})


@contextmanager
def using_ranker(ranker: Ranker) -> Iterator[None]:
    """Resolve speakers with this ranker instead of the one that the package has."""
    packaged = ranking.load_ranker

    def load() -> Ranker:
        return ranker

    ranking.load_ranker = load  # type: ignore[assignment]
    try:
        yield
    finally:
        ranking.load_ranker = packaged


def _fit(examples: Sequence[RankerExample], settings: RankerSettings) -> _Floats:
    """Weights by kind, float64 (n_kinds, n_features + n_null_features), by full-batch Adam."""
    wide, kinds = len(FEATURES) + len(NULL_FEATURES), len(KINDS)
    rows = np.concatenate([_rows(e) for e in examples])
    sizes = np.array([len(e.features) + 1 for e in examples])
    owner = np.repeat(np.arange(len(examples)), sizes)
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    kind = np.array([KINDS.index(e.kind) for e in examples])[owner]
    right = np.concatenate([np.append(e.right, not e.right.any()) for e in examples]).astype(float)
    weight = np.array([e.weight for e in examples])
    scale = 100 * weight[owner] / weight.sum()
    of_kind = [np.flatnonzero(kind == k) for k in range(kinds)]
    shared, own = np.zeros(wide), np.zeros((kinds, wide))
    moments = [np.zeros_like(shared), np.zeros_like(own), np.zeros_like(shared), np.zeros_like(own)]
    for step in range(1, settings.steps + 1):
        scores = np.einsum("ij,ij->i", rows, (shared + own)[kind])
        shares = np.exp(scores - np.maximum.reduceat(scores, starts)[owner])
        shares /= np.add.reduceat(shares, starts)[owner]
        hit = shares * right
        hit /= np.maximum(np.add.reduceat(hit, starts), 1e-9)[owner]
        error = (shares - hit) * scale
        by_kind = np.stack([rows[k].T @ error[k] for k in of_kind])
        gradients = (by_kind.sum(axis=0) + 2 * settings.shared_decay * shared, by_kind + 2 * settings.own_decay * own)
        rate = settings.rate * 0.5 * (1 + math.cos(math.pi * step / settings.steps))
        for n, (values, gradient) in enumerate(zip((shared, own), gradients, strict=True)):
            moments[n] = 0.9 * moments[n] + 0.1 * gradient
            moments[n + 2] = 0.999 * moments[n + 2] + 0.001 * gradient**2
            mean, square = moments[n] / (1 - 0.9**step), moments[n + 2] / (1 - 0.999**step)
            np.subtract(values, rate * mean / (np.sqrt(square) + 1e-8), out=values)
    return shared + own


def _rows(example: RankerExample) -> _Floats:
    """The features of an example's answers, float64 (n_candidates + 1, n_features + n_null_features)."""
    candidates = np.hstack([example.features, np.zeros((len(example.features), len(NULL_FEATURES)))])
    return np.vstack([candidates, np.concatenate([np.zeros(len(FEATURES)), example.null])])


def _probabilities(weights: _Floats, example: RankerExample) -> _Floats:
    """The probability of each candidate, float64 (n_candidates,)."""
    scores = _rows(example) @ weights[KINDS.index(example.kind)]
    shares = np.exp(scores - scores.max())
    best: _Floats = shares[:-1] / shares.sum()
    return best


def _calibrate(held: Sequence[tuple[RankerExample, _Floats]]) -> tuple[float, float]:
    """Slope and offset of a logistic curve from the first candidate's log odds to whether it is right (Platt 1999)."""
    tops = [(float(p.max()), bool(e.right[int(p.argmax())])) for e, p in held]
    odds = np.array([math.log(min(max(p, 1e-6), 1 - 1e-6) / (1 - min(max(p, 1e-6), 1 - 1e-6))) for p, _ in tops])
    right = np.array([r for _, r in tops], dtype=float)
    slope, offset = 1.0, 0.0
    for _ in range(60):
        guess = 1 / (1 + np.exp(-(slope * odds + offset)))
        spread = guess * (1 - guess)
        gradient = np.array([((guess - right) * odds).sum() + 5 * (slope - 1), (guess - right).sum() + 2 * offset])
        hessian = np.array(
            [[(spread * odds**2).sum() + 5, (spread * odds).sum()], [(spread * odds).sum(), spread.sum() + 2]]
        )
        step = np.clip(np.linalg.solve(hessian, gradient), -0.5, 0.5)
        slope, offset = slope - float(step[0]), offset - float(step[1])
    return slope, offset


def _count_evidence(
    documents: Sequence[Document], by_fold: Sequence[Mapping[str, Any]], settings: RankerSettings
) -> dict[str, list[int]]:
    """How often the answers of each rule are right: ``[right, total]`` by evidence."""
    rankers = [ranker_from(tables) for tables in by_fold]
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for document in documents:
        with using_ranker(rankers[document.fold(settings.folds)]):
            counted = [(a, is_right) for a, is_right in answers(document) if not a.evidence.startswith("ranked")]
        for answer, is_right in counted:
            total[answer.evidence] += 1
            right[answer.evidence] += is_right
    return {name: [right[name], total[name]] for name in sorted(total)}


def _tables(
    weights: _Floats,
    scale: Mapping[QueryKind, tuple[float, float]],
    evidence: Mapping[str, list[int]],
    settings: RankerSettings,
) -> dict[str, Any]:
    tables: dict[str, Any] = {"apart": settings.apart, "evidence": dict(evidence)}
    for kind, row in zip(KINDS, weights, strict=True):
        own = [round(float(w), 3) for w in row]
        tables[kind] = {
            "least": settings.least[kind],
            "slope": round(scale[kind][0], 3),
            "offset": round(scale[kind][1], 3),
            "weights": dict(zip(FEATURES, own[: len(FEATURES)], strict=True)),
            "nobody": dict(zip(NULL_FEATURES, own[len(FEATURES) :], strict=True)),
        }
    return tables


def to_toml(tables: Mapping[str, Any], *, comment: str) -> str:
    """The tables of a ranker as its file."""
    lines = [f"# {comment}", f"apart = {tables['apart']}", "", "[evidence]"]
    lines += [f'"{name}" = {counts}' for name, counts in tables["evidence"].items()]
    for kind in KINDS:
        table = tables[kind]
        lines += ["", f"[{kind}]", *(f"{key} = {table[key]}" for key in ("least", "slope", "offset"))]
        for part in ("weights", "nobody"):
            lines += ["", f"[{kind}.{part}]", *(f'"{name}" = {value}' for name, value in table[part].items())]
    return "\n".join(lines) + "\n"

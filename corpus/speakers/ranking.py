"""The learned ranker: which candidate is meant, with a calibrated probability, or none."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.languages.data import SHARED, read_data, wrong
from corpus.speakers.candidates import FEATURES, KINDS, NULL_FEATURES, QueryKind, SpeakerCandidate, SpeakerCandidates

FILE = "speakers.toml"
#: The confidence of evidence that was never counted.
_UNMEASURED = 0.8


@dataclass(frozen=True, slots=True)
class Ranker:
    """Linear weights for each kind of question, with the least probability at which a candidate is named.

    ``weights`` has a number for each of `FEATURES`, ``null`` one for each of `NULL_FEATURES`.
    """

    weights: Mapping[QueryKind, Sequence[float]]
    null: Mapping[QueryKind, Sequence[float]]
    least: Mapping[QueryKind, float]
    scale: Mapping[QueryKind, tuple[float, float]]
    reliabilities: Mapping[str, float]
    apart: float

    def rank(self, found: SpeakerCandidates) -> list[tuple[float, SpeakerCandidate | None]]:
        """The candidates with their probabilities, most likely first; None is the answer that it is none of them."""
        kind = found.query.kind
        scored: list[tuple[float, SpeakerCandidate | None]] = [
            (_dot(self.weights[kind], c.features), c) for c in found.candidates
        ]
        scored.append((_dot(self.null[kind], found.null), None))
        highest = max(s for s, _ in scored)
        shares = [(math.exp(s - highest), c) for s, c in scored]
        total = sum(s for s, _ in shares)
        return sorted(((s / total, c) for s, c in shares), key=lambda r: -r[0])

    def is_clear(self, kind: QueryKind, shares: Sequence[float], nobody: float = 0.0) -> bool:
        """Whether the first candidate is likely enough, likelier than none of them, and apart from the second."""
        if not shares or shares[0] < self.least[kind] or shares[0] < nobody:
            return False
        return len(shares) == 1 or shares[0] >= self.apart * (shares[0] + shares[1])

    def reliability(self, evidence: str) -> float:
        """How often speakers that were found by a rule are right."""
        return self.reliabilities.get(evidence, _UNMEASURED)

    def confidence(self, kind: QueryKind, probability: float) -> float:
        """The calibrated probability that the first of a ranking is right."""
        slope, offset = self.scale[kind]
        p = min(max(probability, 1e-6), 1 - 1e-6)
        return 1 / (1 + math.exp(-(slope * math.log(p / (1 - p)) + offset)))


def _dot(weights: Sequence[float], features: Sequence[float]) -> float:
    return sum([w * f for w, f in zip(weights, features, strict=True) if f])


@functools.cache
def load_ranker() -> Ranker:
    """The ranker that all languages share, read once.

    Raises:
        LanguageDataError: the file lacks a feature or has another one.
    """
    return ranker_from(read_data(SHARED, FILE))


def ranker_from(data: Mapping[str, Any]) -> Ranker:
    """A ranker from the tables of its file."""
    weights: dict[QueryKind, Sequence[float]] = {}
    null: dict[QueryKind, Sequence[float]] = {}
    least: dict[QueryKind, float] = {}
    scale: dict[QueryKind, tuple[float, float]] = {}
    for kind in KINDS:
        table = data.get(kind, {})
        if set(table.get("weights", ())) != set(FEATURES) or set(table.get("nobody", ())) != set(NULL_FEATURES):
            raise wrong(SHARED, FILE, f"{kind!r} lacks a feature, or has an unknown one")
        weights[kind] = tuple(table["weights"][name] for name in FEATURES)
        null[kind] = tuple(table["nobody"][name] for name in NULL_FEATURES)
        least[kind] = table["least"]
        scale[kind] = (table["slope"], table["offset"])
    counts = data.get("evidence", {})
    reliabilities = {name: (right + 1) / (total + 2) for name, (right, total) in counts.items()}
    return Ranker(weights, null, least, scale, reliabilities, data.get("apart", 0.5))

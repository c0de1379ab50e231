"""Whether confidence means what it says: of the attributions with a confidence of 0.8, eight in ten should be right."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corpus.evaluate.matching import mark, meets, pair_up
from corpus.evaluate.units import Unit

_BINS = 10


@dataclass(frozen=True, slots=True)
class Bin:
    """The attributions whose confidence lies in ``[low, high)``: how many, their mean confidence, the share right."""

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidence against what was right: the content found, and the source agreeing.

    ``error`` is the expected calibration error over ten equal bins (Guo et al. 2017), ``brier`` the mean squared
    difference between confidence and outcome (Brier 1950); ``confidence`` and ``right`` are the means over all.
    """

    count: int
    confidence: float
    right: float
    error: float
    brier: float
    bins: tuple[Bin, ...]


def calibrate(units: Iterable[Unit]) -> Calibration | None:
    """How well the confidence of predictions is calibrated; None where no prediction has one."""
    outcomes = [outcome for unit in units for outcome in _outcomes(unit)]
    if not outcomes:
        return None
    bins = []
    for n in range(_BINS):
        inside = [(p, right) for p, right in outcomes if min(_BINS - 1, int(p * _BINS + 1e-9)) == n]
        if inside:
            bins.append(
                Bin(n / _BINS, (n + 1) / _BINS, len(inside), _mean(p for p, _ in inside), _mean(r for _, r in inside))
            )
    return Calibration(
        count=len(outcomes),
        confidence=_mean(p for p, _ in outcomes),
        right=_mean(right for _, right in outcomes),
        error=round(sum(b.count * abs(b.confidence - b.right) for b in bins) / len(outcomes), 4),
        brier=_mean((p - right) ** 2 for p, right in outcomes),
        bins=tuple(bins),
    )


def _outcomes(unit: Unit) -> list[tuple[float, bool]]:
    gold, predicted = mark(unit.text, unit.gold), mark(unit.text, unit.predicted)
    right = {j for i, j in pair_up(gold, predicted) if meets(gold[i].source, predicted[j].source)}
    return [(a.confidence, n in right) for n, a in enumerate(unit.predicted) if a.confidence is not None]


def _mean(values: Iterable[float]) -> float:
    numbers = list(values)
    return round(sum(numbers) / len(numbers), 4)

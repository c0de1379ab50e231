"""Calibration of confidence: of the attributions with a confidence of 0.8, 80 % should be correct."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.evaluate.matching import agree, character_sets, match_pairs
from corpus.evaluate.units import Unit

_BINS = 10


@dataclass(frozen=True, slots=True)
class CalibrationBin:
    """The attributions with a confidence in ``[low, high)``.

    Attributes:
        low: lower bound.
        high: upper bound; the last bin includes it.
        count: number of attributions.
        confidence: their mean confidence.
        right: the share of them that is correct.
    """

    low: float
    high: float
    count: int
    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """Confidence against outcomes. An attribution is correct if its content is detected and its source agrees.

    Attributes:
        count: number of attributions with a confidence.
        confidence: their mean confidence.
        right: the share of them that is correct.
        error: expected calibration error over ten bins of equal width (Guo et al. 2017).
        brier: mean squared difference between confidence and outcome (Brier 1950).
        bins: the bins that hold an attribution.
    """

    count: int
    confidence: float
    right: float
    error: float
    brier: float
    bins: tuple[CalibrationBin, ...]


def calibrate(units: Iterable[Unit]) -> Calibration | None:
    """Measure how well the confidence of predictions is calibrated; None if no prediction has a confidence."""
    outcomes = [outcome for unit in units for outcome in _outcomes(unit)]
    if not outcomes:
        return None
    by_bin: dict[int, list[_Outcome]] = {}
    for outcome in outcomes:
        by_bin.setdefault(_bin_number(outcome.confidence), []).append(outcome)
    bins = tuple(_bin(number, by_bin[number]) for number in sorted(by_bin))
    deviations = [b.count * abs(b.confidence - b.right) for b in bins]
    return Calibration(
        count=len(outcomes),
        confidence=_mean([o.confidence for o in outcomes]),
        right=_mean([o.right for o in outcomes]),
        error=round(sum(deviations) / len(outcomes), 4),
        brier=_mean([(o.confidence - o.right) ** 2 for o in outcomes]),
        bins=bins,
    )


class _Outcome(NamedTuple):
    confidence: float
    right: bool


def _outcomes(unit: Unit) -> list[_Outcome]:
    """The confidence of each prediction that has one, and whether the prediction is correct."""
    gold, predicted = character_sets(unit.text, unit.gold), character_sets(unit.text, unit.predicted)
    right = {j for i, j in match_pairs(gold, predicted) if agree(gold[i].source, predicted[j].source)}
    return [_Outcome(a.confidence, n in right) for n, a in enumerate(unit.predicted) if a.confidence is not None]


def _bin_number(confidence: float) -> int:
    # A confidence of 0.3 belongs to the bin that starts there, although 0.3 * 10 is 2.9999999999999996.
    return min(_BINS - 1, int(confidence * _BINS + 1e-9))


def _bin(number: int, outcomes: Sequence[_Outcome]) -> CalibrationBin:
    confidence = _mean([o.confidence for o in outcomes])
    right = _mean([o.right for o in outcomes])
    return CalibrationBin(number / _BINS, (number + 1) / _BINS, len(outcomes), confidence, right)


def _mean(numbers: Sequence[float]) -> float:
    return round(sum(numbers) / len(numbers), 4)

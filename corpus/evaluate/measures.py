"""Compute measures with confidence intervals from counts.

Intervals are percentile bootstrap (Efron and Tibshirani 1993): the clusters are resampled with replacement 1,000 times,
always with the same seed. Clusters are the texts of a collection. The few long articles of a project are resampled by
line, which understates how much articles differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from corpus.evaluate.matching import COUNTERS, OVERALL, FloatArray, tally
from corpus.evaluate.units import Unit

RESAMPLES = 1000
SEED = 20170908
#: Percentiles that bound an interval of 95 %.
_BOUNDS = (2.5, 97.5)
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its 95 % interval; each is None where it is not defined."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class GroupScores:
    """The counts and measures of one group of attributions, by name."""

    counts: Mapping[str, int]
    measures: Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class EvaluationReport:
    """The result of an evaluation.

    Attributes:
        units: number of texts.
        clusters: number of clusters that intervals resample.
        resampled: what the clusters are, ``texts`` or ``lines``.
        groups: scores by group: ``overall``, each language code, each type, and ``code.type``.
    """

    units: int
    clusters: int
    resampled: str
    groups: Mapping[str, GroupScores]


def evaluate(units: Iterable[Unit]) -> EvaluationReport:
    """Match, count and measure units. The same units always give the same report."""
    units = list(units)
    counts = tally(units)
    languages = {u.language for u in units}

    def rank(name: str) -> tuple[bool, bool, bool, str]:
        """Overall first, then languages, then types, then types within languages."""
        return name != OVERALL, name not in languages, "." in name, name

    names = sorted(counts.rows, key=rank)
    return EvaluationReport(
        units=len(units),
        clusters=len(counts.clusters),
        resampled="lines" if any(u.by_line for u in units) else "texts",
        groups={name: _scores(counts.table(name)) for name in names},
    )


def _scores(table: FloatArray) -> GroupScores:
    total = table.sum(axis=0)
    intervals = _intervals(table)
    measures = {}
    for name, values in measure(total[np.newaxis, :]).items():
        low, high = intervals.get(name, (None, None))
        measures[name] = Measure(_number(values[0]), low, high)
    return GroupScores({name: int(n) for name, n in zip(COUNTERS, total, strict=True)}, measures)


def _intervals(table: FloatArray) -> dict[str, tuple[float | None, float | None]]:
    """The bounds of each measure; empty for a single cluster, which resamples to itself."""
    size = len(table)
    if size < 2:
        return {}
    weights = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), size=RESAMPLES)
    found = {}
    for name, values in measure(weights @ table).items():
        known = values[~np.isnan(values)]
        low, high = np.percentile(known, _BOUNDS) if len(known) else (np.nan, np.nan)
        found[name] = (_number(low), _number(high))
    return found


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), _DIGITS)


def measure(counts: FloatArray) -> dict[str, FloatArray]:
    """Compute every measure for each row of counts.

    Args:
        counts: float64 (n_rows, n_counters), columns as `COUNTERS`.

    Returns:
        float64 (n_rows,) by measure; NaN where there is nothing to divide by.
    """
    c = dict(zip(COUNTERS, counts.T, strict=True))
    found: dict[str, FloatArray] = {}
    for name, key in (("detection", "detected"), ("attribution", "attributed")):
        # Without predictions, precision is 0 where there is gold to find, else undefined.
        without_predictions = np.where(c["gold"] > 0, 0.0, np.nan)
        p = np.where(c["predicted"] > 0, _ratio(c[f"{key}_p"], c["predicted"]), without_predictions)
        r = _ratio(c[f"{key}_g"], c["gold"])
        found[f"{name}_precision"], found[f"{name}_recall"], found[f"{name}_f1"] = p, r, _f1(p, r)
    return found | {name: rate(c) for name, rate in _RATES.items()}


def _ratio(part: FloatArray, whole: FloatArray) -> FloatArray:
    found: FloatArray = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found


def _f1(p: FloatArray, r: FloatArray) -> FloatArray:
    """The harmonic mean; 0 where one of both is 0 or undefined, NaN where both are undefined."""
    both = np.nan_to_num(p) + np.nan_to_num(r)
    f1: FloatArray = np.divide(2 * np.nan_to_num(p) * np.nan_to_num(r), both, out=np.zeros(len(p)), where=both > 0)
    f1[np.isnan(p) & np.isnan(r)] = np.nan
    return f1


def _rate(part: str, whole: str) -> Callable[[Mapping[str, FloatArray]], FloatArray]:
    return lambda c: _ratio(c[part], c[whole])


#: Rates over the detected pairs, except where a comment says otherwise.
_RATES: Mapping[str, Callable[[Mapping[str, FloatArray]], FloatArray]] = {
    "speaker_accuracy": _rate("speaker_same", "speaker_pairs"),
    "speaker_precision": _rate("named_right_p", "named_p"),  # over predictions that name a speaker
    "speaker_recall": _rate("named_right_g", "named_g"),  # over gold attributions that name one
    "unknown_accuracy": _rate("unknown_same", "unknown_pairs"),  # over pairs whose gold speaker is unknown
    "content_exact": _rate("content_exact", "detected_g"),
    "source_exact": _rate("source_exact", "detected_g"),
    "cue_overlap": _rate("cue", "detected_g"),
    "type_accuracy": _rate("type_same", "detected_g"),
    "role_accuracy": _rate("lines_same", "lines"),  # over all lines
    "false_alarms": _rate("alarms", "quiet"),  # over texts without a gold attribution
}

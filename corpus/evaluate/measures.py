"""Compute measures with confidence intervals from counts.

Intervals are percentile bootstrap (Efron and Tibshirani 1993): the clusters are resampled with replacement 1,000 times,
always with the same seed. Clusters are the texts of a collection. The few long articles of a project are resampled by
line, which understates how much articles differ.

A measure that is a share (all but F1) also has its denominator and a Wilson interval (Wilson 1927). That interval is
defined for one text, too, and for shares of 0 and 1, but it takes attributions as independent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from corpus.evaluate.matching import COUNTERS, OVERALL, FloatArray, tally
from corpus.evaluate.units import Unit

RESAMPLES = 1000
SEED = 20170908
#: Percentiles that bound an interval of 95 %.
_BOUNDS = (2.5, 97.5)
#: Quantile of the normal distribution for an interval of 95 %.
_Z = 1.959963984540054
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its 95 % intervals; each is None where it is not defined.

    Attributes:
        value: the value.
        low: lower bound of the bootstrap interval.
        high: its upper bound.
        n: what the value is a share of, in attributions, lines or texts; None for F1.
        wilson_low: lower bound of the Wilson interval.
        wilson_high: its upper bound.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int | None = None
    wilson_low: float | None = None
    wilson_high: float | None = None


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
        measures[name] = Measure(_number(values[0]), low, high, *_share(name, total))
    return GroupScores({name: int(n) for name, n in zip(COUNTERS, total, strict=True)}, measures)


def _share(name: str, total: FloatArray) -> tuple[int | None, float | None, float | None]:
    """The denominator of a measure and the bounds of its Wilson interval, each None where it has none."""
    if name not in _SHARES:
        return None, None, None
    counts = dict(zip(COUNTERS, total, strict=True))
    part, whole = (counts[key] for key in _SHARES[name])
    return (int(whole), *wilson_interval(int(part), int(whole)))


def wilson_interval(successes: int, n: int) -> tuple[float | None, float | None]:
    """Return the bounds of the 95 % Wilson score interval of a share; None if n is 0.

    >>> wilson_interval(5, 5)
    (0.565518, 1.0)
    """
    if n == 0:
        return None, None
    share, square = successes / n, _Z**2 / n
    middle = (share + square / 2) / (1 + square)
    half = _Z / (1 + square) * np.sqrt(share * (1 - share) / n + square / (4 * n))
    return round(max(0.0, float(middle - half)), _DIGITS), round(min(1.0, float(middle + half)), _DIGITS)


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
    return found | {name: _ratio(c[part], c[whole]) for name, (part, whole) in _RATES.items()}


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


#: Part and whole of each rate; over the detected pairs, except where a comment says otherwise.
_RATES: Mapping[str, tuple[str, str]] = {
    "speaker_accuracy": ("speaker_same", "speaker_pairs"),
    "speaker_precision": ("named_right_p", "named_p"),  # over predictions that name a speaker
    "speaker_recall": ("named_right_g", "named_g"),  # over gold attributions that name one
    "unknown_accuracy": ("unknown_same", "unknown_pairs"),  # over pairs whose gold speaker is unknown
    "content_exact": ("content_exact", "detected_g"),
    "source_exact": ("source_exact", "detected_g"),
    "cue_overlap": ("cue", "detected_g"),
    "type_accuracy": ("type_same", "detected_g"),
    "role_accuracy": ("lines_same", "lines"),  # over all lines
    "false_alarms": ("alarms", "quiet"),  # over texts without a gold attribution
}
#: Part and whole of every measure that is a share.
_SHARES: Mapping[str, tuple[str, str]] = {
    "detection_precision": ("detected_p", "predicted"),
    "detection_recall": ("detected_g", "gold"),
    "attribution_precision": ("attributed_p", "predicted"),
    "attribution_recall": ("attributed_g", "gold"),
    **_RATES,
}

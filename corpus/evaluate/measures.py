"""From counts to measures with intervals.

Intervals are percentile bootstrap (Efron and Tibshirani 1993): what was counted is drawn again with replacement, a
thousand times, always with the same seed. Drawn are the texts of a collection; of the few and long articles of a
project their lines, which understates how much articles differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from corpus.evaluate.matching import COUNTERS, OVERALL, Numbers, tally
from corpus.evaluate.units import Unit

ROUNDS = 1000
SEED = 20170908
#: Bounds of the interval in percent: 95 % lie between.
_BOUNDS = (2.5, 97.5)
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Measure:
    """A value with its interval; None where there is nothing to divide by, or nothing to draw from."""

    value: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Group:
    """The counts and measures of one group of attributions."""

    counts: Mapping[str, int]
    measures: Mapping[str, Measure]


@dataclass(frozen=True, slots=True)
class Report:
    """An evaluation: how many texts, what was resampled, and every group by its name.

    Groups are ``overall``, each language's code, each type, and ``code.type``.
    """

    units: int
    clusters: int
    resampled: str
    groups: Mapping[str, Group]


def evaluate(units: Iterable[Unit]) -> Report:
    """Count and measure; the same units give the same report."""
    units = list(units)
    counts = tally(units)
    languages = {u.language for u in units}
    names = sorted(counts.rows, key=lambda name: (name != OVERALL, name not in languages, "." in name, name))
    return Report(
        units=len(units),
        clusters=len(counts.clusters),
        resampled="lines" if any(u.by_line for u in units) else "texts",
        groups={name: _group(counts.table(name)) for name in names},
    )


def _group(table: Numbers) -> Group:
    total = table.sum(axis=0)
    values = measure(total[np.newaxis, :])
    low_high = _intervals(table)
    measures = {name: Measure(_number(v[0]), *low_high.get(name, (None, None))) for name, v in values.items()}
    return Group({name: int(n) for name, n in zip(COUNTERS, total, strict=True)}, measures)


def _intervals(table: Numbers) -> dict[str, tuple[float | None, float | None]]:
    """The bounds of each measure; none where there is a single cluster, which drawn again is itself."""
    size = len(table)
    if size < 2:
        return {}
    drawn = np.random.default_rng(SEED).multinomial(size, np.full(size, 1 / size), size=ROUNDS)
    found = {}
    for name, values in measure(drawn @ table).items():
        known = values[~np.isnan(values)]
        low, high = np.percentile(known, _BOUNDS) if len(known) else (np.nan, np.nan)
        found[name] = (_number(low), _number(high))
    return found


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), _DIGITS)


def measure(counts: Numbers) -> dict[str, Numbers]:
    """Every measure for each row of counters; NaN where there is nothing to divide by."""
    c = dict(zip(COUNTERS, counts.T, strict=True))
    found: dict[str, Numbers] = {}
    for name, key in (("detection", "detected"), ("attribution", "attributed")):
        p = np.where(c["predicted"] > 0, _ratio(c[f"{key}_p"], c["predicted"]), np.where(c["gold"] > 0, 0.0, np.nan))
        r = _ratio(c[f"{key}_g"], c["gold"])
        found[f"{name}_precision"], found[f"{name}_recall"], found[f"{name}_f1"] = p, r, _f1(p, r)
    return found | {name: rate(c) for name, rate in _RATES.items()}


def _ratio(part: Numbers, whole: Numbers) -> Numbers:
    found: Numbers = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=whole > 0)
    return found


def _f1(p: Numbers, r: Numbers) -> Numbers:
    """The harmonic mean; 0 where one of both is 0 or has nothing to divide by, NaN where both have not."""
    both = np.nan_to_num(p) + np.nan_to_num(r)
    f1: Numbers = np.divide(2 * np.nan_to_num(p) * np.nan_to_num(r), both, out=np.zeros(len(p)), where=both > 0)
    f1[np.isnan(p) & np.isnan(r)] = np.nan
    return f1


def _rate(part: str, whole: str) -> Callable[[Mapping[str, Numbers]], Numbers]:
    return lambda c: _ratio(c[part], c[whole])


#: Rates over the detected pairs, if not said otherwise.
_RATES: Mapping[str, Callable[[Mapping[str, Numbers]], Numbers]] = {
    "speaker_accuracy": _rate("speaker_same", "speaker_pairs"),
    "speaker_precision": _rate("named_right_p", "named_p"),  # of all predictions that name a speaker
    "speaker_recall": _rate("named_right_g", "named_g"),  # of all gold attributions that name one
    "unknown_accuracy": _rate("unknown_same", "unknown_pairs"),  # of the pairs whose gold speaker is unknown
    "content_exact": _rate("content_exact", "detected_g"),
    "source_exact": _rate("source_exact", "detected_g"),
    "cue_overlap": _rate("cue", "detected_g"),
    "type_accuracy": _rate("type_same", "detected_g"),
    "role_accuracy": _rate("lines_same", "lines"),  # of all lines
    "false_alarms": _rate("alarms", "quiet"),  # of the texts without a gold attribution
}

"""Estimate the confidence of attributions: the probability that they are right.

The probabilities were fitted to articles that no model had learned from. For what the tagger found it is a logistic
function of its log probabilities (Platt 1999). For what only a rule found it is the share of that rule's attributions
that was right, smoothed towards the share of all rules.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.combine.matching import MatchedCandidate, Overlap
from corpus.languages.data import SHARED, has_weights, read_data, wrong
from corpus.quotes.raw_attribution import LAYOUT

#: ``[rules]`` in the shared folder counts how often each rule is right. In the folder of a language, ``[alone]`` counts
#: the same for what only the rules found, and ``[tagger]`` holds the coefficients.
FILE = "confidence.toml"
#: This many imaginary attributions, right as often as those of all rules together, are added to the counts of a rule.
_PRIOR = 10.0
_DIGITS = 2
#: Rules that are right at least this often keep their attributions where the tagger found nothing.
_RELIABLE = 0.7
#: The logistic function saturates here, so that `math.exp` cannot overflow.
_MAX_LOGIT = 30.0
FEATURES = ("bias", "content", "cue", "source", "content_link", "source_link", "no_source", "agreed", "agreed_direct")


@dataclass(frozen=True, slots=True)
class RuleCounts:
    """How many attributions of each rule were right, and how many there were."""

    right: Mapping[str, int]
    total: Mapping[str, int]

    def share(self, rule: str) -> float:
        """The share of a rule's attributions that is right, smoothed towards that of all rules."""
        every = sum(self.total.values())
        average = sum(self.right.values()) / every if every else 0.5
        return (self.right.get(rule, 0) + _PRIOR * average) / (self.total.get(rule, 0) + _PRIOR)


@dataclass(frozen=True, slots=True)
class Confidence:
    """The confidence model of a language.

    Attributes:
        rules: counts of the rules where no tagger is used.
        alone: counts of what only the rules found where a tagger is used, by `count_key`.
        coefficients: of the logistic function, in the order of `FEATURES`.
    """

    rules: RuleCounts
    alone: RuleCounts | None = None
    coefficients: tuple[float, ...] = ()

    def is_reliable(self, rule: str) -> bool:
        """Whether the attributions of a rule are kept where the tagger found nothing."""
        return rule in LAYOUT or self.rules.share(rule) >= _RELIABLE

    def of_rule(self, rule: str) -> float:
        """The confidence of what a rule found where no tagger is used, rounded to two digits."""
        return round(self.rules.share(rule), _DIGITS)

    def of(self, candidate: MatchedCandidate) -> float:
        """The confidence of a candidate where a tagger is used, rounded to two digits."""
        if candidate.tagged is not None:
            return round(self._logistic(candidate), _DIGITS)
        rule = candidate.attribution.rule
        if self.alone is None or not self._is_tagger_informative(rule):
            return self.of_rule(rule)
        return round(self.alone.share(count_key(candidate)), _DIGITS)

    def _is_tagger_informative(self, rule: str) -> bool:
        """Whether the silence of the tagger says anything about a rule.

        It does not for rules of page layout, and for rules that its training data never needed.
        """
        return rule not in LAYOUT and self.rules.total.get(rule, 0) > 0

    def _logistic(self, candidate: MatchedCandidate) -> float:
        logit = sum(c * x for c, x in zip(self.coefficients, candidate_features(candidate), strict=True))
        return 1 / (1 + math.exp(-max(-_MAX_LOGIT, min(_MAX_LOGIT, logit))))


def count_key(candidate: MatchedCandidate) -> str:
    """The key under which candidates of the rules alone are counted: ``rule`` or ``rule.overlap``."""
    rule = candidate.attribution.rule
    return rule if candidate.overlap is Overlap.NONE else f"{rule}.{candidate.overlap}"


def candidate_features(candidate: MatchedCandidate) -> tuple[float, ...]:
    """The features of a candidate that the tagger found, in the order of `FEATURES`."""
    assert candidate.tagged is not None
    by_rules = candidate.by_rules
    is_agreed = by_rules is not None
    is_direct = by_rules is not None and by_rules.is_direct
    is_without_source = not candidate.tagged.source
    return (1.0, *candidate.tagged.log_probs, float(is_without_source), float(is_agreed), float(is_direct))


@functools.cache
def load_confidence(code: str, folder: str = "") -> Confidence:
    """Load the confidence model of a language.

    Args:
        code: of the language.
        folder: of a model with a confidence file of its own, inside the language's folder.

    Raises:
        LanguageDataError: a file is missing or malformed.
    """
    rules = _read_counts(SHARED, FILE, "rules")
    file = f"{folder}/{FILE}" if folder else FILE
    if read_data(code, file):
        return Confidence(rules, _read_counts(code, file, "alone"), _read_coefficients(code, file))
    if folder or has_weights(code):
        raise wrong(code, file, "it is missing next to the weights of a tagger")
    return Confidence(rules)


def _read_coefficients(code: str, file: str) -> tuple[float, ...]:
    table = _read_table(code, file, "tagger")
    is_complete = set(table) == set(FEATURES)
    if not is_complete or not all(_is_finite_number(c) for c in table.values()):
        raise wrong(code, file, f"[tagger] must have the coefficients {', '.join(FEATURES)}, all of them numbers")
    return tuple(float(table[f]) for f in FEATURES)


def _is_finite_number(value: object) -> bool:
    return isinstance(value, int | float) and math.isfinite(value)


def _read_table(code: str, file: str, name: str) -> dict[str, Any]:
    """A table of a language's file; empty if it is absent."""
    match read_data(code, file).get(name, {}):
        case dict(table):
            return table
    raise wrong(code, file, f"{name} must be a table")


def _read_counts(code: str, file: str, name: str) -> RuleCounts:
    right, total = {}, {}
    for rule, counts in _read_table(code, file, name).items():
        match counts:
            case [int(rule_right), int(rule_total)] if 0 <= rule_right <= rule_total:
                right[rule], total[rule] = rule_right, rule_total
            case _:
                raise wrong(code, file, f"{rule} must be [right, total]")
    return RuleCounts(right, total)

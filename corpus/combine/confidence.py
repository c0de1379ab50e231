"""How likely an attribution is right: a number that was fitted to what was right in articles not learned from.

With a tagger it is a logistic function of the tagger's sureness (Platt 1999); for what the rules alone found, the share
of what each rule found that was right, drawn towards that of all rules where there was little of it.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from corpus.combine.matching import Candidate
from corpus.languages.data import SHARED, has_weights, read_data, wrong
from corpus.quotes.raw_attribution import LAYOUT

#: ``[rules]`` of the shared folder says how often each rule is right; a language's own ``[alone]`` how often it is
#: where the tagger has found nothing, its ``[tagger]`` holds the coefficients.
FILE = "confidence.toml"
#: So many imagined attributions, right as often as the average rule is, are added to what was counted of a rule.
_PRIOR = 10.0
_DIGITS = 2
_RELIABLE = 0.7
FEATURES = ("bias", "content", "cue", "source", "content_link", "source_link", "no_source", "agreed", "agreed_direct")


@dataclass(frozen=True, slots=True)
class Counted:
    """How many attributions of each rule were right, and how many there were."""

    right: Mapping[str, int]
    total: Mapping[str, int]

    def share(self, rule: str) -> float:
        """The share of a rule's attributions that is right, drawn towards that of all."""
        everything = sum(self.total.values())
        average = sum(self.right.values()) / everything if everything else 0.5
        right, total = self.right.get(rule, 0), self.total.get(rule, 0)
        return (right + _PRIOR * average) / (total + _PRIOR)


@dataclass(frozen=True, slots=True)
class Confidence:
    """What tells the confidence of a language's attributions; ``coefficients`` in the order of `FEATURES`."""

    rules: Counted
    alone: Counted | None = None
    coefficients: tuple[float, ...] = ()

    def is_reliable(self, rule: str) -> bool:
        """Whether a rule is right so often that what it found stays where the tagger has nothing at all."""
        return rule in LAYOUT or self.rules.share(rule) >= _RELIABLE

    def of_rule(self, rule: str) -> float:
        """The probability that what a rule has found is right, where no tagger was asked."""
        return round(self.rules.share(rule), _DIGITS)

    def of(self, candidate: Candidate) -> float:
        """The probability that a candidate is right, where the tagger was asked."""
        if candidate.tagged is None:
            rule = candidate.found.rule
            # That the tagger is silent says nothing of layout, nor of rules that its training data has no use for.
            if self.alone is None or rule in LAYOUT or not self.rules.total.get(rule):
                return self.of_rule(rule)
            return round(self.alone.share(key_of(candidate)), _DIGITS)
        z = sum(c * x for c, x in zip(self.coefficients, evidence(candidate), strict=True))
        return round(1 / (1 + math.exp(-max(-30.0, min(30.0, z)))), _DIGITS)


def key_of(candidate: Candidate) -> str:
    """Under what the right ones of the rules are counted: the rule, and how it stands to what the tagger found."""
    return f"{candidate.found.rule}.{candidate.standing}" if candidate.standing else candidate.found.rule


def evidence(candidate: Candidate) -> tuple[float, ...]:
    """The features of a candidate that the tagger found, in the order of `FEATURES`."""
    assert candidate.tagged is not None
    ruled = candidate.ruled
    agreed, direct = ruled is not None, ruled is not None and ruled.is_direct
    return (1.0, *candidate.tagged.sureness, float(not candidate.tagged.source), float(agreed), float(direct))


@functools.cache
def load_confidence(code: str, folder: str = "") -> Confidence:
    """What tells the confidence of a language's attributions; ``folder`` is that of a model with tables of its own.

    Raises:
        LanguageDataError: a file is not of the form.
    """
    rules = _counted(SHARED, FILE, "rules")
    file = f"{folder}/{FILE}" if folder else FILE
    if not read_data(code, file):
        if folder or has_weights(code):
            raise wrong(code, file, "it is missing beside the weights of a tagger")
        return Confidence(rules)
    given = _table(code, file, "tagger")
    if set(given) != set(FEATURES) or not all(isinstance(c, int | float) and math.isfinite(c) for c in given.values()):
        raise wrong(code, file, f"[tagger] wants the coefficients {', '.join(FEATURES)}, all of them numbers")
    return Confidence(rules, _counted(code, file, "alone"), tuple(float(given[f]) for f in FEATURES))


def _table(code: str, file: str, name: str) -> dict[str, Any]:
    """A table of a language's file; empty if it is absent."""
    match read_data(code, file).get(name, {}):
        case dict(table):
            return table
    raise wrong(code, file, f"{name} wants to be a table")


def _counted(code: str, file: str, name: str) -> Counted:
    right, total = {}, {}
    for rule, counts in _table(code, file, name).items():
        match counts:
            case [int(good), int(every)] if 0 <= good <= every:
                right[rule], total[rule] = good, every
            case _:
                raise wrong(code, file, f"{rule} wants [right, total]")
    return Counted(right, total)

"""Match predictions to gold one to one by the characters of their contents, and count the pairs by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corpus.evaluate.units import Unit
from corpus.records import UNKNOWN, Attribution, Span

#: A pair counts as detected from this share of common content characters; half is the customary bound (IoU).
LEAST_OVERLAP = 0.5
Characters = frozenset[int]


@dataclass(frozen=True, slots=True)
class Marked:
    """An attribution with the offsets of its characters, white space left out."""

    attribution: Attribution
    content: Characters
    cue: Characters
    source: Characters


def mark(text: str, attributions: Iterable[Attribution]) -> list[Marked]:
    """Attributions with their characters."""
    return [
        Marked(a, _characters(text, a.content), _characters(text, a.cue), _characters(text, a.source))
        for a in attributions
    ]


def _characters(text: str, spans: Iterable[Span]) -> Characters:
    return frozenset(i for s in spans for i in range(s.start, s.end) if not text[i].isspace())


def pair_up(gold: Sequence[Marked], predicted: Sequence[Marked]) -> list[tuple[int, int]]:
    """The numbers of detected pairs: highest overlap of content first, then of source, then of cue, then by order."""
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            common = len(g.content & p.content)
            if common and common / len(g.content | p.content) >= LEAST_OVERLAP:
                overlap = common / len(g.content | p.content)
                candidates.append((-overlap, -len(g.source & p.source), -len(g.cue & p.cue), i, j))
    pairs: list[tuple[int, int]] = []
    for *_, i, j in sorted(candidates):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def meets(a: Characters, b: Characters) -> bool:
    """Whether two parts overlap, or are both empty."""
    return bool(a & b) or (not a and not b)


OVERALL = "overall"
#: What is counted. Names that end in ``_g`` count gold attributions of the group, in ``_p`` predicted ones.
COUNTERS = (
    "gold", "predicted", "detected_g", "detected_p", "attributed_g", "attributed_p",
    "cue", "content_exact", "source_exact", "type_same",
    "speaker_pairs", "speaker_same", "named_g", "named_p", "named_right_g", "named_right_p",
    "unknown_pairs", "unknown_same", "lines", "lines_same", "quiet", "alarms",
)  # fmt: skip
_INDEX = {name: n for n, name in enumerate(COUNTERS)}
Numbers = NDArray[np.float64]


@dataclass(slots=True)
class Tally:
    """Counts by group and cluster, filled unit by unit."""

    clusters: dict[tuple[str, int], int] = field(default_factory=dict)
    rows: dict[str, dict[int, list[float]]] = field(default_factory=dict)

    def add(self, cluster: tuple[str, int], groups: Iterable[str], **counts: bool) -> None:
        """Count in each group, for one cluster: a text, or a line of one."""
        number = self.clusters.setdefault(cluster, len(self.clusters))
        for group in groups:
            row = self.rows.setdefault(group, {}).setdefault(number, [0.0] * len(COUNTERS))
            for name, value in counts.items():
                row[_INDEX[name]] += value

    def table(self, group: str) -> Numbers:
        """The counters of a group, one row for each cluster that the group's language has something in."""
        return np.array([self.rows[group][n] for n in sorted(self.rows[group])], dtype=np.float64)


def tally(units: Iterable[Unit]) -> Tally:
    """The counts of all units; groups are overall, each language, each type, and each language's types."""
    counts = Tally()
    for unit in units:
        # A text without attributions is drawn too; in the groups of a type only what has one of that type is.
        counts.add((unit.id, _line(unit, 0)), _wide(unit))
        _count_unit(counts, unit)
    return counts


def _wide(unit: Unit) -> tuple[str, str]:
    return OVERALL, unit.language


def _groups(unit: Unit, kind: str) -> tuple[str, ...]:
    return *_wide(unit), kind, f"{unit.language}.{kind}"


def _line(unit: Unit, at: int) -> int:
    return unit.text.count("\n", 0, at) + 1 if unit.by_line else 0


def _cluster(unit: Unit, marked: Marked) -> tuple[str, int]:
    return unit.id, _line(unit, marked.attribution.content[0].start if marked.attribution.content else 0)


def _count_unit(counts: Tally, unit: Unit) -> None:
    gold, predicted = mark(unit.text, unit.gold), mark(unit.text, unit.predicted)
    if not gold:
        counts.add((unit.id, _line(unit, 0)), _wide(unit), quiet=True, alarms=bool(predicted))
    for g in gold:
        named = unit.speakers and g.attribution.speaker != UNKNOWN
        counts.add(_cluster(unit, g), _groups(unit, g.attribution.type), gold=True, named_g=named)
    for p in predicted:
        named = unit.speakers and p.attribution.speaker != UNKNOWN
        counts.add(_cluster(unit, p), _groups(unit, p.attribution.type), predicted=True, named_p=named)
    for g, p in matched(gold, predicted):
        _count_pair(counts, unit, g, p)
    for line, role in unit.gold_roles.items():
        if unit.predicted_roles:
            same = unit.predicted_roles.get(line) == role
            counts.add((unit.id, line if unit.by_line else 0), _wide(unit), lines=True, lines_same=same)


def matched(gold: Sequence[Marked], predicted: Sequence[Marked]) -> Iterator[tuple[Marked, Marked]]:
    """The detected pairs."""
    for i, j in pair_up(gold, predicted):
        yield gold[i], predicted[j]


def _count_pair(counts: Tally, unit: Unit, g: Marked, p: Marked) -> None:
    """A pair, counted for the gold's type and, where precision needs it, for the prediction's."""
    who, said = g.attribution.speaker, p.attribution.speaker
    attributed = meets(g.source, p.source)
    same = unit.speakers and unit.same_speaker(who, said)
    right = same and who != UNKNOWN != said
    unknown = unit.speakers and who == UNKNOWN
    counts.add(
        _cluster(unit, g),
        _groups(unit, g.attribution.type),
        detected_g=True,
        attributed_g=attributed,
        cue=meets(g.cue, p.cue),
        content_exact=g.content == p.content,
        source_exact=g.source == p.source,
        type_same=g.attribution.type == p.attribution.type,
        speaker_pairs=unit.speakers,
        speaker_same=same,
        named_right_g=right,
        unknown_pairs=unknown,
        unknown_same=unknown and said == UNKNOWN,
    )
    counts.add(
        _cluster(unit, p),
        _groups(unit, p.attribution.type),
        detected_p=True,
        attributed_p=attributed,
        named_right_p=right,
    )

"""Match predictions to gold one to one by the characters of their contents, and count the pairs by group."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from corpus.evaluate.units import Unit
from corpus.records import UNKNOWN, Attribution, Span

#: A pair is detected from this overlap of the contents on (intersection over union); half is the customary threshold.
MIN_OVERLAP = 0.5
#: Offsets of characters in a text, in code points, without white space.
Characters = frozenset[int]
FloatArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AttributionCharacters:
    """An attribution with the offsets of its characters."""

    attribution: Attribution
    content: Characters
    cue: Characters
    source: Characters

    @property
    def start(self) -> int:
        """Offset of the first content span; 0 without a content."""
        return self.attribution.content[0].start if self.attribution.content else 0


def character_sets(text: str, attributions: Iterable[Attribution]) -> list[AttributionCharacters]:
    """Convert the spans of attributions to offsets of characters."""
    return [
        AttributionCharacters(a, _characters(text, a.content), _characters(text, a.cue), _characters(text, a.source))
        for a in attributions
    ]


def _characters(text: str, spans: Iterable[Span]) -> Characters:
    return frozenset(i for s in spans for i in range(s.start, s.end) if not text[i].isspace())


def content_overlap(a: AttributionCharacters, b: AttributionCharacters) -> float:
    """Overlap of two contents, 0 to 1 (intersection over union of their characters)."""
    common = len(a.content & b.content)
    if not common:
        return 0.0
    return common / len(a.content | b.content)


def match_pairs(
    gold: Sequence[AttributionCharacters], predicted: Sequence[AttributionCharacters]
) -> list[tuple[int, int]]:
    """Match gold and predicted attributions one to one.

    Candidates overlap by `MIN_OVERLAP`. The highest overlap of the contents comes first; ties are broken by the overlap
    of the sources, then of the cues, then by order.

    Returns:
        Indices into ``gold`` and ``predicted``, pair by pair.
    """
    candidates = []
    for i, g in enumerate(gold):
        for j, p in enumerate(predicted):
            overlap = content_overlap(g, p)
            if overlap >= MIN_OVERLAP:
                candidates.append((-overlap, -len(g.source & p.source), -len(g.cue & p.cue), i, j))
    pairs: list[tuple[int, int]] = []
    used_gold: set[int] = set()
    used_predicted: set[int] = set()
    for *_, i, j in sorted(candidates):
        if i in used_gold or j in used_predicted:
            continue
        pairs.append((i, j))
        used_gold.add(i)
        used_predicted.add(j)
    return pairs


def agree(a: Characters, b: Characters) -> bool:
    """Whether two parts overlap, or are both empty."""
    if not a and not b:
        return True
    return not a.isdisjoint(b)


OVERALL = "overall"
#: The counters. Names that end in ``_g`` count gold attributions of the group, in ``_p`` predicted ones.
COUNTERS = (
    "gold", "predicted", "detected_g", "detected_p", "attributed_g", "attributed_p",
    "cue", "content_exact", "source_exact", "type_same",
    "speaker_pairs", "speaker_same", "named_g", "named_p", "named_right_g", "named_right_p",
    "unknown_pairs", "unknown_same", "lines", "lines_same", "quiet", "alarms",
)  # fmt: skip
_INDEX = {name: n for n, name in enumerate(COUNTERS)}
#: What is resampled for intervals: id of a text, and a line of it, or 0 for the whole text.
Cluster = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Count:
    """Counters to raise by one, in some groups, for one cluster."""

    cluster: Cluster
    groups: tuple[str, ...]
    counters: Mapping[str, bool]


@dataclass(slots=True)
class Tally:
    """Counts by group and cluster."""

    clusters: dict[Cluster, int] = field(default_factory=dict)
    rows: dict[str, dict[int, list[float]]] = field(default_factory=dict)

    def add(self, count: _Count) -> None:
        """Add a count."""
        number = self.clusters.setdefault(count.cluster, len(self.clusters))
        for group in count.groups:
            row = self.rows.setdefault(group, {}).setdefault(number, [0.0] * len(COUNTERS))
            for name, value in count.counters.items():
                row[_INDEX[name]] += value

    def table(self, group: str) -> FloatArray:
        """The counts of a group.

        Returns:
            float64 (n_clusters, n_counters): a row for each cluster with a count in the group, a column for each of
            `COUNTERS`.
        """
        rows = self.rows[group]
        return np.array([rows[number] for number in sorted(rows)], dtype=np.float64)


def tally(units: Iterable[Unit]) -> Tally:
    """Count all units, overall, by language, by type, and by type within each language."""
    counts = Tally()
    for unit in units:
        for count in _unit_counts(unit):
            counts.add(count)
    return counts


def _unit_counts(unit: Unit) -> Iterator[_Count]:
    # A text without attributions is resampled too; a group of a type has only clusters with an attribution of the type.
    yield _Count((unit.id, _line(unit, 0)), _text_groups(unit), {})
    gold, predicted = character_sets(unit.text, unit.gold), character_sets(unit.text, unit.predicted)
    if not gold:
        counters = {"quiet": True, "alarms": bool(predicted)}
        yield _Count((unit.id, _line(unit, 0)), _text_groups(unit), counters)
    for g in gold:
        yield _Count(_cluster(unit, g), _type_groups(unit, g), {"gold": True, "named_g": _names_speaker(unit, g)})
    for p in predicted:
        yield _Count(_cluster(unit, p), _type_groups(unit, p), {"predicted": True, "named_p": _names_speaker(unit, p)})
    for i, j in match_pairs(gold, predicted):
        yield from _pair_counts(unit, gold[i], predicted[j])
    if unit.predicted_roles:
        for line, role in unit.gold_roles.items():
            counters = {"lines": True, "lines_same": unit.predicted_roles.get(line) == role}
            yield _Count((unit.id, line if unit.by_line else 0), _text_groups(unit), counters)


def _text_groups(unit: Unit) -> tuple[str, str]:
    return OVERALL, unit.language


def _type_groups(unit: Unit, characters: AttributionCharacters) -> tuple[str, ...]:
    kind = characters.attribution.type
    return *_text_groups(unit), kind, f"{unit.language}.{kind}"


def _line(unit: Unit, offset: int) -> int:
    return unit.text.count("\n", 0, offset) + 1 if unit.by_line else 0


def _cluster(unit: Unit, characters: AttributionCharacters) -> Cluster:
    return unit.id, _line(unit, characters.start)


def _names_speaker(unit: Unit, characters: AttributionCharacters) -> bool:
    return unit.speakers and characters.attribution.speaker != UNKNOWN


def _pair_counts(unit: Unit, g: AttributionCharacters, p: AttributionCharacters) -> Iterator[_Count]:
    """The counts of a detected pair: for the gold's type, and, where precision needs them, for the prediction's."""
    gold_speaker, speaker = g.attribution.speaker, p.attribution.speaker
    attributed = agree(g.source, p.source)
    same_speaker = unit.speakers and unit.same_speaker(gold_speaker, speaker)
    both_known = UNKNOWN not in (gold_speaker, speaker)
    named_right = same_speaker and both_known
    gold_unknown = unit.speakers and gold_speaker == UNKNOWN
    of_gold = {
        "detected_g": True,
        "attributed_g": attributed,
        "cue": agree(g.cue, p.cue),
        "content_exact": g.content == p.content,
        "source_exact": g.source == p.source,
        "type_same": g.attribution.type == p.attribution.type,
        "speaker_pairs": unit.speakers,
        "speaker_same": same_speaker,
        "named_right_g": named_right,
        "unknown_pairs": gold_unknown,
        "unknown_same": gold_unknown and speaker == UNKNOWN,
    }
    yield _Count(_cluster(unit, g), _type_groups(unit, g), of_gold)
    of_prediction = {"detected_p": True, "attributed_p": attributed, "named_right_p": named_right}
    yield _Count(_cluster(unit, p), _type_groups(unit, p), of_prediction)

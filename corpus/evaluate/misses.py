"""What is missed and what is found too much, one by one: where to look when a measure falls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from corpus.evaluate.match import Marked, mark, pair_up
from corpus.evaluate.units import Unit


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold attribution that no prediction meets (missed), or a prediction that meets none (extra)."""

    kind: Literal["missed", "extra"]
    unit: str
    line: int
    type: str
    source: str
    cue: str
    content: str


def misses(units: Iterable[Unit]) -> Iterator[Miss]:
    """Everything missed and extra, unit by unit, in order of place."""
    for unit in units:
        gold, predicted = mark(unit.text, unit.gold), mark(unit.text, unit.predicted)
        pairs = pair_up(gold, predicted)
        found = [(g, "missed") for n, g in enumerate(gold) if n not in {i for i, _ in pairs}]
        found += [(p, "extra") for n, p in enumerate(predicted) if n not in {j for _, j in pairs}]
        for marked, kind in sorted(found, key=lambda f: (_start(f[0]), f[1])):
            yield _miss(unit, marked, "missed" if kind == "missed" else "extra")


def _start(marked: Marked) -> int:
    return min((s.start for s in marked.attribution.content), default=0)


def _miss(unit: Unit, marked: Marked, kind: Literal["missed", "extra"]) -> Miss:
    a = marked.attribution
    cue, source, content = (" ".join(s.of(unit.text) for s in part) for part in (a.cue, a.source, a.content))
    return Miss(kind, unit.id, unit.text.count("\n", 0, _start(marked)) + 1, a.type, source, cue, content)

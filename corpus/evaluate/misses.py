"""What is missed and what is found too much, one by one and why: where to look when a measure falls."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.evaluate.matching import Marked, mark, pair_up
from corpus.evaluate.units import Unit
from corpus.languages.language import load_language
from corpus.languages.tokenizer import tokenize
from corpus.records import Span

Kind = Literal["missed", "extra"]


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold attribution that no prediction meets (missed), or a prediction that meets none (extra).

    ``reason`` says what stands in its place, or what the language data lacks.
    """

    kind: Kind
    unit: str
    line: int
    type: str
    source: str
    cue: str
    content: str
    reason: str


def misses(units: Iterable[Unit]) -> Iterator[Miss]:
    """Everything missed and extra, unit by unit, in order of place."""
    for unit in units:
        gold, predicted = mark(unit.text, unit.gold), mark(unit.text, unit.predicted)
        pairs = pair_up(gold, predicted)
        lost = [g for n, g in enumerate(gold) if n not in {i for i, _ in pairs}]
        extra = [p for n, p in enumerate(predicted) if n not in {j for _, j in pairs}]
        found: list[tuple[Marked, Kind, str]] = [(g, "missed", _why_missed(unit, g, predicted)) for g in lost]
        found += [(p, "extra", _why_extra(p, gold)) for p in extra]
        for marked, kind, reason in sorted(found, key=lambda f: (_start(f[0]), f[1])):
            yield _miss(unit, marked, kind, reason)


@dataclass(frozen=True, slots=True)
class Slip:
    """A gold attribution that is found, but not as it is: the ``part`` that differs, as in gold and as predicted."""

    part: Literal["source", "speaker", "content", "cue", "type"]
    unit: str
    line: int
    content: str
    gold: str
    predicted: str


def slips(units: Iterable[Unit]) -> Iterator[Slip]:
    """What is found with another source, speaker, cue or type, or with other boundaries, in order of place."""
    for unit in units:
        gold, predicted = mark(unit.text, unit.gold), mark(unit.text, unit.predicted)
        pairs = sorted(((gold[i], predicted[j]) for i, j in pair_up(gold, predicted)), key=lambda p: _start(p[0]))
        for g, p in pairs:
            for part, there, found in _differences(unit, g, p):
                line = unit.text.count("\n", 0, _start(g)) + 1
                yield Slip(part, unit.id, line, _words(unit, g.attribution.content), there, found)


def _differences(
    unit: Unit, gold: Marked, predicted: Marked
) -> Iterator[tuple[Literal["source", "speaker", "content", "cue", "type"], str, str]]:
    a, b = gold.attribution, predicted.attribution
    if gold.source != predicted.source:
        yield "source", _words(unit, a.source), _words(unit, b.source)
    if unit.speakers and a.speaker != b.speaker:
        yield "speaker", a.speaker, b.speaker
    if gold.content != predicted.content:
        yield "content", _words(unit, a.content), _words(unit, b.content)
    if gold.cue and not gold.cue & predicted.cue:
        yield "cue", _words(unit, a.cue), _words(unit, b.cue)
    if a.type != b.type:
        yield "type", a.type, b.type


def _words(unit: Unit, spans: Iterable[Span]) -> str:
    return " ".join(s.of(unit.text) for s in spans)


def _start(marked: Marked) -> int:
    return min((s.start for s in marked.attribution.content), default=0)


def _miss(unit: Unit, marked: Marked, kind: Kind, reason: str) -> Miss:
    a = marked.attribution
    cue, source, content = (_words(unit, part) for part in (a.cue, a.source, a.content))
    line = unit.text.count("\n", 0, _start(marked)) + 1
    return Miss(kind, unit.id, line, a.type, source, cue, content, reason)


def _why_missed(unit: Unit, gold: Marked, predicted: Sequence[Marked]) -> str:
    same_cue = [p for p in predicted if p.cue & gold.cue]
    if same_cue:
        return (
            f"found at this cue with another content, which overlaps by {max(_overlap(gold, p) for p in same_cue):.0%}"
        )
    if not gold.attribution.cue:
        return "no cue signals it"
    language = load_language(unit.language)
    words = [
        word for s in gold.attribution.cue for word in tokenize(unit.text, s.start, s.end, folding=language.fold).folded
    ]
    if any((known := language.word(w)).cue or known.noun for w in words):
        return "the cue is listed, but what it governs was not recognised here"
    return "the cue is not listed for the language"


def _why_extra(predicted: Marked, gold: Sequence[Marked]) -> str:
    overlap = max((_overlap(predicted, g) for g in gold), default=0.0)
    if any(predicted.cue & g.cue for g in gold):
        return f"its cue has another content, which overlaps by {overlap:.0%}"
    return "by the annotation this cue reports nothing" + (
        f"; another content overlaps by {overlap:.0%}" if overlap else ""
    )


def _overlap(a: Marked, b: Marked) -> float:
    union = len(a.content | b.content)
    return len(a.content & b.content) / union if union else 0.0

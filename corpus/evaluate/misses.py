"""List errors one by one, each with a reason: missed and extra attributions, and parts that differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from corpus.evaluate.matching import AttributionCharacters, character_sets, content_overlap, match_pairs
from corpus.evaluate.units import Unit
from corpus.languages.language import load_language
from corpus.languages.tokenizer import tokenize
from corpus.records import Span

MissKind = Literal["missed", "extra"]
Part = Literal["source", "speaker", "content", "cue", "type"]


@dataclass(frozen=True, slots=True)
class Miss:
    """A gold attribution that no prediction matches (missed), or a prediction that matches none (extra).

    Attributes:
        kind: ``missed`` or ``extra``.
        unit: id of the text.
        line: 1-based line where the content starts.
        type: type of the attribution.
        source: words of the source.
        cue: words of the cue.
        content: words of the content.
        reason: what was found in its place, or what the language data lacks.
    """

    kind: MissKind
    unit: str
    line: int
    type: str
    source: str
    cue: str
    content: str
    reason: str


def misses(units: Iterable[Unit]) -> Iterator[Miss]:
    """All missed and extra attributions, text by text, in the order of their contents."""
    for unit in units:
        gold, predicted = character_sets(unit.text, unit.gold), character_sets(unit.text, unit.predicted)
        pairs = match_pairs(gold, predicted)
        detected, correct = {i for i, _ in pairs}, {j for _, j in pairs}
        found: list[tuple[int, MissKind, AttributionCharacters, str]] = []
        for i, g in enumerate(gold):
            if i not in detected:
                found.append((_first_offset(g), "missed", g, _why_missed(unit, g, predicted)))
        for j, p in enumerate(predicted):
            if j not in correct:
                found.append((_first_offset(p), "extra", p, _why_extra(p, gold)))
        for _, kind, characters, reason in sorted(found, key=lambda f: f[:2]):
            yield _miss(unit, characters, kind, reason)


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A part of a detected attribution that differs from gold.

    Attributes:
        part: the part that differs.
        unit: id of the text.
        line: 1-based line where the content starts.
        content: words of the gold content.
        gold: the part in gold, in words.
        predicted: the part as predicted, in words.
    """

    part: Part
    unit: str
    line: int
    content: str
    gold: str
    predicted: str


def mismatches(units: Iterable[Unit]) -> Iterator[Mismatch]:
    """All differing parts of detected attributions, text by text, in the order of the gold contents."""
    for unit in units:
        gold, predicted = character_sets(unit.text, unit.gold), character_sets(unit.text, unit.predicted)
        pairs = [(gold[i], predicted[j]) for i, j in match_pairs(gold, predicted)]
        for g, p in sorted(pairs, key=lambda pair: _first_offset(pair[0])):
            content = _words(unit, g.attribution.content)
            for part, expected, found in _differences(unit, g, p):
                yield Mismatch(part, unit.id, _line(unit, g), content, expected, found)


def _differences(
    unit: Unit, gold: AttributionCharacters, predicted: AttributionCharacters
) -> Iterator[tuple[Part, str, str]]:
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


def _first_offset(characters: AttributionCharacters) -> int:
    return min((s.start for s in characters.attribution.content), default=0)


def _line(unit: Unit, characters: AttributionCharacters) -> int:
    return unit.text.count("\n", 0, _first_offset(characters)) + 1


def _miss(unit: Unit, characters: AttributionCharacters, kind: MissKind, reason: str) -> Miss:
    a = characters.attribution
    source, cue, content = _words(unit, a.source), _words(unit, a.cue), _words(unit, a.content)
    return Miss(kind, unit.id, _line(unit, characters), a.type, source, cue, content, reason)


def _why_missed(unit: Unit, gold: AttributionCharacters, predicted: Sequence[AttributionCharacters]) -> str:
    same_cue = [p for p in predicted if p.cue & gold.cue]
    if same_cue:
        overlap = max(content_overlap(gold, p) for p in same_cue)
        return f"found at this cue with another content, which overlaps by {overlap:.0%}"
    if not gold.attribution.cue:
        return "no cue signals it"
    if any(_lists_cue(unit, span) for span in gold.attribution.cue):
        return "the cue is listed, but what it governs was not recognised here"
    return "the cue is not listed for the language"


def _lists_cue(unit: Unit, span: Span) -> bool:
    """Whether a word of a span is a cue of the language data."""
    language = load_language(unit.language)
    words = tokenize(unit.text, span.start, span.end, folding=language.fold).folded
    entries = [language.word(word) for word in words]
    return any(entry.cue or entry.noun for entry in entries)


def _why_extra(predicted: AttributionCharacters, gold: Sequence[AttributionCharacters]) -> str:
    overlap = max((content_overlap(predicted, g) for g in gold), default=0.0)
    if any(predicted.cue & g.cue for g in gold):
        return f"its cue has another content, which overlaps by {overlap:.0%}"
    reason = "by the annotation this cue reports nothing"
    return f"{reason}; another content overlaps by {overlap:.0%}" if overlap else reason

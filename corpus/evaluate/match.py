"""Which prediction is which gold attribution: one to one, by the characters of their contents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.records import Attribution, Span

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

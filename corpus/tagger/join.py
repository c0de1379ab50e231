"""What the rules found and what the tagger found as one list of attributions.

Where both have an attribution, its spans are those of the rules, which follow the guidelines, and its source is the
tagger's. What one alone has stays if that is right often enough (`corpus.tagger.confidence`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.quotes.found import Found
from corpus.records import Span
from corpus.tagger.tagger import Tagged
from corpus.tagger.wording import Wording

#: From this share of common characters on, two contents are one (as in the evaluation), and from this one on alike.
_SAME, _ALIKE = 0.5, 0.8


@dataclass(frozen=True, slots=True)
class Candidate:
    """An attribution with what speaks for it: the tagger's evidence, the rule that found it, or both.

    What a rule alone found can stand ``inside`` a content of the tagger's, as nested attributions do, or be
    ``crossed``: the tagger has the words in another attribution. Else ``standing`` is empty.
    """

    found: Found
    tagged: Tagged | None
    rule: str | None
    standing: str = ""


def join(found: Sequence[Found], tagged: Sequence[Tagged], *, wording: Wording, name: str) -> list[Candidate]:
    """Candidates: one for each attribution of the tagger that counts, then the rules' that it has not.

    Args:
        found: what the rules found.
        tagged: what the tagger found.
        wording: of the article.
        name: what the rule of an attribution is called that the tagger alone found.
    """
    counted = [t for t in tagged if wording.counts(t.cue[0])]
    meeting = sorted(set(_meeting(found, counted)))
    partner_of = _pair(found, counted, meeting)
    out = []
    for n, t in enumerate(counted):
        partner = None if n not in partner_of else found[partner_of[n]]
        spans = _alone(t, wording, name) if partner is None else _both(partner, t, wording)
        out.append(Candidate(spans, t, None if partner is None else partner.rule))
    met = set(partner_of.values())
    neighbours: dict[int, list[Tagged]] = {}
    for m, n in meeting:
        neighbours.setdefault(m, []).append(counted[n])
    alone = ((f, _standing(f, neighbours.get(m, ()))) for m, f in enumerate(found) if m not in met)
    return out + [Candidate(f, None, f.rule, standing) for f, standing in alone]


def _standing(found: Found, neighbours: Sequence[Tagged]) -> str:
    whole = [*found.content, *found.cue, *found.source]
    if any(all(s.within(c) for s in whole) for t in neighbours for c in t.content):
        return "inside"
    length = sum(s.end - s.start for s in found.content)
    shared = sum(_common(found.content, t.content) for t in neighbours)
    return "crossed" if 2 * shared >= length else ""


def _alone(tagged: Tagged, wording: Wording, name: str) -> Found:
    return Found(
        content=tuple(wording.content(s) for s in tagged.content),
        cue=tuple(wording.cue(s) for s in tagged.cue),
        source=tuple(wording.source(s) for s in tagged.source),
        rule=name,
    )


def _both(found: Found, tagged: Tagged, wording: Wording) -> Found:
    content, source = found.content, found.source
    if _likeness(found.content, tagged.content) < _ALIKE:
        content = tuple(wording.content(s) for s in tagged.content)
    if tagged.source and not any(a.overlaps(b) for a in found.source for b in tagged.source):
        source = tuple(wording.source(s) for s in tagged.source)
    cue = found.cue or tuple(wording.cue(s) for s in tagged.cue)
    return replace(found, content=content, source=source, cue=cue, implied=found.implied and not source)


def _pair(found: Sequence[Found], tagged: Sequence[Tagged], meeting: Sequence[tuple[int, int]]) -> dict[int, int]:
    """For each of the tagger's the rules' attribution with the likest content, each of them once."""
    ranked = sorted((-_likeness(found[m].content, tagged[n].content), n, m) for m, n in meeting)
    partner_of: dict[int, int] = {}
    taken: set[int] = set()
    for unlikeness, n, m in ranked:
        if -unlikeness >= _SAME and n not in partner_of and m not in taken:
            partner_of[n] = m
            taken.add(m)
    return partner_of


def _meeting(found: Sequence[Found], tagged: Sequence[Tagged]) -> Iterator[tuple[int, int]]:
    """The pairs of attributions whose contents share a character."""
    spans = sorted(
        [(s.start, s.end, 0, n) for n, f in enumerate(found) for s in f.content]
        + [(s.start, s.end, 1, n) for n, t in enumerate(tagged) for s in t.content]
    )
    open_spans: list[tuple[int, int, int]] = []
    for start, end, side, n in spans:
        open_spans = [o for o in open_spans if o[0] > start]
        for _, other, m in open_spans:
            if other != side:
                yield (m, n) if side else (n, m)
        open_spans.append((end, side, n))


def _likeness(a: Sequence[Span], b: Sequence[Span]) -> float:
    """The share of characters that two contents have in common (intersection over union)."""
    common = _common(a, b)
    total = sum(s.end - s.start for s in (*a, *b))
    return common / (total - common) if total > common else 1.0


def _common(a: Sequence[Span], b: Sequence[Span]) -> int:
    return sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a for t in b)

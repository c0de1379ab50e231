"""From what was found to records: types, ids, parents, and what every pair of marks is."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.quotes.found import Found, type_of
from corpus.quotes.marks import Quoted
from corpus.records import Attribution, AttributionType, Mark, Span
from corpus.speakers.resolve import Resolved


def assemble(
    text: str, found: Sequence[Found], quoted: Sequence[Quoted], resolved: Sequence[Resolved]
) -> tuple[tuple[Attribution, ...], tuple[Mark, ...]]:
    """Attributions numbered in order of their contents, and the marks with what they hold."""
    ids = [f"q{n:03d}" for n in range(1, len(found) + 1)]
    attributions = tuple(
        Attribution(
            id=ids[n],
            type=_type(f, quoted),
            content=f.content,
            cue=f.cue,
            source=f.source,
            speaker=r.who.name,
            speaker_id=r.who.speaker_id,
            speaker_kind=r.who.kind,
            resolution=r.resolution,
            medium=f.medium.of(text) if f.medium else None,
            via=f.via.of(text) if f.via else None,
            parent=_parent(n, found, ids),
            rule=f.rule,
        )
        for n, (f, r) in enumerate(zip(found, resolved, strict=True))
    )
    return attributions, tuple(_mark(q, attributions) for q in sorted(quoted, key=lambda q: (q.start, -q.end)))


def _type(found: Found, quoted: Sequence[Quoted]) -> AttributionType:
    """By the marks, but for a block set as a quotation without them, and what is reported inside quoted words."""
    if found.rule == "direct.block":
        return "direct"
    return "indirect" if found.rule.startswith("nested") else type_of(found.content, quoted)


def _parent(n: int, found: Sequence[Found], ids: Sequence[str]) -> str | None:
    """The id of the smallest attribution whose one content span holds all of this one's contents."""
    mine = Span(found[n].content[0].start, found[n].content[-1].end)
    around = [
        (outer.end - outer.start, ids[m])
        for m, other in enumerate(found)
        for outer in other.content
        if m != n and mine.within(outer) and outer != mine
    ]
    return min(around)[1] if around else None


def _mark(quoted: Quoted, attributions: Sequence[Attribution]) -> Mark:
    inside = Span(quoted.inner_start, quoted.inner_end)
    for attribution in attributions:
        if any(inside.overlaps(span) for span in attribution.content):
            return Mark(quoted.start, quoted.end, "quotation", attribution.id)
    return Mark(quoted.start, quoted.end, "term")

"""From what was found to records: types, ids, parents, and what every pair of marks is."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from corpus.quotes.marks import Quoted
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Attribution, AttributionType, Mark, Span
from corpus.speakers.context import Resolved


def assemble(
    text: str, found: Sequence[RawAttribution], quoted: Sequence[Quoted], resolved: Sequence[Resolved]
) -> tuple[tuple[Attribution, ...], tuple[Mark, ...]]:
    """Attributions numbered in order of their contents, and the marks with what they hold."""
    pairs = sorted(quoted, key=lambda q: (q.start, -q.end))
    stretches: list[Span] = []
    for q in pairs:
        # Marks after a speech dash are inside what it sets off.
        if q.depth == 0 and (not stretches or q.start >= stretches[-1].end):
            stretches.append(Span(q.inner_start, q.inner_end))
    starts = [s.start for s in stretches]
    ids = [f"q{n:03d}" for n in range(1, len(found) + 1)]
    parents = _parents(found)
    attributions = tuple(
        Attribution(
            id=ids[n],
            type=_type(f, stretches, starts, inside=n in parents),
            content=f.content,
            cue=f.cue,
            source=f.source,
            speaker=r.who.name,
            speaker_id=r.who.speaker_id,
            speaker_kind=r.who.kind,
            resolution=r.resolution,
            medium=_plain(text, f.medium),
            via=_plain(text, f.via),
            parent=None if (outer := parents.get(n)) is None else ids[outer],
            rule=f.rule,
            act=f.act,
            confidence=f.confidence,
            speaker_confidence=r.confidence,
        )
        for n, (f, r) in enumerate(zip(found, resolved, strict=True))
    )
    return attributions, tuple(_marks(pairs, attributions))


def _plain(text: str, span: Span | None) -> str | None:
    """The words of a stretch with plain spaces between them: a value to group by, not a place in the text."""
    return None if span is None else " ".join(span.of(text).split())


def _type(found: RawAttribution, stretches: Sequence[Span], starts: Sequence[int], *, inside: bool) -> AttributionType:
    """Direct where all of a content is between marks, indirect where nothing of it does, else mixed.

    A block set as a quotation is direct without marks; what is reported inside quoted words is indirect,
    what is quoted there direct, if those words are an attribution: ``inside`` says so.
    ``stretches`` are the outermost quoted ones in order, which do not overlap one another, ``starts`` their starts.
    """
    if found.rule in ("direct.block", "direct.turn"):
        return "direct"
    if inside and found.is_nested:
        return "direct" if found.rule == "nested.quoted" else "indirect"
    within, touched = True, False
    for span in found.content:
        first = max(0, bisect_left(starts, span.start + 1) - 1)
        near = stretches[first : bisect_left(starts, span.end)]
        within = within and any(span.within(q) for q in near)
        touched = touched or any(span.overlaps(q) for q in near)
    return "direct" if within else "mixed" if touched else "indirect"


def _parents(found: Sequence[RawAttribution]) -> dict[int, int]:
    """For each attribution that is inside a content span of another one, the innermost such other."""
    spans = sorted(
        ((span, n) for n, f in enumerate(found) for span in f.content), key=lambda s: (s[0].start, -s[0].end)
    )
    whole = {n: Span(f.content[0].start, f.content[-1].end) for n, f in enumerate(found)}
    parents: dict[int, int] = {}
    around: list[tuple[Span, int]] = []
    for span, n in spans:
        around = [(outer, m) for outer, m in around if outer.end > span.start]
        if n not in parents and span.start == whole[n].start:
            holders = [(o.end - o.start, m) for o, m in around if m != n and whole[n].within(o) and o != whole[n]]
            if holders:
                parents[n] = min(holders)[1]
        around.append((span, n))
    return parents


def _marks(pairs: Sequence[Quoted], attributions: Sequence[Attribution]) -> Iterator[Mark]:
    """Each pair with the first attribution whose content it touches; one that touches none is a term."""
    spans = sorted((span.start, span.end, a.id) for a in attributions for span in a.content)
    alive: list[tuple[str, Span]] = []
    following = 0
    for quoted in pairs:
        inside = Span(quoted.inner_start, quoted.inner_end)
        while following < len(spans) and spans[following][0] < inside.end:
            start, end, owner = spans[following]
            alive.append((owner, Span(start, end)))
            following += 1
        alive = [(owner, span) for owner, span in alive if span.end > quoted.start]
        holders = [owner for owner, span in alive if span.overlaps(inside)]
        # Ids are numbered: the shorter is the earlier.
        holder = min(holders, key=lambda i: (len(i), i)) if holders else None
        yield Mark(quoted.start, quoted.end, "quotation" if holder else "term", holder)

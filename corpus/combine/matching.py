"""What the rules found and what the tagger found as one list of attributions.

Where both have an attribution, its content is that of the rules, which follow the guidelines, if the tagger's is
alike, and its source is the tagger's, with the apposition that the rules have behind it; where the rules have a cue and
its source right behind the words, all is theirs. What one alone has stays if that is right often enough
(`corpus.combine.confidence`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from corpus.combine.normalize_spans import Wording
from corpus.models.tagged import Tagged
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span

#: From this share of common characters on, two contents are one (as in the evaluation), and from this one on alike.
_SAME, _ALIKE = 0.5, 0.95
#: Rules for words with a cue and its source right behind them. Where the tagger's cue is elsewhere, keeping what they
#: found is right and taking the tagger's source is wrong in 26 cases, the other way round in 7 (PolNeAR's training
#: part, read by light networks that had not learned from it).
_CLOSED = frozenset(("direct.trailing", "indirect.trailing", "indirect.according"))


Parts = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An attribution with what speaks for it: the tagger's evidence, what the rules found there, or both.

    What one of them alone found can stand ``inside`` a content of the other's, as nested attributions do, or be
    ``crossed``: the other has some of the words in another attribution. Or it is ``seen``: the tagger has the content,
    but ties it to no cue. Else ``standing`` is empty.
    """

    found: RawAttribution
    tagged: Tagged | None
    ruled: RawAttribution | None
    standing: str = ""


def join(found: Sequence[RawAttribution], tagged: Sequence[Tagged], *, wording: Wording, name: str) -> list[Candidate]:
    """Candidates: one for each attribution of the tagger that counts, then the rules' that it has not.

    Args:
        found: what the rules found.
        tagged: what the tagger found, and what counts by the guidelines.
        wording: of the article.
        name: what the rule of an attribution is called that the tagger alone found.
    """
    counted = [t for t in tagged if t.cue]
    loose = [t for t in tagged if not t.cue]
    seen = set(_pair(found, loose, sorted(set(_meeting(found, loose))), wording).values())
    meeting = sorted(set(_meeting(found, counted)))
    partner_of = _pair(found, counted, meeting, wording)
    met = set(partner_of.values())
    near_tagged: dict[int, list[Parts]] = {}
    near_found: dict[int, list[Parts]] = {}
    for m, n in meeting:
        near_tagged.setdefault(n, []).append(found[m].content)
        near_found.setdefault(m, []).append(counted[n].content)
    out = []
    for n, t in enumerate(counted):
        if n in partner_of:
            partner = found[partner_of[n]]
            out.append(Candidate(_both(partner, t, wording), t, partner))
        else:
            out.append(Candidate(alone(t, wording, name), t, None, _standing(t, near_tagged.get(n, ()))))
    rest = (
        (f, _standing(f, near_found.get(m, ())) or ("seen" if m in seen else ""))
        for m, f in enumerate(found)
        if m not in met
    )
    return out + [Candidate(f, None, f, standing) for f, standing in rest]


def _standing(own: RawAttribution | Tagged, others: Sequence[Parts]) -> str:
    whole = [*own.content, *own.cue, *own.source]
    if any(all(s.within(c) for s in whole) for content in others for c in content):
        return "inside"
    return "crossed" if others else ""


def alone(tagged: Tagged, wording: Wording, name: str) -> RawAttribution:
    """What the tagger alone found, as the guidelines draw it; ``name`` is its rule."""
    content = tuple(wording.content(s) for s in tagged.content)
    cue = tagged.cue[0]
    spoken = (wording.is_speech(cue) and wording.counts(cue)) or all(wording.is_quoted(s) for s in content)
    return RawAttribution(
        content=content,
        cue=tuple(wording.cue(s) for s in tagged.cue),
        source=tuple(wording.source(s) for s in tagged.source),
        rule=name,
        act="speech" if spoken else "stance",
    )


def _both(found: RawAttribution, tagged: Tagged, wording: Wording) -> RawAttribution:
    """An attribution that both found, as the module says; none of its parts overlap."""
    if found.is_layout and found.source and not _overlap(found.source, tagged.source):
        return found
    if found.rule in _CLOSED and found.source and not _overlap(found.cue, tagged.cue):
        return found
    content = tuple(wording.content(s) for s in tagged.content)
    if _likeness(found.content, content, wording) >= _ALIKE:
        content = found.content
    theirs = tuple(wording.source(s) for s in tagged.source)
    source = theirs if theirs and not _is_longer(found.source, theirs, wording) else found.source
    cue = found.cue
    # Cues that are apart: that of the tagger goes with its source.
    if not cue or _overlap(cue, (*content, *source)) or not _overlap(cue, tagged.cue):
        cue = tuple(wording.cue(s) for s in tagged.cue)
    if theirs and _overlap(source, (*content, *cue)):
        source = theirs
    return replace(found, content=content, source=source, cue=cue, implied=found.implied and not source)


def _is_longer(ruled: Sequence[Span], tagged: Sequence[Span], wording: Wording) -> bool:
    """Whether the rules have the same source with an apposition or a clause behind it, as the guidelines want."""
    if not _overlap(ruled, tagged):
        return False
    return wording.text[tagged[-1].end : ruled[-1].end].lstrip().startswith((",", "("))


def _overlap(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(s.overlaps(t) for s in a for t in b)


def _pair(
    found: Sequence[RawAttribution], tagged: Sequence[Tagged], meeting: Sequence[tuple[int, int]], wording: Wording
) -> dict[int, int]:
    """For each of the tagger's the rules' attribution with the likest content, each of them once."""
    ranked = sorted((*_rank(found[m].content, tagged[n].content, wording), n, m) for m, n in meeting)
    partner_of: dict[int, int] = {}
    taken: set[int] = set()
    for _, unlikeness, n, m in ranked:
        if -unlikeness >= _SAME and n not in partner_of and m not in taken:
            partner_of[n] = m
            taken.add(m)
    return partner_of


def _meeting(found: Sequence[RawAttribution], tagged: Sequence[Tagged]) -> Iterator[tuple[int, int]]:
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


def _rank(a: Sequence[Span], b: Sequence[Span], wording: Wording) -> tuple[bool, float]:
    """What is sorted by: first those that begin in the same paragraph, then the likest."""
    apart = wording.paragraph(a[0].start) != wording.paragraph(b[0].start)
    return apart, -_likeness(a, b, wording)


def _likeness(a: Sequence[Span], b: Sequence[Span], wording: Wording) -> float:
    """The share of characters that two contents have in common (intersection over union).

    Only the first paragraph counts in which both can have a part: the rules tie paragraphs of quotation together where
    the tagger has the last one, and what goes on in later ones changes nothing here.
    """
    line = wording.paragraph(max(a[0].start, b[0].start))
    a, b = ([s for s in content if line.start <= s.start < line.end] for content in (a, b))
    common = _common(a, b)
    total = sum(s.end - s.start for s in (*a, *b))
    return common / (total - common) if total > common else 1.0


def _common(a: Sequence[Span], b: Sequence[Span]) -> int:
    return sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a for t in b)

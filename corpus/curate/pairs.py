"""The pairs of quotation marks and speech dashes in the lines that people kept, and what each is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.curate.annotation import Annotation
from corpus.language import load_language
from corpus.quotes.engine import find_attributions
from corpus.quotes.marks import Quoted
from corpus.records import Mark, MarkKind, Segment, Span
from corpus.text import ArticleTokens

#: The rule of a segment whose role a person decided otherwise than the tool, and of every curated attribution.
CURATED = "curated"


def curated_segments(segments: Sequence[Segment], annotation: Annotation) -> tuple[Segment, ...]:
    """The segments with the roles of the annotation; the rule stays where it gave the same role."""
    roles = {s.line: s.role for s in annotation.segments}
    return tuple(
        s if s.role == roles.get(s.line, s.role) else replace(s, role=roles[s.line], rule=CURATED) for s in segments
    )


def pairs_of(text: str, segments: Sequence[Segment], *, language: str) -> list[Quoted]:
    """All pairs of marks and speech dashes of the kept segments, in order."""
    known = load_language(language)
    tokens = ArticleTokens(text, [(s.start, s.end) for s in segments if s.kept], folding=known.fold)
    _, quoted = find_attributions(tokens, segments, known)
    return sorted(quoted, key=lambda q: (q.start, -q.end))


def curated_marks(pairs: Sequence[Quoted], annotation: Annotation) -> tuple[Mark, ...]:
    """Every pair with its kind: as listed, else the quotation whose content it holds, else a term."""
    found = {(m.start, m.end): Mark(m.start, m.end, m.kind) for m in annotation.marks}
    for pair in pairs:
        if _listed(pair, annotation) is None:
            holder = _holder(pair, annotation)
            kind: MarkKind = "term" if holder is None else "quotation"
            found.setdefault((pair.start, pair.end), Mark(pair.start, pair.end, kind, holder))
    return tuple(sorted(found.values(), key=lambda m: (m.start, -m.end)))


def uncovered(pairs: Sequence[Quoted], annotation: Annotation) -> Iterator[Quoted]:
    """The pairs that hold no content and are not listed."""
    for pair in pairs:
        if _holder(pair, annotation) is None and _listed(pair, annotation) is None:
            yield pair


def _listed(pair: Quoted, annotation: Annotation) -> Span | None:
    """The listed mark that the pair is, or that it stands in or reaches into."""
    around = Span(pair.start, pair.end)
    spans = (Span(m.start, m.end) for m in annotation.marks)
    return next((s for s in spans if s == around or s.overlaps(Span(pair.inner_start, pair.inner_end))), None)


def _holder(pair: Quoted, annotation: Annotation) -> str | None:
    inside = Span(pair.inner_start, pair.inner_end)
    holding = (a.id for a in annotation.attributions if any(inside.overlaps(c.span) for c in a.content))
    return next(holding, None)

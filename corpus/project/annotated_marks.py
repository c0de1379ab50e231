"""The pairs of quotation marks and speech dashes in the lines that people kept, and what each is."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate

from corpus.languages.language import load_language
from corpus.languages.tokenizer import ArticleTokens
from corpus.project.annotation import Annotation
from corpus.quotes.engine import find_attributions
from corpus.quotes.marks import Quoted
from corpus.records import Mark, MarkKind, Segment, Span

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
    listed, contents = _marks_of(annotation), _contents_of(annotation)
    for pair in pairs:
        if not _is_listed(pair, listed):
            holder = _holder(pair, contents)
            kind: MarkKind = "term" if holder is None else "quotation"
            found.setdefault((pair.start, pair.end), Mark(pair.start, pair.end, kind, holder))
    return tuple(sorted(found.values(), key=lambda m: (m.start, -m.end)))


def uncovered(pairs: Sequence[Quoted], annotation: Annotation) -> Iterator[Quoted]:
    """The pairs that hold no content and are not listed."""
    listed, contents = _marks_of(annotation), _contents_of(annotation)
    for pair in pairs:
        if _holder(pair, contents) is None and not _is_listed(pair, listed):
            yield pair


class _Places:
    """Spans by their starts, to find those that overlap a stretch without looking at the others."""

    def __init__(self, spans: Iterable[tuple[Span, int]]) -> None:
        self.spans = sorted(spans)
        self._starts = [span.start for span, _ in self.spans]
        #: The furthest end so far: it never falls, so that one can look for a place in it.
        self._ends = list(accumulate((span.end for span, _ in self.spans), max))

    def near(self, start: int, end: int) -> Sequence[tuple[Span, int]]:
        """All spans that overlap ``[start, end)``, and perhaps some that do not, each with its number."""
        return self.spans[bisect_right(self._ends, start) : bisect_left(self._starts, end)]


def _marks_of(annotation: Annotation) -> _Places:
    return _Places((Span(m.start, m.end), n) for n, m in enumerate(annotation.marks))


def _contents_of(annotation: Annotation) -> tuple[_Places, Sequence[str]]:
    attributions = annotation.attributions
    places = _Places((c.span, n) for n, a in enumerate(attributions) for c in a.content)
    return places, [a.id for a in attributions]


def _is_listed(pair: Quoted, listed: _Places) -> bool:
    """Whether the pair is a listed mark, or stands in one or reaches into one."""
    around, inside = Span(pair.start, pair.end), Span(pair.inner_start, pair.inner_end)
    return any(span == around or span.overlaps(inside) for span, _ in listed.near(pair.start, pair.end))


def _holder(pair: Quoted, contents: tuple[_Places, Sequence[str]]) -> str | None:
    """The first attribution that has a content in the pair."""
    inside = Span(pair.inner_start, pair.inner_end)
    places, ids = contents
    holding = (n for span, n in places.near(inside.start, inside.end) if inside.overlaps(span))
    first = min(holding, default=None)
    return None if first is None else ids[first]

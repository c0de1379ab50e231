"""The article text proper, and where a place in the raw text lies in it.

The article text is the kept segments joined by `GAP`. Spans are kept in raw coordinates until they are published.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.errors import ReleaseError
from corpus.records import Article, Attribution, Segment, Span

GAP = "\n\n"
FAULT = "This is a fault of the tool: please report it with the article"


@dataclass(frozen=True, slots=True)
class Layout:
    """An article with its text proper and its paragraphs; ``starts`` holds where each of them begins in that text."""

    article: Article
    text: str
    paragraphs: tuple[Segment, ...]
    starts: tuple[int, ...]
    _begins: list[int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_begins", [p.start for p in self.paragraphs])

    def shift(self, span: Span) -> Span:
        """A span of the raw text as a span of the article text.

        Raises:
            ReleaseError: it is not inside one kept segment, or outside the raw text: the tool has a bug.
        """
        index = self._index(span)
        moved = self.starts[index] - self.paragraphs[index].start
        return Span(span.start + moved, span.end + moved)

    def paragraph(self, span: Span) -> Segment:
        """The paragraph that a span of the raw text stands in; raises as `shift` does."""
        return self.paragraphs[self._index(span)]

    def find(self, span: Span) -> int | None:
        """The index of the paragraph that a span of the raw text stands in, if it stands in one."""
        index = bisect_right(self._begins, span.start) - 1
        return index if index >= 0 and span.start < span.end <= self.paragraphs[index].end else None

    def _index(self, span: Span) -> int:
        index = self.find(span)
        if index is None:
            raise ReleaseError(
                f"{self.article.id}: the span {span.start}-{span.end} is not inside one paragraph",
                hint=FAULT,
            )
        return index


def lay_out(article: Article) -> Layout:
    """The text proper of an article.

    Raises:
        ReleaseError: its segments leave out text, or are not what their offsets say: the tool has a bug.
    """
    covered = "".join(s.span.of(article.text) for s in article.segments)
    if "".join(covered.split()) != "".join(article.text.split()):
        raise ReleaseError(f"{article.id}: its segments do not hold all of its text", hint=FAULT)
    starts, at, paragraphs = [], 0, article.paragraphs
    for paragraph in paragraphs:
        starts.append(at)
        at += paragraph.end - paragraph.start + len(GAP)
    return Layout(article, GAP.join(p.span.of(article.text) for p in paragraphs), paragraphs, tuple(starts))


def inside(layout: Layout, attribution: Attribution) -> bool:
    """Whether all of an attribution's spans stand in the article text proper."""
    spans = (*attribution.content, *attribution.cue, *attribution.source)
    return all(layout.find(span) is not None for span in spans)


def attributed_paragraphs(layout: Layout, attribution: Attribution) -> list[Segment]:
    """The paragraphs that an attribution's content, cue and source stand in, in order."""
    spans: Iterable[Span] = (*attribution.content, *attribution.cue, *attribution.source)
    found = {p.position: p for p in map(layout.paragraph, spans)}
    return [found[position] for position in sorted(found)]

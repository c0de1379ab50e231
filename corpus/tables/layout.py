"""The article text (kept segments joined by `GAP`), and where a span of the raw text is in it.

Attributions keep raw coordinates; they are shifted to the article text when rows are made.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field

from corpus.errors import ReleaseError
from corpus.records import Article, Attribution, Segment, Span

#: What separates paragraphs in the article text.
GAP = "\n\n"
BUG_HINT = "This is a bug in convoy17: please report it with the article"


@dataclass(frozen=True, slots=True)
class ArticleLayout:
    """An article with its article text.

    Attributes:
        article: the article, in raw coordinates.
        text: the article text.
        paragraphs: the kept segments, in raw coordinates.
        starts: where each paragraph starts in ``text``, in code points.
    """

    article: Article
    text: str
    paragraphs: tuple[Segment, ...]
    starts: tuple[int, ...]
    _raw_starts: list[int] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_raw_starts", [p.start for p in self.paragraphs])

    def shift(self, span: Span) -> Span:
        """Convert a span of the raw text to the same span of the article text.

        Raises:
            ReleaseError: the span is not inside one kept segment, which is a bug.
        """
        index = self._index(span)
        offset = self.starts[index] - self.paragraphs[index].start
        return Span(span.start + offset, span.end + offset)

    def paragraph(self, span: Span) -> Segment:
        """Return the paragraph that holds a span of the raw text; raises as `shift` does."""
        return self.paragraphs[self._index(span)]

    def find(self, span: Span) -> int | None:
        """Return the index of the paragraph that holds a span of the raw text, None if no single one does."""
        index = bisect_right(self._raw_starts, span.start) - 1
        if index < 0:
            return None
        return index if span.start < span.end <= self.paragraphs[index].end else None

    def _index(self, span: Span) -> int:
        index = self.find(span)
        if index is None:
            message = f"{self.article.id}: the span {span.start}-{span.end} is not inside one paragraph"
            raise ReleaseError(message, hint=BUG_HINT)
        return index


def lay_out(article: Article) -> ArticleLayout:
    """Join the kept segments of an article into its article text.

    Raises:
        ReleaseError: the segments do not cover all text of the article, which is a bug.
    """
    covered = "".join(s.span.of(article.text) for s in article.segments)
    if "".join(covered.split()) != "".join(article.text.split()):
        raise ReleaseError(f"{article.id}: its segments do not cover all of its text", hint=BUG_HINT)
    starts = []
    position = 0
    for paragraph in article.paragraphs:
        starts.append(position)
        position += paragraph.end - paragraph.start + len(GAP)
    text = GAP.join(p.span.of(article.text) for p in article.paragraphs)
    return ArticleLayout(article, text, article.paragraphs, tuple(starts))


def is_in_article_text(layout: ArticleLayout, attribution: Attribution) -> bool:
    """Return whether all spans of an attribution are in kept paragraphs."""
    spans = (*attribution.content, *attribution.cue, *attribution.source)
    return all(layout.find(span) is not None for span in spans)


def attributed_paragraphs(layout: ArticleLayout, attribution: Attribution) -> list[Segment]:
    """Return the paragraphs that hold an attribution's content, cue and source, in article order."""
    spans: Iterable[Span] = (*attribution.content, *attribution.cue, *attribution.source)
    paragraphs = {p.position: p for p in map(layout.paragraph, spans)}
    return [paragraphs[position] for position in sorted(paragraphs)]

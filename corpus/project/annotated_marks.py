"""Find the pairs of quotation marks and speech dashes in annotated lines, and what each is for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from corpus.clean.lines import split_lines
from corpus.languages.language import load_language
from corpus.languages.tokenizer import ArticleTokens
from corpus.project.annotation import Annotation
from corpus.quotes.engine import find_attributions
from corpus.quotes.marks import Quoted, pair_marks
from corpus.records import AttributionType, Mark, MarkKind, Segment, Span

#: The rule of a segment whose role differs from the tool's, and of every curated attribution.
CURATED = "curated"


def curated_segments(segments: Sequence[Segment], annotation: Annotation) -> tuple[Segment, ...]:
    """Return the segments with the roles of the annotation.

    Args:
        segments: The segments as the tool classifies them.
        annotation: The annotation of the article.

    Returns:
        The segments; one whose role is unchanged keeps its rule.
    """
    roles = annotation.roles
    curated = []
    for segment in segments:
        role = roles.get(segment.line, segment.role)
        curated.append(segment if role == segment.role else replace(segment, role=role, rule=CURATED))
    return tuple(curated)


def pairs_of(text: str, segments: Sequence[Segment], *, language: str) -> list[Quoted]:
    """Find all pairs of marks and speech dashes of the kept segments, in order.

    Args:
        text: The raw text.
        segments: Its segments with their roles.
        language: Code of its language.
    """
    data = load_language(language)
    tokens = ArticleTokens(text, [(s.start, s.end) for s in segments if s.kept], folding=data.fold)
    _, quoted = find_attributions(tokens, segments, data)
    return sorted(quoted, key=lambda q: (q.start, -q.end))


def all_pairs(text: str) -> list[Quoted]:
    """Find the pairs of quotation marks of all lines of a text."""
    pairs: list[Quoted] = []
    for line in split_lines(text):
        pairs += pair_marks(text, line.start, line.end)
    return pairs


def type_by_marks(text: str, content: Iterable[Span], pairs: Iterable[Quoted]) -> AttributionType:
    """Determine the type of an attribution from quotation marks: direct if all its letters are between them.

    Marks and punctuation do not count, since the contents of other corpora include them.

    Args:
        text: The raw text.
        content: The spans of the content.
        pairs: The pairs of the text, from `all_pairs`.
    """
    spans = tuple(content)
    inner = [Span(pair.inner_start, pair.inner_end) for pair in pairs]
    near = [quoted for quoted in inner if any(span.overlaps(quoted) for span in spans)]
    is_quoted = [any(q.start <= offset < q.end for q in near) for offset in _letter_offsets(text, spans)]
    if not any(is_quoted):
        return "indirect"
    return "direct" if all(is_quoted) else "mixed"


def _letter_offsets(text: str, spans: Iterable[Span]) -> Iterator[int]:
    for span in spans:
        for offset in range(span.start, span.end):
            if text[offset].isalnum():
                yield offset


def curated_marks(pairs: Sequence[Quoted], annotation: Annotation) -> tuple[Mark, ...]:
    """Return every pair with its kind: as listed, else the quotation whose content it holds, else a term.

    Args:
        pairs: The pairs of the text, from `pairs_of`.
        annotation: The annotation of the article.
    """
    marks = _AnnotatedMarks.of(annotation)
    found = {(m.start, m.end): Mark(m.start, m.end, m.kind) for m in annotation.marks}
    for pair in pairs:
        if not marks.lists(pair):
            attribution = marks.holder_of(pair)
            kind: MarkKind = "term" if attribution is None else "quotation"
            found.setdefault((pair.start, pair.end), Mark(pair.start, pair.end, kind, attribution))
    return tuple(sorted(found.values(), key=lambda m: (m.start, -m.end)))


def uncovered(pairs: Sequence[Quoted], annotation: Annotation) -> Iterator[Quoted]:
    """Yield the pairs that hold no content and are not listed.

    Args:
        pairs: The pairs of the text, from `pairs_of`.
        annotation: The annotation of the article.
    """
    marks = _AnnotatedMarks.of(annotation)
    for pair in pairs:
        if marks.holder_of(pair) is None and not marks.lists(pair):
            yield pair


class _SpanIndex:
    """Numbered spans sorted by start, to find those that overlap a range without looking at the others."""

    def __init__(self, spans: Iterable[tuple[Span, int]]) -> None:
        self._spans = sorted(spans)
        self._starts = [span.start for span, _ in self._spans]
        # The largest end so far never decreases, so it can be searched.
        self._max_ends = list(accumulate((span.end for span, _ in self._spans), max))

    def near(self, start: int, end: int) -> Sequence[tuple[Span, int]]:
        """Return all spans that overlap ``[start, end)``, and possibly some that do not, with their numbers."""
        return self._spans[bisect_right(self._max_ends, start) : bisect_left(self._starts, end)]


@dataclass(frozen=True, slots=True)
class _AnnotatedMarks:
    """The listed marks and the contents of an annotation; the number of a content is that of its attribution."""

    listed: _SpanIndex
    contents: _SpanIndex
    attribution_ids: Sequence[str]

    @classmethod
    def of(cls, annotation: Annotation) -> _AnnotatedMarks:
        listed = [(Span(m.start, m.end), n) for n, m in enumerate(annotation.marks)]
        contents = [(c.span, n) for n, a in enumerate(annotation.attributions) for c in a.content]
        return cls(_SpanIndex(listed), _SpanIndex(contents), [a.id for a in annotation.attributions])

    def lists(self, pair: Quoted) -> bool:
        """Return whether the pair is a listed mark, or overlaps one with its inside."""
        outside, inside = Span(pair.start, pair.end), Span(pair.inner_start, pair.inner_end)
        return any(span == outside or span.overlaps(inside) for span, _ in self.listed.near(pair.start, pair.end))

    def holder_of(self, pair: Quoted) -> str | None:
        """Return the id of the first attribution with a content in the pair."""
        inside = Span(pair.inner_start, pair.inner_end)
        near = self.contents.near(inside.start, inside.end)
        first = min((n for span, n in near if inside.overlaps(span)), default=None)
        return None if first is None else self.attribution_ids[first]

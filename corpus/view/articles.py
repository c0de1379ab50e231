"""Lay out an article: its lines in order, each cut where a content, cue or source starts or ends."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from unicodedata import bidirectional

from corpus.tables.rows import Row
from corpus.view.site import Site, SpeakerView, speaker_key
from corpus.view.text import file_stem

_LOCAL_ID = re.compile(r"q\d+")
#: In order of precedence for spans of equal length: cue and source first, so that those of a nested quote are seen.
_PARTS = ("cue", "source", "content")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line.

    Attributes:
        text: its text.
        quote: the quote that it is shown as a part of, if any.
        part: ``content``, ``cue`` or ``source`` of the quote; empty without a quote.
        first: whether it is the first piece of the quote's content.
        depth: number of contents that it is inside.
    """

    text: str
    quote: Row | None = None
    part: str = ""
    first: bool = False
    depth: int = 0


@dataclass(frozen=True, slots=True)
class ArticleLine:
    """A line of an article.

    Attributes:
        row: its row in the table paragraphs.
        pieces: the pieces that it is cut into.
        quotes: the quotes whose content starts here; the margin describes them.
        direction: direction of the article, or the opposite one if most letters of the line have that (an English
            caption in an Arabic article).
    """

    row: Row
    pieces: tuple[Piece, ...]
    quotes: tuple[Row, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class _PartSpan:
    """A span of a quote's content, cue or source; ``rank`` is the position of the part in `_PARTS`."""

    start: int
    end: int
    rank: int
    part: str
    quote: Row


def fragment(quote: Row) -> str:
    """The id of a quote on the page of its article; it starts with ``q``, as no other id on the page does."""
    local_id = file_stem(quote["quote_id"].removeprefix(quote["article_id"] + "."))
    return local_id if _LOCAL_ID.fullmatch(local_id) else f"q-{local_id}"


def speakers_in(site: Site, quotes: Sequence[Row]) -> list[tuple[SpeakerView, int]]:
    """The speakers of an article's quotes with the number of their quotes, the most quoted first."""
    counts = Counter(speaker_key(quote) for quote in quotes)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(site.speaker_by_key[key], count) for key, count in ranked]


def lines_of(site: Site, article: Row, quotes: Sequence[Row]) -> Iterator[ArticleLine]:
    """Every non-empty line of an article, kept or dropped, in order.

    Args:
        site: the data.
        article: the article.
        quotes: its quotes.
    """
    rows = list(site.paragraphs_of.get(article["article_id"], ()))
    marked = _marked_paragraphs([row for row in rows if row["kept"]], quotes)
    usual = site.language_of(article).direction
    for row in rows:
        marks = marked.get(row["paragraph_id"], _ParagraphMarks())
        pieces = tuple(_pieces(row, article["text"], marks.spans)) if row["kept"] else (Piece(row["text"]),)
        yield ArticleLine(row, pieces, tuple(marks.quotes), _direction(row["text"], usual))


def headline_of(article: Row, lines: Sequence[ArticleLine]) -> Row | None:
    """The row of the line that is the title of an article; None if its text has none."""
    for line in lines:
        if line.row["kept"] and line.row["role"] == "headline" and line.row["text"] == article["title"]:
            return line.row
    return None


@dataclass(slots=True)
class _ParagraphMarks:
    """What is marked in a paragraph: spans of quotes, and the quotes whose content starts in it."""

    spans: list[_PartSpan] = field(default_factory=list)
    quotes: list[Row] = field(default_factory=list)


def _marked_paragraphs(kept: Sequence[Row], quotes: Sequence[Row]) -> dict[str, _ParagraphMarks]:
    """Assign the spans of quotes to paragraphs by their offsets.

    A span is inside one paragraph. In a damaged release that may not hold: then it is shown as far as possible.

    Returns:
        Spans and quotes by paragraph id.
    """
    starts = [row["start"] for row in kept]
    marked = {row["paragraph_id"]: _ParagraphMarks() for row in kept}
    for quote in quotes:
        for span in _part_spans(quote):
            index = bisect_right(starts, span.start) - 1
            if index >= 0:
                marked[kept[index]["paragraph_id"]].spans.append(span)
        if kept:
            content_start = quote["content"][0]["start"] if quote["content"] else 0
            index = max(0, bisect_right(starts, content_start) - 1)
            marked[kept[index]["paragraph_id"]].quotes.append(quote)
    return marked


def _direction(text: str, usual: str) -> str:
    classes = Counter(map(bidirectional, text))
    left_to_right, right_to_left = classes["L"], classes["R"] + classes["AL"]
    if left_to_right == right_to_left or usual not in ("ltr", "rtl"):
        return usual
    return "ltr" if left_to_right > right_to_left else "rtl"


def _part_spans(quote: Row) -> Iterator[_PartSpan]:
    for rank, part in enumerate(_PARTS):
        for span in quote[part]:
            yield _PartSpan(span["start"], span["end"], rank, part, quote)


def _pieces(row: Row, text: str, spans: Sequence[_PartSpan]) -> Iterator[Piece]:
    """Cut a line at every boundary of a span; each piece belongs to the shortest span around it."""
    opening = sorted(spans, key=lambda s: s.start)
    active: list[_PartSpan] = []
    started: set[str] = set()
    at = 0
    for left, right in pairwise(_boundaries(row, spans)):
        while at < len(opening) and opening[at].start <= left:
            active.append(opening[at])
            at += 1
        active = [s for s in active if s.end > left]
        owner = min(active, key=lambda s: (s.end - s.start, s.rank), default=None)
        if owner is None:
            yield Piece(text[left:right])
            continue
        quote_id = owner.quote["quote_id"]
        first = quote_id not in started and _starts_content(owner, left)
        if first:
            started.add(quote_id)
        depth = len({s.quote["quote_id"] for s in active if s.part == "content"})
        yield Piece(text[left:right], owner.quote, owner.part, first, depth)


def _boundaries(row: Row, spans: Sequence[_PartSpan]) -> list[int]:
    """The offsets where a line is cut, from its start to its end."""
    start, end = row["start"], row["end"]
    boundaries = {start, end}
    for span in spans:
        boundaries.add(min(max(span.start, start), end))
        boundaries.add(min(max(span.end, start), end))
    return sorted(boundaries)


def _starts_content(span: _PartSpan, offset: int) -> bool:
    """Whether the content of a span's quote starts at an offset of the span."""
    return span.part == "content" and span.quote["content"][0]["start"] == offset

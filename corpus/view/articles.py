"""A page's article: its lines in order, each cut where an attribution's words, cue or source begin or end."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from unicodedata import bidirectional

from corpus.tables.rows import Row
from corpus.view.site import Site, SpeakerView, voice_key
from corpus.view.text import file_stem

_LOCAL = re.compile(r"q\d+")
#: Cue and source are looked at before content, so that those of a quote inside another's words are seen.
_PARTS = ("cue", "source", "content")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line that one attribution owns, or none; ``first`` where it is the first of its content.

    ``depth`` is the number of contents that it stands in.
    """

    text: str
    quote: Row | None
    part: str
    first: bool
    depth: int


@dataclass(frozen=True, slots=True)
class Line:
    """A segment with its pieces, and the attributions that are told of in its margin: those whose content begins here.

    ``direction`` is the article's, or the other one where most letters run that way (an English caption in Arabic).
    """

    row: Row
    pieces: tuple[Piece, ...]
    quotes: tuple[Row, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class _Owned:
    start: int
    end: int
    rank: int
    part: str
    quote: Row


def fragment(quote: Row) -> str:
    """The id of a quote inside the page of its article; it begins with a ``q``, as no other id there does."""
    local = file_stem(quote["quote_id"].removeprefix(quote["article_id"] + "."))
    return local if _LOCAL.fullmatch(local) else f"q-{local}"


def voices_in(site: Site, article: Row) -> list[tuple[SpeakerView, int]]:
    """The speakers of an article with the number of their quotes in it, the most quoted first."""
    quotes = site.quotes_of.get(article["article_id"], ())
    counts = Counter(voice_key(quote) for quote in quotes)
    return [(site.voice[key], n) for key, n in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def lines_of(site: Site, article: Row) -> Iterator[Line]:
    """Every line of an article that holds text, kept or dropped, in order."""
    quotes = site.quotes_of.get(article["article_id"], ())
    rows = site.paragraphs_of.get(article["article_id"], ())
    kept = [row for row in rows if row["kept"]]
    starts = [row["start"] for row in kept]
    owned: dict[str, list[_Owned]] = {}
    begun: dict[str, list[Row]] = {}
    for quote in quotes:
        spans = _owned(quote)
        for span in spans:
            # A span stands in one paragraph; a release in which one does not is damaged, and shows as far as it goes.
            index = bisect_right(starts, span.start) - 1
            if index >= 0:
                owned.setdefault(kept[index]["paragraph_id"], []).append(span)
        home = bisect_right(starts, next((s.start for s in spans if s.part == "content"), 0)) - 1
        begun.setdefault(kept[max(home, 0)]["paragraph_id"] if kept else "", []).append(quote)
    for row in rows:
        spans = owned.get(row["paragraph_id"], [])
        quotes_here = tuple(begun.get(row["paragraph_id"], ()))
        pieces = (
            tuple(_pieces(row, article["text"], spans)) if row["kept"] else (Piece(row["text"], None, "", False, 0),)
        )
        yield Line(row, pieces, quotes_here, _direction(row["text"], site.tongue_of(article).direction))


def _direction(text: str, usual: str) -> str:
    classes = Counter(map(bidirectional, text))
    to_right, to_left = classes["L"], classes["R"] + classes["AL"]
    if to_right == to_left or usual not in ("ltr", "rtl"):
        return usual
    return "ltr" if to_right > to_left else "rtl"


def _owned(quote: Row) -> list[_Owned]:
    return [
        _Owned(span["start"], span["end"], rank, part, quote)
        for rank, part in enumerate(_PARTS)
        for span in quote[part]
    ]


def _pieces(row: Row, text: str, spans: Sequence[_Owned]) -> Iterator[Piece]:
    """Cut the line at every border; each piece goes to the shortest span around it."""
    start, end = row["start"], row["end"]
    borders = sorted({start, end, *(min(max(b, start), end) for s in spans for b in (s.start, s.end))})
    opening = sorted(spans, key=lambda s: s.start)
    active: list[_Owned] = []
    seen: set[str] = set()
    at = 0
    for left, right in pairwise(borders):
        while at < len(opening) and opening[at].start <= left:
            active.append(opening[at])
            at += 1
        active = [s for s in active if s.end > left]
        owner = min(active, key=lambda s: (s.end - s.start, s.rank), default=None)
        if owner is None:
            yield Piece(text[left:right], None, "", False, 0)
            continue
        quote_id = owner.quote["quote_id"]
        first = owner.part == "content" and quote_id not in seen and owner.quote["content"][0]["start"] == left
        seen |= {quote_id} if first else set()
        depth = len({s.quote["quote_id"] for s in active if s.part == "content"})
        yield Piece(text[left:right], owner.quote, owner.part, first, depth)

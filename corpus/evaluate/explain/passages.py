"""Passages of a raw text, selected by offset, line or words, and whether spans overlap them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from corpus.clean.lines import line_places
from corpus.errors import InputError
from corpus.records import Segment, Span


class Passages:
    """Passages of a text.

    Args:
        spans: the passages, sorted and without overlap; None for the whole text.
    """

    def __init__(self, spans: Sequence[Span] | None) -> None:
        self._all = spans is None
        self._spans = list(spans or ())
        self._starts = [s.start for s in self._spans]

    def overlap(self, spans: Iterable[Span]) -> bool:
        """Whether one of the spans shares a code point with one of the passages."""
        return self._all or any(self._overlaps(s) for s in spans)

    def _overlaps(self, span: Span) -> bool:
        last = bisect_left(self._starts, span.end) - 1
        return last >= 0 and self._spans[last].end > span.start


class LineNumbers:
    """The line numbers of offsets in the raw text."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._starts = [s.start for s in segments]

    def at(self, offset: int) -> int:
        """The 1-based line of an offset, which is inside a segment."""
        return self._segments[max(0, bisect_right(self._starts, offset) - 1)].line


def at_offset(text: str, offset: int) -> list[Span]:
    """Select the code point at an offset, counted from 0.

    Raises:
        InputError: the offset is outside the text.
    """
    if not 0 <= offset < len(text):
        raise InputError(
            f"there is no offset {offset} in the text", hint=f"It has {len(text)} characters, counted from 0"
        )
    return [Span(offset, offset + 1)]


def of_line(text: str, number: int) -> list[Span]:
    """Select a line, counted from 1 as segments are.

    Raises:
        InputError: the line is empty, or the text has fewer lines.
    """
    last = 0
    for last, start, end, *_ in line_places(text):
        if last == number:
            return [Span(start, end)]
    raise InputError(f"there is no text in line {number}", hint=f"The last line with text is {last}")


def all_matches(text: str, words: str) -> list[Span]:
    """Select all places where the text has these words, exactly as written.

    Raises:
        InputError: the text does not have them.
    """
    found = []
    at = text.find(words) if words else -1
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + len(words))
    if not found:
        raise InputError(
            f"the text does not have {words!r}",
            hint="Give the words exactly as the text has them, with punctuation and capitals",
        )
    return found

"""Passages of a raw text: by offset, by line, by words; and what touches them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from corpus.clean.lines import line_places
from corpus.errors import InputError
from corpus.records import Segment, Span


class Passages:
    """Stretches of a text, in order and apart from one another; all of it where None are given."""

    def __init__(self, spans: Sequence[Span] | None) -> None:
        self._all = spans is None
        self._spans = list(spans or ())
        self._starts = [s.start for s in self._spans]

    def touch(self, spans: Iterable[Span]) -> bool:
        """Whether one of the spans shares a code point with one of the passages."""
        return self._all or any(self._touch(s) for s in spans)

    def _touch(self, span: Span) -> bool:
        last = bisect_left(self._starts, span.end) - 1
        return last >= 0 and self._spans[last].end > span.start


class LineNumbers:
    """Which line of the raw text an offset lies in."""

    def __init__(self, segments: Sequence[Segment]) -> None:
        self._segments = segments
        self._starts = [s.start for s in segments]

    def at(self, offset: int) -> int:
        """The 1-based line of an offset within a segment."""
        return self._segments[max(0, bisect_right(self._starts, offset) - 1)].line


def at_offset(text: str, offset: int) -> list[Span]:
    """The passage of the one code point at an offset.

    Raises:
        InputError: the text is shorter.
    """
    if not 0 <= offset < len(text):
        raise InputError(
            f"there is no offset {offset} in the text", remedy=f"It has {len(text)} characters, counted from 0"
        )
    return [Span(offset, offset + 1)]


def of_line(text: str, number: int) -> list[Span]:
    """The passage of one line, counted from 1 as segments are.

    Raises:
        InputError: the line is empty, or there are fewer.
    """
    last = 0
    for last, start, end, *_ in line_places(text):
        if last == number:
            return [Span(start, end)]
    raise InputError(f"there is no text in line {number}", remedy=f"The last line with text is {last}")


def all_matches(text: str, words: str) -> list[Span]:
    """The passages where words stand, in order.

    Raises:
        InputError: they stand nowhere.
    """
    found, at = [], text.find(words) if words else -1
    while at >= 0:
        found.append(Span(at, at + len(words)))
        at = text.find(words, at + len(words))
    if not found:
        raise InputError(
            f"the text does not have {words!r}",
            remedy="Give the words as they are written there, marks and capitals too",
        )
    return found

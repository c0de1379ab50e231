"""Split a raw text into lines, with the features of a line that need no language data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import regex

from corpus.languages.tokenizer import fold_line

_TERMINALS = ".!?…:;,؟؛،。"
#: What may follow the closing punctuation of a line.
_CLOSERS = "'\"”’»“)] "
_SENTENCE_END = regex.compile(r"[.!?…؟]['\"”’»)\]]*(?:\s|$)")
#: Fewest words of a line that is running text by its length alone.
BODY_WORDS = 12
#: Most words of a line that is not running text, even where it is a whole sentence ("It rains.").
_SHORT_WORDS = 3
_DASH = regex.compile(r"^[–—―-]\s?\p{L}")
#: After the last running text, lines up to this long without closing punctuation are boilerplate.
_TAIL_WORDS = 6


class Line(NamedTuple):
    """A non-empty line.

    Attributes:
        number: 1-based number in the raw text, empty lines counted.
        start: where it begins in the raw text, in code points, white space stripped.
        end: where it ends.
        view: the line as rules see it, folded by `fold_line`.
        words: number of white-space separated words of the view.
        joined: whether no empty line comes before it.
        indent: code points of white space before it.
        ends_open: whether it ends as headings do, without closing punctuation.
        running: whether it looks like running text: long enough, or a whole sentence, and closed.
    """

    number: int
    start: int
    end: int
    view: str
    words: int
    joined: bool
    indent: int
    ends_open: bool
    running: bool

    @property
    def sentences(self) -> int:
        """A rough count of its sentences, at least one."""
        return max(1, len(_SENTENCE_END.findall(self.view)))


class LinePlace(NamedTuple):
    """Where a non-empty line is in a raw text; see `Line`."""

    number: int
    start: int
    end: int
    joined: bool
    indent: int


def split_lines(text: str) -> list[Line]:
    """Split a text into its non-empty lines.

    Args:
        text: a raw text.

    Returns:
        The lines in order, offsets in code points of the text.
    """
    lines: list[Line] = []
    for number, start, end, joined, indent in line_places(text):
        view = fold_line(text[start:end])
        words, closed = view.count(" ") + bool(view), ends_closed(view)
        running = closed and (words >= BODY_WORDS or (words > _SHORT_WORDS and has_sentence_end(view)))
        lines.append(Line(number, start, end, view, words, joined, indent, not closed, running))
    return lines


def ends_closed(view: str) -> bool:
    """Whether a folded line ends with closing punctuation, quotation marks and brackets after it ignored."""
    last = view.rstrip(_CLOSERS)[-1:]
    return last != "" and last in _TERMINALS


def has_sentence_end(view: str) -> bool:
    """Whether a sentence ends somewhere in a folded line."""
    return _SENTENCE_END.search(view) is not None


def opens_with_dash(line: Line) -> bool:
    """Whether a line begins with a speech dash."""
    return _DASH.match(line.view) is not None


def is_tail(line: Line) -> bool:
    """Whether a line after the article has the form of boilerplate: short, without closing punctuation or a dash."""
    return line.ends_open and line.words <= _TAIL_WORDS and not opens_with_dash(line)


def line_places(text: str) -> Iterator[LinePlace]:
    """Yield the place of each non-empty line, in order. Line ends are those of `str.splitlines`.

    Args:
        text: a raw text.
    """
    start = 0
    joined = False
    for number, piece in enumerate(text.splitlines(keepends=True), 1):
        stripped = piece.strip()
        if stripped:
            indent = len(piece) - len(piece.lstrip())
            yield LinePlace(number, start + indent, start + indent + len(stripped), joined, indent)
        joined = bool(stripped)
        start += len(piece)

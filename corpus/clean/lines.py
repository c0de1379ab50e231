"""The lines of a raw text, and what can be seen of each without knowing the language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import regex

from corpus.languages.tokenizer import fold_line

_LINE_END = regex.compile(r"\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_TERMINAL = regex.compile(r"[.!?…:;,؟؛،。]['\"”’»“)\]\s]*$")
_SENTENCE_END = regex.compile(r"[.!?…؟]['\"”’»)\]]*(?:\s|$)")
#: Fewest words of a line that counts as running text by its length alone.
BODY_WORDS = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A non-empty line: its place in the raw text, white space stripped, and its folded ``view``.

    ``joined`` says that no empty line stands between it and the line before; ``number`` is 1-based. ``ends_open`` says
    whether it ends as headings do, without closing punctuation, and ``running`` whether it looks like running text:
    long enough, or a whole sentence.
    """

    number: int
    start: int
    end: int
    view: str
    words: int
    joined: bool
    ends_open: bool
    running: bool

    @property
    def sentences(self) -> int:
        """A rough count of its sentences, at least one."""
        return max(1, len(_SENTENCE_END.findall(self.view)))


def split_lines(text: str) -> list[Line]:
    """The non-empty lines of a text in order."""
    lines: list[Line] = []
    for number, start, end, joined in line_places(text):
        view = fold_line(text[start:end])
        words, ends_open = len(view.split()), _TERMINAL.search(view) is None
        whole = words >= BODY_WORDS or (words > 3 and _SENTENCE_END.search(view) is not None)
        lines.append(Line(number, start, end, view, words, joined, ends_open, not ends_open and whole))
    return lines


def line_places(text: str) -> Iterator[tuple[int, int, int, bool]]:
    """Number, start, end and `Line.joined` of each non-empty line. Line ends are those of `str.splitlines`."""
    start = number = 0
    joined = False
    while start <= len(text):
        number += 1
        found = _LINE_END.search(text, start)
        end = found.start() if found else len(text)
        piece = text[start:end]
        stripped = piece.strip()
        if stripped:
            offset = start + len(piece) - len(piece.lstrip())
            yield number, offset, offset + len(stripped), joined
        joined = bool(stripped)
        if found is None:
            return
        start = found.end()

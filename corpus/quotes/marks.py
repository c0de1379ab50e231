"""Quotation marks of a paragraph, paired: typographic and straight ones, either direction, nested, or left open.

A mark's side is determined by its neighbours first (space before and none after: it opens), then by its shape, so that
„German“, »Danish«, «Norwegian» and mixed pairs ("straight to curly”) all come out. Apostrophes, primes and inches are
not marks. One stray mark costs at most its own paragraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import regex

# Two straight single marks between spaces are one double mark in text that was joined from tokens.
_MARK = regex.compile("(?<!\\S)' ?'(?![^\\s.,،؛])|[\"“”„‟«»＂‘’‚‹›']")
_GUILLEMET = regex.compile("[«»]")
_ISOLATED = regex.compile("(?<!\\S)['’](?=[\\s.,،؛])")
#: What two straight single marks count as.
_DOUBLED = "''"
#: A stretch that a paragraph leaves open is closed in one of so many paragraphs after it.
PARAGRAPHS = 4
_VISIBLE = regex.compile(r"[^\s\p{Cf}]")
#: The next single mark that is no apostrophe inside a word, and the next straight double one that is no opening mark.
_APOSTROPHE = regex.compile(r"(?<=[.,!?…])(?P<closing>['’])(?![\p{L}\p{N}'’])|(?<![\p{L}\p{N}])['‘’‚‹›](?=[\p{L}\[])")
_INCHES = regex.compile(r"(?<=\S)(?P<closing>\")(?![\p{L}\p{N}])|\"")
#: It is looked for so far ahead, in characters.
_AHEAD = 300
_SINGLE = frozenset("‘’‚‹›'")
_OPENING = frozenset("“„‟«‘‚‹")
_CLOSING = frozenset("”»’›")
#: Marks inside marks deeper than this are typing, not quotation, and are passed over.
_DEEPEST = 8
_MATCHES = {
    '"': '"＂', "＂": '＂"', "“": "”", "„": "“”", "‟": "”", "«": "»", "»": "«»", "”": "”",
    "''": "''", "‘": "’", "‚": "‘’", "‹": "›", "›": "‹", "'": "'", "’": "’",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quoted:
    """A stretch between marks: ``[start, end)`` with them, ``[inner_start, inner_end)`` without, in the raw text.

    ``depth`` is 0 for the outermost; ``closed`` is False where the mark was left open to the paragraph's end.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    closed: bool


def pair_marks(text: str, start: int, end: int, *, opened: str = "") -> list[Quoted]:
    """Pair the quotation marks of one paragraph.

    Args:
        text: the raw text.
        start: where the paragraph begins, in code points.
        end: where it ends.
        opened: the mark that a paragraph before has left open and this one closes, if any.

    Returns:
        The stretches between marks in order of their opening marks. One that a paragraph before opened begins with this
        paragraph and has no opening mark.
    """
    stack = [_Opened(start, start, opened)] if opened else []
    found: list[Quoted] = []
    pending_close = _count_closers(text, start, end)
    for match in _MARK.finditer(text, start, end):
        at, char = match.start(), _DOUBLED if len(match.group()) > 1 else match.group()
        if char in "”“»":
            pending_close -= 1
        side, reverse = _side(text, match, start=start, end=end, opened=stack)
        if side == "open":
            same = [n for n, mark in enumerate(stack) if mark.char == char]
            if same and pending_close <= len(stack):
                del stack[same[0] :]
            if len(stack) < _DEEPEST:
                stack.append(_Opened(at, match.end(), char, reverse))
        elif side == "close":
            depth = _closed_by(stack, char)
            if depth is not None:
                first = stack[depth]
                del stack[depth:]
                if _VISIBLE.search(text, first.end, at):
                    found.append(Quoted(first.start, match.end(), first.end, at, depth, True))
    for depth, mark in enumerate(stack[:1]):
        # Only an outermost double mark may run on to the paragraph's end; a lone single one is an apostrophe.
        if mark.char not in _SINGLE and _VISIBLE.search(text, mark.end, end):
            found.append(Quoted(mark.start, end, mark.end, end, depth, False))
    return _with_depths(found)


def closing_paragraph(text: str, left: Quoted, paragraphs: Sequence[tuple[int, int]]) -> int | None:
    """The paragraph that closes a stretch which the one before them left open.

    Args:
        text: the raw text.
        left: the stretch, open to its paragraph's end.
        paragraphs: the next paragraphs, as ``(start, end)`` in code points.

    Returns:
        The index of the first paragraph with a double mark, if that mark closes the stretch and none of its kind opened
        before; else None.
    """
    char = text[left.start]
    for n, (start, end) in enumerate(paragraphs[:PARAGRAPHS]):
        match = next((m for m in _MARK.finditer(text, start, end) if m.group() not in _SINGLE), None)
        if match is None:
            continue
        side, _ = _side(text, match, start=start, end=end, opened=[_Opened(start, start, char)])
        return n if side == "close" and match.group() in _MATCHES.get(char, "") else None
    return None


def _with_depths(found: list[Quoted]) -> list[Quoted]:
    """The stretches in order, each with the number of those that hold it: dropped stray marks no longer count."""
    out: list[Quoted] = []
    enclosing: list[int] = []
    for q in sorted(found, key=lambda q: (q.start, -q.end)):
        while enclosing and enclosing[-1] <= q.start:
            enclosing.pop()
        out.append(q if q.depth == len(enclosing) else replace(q, depth=len(enclosing)))
        enclosing.append(q.end)
    return out


def _count_closers(text: str, start: int, end: int) -> int:
    return sum(text.count(c, start, end) for c in "”“»")


class _Opened(NamedTuple):
    """An opening mark ``[start, end)``; ``reverse`` says that it is the closing guillemet of its language."""

    start: int
    end: int
    char: str
    reverse: bool = False


class MarkContext(NamedTuple):
    """A quotation mark with the characters beside it and the marks that are open where it is, outermost first."""

    char: str
    before: str
    after: str
    opened: tuple[str, ...]

    @property
    def may_follow_opening(self) -> bool:
        """Whether what comes before allows an opening mark: white space, a bracket, a dash, another opening mark."""
        if self.before.isspace() or self.before in "([{–—-/:،" or self.before in _OPENING:
            return True
        return self.before == '"' and (not self.opened or self.char in _OPENING)

    @property
    def may_precede_closing(self) -> bool:
        """Whether what comes after allows a closing mark: no letter, digit, opening bracket or opening mark."""
        return not (self.after.isalnum() or self.after in "([$€£@#" or self.after in _OPENING)

    @property
    def is_isolated(self) -> bool:
        """Whether white space is before it, and white space or punctuation after it."""
        return self.before.isspace() and (self.after.isspace() or self.after in ".,،؛")

    @property
    def looks_like_opening(self) -> bool:
        """Whether the neighbours are those of an opening mark."""
        closes = bool(self.opened) and self.may_precede_closing and self.char in _CLOSING
        return self.may_follow_opening and not self.after.isspace() and not closes

    @property
    def closes_straight(self) -> bool:
        """Whether it is a straight mark that closes an open one though its neighbours are those of an opening mark."""
        return self.char in '"＂' and self.may_precede_closing and '"' in self.opened


def _side(text: str, match: regex.Match[str], *, start: int, end: int, opened: Sequence[_Opened]) -> tuple[str, bool]:
    """Whether a mark opens, closes, or is none; and whether it is one of a reversed pair."""
    at, after_it = match.start(), match.end()
    before = text[at - 1] if at > start else " "
    after = text[after_it] if after_it < end else " "
    char = _DOUBLED if after_it - at > 1 else match.group()
    mark = MarkContext(char, before, after, tuple(m.char for m in opened))
    if char == _DOUBLED:
        return ("close" if _DOUBLED in mark.opened else "open"), False
    if mark.is_isolated and char in "'’":
        return _isolated_side(text, at, end, mark), False
    if _is_apostrophe(text, at, end, mark) or _is_inch_mark(text, at, end, mark):
        return "none", False
    if char in _SINGLE:
        return single_side(mark), False
    if char in "«»" and opened and opened[-1].reverse and char != opened[-1].char:
        return "close", False
    side = double_side(mark)
    if side == "close" and char == "»" and not {"«", "»"} & set(mark.opened) and _opens_reversed(text, after_it, end):
        return "open", True
    return side, False


def _isolated_side(text: str, at: int, end: int, mark: MarkContext) -> str:
    """The side of a straight single mark between spaces, as text joined from tokens has them: they come in pairs."""
    if "'" in mark.opened:
        return "close"
    return "open" if _ISOLATED.search(text, at + 1, min(end, at + 2 * _AHEAD)) else "none"


def _opens_reversed(text: str, at: int, end: int) -> bool:
    """Whether the next guillemet is the mirrored one: the pair is set the wrong way round, »to the word before«."""
    following = _GUILLEMET.search(text, at, end)
    return following is not None and following.group() == "«"


def _is_apostrophe(text: str, at: int, end: int, mark: MarkContext) -> bool:
    """Whether a single mark would close a stretch that a later mark closes: it belongs to the word before it."""
    if mark.char not in _SINGLE or not mark.before.isalnum() or single_side(mark) != "close":
        return False
    return _closes_later(text, at, end, _APOSTROPHE)


def _is_inch_mark(text: str, at: int, end: int, mark: MarkContext) -> bool:
    """Whether a straight mark after a digit is a unit."""
    if mark.char != '"' or not mark.before.isdigit():
        return False
    return '"' not in mark.opened or _closes_later(text, at, end, _INCHES)


def double_side(mark: MarkContext) -> str:
    """Whether a double mark opens or closes: by its neighbours first, by its shape second.

    Returns:
        ``open`` or ``close``.
    """
    if mark.looks_like_opening:
        return "close" if mark.closes_straight else "open"
    if not mark.before.isspace() and mark.may_precede_closing:
        return "close"
    if mark.char in _OPENING and mark.char != "“":
        return "open"
    if mark.char in _CLOSING:
        return "close"
    return "close" if mark.opened else "open"


def single_side(mark: MarkContext) -> str:
    """Whether a single mark opens, closes, or is an apostrophe or the like.

    Returns:
        ``open``, ``close`` or ``none``.
    """
    if mark.before.isalnum() and mark.after.isalnum():
        return "none"
    if (mark.before.isspace() or mark.before in '(["“—–«') and (mark.after.isalpha() or mark.after in "[…"):
        return "open" if mark.char != "’" else "none"
    closes = mark.char in "’'›" and any(c in _SINGLE for c in mark.opened)
    return "close" if closes and not mark.after.isalnum() else "none"


def _closes_later(text: str, at: int, end: int, alike: regex.Pattern[str]) -> bool:
    """Whether the next mark of the kind closes a stretch, so that this one, after a word or number, is no mark.

    So ‘The sailors’ boats are here.’ and "The 12" pipe burst," have one stretch each.
    """
    following = alike.search(text, at + 1, min(end, at + _AHEAD))
    return following is not None and following["closing"] is not None


def _closed_by(stack: Sequence[_Opened], char: str) -> int | None:
    """The place in the stack of the mark that this one closes: the innermost of its kind, else the innermost of all."""
    for depth in range(len(stack) - 1, -1, -1):
        if char in _MATCHES.get(stack[depth].char, ""):
            return depth
    single = char in _SINGLE
    for depth in range(len(stack) - 1, -1, -1):
        if (stack[depth].char in _SINGLE) is single:
            return depth
    return None

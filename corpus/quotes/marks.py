"""Quotation marks of a paragraph, paired: typographic and straight ones, either direction, nested, or left open.

A mark's side is determined by its neighbours first (space before and none after: it opens), then by its shape, so that
„German“, »Danish«, «Norwegian» and mixed pairs ("straight to curly”) all come out. Apostrophes, primes and inches are
not marks. One stray mark costs at most its own paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import regex

_MARK = regex.compile("[\"“”„‟«»＂‘’‚‹›']")
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
    "‘": "’", "‚": "‘’", "‹": "›", "›": "‹", "'": "'", "’": "’",
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


def pair_marks(text: str, start: int, end: int) -> list[Quoted]:
    """The stretches between marks in ``text[start:end]``, one paragraph, in order of their opening marks."""
    stack: list[tuple[int, str]] = []
    found: list[Quoted] = []
    pending_close = _count_closers(text, start, end)
    for match in _MARK.finditer(text, start, end):
        at, char = match.start(), match.group()
        if char in "”“»":
            pending_close -= 1
        side = _side(text, at, start=start, end=end, opened=[c for _, c in stack])
        if side == "open":
            same = [n for n, (_, c) in enumerate(stack) if c == char]
            if same and pending_close <= len(stack):
                del stack[same[0] :]
            if len(stack) < _DEEPEST:
                stack.append((at, char))
        elif side == "close":
            depth = _closed_by(stack, char)
            if depth is not None:
                opened_at, _ = stack[depth]
                del stack[depth:]
                if _VISIBLE.search(text, opened_at + 1, at):
                    found.append(Quoted(opened_at, at + 1, opened_at + 1, at, depth, True))
    for depth, (at, char) in enumerate(stack[:1]):
        # Only an outermost double mark may run on to the paragraph's end; a lone single one is an apostrophe.
        if char not in _SINGLE and _VISIBLE.search(text, at + 1, end):
            found.append(Quoted(at, end, at + 1, end, depth, False))
    return _with_depths(found)


def _with_depths(found: list[Quoted]) -> list[Quoted]:
    """The stretches in order, each with the number of those that hold it: dropped stray marks no longer count."""
    out: list[Quoted] = []
    enclosing: list[int] = []
    for q in sorted(found, key=lambda q: (q.start, -q.end)):
        while enclosing and enclosing[-1] <= q.start:
            enclosing.pop()
        out.append(replace(q, depth=len(enclosing)))
        enclosing.append(q.end)
    return out


def _count_closers(text: str, start: int, end: int) -> int:
    return sum(text.count(c, start, end) for c in "”“»")


@dataclass(frozen=True, slots=True)
class MarkContext:
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
    def looks_like_opening(self) -> bool:
        """Whether the neighbours are those of an opening mark."""
        closes = bool(self.opened) and self.may_precede_closing and self.char in _CLOSING
        return self.may_follow_opening and not self.after.isspace() and not closes

    @property
    def closes_straight(self) -> bool:
        """Whether it is a straight mark that closes an open one though its neighbours are those of an opening mark."""
        return self.char in '"＂' and self.may_precede_closing and '"' in self.opened


def _side(text: str, at: int, *, start: int, end: int, opened: list[str]) -> str:
    """Whether the mark at an offset opens, closes, or is none."""
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < end else " "
    mark = MarkContext(text[at], before, after, tuple(opened))
    if _is_apostrophe(text, at, end, mark) or _is_inch_mark(text, at, end, mark):
        return "none"
    if mark.char in _SINGLE:
        return single_side(mark)
    return double_side(mark)


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


def _closed_by(stack: list[tuple[int, str]], char: str) -> int | None:
    """The place in the stack of the mark that this one closes: the innermost of its kind, else the innermost of all."""
    for depth in range(len(stack) - 1, -1, -1):
        if char in _MATCHES.get(stack[depth][1], ""):
            return depth
    single = char in _SINGLE
    for depth in range(len(stack) - 1, -1, -1):
        if (stack[depth][1] in _SINGLE) is single:
            return depth
    return None

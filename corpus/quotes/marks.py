"""Quotation marks of a paragraph, paired: typographic and straight ones, either direction, nested, or left open.

A mark's side is told by its neighbours first (space before and none behind: it opens) and by its shape second, so that
„German“, »Danish«, «Norwegian» and mixed pairs ("straight to curly”) all come out. Apostrophes, primes and inches are
no marks. One stray mark costs at most its own paragraph.
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


def _side(text: str, at: int, *, start: int, end: int, opened: list[str]) -> str:
    """Whether the mark at an offset opens, closes, or is none."""
    char = text[at]
    before = text[at - 1] if at > start else " "
    stop = text[at + 1] if at + 1 < end else " "
    free_before = before.isspace() or before in "([{–—-/:،" or before in _OPENING
    free_before = free_before or (before == '"' and (not opened or char in _OPENING))
    free_behind = not (stop.isalnum() or stop in "([$€£@#" or stop in _OPENING)
    if char in _SINGLE:
        side = _single_side(char, before, stop, opened)
        return "none" if side == "close" and before.isalnum() and _closes_later(text, at, end, _APOSTROPHE) else side
    if char == '"' and before.isdigit() and ('"' not in opened or _closes_later(text, at, end, _INCHES)):
        return "none"
    if free_before and not stop.isspace() and not (opened and free_behind and char in _CLOSING):
        return "close" if char in '"＂' and free_behind and '"' in opened else "open"
    if not before.isspace() and free_behind:
        return "close"
    if char in _OPENING and char != "“":
        return "open"
    if char in _CLOSING:
        return "close"
    return "close" if opened else "open"


def _closes_later(text: str, at: int, end: int, alike: regex.Pattern[str]) -> bool:
    """Whether the next mark of the kind closes a stretch, so that this one, behind a word or number, is no mark.

    So ‘The sailors’ boats are here.’ and "The 12" pipe burst," have one stretch each.
    """
    following = alike.search(text, at + 1, min(end, at + _AHEAD))
    return following is not None and following["closing"] is not None


def _single_side(char: str, before: str, end: str, opened: list[str]) -> str:
    if before.isalnum() and end.isalnum():
        return "none"
    if (before.isspace() or before in '(["“—–«') and (end.isalpha() or end in "[…"):
        return "open" if char != "’" else "none"
    if char in "’'›" and any(c in _SINGLE for c in opened) and not end.isalnum():
        return "close"
    return "none"


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

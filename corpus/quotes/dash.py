"""Dash speech: a paragraph that opens with a dash is spoken, up to the cue that says by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.quotes.found import Found, from_reading
from corpus.quotes.frame import Frame
from corpus.quotes.indirect import find_indirect
from corpus.quotes.marks import Quoted
from corpus.quotes.readings import Reading

_DASHES = frozenset("–—―-")
_COMMAS = frozenset((",", "،"))


def opens_with_dash(frame: Frame) -> bool:
    """Whether the paragraph is set as speech by a dash, in a language that does so."""
    items = frame.items
    if not frame.language.speech_dash or len(items) < 2 or items[0].word not in _DASHES:
        return False
    return items[1].quoted is None and (
        items[1].start > items[0].end or items[0].word != "-" or items[1].word[0].isupper()
    )


def find_dash(frame: Frame, readings: Sequence[Sequence[Reading]]) -> tuple[list[Found], list[Quoted]]:
    """The speech of a dash paragraph, interrupted where its cue stands, and each dash with what it sets off."""
    found: list[Found] = []
    dashes: list[Quoted] = []
    speaking = True
    start = 1
    for (low, high), here in zip(frame.sentences, readings, strict=True):
        if frame.items[low].word in _DASHES:
            speaking, start = True, low + 1
        if not speaking:
            found += find_indirect(frame, low, high, here, set())
            continue
        cue = next((r for r in here if _closes(frame, r, start)), None)
        if cue is None:
            if high == len(frame.items):
                _add(frame, found, dashes, start, high, None)
            continue
        _add(frame, found, dashes, start, cue.begin, cue)
        speaking = False
        again = _reopened(frame, cue.behind, high)
        if again is not None:
            speaking, start = True, again
    if speaking and start > 1 and found and frame.items[start - 1].word in _DASHES:
        _add(frame, found, dashes, start, len(frame.items), None)
    return found, dashes


def _closes(frame: Frame, reading: Reading, start: int) -> bool:
    """Whether a cue ends the speech: behind a comma or a closing mark, with its subject after it or impersonal."""
    if reading.begin <= start or not reading.entry.frames & {"quote", "trailing"}:
        return False
    before = frame.items[reading.begin - 1]
    inverted = reading.after or reading.source is None or reading.begin < reading.cue[0]
    return (before.word in _COMMAS or before.word in "!?…" or before.quoted is not None) and inverted


def _reopened(frame: Frame, at: int, high: int) -> int | None:
    """The item behind a dash that takes the speech up again after its cue."""
    for k in range(at, high - 1):
        if frame.items[k].word in _DASHES:
            return k + 1
    return None


def _add(frame: Frame, found: list[Found], dashes: list[Quoted], low: int, high: int, cue: Reading | None) -> None:
    while high > low and frame.items[high - 1].word in _COMMAS:
        high -= 1
    if high <= low:
        return
    span = frame.span(low, high)
    dashes.append(Quoted(frame.items[low - 1].start, span.end, span.start, span.end, 0, False))
    if cue is not None:
        found.append(from_reading(frame, cue, (span,), "direct.dash"))
    elif found and found[-1].rule == "direct.dash":
        found[-1] = replace(found[-1], content=(*found[-1].content, span))
    else:
        found.append(Found((span,), (), (), "direct.dash-alone", implied=True))

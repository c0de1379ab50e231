"""Direct speech within a sentence: a cue beside a quoted stretch."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.quotes.found import Found, from_reading, inner
from corpus.quotes.frame import Frame
from corpus.quotes.readings import Reading
from corpus.records import Span

_SKIPPED = frozenset((",", "،", ":", "–", "—", "-", "..."))
#: How far behind a cue of the kind "described X as" its quotation may stand, in items.
_REACH = 12


def find_direct(
    frame: Frame, low: int, high: int, readings: Sequence[Reading]
) -> tuple[list[Found], set[int], set[int]]:
    """Link quoted stretches of the sentence ``[low, high)`` to its cues.

    Returns:
        What was found; the indices of the readings that it used; the items of the stretches that it used.
    """
    found: list[Found] = []
    used_readings: set[int] = set()
    used_quotes: set[int] = set()
    for n, reading in enumerate(readings):
        if reading.denied or not reading.entry.frames & {"quote", "trailing", "leading", "as", "of", "object"}:
            continue
        before = _quote_before(frame, reading, low, used_quotes)
        if before is not None and any(
            m not in used_readings and r.behind <= before for m, r in enumerate(readings[:n])
        ):
            # The words around the stretch are governed by an earlier cue.
            before = None
        behind = _quote_behind(frame, reading, high, readings[n + 1 :], used_quotes)
        if before is None and not behind:
            continue
        content: list[Span] = []
        rule = "direct.leading"
        if before is not None:
            content.append(_with_lead(frame, before, low, readings[:n]))
            rule = "direct.trailing"
        content += [inner(frame.text, q) for k in behind if (q := frame.items[k].quoted) is not None]
        found.append(from_reading(frame, reading, content, rule))
        used_readings.add(n)
        used_quotes.update(behind if before is None else [before, *behind])
    return found, used_readings, used_quotes


def _quote_before(frame: Frame, reading: Reading, low: int, used: set[int]) -> int | None:
    if reading.shared:
        return None
    j = reading.begin - 1
    while j >= low and frame.items[j].word in _SKIPPED:
        j -= 1
    return j if j >= low and frame.items[j].quoted is not None and j not in used else None


def _quote_behind(frame: Frame, reading: Reading, high: int, later: Sequence[Reading], used: set[int]) -> list[int]:
    """The stretches that the cue leads to: directly behind it, and those that follow without a word between."""
    items = frame.items
    k = reading.behind
    while k < high and (items[k].word in _SKIPPED or items[k].has("complementizer") or _is_as(frame, k)):
        k += 1
    if not (k < high and items[k].quoted is not None):
        k = _behind_colon(frame, reading, high, later)
    if k == high and reading.entry.frames & {"as", "of"}:
        stop = min([high, reading.behind + _REACH, *(r.begin for r in later)])
        k = next((m for m in range(reading.behind, stop) if items[m].quoted is not None), high)
    out = []
    while k < high and items[k].quoted is not None and k not in used:
        if any(_belongs_to(frame, k, r) for r in later):
            break
        out.append(k)
        k += 1
        while k < high and items[k].word in _SKIPPED:
            k += 1
    return out


def _behind_colon(frame: Frame, reading: Reading, high: int, later: Sequence[Reading]) -> int:
    """The stretch that a colon or comma sets off farther behind the cue, with no other cue between; else ``high``."""
    stop = min([high, *(r.begin for r in later if not r.shared)])
    for k in range(reading.behind + 1, stop):
        if frame.items[k].quoted is not None:
            tied = frame.items[k - 1].word in (",", "،") or frame.items[k - 1].has("complementizer")
            near = k - reading.behind <= _REACH and tied
            return k if frame.items[k - 1].word == ":" or near else high
    return high


def _is_as(frame: Frame, k: int) -> bool:
    return frame.items[k].has("subordinator") and k + 1 < len(frame.items) and frame.items[k + 1].quoted is not None


def _belongs_to(frame: Frame, quote: int, reading: Reading) -> bool:
    """Whether a later cue stands right behind the stretch, which is then its own."""
    k = quote + 1
    while k < reading.begin and frame.items[k].word in _SKIPPED:
        k += 1
    return k == reading.begin and not reading.shared


def _with_lead(frame: Frame, quote: int, low: int, earlier: Sequence[Reading]) -> Span:
    """The stretch before a cue, and with it the words that lead into it, where the sentence began without marks."""
    item = frame.items[quote]
    assert item.quoted is not None
    start = low
    while start < quote and (not frame.items[start].is_word or frame.items[start].has("conjunction")):
        start += 1
    if start == quote or earlier or any(k.quoted is not None for k in frame.items[start:quote]):
        return inner(frame.text, item.quoted)
    if frame.items[quote - 1].word in (":", "–", "—"):
        return inner(frame.text, item.quoted)
    return Span(frame.items[start].start, item.end)

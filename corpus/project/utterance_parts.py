"""Parts of an utterance: which of them are smallest units, and which hold others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from corpus.records import Utterance


def unit_parts(utterance: Utterance, part: str | None) -> tuple[str, ...]:
    """Return the smallest parts that a rendering reports, in the order of the file.

    Args:
        utterance: A statement without `part_faults`.
        part: The id of the part that is rendered; None for all of it.

    Returns:
        Ids of parts that hold no other part.
    """
    holds = {p.id: p.holds for p in utterance.parts}
    reached = _reachable(holds if part is None else [part], holds)
    return tuple(p for p in holds if p in reached and not holds[p])


def part_faults(utterance: Utterance) -> Iterator[str]:
    """Yield what is wrong with an utterance's parts, in words: duplicate ids, and parts that hold what they cannot."""
    for one, count in Counter(p.id for p in utterance.parts).items():
        if count > 1:
            yield f"the part {one!r} is listed {count} times"
    holds = {p.id: p.holds for p in utterance.parts}
    for part, held in holds.items():
        for one in held:
            if one not in holds:
                yield f"the part {part!r} holds {one!r}, which is not a part"
        if held and not _are_two_or_more_different(held):
            yield f"the part {part!r} does not hold two different parts or more"
        if part in _reachable(held, holds):
            yield f"the part {part!r} holds itself"


def _are_two_or_more_different(parts: tuple[str, ...]) -> bool:
    return len(parts) >= 2 and len(set(parts)) == len(parts)


def _reachable(parts: Iterable[str], holds: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Return the parts, and all that they hold directly or indirectly."""
    reached: set[str] = set()
    waiting = list(parts)
    while waiting:
        part = waiting.pop()
        if part not in reached:
            reached.add(part)
            waiting += holds.get(part, ())
    return reached

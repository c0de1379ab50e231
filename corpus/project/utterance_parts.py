"""Parts of an utterance: which of them stand for themselves, and which hold others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from corpus.records import Utterance


def unit_parts(utterance: Utterance, part: str | None) -> tuple[str, ...]:
    """The parts that one rendering says, none of which holds another, in the order of the file.

    Args:
        utterance: a statement whose parts `part_faults` finds nothing wrong with.
        part: the id of the part that is rendered; None for all of it.
    """
    holds = {p.id: p.holds for p in utterance.parts}
    reached: set[str] = set()
    waiting = list(holds) if part is None else [part]
    while waiting:
        one = waiting.pop()
        if one not in reached:
            reached.add(one)
            waiting += holds.get(one, ())
    return tuple(p for p in holds if p in reached and not holds[p])


def part_faults(utterance: Utterance) -> Iterator[str]:
    """What is wrong with an utterance's parts, in words: ids used twice, and parts that hold what they cannot."""
    for one, count in Counter(p.id for p in utterance.parts).items():
        if count > 1:
            yield f"the part {one!r} is there {count} times"
    holds = {p.id: p.holds for p in utterance.parts}
    for part, held in holds.items():
        for one in held:
            if one not in holds:
                yield f"the part {part!r} holds {one!r}, which is no part"
        if held and len(set(held)) < max(len(held), 2):
            yield f"the part {part!r} does not hold two different parts or more"
        if _within_itself(part, holds):
            yield f"the part {part!r} holds itself"


def _within_itself(part: str, holds: dict[str, tuple[str, ...]]) -> bool:
    seen: set[str] = set()
    waiting = list(holds[part])
    while waiting:
        one = waiting.pop()
        if one == part:
            return True
        if one not in seen:
            seen.add(one)
            waiting += holds.get(one, ())
    return False

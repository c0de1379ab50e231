"""Find gold that may be an unread draft: annotations that are exactly what the tool finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.evaluate.units import Unit
from corpus.records import Attribution

#: Fewer attributions in one text may well be found exactly as a reader annotates them.
_FEWEST = 3


def unread_drafts(units: Iterable[Unit]) -> list[str]:
    """Return the ids of the texts whose gold may be a draft without corrections.

    Args:
        units: Texts with gold and predictions.

    Returns:
        The ids of texts with three attributions or more that are all as predicted, in content, cue, source, type and
        speaker; with fewer only if no text of the collection differs.
    """
    same, long, others = [], [], 0
    for unit in units:
        if not unit.gold:
            continue
        if _parts(unit.gold) != _parts(unit.predicted):
            others += 1
            continue
        same.append(unit.id)
        if unit.by_line and len(unit.gold) >= _FEWEST:
            long.append(unit.id)
    return long if others else same


def _parts(attributions: Sequence[Attribution]) -> list[tuple[object, ...]]:
    return sorted((a.content, a.cue, a.source, a.type, a.speaker) for a in attributions)

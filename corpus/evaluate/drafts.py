"""Find gold that may be an unread draft: annotations that are exactly what the tool finds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from corpus.evaluate.units import Unit
from corpus.records import Attribution

#: Fewer attributions in one text may well be found exactly as a reader annotates them.
_FEWEST = 3


def unread_drafts(units: Iterable[Unit]) -> list[str]:
    """Return the ids of the texts whose gold may be a draft that nobody corrected.

    Args:
        units: Texts with gold and predictions.

    Returns:
        The ids of texts with three attributions or more that are all as predicted, in content, cue, source, type and
        speaker; with fewer only if no text of the collection differs.
    """
    units = [unit for unit in units if unit.gold]
    same = [unit for unit in units if _parts(unit.gold) == _parts(unit.predicted)]
    if len(same) == len(units):
        return [unit.id for unit in same]
    return [unit.id for unit in same if len(unit.gold) >= _FEWEST and unit.by_line]


def _parts(attributions: Sequence[Attribution]) -> list[tuple[object, ...]]:
    return sorted((a.content, a.cue, a.source, a.type, a.speaker) for a in attributions)

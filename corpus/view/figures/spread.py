"""The figure of how utterances spread: which outlet renders which utterance, and how often."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping

from corpus.tables.days import day_order
from corpus.tables.rows import Row
from corpus.view.figures.cross_table import (
    DRAWN_COLUMNS,
    DRAWN_LINES,
    TABLE_COLUMNS,
    TABLE_LINES,
    CrossTable,
    Pairs,
    column_names,
    cross_table,
    ranked,
    rest_sentence,
    table_rows,
    to_grid,
    totals_of,
)
from corpus.view.figures.figure import FIGURES, Figure, Tables, Value
from corpus.view.figures.text import count, days, inline_name, iso_day

_NAME = "utterance-spread"


def utterance_spread(rows: Tables) -> Figure | None:
    """Number of renderings by utterance and outlet; outlets by the first day on which they render one.

    None without linked utterances.
    """
    quotes = [q for q in rows["quotes"] if q["utterance_id"] is not None]
    pairs = Counter((q["utterance_id"], q["outlet"]) for q in quotes)
    if not pairs:
        return None
    first, firsts = _first_days(quotes, "outlet"), _first_days(quotes, "utterance_id")
    format_day = days(first.values())
    table = _table(pairs, first, limits=(TABLE_LINES, TABLE_COLUMNS))
    drawn = _table(pairs, first, limits=(DRAWN_LINES, DRAWN_COLUMNS))
    said: dict[str, list[Value]] = {}
    glosses: dict[str, str] = {}
    for utterance in rows["utterances"]:
        name = utterance["utterance_id"]
        if name in firsts:
            glosses[name] = utterance["gloss"]
            said[name] = [utterance["gloss"], iso_day(firsts[name])]
    return Figure(
        id=_NAME,
        title=FIGURES[_NAME],
        caption="Renderings of each statement by outlet, from quotes and utterances. Darker cells have more."
        f" Outlets are in the order of the first day on which they render one.{rest_sentence(table, 'utterance')}",
        alt=_finding(pairs, glosses),
        columns=("utterance", "what was said", "first day", *column_names(table, "outlet"), "all"),
        rows=table_rows(table, "utterance", between=said, extra=2),
        drawing=to_grid(
            drawn,
            nouns=("utterance", "outlet"),
            filters=("statement", "outlet"),
            days={o: format_day(first[o]) for o in drawn.columns},
            texts=glosses,
        ),
    )


def _first_days(quotes: Iterable[Row], column: str) -> dict[str, datetime.date | None]:
    """The first known day of each value of a column."""
    first: dict[str, datetime.date | None] = {}
    for q in quotes:
        days_known = filter(None, (first.get(q[column]), q["published_earliest"]))
        first[q[column]] = min(days_known, default=None)
    return first


def _table(pairs: Pairs, first: Mapping[str, datetime.date | None], *, limits: tuple[int, int]) -> CrossTable:
    """The cross table of the most frequent utterances and outlets, the outlets by day."""
    utterances = ranked({u for u, _ in pairs}, pairs, place=0)
    outlets = ranked(first.keys(), pairs, place=1)
    shown = cross_table(pairs, utterances, outlets, limits=limits)
    by_day = sorted(shown.columns, key=lambda o: (day_order(first[o]), o))
    others = [o for o in outlets if o not in set(shown.columns)]
    return cross_table(pairs, utterances, [*by_day, *others], limits=limits)


def _finding(pairs: Pairs, glosses: Mapping[str, str]) -> str:
    sums, outlets = totals_of(pairs)
    widest = min(sums, key=lambda u: (-outlets[u], -sums[u], u))
    alone = sum(n == 1 for n in outlets.values())
    found = f"{count(len(sums), 'statement')} in {count(sum(sums.values()), 'rendering')}. "
    name = glosses.get(widest, widest)
    found += f"{inline_name(name.rstrip('.'))} is in {count(outlets[widest], 'outlet')}, "
    found += f"with {count(sums[widest], 'rendering')}"
    return f"{found}; {alone:,} of {len(sums):,} {'is' if alone == 1 else 'are'} in one outlet only."

"""Figures by outlet: how often it quotes which speaker, and how it reports speech."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from corpus.records import UNKNOWN
from corpus.tables.counts import TYPES
from corpus.view.figures.cross_table import (
    DRAWN_COLUMNS,
    DRAWN_LINES,
    TABLE_COLUMNS,
    TABLE_LINES,
    Pairs,
    column_names,
    cross_table,
    ranked,
    rest_sentence,
    table_rows,
    to_grid,
    totals_of,
)
from corpus.view.figures.figure import FIGURES, Bars, Figure, RowLabel, Tables
from corpus.view.figures.text import count, inline_name, more, percent

#: From verbatim to not verbatim.
_LITERAL_FIRST = ("direct", "mixed", "indirect")
SERIES = tuple(sorted(TYPES, key=_LITERAL_FIRST.index))
#: Minimum number of attributions of an outlet that the text alternative compares.
_MIN_ATTRIBUTIONS = 5


def speakers_by_outlet(rows: Tables) -> Figure | None:
    """Number of attributions by speaker and outlet; unknown speakers come last. None without attributions."""
    pairs = Counter((q["speaker"], q["outlet"]) for q in rows["quotes"])
    if not pairs:
        return None
    totals, _ = totals_of(pairs)
    speakers = ranked(totals.keys() - {UNKNOWN}, pairs, place=0)
    outlets = ranked(_outlets(rows), pairs, place=1)
    unknown = [UNKNOWN] if UNKNOWN in totals else []
    table = cross_table(pairs, speakers, outlets, limits=(TABLE_LINES, TABLE_COLUMNS), last=unknown)
    drawn = cross_table(pairs, speakers, outlets, limits=(DRAWN_LINES, DRAWN_COLUMNS), last=unknown)
    name = "speakers-by-outlet"
    return Figure(
        id=name,
        title=FIGURES[name],
        caption="Attributions by speaker and outlet, from the table quotes. Darker cells have more."
        f"{rest_sentence(table, 'speaker')}",
        alt=_who_speaks(pairs, speakers, outlets),
        columns=("speaker", *column_names(table, "outlet"), "all"),
        rows=table_rows(table, "speaker"),
        drawing=to_grid(drawn, nouns=("speaker", "outlet"), filters=("speaker", "outlet")),
    )


def _outlets(rows: Tables) -> set[str]:
    """All outlets, those without attributions too."""
    return {row["outlet"] for row in chain(rows["articles"], rows["quotes"])}


def _who_speaks(pairs: Pairs, speakers: Sequence[str], outlets: Sequence[str]) -> str:
    totals, spread = totals_of(pairs)
    attributions = count(sum(pairs.values()), "attribution")
    found = f"{attributions} of {count(len(speakers), 'known speaker')} in {count(len(outlets), 'outlet')}."
    if speakers:
        first = speakers[0]
        found += f" Most are of {inline_name(first)}: {totals[first]:,}, in {count(spread[first], 'outlet')}."
        alone = sum(spread[speaker] == 1 for speaker in speakers)
        if len(outlets) > 1:
            verb = "speaks" if alone == 1 else "speak"
            found += f" {count(alone, 'speaker')} {verb} in one outlet only."
    unknown = totals[UNKNOWN]
    if not unknown:
        return found
    return f"{found} Of {unknown:,} ({percent(unknown / sum(totals.values()))}) the speaker is unknown."


def types_by_outlet(rows: Tables) -> Figure | None:
    """Number of attributions by outlet and type. None without attributions."""
    pairs = Counter((q["outlet"], q["type"]) for q in rows["quotes"])
    if not pairs:
        return None
    outlets = ranked(_outlets(rows), pairs, place=0)
    table = cross_table(pairs, outlets, SERIES, limits=(TABLE_LINES, len(SERIES)))
    drawn = cross_table(pairs, outlets, SERIES, limits=(DRAWN_LINES, len(SERIES)))
    name = "types-by-outlet"
    return Figure(
        id=name,
        title=FIGURES[name],
        caption="Attributions by outlet and type, from the table quotes: direct ones are verbatim, mixed ones partly "
        f"verbatim, indirect ones not.{rest_sentence(table, 'outlet')}",
        alt=_how_reported(pairs, outlets),
        columns=("outlet", *SERIES, "all"),
        rows=table_rows(table, "outlet"),
        drawing=Bars(
            SERIES,
            tuple(RowLabel(name, key=name) for name in drawn.lines),
            tuple(tuple(map(float, c)) for c in drawn.counts[: len(drawn.lines)]),
        ),
        note=f"and {more(drawn.more_lines, 'outlet')}" if drawn.more_lines else "",
    )


def _how_reported(pairs: Pairs, outlets: Sequence[str]) -> str:
    total = sum(pairs.values())
    by_type: Counter[str] = Counter()
    by_outlet: Counter[str] = Counter()
    for (outlet, kind), number in pairs.items():
        by_type[kind] += number
        by_outlet[outlet] += number
    parts = ", ".join(f"{by_type[kind]:,} ({percent(by_type[kind] / total)}) {kind}" for kind in SERIES)
    found = f"Of {count(total, 'attribution')}: {parts}."
    shares = {o: pairs.get((o, SERIES[0]), 0) / by_outlet[o] for o in outlets if by_outlet[o] >= _MIN_ATTRIBUTIONS}
    if len(shares) < 2:
        return found
    most, least = max(shares, key=lambda o: shares[o]), min(shares, key=lambda o: shares[o])
    return (
        f"{found} {inline_name(most)} has the largest share of direct ones, {percent(shares[most])}; "
        f"{inline_name(least)} the smallest, {percent(shares[least])}."
    )

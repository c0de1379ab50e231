"""Figures by outlet: whom each lets speak, and how it reports their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.records import UNKNOWN
from corpus.tables.counts import TYPES
from corpus.tables.rows import Rows
from corpus.view.figures.cross_table import (
    DRAWN_COLUMNS,
    DRAWN_LINES,
    TABLE_COLUMNS,
    TABLE_LINES,
    Pairs,
    as_grid,
    crossed,
    limits_in_words,
    names_of_columns,
    ranked,
    table_rows,
)
from corpus.view.figures.figure import FIGURES, Bars, Figure, Label
from corpus.view.figures.text import count, in_words, more, percent

#: From word for word to none of the words.
_LITERAL_FIRST = ("direct", "mixed", "indirect")
SERIES = tuple(sorted(TYPES, key=_LITERAL_FIRST.index))
#: An outlet has to have so many attributions to be named as the one that quotes most.
_ENOUGH = 5


def speakers_by_outlet(rows: Rows) -> Figure | None:
    """How many attributions each outlet gives to each speaker; those of unknown speakers follow the named."""
    pairs = Counter((q["speaker"], q["outlet"]) for q in rows["quotes"])
    if not pairs:
        return None
    speakers = ranked({s for s, _ in pairs} - {UNKNOWN}, pairs, place=0)
    outlets = ranked({a["outlet"] for a in rows["articles"]} | {o for _, o in pairs}, pairs, place=1)
    unknown = [UNKNOWN] if any(s == UNKNOWN for s, _ in pairs) else []
    table = crossed(pairs, speakers, outlets, limits=(TABLE_LINES, TABLE_COLUMNS), last=unknown)
    drawn = crossed(pairs, speakers, outlets, limits=(DRAWN_LINES, DRAWN_COLUMNS), last=unknown)
    name = "speakers-by-outlet"
    return Figure(
        id=name,
        title=FIGURES[name],
        caption="Attributions of each speaker in each outlet, from the table quotes; the stronger the tint, the more."
        f"{limits_in_words(table, 'speaker')}",
        alt=_who_speaks(pairs, speakers, outlets),
        columns=("speaker", *names_of_columns(table, "outlet"), "all"),
        rows=table_rows(table, "speaker"),
        drawing=as_grid(drawn, nouns=("speaker", "outlet")),
    )


def _who_speaks(pairs: Pairs, speakers: Sequence[str], outlets: Sequence[str]) -> str:
    total = sum(pairs.values())
    found = (
        f"{count(total, 'attribution')} of {count(len(speakers), 'known speaker')} in {count(len(outlets), 'outlet')}."
    )
    if speakers:
        first = {o: n for (s, o), n in pairs.items() if s == speakers[0]}
        found += f" Most are of {in_words(speakers[0])}: {sum(first.values()):,}, in {count(len(first), 'outlet')}."
        alone = len(speakers) - sum(n > 1 for n in Counter(s for s, _ in pairs if s != UNKNOWN).values())
        if len(outlets) > 1:
            found += f" {count(alone, 'speaker')} {'speaks' if alone == 1 else 'speak'} in one outlet only."
    unknown = sum(n for (s, _), n in pairs.items() if s == UNKNOWN)
    return f"{found} Of {unknown:,} the speaker is unknown." if unknown else found


def types_by_outlet(rows: Rows) -> Figure | None:
    """How many attributions of each type each outlet has."""
    pairs = Counter((q["outlet"], q["type"]) for q in rows["quotes"])
    if not pairs:
        return None
    outlets = ranked({a["outlet"] for a in rows["articles"]} | {o for o, _ in pairs}, pairs, place=0)
    table = crossed(pairs, outlets, SERIES, limits=(TABLE_LINES, len(SERIES)))
    drawn = crossed(pairs, outlets, SERIES, limits=(DRAWN_LINES, len(SERIES)))
    name = "types-by-outlet"
    return Figure(
        id=name,
        title=FIGURES[name],
        caption="Attributions of each outlet by type, from the table quotes: the numbers count them, the bar divides "
        "them into direct ones, which are word for word, mixed ones, which are so in part, and indirect ones."
        f"{limits_in_words(table, 'outlet')}",
        alt=_how_reported(pairs, outlets),
        columns=("outlet", *SERIES, "all"),
        rows=table_rows(table, "outlet"),
        drawing=Bars(
            SERIES,
            tuple(map(Label, drawn.lines)),
            tuple(tuple(map(float, c)) for c in drawn.counts[: len(drawn.lines)]),
        ),
        note=f"and {more(drawn.more_lines, 'outlet')}" if drawn.more_lines else "",
    )


def _how_reported(pairs: Pairs, outlets: Sequence[str]) -> str:
    sums = {t: sum(pairs.get((o, t), 0) for o in outlets) for t in SERIES}
    total = sum(sums.values())
    parts = ", ".join(f"{n:,} ({percent(n / total)}) {t}" for t, n in sums.items())
    found = f"Of {count(total, 'attribution')}: {parts}."
    all_of = {o: sum(pairs.get((o, t), 0) for t in SERIES) for o in outlets}
    shares = {o: pairs.get((o, SERIES[0]), 0) / n for o, n in all_of.items() if n >= _ENOUGH}
    if len(shares) < 2:
        return found
    most, least = max(shares, key=lambda o: shares[o]), min(shares, key=lambda o: shares[o])
    return (
        f"{found} {in_words(most)} has the largest share of direct ones, {percent(shares[most])}; "
        f"{in_words(least)} the smallest, {percent(shares[least])}."
    )

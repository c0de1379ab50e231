"""Figures by outlet: how often it quotes which speaker, and how it reports speech."""

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
    column_names,
    cross_table,
    ranked,
    rest_sentence,
    table_rows,
    to_grid,
)
from corpus.view.figures.figure import FIGURES, Bars, Figure, Label
from corpus.view.figures.text import count, inline_name, more, percent

#: From verbatim to not verbatim.
_LITERAL_FIRST = ("direct", "mixed", "indirect")
SERIES = tuple(sorted(TYPES, key=_LITERAL_FIRST.index))
#: Minimum number of attributions of an outlet that the text alternative compares.
_MIN_ATTRIBUTIONS = 5


def speakers_by_outlet(rows: Rows) -> Figure | None:
    """Number of attributions by speaker and outlet; unknown speakers come last. None without attributions."""
    pairs = Counter((q["speaker"], q["outlet"]) for q in rows["quotes"])
    if not pairs:
        return None
    speakers = ranked({s for s, _ in pairs} - {UNKNOWN}, pairs, place=0)
    outlets = ranked({a["outlet"] for a in rows["articles"]} | {o for _, o in pairs}, pairs, place=1)
    unknown = [UNKNOWN] if any(s == UNKNOWN for s, _ in pairs) else []
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
        drawing=to_grid(drawn, nouns=("speaker", "outlet")),
    )


def _who_speaks(pairs: Pairs, speakers: Sequence[str], outlets: Sequence[str]) -> str:
    total = sum(pairs.values())
    found = (
        f"{count(total, 'attribution')} of {count(len(speakers), 'known speaker')} in {count(len(outlets), 'outlet')}."
    )
    if speakers:
        first = {o: n for (s, o), n in pairs.items() if s == speakers[0]}
        found += f" Most are of {inline_name(speakers[0])}: {sum(first.values()):,}, in {count(len(first), 'outlet')}."
        alone = len(speakers) - sum(n > 1 for n in Counter(s for s, _ in pairs if s != UNKNOWN).values())
        if len(outlets) > 1:
            found += f" {count(alone, 'speaker')} {'speaks' if alone == 1 else 'speak'} in one outlet only."
    unknown = sum(n for (s, _), n in pairs.items() if s == UNKNOWN)
    return f"{found} Of {unknown:,} the speaker is unknown." if unknown else found


def types_by_outlet(rows: Rows) -> Figure | None:
    """Number of attributions by outlet and type. None without attributions."""
    pairs = Counter((q["outlet"], q["type"]) for q in rows["quotes"])
    if not pairs:
        return None
    outlets = ranked({a["outlet"] for a in rows["articles"]} | {o for o, _ in pairs}, pairs, place=0)
    table = cross_table(pairs, outlets, SERIES, limits=(TABLE_LINES, len(SERIES)))
    drawn = cross_table(pairs, outlets, SERIES, limits=(DRAWN_LINES, len(SERIES)))
    name = "types-by-outlet"
    return Figure(
        id=name,
        title=FIGURES[name],
        caption="Attributions by outlet and type, from the table quotes: direct ones are verbatim, mixed ones partly "
        "verbatim, indirect ones not."
        f"{rest_sentence(table, 'outlet')}",
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
    shares = {o: pairs.get((o, SERIES[0]), 0) / n for o, n in all_of.items() if n >= _MIN_ATTRIBUTIONS}
    if len(shares) < 2:
        return found
    most, least = max(shares, key=lambda o: shares[o]), min(shares, key=lambda o: shares[o])
    return (
        f"{found} {inline_name(most)} has the largest share of direct ones, {percent(shares[most])}; "
        f"{inline_name(least)} the smallest, {percent(shares[least])}."
    )

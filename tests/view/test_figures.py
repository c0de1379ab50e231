"""Figures as data: what they count is what the tables of the release hold, all of it, however much there is."""

import random
from collections import Counter

import pytest
from hypothesis import given, settings
from support.figured import article, many, quote, released, releases, tables

from corpus.view.figures.all_figures import figures_of
from corpus.view.figures.cross_table import DRAWN_COLUMNS, DRAWN_LINES, TABLE_COLUMNS, TABLE_LINES
from corpus.view.figures.figure import FIGURES, Bars, Grid, Ranges
from corpus.view.figures.shares import covered_by_type


def by_id(rows):
    return {f.id: f for f in figures_of(rows)}


def cells(figure, *, names=1):
    """Counts by line and column of a table, without its sums."""
    return Counter(
        {
            (row[0], column): n
            for row in figure.rows
            for column, n in zip(figure.columns[names:-1], row[names:-1], strict=True)
            if n
        }
    )


def pairs(rows, line, column):
    return Counter((q[line], q[column]) for q in rows["quotes"] if q[line] is not None)


def brute_force(quotes):
    """Each code point of an article with the most literal type that covers it."""
    best = {}
    for q in quotes:
        for span in q["content"]:
            for place in range(span["start"], span["end"]):
                best[place] = min(best.get(place, 9), ("direct", "mixed", "indirect").index(q["type"]))
    return tuple(sum(b == n for b in best.values()) for n in range(3))


# Our release


def test_release_has_all_figures():
    assert list(by_id(released())) == list(FIGURES)


def test_cells_are_the_counts_of_the_release():
    rows = released()
    found = by_id(rows)
    assert cells(found["speakers-by-outlet"]) == pairs(rows, "speaker", "outlet")
    assert cells(found["types-by-outlet"]) == pairs(rows, "outlet", "type")
    assert cells(found["utterance-spread"], names=3) == pairs(rows, "utterance_id", "outlet")
    for u in rows["utterances"]:
        (row,) = (r for r in found["utterance-spread"].rows if r[0] == u["utterance_id"])
        assert row[1] == u["gloss"]
        assert row[-1] == len(u["quote_ids"])


def test_share_counts_each_code_point_of_the_release_once():
    rows = released()
    figure = by_id(rows)["attributed-share"]
    assert len(figure.rows) == len(rows["articles"])
    for name, outlet, first, length, *parts, reported, share in figure.rows:
        (a,) = (a for a in rows["articles"] if a["article_id"] == name)
        assert (outlet, first, length) == (a["outlet"], str(a["published_earliest"]), len(a["text"]))
        assert tuple(parts) == brute_force([q for q in rows["quotes"] if q["article_id"] == name])
        assert reported == sum(parts)
        assert share == round(reported / length, 4)


def test_what_is_drawn_is_what_is_told():
    """The drawing of a small release holds every number of the table."""
    for figure in figures_of(released()):
        if isinstance(figure.drawing, Grid):
            numbers = [row[-1 - len(figure.drawing.columns) : -1] for row in figure.rows]
            assert [tuple(n) for n in numbers] == list(figure.drawing.counts)
        elif not figure.drawing.shares:
            assert [row[1:-1] for row in figure.rows] == list(figure.drawing.values)
        assert figure.note == ""
        assert len(figure.drawing.lines) == len(figure.rows)


def test_finding_is_in_words():
    found = {f.id: f.alt for f in figures_of(released())}
    assert "57 attributions of 19 known speakers in 5 outlets" in found["speakers-by-outlet"]
    assert "Of 7 (12 %) the speaker is unknown" in found["speakers-by-outlet"]
    assert "17 (30 %) direct, 3 (5 %) mixed, 37 (65 %) indirect" in found["types-by-outlet"]
    assert "7 statements in 28 renderings" in found["utterance-spread"]
    assert "33 %" in found["attributed-share"]


# What is covered


@pytest.mark.parametrize(
    ("spans", "covered"),
    [
        ([("direct", [(0, 10)]), ("direct", [(5, 15)])], (15, 0, 0)),
        ([("indirect", [(0, 30)]), ("direct", [(10, 20)])], (10, 0, 20)),
        ([("mixed", [(0, 10), (20, 30)]), ("indirect", [(5, 25)])], (0, 20, 10)),
        ([("direct", [])], (0, 0, 0)),
        ([], (0, 0, 0)),
    ],
)
def test_overlapping_contents_count_once(spans, covered):
    a = article(0)
    quotes = [quote(n, a, kind=kind, content=content) for n, (kind, content) in enumerate(spans)]
    assert covered_by_type(quotes) == brute_force(quotes) == covered


# Nothing to show


def test_nothing_gives_no_figures():
    assert figures_of(tables([], [])) == ()
    assert figures_of(tables([article(0)], [])) == ()


def test_no_utterances_no_spread():
    a = article(0)
    assert list(by_id(tables([a], [quote(0, a)]))) == list(FIGURES)[:3]


# Any release


@given(rows=releases())
@settings(max_examples=60)
def test_no_count_is_lost(rows):
    found = by_id(rows)
    total = len(rows["quotes"])
    assert bool(found) == bool(total)
    if not found:
        return
    for name in ("speakers-by-outlet", "types-by-outlet"):
        assert sum(row[-1] for row in found[name].rows) == total
        assert all(sum(row[1:-1]) == row[-1] for row in found[name].rows)
    share = found["attributed-share"]
    wanted = [brute_force([q for q in rows["quotes"] if q["article_id"] == a["article_id"]]) for a in rows["articles"]]
    at = share.columns.index("direct")
    assert [sum(r[at + n] for r in share.rows) for n in range(3)] == [sum(w[n] for w in wanted) for n in range(3)]
    linked = [q for q in rows["quotes"] if q["utterance_id"] is not None]
    assert ("utterance-spread" in found) == bool(linked)
    if linked:
        assert sum(row[-1] for row in found["utterance-spread"].rows) == len(linked)


@given(rows=releases())
@settings(max_examples=30)
def test_order_of_rows_means_nothing(rows):
    mixed = {name: random.Random(1).sample(table, len(table)) for name, table in rows.items()}
    assert figures_of(mixed) == figures_of(rows)


@given(rows=releases())
@settings(max_examples=30)
def test_tables_are_tables(rows):
    for figure in figures_of(rows):
        assert figure.caption.endswith(".")
        assert figure.alt.endswith(".")
        assert {len(row) for row in figure.rows} == {len(figure.columns)}
        assert {type(value) for row in figure.rows for value in row} <= {str, int, float, type(None)}


# Large releases


LARGE = many(outlets=400, speakers=1500, articles=6000)


def test_large_release_is_told_as_far_as_said():
    for figure in figures_of(LARGE):
        assert len(figure.rows) <= TABLE_LINES + 2
        assert len(figure.columns) <= TABLE_COLUMNS + 6
        lines = figure.drawing.lines
        assert len(lines) <= DRAWN_LINES + 3
        rests = any(" more " in str(name) for name in (*figure.columns, figure.rows[-1][0]))
        assert rests == ("together" in figure.caption)
        assert figure.note or any(label.rest for label in lines)


def test_large_release_loses_nothing():
    found = by_id(LARGE)
    total = len(LARGE["quotes"])
    assert sum(row[-1] for row in found["speakers-by-outlet"].rows) == total
    assert sum(row[-1] for row in found["types-by-outlet"].rows) == total
    grid = found["speakers-by-outlet"].drawing
    assert sum(map(sum, grid.counts)) == total
    assert len(grid.columns) == DRAWN_COLUMNS + 1
    known = len({q["speaker"] for q in LARGE["quotes"]}) - 1
    assert [label.text for label in grid.lines][-2:] == ["unknown", f"{known - DRAWN_LINES:,} more speakers"]
    share = found["attributed-share"]
    assert sum(row[1] for row in share.rows) == len(LARGE["articles"])


def test_many_articles_are_a_spread_by_outlet():
    articles = [article(n, outlet="A" if n < 25 else "B") for n in range(30)]
    quotes = [quote(0, a, content=[(0, n)]) for n, a in enumerate(articles[:25])]
    figure = by_id(tables(articles, quotes))["attributed-share"]
    assert isinstance(figure.drawing, Ranges)
    assert figure.drawing.values == ((0.0, 0.06, 0.12, 0.18, 0.24), (0.0,) * 5)
    assert figure.rows[0][:4] == ("A", 25, 2500, sum(range(25)))


def test_one_more_is_shown_rather_than_a_rest_of_one():
    a = article(0)
    for number, rest in ((DRAWN_LINES + 1, False), (DRAWN_LINES + 2, True)):
        quotes = [quote(n, a, speaker=f"Speaker {n}") for n in range(number)]
        lines = by_id(tables([a], quotes))["speakers-by-outlet"].drawing.lines
        assert any(label.rest for label in lines) == rest


def test_bars_of_types_divide_what_an_outlet_has():
    drawing = by_id(released())["types-by-outlet"].drawing
    assert isinstance(drawing, Bars)
    assert drawing.series == ("direct", "mixed", "indirect")


def test_outlets_of_a_spread_stand_by_day():
    first, second = article(0, outlet="Late", day=9), article(1, outlet="Early", day=2)
    quotes = [quote(n, a, utterance="u") for a in (first, second) for n in range(2 if a is first else 1)]
    figure = by_id(tables([first, second], quotes))["utterance-spread"]
    assert figure.columns == ("utterance", "what was said", "first day", "Early", "Late", "all")
    assert figure.rows == (("u", "What u says.", "2021-05-03", 1, 2, 3),)
    assert [c.after for c in figure.drawing.columns] == ["3 May", "10 May"]

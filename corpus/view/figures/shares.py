"""The figure of reported speech: which share of an article is the content of attributions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from statistics import quantiles

from corpus.tables.rows import Row
from corpus.view.figures.cross_table import DRAWN_LINES, TABLE_LINES
from corpus.view.figures.figure import FIGURES, Bars, Figure, Ranges, RowLabel, Tables, Value
from corpus.view.figures.outlets import SERIES
from corpus.view.figures.text import count, day, days, inline_name, iso_day, more, percent

_NAME = "attributed-share"
_SpansByType = dict[str, list[tuple[int, int]]]
_WHAT = "code points of the article text in the content of an attribution"


@dataclass(frozen=True, slots=True)
class _Covered:
    """An article with its length, and how much of it the contents of each type of `SERIES` cover, in code points."""

    id: str
    outlet: str
    published: datetime.date | None
    length: int
    parts: tuple[int, ...]

    @property
    def share(self) -> float:
        return _share(sum(self.parts), self.length)


def attributed_share(rows: Tables) -> Figure | None:
    """The share of reported speech: a bar for each article, or, for many articles, the distribution by outlet."""
    if not rows["quotes"]:
        return None
    articles = sorted(_covered(rows), key=lambda a: (-a.share, a.id))
    return _by_article(articles) if len(articles) <= DRAWN_LINES else _by_outlet(articles)


def _covered(rows: Tables) -> Iterable[_Covered]:
    spans: dict[str, _SpansByType] = {}
    for quote in rows["quotes"]:
        _add_spans(spans.setdefault(quote["article_id"], {}), quote)
    for a in rows["articles"]:
        parts = _lengths(spans.get(a["article_id"], {}))
        yield _Covered(a["article_id"], a["outlet"], a["published_earliest"], len(a["text"]), parts)


def covered_by_type(quotes: Iterable[Row]) -> tuple[int, ...]:
    """The number of code points that the contents of quotes cover, for each type of `SERIES`.

    Each code point counts once, for the most literal type that covers it.
    """
    spans: _SpansByType = {}
    for quote in quotes:
        _add_spans(spans, quote)
    return _lengths(spans)


def _add_spans(spans: _SpansByType, quote: Row) -> None:
    spans.setdefault(quote["type"], []).extend((s["start"], s["end"]) for s in quote["content"])


def _lengths(by_type: _SpansByType) -> tuple[int, ...]:
    """What spans of each type of `SERIES` cover that those of more literal types do not, in code points."""
    spans: list[tuple[int, int]] = []
    sums = [0]
    for name in SERIES:
        spans = sorted(spans + by_type.get(name, []))
        sums.append(_length(spans))
    return tuple(after - before for before, after in pairwise(sums))


def _length(spans: Iterable[tuple[int, int]]) -> int:
    """The number of code points that spans cover together; the spans are sorted."""
    total = reached = 0
    for start, end in spans:
        total += max(0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _by_article(articles: Sequence[_Covered]) -> Figure:
    format_day = days([article.published for article in articles])
    labels = [RowLabel(article.outlet, after=format_day(article.published)) for article in articles]
    return Figure(
        id=_NAME,
        title=FIGURES[_NAME],
        caption=f"Share of reported speech in each article’s text by type, from quotes and articles: {_WHAT}, "
        "each counted once, for the most literal type.",
        alt=_finding(articles),
        columns=("article", "outlet", "first day", "code points", *SERIES, "reported", "share"),
        rows=tuple(map(_article_row, articles)),
        drawing=Bars(SERIES, tuple(labels), tuple(map(_parts_as_shares, articles)), shares=True),
    )


def _article_row(a: _Covered) -> tuple[Value, ...]:
    return a.id, a.outlet, iso_day(a.published), a.length, *a.parts, sum(a.parts), round(a.share, 4)


def _parts_as_shares(article: _Covered) -> tuple[float, ...]:
    return tuple(_share(part, article.length) for part in article.parts)


def _by_outlet(articles: Sequence[_Covered]) -> Figure:
    """The distribution of shares by outlet, the outlet with most articles first."""
    by_outlet: dict[str, list[_Covered]] = {}
    for article in articles:
        by_outlet.setdefault(article.outlet, []).append(article)
    outlets = sorted(by_outlet, key=lambda o: (-len(by_outlet[o]), o))
    drawn, listed = outlets[:DRAWN_LINES], outlets[:TABLE_LINES]
    rows = [_outlet_row(outlet, by_outlet[outlet]) for outlet in listed]
    rest = list(chain.from_iterable(by_outlet[outlet] for outlet in outlets[TABLE_LINES:]))
    rest_note = ""
    if rest:
        rest_name = more(len(outlets) - len(listed), "outlet")
        rest_note = f" The table counts {rest_name} together."
        rows.append(_outlet_row(rest_name, rest))
    labels = [RowLabel(outlet, after=count(len(by_outlet[outlet]), "article")) for outlet in drawn]
    return Figure(
        id=_NAME,
        title=FIGURES[_NAME],
        caption=f"Share of reported speech in an article’s text, from quotes and articles: {_WHAT}. For each outlet, "
        "minimum and maximum (thin line), the middle half (thick line) and the median (dot) of its articles."
        f"{rest_note}",
        alt=_finding(articles),
        columns=(
            "outlet", "articles", "code points", *SERIES, "reported", "share",
            "least", "lower quartile", "median", "upper quartile", "greatest",
        ),
        rows=tuple(rows),
        drawing=Ranges(tuple(labels), tuple(_distribution(by_outlet[outlet]) for outlet in drawn)),
        note=f"and {more(len(outlets) - len(drawn), 'outlet')}" if len(outlets) > len(drawn) else "",
    )  # fmt: skip


def _outlet_row(name: str, articles: Sequence[_Covered]) -> tuple[Value, ...]:
    length, parts = _totals(articles)
    distribution = [round(value, 4) for value in _distribution(articles)]
    return name, len(articles), length, *parts, sum(parts), round(_share(sum(parts), length), 4), *distribution


def _totals(articles: Sequence[_Covered]) -> tuple[int, list[int]]:
    """The code points of all articles, and how many of them the contents of each type of `SERIES` cover."""
    length, parts = 0, [0] * len(SERIES)
    for article in articles:
        length += article.length
        for n, part in enumerate(article.parts):
            parts[n] += part
    return length, parts


def _distribution(articles: Sequence[_Covered]) -> tuple[float, float, float, float, float]:
    """Minimum, lower quartile, median, upper quartile and maximum of the shares."""
    shares = [article.share for article in articles]
    if len(shares) == 1:
        return (shares[0],) * 5
    low, middle, high = quantiles(shares, n=4, method="inclusive")
    return min(shares), low, middle, high, max(shares)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def _finding(articles: Sequence[_Covered]) -> str:
    """The main finding in words; the articles are sorted by share, the largest first."""
    length, parts = _totals(articles)
    share = percent(_share(sum(parts), length))
    found = f"Of the text of {count(len(articles), 'article')}, {share} is reported speech."
    if len(articles) == 1:
        return found
    first, last = articles[0], articles[-1]
    return (
        f"{found} The share ranges from {percent(last.share)} ({_article_name(last)}) to {percent(first.share)} "
        f"({_article_name(first)})."
    )


def _article_name(article: _Covered) -> str:
    return f"{inline_name(article.outlet)}, {day(article.published)}"

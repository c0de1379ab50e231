"""Lay out the page of a speaker: names by language, newsrooms, days, kinds of quotation, quotations by statement."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from corpus.tables.rows import Row
from corpus.view.site import Site, SpeakerView
from corpus.view.text import TYPES, day, day_key, month

#: Maximum number of bars of a timeline.
_BARS = 31


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a timeline: a day, a month or a year, its number of quotations, and its height in per cent."""

    label: str
    count: int
    height: float


@dataclass(frozen=True, slots=True)
class SpeakerFacts:
    """What the sidebar of a speaker shows.

    Attributes:
        names: names in the authority file by name of language.
        outlets: newsrooms that quote it with the number of quotations, most first.
        types: number of quotations of each type that occurs, from verbatim to not verbatim.
        timeline: quotations by time; empty if no date is known.
        undated: number of quotations without a known date.
    """

    names: tuple[tuple[str, str, tuple[str, ...]], ...]
    outlets: tuple[tuple[str, int], ...]
    types: tuple[tuple[str, int], ...]
    timeline: tuple[Bar, ...]
    undated: int


def speaker_facts(site: Site, speaker: SpeakerView, quotes: Sequence[Row]) -> SpeakerFacts:
    """The facts about a speaker for the sidebar of its page.

    Args:
        site: the data.
        speaker: the speaker.
        quotes: all its quotations.
    """
    outlets = Counter(quote["outlet"] for quote in quotes)
    types = Counter(quote["type"] for quote in quotes)
    dates = [quote["published_earliest"] for quote in quotes]
    known = [value for value in dates if value is not None]
    return SpeakerFacts(
        names=tuple(_names(site, speaker)),
        outlets=tuple(sorted(outlets.items(), key=lambda item: (-item[1], item[0]))),
        types=tuple((name, types[name]) for name in TYPES if types[name]),
        timeline=tuple(_timeline(known)),
        undated=len(dates) - len(known),
    )


def _names(site: Site, speaker: SpeakerView) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Code and name of each language, and the names of the speaker in it, without those in an earlier language."""
    if speaker.row is None:
        return
    seen = {speaker.name}
    for code, aliases in groupby(speaker.row["aliases"], key=lambda alias: alias["language"]):
        own = [alias["name"] for alias in aliases if alias["name"] not in seen]
        seen.update(own)
        if own:
            yield code, _language_name(site, code), tuple(own)


def _language_name(site: Site, code: str) -> str:
    if code in site.languages:
        return site.languages[code].name
    return code


def _timeline(dates: Sequence[date]) -> Iterator[Bar]:
    """Bars for all days, months or years from the first date to the last, the shortest unit that gives few bars."""
    if not dates:
        return
    first, last = min(dates), max(dates)
    days = (last - first).days + 1
    months = 12 * (last.year - first.year) + last.month - first.month + 1
    if days <= _BARS:
        labels = [day(date.fromordinal(first.toordinal() + n)) for n in range(days)]
        counts = Counter(map(day, dates))
    elif months <= _BARS:
        labels = [_month_label(first.year, first.month + n) for n in range(months)]
        counts = Counter(_month_label(value.year, value.month) for value in dates)
    else:
        labels = [str(year) for year in range(first.year, last.year + 1)]
        counts = Counter(str(value.year) for value in dates)
    most = max(counts.values())
    for label in labels:
        yield Bar(label, counts[label], round(100 * counts[label] / most, 1))


def _month_label(year: int, number: int) -> str:
    years, index = divmod(number - 1, 12)
    return f"{month(index + 1)} {year + years}"


def by_statement(site: Site, quotes: Iterable[Row]) -> list[Row]:
    """Quotations by statement, the one with the most first and those of none last; each by day and place."""
    own = list(quotes)
    counts = Counter(quote["utterance_id"] for quote in own)

    def place(quote: Row) -> tuple[object, ...]:
        statement = quote["utterance_id"]
        is_other = statement not in site.utterance_by_id
        start = 0
        if quote["content"]:
            start = quote["content"][0]["start"]
        rank = 0 if is_other else -counts[statement]
        return is_other, rank, statement or "", *day_key(quote), quote["outlet"], quote["article_id"], start

    return sorted(own, key=place)


def grouped_by_statement(site: Site, quotes: Sequence[Row]) -> list[tuple[Row | None, list[Row]]]:
    """Groups of quotations that `by_statement` sorted: the statement, None for the rest, and its quotations."""
    groups = []
    for statement, own in groupby(quotes, key=lambda q: site.utterance_by_id.get(q["utterance_id"])):
        groups.append((statement, list(own)))
    return groups

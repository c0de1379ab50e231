"""Lay out a statement as a synopsis: its parts as lines, newsrooms as columns in order of time, and who is named where.

A rendering of several neighbouring parts takes up the lines of all of them. What a newsroom does not report is an empty
cell. `find_statement` chooses the statement of the start page: the one for which newsrooms name the most different
speakers.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.tables.rows import Row
from corpus.view.site import Site, SpeakerView, speaker_key
from corpus.view.text import day_key
from corpus.view.utterances import parts_of

#: Maximum number of newsrooms that are columns; the others are counted.
COLUMNS = 6
#: Maximum number of days that the time axis names one by one.
_NAMED_DAYS = 12


@dataclass(frozen=True, slots=True)
class Cell:
    """What a newsroom has of neighbouring parts.

    Attributes:
        outlet: the newsroom.
        first: position of the first part.
        span: number of parts.
        quotes: its renderings; empty if it leaves the part out.
    """

    outlet: str
    first: int
    span: int
    quotes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Newsroom:
    """A column.

    Attributes:
        outlet: name of the newsroom.
        article: its first article that renders the statement, else its first article.
        reports: whether it renders the statement at all.
    """

    outlet: str
    article: Row
    reports: bool


@dataclass(frozen=True, slots=True)
class TimeAxis:
    """Positions on a time axis in per cent of the width of a synopsis.

    Attributes:
        days: position and day of each label.
        links: for each newsroom with a known date, first and last position on the axis, and the middle of its column.
    """

    days: tuple[tuple[float, date], ...]
    links: tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True)
class Naming:
    """A speaker that newsrooms name for a part, and these newsrooms."""

    speaker: SpeakerView
    outlets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamedSources:
    """Who is named for one part of a statement.

    Attributes:
        part: position of the part.
        namings: speakers, the one that most newsrooms name first.
        differing: number of newsrooms that do not name the first one.
    """

    part: int
    namings: tuple[Naming, ...]
    differing: int


@dataclass(frozen=True, slots=True)
class Synopsis:
    """A statement, part by part and newsroom by newsroom.

    Attributes:
        utterance: its row.
        parts: its smallest parts; one that is the whole statement if it has none.
        newsrooms: the columns, in order of time.
        lines: for each part, the cells that start there, in the order of the columns.
        more: number of newsrooms that have no column.
        finding: who is named for which part; None if only one newsroom reports it.
    """

    utterance: Row
    parts: tuple[Row, ...]
    newsrooms: tuple[Newsroom, ...]
    lines: tuple[tuple[Cell, ...], ...]
    more: int
    finding: NamedSources | None

    @property
    def label_width(self) -> int:
        """Width of the column of parts in per cent."""
        return 16

    @property
    def column_width(self) -> float:
        """Width of the column of a newsroom in per cent."""
        return (100 - self.label_width) / len(self.newsrooms)

    @property
    def axis(self) -> TimeAxis | None:
        """The time axis; None if all newsrooms report on one day, or no date is known."""
        dated = [n.article for n in self.newsrooms if n.article["published_earliest"] is not None]
        if not dated:
            return None
        start = min(row["published_earliest"] for row in dated)
        length = (max(map(_last_day, dated)) - start).days + 1
        if length == 1:
            return None
        return self._axis(start, length)

    def _axis(self, start: date, length: int) -> TimeAxis:
        """The time axis of a number of days from a day on."""
        room = 100 - self.label_width

        def place(day: date) -> float:
            return round(self.label_width + room * ((day - start).days + 0.5) / length, 2)

        step = 1 if length <= _NAMED_DAYS else length - 1
        days = tuple((place(day), day) for day in _days(start, length, step))
        links = []
        for number, newsroom in enumerate(self.newsrooms):
            row = newsroom.article
            if row["published_earliest"] is not None:
                middle = round(self.label_width + self.column_width * (number + 0.5), 2)
                links.append((place(row["published_earliest"]), place(_last_day(row)), middle))
        return TimeAxis(days, tuple(links))


def _last_day(article: Row) -> date:
    """The last day on which an article can have appeared; its first one if that is unknown."""
    latest: date = article["published_latest"] or article["published_earliest"]
    return latest


def _days(start: date, length: int, step: int) -> Iterable[date]:
    for number in range(0, length, step):
        yield date.fromordinal(start.toordinal() + number)


def synopsis_of(site: Site, utterance: Row, *, all_outlets: bool = False) -> Synopsis:
    """Lay out a statement.

    Args:
        site: the data.
        utterance: the statement.
        all_outlets: whether newsrooms that do not report it have columns, too, if there is room for all of them.
    """
    parts = smallest_parts(utterance)
    quotes_of: dict[str, list[Row]] = {outlet: [] for outlet in utterance["outlets"]}
    for quote_id in utterance["quote_ids"]:
        quote = site.quote_by_id[quote_id]
        quotes_of.setdefault(quote["outlet"], []).append(quote)
    positions = {part["id"]: number for number, part in enumerate(parts)}
    rendered = {outlet: _rendered(utterance, own, positions) for outlet, own in quotes_of.items()}
    outlets = _columns(site, rendered, all_outlets=all_outlets)
    newsrooms = sorted((_newsroom(site, o, quotes_of.get(o, ())) for o in outlets), key=_time)
    lines = tuple(tuple(_line(n, newsrooms, rendered, len(parts))) for n in range(len(parts)))
    return Synopsis(
        utterance, parts, tuple(newsrooms), lines, len(rendered.keys() - set(outlets)), _finding(site, utterance)
    )


def smallest_parts(utterance: Row) -> tuple[Row, ...]:
    """The smallest parts of a statement; one that is the whole statement if it has none."""
    parts = tuple(part for part in utterance["parts"] if not part["holds"])
    return parts or ({"id": "", "gloss": utterance["gloss"], "holds": []},)


def find_statement(site: Site) -> Row | None:
    """The statement in several newsrooms for which these name the most different speakers; None if there is none."""
    ranked = [(_rank(site, utterance), number) for number, utterance in enumerate(site.utterances)]
    best, place = max(ranked, key=lambda item: (item[0], -item[1]), default=((), 0))
    return site.utterances[place] if best else None


def _rank(site: Site, utterance: Row) -> tuple[int, ...]:
    """How telling a statement is; empty if fewer than two newsrooms report the same part of it."""
    finding = _finding(site, utterance)
    if finding is None:
        return ()
    counts = [utterance["languages"], utterance["outlets"], utterance["quote_ids"]]
    return finding.differing, len(finding.namings), *map(len, counts)


def _finding(site: Site, utterance: Row) -> NamedSources | None:
    """Who is named for the part on which newsrooms differ most."""
    if len(utterance["outlets"]) < 2:
        return None
    findings = []
    quotes = [site.quote_by_id[quote_id] for quote_id in utterance["quote_ids"]]
    for number, part in enumerate(smallest_parts(utterance)):
        own = [quote for quote in quotes if part["id"] in (*parts_of(utterance, quote), "")]
        findings.append(_finding_of(site, number, own))
    shared = [finding for finding in findings if finding is not None]
    return max(shared, key=lambda f: (f.differing, len(f.namings), -f.part), default=None)


def _finding_of(site: Site, part: int, quotes: Sequence[Row]) -> NamedSources | None:
    """Who is named for a part by its renderings; None if only one newsroom renders it."""
    outlets_of: dict[str, dict[str, None]] = {}
    for quote in quotes:
        outlets_of.setdefault(speaker_key(quote), {})[quote["outlet"]] = None
    all_outlets = {quote["outlet"] for quote in quotes}
    if len(all_outlets) < 2:
        return None
    ranked = sorted(outlets_of, key=lambda key: (-len(outlets_of[key]), key))
    namings = tuple(Naming(site.speaker_by_key[key], tuple(sorted(outlets_of[key]))) for key in ranked)
    return NamedSources(part, namings, len(all_outlets) - len(namings[0].outlets))


def _rendered(utterance: Row, quotes: Iterable[Row], positions: Mapping[str, int]) -> list[tuple[int, int, Row]]:
    """First and last position of the parts that each rendering has, and the rendering, in order."""
    found = []
    for quote in quotes:
        own = sorted(positions[part] for part in parts_of(utterance, quote) if part in positions)
        if own:
            found.append((own[0], own[-1], quote))
        else:
            found.append((0, len(positions) - 1, quote))
    return sorted(found, key=lambda item: (item[0], item[1]))


def _columns(site: Site, rendered: Mapping[str, Sequence[tuple[int, int, Row]]], *, all_outlets: bool) -> list[str]:
    """The newsrooms that have columns: all of the corpus, or those with the most renderings."""
    if all_outlets and len(site.outlets) <= COLUMNS:
        return list(site.outlets)
    return sorted(rendered, key=lambda o: (-len(rendered[o]), o))[:COLUMNS]


def _newsroom(site: Site, outlet: str, quotes: Sequence[Row]) -> Newsroom:
    articles = [site.article_by_id[quote["article_id"]] for quote in quotes]
    if not articles:
        rows = site.articles.select("article_id", "outlet")
        articles = [site.article_by_id[row["article_id"]] for row in rows if row["outlet"] == outlet]
    return Newsroom(outlet, min(articles, key=day_key), bool(quotes))


def _time(newsroom: Newsroom) -> tuple[object, ...]:
    return *day_key(newsroom.article), newsroom.outlet


def _line(
    part: int, newsrooms: Iterable[Newsroom], rendered: Mapping[str, Sequence[tuple[int, int, Row]]], parts: int
) -> Iterable[Cell]:
    """The cells that start at a part."""
    for newsroom in newsrooms:
        for cell in _cells(newsroom.outlet, rendered.get(newsroom.outlet, ()), parts):
            if cell.first == part:
                yield cell


def _cells(outlet: str, rendered: Sequence[tuple[int, int, Row]], parts: int) -> Iterable[Cell]:
    """The cells of a column: renderings whose parts overlap share one; what no rendering has is left out."""
    if not rendered:
        yield Cell(outlet, 0, parts, ())
        return
    blocks: list[tuple[int, int, list[Row]]] = []
    for first, last, quote in rendered:
        if blocks and first <= blocks[-1][1]:
            start, end, quotes = blocks.pop()
            blocks.append((start, max(end, last), [*quotes, quote]))
        else:
            blocks.append((first, last, [quote]))
    at = 0
    for first, last, quotes in blocks:
        for missing in range(at, first):
            yield Cell(outlet, missing, 1, ())
        yield Cell(outlet, first, last - first + 1, tuple(quotes))
        at = last + 1
    for missing in range(at, parts):
        yield Cell(outlet, missing, 1, ())

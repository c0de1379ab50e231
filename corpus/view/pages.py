"""The pages of a site: their files, the values of their templates, and their HTML."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from corpus.tables.rows import Row
from corpus.tables.schema import ORIGINS
from corpus.view import text
from corpus.view.articles import fragment, headline_of, lines_of, speakers_in
from corpus.view.card import card_html, card_section
from corpus.view.figures.figure import Figure
from corpus.view.figures.shares import covered_by_type
from corpus.view.page_figures import page_figure
from corpus.view.quotations import CSV_FILE, has_csv
from corpus.view.site import Site, SpeakerView
from corpus.view.speakers import by_statement, grouped_by_statement, speaker_facts
from corpus.view.synopsis import find_statement, synopsis_of
from corpus.view.text import file_stem
from corpus.view.utterances import compared, kept_items, renderings

#: Maximum number of entries on a page of a list, and of quotes on a page of a speaker: some 200 kB of HTML.
ENTRIES = 200
QUOTES = 200
#: Number of entries of each list on the start page.
START_ENTRIES = 10
#: Maximum number of quotes of the most quoted speaker on a start page without statements.
LEAD_QUOTES = 3


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page of a site.

    Attributes:
        file: path from the folder of the site.
        template: name of its template.
        values: the values of the template.
    """

    file: str
    template: str
    values: Mapping[str, Any]


class _Environment(Environment):
    """Looks a column of a row up before an attribute."""

    def getattr(self, obj: Any, attribute: str) -> Any:  # noqa: ANN401  (as in the base class)
        # A row has no attribute of that name: without this, each of its columns costs an exception.
        if type(obj) is dict and attribute in obj:
            return obj[attribute]
        return super().getattr(obj, attribute)


@functools.lru_cache(maxsize=1)
def environment() -> Environment:
    """The template environment: values are escaped, missing ones are errors, control characters are made visible."""
    made = _Environment(
        loader=PackageLoader("corpus.view"),
        autoescape=True,
        finalize=text.neutral,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.filters |= {
        "stem": file_stem, "fragment": fragment, "address": text.web_address, "isolated": text.isolated,
        "count": "{:,}".format, "counted": text.counted, "share": text.share, "word": text.number_word,
        "origin_meaning": lambda origin: ORIGINS.get(origin, origin),
        "letter": text.part_letter, "listed": text.listed, "day": text.day, "days": text.days,
    }  # fmt: skip
    return made


def render(site: Site, page: SitePage) -> str:
    """Render the HTML of a page."""
    root = "../" * page.file.count("/")
    return environment().get_template(page.template).render(site=site, root=root, file=page.file, **page.values)


def all_pages(site: Site, figures: Sequence[Figure]) -> Iterator[SitePage]:
    """All pages of a site.

    Args:
        site: the data.
        figures: its figures.
    """
    yield from single_pages(site, figures)
    yield from article_pages(site, site.articles)
    yield from speaker_pages(site, site.speakers)
    yield from utterance_pages(site, site.utterances)


def single_pages(site: Site, figures: Sequence[Figure]) -> Iterator[SitePage]:
    """The start page, the pages about all data, and the pages of lists.

    Args:
        site: the data.
        figures: its figures.
    """
    yield SitePage("index.html", "start.html", start_values(site))
    yield SitePage("quotes.html", "quotes.html", {})
    yield SitePage("figures.html", "figures.html", {"figures": [page_figure(site, f) for f in figures]})
    yield SitePage("data.html", "data.html", data_values(site))
    yield from _list_pages("articles", site.articles, entry=lambda article: ArticleEntry.of(site, article))
    yield from _list_pages("speakers", _quoted_last_unknown(site))
    yield from _list_pages("utterances", _shared_first(site))


def article_pages(site: Site, articles: Iterable[Row]) -> Iterator[SitePage]:
    """The page of each article."""
    for article in articles:
        name = f"articles/{file_stem(article['article_id'])}.html"
        yield SitePage(name, "article.html", article_values(site, article))


def speaker_pages(site: Site, speakers: Iterable[SpeakerView]) -> Iterator[SitePage]:
    """The pages of each speaker."""
    for speaker in speakers:
        yield from _speaker_pages(site, speaker)


def utterance_pages(site: Site, utterances: Iterable[Row]) -> Iterator[SitePage]:
    """The page of each utterance."""
    for utterance in utterances:
        name = f"utterances/{file_stem(utterance['utterance_id'])}.html"
        yield SitePage(name, "utterance.html", utterance_values(site, utterance))


def article_values(site: Site, article: Row) -> dict[str, Any]:
    """The values of an article's page."""
    # Converted once: each use of `quotes_of` makes new dictionaries.
    quotes = list(site.quotes_of.get(article["article_id"], ()))
    lines = list(lines_of(site, article, quotes))
    return {
        "article": article,
        "language": site.language_of(article),
        "lines": lines,
        "headline": headline_of(article, lines),
        "speakers": speakers_in(site, quotes),
        "origins": sorted({quote["origin"] for quote in quotes}),
        "dropped": sum(not line.row["kept"] for line in lines),
        "entry": ArticleEntry.of(site, article),
    }


def utterance_values(site: Site, utterance: Row) -> dict[str, Any]:
    """The values of an utterance's page."""
    synopsis = synopsis_of(site, utterance)
    outlets = [newsroom.outlet for newsroom in synopsis.newsrooms]
    return {
        "utterance": utterance,
        "synopsis": synopsis,
        "renderings": renderings(site, utterance),
        "compared": compared(site, utterance),
        "kept": kept_items(site, utterance, outlets),
    }


def data_values(site: Site) -> dict[str, Any]:
    """The values of the page about the data: how to cite and load them, and the data card."""
    return {
        "card": card_html(site.card),
        "cite": card_section(site.card, "Citation"),
        "licence": card_section(site.card, "Licensing"),
        "rights": sorted({article["rights"] for article in site.articles.select("rights")} - {None}),
        "csv": CSV_FILE if has_csv(site) else None,
    }


@dataclass(frozen=True, slots=True)
class ArticleEntry:
    """An article in a list.

    Attributes:
        row: its row.
        shares: percentage of its text that is reported speech, for each type of `TYPES`.
    """

    row: Row
    shares: tuple[float, ...]

    @classmethod
    def of(cls, site: Site, article: Row) -> ArticleEntry:
        """The entry of an article."""
        length = max(len(article["text"]), 1)
        places = site.quotes_of.places(article["article_id"])
        covered = covered_by_type(site.quotes.select("type", "content").at(places))
        return cls(article, tuple(round(100 * part / length, 1) for part in covered))

    @property
    def share(self) -> float:
        """The share of its text that is reported speech, 0 to 1."""
        return sum(self.shares) / 100


def start_values(site: Site) -> dict[str, Any]:
    """The values of the start page: its statement, or, without one, the most quoted speaker."""
    statement = find_statement(site)
    ranked = sorted(site.quoted_speakers, key=lambda speaker: -len(speaker.quotes))
    shared = sorted(site.shared_utterances, key=lambda u: (-len(u["outlets"]), -len(u["quote_ids"])))
    return {
        "synopsis": None if statement is None else synopsis_of(site, statement, all_outlets=True),
        "speakers": ranked[:START_ENTRIES],
        "leading": [speaker for speaker in ranked if len(speaker.quotes) == len(ranked[0].quotes)],
        "lead_quotes": _lead_quotes(ranked[0]) if ranked else [],
        "utterances": shared[:START_ENTRIES],
        "articles": [ArticleEntry.of(site, article) for article in site.articles[:START_ENTRIES]],
        "days": _days(site),
    }


def _lead_quotes(speaker: SpeakerView) -> list[Row]:
    """A quote of a speaker from each of a few newsrooms, direct ones first."""
    of_outlet: dict[str, Row] = {}
    for quote in sorted(speaker.quotes[:QUOTES], key=lambda q: text.TYPES.index(q["type"])):
        of_outlet.setdefault(quote["outlet"], quote)
    return list(of_outlet.values())[:LEAD_QUOTES]


def _days(site: Site) -> str:
    """The days from the first article to the last; empty if no date is known."""
    rows = site.articles.select("published_earliest", "published_latest")
    dates = [value for row in rows for value in row.values() if value is not None]
    return text.days(min(dates), max(dates)) if dates else ""


def _quoted_last_unknown(site: Site) -> list[SpeakerView]:
    """The quoted speakers, the unknown one last."""
    quoted = [speaker for speaker in site.speakers if speaker.quotes]
    return sorted(quoted, key=lambda speaker: not speaker.is_known)


def _shared_first(site: Site) -> list[Row]:
    """All utterances, those in the most outlets first."""
    return sorted(site.utterances, key=lambda u: (-len(u["outlets"]), -len(u["quote_ids"]), u["utterance_id"]))


def _list_pages(
    name: str, entries: Sequence[Any], *, entry: Callable[[Any], Any] = lambda value: value
) -> Iterator[SitePage]:
    """The pages of a list; ``entry`` makes what a page shows of an entry."""
    for number, (file, part, files) in enumerate(_paged(name, entries, ENTRIES), 1):
        values = {"entries": [entry(value) for value in part], "total": len(entries), "number": number, "pages": files}
        yield SitePage(file, f"{name}.html", values)


def _speaker_pages(site: Site, speaker: SpeakerView) -> Iterator[SitePage]:
    """All quotes of a speaker, by statement."""
    quotes = by_statement(site, speaker.quotes)
    facts = speaker_facts(site, speaker, quotes)
    for number, (file, part, files) in enumerate(_paged(f"speakers/{speaker.stem}", quotes, QUOTES), 1):
        groups = grouped_by_statement(site, part)
        values = {"speaker": speaker, "facts": facts, "groups": groups, "number": number, "pages": files}
        yield SitePage(file, "speaker.html", values)


def _paged(name: str, entries: Sequence[Any], size: int) -> Iterator[tuple[str, Sequence[Any], list[str]]]:
    """Divide a list into pages; an empty list has one page.

    The files of further pages have a tilde, which no file stem has, so that they never clash with other pages.

    Yields:
        The file of a page, its entries, and the names of the files of all pages.
    """
    count = max(1, -(-len(entries) // size))
    files = [f"{name}.html", *(f"{name}~{n}.html" for n in range(2, count + 1))]
    for number, file in enumerate(files):
        yield file, entries[number * size : (number + 1) * size], [f.rsplit("/", 1)[-1] for f in files]

"""The pages of a site: their files, the values of their templates, and their HTML."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from corpus.tables.days import day_order
from corpus.tables.rows import Row
from corpus.tables.schema import ORIGINS
from corpus.view.articles import fragment, lines_of, speakers_in
from corpus.view.figures.figure import Figure
from corpus.view.site import Site, SpeakerView
from corpus.view.text import days, file_stem, neutral, web_address
from corpus.view.utterances import across, compared, displayed, languages_of, rendered_parts, renderings

#: Maximum number of entries on a page of a list, and of quotes on a page of a speaker: some 200 kB of HTML.
ENTRIES = 200
QUOTES = 200
#: Number of entries of each list on the start page.
START_ENTRIES = 12


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


@dataclass(frozen=True, slots=True)
class DrawnFigure:
    """A figure with its drawing as SVG."""

    figure: Figure
    svg: Markup


@functools.lru_cache(maxsize=1)
def environment() -> Environment:
    """The template environment: values are escaped, missing ones are errors, control characters are made visible."""
    made = Environment(
        loader=PackageLoader("corpus.view"),
        autoescape=True,
        finalize=neutral,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "stem": file_stem, "fragment": fragment, "days": days, "address": web_address, "count": "{:,}".format,
        "displayed": lambda value, site: displayed(site, value), "by_day": _by_day,
        "origin_meaning": lambda origin: ORIGINS.get(origin, origin),
    }  # fmt: skip
    return made


def _by_day(quotes: Sequence[Row]) -> list[list[Row]]:
    """Group sorted quotes by the first day of their article, which may be unknown."""
    by_day: dict[Any, list[Row]] = {}
    for quote in quotes:
        by_day.setdefault(quote["published_earliest"], []).append(quote)
    return list(by_day.values())


def render(site: Site, page: SitePage) -> str:
    """Render the HTML of a page."""
    root = "../" * page.file.count("/")
    return environment().get_template(page.template).render(site=site, root=root, file=page.file, **page.values)


def all_pages(site: Site, figures: Sequence[DrawnFigure]) -> Iterator[SitePage]:
    """All pages of a site.

    Args:
        site: the data.
        figures: the figures of the start page.
    """
    yield SitePage("index.html", "start.html", _start(site, figures))
    yield SitePage("quotes.html", "quotes.html", {})
    yield from _list_pages("articles", site.articles)
    yield from _list_pages("speakers", [speaker for speaker in site.speakers if speaker.quotes])
    yield from _list_pages("utterances", site.utterances)
    for article in site.articles:
        yield SitePage(
            f"articles/{file_stem(article['article_id'])}.html", "article.html", article_values(site, article)
        )
    for speaker in site.speakers:
        yield from _speaker_pages(speaker)
    for utterance in site.utterances:
        name = f"utterances/{file_stem(utterance['utterance_id'])}.html"
        yield SitePage(name, "utterance.html", utterance_values(site, utterance))


def article_values(site: Site, article: Row) -> dict[str, Any]:
    """The values of an article's page."""
    lines = list(lines_of(site, article))
    return {
        "article": article,
        "language": site.language_of(article),
        "lines": lines,
        "speakers": speakers_in(site, article),
        "origins": sorted({quote["origin"] for quote in site.quotes_of.get(article["article_id"], ())}),
        "dropped": sum(not line.row["kept"] for line in lines),
    }


def utterance_values(site: Site, utterance: Row) -> dict[str, Any]:
    """The values of an utterance's page."""
    return {
        "utterance": utterance,
        "parts": rendered_parts(site, utterance),
        "renderings": renderings(site, utterance),
        "compared": compared(site, utterance),
        "across": across(site, utterance),
    }


def _start(site: Site, figures: Sequence[DrawnFigure]) -> dict[str, Any]:
    spread = sorted(site.utterances, key=lambda u: (-len(u["languages"]), -len(u["outlets"]), -len(u["quote_ids"])))
    rendered_twice = [u for u in spread if len(u["quote_ids"]) > 1]
    # None if the utterance that is spread most is rendered once only.
    first = next((u for u in spread[:1] if len(u["quote_ids"]) > 1), None)
    return {
        "figures": figures,
        "speakers": [speaker for speaker in site.speakers if _is_listed(speaker)][:START_ENTRIES],
        "utterances": rendered_twice[:START_ENTRIES],
        "specimen": None if first is None else _specimen(site, first),
        "shown": START_ENTRIES,
        "outlets": sorted({a["outlet"] for a in site.articles}),
    }


def _is_listed(speaker: SpeakerView) -> bool:
    """Whether the start page may list a speaker: a quoted one that is in the authority file or has a colour."""
    is_known = speaker.row is not None or speaker.colour > 0
    return is_known and bool(speaker.quotes)


def _specimen(site: Site, utterance: Row) -> dict[str, Any]:
    """An utterance with one rendering per language: preferably direct, then of the part that is rendered most often."""
    quotes = [site.quote_by_id[i] for i in utterance["quote_ids"]]
    parts = [q["utterance_part"] for q in quotes]

    def rank(quote: Row) -> tuple[bool, int, int]:
        return quote["type"] != "direct", -parts.count(quote["utterance_part"]), -len(quote["text"])

    chosen = []
    for language in languages_of(site, utterance):
        own = [quote for quote in quotes if quote["language"] == language.code]
        chosen.append(min(own, key=rank))
    return {"utterance": utterance, "quotes": chosen}


def _list_pages(name: str, entries: Sequence[Any]) -> Iterator[SitePage]:
    for number, (file, part, files) in enumerate(_paged(name, entries, ENTRIES), 1):
        values = {"entries": part, "total": len(entries), "number": number, "pages": files}
        yield SitePage(file, f"{name}.html", values)


def _speaker_pages(speaker: SpeakerView) -> Iterator[SitePage]:
    """All quotes of a speaker, by outlet and day."""

    def place(quote: Row) -> tuple[Any, ...]:
        return (
            quote["outlet"],
            day_order(quote["published_earliest"]),
            quote["article_id"],
            quote["content"][0]["start"],
        )

    quotes = sorted(speaker.quotes, key=place)
    for number, (file, part, files) in enumerate(_paged(f"speakers/{speaker.stem}", quotes, QUOTES), 1):
        groups = [(outlet, list(own)) for outlet, own in groupby(part, key=lambda q: q["outlet"])]
        values = {"speaker": speaker, "groups": groups, "number": number, "pages": files}
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

"""Every page of a site: its file, and its HTML from a template."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from corpus.tables.rows import Row
from corpus.view.articles import fragment, lines_of, voices_in
from corpus.view.figures.figure import Figure
from corpus.view.site import Site, SpeakerView
from corpus.view.text import days, file_stem, neutral, web_address
from corpus.view.utterances import across, compared, rendered_parts, renderings, shown, tongues_of

#: Entries on a page of a list, and quotes on a page of a speaker: some 200 kB of HTML.
ENTRIES = 200
QUOTES = 200
#: Entries of each list that the start page shows.
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its file from the folder of the site, the template, and what the template is given."""

    file: str
    template: str
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure with its drawing."""

    figure: Figure
    svg: Markup


@functools.lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates: everything is escaped, a missing name is an error, and characters that act are named."""
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
        "shown": lambda value, site: shown(site, value),
    }  # fmt: skip
    return made


def render(site: Site, page: Page) -> str:
    """The HTML of a page."""
    root = "../" * page.file.count("/")
    return environment().get_template(page.template).render(site=site, root=root, file=page.file, **page.values)


def all_pages(site: Site, figures: Sequence[Drawn]) -> Iterator[Page]:
    """Every page; ``figures`` are those of the start page, drawn."""
    yield Page("index.html", "start.html", _start(site, figures))
    yield Page("quotes.html", "quotes.html", {})
    yield from _lists("articles", site.articles)
    yield from _lists("speakers", [v for v in site.voices if v.quotes])
    yield from _lists("utterances", site.utterances)
    for article in site.articles:
        yield Page(f"articles/{file_stem(article['article_id'])}.html", "article.html", article_values(site, article))
    for voice in site.voices:
        yield from _speaker(site, voice)
    for utterance in site.utterances:
        name = f"utterances/{file_stem(utterance['utterance_id'])}.html"
        yield Page(name, "utterance.html", utterance_values(site, utterance))


def article_values(site: Site, article: Row) -> dict[str, Any]:
    """What the page of an article is given."""
    lines = list(lines_of(site, article))
    return {
        "article": article,
        "tongue": site.tongue_of(article),
        "lines": lines,
        "voices": voices_in(site, article),
        "dropped": sum(not line.row["kept"] for line in lines),
    }


def utterance_values(site: Site, utterance: Row) -> dict[str, Any]:
    """What the page of an utterance is given."""
    return {
        "utterance": utterance,
        "parts": rendered_parts(site, utterance),
        "renderings": renderings(site, utterance),
        "compared": compared(site, utterance),
        "across": across(site, utterance),
    }


def _start(site: Site, figures: Sequence[Drawn]) -> dict[str, Any]:
    known = [v for v in site.voices if v.row is not None or v.colour]
    spread = sorted(site.utterances, key=lambda u: (-len(u["languages"]), -len(u["outlets"]), -len(u["quote_ids"])))
    return {
        "figures": figures,
        "voices": [v for v in known if v.quotes][:SHOWN],
        "utterances": [u for u in spread if len(u["quote_ids"]) > 1][:SHOWN],
        "specimen": _specimen(site, spread[0]) if spread and len(spread[0]["quote_ids"]) > 1 else None,
        "shown": SHOWN,
        "outlets": sorted({a["outlet"] for a in site.articles}),
    }


def _specimen(site: Site, utterance: Row) -> dict[str, Any]:
    """One rendering of a statement in each of its languages: direct speech first, then the part most often rendered."""
    quotes = [site.quote[i] for i in utterance["quote_ids"]]
    parts = [q["utterance_part"] for q in quotes]

    def rank(quote: Row) -> tuple[bool, int, int]:
        return quote["type"] != "direct", -parts.count(quote["utterance_part"]), -len(quote["text"])

    tongues = tongues_of(site, utterance)
    chosen = [min((q for q in quotes if q["language"] == t.code), key=rank) for t in tongues]
    return {"utterance": utterance, "quotes": chosen}


def _lists(name: str, entries: Sequence[Any]) -> Iterator[Page]:
    for number, (file, part, others) in enumerate(_paged(name, entries, ENTRIES)):
        yield Page(
            file, f"{name}.html", {"entries": part, "total": len(entries), "number": number + 1, "pages": others}
        )


def _speaker(site: Site, voice: SpeakerView) -> Iterator[Page]:
    """Everything a speaker is made to say, by outlet and day."""
    quotes = sorted(
        voice.quotes, key=lambda q: (q["outlet"], q["published_earliest"], q["article_id"], q["content"][0]["start"])
    )
    for number, (file, part, others) in enumerate(_paged(f"speakers/{voice.stem}", quotes, QUOTES)):
        groups = [(outlet, list(own)) for outlet, own in groupby(part, key=lambda q: q["outlet"])]
        yield Page(file, "speaker.html", {"voice": voice, "groups": groups, "number": number + 1, "pages": others})


def _paged(name: str, entries: Sequence[Any], size: int) -> Iterator[tuple[str, Sequence[Any], list[str]]]:
    """File, entries, and the files of all parts, for each part of a list; a list of nothing has one part.

    No stem has a tilde, so that no part of one list is called like another.
    """
    count = max(1, -(-len(entries) // size))
    files = [f"{name}.html", *(f"{name}~{n}.html" for n in range(2, count + 1))]
    for number, file in enumerate(files):
        yield file, entries[number * size : (number + 1) * size], [f.rsplit("/", 1)[-1] for f in files]

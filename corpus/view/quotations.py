"""The data files of ``quotes.html``: the facets of all quotes (speaker, outlet, language, type), and their text.

A page that is opened from disk may not fetch data, but may load scripts: each file calls a function with its data. The
facets are one file of numbers. The text is divided into shards, and the page loads those that it shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Any, get_args

from corpus.records import AttributionType
from corpus.tables.rows import Row
from corpus.view.articles import fragment
from corpus.view.site import Site, SpeakerView, speaker_key
from corpus.view.text import days, file_stem, neutral

#: Number of quotes in a shard: some 60 kB.
SHARD = 200
#: Facets refer to a type by its position.
TYPES: tuple[str, ...] = get_args(AttributionType)


def browse_files(site: Site) -> Iterator[tuple[str, str]]:
    """The data files.

    Yields:
        The path of a file from the folder of the site, and its content.
    """
    quotes = ordered_quotes(site)
    yield "data/facets.js", _script("facets", _facets(site, quotes))
    for number, at in enumerate(range(0, len(quotes), SHARD)):
        shard = [_quote_values(site, quote) for quote in quotes[at : at + SHARD]]
        yield f"data/quotes-{number}.js", _script("shard", number, shard)


def ordered_quotes(site: Site) -> Sequence[Row]:
    """All quotes, grouped by article in the order of the articles."""
    quotes: list[Row] = []
    for article in site.articles:
        quotes.extend(site.quotes_of.get(article["article_id"], ()))
    return quotes


def _facets(site: Site, quotes: Sequence[Row]) -> dict[str, Any]:
    """The facets of all quotes, as ``browse.js`` reads them."""
    keys = [speaker_key(quote) for quote in quotes]
    speakers = _numbered(dict.fromkeys(keys))
    outlets = _numbered(sorted({article["outlet"] for article in site.articles}))
    return {
        "shard": SHARD,
        "types": TYPES,
        "voices": [_speaker_values(site.speaker_by_key[key]) for key in speakers],
        "outlets": list(outlets),
        "languages": [[info.code, info.name, info.direction, info.script] for info in site.languages.values()],
        "articles": list(_article_facets(site, quotes, outlets)),
        "voice": [speakers[key] for key in keys],
        "type": "".join(str(TYPES.index(quote["type"])) for quote in quotes),
    }


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """The position of each name."""
    return {name: number for number, name in enumerate(names)}


def _speaker_values(speaker: SpeakerView) -> list[Any]:
    return [speaker.name, speaker.stem, speaker.colour]


def _article_facets(site: Site, quotes: Sequence[Row], outlets: Mapping[str, int]) -> Iterator[list[int]]:
    """For each article with quotes: number of its quotes, position of its outlet, position of its language."""
    languages = _numbered(site.languages)
    for article_id, own in groupby(quotes, key=lambda quote: quote["article_id"]):
        article = site.article_by_id[article_id]
        yield [len(list(own)), outlets[article["outlet"]], languages[article["language"]]]


def _quote_values(site: Site, quote: Row) -> list[Any]:
    article = site.article_by_id[quote["article_id"]]
    return [
        quote["text"],
        quote["source_text"],
        f"articles/{file_stem(article['article_id'])}.html#{fragment(quote)}",
        article["title"] or article["article_id"],
        days(article["published_earliest"], article["published_latest"]),
    ]


def _script(function: str, *values: Any) -> str:  # noqa: ANN401  (what JSON holds)
    given = ",".join(json.dumps(_neutral(v), ensure_ascii=False, separators=(",", ":")) for v in values)
    return f"convoy.{function}({given});\n"


def _neutral(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, dict):
        return {key: _neutral(v) for key, v in value.items()}
    if isinstance(value, list | tuple):
        return [_neutral(v) for v in value]
    return neutral(value)

"""What ``quotes.html`` reads: who, where, in what language and how for every quote, and their words in small files.

A page opened from disk may not fetch, but may load scripts: each file calls a function with its data. The facets of
all quotes are one file of numbers; the words come in shards, and a page loads those that it shows.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, get_args

from corpus.records import AttributionType
from corpus.tables.rows import Row
from corpus.view.articles import fragment
from corpus.view.site import Site, voice_key
from corpus.view.text import days, file_stem, neutral

#: So many quotes in a file: some 60 kB.
SHARD = 200
#: Each type is known by its place.
TYPES: tuple[str, ...] = get_args(AttributionType)


def browse_files(site: Site) -> Iterator[tuple[str, str]]:
    """Name and content of each file."""
    quotes = ordered_quotes(site)
    yield "data/facets.js", _script("facets", _facets(site, quotes))
    for number, at in enumerate(range(0, len(quotes), SHARD)):
        shard = [_words(site, quote) for quote in quotes[at : at + SHARD]]
        yield f"data/quotes-{number}.js", _script("shard", number, shard)


def ordered_quotes(site: Site) -> Sequence[Row]:
    """All quotes, those of one article together, in the order of the articles."""
    return [quote for article in site.articles for quote in site.quotes_of.get(article["article_id"], ())]


def _facets(site: Site, quotes: Sequence[Row]) -> dict[str, Any]:
    voices = {voice_key(q): n for n, q in enumerate({voice_key(q): q for q in quotes}.values())}
    outlets = {name: n for n, name in enumerate(sorted({a["outlet"] for a in site.articles}))}
    tongues = {code: n for n, code in enumerate(site.tongues)}
    counts = [(article, len(list(own))) for article, own in groupby(quotes, key=lambda q: q["article_id"])]
    return {
        "shard": SHARD,
        "types": TYPES,
        "voices": [[site.voice[k].name, site.voice[k].stem, site.voice[k].colour] for k in voices],
        "outlets": list(outlets),
        "languages": [[t.code, t.name, t.direction, t.script] for t in site.tongues.values()],
        # Of each article with quotes: how many, its outlet and its language.
        "articles": [[n, outlets[site.article[a]["outlet"]], tongues[site.article[a]["language"]]] for a, n in counts],
        "voice": [voices[voice_key(q)] for q in quotes],
        "type": "".join(str(TYPES.index(q["type"])) for q in quotes),
    }


def _words(site: Site, quote: Row) -> list[Any]:
    article = site.article[quote["article_id"]]
    return [
        quote["text"],
        quote["source_text"],
        f"articles/{file_stem(article['article_id'])}.html#{fragment(quote)}",
        article["title"],
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

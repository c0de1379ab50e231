"""The data files of ``quotes.html``: the facets of all quotes (speaker, outlet, language, type), their text, and CSV.

A page that is opened from disk may not fetch data, but may load scripts: each file calls a function with its data. The
facets are one file of numbers. The text is divided into shards, and the page loads those that it shows.
"""

from __future__ import annotations

import csv
import io
import json
from array import array
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any
from unicodedata import normalize

import regex

from corpus.tables.rows import Row
from corpus.view.articles import fragment
from corpus.view.rows import TableRows
from corpus.view.site import Site, SpeakerView, speaker_key
from corpus.view.text import TYPES, day_key, days, file_stem, neutral

#: Number of quotes in a shard: some 60 kB.
SHARD = 200
#: Number of entries of a file of the index of words: some 45 kB.
_INDEX_SIZE = 15_000
_WORD, _MARK = regex.compile(r"[\p{L}\p{N}]+"), regex.compile(r"\p{M}+")
#: The file of all quotations, and the maximum number of quotations that it is written for: some 10 MB.
CSV_FILE, _CSV_LIMIT = "download/quotations.csv", 20_000
_CSV_COLUMNS = (
    "quote_id", "article_id", "outlet", "language", "published_earliest", "published_latest", "type", "text", "gloss",
    "source_text", "speaker_id", "speaker", "speaker_kind", "utterance_id", "utterance_part",
)  # fmt: skip


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
    yield from _word_index(quotes.select("text", "source_text"))
    if has_csv(site):
        yield CSV_FILE, _csv(quotes)


def _word_index(quotes: Iterable[Row]) -> Iterator[tuple[str, str]]:
    """The index of words: all words in one file, and for each the quotes that have it, in files of limited size.

    The quotes of a word are the position of the first one and the distance to each following one.
    """
    places: dict[str, array[int]] = {}
    for number, quote in enumerate(quotes):
        for word in words_of(f"{neutral(quote['text'])} {neutral(quote['source_text'] or '')}"):
            places.setdefault(word, array("I")).append(number)
    words = sorted(places)
    starts: list[int] = []
    lists: list[list[int]] = []
    size = 0
    for number, word in enumerate(words):
        if size >= _INDEX_SIZE or not starts:
            if lists:
                yield f"data/words-{len(starts) - 1}.js", _script("postings", len(starts) - 1, lists)
            starts.append(number)
            lists, size = [], 0
        lists.append([after - before for before, after in pairwise((0, *places[word]))])
        size += len(lists[-1])
    if lists:
        yield f"data/words-{len(starts) - 1}.js", _script("postings", len(starts) - 1, lists)
    yield "data/words.js", _script("words", words, starts)


def words_of(text: str) -> set[str]:
    """The words of a text without case and marks, as ``results.js`` divides it."""
    decomposed = normalize("NFKD", text)
    return set(_WORD.findall(_MARK.sub("", decomposed).lower()))


def has_csv(site: Site) -> bool:
    """Whether the quotations are few enough to be written as CSV, too."""
    return 0 < len(site.quotes) <= _CSV_LIMIT


def _csv(quotes: Iterable[Row]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(_CSV_COLUMNS)
    for quote in quotes:
        writer.writerow([neutral(quote.get(name)) for name in _CSV_COLUMNS])
    return text.getvalue()


def ordered_quotes(site: Site) -> TableRows:
    """All quotes, grouped by article in the order of the articles."""
    places = array("I")
    for article in site.articles.select("article_id"):
        places.extend(site.quotes_of.places(article["article_id"]))
    return site.quotes.at(places)


def _facets(site: Site, quotes: TableRows) -> dict[str, Any]:
    """The facets of all quotes, as ``browse.js`` reads them."""
    outlets = _numbered(site.outlets)
    speakers: dict[str, int] = {}
    voice: list[int] = []
    types: list[str] = []
    articles: dict[str, int] = {}
    linked: dict[str, list[int]] = {utterance["utterance_id"]: [] for utterance in site.utterances}
    columns = ("article_id", "speaker_id", "speaker", "type", "utterance_id")
    for place, quote in enumerate(quotes.select(*columns)):
        voice.append(speakers.setdefault(speaker_key(quote), len(speakers)))
        types.append(str(TYPES.index(quote["type"])))
        articles[quote["article_id"]] = articles.get(quote["article_id"], 0) + 1
        if quote["utterance_id"] in linked:
            linked[quote["utterance_id"]].append(place)
    return {
        "shard": SHARD,
        "types": TYPES,
        "voices": [_speaker_values(site.speaker_by_key[key]) for key in speakers],
        "outlets": list(outlets),
        "languages": [[info.code, info.name, info.direction, info.script] for info in site.languages.values()],
        "articles": list(_article_facets(site, articles, outlets)),
        "statements": [[u["utterance_id"], u["gloss"], linked[u["utterance_id"]]] for u in site.utterances],
        "unknown": [number for key, number in speakers.items() if not site.speaker_by_key[key].is_known],
        "citation": site.citation,
        "voice": voice,
        "type": "".join(types),
    }


def _numbered(names: Iterable[str]) -> dict[str, int]:
    """The position of each name."""
    return {name: number for number, name in enumerate(names)}


def _speaker_values(speaker: SpeakerView) -> list[Any]:
    return [speaker.name, speaker.stem, speaker.colour]


def _article_facets(site: Site, counts: Mapping[str, int], outlets: Mapping[str, int]) -> Iterator[list[int]]:
    """For each article with quotes: their number, positions of outlet and language, ordinal of the first day."""
    languages = _numbered(site.languages)
    for article in site.articles.select("article_id", "outlet", "language", "published_earliest"):
        if article["article_id"] in counts:
            _, earliest = day_key(article)
            place = outlets[article["outlet"]], languages[article["language"]]
            yield [counts[article["article_id"]], *place, earliest.toordinal()]


def _quote_values(site: Site, quote: Row) -> list[Any]:
    article = site.article_by_id[quote["article_id"]]
    return [
        quote["text"],
        quote["source_text"],
        f"articles/{file_stem(article['article_id'])}.html#{fragment(quote)}",
        article["title"] or article["article_id"],
        days(article["published_earliest"], article["published_latest"]),
        quote.get("gloss"),
        " … ".join(span["text"] for span in quote["cue"]),
        quote["quote_id"],
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

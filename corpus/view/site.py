"""The data of a site: the tables of a release that pages show, joined by their ids."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa

from corpus.errors import LanguageError, ReleaseError
from corpus.languages.language import load_language
from corpus.records import UNKNOWN
from corpus.release.dataset_card import CARD
from corpus.release.load import read_table, table_files
from corpus.release.manifest import read_manifest
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES
from corpus.view.text import file_stem

#: The columns that pages and figures show, by table. Other columns are not read; `NOT_SHOWN` says why.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "articles": (
        "article_id", "outlet", "language", "title", "title_basis", "url", "published_earliest", "published_latest",
        "published_basis", "rights", "text", "n_lines", "n_paragraphs", "n_tokens", "n_quotes", "n_speakers", "split",
    ),
    "quotes": (
        "quote_id", "article_id", "outlet", "language", "published_earliest", "published_latest", "type", "text",
        "gloss", "content", "cue", "source", "source_text", "speaker_id", "speaker", "speaker_kind", "resolution",
        "medium", "via", "parent_id", "utterance_id", "utterance_part", "origin", "rule", "confidence",
        "speaker_confidence",
    ),
    "paragraphs": ("paragraph_id", "article_id", "position", "line", "role", "kept", "rule", "text", "start", "end"),
    "speakers": ("speaker_id", "name", "kind", "role", "affiliation", "aliases", "wikidata", "focus"),
    "utterances": (
        "utterance_id", "speaker_id", "gloss", "parts", "primary_source", "primary_url", "quote_ids", "outlets",
        "languages",
    ),
    "variants": (
        "variant_id", "utterance_id", "first_quote_id", "second_quote_id", "same_language", "same_type", "first_named",
        "second_named", "shared_parts", "numbers_kept", "numbers_first", "numbers_second", "names_kept", "names_first",
        "names_second", "similarity", "edits",
    ),
}  # fmt: skip
#: The columns that no page shows, by table, each with the reason; ``*`` is a whole table.
NOT_SHOWN: Mapping[str, Mapping[str, str]] = {
    "articles": {
        "country": "same for all articles of an outlet",
        "raw_text": "the lines are shown from the table paragraphs",
        "raw_sha256": "for programs; `corpus verify` checks it",
        "n_sentences": "`corpus stats` prints it",
    },
    "quotes": {
        "published_basis": "shown with the date of the article",
        "paragraph_ids": "quotes are placed by their offsets",
        "context": "the page of the article shows the lines around the quote",
        "act": "only speech and writing are annotated",
    },
    "paragraphs": {
        "raw_start": "offset in the raw text, for programs",
        "raw_end": "offset in the raw text, for programs",
        "quote_ids": "quotes are placed by their offsets",
    },
    "speakers": {
        "n_quotes": "counted from the quotes that the page lists",
        "n_articles": "counted from the quotes that the page lists",
        "outlets": "the quotes of a speaker are grouped by outlet",
        "languages": "the quotes of a speaker show their language",
    },
    "utterances": {"splits": "for machine learning; the data card lists utterances in several splits"},
    "variants": {
        "same_article": "both articles are named and linked",
        "first_parts": "shown at the rendering",
        "second_parts": "shown at the rendering",
        "first_gloss": "shown at the rendering",
        "second_gloss": "shown at the rendering",
    },
    "marks": {"*": "marks that are not part of a quote are of interest to annotators only"},
    "predictions": {"*": "pages show the released annotation; EVALUATION.md lists where predictions differ"},
    "tokens": {"*": "for machine learning"},
}
#: Schemas of releases that pages can be made of: what schema 2 lacks is null.
READABLE_SCHEMAS = (2, 3)
#: Number of colours for speakers; eight can be distinguished at a glance. Further speakers have none of their own.
COLOURS = 8
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_FIRST_PARAGRAPH = re.compile(r"^# .+\n+((?:.+\n)+)", re.MULTILINE)
_CITATION = re.compile(r"^## Citation\n+((?:.+\n?)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LanguageInfo:
    """How text in a language is displayed.

    Attributes:
        code: language code.
        name: English name; the code if there is no data for the language.
        direction: ``ltr`` or ``rtl``; ``auto`` if there is no data for the language.
        script: its first script in lower case; empty if there is no data for the language.
    """

    code: str
    name: str
    direction: str
    script: str


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A speaker as pages show it.

    Attributes:
        name: canonical name.
        stem: file name of its page, without the suffix.
        kind: kind of speaker.
        colour: 1 to `COLOURS`, or 0 for none.
        row: its row in the table speakers; None if the authority file does not list it.
        quotes: its quotes, in the order of the release.
    """

    name: str
    stem: str
    kind: str
    colour: int
    row: Row | None
    quotes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """All data that pages show: rows of the tables, by id and grouped.

    Attributes:
        name: name of the corpus.
        version: version of the release.
        title: title of the data card.
        description: first paragraph of the data card.
        citation: citation in the data card.
        content_sha256: content hash of the release.
        articles: all articles.
        article_by_id: articles by id.
        quotes: all quotes.
        quote_by_id: quotes by id.
        quotes_of: quotes by article id.
        paragraphs_of: paragraphs by article id.
        speakers: all speakers, in the order of lists.
        speaker_by_key: speakers by `speaker_key`.
        utterances: all utterances.
        utterance_by_id: utterances by id.
        variants_of: variants by utterance id.
        languages: languages by code.
    """

    name: str
    version: str
    title: str
    description: str
    citation: str
    content_sha256: str
    articles: tuple[Row, ...]
    article_by_id: Mapping[str, Row]
    quotes: tuple[Row, ...]
    quote_by_id: Mapping[str, Row]
    quotes_of: Mapping[str, Sequence[Row]]
    paragraphs_of: Mapping[str, Sequence[Row]]
    speakers: tuple[SpeakerView, ...]
    speaker_by_key: Mapping[str, SpeakerView]
    utterances: tuple[Row, ...]
    utterance_by_id: Mapping[str, Row]
    variants_of: Mapping[str, Sequence[Row]]
    languages: Mapping[str, LanguageInfo]

    @property
    def rows(self) -> Rows:
        """The tables that figures are made from."""
        return {"articles": [*self.articles], "quotes": [*self.quotes], "utterances": [*self.utterances]}

    def speaker_of(self, quote: Row) -> SpeakerView:
        """The speaker of a quote."""
        return self.speaker_by_key[speaker_key(quote)]

    def language_of(self, row: Row) -> LanguageInfo:
        """The language of an article or a quote."""
        return self.languages[row["language"]]


def speaker_key(quote: Row) -> str:
    """A key for the speaker of a quote: its id in the authority file, or its name if it is not listed there."""
    return f"id {quote['speaker_id']}" if quote["speaker_id"] is not None else f"name {quote['speaker']}"


def read_site(release: Path) -> Site:
    """Read the data that pages show from a release.

    Raises:
        ReleaseError: the folder is not a release with one of `READABLE_SCHEMAS`, or a file cannot be read.
    """
    manifest = read_manifest(release)
    if manifest.get("schema_version") not in READABLE_SCHEMAS:
        readable = " or ".join(map(str, READABLE_SCHEMAS))
        message = f"the release has schema {manifest.get('schema_version')}, pages need schema {readable}"
        raise ReleaseError(message, path=release, hint="Build a new release, or use the version that built this one")
    tables = {name: _read(release, manifest, name) for name in COLUMNS}
    speakers = _speakers(tables["quotes"], tables["speakers"])
    title, description, citation = _card(release, manifest)
    return Site(
        name=manifest["name"],
        version=manifest["version"],
        title=title,
        description=description,
        citation=citation,
        content_sha256=str(manifest.get("content_sha256", "")),
        articles=tuple(tables["articles"]),
        article_by_id=_by_id(tables["articles"], "article_id"),
        quotes=tuple(tables["quotes"]),
        quote_by_id=_by_id(tables["quotes"], "quote_id"),
        quotes_of=_grouped(tables["quotes"], "article_id"),
        paragraphs_of=_grouped(tables["paragraphs"], "article_id"),
        speakers=tuple(speakers.values()),
        speaker_by_key=speakers,
        utterances=tuple(tables["utterances"]),
        utterance_by_id=_by_id(tables["utterances"], "utterance_id"),
        variants_of=_grouped(tables["variants"], "utterance_id"),
        languages={code: _language_info(code) for code in sorted(_grouped(tables["articles"], "language"))},
    )


def _read(release: Path, manifest: Mapping[str, Any], name: str) -> list[Row]:
    try:
        files = table_files(release, manifest, name)
        return list(chain.from_iterable(_read_file(file, name) for file in files))
    except (OSError, KeyError, ValueError, pa.ArrowException) as e:
        raise ReleaseError(f"the table {name} cannot be read ({e})", path=release, hint="See `corpus verify`") from e


def _read_file(file: Path, name: str) -> Iterator[Row]:
    """The rows of one file, with null in the columns that an earlier schema lacks."""
    table = read_table(file, columns=COLUMNS[name])
    empty: dict[str, None] = {}
    for column in COLUMNS[name]:
        if column not in table.column_names:
            if not TABLES[name].schema.field(column).nullable:
                raise KeyError(column)
            empty[column] = None
    for row in table.to_pylist():
        yield row | empty


def _by_id(rows: Iterable[Row], column: str) -> dict[str, Row]:
    return {row[column]: row for row in rows}


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _card(release: Path, manifest: Mapping[str, Any]) -> tuple[str, str, str]:
    """Title, description and citation of the data card; the name of the corpus where they are missing."""
    name = f"{manifest['name']} {manifest['version']}"
    try:
        text = (release / CARD).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return manifest["name"], "", name
    body = text.split("\n---\n", 1)[-1]
    title = _first_group(_TITLE, body) or manifest["name"]
    citation = _first_group(_CITATION, body).replace("*", "")
    return title, _first_group(_FIRST_PARAGRAPH, body), citation or name


def _first_group(pattern: re.Pattern[str], text: str) -> str:
    """The first group of the first match on one line; empty without a match."""
    found = pattern.search(text)
    return " ".join(found[1].split()) if found else ""


def _language_info(code: str) -> LanguageInfo:
    try:
        language = load_language(code)
    except LanguageError:
        return LanguageInfo(code, code, "auto", "")
    return LanguageInfo(code, language.name, language.direction, language.scripts[0].lower())


def _speakers(quotes: Sequence[Row], rows: Sequence[Row]) -> dict[str, SpeakerView]:
    """All speakers by `speaker_key`: focus speakers first, then by number of quotes; the unknown one last."""
    quotes_of = _grouped_by_key(quotes)
    row_of = {f"id {row['speaker_id']}": row for row in rows}
    names = {key: own[0]["speaker"] for key, own in quotes_of.items()}
    names |= {key: row["name"] for key, row in row_of.items()}
    # The rows of the table first: the order of quotes decides only between speakers of equal rank.
    keys = list(dict.fromkeys((*row_of, *quotes_of)))

    def rank(key: str) -> tuple[bool, bool, int, str, str]:
        row = row_of.get(key)
        is_unknown = row is None and names[key] == UNKNOWN
        is_focus = row is not None and row["focus"]
        return is_unknown, not is_focus, -len(quotes_of.get(key, ())), names[key], key

    keys.sort(key=rank)
    colours = _colours(keys, quotes)
    speakers = {}
    for key in keys:
        name, row, own = names[key], row_of.get(key), tuple(quotes_of.get(key, ()))
        stem, kind = file_stem(f"name {name}"), _most_frequent_kind(own)
        if row is not None:
            stem, kind = file_stem(row["speaker_id"]), row["kind"]
        speakers[key] = SpeakerView(name, stem, kind, colours.get(key, 0), row, own)
    return speakers


def _most_frequent_kind(quotes: Iterable[Row]) -> str:
    """The kind of speaker that most quotes have; unknown without quotes."""
    kinds = Counter(quote["speaker_kind"] for quote in quotes)
    return next((kind for kind, _ in kinds.most_common(1)), UNKNOWN)


def _grouped_by_key(quotes: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for quote in quotes:
        groups.setdefault(speaker_key(quote), []).append(quote)
    return groups


def _colours(keys: Sequence[str], quotes: Iterable[Row]) -> dict[str, int]:
    """Assign a colour to each speaker, in their order: the least used one that no speaker of the same article has.

    A speaker has one colour on all pages, and no two speakers of an article have the same one. Where an article has
    more speakers than there are colours, the last ones get none.
    """
    present: dict[str, set[str]] = defaultdict(set)
    for quote in quotes:
        present[speaker_key(quote)].add(quote["article_id"])
    colours: dict[str, int] = {}
    taken: dict[str, set[int]] = defaultdict(set)
    used: Counter[int] = Counter()
    for key in keys:
        if key == f"name {UNKNOWN}" or not present[key]:
            continue
        near = set().union(*(taken[article] for article in present[key]))
        free = [c for c in range(1, COLOURS + 1) if c not in near]
        if free:
            colours[key] = min(free, key=lambda c: (used[c], c))
            used[colours[key]] += 1
            for article in present[key]:
                taken[article].add(colours[key])
    return colours

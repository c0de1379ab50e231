"""The data of a site: the tables of a release that pages show, joined by their ids."""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from corpus.errors import LanguageError, ReleaseError
from corpus.languages.language import load_language
from corpus.records import UNKNOWN
from corpus.release.dataset_card import CARD
from corpus.release.load import read_table, table_files
from corpus.release.manifest import read_manifest
from corpus.tables.rows import Row
from corpus.tables.schema import TABLES
from corpus.view.rows import GroupedRows, RowById, TableRows, places_by_key
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
        "variant_id", "utterance_id", "first_quote_id", "second_quote_id", "same_language", "numbers_kept",
        "numbers_first", "numbers_second", "names_kept", "names_first", "names_second", "similarity", "edits",
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
        "same_type": "the synopsis of a statement shows the type of each rendering",
        "first_named": "the synopsis of a statement shows the source of each rendering",
        "second_named": "the synopsis of a statement shows the source of each rendering",
        "first_parts": "the synopsis of a statement shows the parts of each rendering",
        "second_parts": "the synopsis of a statement shows the parts of each rendering",
        "shared_parts": "the synopsis of a statement shows the parts of each rendering",
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
#: Number of speakers with colours, the most quoted ones, if the authority file names no focus speaker.
_COLOURED = 4
#: Maximum length of a name in a margin or a heading, in code points; longer ones are replaced by an alias.
_SHORT = 26
#: Size in bytes up to which a table is one chunk.
_ONE_CHUNK = 1 << 30
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
        short: a name for margins and headings: the name, or the alias that articles use for it most.
    """

    name: str
    stem: str
    kind: str
    colour: int
    row: Row | None
    quotes: Sequence[Row]
    short: str

    @property
    def is_known(self) -> bool:
        """Whether the speaker is known."""
        return self.row is not None or self.name != UNKNOWN

    def is_quoted_by_name(self) -> bool:
        """Whether the speaker is known and an article quotes it."""
        return self.is_known and len(self.quotes) > 0


@dataclass(frozen=True, slots=True)
class Site:
    """All data that pages show: rows of the tables, by id and grouped.

    Attributes:
        name: name of the corpus.
        version: version of the release.
        title: title of the data card.
        description: first paragraph of the data card.
        citation: citation in the data card.
        card: body of the data card, as Markdown.
        tables: number of rows by table of the release.
        content_sha256: content hash of the release.
        articles: all articles.
        article_by_id: articles by id.
        quotes: all quotes.
        quote_by_id: quotes by id.
        quotes_of: quotes by article id.
        paragraphs_of: paragraphs by article id.
        speakers: all speakers, in the order of lists.
        speaker_by_key: speakers by `speaker_key`.
        quoted_speakers: the known speakers that an article quotes.
        unknown_count: number of quotes whose speaker is unknown.
        utterances: all utterances.
        utterance_by_id: utterances by id.
        shared_utterances: the utterances that two outlets or more render.
        variants_of: variants by utterance id.
        outlets: names of all outlets.
        languages: languages by code.
    """

    name: str
    version: str
    title: str
    description: str
    citation: str
    card: str
    tables: Mapping[str, int]
    content_sha256: str
    articles: TableRows
    article_by_id: Mapping[str, Row]
    quotes: TableRows
    quote_by_id: Mapping[str, Row]
    quotes_of: GroupedRows
    paragraphs_of: Mapping[str, Sequence[Row]]
    speakers: tuple[SpeakerView, ...]
    speaker_by_key: Mapping[str, SpeakerView]
    quoted_speakers: tuple[SpeakerView, ...]
    unknown_count: int
    utterances: tuple[Row, ...]
    utterance_by_id: Mapping[str, Row]
    shared_utterances: tuple[Row, ...]
    variants_of: Mapping[str, Sequence[Row]]
    outlets: tuple[str, ...]
    languages: Mapping[str, LanguageInfo]

    @property
    def rows(self) -> Mapping[str, Sequence[Row]]:
        """The tables that figures are made from, with the columns that they count."""
        return {
            "articles": self.articles.select("article_id", "outlet", "published_earliest", "text"),
            "quotes": self.quotes.select(
                "article_id", "outlet", "published_earliest", "type", "speaker", "utterance_id", "content"
            ),
            "utterances": self.utterances,
        }

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
    articles, quotes, utterances = tables["articles"], tables["quotes"], tuple(tables["utterances"])
    speakers = _speakers(quotes, tuple(tables["speakers"]))
    title, description, citation, card = _card(release, manifest)
    return Site(
        name=manifest["name"],
        version=manifest["version"],
        title=title,
        description=description,
        citation=citation,
        card=card,
        tables=_table_sizes(manifest),
        content_sha256=str(manifest.get("content_sha256", "")),
        articles=articles,
        article_by_id=RowById(articles, "article_id"),
        quotes=quotes,
        quote_by_id=RowById(quotes, "quote_id"),
        quotes_of=GroupedRows(quotes, "article_id"),
        paragraphs_of=GroupedRows(tables["paragraphs"], "article_id"),
        speakers=tuple(speakers.values()),
        speaker_by_key=speakers,
        quoted_speakers=tuple(filter(SpeakerView.is_quoted_by_name, speakers.values())),
        unknown_count=sum(len(speaker.quotes) for speaker in speakers.values() if not speaker.is_known),
        utterances=utterances,
        utterance_by_id={utterance["utterance_id"]: utterance for utterance in utterances},
        shared_utterances=tuple(utterance for utterance in utterances if len(utterance["outlets"]) > 1),
        variants_of=GroupedRows(tables["variants"], "utterance_id"),
        outlets=_values(articles, "outlet"),
        languages={code: _language_info(code) for code in _values(articles, "language")},
    )


def _read(release: Path, manifest: Mapping[str, Any], name: str) -> TableRows:
    try:
        files = [_read_file(file, name) for file in table_files(release, manifest, name)]
        # A table without rows has no file.
        table = pa.concat_tables(files or [TABLES[name].schema.empty_table().select(COLUMNS[name])])
        # Rows are taken 20 times as fast from one chunk; its offsets have 32 bits.
        return TableRows(table.combine_chunks() if table.nbytes < _ONE_CHUNK else table)
    except (OSError, KeyError, ValueError, pa.ArrowException) as e:
        raise ReleaseError(f"the table {name} cannot be read ({e})", path=release, hint="See `corpus verify`") from e


def _read_file(file: Path, name: str) -> pa.Table:
    """The columns of one file that pages show, with null in those that an earlier schema lacks."""
    table = read_table(file, columns=COLUMNS[name])
    lacking = [column for column in COLUMNS[name] if column not in table.column_names]
    schema = TABLES[name].schema
    if required := [column for column in lacking if not schema.field(column).nullable]:
        raise KeyError(", ".join(required))
    for column in lacking:
        table = table.append_column(column, pa.nulls(table.num_rows, schema.field(column).type))
    return table.select(COLUMNS[name])


def _values(rows: TableRows, column: str) -> tuple[str, ...]:
    """The different values of a column, sorted."""
    return tuple(sorted({row[column] for row in rows.select(column)}))


def _table_sizes(manifest: Mapping[str, Any]) -> dict[str, int]:
    """The number of rows of each table."""
    return {name: int(table["rows"]) for name, table in manifest.get("tables", {}).items()}


def _card(release: Path, manifest: Mapping[str, Any]) -> tuple[str, str, str, str]:
    """Title, description, citation and body of the data card; the name of the corpus where they are missing."""
    name = f"{manifest['name']} {manifest['version']}"
    try:
        text = (release / CARD).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return manifest["name"], "", name, ""
    body = text.split("\n---\n", 1)[-1]
    title = _first_group(_TITLE, body) or manifest["name"]
    citation = _first_group(_CITATION, body).replace("*", "")
    return title, _first_group(_FIRST_PARAGRAPH, body), citation or name, body


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


def _speakers(quotes: TableRows, rows: Sequence[Row]) -> dict[str, SpeakerView]:
    """All speakers by `speaker_key`: focus speakers first, then by number of quotes; the unknown one last."""
    row_of = {f"id {row['speaker_id']}": row for row in rows}
    focus = {key for key, row in row_of.items() if row["focus"]}
    names, kinds, keys_of_quotes = _seen_speakers(quotes)
    names |= {key: row["name"] for key, row in row_of.items()}
    places = places_by_key(iter(keys_of_quotes))
    # The rows of the table first: the order of quotes decides only between speakers of equal rank.
    keys = list(dict.fromkeys((*row_of, *places)))

    def rank(key: str) -> tuple[bool, bool, int, str, str]:
        row = row_of.get(key)
        is_unknown = row is None and names[key] == UNKNOWN
        return is_unknown, key not in focus, -len(places.get(key, ())), names[key], key

    keys.sort(key=rank)
    known = places.keys() - {f"name {UNKNOWN}"}
    colours = _colours([key for key in keys if key in known], focus)
    speakers = {}
    for key in keys:
        name, row, own = names[key], row_of.get(key), quotes.at(places.get(key, range(0)))
        stem, kind = file_stem(f"name {name}"), most_frequent(kinds.get(key, Counter()))
        if row is not None:
            stem, kind = file_stem(row["speaker_id"]), row["kind"]
        short = _short_name(name, row, own.select("source_text"))
        speakers[key] = SpeakerView(name, stem, kind, colours.get(key, 0), row, own, short)
    return speakers


def _seen_speakers(quotes: TableRows) -> tuple[dict[str, str], dict[str, Counter[str]], list[str]]:
    """The speakers of all quotes: names and counts of kinds by key, and the key of each quote."""
    names: dict[str, str] = {}
    kinds: dict[str, Counter[str]] = {}
    keys: list[str] = []
    for quote in quotes.select("speaker_id", "speaker", "speaker_kind"):
        key = sys.intern(speaker_key(quote))
        keys.append(key)
        names.setdefault(key, quote["speaker"])
        kinds.setdefault(key, Counter())[quote["speaker_kind"]] += 1
    return names, kinds, keys


def most_frequent(kinds: Counter[str]) -> str:
    """The kind of speaker that most quotes have; unknown without quotes."""
    return next((kind for kind, _ in kinds.most_common(1)), UNKNOWN)


def _short_name(name: str, row: Row | None, quotes: Iterable[Row]) -> str:
    """The name if it is short; else the short alias that is the source of most quotes, without an article before it.

    Aliases without capitals (``the coalition``) are descriptions and left out. Among equals, the shortest one.
    """
    if row is None or len(name) <= _SHORT:
        return name
    aliases = [alias["name"] for alias in row["aliases"] if 2 < len(alias["name"]) <= _SHORT]
    capitalized = [alias for alias in aliases if alias[:1].isupper()]
    if not capitalized:
        return name
    used = Counter((quote["source_text"] or "").casefold().removeprefix("the ") for quote in quotes)
    return str(min(capitalized, key=lambda alias: (-used[alias.casefold()], len(alias), alias)))


def _colours(keys: Sequence[str], focus: Collection[str]) -> dict[str, int]:
    """Assign colours to the focus speakers, or, if there are none, to the most quoted ones; the others have none.

    A colour is that of one speaker on all pages.

    Args:
        keys: keys of the quoted speakers that are known, in their order.
        focus: keys of the focus speakers.
    """
    coloured = [key for key in keys if key in focus][:COLOURS] or keys[:_COLOURED]
    return {key: colour for colour, key in enumerate(coloured, 1)}

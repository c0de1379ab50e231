"""What pages are made of: the tables of a release that readers see, tied together by their ids."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import SCHEMA_VERSION
from corpus.view.text import file_stem

#: The tables that the pages show; what none of them shows is not read.
_COLUMNS: Mapping[str, tuple[str, ...] | None] = {
    "articles": (
        "article_id", "outlet", "language", "country", "title", "title_basis", "url", "published_earliest",
        "published_latest", "published_basis", "rights", "text", "n_lines", "n_paragraphs", "n_tokens", "n_quotes",
        "n_speakers", "split",
    ),
    "quotes": (
        "quote_id", "article_id", "outlet", "language", "published_earliest", "published_latest", "type", "text",
        "content", "cue", "source", "source_text", "paragraph_ids", "speaker_id", "speaker", "speaker_kind",
        "resolution", "medium", "via", "parent_id", "utterance_id", "utterance_part", "origin", "rule", "confidence",
    ),
    "paragraphs": ("paragraph_id", "article_id", "position", "line", "role", "kept", "rule", "text", "start", "end"),
    "speakers": None,
    "utterances": None,
    "variants": None,
}  # fmt: skip
#: Colours that are told apart at a glance; a voice beyond them has none of its own.
COLOURS = 8
_FIRST_PARAGRAPH = re.compile(r"^# .+\n+((?:.+\n)+)", re.MULTILINE)
_CITATION = re.compile(r"^## Citation\n+((?:.+\n?)+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LanguageInfo:
    """How a language is set: its name, its direction (``auto`` where there is no data for it), its first script."""

    code: str
    name: str
    direction: str
    script: str


@dataclass(frozen=True, slots=True)
class SpeakerView:
    """A speaker as pages show one; ``row`` is the entry in the authority file, ``colour`` 1 to `COLOURS`, or 0."""

    name: str
    stem: str
    kind: str
    colour: int
    row: Row | None
    quotes: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """All that pages show, and where each page is: stems of file names by id."""

    name: str
    version: str
    title: str
    description: str
    citation: str
    content_sha256: str
    articles: tuple[Row, ...]
    article: Mapping[str, Row]
    quotes: tuple[Row, ...]
    quote: Mapping[str, Row]
    quotes_of: Mapping[str, Sequence[Row]]
    paragraphs_of: Mapping[str, Sequence[Row]]
    voices: tuple[SpeakerView, ...]
    voice: Mapping[str, SpeakerView]
    utterances: tuple[Row, ...]
    utterance: Mapping[str, Row]
    variants_of: Mapping[str, Sequence[Row]]
    tongues: Mapping[str, LanguageInfo]

    @property
    def rows(self) -> Rows:
        """The tables as figures are made of them."""
        return {"articles": [*self.articles], "quotes": [*self.quotes], "utterances": [*self.utterances]}

    def voice_of(self, quote: Row) -> SpeakerView:
        """The speaker of a quote."""
        return self.voice[voice_key(quote)]

    def tongue_of(self, row: Row) -> LanguageInfo:
        """The language that an article or a quote is in."""
        return self.tongues[row["language"]]


def voice_key(quote: Row) -> str:
    """What tells one speaker from another: the id of the authority file, else the name."""
    return f"id {quote['speaker_id']}" if quote["speaker_id"] is not None else f"name {quote['speaker']}"


def read_site(release: Path) -> Site:
    """Read what pages show from a release.

    Raises:
        ReleaseError: the folder is no release of the schema that this version writes, or a file cannot be read.
    """
    manifest = read_manifest(release)
    if manifest.get("schema_version") != SCHEMA_VERSION:
        message = f"the release has schema {manifest.get('schema_version')}, pages are made of schema {SCHEMA_VERSION}"
        raise ReleaseError(message, path=release, hint="Build a new release, or use the version that built this one")
    tables = {name: _read(release, manifest, name) for name in _COLUMNS}
    quotes = tables["quotes"]
    quotes_of, voices = _grouped(quotes, "article_id"), _voices(quotes, tables["speakers"])
    title, description, citation = _card(release, manifest)
    return Site(
        name=manifest["name"],
        version=manifest["version"],
        title=title,
        description=description,
        citation=citation,
        content_sha256=str(manifest.get("content_sha256", "")),
        articles=tuple(tables["articles"]),
        article={a["article_id"]: a for a in tables["articles"]},
        quotes=tuple(quotes),
        quote={q["quote_id"]: q for q in quotes},
        quotes_of=quotes_of,
        paragraphs_of=_grouped(tables["paragraphs"], "article_id"),
        voices=tuple(voices.values()),
        voice=voices,
        utterances=tuple(tables["utterances"]),
        utterance={u["utterance_id"]: u for u in tables["utterances"]},
        variants_of=_grouped(tables["variants"], "utterance_id"),
        tongues={code: _tongue(code) for code in sorted({a["language"] for a in tables["articles"]})},
    )


def _read(release: Path, manifest: Mapping[str, Any], name: str) -> list[Row]:
    columns = _COLUMNS[name]
    try:
        files = table_files(release, manifest, name)
        return [row for file in files for row in read_table(file, columns=columns).to_pylist()]
    except (OSError, KeyError, ValueError, pa.ArrowException) as e:
        raise ReleaseError(f"the table {name} cannot be read ({e})", path=release, hint="See `corpus verify`") from e


def _grouped(rows: Iterable[Row], column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row[column]].append(row)
    return groups


def _card(release: Path, manifest: Mapping[str, Any]) -> tuple[str, str, str]:
    """Title, description and citation from the data card; the bare name where there is none."""
    name = f"{manifest['name']} {manifest['version']}"
    try:
        text = (release / CARD).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return manifest["name"], "", name
    body = text.split("\n---\n", 1)[-1]
    title = re.search(r"^# (.+)$", body, re.MULTILINE)
    description, citation = _FIRST_PARAGRAPH.search(body), _CITATION.search(body)
    return (
        title[1] if title else manifest["name"],
        " ".join(description[1].split()) if description else "",
        " ".join(citation[1].split()).replace("*", "") if citation else name,
    )


def _tongue(code: str) -> LanguageInfo:
    try:
        language = load_language(code)
    except LanguageError:
        return LanguageInfo(code, code, "auto", "")
    return LanguageInfo(code, language.name, language.direction, language.scripts[0].lower())


def _voices(quotes: Sequence[Row], speakers: Sequence[Row]) -> dict[str, SpeakerView]:
    """Every speaker by `voice_key`: those the corpus was made for first, then the most quoted; the unknown one last."""
    own = _grouped_by_key(quotes)
    rows = {f"id {s['speaker_id']}": s for s in speakers}
    keys = [*rows, *(key for key in own if key not in rows)]
    names = {key: rows[key]["name"] if key in rows else own[key][0]["speaker"] for key in keys}

    def rank(key: str) -> tuple[bool, bool, int, str, str]:
        row = rows.get(key)
        return (
            names[key] == UNKNOWN and row is None,
            not (row and row["focus"]),
            -len(own.get(key, ())),
            names[key],
            key,
        )

    keys.sort(key=rank)
    colours = _colours(keys, quotes)
    return {
        key: SpeakerView(
            name=names[key],
            stem=file_stem(key.partition(" ")[2] if key in rows else f"name {names[key]}"),
            kind=rows[key]["kind"]
            if key in rows
            else Counter(q["speaker_kind"] for q in own[key]).most_common(1)[0][0],
            colour=colours.get(key, 0),
            row=rows.get(key),
            quotes=tuple(own.get(key, ())),
        )
        for key in keys
    }


def _grouped_by_key(quotes: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for quote in quotes:
        groups.setdefault(voice_key(quote), []).append(quote)
    return groups


def _colours(keys: Sequence[str], quotes: Iterable[Row]) -> dict[str, int]:
    """A colour for each voice, in their order: the least used one that no voice of the same article has.

    A voice has one colour on all pages, and two voices of an article have the same one only where there are more of
    them than colours; those go without.
    """
    present: dict[str, set[str]] = defaultdict(set)
    for quote in quotes:
        present[voice_key(quote)].add(quote["article_id"])
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

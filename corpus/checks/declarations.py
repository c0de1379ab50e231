"""Checks of what the project's files declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.checks.context import Context
from corpus.checks.registry import Place, Stage, place_of, register
from corpus.errors import LanguageError
from corpus.io.toml import find_line, is_url
from corpus.languages.language import load_language
from corpus.project.project import PROJECT_FILE, SOURCES_FILE, SPEAKERS_FILE, UTTERANCES_FILE
from corpus.records import UNKNOWN, UNKNOWN_COUNTRY, UNKNOWN_URL, Source

_WIKIDATA = re.compile(r"Q[1-9]\d*")
_COUNTRY = re.compile(r"[A-Z]{2}")

#: What `corpus.project.project.declaration_problems` finds, and `load_project` raises.
_PROBLEMS = {
    "id-form": "An id or name has other signs than small letters, digits and hyphens.",
    "id-duplicate": "Two entries of a file have the same id.",
    "version-form": "The version is not of the form 1.2.3.",
    "no-article": "The project has no article.",
    "source-outside": "A source file lies outside the folder sources/.",
    "source-twice": "Two articles have the same bytes.",
    "split-name": "The name of a split is not one that can be loaded.",
    "split-empty": "A split has no article.",
    "split-unknown": "A split names an article that there is not.",
    "split-missing": "An article is in no split.",
    "split-overlap": "An article is in two splits, or twice in one.",
    "utterance-parts": "The parts of an utterance are named twice, or hold what they cannot.",
}


@register(
    "project-invalid", "error", Stage.FILES, doc="A project file is missing, no TOML, or has a wrong key or value."
)
def _project_invalid(context: Context) -> Iterator[Place]:
    if context.unreadable is not None:
        yield place_of(context.unreadable, default=context.root)


def _register_problem(name: str, doc: str) -> None:
    @register(name, "error", Stage.DECLARATIONS, doc=doc)
    def _found(context: Context) -> Iterator[Place]:
        for problem in context.problems:
            if problem.id == name:
                yield place_of(problem.error, default=context.root)


for _name, _doc in _PROBLEMS.items():
    _register_problem(_name, _doc)


@register("language-unknown", "error", Stage.DECLARATIONS, doc="There is no data for the language of an article.")
def _language_unknown(context: Context) -> Iterator[Place]:
    path = context.root / SOURCES_FILE
    for code in dict.fromkeys(s.language for s in context.project.sources):
        yield from _known_language(code, path, find_line(path, "language", code))


@register(
    "alias-language", "error", Stage.DECLARATIONS, doc="A speaker has names in a language that there is no data for."
)
def _alias_language(context: Context) -> Iterator[Place]:
    path = context.root / SPEAKERS_FILE
    for speaker in context.project.speakers:
        for code in speaker.aliases:
            yield from _known_language(code, path, find_line(path, "id", speaker.id))


def _known_language(code: str, path: Path, line: int | None) -> Iterator[Place]:
    try:
        load_language(code)
    except LanguageError as e:
        yield Place(path, line, e.message, e.hint)


@register("alias-ambiguous", "error", Stage.DECLARATIONS, doc="Two speakers have the same name in one language.")
def _alias_ambiguous(context: Context) -> Iterator[Place]:
    path = context.root / SPEAKERS_FILE
    owners: dict[tuple[str, str], str] = {}
    for speaker in context.project.speakers:
        for code, names in speaker.aliases.items():
            for name in names:
                owner = owners.setdefault((code, " ".join(name.split()).casefold()), speaker.id)
                if owner != speaker.id:
                    message = f"{name!r} ({code}) names both {owner} and {speaker.id}"
                    yield Place(
                        path, find_line(path, "id", speaker.id), message, "Leave it to one, or write it in full"
                    )


@register("wikidata-form", "error", Stage.DECLARATIONS, doc="A Wikidata item is not of the form Q42.")
def _wikidata_form(context: Context) -> Iterator[Place]:
    path = context.root / SPEAKERS_FILE
    for speaker in context.project.speakers:
        if speaker.wikidata is not None and not _WIKIDATA.fullmatch(speaker.wikidata):
            line = find_line(path, "wikidata", speaker.wikidata)
            yield Place(
                path, line, f"{speaker.wikidata!r} is no Wikidata item", "Write Q and the number, or leave it out"
            )


@register(
    "utterance-speaker", "error", Stage.DECLARATIONS, doc="An utterance has a speaker that the project does not list."
)
def _utterance_speaker(context: Context) -> Iterator[Place]:
    path = context.root / UTTERANCES_FILE
    speakers = {s.id for s in context.project.speakers}
    for utterance in context.project.utterances:
        if utterance.speaker_id is not None and utterance.speaker_id not in speakers:
            line = find_line(path, "speaker_id", utterance.speaker_id)
            yield Place(path, line, f"there is no speaker {utterance.speaker_id!r}", f"Add it to {SPEAKERS_FILE}")


@register("url-form", "error", Stage.DECLARATIONS, doc="An address is no http or https URL.")
def _url_form(context: Context) -> Iterator[Place]:
    project = context.project
    found = [(PROJECT_FILE, "homepage", project.homepage)]
    found += [(SOURCES_FILE, "url", s.url) for s in project.sources]
    found += [(UTTERANCES_FILE, "primary_url", u.primary_url) for u in project.utterances]
    for file, key, url in found:
        if url is not None and not is_url(url):
            path = context.root / file
            yield Place(path, find_line(path, key, url), f"{url!r} is no URL", "Write it in full, with https://")


@register(
    "country-form", "error", Stage.DECLARATIONS, doc="A country is not an ISO 3166-1 code of two capital letters."
)
def _country_form(context: Context) -> Iterator[Place]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        if not _COUNTRY.fullmatch(source.country):
            line = find_line(path, "country", source.country)
            yield Place(path, line, f"{source.country!r} is no country code", "Write two capital letters")


@register("source-unknown", "advice", Stage.DECLARATIONS, doc="Something that a reader wants to know is not known.")
def _source_unknown(context: Context) -> Iterator[Place]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        if unknown := unknown_keys(source):
            message = f"of {source.id} is not known: {', '.join(unknown)}"
            yield Place(path, find_line(path, "id", source.id), message, "Look it up and write it into the entry")


def unknown_keys(source: Source) -> list[str]:
    """The keys of an article's entry that hold what stands for the unknown."""
    unknown = {
        "title": source.title == UNKNOWN, "country": source.country == UNKNOWN_COUNTRY,
        "url": source.url.startswith(UNKNOWN_URL), "published": source.published_basis == UNKNOWN,
        "rights": source.rights == UNKNOWN,
    }  # fmt: skip
    return [key for key, found in unknown.items() if found]


@register("date-order", "error", Stage.DECLARATIONS, doc="The earliest day of publication is after the latest.")
def _date_order(context: Context) -> Iterator[Place]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        if source.published_earliest > source.published_latest:
            message = (
                f"{source.id} was published after {source.published_earliest} and before {source.published_latest}"
            )
            yield Place(path, find_line(path, "id", source.id), message, "Put the earlier day first")

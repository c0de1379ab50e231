"""Checks of what the project's files declare."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from corpus.checks.context import CheckContext
from corpus.checks.registry import CheckResult, Stage, register, register_errors, result_of
from corpus.errors import CorpusError, LanguageError
from corpus.io.toml import find_line
from corpus.io.urls import is_url
from corpus.languages.language import load_language
from corpus.project.new_project import example_sha256
from corpus.project.placeholders import placeholders
from corpus.project.project import PROJECT_FILE, SOURCES_FILE, SPEAKERS_FILE, UTTERANCES_FILE
from corpus.records import UNKNOWN, Source, Speaker

_WIKIDATA = re.compile(r"Q[1-9]\d*")
_COUNTRY = re.compile(r"[A-Z]{2}")

#: The ids of `corpus.project.project.declaration_problems`, which `load_project` raises.
_ERRORS = {
    "id-form": "An id or name has other characters than lower-case letters, digits and hyphens.",
    "id-duplicate": "Two entries of a file have the same id.",
    "version-form": "The version is not of the form 1.2.3.",
    "no-article": "The project has no article.",
    "source-outside": "A source file is outside the folder sources/.",
    "source-twice": "Two articles have the same bytes.",
    "split-name": "A split has a name that cannot be loaded.",
    "split-empty": "A split has no article.",
    "split-unknown": "A split names an unknown article.",
    "split-missing": "An article is in no split.",
    "split-overlap": "An article is in two splits, or twice in one.",
    "utterance-parts": "A part of an utterance is named twice, or holds what it cannot.",
}


def _errors(context: CheckContext) -> Iterator[tuple[str, CorpusError]]:
    for problem in context.declaration_problems:
        yield problem.id, problem.error


@register(
    "project-invalid", "error", Stage.FILES, doc="A project file is missing, not TOML, or has a wrong key or value."
)
def _project_invalid(context: CheckContext) -> Iterator[CheckResult]:
    if context.unreadable is not None:
        yield result_of(context.unreadable, default=context.root)


register_errors(_ERRORS, Stage.DECLARATIONS, _errors)


@register("language-unknown", "error", Stage.DECLARATIONS, doc="There is no data for the language of an article.")
def _language_unknown(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SOURCES_FILE
    for code in dict.fromkeys(s.language for s in context.project.sources):
        yield from _unknown_language(code, path, find_line(path, "language", code))


@register(
    "alias-language", "error", Stage.DECLARATIONS, doc="A speaker has names in a language that there is no data for."
)
def _alias_language(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SPEAKERS_FILE
    for speaker in context.project.speakers:
        for code in speaker.aliases:
            yield from _unknown_language(code, path, find_line(path, "id", speaker.id))


def _unknown_language(code: str, path: Path, line: int | None) -> Iterator[CheckResult]:
    try:
        load_language(code)
    except LanguageError as e:
        yield CheckResult(path, line, e.message, e.hint)


@register("alias-ambiguous", "error", Stage.DECLARATIONS, doc="Two speakers have the same name in one language.")
def _alias_ambiguous(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SPEAKERS_FILE
    owners: dict[tuple[str, str], str] = {}
    for speaker in context.project.speakers:
        for code, name in _aliases(speaker):
            owner = owners.setdefault((code, " ".join(name.split()).casefold()), speaker.id)
            if owner != speaker.id:
                line = find_line(path, "id", speaker.id)
                message = f"{name!r} ({code}) names both {owner} and {speaker.id}"
                yield CheckResult(path, line, message, "Leave it to one, or write it in full")


def _aliases(speaker: Speaker) -> Iterator[tuple[str, str]]:
    for code, names in speaker.aliases.items():
        for name in names:
            yield code, name


@register("wikidata-form", "error", Stage.DECLARATIONS, doc="A Wikidata item is not of the form Q42.")
def _wikidata_form(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SPEAKERS_FILE
    for speaker in context.project.speakers:
        if speaker.wikidata is not None and not _WIKIDATA.fullmatch(speaker.wikidata):
            line = find_line(path, "wikidata", speaker.wikidata)
            message = f"{speaker.wikidata!r} is not a Wikidata item"
            yield CheckResult(path, line, message, "Write Q and the number, or remove it")


@register("utterance-speaker", "error", Stage.DECLARATIONS, doc="An utterance has a speaker that is not listed.")
def _utterance_speaker(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / UTTERANCES_FILE
    listed = {speaker.id for speaker in context.project.speakers} | {None}
    for utterance in context.project.utterances:
        if utterance.speaker_id not in listed:
            line = find_line(path, "speaker_id", utterance.speaker_id)
            hint = f"Add it to {SPEAKERS_FILE}"
            yield CheckResult(path, line, f"unknown speaker {utterance.speaker_id!r}", hint)


@register("url-form", "error", Stage.DECLARATIONS, doc="An address is not an http or https URL.")
def _url_form(context: CheckContext) -> Iterator[CheckResult]:
    project = context.project
    urls = [(PROJECT_FILE, "homepage", project.homepage)]
    urls += [(SOURCES_FILE, "url", source.url) for source in project.sources]
    urls += [(UTTERANCES_FILE, "primary_url", utterance.primary_url) for utterance in project.utterances]
    for file, key, url in urls:
        if url is not None and not is_url(url):
            path = context.root / file
            hint = "Write it in full, with https://"
            yield CheckResult(path, find_line(path, key, url), f"{url!r} is not a URL", hint)


@register(
    "country-form", "error", Stage.DECLARATIONS, doc="A country is not an ISO 3166-1 code of two capital letters."
)
def _country_form(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        if source.country is not None and not _COUNTRY.fullmatch(source.country):
            line = find_line(path, "country", source.country)
            yield CheckResult(path, line, f"{source.country!r} is not a country code", "Write two capital letters")


@register("source-unknown", "advice", Stage.DECLARATIONS, doc="Information about an article is unknown.")
def _source_unknown(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        unknown = unknown_keys(source)
        if unknown:
            message = f"{source.id}: unknown {', '.join(unknown)}"
            yield CheckResult(path, find_line(path, "id", source.id), message, "Look it up and write it into the entry")


@register("placeholder", "advice", Stage.DECLARATIONS, doc="A value of corpus.toml is that of a new project.")
def _placeholder(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / PROJECT_FILE
    for key in placeholders(context.project):
        message = f"{key} is still a placeholder"
        hint = "Write your own value: it goes into the data card and into citations"
        yield CheckResult(path, find_line(path, key), message, hint)


@register("example-article", "advice", Stage.DECLARATIONS, doc="The example of a new project is among other articles.")
def _example_article(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        if source.sha256 == example_sha256() and len(context.project.sources) > 1:
            hint = f"Remove it with `corpus remove {source.id}`: it is counted and released with the others"
            yield CheckResult(path, find_line(path, "id", source.id), f"{source.id} is the example article", hint)


def unknown_keys(source: Source) -> list[str]:
    """Return the keys of an article's entry whose value is unknown.

    Args:
        source: The entry; ``published`` means its three keys of that name.
    """
    unknown = {
        "outlet": source.outlet == UNKNOWN,
        "title": source.title is None,
        "country": source.country is None,
        "url": source.url is None,
        "published": source.published_earliest is None or source.published_latest is None,
        "rights": source.rights is None,
    }
    return [key for key, is_unknown in unknown.items() if is_unknown]


@register("date-order", "error", Stage.DECLARATIONS, doc="The earliest day of publication is after the latest.")
def _date_order(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SOURCES_FILE
    for source in context.project.sources:
        first, last = source.published_earliest, source.published_latest
        if first is not None and last is not None and first > last:
            message = f"{source.id}: {first} is after {last}"
            yield CheckResult(path, find_line(path, "id", source.id), message, "Put the earlier day first")

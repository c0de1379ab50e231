"""Checks of what the tool finds in the articles; what it cannot do wrong by design is asserted on publishing."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpus.checks.context import Context
from corpus.checks.registry import Place, Stage, register
from corpus.checks.sources import RAW
from corpus.io.toml import find_line
from corpus.project.project import SOURCES_FILE, SPEAKERS_FILE, UTTERANCES_FILE, source_path
from corpus.quotes.marks import pair_marks
from corpus.records import UNKNOWN, Article, Segment, Source

# Explicit directions, and the marks and isolates that only bidirectional text needs.
_BIDI = regex.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Soft hyphen, zero width space, word joiner, inner byte order mark and control characters that are no white space.
# The joiners U+200C and U+200D are spelling in some languages and are no finding.
_INVISIBLE = regex.compile("[\u00ad\u200b\u2060-\u2064\ufeff\\x01-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f]")


def _articles(context: Context) -> Iterator[tuple[Source, Article]]:
    for source in context.project.sources:
        yield source, context.articles[source.id]


def _has_body(article: Article) -> bool:
    return any(s.role == "body" for s in article.segments)


@register("no-body", "error", Stage.ARTICLES, doc="No line of an article is running text.")
def _no_body(context: Context) -> Iterator[Place]:
    for source, article in _articles(context):
        if not _has_body(article):
            path = source_path(context.project, source)
            yield Place(path, None, "no line was taken for running text", "Is this an article? See `corpus show`")


@register(
    "article-uncertain", "advice", Stage.ARTICLES, doc="No part of a text is clearly its article; lines may be wrong."
)
def _article_uncertain(context: Context) -> Iterator[Place]:
    for source, article in _articles(context):
        if article.uncertain:
            path = source_path(context.project, source)
            remedy = "See with `corpus show --dropped` what was kept, and declare the roles of lines that are wrong"
            yield Place(path, None, "no part of the text is clearly its article", remedy)


@register(
    "no-headline", "advice", Stage.ARTICLES, doc="The title is said to be of the raw text, but no line is a headline."
)
def _no_headline(context: Context) -> Iterator[Place]:
    for source, article in _articles(context):
        if source.title_basis == RAW and not any(s.role == "headline" for s in article.segments):
            path = context.root / SOURCES_FILE
            remedy = "See with `corpus show` what its title line was taken for"
            yield Place(
                path, find_line(path, "id", source.id), f"no line of {source.file} was taken for its headline", remedy
            )


@register("no-attribution", "advice", Stage.ARTICLES, doc="Nothing that anybody said was found in an article.")
def _no_attribution(context: Context) -> Iterator[Place]:
    for source, article in _articles(context):
        if not article.attributions and _has_body(article):
            path = source_path(context.project, source)
            yield Place(path, None, "no attribution was found", "Is anybody quoted? See `corpus show`")


@register(
    "bidi-control", "advice", Stage.ARTICLES, doc="Article text holds characters that steer the writing direction."
)
def _bidi_control(context: Context) -> Iterator[Place]:
    yield from _characters(context, _BIDI, "a direction control")


@register("invisible-control", "advice", Stage.ARTICLES, doc="Article text holds characters that cannot be seen.")
def _invisible_control(context: Context) -> Iterator[Place]:
    yield from _characters(context, _INVISIBLE, "an invisible character")


def _characters(context: Context, pattern: regex.Pattern[str], what: str) -> Iterator[Place]:
    for source, article in _articles(context):
        for paragraph in article.paragraphs:
            found = sorted(set(pattern.findall(paragraph.span.of(article.text))))
            if found:
                codes = ", ".join(f"U+{ord(c):04X}" for c in found)
                path = source_path(context.project, source)
                remedy = "Nothing to do if the page had it: words are compared without it"
                yield Place(path, paragraph.line, f"there is {what} ({codes})", remedy)


@register("mark-unpaired", "advice", Stage.ARTICLES, doc="A quotation mark is opened and not closed in its paragraph.")
def _mark_unpaired(context: Context) -> Iterator[Place]:
    for source, article in _articles(context):
        for number, paragraph in enumerate(article.paragraphs):
            following = article.paragraphs[number + 1 : number + 2]
            for mark in pair_marks(article.text, paragraph.start, paragraph.end):
                if not mark.closed and not _goes_on(article.text, mark.start, following):
                    place = article.text[mark.start : mark.start + 20]
                    path = source_path(context.project, source)
                    remedy = "See with `corpus show` where the quotation was ended"
                    yield Place(path, paragraph.line, f"the mark before {place!r} is not closed", remedy)


def _goes_on(text: str, mark: int, following: tuple[Segment, ...]) -> bool:
    """Whether a quotation left open goes on in the next paragraph, which then repeats its opening mark."""
    return any(text[s.start] == text[mark] for s in following)


@register("speaker-unlisted", "advice", Stage.ARTICLES, doc="A named speaker is not in speakers.toml.")
def _speaker_unlisted(context: Context) -> Iterator[Place]:
    for source, article in _articles(context):
        unlisted = [a for a in article.attributions if a.speaker != UNKNOWN and a.speaker_id is None]
        for name, attribution in {a.speaker: a for a in reversed(unlisted)}.items():
            path = source_path(context.project, source)
            line = article.text.count("\n", 0, attribution.content[0].start) + 1
            yield Place(path, line, f"the speaker {name!r} is not listed", f"Add an entry to {SPEAKERS_FILE}")


@register("speaker-unused", "advice", Stage.ARTICLES, doc="A speaker of speakers.toml is quoted nowhere.")
def _speaker_unused(context: Context) -> Iterator[Place]:
    path = context.root / SPEAKERS_FILE
    quoted = {a.speaker_id for article in context.articles.values() for a in article.attributions}
    for speaker in context.project.speakers:
        if speaker.id not in quoted:
            line = find_line(path, "id", speaker.id)
            yield Place(path, line, f"{speaker.id!r} is quoted in no article", "Check the aliases, or remove the entry")


@register("utterance-unused", "advice", Stage.ARTICLES, doc="An utterance of utterances.toml is reported nowhere.")
def _utterance_unused(context: Context) -> Iterator[Place]:
    path = context.root / UTTERANCES_FILE
    reported = {a.utterance_id for article in context.articles.values() for a in article.attributions}
    for utterance in context.project.utterances:
        if utterance.id not in reported:
            line = find_line(path, "id", utterance.id)
            yield Place(path, line, f"{utterance.id!r} has no quote", "Link one, or remove the entry")

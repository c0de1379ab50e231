"""Checks of what the tool finds in the articles; what is correct by design is asserted when a release is written."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from corpus.checks.context import CheckContext
from corpus.checks.registry import CheckResult, Stage, register
from corpus.checks.sources import RAW_TEXT
from corpus.io.toml import find_line
from corpus.project.project import SOURCES_FILE, SPEAKERS_FILE, UTTERANCES_FILE, source_path
from corpus.project.voices import Voice, unlisted_of, voices_of
from corpus.quotes.marks import pair_marks
from corpus.records import Article, Segment, Source

# Explicit directions, and the marks and isolates that only bidirectional text needs.
_BIDI = regex.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# Soft hyphen, zero width space, word joiner, inner byte order mark, and control characters that are not white space.
# The joiners U+200C and U+200D are part of the spelling in some languages and are not reported.
_INVISIBLE = regex.compile("[\u00ad\u200b\u2060-\u2064\ufeff\\x01-\\x08\\x0e-\\x1f\\x7f-\\x84\\x86-\\x9f]")


def _articles(context: CheckContext) -> Iterator[tuple[Source, Article]]:
    for source in context.project.sources:
        yield source, context.articles[source.id]


def _has_role(article: Article, role: str) -> bool:
    return any(s.role == role for s in article.segments)


@register("no-body", "error", Stage.ARTICLES, doc="No line of an article is running text.")
def _no_body(context: CheckContext) -> Iterator[CheckResult]:
    for source, article in _articles(context):
        if not _has_role(article, "body"):
            path = source_path(context.project, source)
            hint = "Check that this is an article, with `corpus show`"
            yield CheckResult(path, None, "no line is running text", hint)


@register(
    "article-uncertain", "advice", Stage.ARTICLES, doc="No part of a text is clearly its article; lines may be wrong."
)
def _article_uncertain(context: CheckContext) -> Iterator[CheckResult]:
    hint = "See with `corpus show --dropped` what was kept, and declare the roles of lines that are wrong"
    for source, article in _articles(context):
        if article.uncertain:
            path = source_path(context.project, source)
            yield CheckResult(path, None, "no part of the text is clearly its article", hint)


@register(
    "no-headline", "advice", Stage.ARTICLES, doc="The title is said to be from the raw text, but no line is a headline."
)
def _no_headline(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SOURCES_FILE
    for source, article in _articles(context):
        if source.title_basis == RAW_TEXT and not _has_role(article, "headline"):
            message = f"no line of {source.file} is a headline"
            hint = "Look up the role of its title line with `corpus show`"
            yield CheckResult(path, find_line(path, "id", source.id), message, hint)


@register("no-attribution", "advice", Stage.ARTICLES, doc="No attribution was found in an article.")
def _no_attribution(context: CheckContext) -> Iterator[CheckResult]:
    for source, article in _articles(context):
        if not article.attributions and _has_role(article, "body"):
            path = source_path(context.project, source)
            hint = "Check whether the article has quotations, with `corpus show`"
            yield CheckResult(path, None, "no attribution was found", hint)


@register("bidi-control", "advice", Stage.ARTICLES, doc="Article text holds characters that control text direction.")
def _bidi_control(context: CheckContext) -> Iterator[CheckResult]:
    yield from _characters(context, _BIDI, "a direction control")


@register("invisible-control", "advice", Stage.ARTICLES, doc="Article text holds invisible characters.")
def _invisible_control(context: CheckContext) -> Iterator[CheckResult]:
    yield from _characters(context, _INVISIBLE, "an invisible character")


def _characters(context: CheckContext, pattern: regex.Pattern[str], what: str) -> Iterator[CheckResult]:
    hint = "Nothing to do if the page had it: words are compared without it"
    for source, article in _articles(context):
        path = source_path(context.project, source)
        for paragraph in article.paragraphs:
            found = sorted(set(pattern.findall(paragraph.span.of(article.text))))
            if found:
                codes = ", ".join(f"U+{ord(c):04X}" for c in found)
                yield CheckResult(path, paragraph.line, f"there is {what} ({codes})", hint)


@register("mark-unpaired", "advice", Stage.ARTICLES, doc="A quotation mark is not closed in its paragraph.")
def _mark_unpaired(context: CheckContext) -> Iterator[CheckResult]:
    hint = "Check with `corpus show` where the quotation ends"
    for source, article in _articles(context):
        path = source_path(context.project, source)
        for paragraph, mark in _unpaired_marks(article):
            words = article.text[mark : mark + 20]
            yield CheckResult(path, paragraph.line, f"the mark before {words!r} is not closed", hint)


def _unpaired_marks(article: Article) -> Iterator[tuple[Segment, int]]:
    """Yield the paragraph and offset of each mark that is neither closed nor repeated in the next paragraph."""
    following = (*article.paragraphs[1:], None)
    for paragraph, after in zip(article.paragraphs, following, strict=False):
        for mark in pair_marks(article.text, paragraph.start, paragraph.end):
            if not mark.closed and not _continues(article.text, mark.start, after):
                yield paragraph, mark.start


def _continues(text: str, mark: int, following: Segment | None) -> bool:
    """Whether an open quotation continues in the next paragraph, which then begins with the same mark."""
    return following is not None and text[following.start] == text[mark]


#: Names in the message about speakers that are not listed.
_NAMED = 3


@register("speaker-unlisted", "advice", Stage.ARTICLES, doc="Named speakers are not in speakers.toml.")
def _speaker_unlisted(context: CheckContext) -> Iterator[CheckResult]:
    voices = voices_of(context.project, context.articles.values()).voices
    unlisted = list(unlisted_of(voices))
    if unlisted:
        quoted = ", ".join(map(_with_count, unlisted[:_NAMED]))
        message = f"{len(unlisted)} of {len(voices)} speakers not listed; most quoted: {quoted}"
        hint = "List them with `corpus speakers`, and add them with `corpus speakers --write`"
        yield CheckResult(context.root / SPEAKERS_FILE, None, message, hint)


def _with_count(voice: Voice) -> str:
    return f"{voice.name!r} ({voice.quotes})"


@register("speaker-unused", "advice", Stage.ARTICLES, doc="A speaker of speakers.toml is quoted nowhere.")
def _speaker_unused(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / SPEAKERS_FILE
    quoted = {a.speaker_id for _, article in _articles(context) for a in article.attributions}
    for speaker in context.project.speakers:
        if speaker.id not in quoted:
            line = find_line(path, "id", speaker.id)
            hint = "Check the aliases, or remove the entry"
            yield CheckResult(path, line, f"{speaker.id!r} is quoted in no article", hint)


@register("utterance-unused", "advice", Stage.ARTICLES, doc="An utterance of utterances.toml is reported nowhere.")
def _utterance_unused(context: CheckContext) -> Iterator[CheckResult]:
    path = context.root / UTTERANCES_FILE
    reported = {a.utterance_id for _, article in _articles(context) for a in article.attributions}
    for utterance in context.project.utterances:
        if utterance.id not in reported:
            line = find_line(path, "id", utterance.id)
            yield CheckResult(path, line, f"{utterance.id!r} has no quote", "Link one, or remove the entry")

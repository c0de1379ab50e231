"""The order in which quotation is found, paragraph by paragraph, and what ties paragraphs together.

The rules are those of the reported-speech literature: cue verbs with their frames (Pouliquen et al. 2007; Pareti et
al. 2013), quotations that float behind an attributed one (O'Keefe et al. 2012), speech dashes. They know no language;
`corpus.language` holds what they ask.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from corpus.language import Language
from corpus.quotes.dash import find_dash, opens_with_dash
from corpus.quotes.direct import find_direct
from corpus.quotes.floating import continued, go_on, place_quotation
from corpus.quotes.found import Found, from_reading, inner
from corpus.quotes.frame import Sentence, build_sentences
from corpus.quotes.indirect import find_hearsay, find_indirect
from corpus.quotes.marks import Quoted, pair_marks
from corpus.quotes.phrases import left_phrase
from corpus.quotes.readings import Reading, find_readings
from corpus.records import Segment
from corpus.text import ArticleTokens

#: The rule of what is reported inside quoted words.
NESTED = "nested.that"
#: A name before a colon that speaks has at most so many items.
_NAME = 6


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A kept segment with its quoted stretches, its sentences, and the readings of each of them."""

    segment: Segment
    quoted: list[Quoted]
    sentences: list[Sentence]
    readings: list[list[Reading]]


@dataclass(slots=True)
class Passage:
    """What is carried from one paragraph to the next.

    ``introduced`` is a speaker whom a colon at the end of the paragraph before gives the word, ``block`` whether what
    follows is a document set without marks, ``goes_on`` whether the paragraph before ended in quotation.
    """

    found: list[Found] = field(default_factory=list)
    marks: list[Quoted] = field(default_factory=list)
    introduced: Found | None = None
    block: bool = False
    goes_on: bool = False


def find_attributions(
    tokens: ArticleTokens, segments: Sequence[Segment], language: Language
) -> tuple[list[Found], list[Quoted]]:
    """All attributions of the kept segments in order of their contents, and all pairs of marks and speech dashes."""
    kept = [s for s in segments if s.kept]
    vocabulary: set[str] = set()
    passage = Passage()
    for segment in kept:
        # Words up to here and none behind: what is added to an article changes nothing before it.
        vocabulary.update(tokens.between(segment.start, segment.end).folded)
        _read_paragraph(passage, _paragraph(tokens, segment, language, vocabulary))
    found = passage.found + _nested(tokens, passage, language)
    return sorted(found, key=lambda f: (f.content[0].start, -f.content[-1].end, f.cue)), passage.marks


def _nested(tokens: ArticleTokens, passage: Passage, language: Language) -> list[Found]:
    """What is reported inside quoted words, by the rules for a clause with a complementizer and a source.

    The other rules take the many verbs of ordinary talk ("I tell you", "we call it") for reports.
    """
    inside = sorted((replace(q, depth=q.depth - 1) for q in passage.marks if q.depth), key=lambda q: q.start)
    starts = [q.start for q in inside]
    found = []
    for span in (c for f in passage.found if f.is_direct for c in f.content):
        held = [q for q in inside[bisect_left(starts, span.start) : bisect_left(starts, span.end)] if q.end <= span.end]
        for sentence in build_sentences(tokens, span, held, language):
            readings = find_readings(sentence)
            reported = find_indirect(sentence, readings, set())
            found += [replace(f, rule=NESTED) for f in reported if f.rule == "indirect.that" and f.source]
    return found


def _paragraph(tokens: ArticleTokens, segment: Segment, language: Language, vocabulary: Collection[str]) -> Paragraph:
    quoted = pair_marks(tokens.text, segment.start, segment.end)
    sentences = build_sentences(tokens, segment.span, quoted, language, vocabulary=vocabulary)
    return Paragraph(segment, quoted, sentences, [find_readings(s) for s in sentences])


def _read_paragraph(passage: Passage, par: Paragraph) -> None:
    passage.marks += par.quoted
    introduced, block, goes_on = passage.introduced, passage.block, passage.goes_on
    passage.introduced, passage.block, passage.goes_on = None, False, False
    if not par.sentences:
        return
    if opens_with_dash(par.sentences):
        found, dashes = find_dash(par.sentences, par.readings)
        heading = par.segment.role == "subheading"
        passage.found += [replace(f, rule="direct.heading") if heading and f.implied else f for f in found]
        passage.marks += dashes
        return
    if block and not par.quoted and introduced is not None:
        passage.found.append(replace(introduced, content=(par.segment.span,), rule="direct.block"))
        return
    if goes_on and introduced is None and _is_all_quoted(par):
        # A paragraph that is nothing but quotation goes on with that of the paragraph before (guidelines, section 2).
        content = tuple(inner(s.text, i.quoted) for s in par.sentences for i in s.items if i.quoted is not None)
        if not go_on(passage.found, content):
            passage.found.append(continued(passage.found[-1], content))
        passage.goes_on = True
        return
    here = _headline(par) or _read_sentences(par, introduced)
    passage.found += here
    spoken = bool(here) and (here[-1].is_direct or bool(here[-1].source))
    passage.goes_on = spoken and _reaches(here[-1], par.sentences[-1])
    _introduce(passage, par)


def _is_all_quoted(par: Paragraph) -> bool:
    return bool(par.quoted) and not any(i.is_word for s in par.sentences for i in s.items)


def _reaches(found: Found, sentence: Sentence) -> bool:
    """Whether an attribution has a part in a sentence."""
    return max(s.end for s in (found.content[-1], *found.cue, *found.source)) > sentence.items[0].start


def _read_sentences(par: Paragraph, introduced: Found | None) -> list[Found]:
    here: list[Found] = []
    for n, (sentence, readings) in enumerate(zip(par.sentences, par.readings, strict=True)):
        found, used, quotes = find_direct(sentence, readings)
        found += find_indirect(sentence, readings, used)
        found += find_hearsay(sentence)
        for k in [k for k, item in enumerate(sentence.items) if item.quoted is not None]:
            if k in quotes or _is_covered(sentence, k, found):
                continue
            before = found or (here if here and _reaches(here[-1], par.sentences[max(0, n - 1)]) else [])
            place_quotation(sentence, k, found=found, before=before, introduced=None if here else introduced)
        here += found
    return here


def _is_covered(sentence: Sentence, item: int, found: Sequence[Found]) -> bool:
    span = sentence.span(item, item + 1)
    return any(span.overlaps(c) for f in found for c in f.content)


def _headline(par: Paragraph) -> list[Found]:
    """What a headline of the form "X: text" reports: X says it (guidelines, section 5)."""
    sentence = par.sentences[0]
    if par.segment.role != "headline":
        return []
    colon = sentence.next_where(1, _NAME + 1, ":")
    if colon is None or colon + 1 == len(sentence) or left_phrase(sentence, colon) != (0, colon):
        return []
    rest = sentence.items[colon + 1 :]
    only = rest[0].quoted if len(rest) == 1 and len(par.sentences) == 1 else None
    content = (
        inner(sentence.text, only) if only else replace(sentence.span(colon + 1, len(sentence)), end=par.segment.end)
    )
    return [Found((content,), (), (sentence.span(0, colon),), "headline.colon")]


def _introduce(passage: Passage, par: Paragraph) -> None:
    """A paragraph that ends with a colon lets its last cue speak in the next, or the name that is all of it."""
    sentence = par.sentences[-1]
    if sentence.items[-1].word != ":":
        return
    readings = [r for r in par.readings[-1] if "quote" in r.entry.frames and not r.denied]
    if readings:
        passage.introduced = from_reading(sentence, readings[-1], (), "direct.introduced")
        passage.block = any(i.has("medium", "document") for i in sentence.items[readings[-1].cue[1] :])
    elif len(sentence) <= _NAME and (named := left_phrase(sentence, len(sentence) - 1)) is not None:
        passage.introduced = Found((), (), (sentence.span(*named),), "direct.introduced")

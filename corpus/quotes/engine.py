"""The order in which quotation is found, paragraph by paragraph, and what ties paragraphs together.

The rules are those of the reported-speech literature: cue verbs with their frames (Pouliquen et al. 2007; Pareti et
al. 2013), quotations that float behind an attributed one (O'Keefe et al. 2012), speech dashes. They know no language;
`corpus.language` holds what they ask.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from corpus.language import Language
from corpus.quotes.dash import find_dash, opens_with_dash
from corpus.quotes.direct import find_direct
from corpus.quotes.found import Found, from_reading, inner
from corpus.quotes.frame import Frame, build_frame, ends_sentence
from corpus.quotes.indirect import find_indirect
from corpus.quotes.marks import Quoted, pair_marks
from corpus.quotes.phrases import left_phrase
from corpus.quotes.readings import Reading, find_readings
from corpus.records import Segment

#: An unattributed quotation of fewer words is a term or a title rather than speech.
_SPEECH_WORDS = 6
_HEADLINE_SOURCE = 6


@dataclass(slots=True)
class Paragraph:
    """A kept segment with its frame and quoted stretches, and the readings of each of its sentences."""

    segment: Segment
    frame: Frame
    quoted: list[Quoted]
    readings: list[list[Reading]]


@dataclass(slots=True)
class Passage:
    """What is carried from one paragraph to the next."""

    found: list[Found] = field(default_factory=list)
    marks: list[Quoted] = field(default_factory=list)
    introduced: Found | None = None
    block: bool = False
    open_end: bool = False


def find_attributions(text: str, segments: Sequence[Segment], language: Language) -> tuple[list[Found], list[Quoted]]:
    """All attributions of the kept segments in order of their contents, and all pairs of marks and speech dashes."""
    passage = Passage()
    for segment in segments:
        if segment.kept:
            _read_paragraph(passage, _paragraph(text, segment, language))
    found = sorted(passage.found, key=lambda f: (f.content[0].start, -f.content[-1].end, f.cue))
    return found, passage.marks


def _paragraph(text: str, segment: Segment, language: Language) -> Paragraph:
    quoted = pair_marks(text, segment.start, segment.end)
    frame = build_frame(text, segment.start, segment.end, quoted, language)
    return Paragraph(segment, frame, quoted, [find_readings(frame, *s) for s in frame.sentences])


def _read_paragraph(passage: Passage, par: Paragraph) -> None:
    frame = par.frame
    passage.marks += par.quoted
    introduced, block = passage.introduced, passage.block
    passage.introduced, passage.block = None, False
    goes_on, passage.open_end = passage.open_end, False
    if opens_with_dash(frame):
        found, dash = find_dash(frame, par.readings)
        alone = par.segment.role == "subheading"
        passage.found += [replace(f, rule="direct.heading") if alone and f.implied else f for f in found]
        passage.marks += dash
        return
    if block and not par.quoted and introduced is not None:
        passage.found.append(replace(introduced, content=(par.segment.span,), rule="direct.block"))
        return
    here: list[Found] = _headline(par)
    if not here and goes_on and passage.found and introduced is None and _all_quoted(frame):
        # A paragraph that is nothing but quotation goes on with that of the paragraph before (guidelines, section 2).
        last = passage.found[-1]
        content = tuple(inner(frame.text, i.quoted) for i in frame.items if i.quoted is not None)
        passage.found[-1] = replace(last, content=(*last.content, *content))
        passage.open_end = True
        return
    if not here:
        for (low, high), readings in zip(frame.sentences, par.readings, strict=True):
            here += _read_sentence(par, low, high, readings, here, introduced)
            if here and introduced is not None:
                introduced = None
    passage.found += here
    passage.open_end = (
        bool(here) and here[-1].rule.startswith("direct") and _adjoins(frame, here[-1], frame.sentences[-1][1])
    )
    _introduce(passage, par)


def _all_quoted(frame: Frame) -> bool:
    return any(i.quoted is not None for i in frame.items) and not any(i.is_word for i in frame.items)


def _read_sentence(
    par: Paragraph, low: int, high: int, readings: list[Reading], here: list[Found], introduced: Found | None
) -> list[Found]:
    frame = par.frame
    found, used, quotes = find_direct(frame, low, high, readings)
    found += find_indirect(frame, low, high, readings, used)
    found += _hearsay(frame, low, high)
    left = [
        k for k in range(low, high)
        if frame.items[k].quoted is not None and k not in quotes and not _covered(frame, k, found)
    ]  # fmt: skip
    for k in left:
        _float(par, k, low, high, here, found, introduced)
    return found


def _covered(frame: Frame, item: int, found: Sequence[Found]) -> bool:
    span = frame.span(item, item + 1)
    return any(span.overlaps(c) for f in found for c in f.content)


def _float(
    par: Paragraph, k: int, low: int, high: int, here: list[Found], found: list[Found], introduced: Found | None
) -> None:
    """A quotation without a cue of its own: goes on with the one before it, or speaks for whoever spoke last."""
    frame = par.frame
    quoted = frame.items[k].quoted
    assert quoted is not None
    content = inner(frame.text, quoted)
    alone = not any(i.is_word for i in frame.items[low:high])
    if introduced is not None and alone and not here:
        found.append(replace(introduced, content=(content,), rule="direct.introduced"))
        return
    last = (found or here)[-1] if found or here else None
    if alone and last is not None and _adjoins(frame, last, low) and last.rule.startswith("direct"):
        grown = replace(last, content=(*last.content, content))
        (found or here)[-1] = grown
        return
    if k > low + 1 and frame.items[k - 1].word == ":" and (named := left_phrase(frame, k - 1, low)) is not None:
        found.append(Found((content,), (), (frame.span(*named),), "direct.colon"))
        return
    words = len(content.of(frame.text).split())
    if (
        (alone
        and words > 2)
        or (words >= _SPEECH_WORDS
        and (ends_sentence(frame.text, quoted) or words >= 2 * _SPEECH_WORDS))
    ):
        found.append(Found((content,), (), (), "direct.floating", implied=True))


def _adjoins(frame: Frame, last: Found, low: int) -> bool:
    """Whether the attribution belongs to the sentence right before item ``low``."""
    ends = [s.end for s in (*last.content, *last.cue, *last.source)]
    previous = next(((a, b) for a, b in frame.sentences if b == low), None)
    return previous is None or max(ends) > frame.items[previous[0]].start


def _headline(par: Paragraph) -> list[Found]:
    """ "X: text" as a headline: X says it (guidelines, section 5)."""
    frame = par.frame
    if par.segment.role != "headline":
        return []
    colon = next((n for n, k in enumerate(frame.items[: _HEADLINE_SOURCE + 1]) if k.word == ":"), None)
    if not colon or colon + 2 > len(frame.items) or any(not k.is_word for k in frame.items[:colon]):
        return []
    if left_phrase(frame, colon, 0) != (0, colon):
        return []
    rest = frame.items[colon + 1 :]
    only = rest[0].quoted if len(rest) == 1 else None
    content = inner(frame.text, only) if only else frame.span(colon + 1, len(frame.items))
    return [Found((content,), (), (frame.span(0, colon),), "headline.colon")]


def _hearsay(frame: Frame, low: int, high: int) -> list[Found]:
    """ "Reportedly": its clause, whoever said it."""
    out = []
    for k in range(low, high):
        if frame.items[k].has("hearsay"):
            edges = [k2 for k2 in range(low, high) if frame.items[k2].is_word or frame.items[k2].quoted is not None]
            spans = [frame.span(a, b + 1) for a, b in ((edges[0], k - 1), (k + 1, edges[-1])) if a <= b]
            if spans:
                out.append(Found(tuple(spans), (frame.span(k, k + 1),), (), "indirect.hearsay"))
    return out


def _introduce(passage: Passage, par: Paragraph) -> None:
    """A paragraph that ends with a colon lets its last cue speak in the next, or the name that is all of it."""
    frame = par.frame
    if not frame.items or frame.items[-1].word != ":":
        return
    low, high = frame.sentences[-1]
    readings = [r for r in par.readings[-1] if "quote" in r.entry.frames]
    if readings:
        reading = readings[-1]
        passage.introduced = from_reading(frame, reading, (), "direct.introduced")
        passage.block = any(i.has("medium", "document") for i in frame.items[reading.behind : high])
    elif high - low <= _HEADLINE_SOURCE and (named := left_phrase(frame, high - 1, low)) is not None:
        passage.introduced = Found((), (), (frame.span(*named),), "direct.introduced")

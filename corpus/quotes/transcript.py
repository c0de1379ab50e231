"""Interviews and transcripts: turns without marks, each after a name in capitals or a label such as "Q" and a colon."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.quotes.raw_attribution import RawAttribution
from corpus.quotes.sentence import Sentence
from corpus.records import Segment, Span

#: The rule of a turn.
TURN = "direct.turn"
#: A name with its role before a colon has at most so many code points; it has no small letter.
_NAME = 60
_CAPITALS = regex.compile(rf"[\p{{Lu}}][^\p{{Ll}}:\n]{{1,{_NAME}}}(?=:\s)")
_WORD = regex.compile(r"\p{Lu}{2,}")
#: So many paragraphs with a name in capitals make a transcript.
_LEAST = 2


@dataclass(frozen=True, slots=True)
class Layout:
    """Whether an article is set as a transcript, with names in capitals, or as an interview, with labels."""

    transcript: bool = False
    interview: bool = False

    @property
    def has_turns(self) -> bool:
        """Whether turns can occur in it."""
        return self.transcript or self.interview


def find_layout(text: str, segments: Sequence[Segment], language: Language) -> Layout:
    """The layout of an article.

    Args:
        text: the raw text.
        segments: its kept segments in order.
        language: of the article.

    Returns:
        A transcript if `_LEAST` segments begin with a name in capitals; an interview if a question and an answer do.
    """
    names = sum(_name_of(text, s) is not None for s in segments) if language.cased else 0
    labels = [language.words[c] for c in (WC.QUESTION_LABEL, WC.ANSWER_LABEL)]
    interview = all(any(_has_label(text, label, language) for label in listed) for listed in labels)
    return Layout(names >= _LEAST, interview)


def _name_of(text: str, segment: Segment) -> Span | None:
    """The name in capitals before a colon at a segment's start."""
    match = _CAPITALS.match(text, segment.start, segment.end)
    return None if match is None or _WORD.search(match.group()) is None else Span(*match.span())


def _has_label(text: str, label: str, language: Language) -> bool:
    """Whether a label comes before a colon, as a word of its own: in capitals, where there are any."""
    at = text.find(f"{_written(label, language)}:")
    while at > 0 and not text[at - 1].isspace():
        at = text.find(f"{_written(label, language)}:", at + 1)
    return at >= 0


def _written(label: str, language: Language) -> str:
    return label.capitalize() if language.cased else label


def find_turns(sentences: Sequence[Sentence], segment: Segment, layout: Layout) -> list[RawAttribution] | None:
    """The turns of a paragraph.

    Args:
        sentences: its sentences.
        segment: the paragraph.
        layout: of its article.

    Returns:
        An attribution for each turn but the questions of an interview, which are the writer's; None if the paragraph
        has no turn.
    """
    first = sentences[0]
    if layout.transcript and (name := _name_of(first.text, segment)) is not None:
        return [RawAttribution((_trimmed(first.text, name.end + 1, segment.end),), (), (name,), TURN)]
    if not layout.interview:
        return None
    starts = [(s.items[0], s.items[1].end) for s in sentences if _is_labelled(s)]
    if not starts:
        return None
    ends = [label.start for label, _ in starts[1:]] + [segment.end]
    turns = [(label, _trimmed(first.text, at, end)) for (label, at), end in zip(starts, ends, strict=True)]
    answers = [span for label, span in turns if label.has(WC.ANSWER_LABEL) and span.end > span.start]
    return [RawAttribution((span,), (), (), TURN, implied=True) for span in answers]


def _is_labelled(sentence: Sentence) -> bool:
    """Whether a sentence begins with a label and a colon."""
    items = sentence.items
    labelled = items[0].has(WC.QUESTION_LABEL, WC.ANSWER_LABEL) and len(items) > 1 and items[1].word == ":"
    return labelled and (items[0].word[0].isupper() or not sentence.language.cased)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)

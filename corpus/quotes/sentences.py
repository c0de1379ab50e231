"""Sentences of a segment, the writer's and those inside quotations alike, as published in the table ``tokens``."""

from __future__ import annotations

from corpus.language import Language
from corpus.quotes.frame import build_frame
from corpus.records import Segment, Span


def sentence_spans(text: str, segment: Segment, language: Language) -> list[Span]:
    """The sentences of ``text[segment.start:segment.end]`` as spans of the raw text, in order, none empty."""
    frame = build_frame(text, segment.start, segment.end, (), language)
    return [frame.span(low, high) for low, high in frame.sentences]

"""Sentences of a segment, the writer's and those inside quotations alike, as published in the table ``tokens``."""

from __future__ import annotations

from corpus.language import Language
from corpus.quotes.frame import build_sentences
from corpus.records import Segment, Span
from corpus.text import ArticleTokens


def sentence_spans(tokens: ArticleTokens, segment: Segment, language: Language) -> list[Span]:
    """The sentences of ``text[segment.start:segment.end]`` as spans of the raw text, in order, none empty."""
    return [s.span_all for s in build_sentences(tokens, segment.span, (), language)]

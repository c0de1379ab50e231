"""The table ``tokens``: one row per sentence, with BIO tags of content, cue and source."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.language import Language, load_language
from corpus.publish.layout import Layout
from corpus.publish.schema import BIO, TAGGED
from corpus.quotes.sentences import sentence_spans
from corpus.records import Attribution, Segment, Span
from corpus.text import Tokens, tokenize

#: From the raw text, one paragraph of it and its language to the spans of the sentences in the paragraph.
SentenceSpans = Callable[[str, Segment, Language], list[Span]]
OUTSIDE, BEGIN, INSIDE = range(len(BIO))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the paragraph that it stands in and its tokens, all in raw coordinates."""

    paragraph: Segment
    tokens: Tokens


def article_sentences(layout: Layout, sentences: SentenceSpans = sentence_spans) -> list[Sentence]:
    """The sentences of an article's text proper, in order, those without a token left out."""
    article = layout.article
    language = load_language(article.language)
    found = [
        Sentence(paragraph, tokenize(article.text, span.start, span.end, folding=language.fold))
        for paragraph in article.paragraphs
        for span in sentences(article.text, paragraph, language)
    ]
    return [s for s in found if len(s.tokens)]


def sentence_rows(layout: Layout, sentences: Sequence[Sentence]) -> list[dict[str, Any]]:
    """A row for each sentence."""
    article = layout.article
    rows = []
    for number, sentence in enumerate(sentences):
        tokens = sentence.tokens
        places = [layout.shift(Span(a, b)) for a, b in zip(tokens.starts, tokens.ends, strict=True)]
        rows.append(
            {
                "sentence_id": f"{article.id}.s{number:03d}",
                "article_id": article.id,
                "paragraph_id": f"{article.id}.p{sentence.paragraph.position:03d}",
                "language": article.language,
                "tokens": tokens.words,
                "starts": [p.start for p in places],
                "ends": [p.end for p in places],
                **{f"{part}_tags": tag(tokens, _outer_first(article.attributions, part)) for part in TAGGED},
            }
        )
    return rows


def _outer_first(attributions: Iterable[Attribution], part: str) -> list[Span]:
    """The spans of one part of all attributions, longer ones first: a nested content is shorter than its parent's."""
    spans = {span for attribution in attributions for span in getattr(attribution, part)}
    return sorted(spans, key=lambda s: (s.start - s.end, s.start))


def tag(tokens: Tokens, spans: Iterable[Span]) -> list[int]:
    """BIO tags for spans, the first of two that overlap winning.

    A token belongs to a span that it shares a character with. A span that began in an earlier sentence starts anew
    with B, so that each sentence is a well formed sequence of its own.
    """
    tags = [OUTSIDE] * len(tokens)
    for span in spans:
        inside = [i for i in range(len(tokens)) if span.overlaps(Span(tokens.starts[i], tokens.ends[i]))]
        if any(tags[i] != OUTSIDE for i in inside):
            continue
        for i in inside:
            tags[i] = BEGIN if i == inside[0] else INSIDE
    return tags

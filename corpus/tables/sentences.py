"""The table ``tokens``: one row per sentence, with BIO tags of content, cue and source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.languages.language import Language, article_tokens, load_language
from corpus.languages.tokenizer import ArticleTokens, Tokens
from corpus.quotes.sentence import sentence_spans
from corpus.records import Segment, Span
from corpus.tables.layout import Layout
from corpus.tables.schema import TAGGED

#: From the tokens of a raw text, one paragraph of it and its language to the spans of the sentences in the paragraph.
SentenceSpans = Callable[[ArticleTokens, Segment, Language], list[Span]]
OUTSIDE, BEGIN, INSIDE = range(3)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the paragraph that it stands in and its tokens, all in raw coordinates."""

    paragraph: Segment
    tokens: Tokens


def article_sentences(
    layout: Layout, sentences: SentenceSpans = sentence_spans, *, tokens: ArticleTokens | None = None
) -> list[Sentence]:
    """The sentences of an article's text proper, in order, those without a token left out.

    ``tokens`` are those of the article, where they are made already.
    """
    article = layout.article
    language = load_language(article.language)
    known = tokens or article_tokens(article.text, article.segments, language)
    found = [
        Sentence(paragraph, known.between(span.start, span.end))
        for paragraph in article.paragraphs
        for span in sentences(known, paragraph, language)
    ]
    return [s for s in found if len(s.tokens)]


def sentence_rows(layout: Layout, sentences: Sequence[Sentence]) -> list[dict[str, Any]]:
    """A row for each sentence."""
    article = layout.article
    spans = {part: _outer_first(layout, part) for part in TAGGED}
    rows = []
    for number, sentence in enumerate(sentences):
        tokens = sentence.tokens
        places = [layout.shift(Span(a, b)) for a, b in zip(tokens.starts, tokens.ends, strict=True)]
        position = sentence.paragraph.position
        rows.append(
            {
                "sentence_id": f"{article.id}.s{number:03d}",
                "article_id": article.id,
                "paragraph_id": f"{article.id}.p{position:03d}",
                "language": article.language,
                "tokens": tokens.words,
                "starts": [p.start for p in places],
                "ends": [p.end for p in places],
                **{f"{part}_tags": tag(tokens, spans[part].get(position, [])) for part in TAGGED},
            }
        )
    return rows


def _outer_first(layout: Layout, part: str) -> dict[int, list[Span]]:
    """The spans of one part of all attributions, by the position of their paragraph, in which each of them lies.

    Longer ones come first: a nested content is shorter than its parent's.
    """
    spans = {span for attribution in layout.article.attributions for span in getattr(attribution, part)}
    found: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        found.setdefault(layout.paragraph(span).position, []).append(span)
    return found


def tag(tokens: Tokens, spans: Iterable[Span]) -> list[int]:
    """BIO tags for spans, the first of two that overlap winning.

    A token belongs to a span that it shares a character with. A span that began in an earlier sentence starts anew
    with B, so that each sentence is a well formed sequence of its own.
    """
    tags = [OUTSIDE] * len(tokens)
    for span in spans:
        # Tokens are in order and apart, so those that share a character with a span stand together.
        inside = range(bisect_right(tokens.ends, span.start), bisect_left(tokens.starts, span.end))
        if any(tags[i] != OUTSIDE for i in inside):
            continue
        for i in inside:
            tags[i] = BEGIN if i == inside[0] else INSIDE
    return tags

"""Rows of the table ``tokens``: one per sentence, with BIO tags of content, cue and source."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.languages.language import Language, article_tokens, load_language
from corpus.languages.tokenizer import ArticleTokens, Tokens
from corpus.quotes.sentence import sentence_spans
from corpus.records import Segment, Span
from corpus.tables.layout import ArticleLayout
from corpus.tables.schema import TAGGED_PARTS

#: Sentence splitter: (tokens of the raw text, one paragraph, its language) -> spans of the paragraph's sentences.
SentenceSpans = Callable[[ArticleTokens, Segment, Language], list[Span]]
#: Class labels of `corpus.tables.schema.BIO_LABELS`, by position.
OUTSIDE, BEGIN, INSIDE = range(3)


@dataclass(frozen=True, slots=True)
class TokenizedSentence:
    """A sentence as its paragraph and its tokens, in raw coordinates."""

    paragraph: Segment
    tokens: Tokens


def article_sentences(
    layout: ArticleLayout, sentences: SentenceSpans = sentence_spans, *, tokens: ArticleTokens | None = None
) -> list[TokenizedSentence]:
    """Split an article's text into sentences, in order; those without a token are left out.

    Args:
        layout: the article.
        sentences: the sentence splitter.
        tokens: the article's tokens, where they exist already.
    """
    article = layout.article
    language = load_language(article.language)
    known = tokens or article_tokens(article.text, article.segments, language)
    found = []
    for paragraph in article.paragraphs:
        for span in sentences(known, paragraph, language):
            sentence = TokenizedSentence(paragraph, known.between(span.start, span.end))
            if len(sentence.tokens):
                found.append(sentence)
    return found


def sentence_rows(layout: ArticleLayout, sentences: Sequence[TokenizedSentence]) -> list[dict[str, Any]]:
    """Return a row of ``tokens`` per sentence.

    Args:
        layout: the article.
        sentences: as `article_sentences` returns them.
    """
    article = layout.article
    spans = {part: _spans_by_paragraph(layout, part) for part in TAGGED_PARTS}
    rows = []
    for number, sentence in enumerate(sentences):
        tokens = sentence.tokens
        shifted = [layout.shift(Span(a, b)) for a, b in zip(tokens.starts, tokens.ends, strict=True)]
        position = sentence.paragraph.position
        row: dict[str, Any] = {
            "sentence_id": f"{article.id}.s{number:03d}",
            "article_id": article.id,
            "paragraph_id": f"{article.id}.p{position:03d}",
            "language": article.language,
            "tokens": tokens.words,
            "starts": [s.start for s in shifted],
            "ends": [s.end for s in shifted],
        }
        for part in TAGGED_PARTS:
            row[f"{part}_tags"] = bio_tags(tokens, spans[part].get(position, []))
        rows.append(row)
    return rows


def _spans_by_paragraph(layout: ArticleLayout, part: str) -> dict[int, list[Span]]:
    """Collect the spans of one part of all attributions by paragraph position, longest first.

    Longest first means outer before nested: a nested content is shorter than its parent's.
    """
    spans = {span for attribution in layout.article.attributions for span in getattr(attribution, part)}
    by_paragraph: dict[int, list[Span]] = {}
    for span in sorted(spans, key=lambda s: (s.start - s.end, s.start)):
        by_paragraph.setdefault(layout.paragraph(span).position, []).append(span)
    return by_paragraph


def bio_tags(tokens: Tokens, spans: Iterable[Span]) -> list[int]:
    """Tag tokens with the spans that they overlap; of two overlapping spans the first wins.

    A token belongs to a span if they share a code point. A span that started in an earlier sentence starts again with
    B, so each sentence is a well-formed sequence.

    Args:
        tokens: the tokens of one sentence.
        spans: spans in the same coordinates.

    Returns:
        One of `OUTSIDE`, `BEGIN` and `INSIDE` per token.
    """
    tags = [OUTSIDE] * len(tokens)
    for span in spans:
        # Tokens are sorted and disjoint, so those that overlap a span are consecutive.
        covered = range(bisect_right(tokens.ends, span.start), bisect_left(tokens.starts, span.end))
        if any(tags[i] != OUTSIDE for i in covered):
            continue
        for i in covered:
            tags[i] = BEGIN if i == covered[0] else INSIDE
    return tags

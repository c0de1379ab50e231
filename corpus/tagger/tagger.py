"""The tagger as one function: an article's text, marks and what the rules found in, attributions with evidence out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.language import Language
from corpus.quotes.found import Found
from corpus.quotes.marks import Quoted
from corpus.records import Segment, Span
from corpus.tagger.decode import Spans, best_labels, read_spans
from corpus.tagger.links import KINDS, Surroundings, choose, find_pairs
from corpus.tagger.network import embed, encode
from corpus.tagger.tokens import TokenSequence, read_tokens
from corpus.tagger.weights import Weights
from corpus.text import ArticleTokens


@dataclass(frozen=True, slots=True)
class Tagged:
    """An attribution as the tagger has it.

    ``sureness`` holds for content, cue and source the mean log probability of their labels, then for the links from
    content to cue and from cue to source the log of their probability; the part of a missing source is 0.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    sureness: tuple[float, float, float, float, float]


def tag_article(
    article: ArticleTokens,
    segments: Sequence[Segment],
    quoted: Sequence[Quoted],
    found: Sequence[Found],
    *,
    weights: Weights,
    language: Language,
) -> list[Tagged]:
    """What the tagger finds in the kept segments, in order of the cues; a content without a cue is left out.

    Args:
        article: the tokens of the raw article; all offsets are code points of it.
        segments: its lines with their roles.
        quoted: the pairs of quotation marks of the kept ones.
        found: what the rules found; the network sees it as evidence.
        weights: a language's weights.
        language: that language.
    """
    tokens = read_tokens(article, segments, quoted, found)
    if not len(tokens):
        return []
    hidden = encode(embed(tokens, weights, language), tokens.paragraph, weights)
    scores = hidden @ weights["out"] + weights["out.bias"]
    spans = read_spans(tokens, best_labels(scores, tokens.pieces, weights), scores)
    around = Surroundings(tokens, spans)
    links = [
        choose(k, spans, find_pairs(k, spans, around, found), hidden=hidden, weights=weights) for k in range(len(KINDS))
    ]
    return _join(tokens, spans, links)


def _join(
    tokens: TokenSequence, spans: dict[str, Spans], links: list[tuple[list[int | None], list[float]]]
) -> list[Tagged]:
    (cue_of, cue_chance), (source_of, source_chance) = links
    worded = {role: _worded(tokens, s) for role, s in spans.items()}
    contents: dict[int, list[int]] = {}
    for content, cue in enumerate(cue_of):
        if cue is not None and worded["content"][content]:
            contents.setdefault(cue, []).append(content)
    places = {role: [tokens.span(a, b) for a, b in zip(s.first, s.behind, strict=True)] for role, s in spans.items()}
    out = []
    for cue in sorted(contents):
        own, source = contents[cue], source_of[cue]
        source = source if source is not None and worded["source"][source] else None
        out.append(
            Tagged(
                content=tuple(places["content"][c] for c in own),
                cue=(places["cue"][cue],),
                source=() if source is None else (places["source"][source],),
                sureness=(
                    min(float(spans["content"].sureness[c]) for c in own),
                    float(spans["cue"].sureness[cue]),
                    0.0 if source is None else float(spans["source"].sureness[source]),
                    min(_log(cue_chance[c]) for c in own),
                    _log(source_chance[cue]),
                ),
            )
        )
    return out


def _worded(tokens: TokenSequence, spans: Spans) -> list[bool]:
    """Which spans hold a word or number: marks alone are nothing that is said, and nobody who says it."""
    return [
        any(any(map(str.isalnum, w)) for w in tokens.words[first:behind])
        for first, behind in zip(spans.first.tolist(), spans.behind.tolist(), strict=True)
    ]


def _log(chance: float) -> float:
    return max(-20.0, math.log(chance)) if chance > 0 else -20.0

"""The tagger as one function: an article's text, marks and what the rules found in, attributions with evidence out."""

from __future__ import annotations

import functools
import math
from collections.abc import Sequence

from threadpoolctl import ThreadpoolController

from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.models.decoding import Spans, best_labels, read_spans
from corpus.models.links import KINDS, Surroundings, choose, find_pairs
from corpus.models.reader import Reader
from corpus.models.tagged import UNTIED, Tagged
from corpus.models.tokens import TokenSequence, read_tokens
from corpus.quotes.marks import Quoted
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Segment


def tag_article(
    article: ArticleTokens,
    segments: Sequence[Segment],
    quoted: Sequence[Quoted],
    found: Sequence[RawAttribution],
    *,
    reader: Reader,
    language: Language,
) -> list[Tagged]:
    """What the tagger finds in the kept segments: attributions in order of their cues, then contents without one.

    Args:
        article: the tokens of the raw article; all offsets are code points of it.
        segments: its lines with their roles.
        quoted: the pairs of quotation marks of the kept ones.
        found: what the rules found; the network sees it as evidence.
        reader: what reads the tokens: a language's light network, or its encoder.
        language: that language.
    """
    tokens = read_tokens(article, segments, quoted, found)
    if not len(tokens):
        return []
    # One thread: sums of floats in another order are other sums, and processes side by side would fight over cores.
    with _threads().limit(limits=1, user_api="blas"):
        return _tag(tokens, found, reader, language)


@functools.cache
def _threads() -> ThreadpoolController:
    return ThreadpoolController()


def _tag(tokens: TokenSequence, found: Sequence[RawAttribution], reader: Reader, language: Language) -> list[Tagged]:
    reading = reader.read(tokens, language)
    scores = reading.labels()
    spans = read_spans(tokens, best_labels(scores, tokens.pieces, reading.chain()), scores)
    around = Surroundings(tokens, spans)
    pairs = (find_pairs(k, spans, around, found) for k in range(len(KINDS)))
    links = [choose(p, *reading.links(k, p, spans)) for k, p in enumerate(pairs)]
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
        judged = _here(tokens, [int(spans["content"].first[c]) for c in own])
        source = source if source is not None and worded["source"][source] else None
        out.append(
            Tagged(
                content=tuple(places["content"][c] for c in own),
                cue=(places["cue"][cue],),
                source=() if source is None else (places["source"][source],),
                sureness=(
                    min(float(spans["content"].sureness[c]) for c in own[:judged]),
                    float(spans["cue"].sureness[cue]),
                    0.0 if source is None else float(spans["source"].sureness[source]),
                    min(_log(cue_chance[c]) for c in own[:judged]),
                    _log(source_chance[cue]),
                ),
            )
        )
    loose = (content for content, cue in enumerate(cue_of) if cue is None)
    return out + [Tagged((places["content"][c],), (), (), UNTIED) for c in loose]


def _here(tokens: TokenSequence, firsts: Sequence[int]) -> int:
    """How many parts of a content, by their first tokens, stand in the paragraph of the first of them.

    How sure an attribution is goes by these, so that what an article goes on with changes nothing before it.
    """
    paragraphs = tokens.paragraph[list(firsts)]
    return int((paragraphs == paragraphs[0]).sum())


def _worded(tokens: TokenSequence, spans: Spans) -> list[bool]:
    """Which spans hold a word or number: marks alone are nothing that is said, and nobody who says it."""
    return [
        any(any(map(str.isalnum, w)) for w in tokens.words[first:behind])
        for first, behind in zip(spans.first.tolist(), spans.behind.tolist(), strict=True)
    ]


def _log(chance: float) -> float:
    return max(-20.0, math.log(chance)) if chance > 0 else -20.0

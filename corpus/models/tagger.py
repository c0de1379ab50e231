"""Tag an article: label its tokens, decode the spans, link them, and group them into attributions."""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from threadpoolctl import ThreadpoolController

from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.models.decoding import TokenSpans, best_labels, decode_spans
from corpus.models.links import LINK_KINDS, LinkChoices, SpanCounts, candidate_pairs, choose_links
from corpus.models.tagger_model import TaggerModel
from corpus.models.tokens import SpanRole, TokenSequence, make_token_sequence
from corpus.quotes.marks import Quoted
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Segment, Span

_MIN_LOG_PROB = -20.0


class LogProbs(NamedTuple):
    """The log probabilities of an attribution.

    Attributes:
        content: mean over the labels of the content; of several parts the lowest.
        cue: mean over the labels of the cue.
        source: mean over the labels of the source; 0 if there is none.
        content_link: of the link from content to cue; of several parts the lowest.
        source_link: of the choice of this source, or of none, for the cue.
    """

    content: float
    cue: float
    source: float
    content_link: float
    source_link: float


#: Of a content that is linked to no cue.
UNLINKED = LogProbs(0.0, 0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class TaggedAttribution:
    """An attribution that the tagger found, or a content that it links to no cue: then cue and source are empty.

    All spans are code points of the raw text.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    log_probs: LogProbs


def tag_article(
    article: ArticleTokens,
    segments: Sequence[Segment],
    quoted: Sequence[Quoted],
    raw: Sequence[RawAttribution],
    *,
    tagger_model: TaggerModel,
    language: Language,
) -> list[TaggedAttribution]:
    """Tag the kept segments of an article.

    Args:
        article: the tokens of the raw article; all offsets are code points of its text.
        segments: its lines with their roles.
        quoted: the pairs of quotation marks in the kept segments.
        raw: what the rules found in them; the model uses it as evidence.
        tagger_model: the model of the language, light or neural.
        language: of the article.

    Returns:
        Attributions ordered by their cues, then contents without a cue.
    """
    tokens = make_token_sequence(article, segments, quoted, raw)
    if not len(tokens):
        return []
    # One thread: another order of floating-point sums gives other results, and parallel processes would share cores.
    with _thread_pools().limit(limits=1, user_api="blas"):
        return _tag(tokens, raw, tagger_model, language)


@functools.cache
def _thread_pools() -> ThreadpoolController:
    return ThreadpoolController()


def _tag(
    tokens: TokenSequence, raw: Sequence[RawAttribution], tagger_model: TaggerModel, language: Language
) -> list[TaggedAttribution]:
    scores = tagger_model.score(tokens, language)
    label_scores = scores.labels()
    spans = decode_spans(tokens, best_labels(label_scores, tokens.chunks, scores.crf_arrays()), label_scores)
    counts = SpanCounts(tokens, spans)
    choices = []
    for kind in range(len(LINK_KINDS)):
        pairs = candidate_pairs(kind, spans, counts, raw)
        choices.append(choose_links(pairs, *scores.links(kind, pairs, spans)))
    cue_of, source_of = choices
    return _group(tokens, spans, cue_of, source_of)


def _group(
    tokens: TokenSequence, spans: Mapping[SpanRole, TokenSpans], cue_of: LinkChoices, source_of: LinkChoices
) -> list[TaggedAttribution]:
    """Group linked spans into attributions; spans without a word or number are left out."""
    content_has_word = _have_word(tokens, spans["content"])
    source_has_word = _have_word(tokens, spans["source"])
    contents_of: dict[int, list[int]] = {}
    unlinked = []
    for content, cue in enumerate(cue_of.chosen):
        if cue is None:
            unlinked.append(content)
        elif content_has_word[content]:
            contents_of.setdefault(cue, []).append(content)
    attributions = []
    for cue, contents in sorted(contents_of.items()):
        source = source_of.chosen[cue]
        if source is not None and not source_has_word[source]:
            source = None
        leading = contents[: _leading_parts(tokens, spans["content"], contents)]
        log_probs = LogProbs(
            content=min(float(spans["content"].log_prob[c]) for c in leading),
            cue=float(spans["cue"].log_prob[cue]),
            source=0.0 if source is None else float(spans["source"].log_prob[source]),
            content_link=min(_log(cue_of.probability[c]) for c in leading),
            source_link=_log(source_of.probability[cue]),
        )
        attributions.append(
            TaggedAttribution(
                content=_text_spans(tokens, spans["content"], contents),
                cue=_text_spans(tokens, spans["cue"], [cue]),
                source=() if source is None else _text_spans(tokens, spans["source"], [source]),
                log_probs=log_probs,
            )
        )
    loose = (_text_spans(tokens, spans["content"], [content]) for content in unlinked)
    return attributions + [TaggedAttribution(content, (), (), UNLINKED) for content in loose]


def _text_spans(tokens: TokenSequence, spans: TokenSpans, places: Sequence[int]) -> tuple[Span, ...]:
    return tuple(tokens.span(int(spans.first[n]), int(spans.end[n])) for n in places)


def _leading_parts(tokens: TokenSequence, spans: TokenSpans, contents: Sequence[int]) -> int:
    """How many parts of a content are in the paragraph of its first part.

    Only these feed the confidence model, so that text appended to an article changes nothing before it.
    """
    paragraphs = tokens.paragraph[spans.first[list(contents)]]
    return int((paragraphs == paragraphs[0]).sum())


def _have_word(tokens: TokenSequence, spans: TokenSpans) -> list[bool]:
    """Which spans contain a word or number; punctuation alone is neither a content nor a source."""
    bounds = zip(spans.first.tolist(), spans.end.tolist(), strict=True)
    return [any(_is_word(w) for w in tokens.words[first:end]) for first, end in bounds]


def _is_word(token: str) -> bool:
    return any(map(str.isalnum, token))


def _log(probability: float) -> float:
    return max(_MIN_LOG_PROB, math.log(probability)) if probability > 0 else _MIN_LOG_PROB

"""The tokens of an article as the models read them, with the evidence of quotation marks and rules."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from corpus.languages.tokenizer import ArticleTokens
from corpus.models.features import PARAGRAPH, QuotationState
from corpus.quotes.marks import Quoted
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Segment, Span

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

SpanRole = Literal["content", "cue", "source"]
#: In the order of their labels.
SPAN_ROLES: tuple[SpanRole, ...] = get_args(SpanRole)
#: The number of labels: outside, then beginning and inside of each role.
LABELS = 1 + 2 * len(SPAN_ROLES)
SENTENCE_END = frozenset((".", "!", "?", "…"))
#: What a rule's attribution says of a token: nothing, first token of the role, later token of the role.
RULE_STATES = 3
_RULE_FIRST, _RULE_LATER = 1, 2
#: The decoder labels each paragraph by itself, in chunks of at most this many tokens.
MAX_CHUNK = 400


@dataclass(frozen=True, slots=True)
class TokenSequence:
    """The tokens of an article's kept segments, with a `PARAGRAPH` token before each segment.

    Attributes:
        words: the written forms.
        starts: int64 ``(n_tokens,)``, code points of the raw text.
        ends: int64 ``(n_tokens,)``; a `PARAGRAPH` token is empty.
        paragraph: int64 ``(n_tokens,)``, the number of the kept segment.
        quotation: int64 ``(n_tokens,)``, a `QuotationState`.
        rules: int64 ``(n_tokens, n_roles)``, what the rules found: 0 to `RULE_STATES` - 1.
        terminals: int64 ``(n_tokens + 1,)``, the number of sentence ends outside quotations before a token.
        chunks: int64 ``(n_chunks,)``, the first token of each chunk that is decoded by itself.
    """

    words: list[str]
    starts: Ints
    ends: Ints
    paragraph: Ints
    quotation: Ints
    rules: Ints
    terminals: Ints
    chunks: Ints

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, end: int) -> Span:
        """The span of the raw text that tokens ``[first, end)`` cover."""
        return Span(int(self.starts[first]), int(self.ends[end - 1]))

    def covered(self, span: Span) -> tuple[int, int]:
        """The tokens ``[first, end)`` that overlap a span of the raw text, without leading paragraph tokens."""
        first = int(np.searchsorted(self.ends, span.start, side="right"))
        end = int(np.searchsorted(self.starts, span.end, side="left"))
        while first < end and self.words[first] == PARAGRAPH:
            first += 1
        return first, end


def make_token_sequence(
    article: ArticleTokens, segments: Iterable[Segment], quoted: Sequence[Quoted], raw: Sequence[RawAttribution]
) -> TokenSequence:
    """Collect the tokens of the kept segments with their evidence.

    Args:
        article: the tokens of the raw article.
        segments: its lines with their roles.
        quoted: the pairs of quotation marks in the kept segments.
        raw: what the rules found in them.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    paragraphs: list[int] = []
    for number, segment in enumerate(s for s in segments if s.kept):
        tokens = article.between(segment.start, segment.end)
        words += [PARAGRAPH, *tokens.words]
        starts += [segment.start, *tokens.starts]
        ends += [segment.start, *tokens.ends]
        paragraphs += [number] * (1 + len(tokens))
    start_array = np.array(starts, dtype=np.int64)
    paragraph = np.array(paragraphs, dtype=np.int64)
    is_boundary = np.array([w == PARAGRAPH for w in words], dtype=bool)
    is_terminal = np.array([w in SENTENCE_END for w in words], dtype=bool)
    quotation = _quotation_states(start_array, is_boundary, quoted)
    terminals = np.cumsum(is_terminal & (quotation == QuotationState.OUTSIDE))
    return TokenSequence(
        words=words,
        starts=start_array,
        ends=np.array(ends, dtype=np.int64),
        paragraph=paragraph,
        quotation=quotation,
        rules=_rule_states(start_array, is_boundary, paragraph, raw),
        terminals=np.concatenate(([0], terminals)).astype(np.int64),
        chunks=_chunk_starts(is_boundary),
    )


def first_visible_token(attribution: RawAttribution, starts: Ints, paragraph: Ints) -> int:
    """The first token at which the tagger may see an attribution of the rules.

    It is the first token of the paragraph that completes the attribution. A quotation that an earlier paragraph
    announces is not shown there: text appended to an article must not change what is tagged before it.
    """
    firsts = []
    for role in SPAN_ROLES:
        spans = getattr(attribution, role)
        if spans:
            firsts.append(spans[0].start)
    completing = paragraph[np.searchsorted(starts, firsts, side="right") - 1].max()
    return int(np.searchsorted(paragraph, completing))


def _tokens_in(starts: Ints, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The tokens ``[first, end)`` that start in each span."""
    bounds = np.array(spans, dtype=np.int64).reshape(-1, 2)
    first, end = np.searchsorted(starts, bounds[:, 0]), np.searchsorted(starts, bounds[:, 1])
    return zip(first.tolist(), end.tolist(), strict=True)


def _quotation_states(starts: Ints, is_boundary: Bools, quoted: Sequence[Quoted]) -> Ints:
    states = np.full(len(starts), QuotationState.OUTSIDE, dtype=np.int64)
    outer = [q for q in quoted if q.depth == 0]
    inner = [q for q in quoted if q.depth > 0]
    # Later entries overwrite earlier ones: an inner pair is one state, its marks included.
    spans_of_state = (
        (QuotationState.INSIDE, [(q.inner_start, q.inner_end) for q in outer]),
        (QuotationState.OPENING, [(q.start, q.inner_start) for q in outer]),
        (QuotationState.CLOSING, [(q.inner_end, q.end) for q in outer]),
        (QuotationState.INNER, [(q.start, q.end) for q in inner]),
    )
    for state, spans in spans_of_state:
        for first, end in _tokens_in(starts, spans):
            states[first:end] = state
    states[is_boundary] = QuotationState.OUTSIDE
    return states


def _rule_states(starts: Ints, is_boundary: Bools, paragraph: Ints, raw: Sequence[RawAttribution]) -> Ints:
    states = np.zeros((len(starts), len(SPAN_ROLES)), dtype=np.int64)
    visible_from = [int(starts[first_visible_token(r, starts, paragraph)]) for r in raw]
    for column, role in enumerate(SPAN_ROLES):
        spans = []
        for attribution, offset in zip(raw, visible_from, strict=True):
            spans += [(s.start, s.end) for s in getattr(attribution, role) if s.start >= offset]
        for first, end in _tokens_in(starts, spans):
            # A paragraph token has the same start as the first word after it, which is meant here.
            after_boundary = first + int(is_boundary[first : first + 1].any())
            own = states[after_boundary:end, column]
            own[own == 0] = _RULE_LATER
            own[:1] = _RULE_FIRST
    states[is_boundary] = 0
    return states


def _chunk_starts(is_boundary: Bools) -> Ints:
    starts = np.flatnonzero(is_boundary)
    lengths = np.diff(np.append(starts, len(is_boundary)))
    if not len(starts) or lengths.max() <= MAX_CHUNK:
        return starts
    return np.concatenate([np.arange(s, s + n, MAX_CHUNK) for s, n in zip(starts, lengths, strict=True)])

"""An article as one sequence of tokens, with what the rules have found there: what the tagger reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from corpus.languages.tokenizer import ArticleTokens
from corpus.models.features import CLOSING, INNER, INSIDE, OPENING, OUTSIDE, PARAGRAPH
from corpus.quotes.marks import Quoted
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Segment, Span

Ints = NDArray[np.int64]

#: Content, cue and source, in the order of their labels.
ROLES = ("content", "cue", "source")
#: Outside, then beginning and inside of each role.
LABELS = 1 + 2 * len(ROLES)
TERMINAL = frozenset((".", "!", "?", "…"))
#: What a role of a rule's attribution says of a token: nothing, its first one, or a later one.
RULE_STATES = 3
#: The decoder reads paragraphs; longer ones than this in pieces.
LONGEST_PIECE = 400


@dataclass(frozen=True, slots=True)
class TokenSequence:
    """The tokens of an article's kept segments, a `PARAGRAPH` token before each of them.

    All arrays have one entry a token: ``starts`` and ``ends`` in code points of the text, ``paragraph`` the number of
    the kept segment, ``quotation`` a state of `corpus.models.features`, ``rules`` (one row a token, one column a role)
    what the rules found. ``terminals`` counts the full stops of the writer's before a token, ``pieces`` holds the token
    numbers where the pieces start that are decoded.
    """

    words: list[str]
    starts: Ints
    ends: Ints
    paragraph: Ints
    quotation: Ints
    rules: Ints
    terminals: Ints
    pieces: Ints

    def __len__(self) -> int:
        return len(self.words)

    def span(self, first: int, behind: int) -> Span:
        """The stretch of text that tokens ``[first, behind)`` cover."""
        return Span(int(self.starts[first]), int(self.ends[behind - 1]))

    def covered(self, span: Span) -> tuple[int, int]:
        """The tokens ``[first, behind)`` that a stretch of text touches, paragraph tokens at its edges left out."""
        first = int(np.searchsorted(self.ends, span.start, side="right"))
        behind = int(np.searchsorted(self.starts, span.end, side="left"))
        while first < behind and self.words[first] == PARAGRAPH:
            first += 1
        return first, behind


def read_tokens(
    article: ArticleTokens, segments: Iterable[Segment], quoted: Sequence[Quoted], found: Sequence[RawAttribution]
) -> TokenSequence:
    """The tokens of the kept segments; ``quoted`` are the pairs of marks in them, ``found`` what the rules found."""
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    paragraph: list[int] = []
    for number, segment in enumerate(s for s in segments if s.kept):
        tokens = article.between(segment.start, segment.end)
        words += [PARAGRAPH, *tokens.words]
        starts += [segment.start, *tokens.starts]
        # The paragraph token covers nothing.
        ends += [segment.start, *tokens.ends]
        paragraph += [number] * (1 + len(tokens))
    at = np.array(starts, dtype=np.int64)
    boundary = np.array([w == PARAGRAPH for w in words], dtype=bool)
    quotation = _quotation(at, boundary, quoted)
    stops = np.array([w in TERMINAL for w in words], dtype=bool)
    return TokenSequence(
        words=words,
        starts=at,
        ends=np.array(ends, dtype=np.int64),
        paragraph=np.array(paragraph, dtype=np.int64),
        quotation=quotation,
        rules=_rules(at, boundary, np.array(paragraph, dtype=np.int64), found),
        terminals=np.concatenate(([0], np.cumsum(stops & (quotation == OUTSIDE)))).astype(np.int64),
        pieces=_pieces(boundary),
    )


def _tokens_in(starts: Ints, spans: Sequence[tuple[int, int]]) -> tuple[Ints, Ints]:
    """The first token of each span and the one behind its last, by where tokens start."""
    bounds = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return np.searchsorted(starts, bounds[:, 0]), np.searchsorted(starts, bounds[:, 1])


def _quotation(starts: Ints, boundary: NDArray[np.bool_], quoted: Sequence[Quoted]) -> Ints:
    state = np.full(len(starts), OUTSIDE, dtype=np.int64)
    outer = [q for q in quoted if q.depth == 0]
    stretches = (
        ([(q.inner_start, q.inner_end) for q in outer], INSIDE),
        ([(q.start, q.inner_start) for q in outer], OPENING),
        ([(q.inner_end, q.end) for q in outer], CLOSING),
        ([(q.start, q.end) for q in quoted if q.depth], INNER),
    )
    for spans, value in stretches:
        for first, behind in zip(*_tokens_in(starts, spans), strict=True):
            state[first:behind] = value
    state[boundary] = OUTSIDE
    return state


def known_from(found: RawAttribution, starts: Ints, paragraph: Ints) -> int:
    """From where on the rules know an attribution: the token at which the paragraph begins that completes it.

    What a paragraph says of one before it, by a quotation that was announced there, the tagger must not see there.
    """
    firsts = [spans[0].start for role in ROLES if (spans := getattr(found, role))]
    complete = paragraph[np.searchsorted(starts, firsts, side="right") - 1].max()
    return int(np.searchsorted(paragraph, complete))


def _rules(starts: Ints, boundary: NDArray[np.bool_], paragraph: Ints, found: Sequence[RawAttribution]) -> Ints:
    state = np.zeros((len(starts), len(ROLES)), dtype=np.int64)
    known = [starts[known_from(f, starts, paragraph)] for f in found]
    for column, role in enumerate(ROLES):
        spans = [(s.start, s.end) for f, k in zip(found, known, strict=True) for s in getattr(f, role) if s.start >= k]
        for first, behind in zip(*_tokens_in(starts, spans), strict=True):
            # A paragraph's token starts where its first word does.
            part = state[first + int(boundary[first : first + 1].any()) : behind, column]
            part[part == 0] = 2
            part[:1] = 1
    state[boundary] = 0
    return state


def _pieces(boundary: NDArray[np.bool_]) -> Ints:
    """Where pieces start: at paragraphs, and so that none is longer than `LONGEST_PIECE`."""
    starts = np.flatnonzero(boundary)
    lengths = np.diff(np.append(starts, len(boundary)))
    if not len(starts) or lengths.max() <= LONGEST_PIECE:
        return starts
    return np.concatenate([np.arange(s, s + n, LONGEST_PIECE) for s, n in zip(starts, lengths, strict=True)])

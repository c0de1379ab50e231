"""Normalize the tagger's spans to those of the annotation guidelines.

The tagger's training data (PolNeAR) includes quotation marks and complementizers in contents, and auxiliaries in cues;
the guidelines do not. They also count fewer attributions: thoughts, wishes and what was not said are excluded.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens, Tokens
from corpus.quotes.marks import Quoted
from corpus.records import Span

_NO_CLASSES: frozenset[str] = frozenset()
#: Word classes that are removed from the edges of a cue without a listed verb.
_CUE_LEFT_EDGE = frozenset(("auxiliary", "adverb", "negation", "infinitive", "pronoun", "relative", "conjunction"))
_CUE_RIGHT_EDGE = frozenset(("adverb",))
_CONTENT_LEFT_EDGE = frozenset(("complementizer",))
_NEGATED_SUBJECT = frozenset(("negated_subject",))
_NEGATIVE = frozenset(("negation", "negator"))
#: Marks that link a content to a source without a verb.
_LINKING_MARKS = frozenset(":–—―-")
#: Punctuation that is removed from the edges of all spans.
_EDGE_MARKS = frozenset(",.;:—–-")
#: A content is a quotation if no more than this many characters of it are outside the marks: the marks and a comma.
_MAX_OUTSIDE = 4
_MAX_PHRASE_TOKENS = 4
#: How many pairs of marks are searched backwards for one that contains a content; others may open in between.
_MAX_PAIRS_BACK = 20


@dataclass(frozen=True, slots=True)
class SpanNormalizer:
    """Normalizes spans of one article; all offsets are code points of its raw text.

    Attributes:
        tokens: the tokens of the article.
        language: of the article.
        quoted: its pairs of quotation marks, ordered by start.
    """

    tokens: ArticleTokens
    language: Language
    quoted: Sequence[Quoted]
    _opening: frozenset[int] = field(init=False)
    _closing: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_opening", frozenset(q.start for q in self.quoted))
        object.__setattr__(self, "_closing", frozenset(q.inner_end for q in self.quoted if q.inner_end < q.end))

    @property
    def text(self) -> str:
        """The raw text of the article."""
        return self.tokens.text

    def is_countable(self, cue: Span) -> bool:
        """Whether a cue reports an act of speech or writing that took place (guidelines, sections 2 and 5).

        Negated cues and verbs of thinking and wanting are not countable.
        """
        words = [self.language.word(f) for f in self._tokens_of(cue).folded]
        if any(not _NEGATIVE.isdisjoint(w.classes) for w in words):
            return False
        return self.is_speech(cue) or not any("attitude" in w.classes for w in words)

    def is_negated(self, source: Span) -> bool:
        """Whether a source is a negated subject ("neither side"): the act did not take place."""
        classes = map(self.language.classes_of, self._tokens_of(source).folded[:1])
        return any(map(_NEGATED_SUBJECT.issubset, classes))

    def is_speech(self, cue: Span) -> bool:
        """Whether the language data lists a word or phrase of a cue as one of speech, or it is only punctuation."""
        tokens = self._tokens_of(cue)
        if self._listed_phrase(tokens) is not None:
            return True
        if not any(w[0].isalpha() for w in tokens.words):
            return True
        words = (self.language.word(f) for f in tokens.folded)
        return any(w.cue or w.noun for w in words)

    def is_quoted(self, content: Span) -> bool:
        """Whether a content is inside a pair of quotation marks."""
        last = bisect_left(self.quoted, content.start + 1, key=lambda q: q.start)
        near = self.quoted[max(0, last - _MAX_PAIRS_BACK) : last]
        return any(q.inner_start <= content.start and content.end <= q.inner_end for q in near)

    def line_at(self, offset: int) -> Span:
        """The line of the raw text that contains an offset."""
        end = self.text.find("\n", offset)
        return Span(self.text.rfind("\n", 0, offset) + 1, len(self.text) if end < 0 else end)

    def linking_mark(self, content: Span, source: Span) -> Span | None:
        """The colon or dash that alone separates a content from a source; the training data marks it as the cue."""
        low, high = content.end, source.start
        if low > high:
            low, high = source.end, content.start
        if low >= high:
            return None
        tokens = self._tokens_of(Span(low, high))
        if any(w[0].isalnum() for w in tokens.words):
            return None
        marks = [n for n, w in enumerate(tokens.words) if w in _LINKING_MARKS]
        return _span(tokens, marks[0], marks[0] + 1) if len(marks) == 1 else None

    def normalize_cue(self, cue: Span) -> Span:
        """Reduce a cue to the phrase that the language data lists, or to its main verb.

        A cue without either loses auxiliaries, adverbs and the like at its edges. Of "issued a statement saying" the
        main verb is "saying": the first one after a noun of speech.
        """
        tokens = self._tokens_of(cue)
        phrase = self._listed_phrase(tokens)
        if phrase is not None:
            return phrase
        main_verb = self._main_verb(tokens)
        if main_verb is not None:
            return _span(tokens, main_verb, main_verb + 1)
        return self._trim(tokens, left=_CUE_LEFT_EDGE, right=_CUE_RIGHT_EDGE) or cue

    def normalize_source(self, source: Span) -> Span:
        """Remove punctuation from the edges of a source."""
        return self._trim(self._tokens_of(source)) or source

    def normalize_content(self, content: Span) -> Span:
        """Reduce a content to the words inside the quotation marks, if these enclose all of it.

        Any other content loses a complementizer at its start and punctuation at its edges.
        """
        inside = self._inside_marks(content)
        if inside is not None:
            return inside
        tokens = self._without_unpaired_marks(self._tokens_of(content))
        return self._trim(tokens, left=_CONTENT_LEFT_EDGE) or self._trim(tokens) or content

    def _inside_marks(self, content: Span) -> Span | None:
        """The part of a content inside a pair of marks that encloses it up to `_MAX_OUTSIDE` characters."""
        first = bisect_left(self.quoted, content.start - _MAX_OUTSIDE, key=lambda q: q.start)
        end = bisect_left(self.quoted, content.start + _MAX_OUTSIDE, key=lambda q: q.start)
        for pair in self.quoted[first:end]:
            if not _encloses(pair, content):
                continue
            start = max(content.start, pair.inner_start)
            words = self.text[start : min(content.end, pair.inner_end)]
            # A short content next to the marks shares nothing with the words inside them.
            if words.strip():
                start += len(words) - len(words.lstrip())
                return Span(start, start + len(words.strip()))
        return None

    def _without_unpaired_marks(self, tokens: Tokens) -> Tokens:
        """Remove a closing mark at the start and an opening one at the end, whose counterparts are elsewhere."""
        low, high = 0, len(tokens)
        while low < high and tokens.starts[low] in self._closing:
            low += 1
        while low < high and tokens.starts[high - 1] in self._opening:
            high -= 1
        return tokens[low:high]

    def _listed_phrase(self, tokens: Tokens) -> Span | None:
        """The first and longest phrase that the language data lists as a cue."""
        for n in range(len(tokens)):
            for size in range(min(_MAX_PHRASE_TOKENS, len(tokens) - n), 1, -1):
                if tuple(tokens.folded[n : n + size]) in self.language.cues.phrases:
                    return _span(tokens, n, n + size)
        return None

    def _main_verb(self, tokens: Tokens) -> int | None:
        """The place of the first listed verb, or of the first one after a noun of speech between two verbs."""
        words = [self.language.word(f) for f in tokens.folded]
        verbs = [n for n, w in enumerate(words) if w.cue is not None and w.cue.kind == "verbs"]
        if not verbs:
            return None
        nouns = [n for n in range(verbs[0] + 1, verbs[-1]) if words[n].noun]
        if not nouns:
            return verbs[0]
        return next(v for v in verbs if v > nouns[0])

    def _tokens_of(self, span: Span) -> Tokens:
        return self.tokens.between(span.start, span.end)

    def _trim(
        self, tokens: Tokens, *, left: frozenset[str] = _NO_CLASSES, right: frozenset[str] = _NO_CLASSES
    ) -> Span | None:
        """The tokens without punctuation and words of these classes at their edges; None if nothing remains."""
        low, high = 0, len(tokens)
        while low < high and self._is_edge(tokens, low, left):
            low += 1
        while high > low and self._is_edge(tokens, high - 1, right):
            high -= 1
        return _span(tokens, low, high) if low < high else None

    def _is_edge(self, tokens: Tokens, n: int, classes: frozenset[str]) -> bool:
        if tokens.words[n] in _EDGE_MARKS:
            return True
        return not classes.isdisjoint(self.language.classes_of(tokens.folded[n]))


def _span(tokens: Tokens, first: int, end: int) -> Span:
    """The span of tokens ``[first, end)``."""
    return Span(tokens.starts[first], tokens.ends[end - 1])


def _encloses(pair: Quoted, content: Span) -> bool:
    """Whether a content begins and ends at a pair of marks, give or take `_MAX_OUTSIDE` characters in all."""
    if pair.inner_start > content.start + _MAX_OUTSIDE:
        return False
    if content.end > pair.inner_end + _MAX_OUTSIDE:
        return False
    outside = max(0, pair.inner_start - content.start) + max(0, content.end - pair.inner_end)
    return outside <= _MAX_OUTSIDE

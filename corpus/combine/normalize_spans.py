"""Spans as the annotation guidelines draw them, from spans as the training data draws them.

The tagger's contents hold their quotation marks and complementizers, its cues their auxiliaries. What an attribution is
at all is narrower in the guidelines too: thinking, wanting and what was not said do not count.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens, Tokens
from corpus.quotes.marks import Quoted
from corpus.records import Span

_EDGE_CLASSES = frozenset(("auxiliary", "adverb", "negation", "infinitive", "pronoun", "relative", "conjunction"))
_NEGATIVE = frozenset(("negation", "negator"))
_TIES = frozenset(":–—―-")
_EDGE_MARKS = frozenset(",.;:—–-")
#: A content is a quotation where no more of it than this, in characters, stands outside the marks: they and a comma.
_OUTSIDE = 4
_LONGEST_PHRASE = 4
#: So many pairs of marks may open between a pair and what it holds.
_NESTED = 20


@dataclass(frozen=True, slots=True)
class Wording:
    """What is needed to redraw spans of one article; ``quoted`` are its pairs of marks in the order of their starts."""

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

    def counts(self, cue: Span) -> bool:
        """Whether a cue signals speech or writing that took place, by the guidelines, sections 2 and 5."""
        words = [self.language.word(f) for f in self._tokens(cue).folded]
        if any(not _NEGATIVE.isdisjoint(w.classes) for w in words):
            return False
        return self.is_speech(cue) or not any("attitude" in w.classes for w in words)

    def is_speech(self, cue: Span) -> bool:
        """Whether the language data lists a word or phrase of a cue as one of speech, or it is a mark."""
        tokens = self._tokens(cue)
        if self._phrase(tokens) is not None or not any(w[0].isalpha() for w in tokens.words):
            return True
        return any(w.cue or w.noun for w in map(self.language.word, tokens.folded))

    def cue(self, cue: Span) -> Span:
        """The main verb, or the phrase that the language data lists; else the cue without its edges.

        Of "issued a statement saying" it is "saying": the verb behind a noun of speech.
        """
        tokens = self._tokens(cue)
        if (phrase := self._phrase(tokens)) is not None:
            return phrase
        verbs = [n for n, f in enumerate(tokens.folded) if (c := self.language.word(f).cue) and c.kind == "verbs"]
        if verbs:
            nouns = [n for n, f in enumerate(tokens.folded) if verbs[0] < n < verbs[-1] and self.language.word(f).noun]
            main = next(v for v in verbs if v > nouns[0]) if nouns else verbs[0]
            return Span(tokens.starts[main], tokens.ends[main])
        return self._trimmed(tokens, left=_EDGE_CLASSES, right=frozenset(("adverb",))) or cue

    def paragraph(self, at: int) -> Span:
        """The line that an offset lies in."""
        end = self.text.find("\n", at)
        return Span(self.text.rfind("\n", 0, at) + 1, len(self.text) if end < 0 else end)

    def is_quoted(self, content: Span) -> bool:
        """Whether a content stands between marks."""
        behind = bisect_left(self.quoted, content.start + 1, key=lambda q: q.start)
        near = self.quoted[max(0, behind - _NESTED) : behind]
        return any(q.inner_start <= content.start and content.end <= q.inner_end for q in near)

    def tie(self, content: Span, source: Span) -> Span | None:
        """The colon or dash that alone stands between a content and a source: a cue in the tagger's training data."""
        low, high = (content.end, source.start) if content.end <= source.start else (source.end, content.start)
        tokens = self._tokens(Span(low, high)) if low < high else None
        if tokens is None or any(w[0].isalnum() for w in tokens.words):
            return None
        marks = [n for n, w in enumerate(tokens.words) if w in _TIES]
        return Span(tokens.starts[marks[0]], tokens.ends[marks[0]]) if len(marks) == 1 else None

    def source(self, source: Span) -> Span:
        """The noun phrase, commas at its edges left out."""
        return self._trimmed(self._tokens(source), left=frozenset(), right=frozenset()) or source

    def content(self, content: Span) -> Span:
        """What stands between the marks, if that is all of it; else without a complementizer and a full stop."""
        low = bisect_left(self.quoted, content.start - _OUTSIDE, key=lambda q: q.start)
        high = bisect_left(self.quoted, content.start + _OUTSIDE, key=lambda q: q.start)
        for pair in self.quoted[low:high]:
            outside = max(0, pair.inner_start - content.start) + max(0, content.end - pair.inner_end)
            inside = pair.inner_start <= content.start + _OUTSIDE and content.end <= pair.inner_end + _OUTSIDE
            if inside and outside <= _OUTSIDE:
                start, end = max(content.start, pair.inner_start), min(content.end, pair.inner_end)
                words = self.text[start:end]
                # A short content beside the marks shares nothing with what stands between them.
                if words.strip():
                    return Span(start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip()))
        tokens, none = self._whole_marks(self._tokens(content)), frozenset[str]()
        trimmed = self._trimmed(tokens, left=frozenset(("complementizer",)), right=none)
        return trimmed or self._trimmed(tokens, left=none, right=none) or content

    def _whole_marks(self, tokens: Tokens) -> Tokens:
        """The tokens without a closing mark at their start and an opening one at their end, whose pair is elsewhere."""
        low, high = 0, len(tokens)
        while low < high and tokens.starts[low] in self._closing:
            low += 1
        while low < high and tokens.starts[high - 1] in self._opening:
            high -= 1
        return tokens[low:high]

    def _phrase(self, tokens: Tokens) -> Span | None:
        """The first and longest phrase that the language data lists."""
        for n in range(len(tokens)):
            for size in range(min(_LONGEST_PHRASE, len(tokens) - n), 1, -1):
                if tuple(tokens.folded[n : n + size]) in self.language.cues.phrases:
                    return Span(tokens.starts[n], tokens.ends[n + size - 1])
        return None

    def _tokens(self, span: Span) -> Tokens:
        return self.tokens.between(span.start, span.end)

    def _trimmed(self, tokens: Tokens, *, left: frozenset[str], right: frozenset[str]) -> Span | None:
        """The stretch of the tokens without marks and words of these classes at its edges; None if nothing is left."""
        low, high = 0, len(tokens)
        while low < high and self._is_edge(tokens, low, left):
            low += 1
        while high > low and self._is_edge(tokens, high - 1, right):
            high -= 1
        return Span(tokens.starts[low], tokens.ends[high - 1]) if low < high else None

    def _is_edge(self, tokens: Tokens, n: int, classes: frozenset[str]) -> bool:
        return tokens.words[n] in _EDGE_MARKS or not classes.isdisjoint(self.language.classes_of(tokens.folded[n]))

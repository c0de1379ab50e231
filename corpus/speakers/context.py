"""What resolving one article needs: its names, its paragraphs, who has spoken so far, and who is described how."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from corpus.language import Language
from corpus.quotes.found import Found
from corpus.records import UNKNOWN, Resolution, Segment, Span
from corpus.speakers.authority import Authority
from corpus.speakers.mentions import Mention, Mentions, Name
from corpus.text import ArticleTokens, Tokens

#: How many paragraphs back a pronoun or an implied speaker may reach, and how many attributions.
REACH = 2
_RECENT = 50
#: Words are compared by so many first letters, so that inflected forms meet ("ansvarlig", "ansvaret").
_PREFIX = 6
#: How far behind a name its apposition is looked for, in characters.
_APPOSITION = 60
_SENTENCE_END = regex.compile(r"[.!?؟](?=\s)|\n")
_OPENS_APPOSITION = regex.compile(r"\s?(?:,|\()")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who speaks, and by what evidence."""

    who: Name
    resolution: Resolution


class Context:
    """One article while its speakers are resolved, in the order of its attributions."""

    def __init__(
        self, tokens: ArticleTokens, segments: Sequence[Segment], *, language: Language, authority: Authority
    ) -> None:
        self.text, self.language = tokens.text, language
        self._tokens = tokens
        kept = [s for s in segments if s.kept]
        self._starts = [s.start for s in kept]
        self.mentions = Mentions(tokens, kept, language, authority)
        self.done: list[tuple[Found, Resolved]] = []
        self._issuer: Name | None = None
        self._last: Name | None = None

    def add(self, found: Found, resolved: Resolved) -> None:
        """Take down who spoke."""
        self.done.append((found, resolved))
        if resolved.who.name != UNKNOWN:
            self._last = resolved.who
            if found.medium is not None:
                self._issuer = resolved.who

    @property
    def issuer(self) -> Name | None:
        """Who issued a document that now speaks: who last spoke through a medium, else who spoke last."""
        return self._issuer or self._last

    def recent(self, at: int) -> Iterator[tuple[Found, Resolved]]:
        """Who spoke in the paragraphs right before an offset, latest first."""
        here = self.paragraph(at)
        for found, resolved in reversed(self.done[-_RECENT:]):
            if here - self.paragraph(found.content[-1].start) > REACH:
                return
            yield found, resolved

    def tokens(self, span: Span) -> Tokens:
        """The words of a stretch."""
        return self._tokens.between(span.start, span.end)

    def paragraph(self, at: int) -> int:
        """The number of the paragraph that an offset lies in."""
        return max(0, bisect.bisect_right(self._starts, at) - 1)

    def paragraph_start(self, number: int) -> int:
        """Where a paragraph begins; the first for a number below nought."""
        return self._starts[max(0, number)]

    def stems(self, span: Span) -> set[str]:
        """The long words of a stretch, cut to their first letters."""
        return {w[:_PREFIX] for w in self.tokens(span).folded if len(w) >= _PREFIX}

    @cached_property
    def described(self) -> dict[str, list[tuple[Mention, frozenset[str], frozenset[str]]]]:
        """Names with an apposition by each word of it: the mention, the apposition's words, the name's words."""
        index: dict[str, list[tuple[Mention, frozenset[str], frozenset[str]]]] = {}
        for mention in self.mentions.all:
            if _OPENS_APPOSITION.match(self.text, mention.end) is None:
                continue
            limit = min(len(self.text), mention.end + _APPOSITION)
            ends = _SENTENCE_END.search(self.text, mention.end, limit)
            behind = frozenset(self.stems(Span(mention.end, ends.start() if ends else limit)))
            entry = (mention, behind, frozenset(self.stems(Span(mention.start, mention.end))))
            for stem in behind:
                index.setdefault(stem, []).append(entry)
        return index

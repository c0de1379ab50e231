"""What resolving one article needs: its names, its paragraphs, who has spoken so far, and who is described how."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens, Tokens
from corpus.quotes.raw_attribution import RawAttribution
from corpus.quotes.transcript import TURN
from corpus.records import UNKNOWN, Resolution, Segment, Span
from corpus.speakers.authority import Authority
from corpus.speakers.candidates import MentionLayout
from corpus.speakers.entities import Name
from corpus.speakers.interviews import Interview, find_interview
from corpus.speakers.mentions import Mention, Mentions
from corpus.speakers.role_nouns import PREFIX, nouns_of

#: How many paragraphs back a pronoun or an implied speaker may reach, and how many attributions.
REACH = 2
#: So many characters of a paragraph are looked at, so that a long one takes no longer.
FAR = 5000
_RECENT = 50
#: So many sources after an attribution are looked at.
_NEXT = 3
#: How far after a name its apposition is looked for, in characters.
_APPOSITION = 60
_SENTENCE_END = regex.compile(r"[.!?؟](?=\s)|\n")
#: A name of words that have no case has so many.
_TWO, _FOUR = 2, 4
_OPENS_APPOSITION = regex.compile(r"\s?(?:,|\()")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who speaks, by what evidence, and where no speaker can be named, why not.

    Attributes:
        who: the speaker.
        resolution: what the text has at the cue: a name, a pronoun, a description, or nothing.
        reason: why the speaker is unknown; None where there is one.
        at: the words that show it, where single words do: the name at the cue, a pronoun's antecedent, the source of
            another attribution.
        evidence: which rule or ranking found the speaker; empty where there is none.
        confidence: the probability that the speaker is right; None for an unknown one.
        ranked: the names that the ranker compared with their probabilities, most likely first.
    """

    who: Name
    resolution: Resolution
    reason: str | None = None
    at: Span | None = None
    evidence: str = ""
    confidence: float | None = None
    ranked: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Speech:
    """Who has spoken from ``at`` to ``end``; ``unnamed`` if a source says who, but not by name."""

    at: int
    end: int
    name: str
    unnamed: bool = False


def place_of(found: RawAttribution) -> Span:
    """Where an attribution says who speaks: its source, or else its content."""
    return found.source[0] if found.source else found.content[0]


class Context:
    """One article while its speakers are resolved, in the order of its attributions."""

    def __init__(
        self,
        tokens: ArticleTokens,
        segments: Sequence[Segment],
        found: Sequence[RawAttribution],
        *,
        language: Language,
        authority: Authority,
    ) -> None:
        self.text, self.language = tokens.text, language
        self._tokens = tokens
        self.nouns = nouns_of(language)
        kept = [s for s in segments if s.kept]
        self._starts = [s.start for s in kept]
        self.mentions = Mentions(
            tokens, kept, language, authority=authority, sources=[f.source[0] for f in found if f.source]
        )
        self.done: list[tuple[RawAttribution, Resolved]] = []
        self.speech: list[Speech] = []
        self.speech_starts: list[int] = []
        self._issuer: Name | None = None
        self._last: Name | None = None
        self._last_at: int | None = None
        self._stems: dict[int, dict[int, set[str]]] = {}
        sources = [f.source[0] for f in found if f.source]
        for source in sources:
            self._learn(source)
        self._sources = sorted(sources, key=lambda s: s.start)
        self._source_starts = [s.start for s in self._sources]
        self._kept = kept
        headline = max((s.end for s in kept if s.role == "headline"), default=0)
        self.headline_end = headline or (kept[0].end if kept else 0)
        quoted = [c for f in found if f.is_direct for c in f.content]
        self._quoted = quoted
        #: Where the first labelled turn begins.
        self.first_turn = min((place_of(f).start for f in found if f.rule == TURN), default=len(self.text))

    def _learn(self, source: Span) -> None:
        """A name that speaks is a person's, unless it has a determiner; without case, names are learnt here."""
        mentions = self.mentions.within(source.start, source.end)
        for mention in mentions:
            if mention.entity.kind == "unknown" and self.stands_alone(mention, source):
                before = self.tokens(Span(source.start, mention.start)).folded if mention.start > source.start else []
                determined = bool(before) and WC.DETERMINER in self.language.classes_of(before[-1])
                mention.entity.set_kind("organisation" if determined else "person")

    def stands_alone(self, mention: Mention, source: Span) -> bool:
        """Whether a full name of no known kind itself speaks.

        It then modifies no noun ("a Planned Parenthood official"), and no preposition governs it ("a group in York")
        unless it is an apposition ("spokesman for the port, Kari Moen").
        """
        text = self.text
        if mention.who.kind != "unknown" or (mention.end < source.end and text[mention.end] not in ",("):
            return False
        if mention.start == source.start or text[source.start : mention.start].rstrip().endswith((",", "–", "—")):
            return True
        before = self.tokens(Span(source.start, mention.start)).folded
        return not any(WC.PREPOSITION in self.language.classes_of(w) for w in before)

    def add(self, found: RawAttribution, resolved: Resolved) -> None:
        """Store who spoke."""
        self.done.append((found, resolved))
        end = max(s.end for s in (*found.content, *found.cue, *found.source))
        unnamed = bool(found.source) and resolved.who.name == UNKNOWN
        self.speech_starts.append(found.content[0].start)
        self.speech.append(Speech(found.content[0].start, end, resolved.who.name, unnamed))
        if resolved.who.name != UNKNOWN:
            self._last, self._last_at = resolved.who, found.content[0].start
            if found.medium is not None:
                self._issuer = resolved.who

    def issuer(self, at: int) -> Name | None:
        """Who issued a document that now speaks: who last spoke through a medium, else which party spoke right before.

        Where an unnamed speaker comes in between, it may be theirs, so that the issuer is unknown.
        """
        if self._last is not None and self._last.kind == "person":
            return self._issuer
        near = self._last_at is not None and self.paragraph(at) - self.paragraph(self._last_at) <= REACH
        near = near and bool(self.done) and self.done[-1][1].who.name != UNKNOWN
        return self._issuer or (self._last if near else None)

    def next_sources(self, at: int) -> Sequence[Span]:
        """The sources of the next attributions after an offset."""
        first = bisect.bisect_left(self._source_starts, at)
        return self._sources[first : first + _NEXT]

    def recent(self, at: int) -> Iterator[tuple[RawAttribution, Resolved]]:
        """Who spoke in the paragraphs right before an offset, latest first."""
        here = self.paragraph(at)
        for found, resolved in reversed(self.done[-_RECENT:]):
            if here - self.paragraph(found.content[-1].start) > REACH:
                return
            yield found, resolved

    def tokens(self, span: Span) -> Tokens:
        """The words of a stretch."""
        return self._tokens.between(span.start, span.end)

    def paragraphs(self) -> Iterator[Tokens]:
        """The words of each paragraph."""
        for start, end in self._tokens.paragraphs:
            yield self._tokens.between(start, end)

    @cached_property
    def institutions(self) -> Mapping[str, tuple[str, ...]]:
        """How each definite noun for an organisation is written, by its plain form, in order; without genitives."""
        found: dict[str, list[str]] = {}
        endings = self.language.words[WC.GENITIVE_ENDING]
        for tokens in self.paragraphs():
            for word, folded in zip(tokens.words, tokens.folded, strict=True):
                cut = next((len(e) for e in endings if folded.endswith(e) and self.nouns.role(folded) is None), 0)
                base = folded[: len(folded) - cut]
                if self.nouns.role(base) == "organisation_noun" and self.nouns.is_definite(base):
                    found.setdefault(self.nouns.plain(base), []).append(word[: len(word) - cut])
        return {noun: tuple(words) for noun, words in found.items()}

    @cached_property
    def interview(self) -> Interview | None:
        """The interview in question and answer form that the article is, if it is one."""
        return find_interview(self.text, self._kept, self.mentions.all)

    @cached_property
    def layout(self) -> MentionLayout:
        """Sentences, quoted stretches and mentions by place."""
        return MentionLayout(self, self._quoted, self.headline_end)

    def line_end(self, at: int, most: int) -> int:
        """Where the line ends that an offset is in, or ``most`` characters after it."""
        end = self.text.find("\n", at, at + most)
        return end if end >= 0 else min(len(self.text), at + most)

    def sentence_start(self, at: int) -> int:
        """Where the sentence begins that an offset is in."""
        start = max(self.paragraph_start(self.paragraph(at)), at - FAR)
        return max((m.end() for m in _SENTENCE_END.finditer(self.text, start, at)), default=start)

    def paragraph(self, at: int) -> int:
        """The number of the paragraph that an offset is in."""
        return max(0, bisect.bisect_right(self._starts, at) - 1)

    def paragraph_start(self, number: int) -> int:
        """Where a paragraph begins; the first for a number below nought."""
        return self._starts[max(0, number)]

    def stems(self, span: Span) -> set[str]:
        """The long words of a stretch, cut to their first letters."""
        found = self._stems.get(span.start, {}).get(span.end)
        if found is None:
            found = {w[:PREFIX] for w in self.tokens(span).folded if len(w) >= PREFIX}
            self._stems.setdefault(span.start, {})[span.end] = found
        return found

    @cached_property
    def described(self) -> dict[str, list[tuple[Mention, frozenset[str], frozenset[str]]]]:
        """Names with an apposition by each word of it: the mention, the apposition's words, the name's words."""
        index: dict[str, list[tuple[Mention, frozenset[str], frozenset[str]]]] = {}
        for mention in self.mentions.all:
            if _OPENS_APPOSITION.match(self.text, mention.end) is None:
                continue
            limit = min(len(self.text), mention.end + _APPOSITION)
            ends = _SENTENCE_END.search(self.text, mention.end, limit)
            stop = frozenset(self.stems(Span(mention.end, ends.start() if ends else limit)))
            entry = (mention, stop, frozenset(self.stems(Span(mention.start, mention.end))))
            for stem in stop:
                index.setdefault(stem, []).append(entry)
        return index

"""What resolving one article needs: its names, its paragraphs, who has spoken so far, and who is described how."""

from __future__ import annotations

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import regex

from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens, Tokens
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import UNKNOWN, Resolution, Segment, Span
from corpus.speakers.authority import Authority
from corpus.speakers.entities import Entity, Name
from corpus.speakers.mentions import Mention, Mentions
from corpus.speakers.role_nouns import PREFIX, nouns_of

#: How many paragraphs back a pronoun or an implied speaker may reach, and how many attributions.
REACH = 2
#: So many characters of a paragraph are looked at, so that a long one takes no longer.
FAR = 5000
_RECENT = 50
#: How far behind a name its apposition is looked for, in characters.
_APPOSITION = 60
_SENTENCE_END = regex.compile(r"[.!?؟](?=\s)|\n")
#: A name of words that have no case has so many.
_TWO, _FOUR = 2, 4
_OPENS_APPOSITION = regex.compile(r"\s?(?:,|\()")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who speaks, by what evidence, and where nobody can be named, why not.

    ``at`` are the words that told it, where single words did: the name at the cue, a pronoun's antecedent, the source
    of another attribution.
    """

    who: Name
    resolution: Resolution
    reason: str | None = None
    at: Span | None = None


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
        self.mentions = Mentions(tokens, kept, language, authority)
        self.done: list[tuple[RawAttribution, Resolved]] = []
        self._issuer: Name | None = None
        self._last: Name | None = None
        self._last_at: int | None = None
        self._stems: dict[int, dict[int, set[str]]] = {}
        sources = [f.source[0] for f in found if f.source]
        for source in sources:
            self._learn(source)
        if not language.cased:
            self._learn_pairs([self.tokens(s) for s in sources])

    def _learn(self, source: Span) -> None:
        """A name that speaks is a person's, unless it has a determiner; without case, names are learnt here."""
        mentions = self.mentions.within(source.start, source.end)
        for mention in mentions:
            if mention.entity.kind == "unknown" and self.stands_alone(mention, source):
                before = self.tokens(Span(source.start, mention.start)).folded if mention.start > source.start else []
                determined = bool(before) and "determiner" in self.language.classes_of(before[-1])
                mention.entity.set_kind("organisation" if determined else "person")
        if not self.language.cased and not any(m.who.kind == "person" for m in mentions):
            self.uncased_name(self.tokens(source))

    def _learn_pairs(self, sources: Sequence[Tokens]) -> None:
        """Where letters have no case: words that no list has are a name if the last of them speaks alone as well."""
        alone = {s.folded[0] for s in sources if len(s) == 1}
        for tokens in sources:
            classes = [self.language.classes_of(w) for w in tokens.folded]
            listed = any(classes) or any(map(self.nouns.is_definite, tokens.folded[:-1]))
            if _TWO <= len(tokens) <= _FOUR and not listed and tokens.folded[-1] in alone:
                written = " ".join(self.text[tokens.starts[0] : tokens.ends[-1]].split())
                entity = self.mentions.entities.add_full_name(written, tokens.folded, organisation=None)
                entity.set_kind("person")

    def stands_alone(self, mention: Mention, source: Span) -> bool:
        """Whether a full name of no known kind itself speaks.

        It then modifies nobody ("a Planned Parenthood official"), and no preposition governs it ("a group in New York")
        unless it is an apposition ("spokesman for the port, Kari Moen").
        """
        text = self.text
        if mention.who.kind != "unknown" or (mention.end < source.end and text[mention.end] not in ",("):
            return False
        if mention.start == source.start or text[source.start : mention.start].rstrip().endswith((",", "–", "—")):
            return True
        before = self.tokens(Span(source.start, mention.start)).folded
        return not any("preposition" in self.language.classes_of(w) for w in before)

    def uncased_name(self, tokens: Tokens) -> Entity | None:
        """Where letters have no case: the name behind a definite title ("the minister Karim Mansour"), learnt.

        It begins with the first word that no list has and that is not definite, behind a definite one.
        """
        if self.language.cased:
            return None
        folded, classes = tokens.folded, [self.language.classes_of(w) for w in tokens.folded]
        titled = [k for k, c in enumerate(classes) if c & {"title", "person_noun"}]
        if not titled:
            return None
        first = titled[0] + 1
        while first < len(folded) and (classes[first] or self.nouns.is_definite(folded[first])):
            first += 1
        behind = first
        while behind < len(folded) and not classes[behind] and folded[behind][0].isalpha():
            behind += 1
        definite = first < len(folded) and self.nouns.is_definite(folded[first - 1])
        if not definite or not _TWO <= behind - first <= _FOUR:
            return None
        written = " ".join(self.text[tokens.starts[first] : tokens.ends[behind - 1]].split())
        entity = self.mentions.entities.add_full_name(written, folded[first:behind], organisation=None)
        entity.set_kind("person")
        said = [self.nouns.stem(w) for w in folded[titled[0] : first]]
        for k in titled:
            self.mentions.entities.add_role(entity, folded[k], said)
        return entity

    def add(self, found: RawAttribution, resolved: Resolved) -> None:
        """Take down who spoke."""
        self.done.append((found, resolved))
        if resolved.who.name != UNKNOWN:
            self._last, self._last_at = resolved.who, found.content[0].start
            if found.medium is not None:
                self._issuer = resolved.who

    def issuer(self, at: int) -> Name | None:
        """Who issued a document that now speaks: who last spoke through a medium, else which party spoke right before.

        Where somebody unnamed has spoken in between, it may be theirs, and so is nobody's.
        """
        if self._last is not None and self._last.kind == "person":
            return self._issuer
        near = self._last_at is not None and self.paragraph(at) - self.paragraph(self._last_at) <= REACH
        near = near and bool(self.done) and self.done[-1][1].who.name != UNKNOWN
        return self._issuer or (self._last if near else None)

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

    def sentence_start(self, at: int) -> int:
        """Where the sentence begins that an offset lies in."""
        start = max(self.paragraph_start(self.paragraph(at)), at - FAR)
        return max((m.end() for m in _SENTENCE_END.finditer(self.text, start, at)), default=start)

    def paragraph(self, at: int) -> int:
        """The number of the paragraph that an offset lies in."""
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
            behind = frozenset(self.stems(Span(mention.end, ends.start() if ends else limit)))
            entry = (mention, behind, frozenset(self.stems(Span(mention.start, mention.end))))
            for stem in behind:
                index.setdefault(stem, []).append(entry)
        return index

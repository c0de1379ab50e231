"""Names in an article, in order: known ones, and those that the article itself introduces in full.

The longest form of a name stands for the shorter ones that follow it in the article ("Army Col. Ryan S. Dillon", then
"Dillon"), the mention chain of news style.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.language import Language
from corpus.records import Segment, SpeakerKind
from corpus.speakers.authority import Authority
from corpus.text import ArticleTokens, Tokens


@dataclass(frozen=True, slots=True)
class Name:
    """Who a name stands for: the canonical name, its id in the authority file if it is there, and the kind."""

    name: str
    speaker_id: str | None
    kind: SpeakerKind


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the raw text at ``[start, end)``; ``described`` if the authority file has it as a description."""

    start: int
    end: int
    who: Name
    described: bool = False


class Mentions:
    """The names of an article, by place."""

    def __init__(
        self, words: ArticleTokens, segments: Iterable[Segment], language: Language, authority: Authority
    ) -> None:
        self._language = language
        self._authority = authority
        self.all: list[Mention] = []
        self._full: dict[str, Name] = {}
        for segment in segments:
            tokens = words.between(segment.start, segment.end)
            # Headlines capitalise whatever they like: names are learnt from running text.
            self.all += self._in_tokens(words.text, tokens, learn=segment.role != "headline")
        self._starts = [m.start for m in self.all]

    def _in_tokens(self, text: str, tokens: Tokens, *, learn: bool) -> list[Mention]:
        known = self._authority.find(tokens.folded)
        taken = {k for m in known for k in range(m.first, m.behind)}
        mentions = [
            Mention(
                tokens.starts[m.first],
                tokens.ends[m.behind - 1],
                Name(m.speaker.name, m.speaker.id, m.speaker.kind),
                m.described,
            )
            for m in known
        ]
        for first, behind in self._capitalised(tokens) if learn else ():
            if taken.isdisjoint(range(first, behind)):
                who = self._introduce(text, tokens, first, behind)
                if who is not None:
                    mentions.append(Mention(tokens.starts[first], tokens.ends[behind - 1], who))
        return sorted(mentions, key=lambda m: m.start)

    def _capitalised(self, tokens: Tokens) -> list[tuple[int, int]]:
        """Runs of capitalised words, as names are written; none in scripts without case."""
        if not self._language.cased:
            return []
        runs: list[tuple[int, int]] = []
        first = None
        parts = [
            word[0].isupper() and _name_word(word) and not self._closed(tokens, k)
            for k, word in enumerate(tokens.words)
        ]
        for k, part in enumerate((*parts, False)):
            if part:
                first = k if first is None else first
            elif first is not None:
                initial = k < len(tokens) and tokens.words[k] == "." and len(tokens.words[k - 1]) == 1
                if not initial and not self._ties(tokens, first, k):
                    runs.append((first, k))
                    first = None
        return runs

    def _ties(self, tokens: Tokens, first: int, k: int) -> bool:
        """Whether a word ties another capitalised one to an organisation's name ("Observatory for Human Rights")."""
        if k + 1 >= len(tokens) or not _name_word(tokens.words[k + 1]) or self._closed(tokens, k + 1):
            return False
        classes = [self._language.classes_of(w) for w in tokens.folded[first : k + 1]]
        return "attaching" in classes[-1] and any("organisation_noun" in c for c in classes[:-1])

    def _closed(self, tokens: Tokens, k: int) -> bool:
        classes = self._language.classes_of(tokens.folded[k])
        return not classes.isdisjoint(
            ("determiner", "preposition", "conjunction", "pronoun", "subordinator", "time", "auxiliary")
        )

    def _introduce(self, text: str, tokens: Tokens, first: int, behind: int) -> Name | None:
        """The name that a run of capitalised words is: a full one, or the short form of one given before."""
        while first < behind and not self._language.classes_of(tokens.folded[first]).isdisjoint(("title",)):
            first += 1
        while first < behind and tokens.words[behind - 1] == ".":
            behind -= 1
        if first >= behind:
            return None
        last = tokens.folded[behind - 1]
        if behind - first == 1:
            return self._full.get(last)
        words = tokens.folded[first:behind]
        name = " ".join(text[tokens.starts[first] : tokens.ends[behind - 1]].split())
        who = Name(name, None, self._kind(tokens, first, words))
        known = self._full.get(last)
        if known is not None and known.kind == who.kind and (name in known.name or known.name.endswith(name)):
            return known
        self._full[last] = who
        return who

    def _kind(self, tokens: Tokens, first: int, words: list[str]) -> SpeakerKind:
        """An organisation by its words, a person by a title before the name; a bare name does not tell."""
        if any("organisation_noun" in self._language.classes_of(w) for w in words):
            return "organisation"
        k = first - 1
        while k > 0 and tokens.words[k] == ".":
            k -= 1
        before = self._language.classes_of(tokens.folded[k]) if k >= 0 else frozenset()
        return "person" if before & {"title", "person_noun"} else "unknown"

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions inside ``[start, end)``."""
        return [m for m in self._from(start, end) if m.end <= end]

    def before(self, at: int, kinds: Sequence[SpeakerKind], *, since: int) -> list[Mention]:
        """The mentions of the given kinds that end before an offset, nearest last."""
        return [m for m in self._from(since, at) if m.end <= at and m.who.kind in kinds]

    def _from(self, start: int, end: int) -> list[Mention]:
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _name_word(word: str) -> bool:
    return word[0].isupper() and any(c.isalpha() for c in word)

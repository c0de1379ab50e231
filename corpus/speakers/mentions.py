"""Names in an article, in order: known ones, and those that the article itself introduces.

All forms of a name belong to one `Entity`, whose name is the longest of them, wherever it stands ("Dillon", then "Army
Col. Ryan S. Dillon"). A last name that two people have is nobody's.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.records import Segment, Span, SpeakerKind
from corpus.speakers.authority import Authority
from corpus.speakers.entities import Entities, Entity, MentionCandidate, Name
from corpus.speakers.name_chunks import (
    Run,
    Words,
    apposition,
    capitalised_runs,
    is_name,
    phrase,
    short_form,
    stems,
    titles_before,
    trim_titles,
    words_of,
)
from corpus.speakers.role_nouns import nouns_of

#: A longer run of capitals is most likely a heading.
_LONGEST = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the raw text at ``[start, end)``; ``described`` where it is a description, no name."""

    start: int
    end: int
    entity: Entity
    described: bool = False

    @property
    def who(self) -> Name:
        """Who it stands for."""
        return self.entity.who

    @property
    def span(self) -> Span:
        """The words as a span."""
        return Span(self.start, self.end)


class Mentions:
    """The names of an article, by place."""

    def __init__(
        self, article: ArticleTokens, segments: Iterable[Segment], language: Language, authority: Authority
    ) -> None:
        self.language = language
        self._text = article.text
        self._authority = authority
        self._nouns = nouns_of(language)
        self.entities = Entities(language)
        self._written: list[list[str]] = []
        pending: list[MentionCandidate] = []
        for segment in segments:
            tokens = article.between(segment.start, segment.end)
            self._written.append(tokens.words)
            words = words_of(tokens, language, self._nouns)
            # Headlines capitalise whatever they like: names are learnt from running text.
            pending += self._read(words, learn=segment.role != "headline")
        self.entities.resolve_phrases(pending)
        pairs = ((d, self.entities.resolve(d)) for d in pending)
        self.all = [Mention(d.start, d.end, entity, d.described) for d, entity in pairs if entity is not None]
        self._starts = [m.start for m in self.all]

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """All words of the article as they are written."""
        return frozenset().union(*self._written)

    def _read(self, words: Words, *, learn: bool) -> list[MentionCandidate]:
        """What one paragraph says of names: the known ones at once, the others as pending until all is read."""
        pending: list[MentionCandidate] = []
        taken: set[int] = set()
        for match in self._authority.find(words.tokens.folded):
            entity = self.entities.add_known(match.speaker)
            self._describe(words, entity, Run(match.first, match.behind, match.first))
            pending.append(self._candidate(words, match.first, match.behind, entity=entity))
            pending[-1].described = match.described
            taken.update(range(match.first, match.behind))
        pending += self._short_forms(words, taken) if learn and "(" in words.tokens.words else []
        for run in capitalised_runs(words) if self.language.cased else ():
            if taken and not taken.isdisjoint(range(*run)):
                continue
            if learn:
                pending += self._names(words, run, taken)
            else:
                pending += [self._candidate(words, k, k + 1) for k in range(*run)]
        return sorted(pending + self._phrases(words, taken), key=lambda d: d.start)

    def _short_forms(self, words: Words, taken: set[int]) -> list[MentionCandidate]:
        pending = []
        for opening in (k for k, word in enumerate(words.tokens.words) if word == "("):
            first = short_form(words, opening + 1)
            if first is None or not taken.isdisjoint(range(first, opening + 3)):
                continue
            candidate = self._candidate(words, first, opening)
            noun = self._noun(words, first, opening)
            entity = self.entities.add_full_name(
                candidate.written, candidate.words, organisation=noun or candidate.words[-1]
            )
            self.entities.add_short_form(entity, words.tokens.words[opening + 1])
            self._describe(words, entity, Run(first, opening + 3, first))
            pending.append(self._candidate(words, first, opening, entity=entity))
            taken.update(range(first, opening + 3))
        return pending

    def _names(self, words: Words, run: tuple[int, int], taken: set[int]) -> list[MentionCandidate]:
        name = trim_titles(words, run, self.language) if run[1] - run[0] > 1 else None
        first = run[0] if name is None else name.first
        if name is None or name.single:
            if words.roles[first] is not None or "title" in words.classes[first]:
                return self._compound(words, first, taken)
            titles = titles_before(words, first) if name is None else name.titles
            titled = titles < first
            return [self._titled(words, titles, first) if titled else self._candidate(words, first, first + 1)]
        taken.update(range(name.first, name.behind))
        plain = self._candidate(words, name.first, name.behind)
        sentence_initial = name.behind - name.first > _LONGEST or self._only_opens(words, name)
        noun = self._noun(words, name.first, name.behind)
        entity = self.entities.add_full_name(
            plain.written, plain.words, organisation=noun, sentence_initial=sentence_initial
        )
        self._describe(words, entity, name)
        return [self._candidate(words, name.first, name.behind, entity=entity)]

    def _only_opens(self, words: Words, name: Run) -> bool:
        """Whether the first word of a name may have its capital only because a sentence begins: it is listed."""
        if not words.opens_sentence(name.first) or name.titles < name.first:
            return False
        known = self.language.word(words.tokens.folded[name.first])
        return known.cue is not None or (bool(known.classes) and not known.classes & {"masculine", "feminine"})

    def _compound(self, words: Words, place: int, taken: set[int]) -> list[MentionCandidate]:
        """A noun for an organisation written onto another one is a name where it has a capital ("Kornforbundet")."""
        word = words.tokens.folded[place]
        if words.roles[place] != "organisation_noun" or not self._nouns.is_compound(word):
            return []
        taken.add(place)
        entity = self.entities.add_full_name(words.tokens.words[place], (word,), organisation=word)
        return [self._candidate(words, place, place + 1, entity=entity)]

    def _noun(self, words: Words, first: int, behind: int) -> str | None:
        """The noun that says that a name is an organisation's, if it has one: the last before what is tied to it."""
        nouns = [words.tokens.folded[k] for k in range(first, behind) if words.roles[k] == "organisation_noun"]
        return nouns[-1] if nouns else None

    def _phrases(self, words: Words, taken: set[int]) -> list[MentionCandidate]:
        """What stands for an organisation without naming it: "the northern alliance"."""
        pending: list[MentionCandidate] = []
        if "organisation_noun" not in words.roles:
            return pending
        for head in [k for k, role in enumerate(words.roles) if role == "organisation_noun" and k not in taken]:
            span = phrase(words, head, self.language, self._nouns)
            if span is not None and taken.isdisjoint(range(*span)):
                pending.append(self._headed(words, *span, head=head))
        return pending

    def _candidate(self, words: Words, first: int, behind: int, *, entity: Entity | None = None) -> MentionCandidate:
        tokens = words.tokens
        start, end = tokens.starts[first], tokens.ends[behind - 1]
        if behind - first == 1:
            return MentionCandidate(start, end, (tokens.folded[first],), tokens.words[first], entity)
        return MentionCandidate(
            start, end, tuple(tokens.folded[first:behind]), " ".join(self._text[start:end].split()), entity
        )

    def _titled(self, words: Words, titles: int, first: int) -> MentionCandidate:
        """A last name with the words from ``titles`` on that stand before it."""
        candidate, said = self._candidate(words, first, first + 1), range(titles, first)
        candidate.titled, candidate.about = True, stems(words, said, self._nouns)
        candidate.person = any("title" in words.classes[k] or words.roles[k] == "person_noun" for k in said)
        return candidate

    def _headed(self, words: Words, first: int, behind: int, *, head: int) -> MentionCandidate:
        """A phrase about the organisation's noun at ``head``; with a capital inside a sentence it is a name."""
        candidate, tokens = self._candidate(words, first, behind), words.tokens
        candidate.head, candidate.about = tokens.folded[head], stems(words, range(first, behind), self._nouns)
        candidate.proper = self.language.cased and is_name(tokens.words[head]) and not words.opens_sentence(first)
        candidate.described = not candidate.proper
        return candidate

    def _describe(self, words: Words, entity: Entity, name: Run) -> None:
        """Take down what stands before and behind a name: titles, and an apposition."""
        spans = [(name.titles, name.first)] if name.titles < name.first else []
        behind = apposition(words, name.behind)
        for first, end in (*spans, behind) if behind else spans:
            folded = words.tokens.folded[first:end]
            tied = next((k for k in range(first + 1, end) if "preposition" in words.classes[k]), end)
            main = [k for k in range(first, tied) if words.roles[k] or "title" in words.classes[k]]
            if not main:
                continue
            head = main[0] if self.language.subject[0] == "after" else main[-1]
            person = words.roles[head] == "person_noun" or "title" in words.classes[head]
            entity.set_kind("person" if person else "organisation")
            same = [k for k in main if not person or words.roles[k] == "person_noun" or k == head]
            for k in same:
                self.entities.add_role(entity, words.tokens.folded[k], stems(words, range(first, end), self._nouns))
            self.entities.add_gender(entity, folded)

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions inside ``[start, end)``."""
        return [m for m in self._from(start, end) if m.end <= end]

    def before(self, at: int, kinds: Sequence[SpeakerKind], *, since: int) -> list[Mention]:
        """The mentions of the given kinds that end before an offset, nearest last."""
        return [m for m in self._from(since, at) if m.end <= at and m.entity.kind in kinds]

    def ending(self, at: int) -> list[Mention]:
        """The mention that ends at an offset, if one does."""
        behind = bisect_left(self._starts, at)
        return [m for m in self.all[max(0, behind - 1) : behind] if m.end == at]

    def _from(self, start: int, end: int) -> list[Mention]:
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

"""Names in an article, in order: known ones, and those that the article itself introduces.

All forms of a name belong to one `Entity`, whose name is the longest of them, wherever it is ("Dillon", then "Army
Col. Ryan S. Dillon"). A last name that two people have is resolved to the more salient one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import regex

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.records import Segment, Span, SpeakerKind
from corpus.speakers.authority import Authority
from corpus.speakers.entities import Entities, Entity, MentionCandidate, Name
from corpus.speakers.lexicon import lexicon_of
from corpus.speakers.name_chunks import (
    Run,
    Words,
    apposition,
    capitalised_runs,
    follows_form_of_address,
    is_name,
    phrase,
    short_form,
    stems,
    titles_before,
    trim_titles,
    words_of,
)
from corpus.speakers.role_nouns import nouns_of
from corpus.speakers.uncased import Chunk, UncasedNames, count_words

#: A longer run of capitals is most likely a heading.
_LONGEST = 4
#: An apposition is looked at for so many words; an age in it has so many digits.
_APPOSITION = 6
_AGE = 2
#: An acronym has so many letters.
_ACRONYM = 3
#: What says that a name is another one's is between them, in so many characters and words.
_ALIAS, _ALIAS_WORDS = 40, 5
#: A role before a name is at most so many words away.
_ROLE = 8
_QUOTED = regex.compile(r"[\"«“]\s*+([^\"«»“”]+)$")
_APPOSITION_MARKS = frozenset((",", "،", "("))


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the raw text at ``[start, end)``.

    ``described`` marks a description that is not a name, ``shared`` a name that several people have; ``role_start`` is
    where the role before the name begins, -1 without one.
    """

    start: int
    end: int
    entity: Entity
    described: bool = False
    role_start: int = -1
    shared: bool = False

    @property
    def who(self) -> Name:
        """Who it refers to."""
        return self.entity.who

    @property
    def span(self) -> Span:
        """The words as a span."""
        return Span(self.start, self.end)


class Mentions:
    """The names of an article, by place."""

    def __init__(
        self,
        article: ArticleTokens,
        segments: Iterable[Segment],
        language: Language,
        *,
        authority: Authority,
        sources: Sequence[Span] = (),
    ) -> None:
        self.language = language
        self._text = article.text
        self._authority = authority
        self._nouns = nouns_of(language)
        self.entities = Entities(language)
        self._lexicon = lexicon_of(language)
        segments = list(segments)
        self._paragraphs = [(s.start, s.end) for s in segments]
        self._written = [article.between(s.start, s.end).words for s in segments]
        self._sources = sorted((s.start, s.end) for s in sources)
        self._whole_sources = frozenset(self._sources)
        if not language.cased:
            counts = count_words(article.between(s.start, s.end) for s in segments)
            self._uncased = UncasedNames(language, self._lexicon, self._nouns, counts)
        pending: list[MentionCandidate] = []
        for segment in segments:
            tokens = article.between(segment.start, segment.end)
            words = words_of(tokens, language, self._nouns)
            # Headlines capitalise whatever they like: names are learnt from running text.
            pending += self._read(words, learn=segment.role != "headline")
        if not language.cased:
            pending = sorted(pending + self._single_words(pending, article), key=lambda d: d.start)
        self.entities.resolve_phrases(pending)
        self.entities.add_single_names([d for d in pending if d.alone])
        pairs = [(d, self.entities.resolve(d)) for d in pending]
        for d, entity in pairs:
            if d.nouns and entity is not None:
                self.entities.add_nouns(entity, d.nouns)
        self.all = [
            Mention(d.start, d.end, entity, d.described, d.role_start, d.shared)
            for d, entity in pairs
            if entity is not None
        ]
        self._merge_aliases()
        self._starts = [m.start for m in self.all]

    def _merge_aliases(self) -> None:
        """Give both names of a person to one entity where the article says that one is the other's name.

        "X, whose name before was Y": the first has the fuller name from then on.
        """
        aliases = self._lexicon.lists["alias"]
        same: dict[int, Entity] = {}
        for one, two in itertools.pairwise(self.all) if aliases else ():
            if two.start - one.end > _ALIAS:
                continue
            between = self._text[one.end : two.start]
            if not between.lstrip().startswith((",", "،", "(")):
                continue
            words = [self.language.fold(w.strip(",،(")) for w in between.split()]
            if one.entity is not two.entity and len(words) <= _ALIAS_WORDS and not aliases.isdisjoint(words):
                shorter, fuller = sorted((one.entity, two.entity), key=lambda e: len(e.name))
                same[id(shorter)] = fuller
        if same:
            self.all = [replace(m, entity=same.get(id(m.entity), m.entity)) for m in self.all]

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
            self._describe(words, entity, Run(match.first, match.stop, match.first))
            pending.append(self._candidate(words, match.first, match.stop, entity=entity))
            pending[-1].described = match.described
            taken.update(range(match.first, match.stop))
        pending += self._short_forms(words, taken) if learn and "(" in words.tokens.words else []
        for run in capitalised_runs(words) if self.language.cased else ():
            if taken and not taken.isdisjoint(range(*run)):
                continue
            if learn:
                pending += self._names(words, run, taken)
            else:
                pending += [self._candidate(words, k, k + 1) for k in range(*run)]
        if not self.language.cased:
            pending += self._uncased_names(words, taken)
        return sorted(pending + self._phrases(words, taken), key=lambda d: d.start)

    def _uncased_names(self, words: Words, taken: set[int]) -> list[MentionCandidate]:
        """Names in a script without capitals."""
        pending: list[MentionCandidate] = []
        tokens = words.tokens
        if not tokens.starts:
            return pending
        first = bisect_left(self._sources, (tokens.starts[0], 0))
        inside = self._sources[first : bisect_left(self._sources, (tokens.ends[-1], 0))]
        places = [(bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)) for start, end in inside]
        for chunk in self._uncased.find(words, places):
            if not taken.isdisjoint(range(chunk.first, chunk.end)):
                continue
            taken.update(range(chunk.role, chunk.end))
            pending.append(self._uncased_candidate(words, chunk))
        parties = self._lexicon.lists["party"]
        for k in [k for k, folded in enumerate(tokens.folded) if folded in parties and k not in taken]:
            if k == 0 or words.roles[k - 1] != "organisation_noun":
                folded = tokens.folded[k]
                entity = self.entities.add_full_name(tokens.words[k], (folded,), organisation=folded)
                pending.append(self._candidate(words, k, k + 1, entity=entity))
                taken.add(k)
        return pending

    def _single_words(self, pending: Sequence[MentionCandidate], article: ArticleTokens) -> list[MentionCandidate]:
        """Single words that are the last word of a name, or a given name that a cue has as its source."""
        names, speaking = self.entities.single_words(), {start for start, _ in self._sources}
        taken = sorted((d.start, d.end) for d in pending)
        starts = [start for start, _ in taken]
        found: list[MentionCandidate] = []
        for paragraph in self._paragraphs:
            tokens = article.between(*paragraph)
            for k in [k for k, w in enumerate(tokens.folded) if w in names]:
                start, end = tokens.starts[k], tokens.ends[k]
                before = bisect_left(starts, end) - 1
                if before < 0 or taken[before][1] <= start:
                    word = MentionCandidate(start, end, (tokens.folded[k],), tokens.words[k])
                    word.speaks = start in speaking
                    found.append(word)
        return found

    def _uncased_candidate(self, words: Words, chunk: Chunk) -> MentionCandidate:
        candidate = self._candidate(words, chunk.first, chunk.end)
        said = range(chunk.role, chunk.first)
        candidate.role_start = words.tokens.starts[chunk.role]
        if chunk.end - chunk.first == 1:
            candidate.titled, candidate.person = True, True
            candidate.about = stems(words, said, self._nouns)
            return candidate
        entity = self.entities.add_full_name(candidate.written, candidate.words, organisation=None)
        entity.count += 1
        entity.set_kind("person")
        if said:
            about = stems(words, said, self._nouns)
            for k in said:
                if words.is_person_role(k):
                    self.entities.add_role(entity, words.tokens.folded[k], about)
        candidate.entity = entity
        return candidate

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
        name = trim_titles(words, run, self.language, self._lexicon) if run[1] - run[0] > 1 else None
        first = run[0] if name is None else name.first
        if name is None or name.single:
            addressed = follows_form_of_address(words, first)
            if words.is_role(first) and not addressed:
                return self._compound(words, first, taken) or self._namesake(words, first)
            titles = titles_before(words, first) if name is None else name.titles
            titled = titles < first
            candidate = self._titled(words, titles, first) if titled else self._candidate(words, first, first + 1)
            candidate.nouns = self._nouns_beside(words, Run(first, first + 1, titles))
            candidate.alone = not titled and self._stands_alone(words, first)
            return [candidate]
        taken.update(range(name.first, name.stop))
        plain = self._candidate(words, name.first, name.stop)
        sentence_initial = name.stop - name.first > _LONGEST or self._only_opens(words, name)
        noun = self._noun(words, name.first, name.stop)
        written, folded = (
            self._without_genitive(plain.written, plain.words) if noun is None else (plain.written, plain.words)
        )
        entity = self.entities.add_full_name(written, folded, organisation=noun, sentence_initial=sentence_initial)
        entity.count += 1
        if _opens_with_acronym(written):
            entity.set_kind("organisation")
        self._describe(words, entity, name)
        plain.entity, plain.nouns = entity, self._nouns_beside(words, name)
        return [plain]

    def _without_genitive(self, written: str, folded: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """A name without the ending of a genitive, where the article has its last word without it as well."""
        last = written.rpartition(" ")[2]
        for ending in self.language.words[WC.GENITIVE_ENDING]:
            if last.endswith(ending) and last[: -len(ending)] in self.vocabulary:
                return written[: -len(ending)], (*folded[:-1], folded[-1][: -len(ending)])
        return written, folded

    def _stands_alone(self, words: Words, k: int) -> bool:
        """Whether a single word is a person's whole name: a given name, or what a cue has as its source."""
        tokens = words.tokens
        if words.opens_sentence(k) or words.classes[k]:
            return False
        speaks = (tokens.starts[k], tokens.ends[k]) in self._whole_sources
        word = tokens.words[k]
        return (speaks and not word.isupper() and word.isalpha()) or self._lexicon.is_given(tokens.folded[k])

    def _only_opens(self, words: Words, name: Run) -> bool:
        """Whether the first word of a name may have its capital only because a sentence begins: it is listed."""
        if not words.opens_sentence(name.first) or name.titles < name.first:
            return False
        first = words.tokens.folded[name.first]
        if self._lexicon.is_given(first):
            return False
        if name.stop - name.first == 2:
            return True
        known = self.language.word(first)
        return known.cue is not None or (bool(known.classes) and not known.classes & {WC.MASCULINE, WC.FEMININE})

    def _compound(self, words: Words, place: int, taken: set[int]) -> list[MentionCandidate]:
        """A noun for an organisation written onto another one is a name where it has a capital ("Kornforbundet")."""
        word = words.tokens.folded[place]
        if words.roles[place] != "organisation_noun" or not self._nouns.is_compound(word):
            return []
        taken.add(place)
        entity = self.entities.add_full_name(words.tokens.words[place], (word,), organisation=word)
        return [self._candidate(words, place, place + 1, entity=entity)]

    def _namesake(self, words: Words, place: int) -> list[MentionCandidate]:
        """A noun with a capital that may be a last name, if the article has a person of that name ("Dean said")."""
        determined = place > 0 and WC.DETERMINER in words.classes[place - 1]
        if not self.language.cased or words.roles[place] != "person_noun" or determined or words.opens_sentence(place):
            return []
        return [self._candidate(words, place, place + 1)]

    def _noun(self, words: Words, first: int, stop: int) -> str | None:
        """The noun that says that a name is an organisation's, if it has one: the last before what is tied to it."""
        nouns = [words.tokens.folded[k] for k in range(first, stop) if words.roles[k] == "organisation_noun"]
        return nouns[-1] if nouns else None

    def _phrases(self, words: Words, taken: set[int]) -> list[MentionCandidate]:
        """Phrases for an organisation without naming it: "the northern alliance"."""
        pending: list[MentionCandidate] = []
        if "organisation_noun" not in words.roles:
            return pending
        for head in [k for k, role in enumerate(words.roles) if role == "organisation_noun" and k not in taken]:
            span = phrase(words, head, self.language, self._nouns)
            if span is not None and taken.isdisjoint(range(*span)):
                pending.append(self._headed(words, *span, head=head))
        return pending

    def _candidate(self, words: Words, first: int, stop: int, *, entity: Entity | None = None) -> MentionCandidate:
        tokens = words.tokens
        start, end = tokens.starts[first], tokens.ends[stop - 1]
        if stop - first == 1:
            return MentionCandidate(start, end, (tokens.folded[first],), tokens.words[first], entity)
        return MentionCandidate(
            start, end, tuple(tokens.folded[first:stop]), " ".join(self._text[start:end].split()), entity
        )

    def _titled(self, words: Words, titles: int, first: int) -> MentionCandidate:
        """A last name with the words from ``titles`` on before it."""
        candidate, said = self._candidate(words, first, first + 1), range(titles, first)
        candidate.titled, candidate.about = True, stems(words, said, self._nouns)
        candidate.gender = frozenset().union(*(self.entities.gender_of(words.tokens.folded[k]) for k in said))
        candidate.person = any(words.is_person_role(k) for k in said)
        candidate.nouns = self._nouns_beside(words, Run(first, first + 1, titles))
        return candidate

    def _nouns_beside(self, words: Words, name: Run) -> tuple[str, ...]:
        """Words around a name that it may be called by: those before it, its apposition's first, and an age."""
        tokens = words.tokens
        before = tokens.words[name.first - 1] if name.first else ""
        after = tokens.words[name.stop] if name.stop < len(tokens) else ""
        if after not in _APPOSITION_MARKS and name.titles == name.first and before != "," and not before.islower():
            return ()
        first = min(name.titles, name.first - 1) if name.first and self._is_noun(words, name.first - 1) else name.titles
        found = [k for k in range(max(0, first), name.first) if self._is_noun(words, k)]
        if (role := self._role_before(words, name.titles)) is not None:
            found.append(role)
        k = name.stop
        if k + 1 < len(tokens) and tokens.words[k] in _APPOSITION_MARKS:
            k += 1
            while k < min(name.stop + _APPOSITION, len(tokens)):
                if WC.PREPOSITION in words.classes[k] or WC.RELATIVE in words.classes[k] or not words.is_word(k):
                    break
                if self._is_noun(words, k) or (tokens.words[k].isdigit() and len(tokens.words[k]) == _AGE):
                    found.append(k)
                k += 1
        return tuple(tokens.folded[k] for k in found)

    def _role_before(self, words: Words, first: int) -> int | None:
        """The role before a name with what is tied to it by a preposition: "head of the union, Kari Moen"."""
        k = first - 1 - (first > 0 and words.tokens.words[first - 1] == ",")
        tied = False
        for place in range(k, max(-1, k - _ROLE), -1):
            word = words.tokens.words[place]
            if not word[0].isalnum() or self.language.word(words.tokens.folded[place]).cue is not None:
                return None
            if words.is_person_role(place):
                return place if tied else None
            if word[0].isupper() and self._is_full_name(words, place):
                # Another person has the role: "minister Per Nes at his home in Nye Havn".
                return None
            tied = tied or WC.PREPOSITION in words.classes[place]
        return None

    def _is_full_name(self, words: Words, k: int) -> bool:
        """Whether a word and the one before it are a person's name, as far as capitals and a given name show."""
        pair = words.tokens.words[max(0, k - 1) : k + 1]
        return all(map(is_name, pair)) and self._lexicon.is_given(words.tokens.folded[max(0, k - 1)])

    def _is_noun(self, words: Words, k: int) -> bool:
        """Whether a word may be a noun for a person: it has no capital, and is neither a cue nor of a closed class."""
        word = words.tokens.words[k]
        if not word[0].isalnum() or words.closed(k) or (word[0].isupper() and "-" not in word and not words.roles[k]):
            return False
        apart = words.classes[k] & {WC.ADVERB, WC.NEGATION, WC.RELATIVE, WC.COMPLEMENTIZER, WC.INFINITIVE}
        return not apart and (words.roles[k] is not None or self.language.word(words.tokens.folded[k]).cue is None)

    def _headed(self, words: Words, first: int, stop: int, *, head: int) -> MentionCandidate:
        """A phrase about the organisation's noun at ``head``; with a capital inside a sentence it is a name."""
        candidate, tokens = self._candidate(words, first, stop), words.tokens
        candidate.head, candidate.about = tokens.folded[head], stems(words, range(first, stop), self._nouns)
        candidate.written = self._plain_name(candidate.written)
        candidate.proper = self.language.cased and is_name(tokens.words[head]) and not words.opens_sentence(first)
        candidate.described = not candidate.proper
        return candidate

    def _plain_name(self, written: str) -> str:
        """A phrase as a name: what is in its quotation marks, and without a preposition that is joined to it."""
        inside = _QUOTED.search(written)
        if inside is not None:
            return str(inside.group(1))
        beginnings = self.language.words[WC.DEFINITE_BEGINNING]
        joint = max((b for b in beginnings if written.startswith(b)), key=len, default="")
        if not joint:
            return written
        # The article itself is what the others end with: "bi-al-" is a preposition and the article.
        article = max(beginnings, key=lambda b: (sum(other.endswith(b) for other in beginnings), b))
        return article + written[len(joint) :]

    def _describe(self, words: Words, entity: Entity, name: Run) -> None:
        """Store what precedes and follows a name: titles, and an apposition."""
        spans = [(name.titles, name.first)] if name.titles < name.first else []
        stop = apposition(words, name.stop)
        for first, end in (*spans, stop) if stop else spans:
            folded = words.tokens.folded[first:end]
            tied = next((k for k in range(first + 1, end) if WC.PREPOSITION in words.classes[k]), end)
            main = [k for k in range(first, tied) if words.is_role(k)]
            if not main:
                continue
            head = main[0] if self.language.subject[0] == "after" else main[-1]
            person = words.is_person_role(head)
            entity.set_kind("person" if person else "organisation")
            same = [k for k in main if not person or words.roles[k] == "person_noun" or k == head]
            for k in same:
                self.entities.add_role(entity, words.tokens.folded[k], stems(words, range(first, end), self._nouns))
            self.entities.add_gender(entity, folded)

    def within(self, start: int, end: int) -> list[Mention]:
        """The mentions inside ``[start, end)``."""
        return [m for m in self._from(start, end) if m.end <= end]

    def starting(self, at: int) -> list[Mention]:
        """The mention that begins at an offset, or before it with a role that begins there, if there is one."""
        place = bisect_left(self._starts, at)
        return [m for m in self.all[place : place + 1] if at in (m.start, m.role_start)]

    def before(self, at: int, kinds: Sequence[SpeakerKind], *, since: int) -> list[Mention]:
        """The mentions of the given kinds that end before an offset, nearest last."""
        return [m for m in self._from(since, at) if m.end <= at and m.entity.kind in kinds]

    def ending(self, at: int) -> list[Mention]:
        """The mention that ends at an offset, if one does."""
        stop = bisect_left(self._starts, at)
        return [m for m in self.all[max(0, stop - 1) : stop] if m.end == at]

    def _from(self, start: int, end: int) -> list[Mention]:
        return self.all[bisect_left(self._starts, start) : bisect_left(self._starts, end)]


def _opens_with_acronym(written: str) -> bool:
    """Whether a name begins with an acronym, as clubs and companies have it ("NSK Norvik")."""
    first = written.partition(" ")[0]
    return len(first) >= _ACRONYM and first.isupper() and first.isalpha() and not written.isupper()

"""Who is named in an article: every name with its longest form, its kind, and what is said of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.records import UNKNOWN, Speaker, SpeakerKind
from corpus.speakers.lexicon import NameLexicon, lexicon_of
from corpus.speakers.role_nouns import Nouns, nouns_of

SEVERAL_DESCRIBED = "the description fits several"
NOT_NAMED = "it is described, but not named"
#: So many names with one word in common are weighed against each other, and so many are called by one noun, so that no
#: article takes long.
_WEIGHED = 20
_SAID = 100
#: A given name is the short form of another one from so many letters on ("Jon", "Jonathan"); one letter is an initial.
_SHORT = 3
#: Nouns are the same if the shorter one, of so many letters, is the end of the longer.
_TAIL = 4
#: A person who is named by one word alone is named so often.
_OFTEN = 2
#: A given name of so many letters may be spelled in two ways ("Kristen", "Kristin").
_SPELLED = 5
#: What is tied to a last name by a hyphen and no part of it has at most so many letters.
_ARTICLE = 3


@dataclass(frozen=True, slots=True)
class Name:
    """Who a name refers to: the canonical name, its id in the authority file if it is there, and the kind."""

    name: str
    speaker_id: str | None
    kind: SpeakerKind


@dataclass(slots=True, eq=False)
class Entity:
    """A named person or organisation: the longest form with its folded words, its kind, and all words about it.

    ``reason`` says why it is unknown, where that is so. What is learnt later in the article holds for
    all of it, which is why this is not a frozen record.
    """

    name: str
    words: tuple[str, ...] = ()
    speaker_id: str | None = None
    kind: SpeakerKind = "unknown"
    fixed: bool = False
    gender: set[str] = field(default_factory=set)
    about: set[str] = field(default_factory=set)
    reason: str | None = None
    sentence_initial: bool = False
    count: int = 0
    seen: int = -1

    @property
    def who(self) -> Name:
        """The name as it is known by now."""
        return Name(self.name, self.speaker_id, self.kind)

    @property
    def known(self) -> bool:
        """Whether it has a name."""
        return self.name != UNKNOWN

    def set_kind(self, kind: SpeakerKind) -> None:
        """Set the kind, unless it is known already."""
        if not self.fixed and self.kind == "unknown":
            self.kind = kind

    def fits(self, gender: set[str]) -> bool:
        """Whether a pronoun of this gender may refer to it."""
        return len(gender) != 1 or len(self.gender) != 1 or gender == self.gender


@dataclass(slots=True, eq=False)
class MentionCandidate:
    """What may be a mention, until all of the article is read: of an entity, of a last name, or of what has a head.

    Not frozen, for speed: an article has one for every word with a capital.
    """

    start: int
    end: int
    words: tuple[str, ...]
    written: str
    entity: Entity | None = None
    about: frozenset[str] = frozenset()
    titled: bool = False
    gender: frozenset[str] = frozenset()
    head: str | None = None
    described: bool = False
    proper: bool = False
    person: bool = False
    role_start: int = -1
    nouns: tuple[str, ...] = ()
    speaks: bool = True
    alone: bool = False
    shared: bool = False


class Entities:
    """All entities of an article, by their last names, short forms, and the nouns that are said of them."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._nouns: Nouns = nouns_of(language)
        self._lexicon: NameLexicon = lexicon_of(language)
        self._by_id: dict[str, Entity] = {}
        self._people: dict[str, list[Entity]] = {}
        self._given: dict[str, list[Entity]] = {}
        self._short: dict[str, Entity] = {}
        self._heads: dict[str, dict[int, Entity]] = {}
        self._phrases: dict[tuple[str, frozenset[str]], Entity] = {}
        self._named: dict[str, Entity] = {}
        self._nouns_said: dict[str, list[tuple[str, Entity]]] = {}

    def add_known(self, speaker: Speaker) -> Entity:
        """The entity of an entry of the authority file."""
        if speaker.id not in self._by_id:
            found = Entity(speaker.name, (), speaker.id, speaker.kind, fixed=True)
            self._by_id[speaker.id] = self._named[speaker.name] = found
        return self._by_id[speaker.id]

    def by_name(self, name: str) -> Entity | None:
        """The entity that has this name by now."""
        found = self._named.get(name)
        return found if found is not None and found.name == name else None

    def add_full_name(
        self, written: str, words: Sequence[str], *, organisation: str | None, sentence_initial: bool = False
    ) -> Entity:
        """The entity of a name of several words.

        Args:
            written: the name as it is written.
            words: its folded words.
            organisation: the noun in it that says that it is one.
            sentence_initial: whether its first word may have a capital for another reason than being a name.
        """
        if organisation is not None:
            return self._organisation(written, tuple(words), organisation)
        key = _last(words[-1])
        forms = self._people.setdefault(key, [])
        found = next((e for e in forms[:_WEIGHED] if self._same_person(e, words)), None)
        if found is None:
            found = Entity(written, tuple(words), sentence_initial=sentence_initial)
            forms.append(found)
            if self._lexicon.is_given(words[0]):
                self._given.setdefault(words[0], []).append(found)
        elif self._is_fuller(words, found.words):
            found.name, found.words = written, tuple(words)
        found.gender |= self.gender_of_name(words[0])
        found.sentence_initial = found.sentence_initial and sentence_initial
        if found.gender:
            found.set_kind("person")
        self._named[found.name] = found
        return found

    def _is_fuller(self, words: Sequence[str], known: Sequence[str]) -> bool:
        """Whether a form of a name says more than the one that is known."""
        longer, shorter = sorted((words, known), key=len, reverse=True)
        if _is_tail(shorter, longer) and not self._lexicon.is_given(longer[0]):
            # What precedes the shorter form is not a name ("Skipper Ana Holt").
            return words is shorter
        return sum(map(len, words)) > sum(map(len, known))

    def _same_person(self, entity: Entity, words: Sequence[str]) -> bool:
        """Whether a name with the entity's last name may be the entity's, whatever its spelling or fullness."""
        if _same_person(entity.words, words):
            return True
        one, two = entity.words[0], words[0]
        close = min(len(one), len(two)) >= _SPELLED and _one_letter_apart(one, two)
        genders = self.gender_of_name(one) | self.gender_of_name(two)
        return close and len(genders) < len(("feminine", "masculine"))

    def _organisation(self, written: str, words: tuple[str, ...], noun: str) -> Entity:
        own = {self._nouns.stem(w) for w in words}
        known = list(self._heads.get(self._nouns.keys(noun)[0], {}).values())[-_WEIGHED:]
        found = next((e for e in known if e.words and (own <= e.about or set(e.words) <= set(words))), None)
        if found is None:
            found = Entity(written, words, kind="organisation")
        elif not found.fixed and len(written) > len(found.name):
            found.name, found.words = written, words
        self.add_role(found, noun, own)
        self._named[found.name] = found
        return found

    def add_short_form(self, entity: Entity, short: str) -> None:
        """Store that an entity has a short form, which organisations have."""
        entity.set_kind("organisation")
        self._short.setdefault(short, entity)

    def add_role(self, entity: Entity, head: str | None, about: Iterable[str]) -> None:
        """Store what is said of an entity, and the noun that may refer to it later."""
        entity.about.update(about)
        for key in self._nouns.keys(head) if head is not None else ():
            said = self._heads.setdefault(key, {})
            if len(said) < _SAID:
                said[id(entity)] = entity

    def add_gender(self, entity: Entity, words: Iterable[str]) -> None:
        """Store the gender that titles and descriptions show."""
        for word in words:
            entity.gender |= self.gender_of(word)

    def gender_of(self, folded: str) -> set[str]:
        """The gender that a pronoun, title, noun or given name shows, if any."""
        return {g for g in ("feminine", "masculine") if folded in self._language.words[g]}

    def gender_of_name(self, folded: str) -> set[str]:
        """The gender that a given name shows, if any."""
        return self.gender_of(folded) or set(self._lexicon.look_up(folded) or ())

    def _abbreviations(self, noun: str) -> Iterator[str]:
        """The abbreviations of a noun: "Sen." is a senator."""
        plain = self._nouns.plain(noun)
        return (plain[:n] for n in range(2, len(plain)) if plain[:n] in self._language.abbreviations)

    def described(self, head: str, about: frozenset[str], *, kind: SpeakerKind) -> list[Entity]:
        """Whom of a kind a noun and the words with it may describe, in order of first mention."""
        plain = self._nouns.plain(head)
        found = {k: e for key in (plain, *self._abbreviations(head)) for k, e in self._heads.get(key, {}).items()}
        return [e for e in found.values() if about <= e.about and e.kind in (kind, "unknown")]

    def add_nouns(self, entity: Entity, words: Iterable[str]) -> None:
        """Store folded words that an entity may be called by later, though no list has them as nouns."""
        for word in words:
            noun = self._noun_key(word)
            said = self._nouns_said.setdefault(noun[-_TAIL:], [])
            if len(said) < _SAID and all(e is not entity or n != noun for n, e in said):
                said.append((noun, entity))

    def by_noun(self, word: str) -> dict[int, Entity]:
        """Those who are called by a noun, or by a compound of which it is the end, by their identity."""
        noun = self._noun_key(word)
        said = self._nouns_said.get(noun[-_TAIL:], [])
        found = {
            id(e): e for n, e in said if n == noun or (len(min(n, noun, key=len)) >= _TAIL and _ends_alike(n, noun))
        }
        for key in (*self._nouns.keys(word), *self._abbreviations(word)):
            found |= {id(e): e for e in self._heads.get(key, {}).values()}
        return {k: e for k, e in found.items() if e.known}

    def by_exact_noun(self, word: str) -> frozenset[int]:
        """The identities of those who are called by a noun itself, not by a compound that it ends."""
        noun = self._noun_key(word)
        said = {id(e) for n, e in self._nouns_said.get(noun[-_TAIL:], []) if n == noun}
        return frozenset(said.union(self._heads.get(noun, ())))

    def _noun_key(self, word: str) -> str:
        """What a noun is found by: its bare form, of a hyphenated one the last part, of an age the number."""
        digits = word[:2]
        if digits.isdigit() and not word[2:3].isdigit():
            return digits
        return self._nouns.plain(word.rpartition("-")[2] or word)

    def add_single_names(self, candidates: Sequence[MentionCandidate]) -> None:
        """Store persons that the article names by one word alone, which is no other name's last or first word."""
        counts = Counter(c.words[-1] for c in candidates)
        for candidate in candidates:
            word = candidate.words[-1]
            if counts[word] < _OFTEN:
                continue
            if candidate.written in self._short or self._people.get(_last(word)) or self._find_by_given_name(word):
                continue
            entity = Entity(candidate.written, candidate.words, gender=self.gender_of_name(word))
            if self._lexicon.is_given(word):
                entity.kind = "person"
            self._people[_last(word)] = [entity]
            self._named.setdefault(entity.name, entity)

    def single_words(self) -> frozenset[str]:
        """The folded words that can name a person alone: last names and given names."""
        return frozenset(self._people) | frozenset(self._given)

    def resolve_phrases(self, pending: Sequence[MentionCandidate]) -> None:
        """Resolve every phrase without a name; those with most words first, as they are longest."""
        phrases = {(d.head, d.about): d for d in reversed(pending) if d.head is not None}
        for (head, about), candidate in sorted(phrases.items(), key=lambda p: (-len(p[0][1]), p[1].start)):
            assert head is not None
            self._phrases[head, about] = self._phrase(head, about, candidate)

    def _phrase(self, head: str, about: frozenset[str], candidate: MentionCandidate) -> Entity:
        rest = about - {self._nouns.stem(head)}
        found = self.described(head, rest, kind="organisation")
        if len(found) == 1:
            return found[0]
        if found or not (rest or candidate.proper):
            return Entity(UNKNOWN, kind="organisation", reason=SEVERAL_DESCRIBED if found else NOT_NAMED)
        entity = Entity(candidate.written, candidate.words, kind="organisation")
        self.add_role(entity, head, about)
        self._named.setdefault(entity.name, entity)
        return entity

    def resolve(self, candidate: MentionCandidate) -> Entity | None:
        """Whom a candidate refers to, once all of the article is read; None if it is not the name of an entity."""
        if candidate.entity is not None:
            found = (
                self.find_by_last_name(candidate.words[-1], candidate)
                if candidate.entity.sentence_initial
                else candidate.entity
            )
            if found is not None:
                found.seen = candidate.start
            return found
        if candidate.head is not None:
            return self._phrases[candidate.head, candidate.about]
        if candidate.written in self._short:
            return self._short[candidate.written]
        return self.find_by_last_name(candidate.words[-1], candidate)

    def _find_by_given_name(self, given: str) -> Entity | None:
        """Who has a given name that is used alone: the one with the most mentions."""
        forms = self._given.get(given, [])[:_WEIGHED]
        for ending in self._language.words[WC.GENITIVE_ENDING] if not forms else ():
            if given.endswith(ending):
                forms = self._given.get(given[: -len(ending)], [])[:_WEIGHED]
        return max(forms, key=lambda e: e.count) if forms else None

    def find_by_last_name(self, last: str, candidate: MentionCandidate | None = None) -> Entity | None:
        """Who has a last name; a title distinguishes two of them, and makes a new one where there is none."""
        forms = self._people.get(_last(last), [])
        alone = candidate is None or candidate.speaks
        if all(e.sentence_initial for e in forms) and alone and (named := self._find_by_given_name(last)) is not None:
            return named
        forms = [e for e in forms[:_WEIGHED] if not e.sentence_initial] or forms
        if len(forms) > 1 and candidate is not None and candidate.gender:
            forms = [e for e in forms if e.fits(set(candidate.gender))] or forms
        if len(forms) > 1 and candidate is not None and candidate.about:
            forms = [e for e in forms[:_WEIGHED] if candidate.about <= e.about] or forms
        if len(forms) == 1:
            return forms[0]
        if forms and candidate is not None:
            candidate.shared = True
            # The most often named one, of several the one named last.
            before = [e for e in forms if 0 <= e.seen < candidate.start] or forms
            return max(before, key=lambda e: (e.count, e.seen))
        if forms:
            return max(forms, key=lambda e: e.count)
        if candidate is None or not candidate.titled:
            return None
        entity = Entity(candidate.written, candidate.words, kind="person" if candidate.person else "organisation")
        self._people[_last(last)] = [entity]
        self._named.setdefault(entity.name, entity)
        return entity


def _ends_alike(one: str, two: str) -> bool:
    """Whether the shorter of two nouns is long enough, and the end of the longer."""
    return min(len(one), len(two)) >= _TAIL and (one.endswith(two) or two.endswith(one))


def _last(word: str) -> str:
    """The last name as it is looked up: "al-Assad" is called Assad as well."""
    before, _, last = word.rpartition("-")
    return last if last and len(before) <= _ARTICLE else word


def _same_person(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two names with one last name may be of the same person: by the first given name, short or an initial."""
    one, two = sorted((a[0], b[0]), key=len)
    if _is_tail(a, b) or _is_tail(b, a):
        return True
    return len(a) == 1 or one == two or (len(one) in (1, *range(_SHORT, len(two))) and two.startswith(one))


def _one_letter_apart(a: str, b: str) -> bool:
    """Whether one letter more, less or other makes one word the other."""
    if abs(len(a) - len(b)) > 1 or a == b:
        return False
    n = next((k for k, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b)))
    return a[n + (len(a) >= len(b)) :] == b[n + (len(b) >= len(a)) :]


def _is_tail(words: Sequence[str], of: Sequence[str]) -> bool:
    """Whether a full name is the end of a longer one, which then begins with no name ("Skipper Ana Holt")."""
    return 1 < len(words) < len(of) and tuple(of[-len(words) :]) == tuple(words)

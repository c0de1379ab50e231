"""How names are written: runs of capitalised words, the titles before them, what is said of them after a comma."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import Tokens
from corpus.speakers.lexicon import NameLexicon, lexicon_of
from corpus.speakers.role_nouns import Nouns

_CLOSED = (WC.DETERMINER, WC.PREPOSITION, WC.CONJUNCTION, WC.PRONOUN, WC.SUBORDINATOR, WC.TIME, WC.AUXILIARY)
#: How many words before and after a name may say what it is the name of.
_BEFORE = 5
_BEHIND = 12
#: A short form in brackets abbreviates at most so many words before it.
_LONG_FORM = 7
#: An organisation's noun has at most so many words that distinguish it from others.
_MODIFIERS = 3
#: A role before a name has at most so many words.
_ROLE_WORDS = 2
_GENDERS = frozenset((WC.MASCULINE, WC.FEMININE))
_NO_MODIFIERS = frozenset((WC.NEGATION, WC.RELATIVE, WC.ADVERB, WC.COMPLEMENTIZER, WC.INFINITIVE, WC.QUESTION))
_QUOTES = frozenset('"«»“”')
_MARKS = frozenset((",", "،", "(", "–", "—"))
_SENTENCE_MARKS = frozenset((".", "!", "?", ":", "؟", "”", '"', "»", "“", "«", "–", "—"))


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a paragraph: tokens, the classes of each, which role each is a noun for."""

    tokens: Tokens
    classes: list[frozenset[str]]
    roles: list[str | None]
    given: frozenset[int] = frozenset()

    def closed(self, k: int) -> bool:
        """Whether a word is of a class that no name holds, and is not a given name."""
        return not self.classes[k].isdisjoint(_CLOSED) and k not in self.given

    def is_person_role(self, k: int) -> bool:
        """Whether a word is a noun for a person or a title."""
        return self.roles[k] == "person_noun" or WC.TITLE in self.classes[k]

    def is_role(self, k: int) -> bool:
        """Whether a word is a noun for a person, a group or an organisation, or a title."""
        return self.roles[k] is not None or WC.TITLE in self.classes[k]

    def is_word(self, k: int) -> bool:
        """Whether it is a word, no mark."""
        return self.tokens.words[k][0].isalnum()

    def opens_sentence(self, k: int) -> bool:
        """Whether a word is the first of a sentence or of quoted words, which has a capital in any case."""
        return k == 0 or self.tokens.words[k - 1] in _SENTENCE_MARKS


def words_of(tokens: Tokens, language: Language, nouns: Nouns) -> Words:
    """The words with what the language says of them."""
    look = language.word
    classes = [look(w).classes for w in tokens.folded]
    given = frozenset(_given_of_closed_class(tokens, classes, lexicon_of(language))) if language.cased else frozenset()
    return Words(tokens, classes, nouns.roles(tokens.folded), given)


def _given_of_closed_class(tokens: Tokens, classes: list[frozenset[str]], lexicon: NameLexicon) -> Iterator[int]:
    """Places of given names that are words of time as well, before another name ("Dag Moe", "April Jones")."""
    written = tokens.words
    time = WC.TIME
    for k, own in enumerate(classes[:-1]):
        if time not in own:
            continue
        named = written[k][0].isupper() and written[k + 1][0].isupper() and not classes[k + 1]
        if named and lexicon.is_given(tokens.folded[k]):
            yield k


def is_name(word: str) -> bool:
    """Whether a word is written as names are."""
    return word[0].isupper()


def capitalised_runs(words: Words) -> list[tuple[int, int]]:
    """Runs of capitalised words, with the small words, initials and points inside them."""
    written, runs, stop = words.tokens.words, [], 0
    for first in [k for k, word in enumerate(written) if word[0].isupper()]:
        if first < stop or not _opens(words, first):
            continue
        stop = first + 1
        while stop < len(written) and (step := _step(words, first, stop)):
            stop += step
        runs.append((first, stop))
    return runs


def _opens(words: Words, k: int) -> bool:
    """Whether a run of names may begin here; "Per" is a given name before another name, else a preposition."""
    if not words.closed(k):
        return is_name(words.tokens.words[k]) and not _is_common(words.tokens.words[k])
    written = words.tokens.words
    given = not words.classes[k].isdisjoint((WC.MASCULINE, WC.FEMININE)) and WC.PRONOUN not in words.classes[k]
    return given and k + 1 < len(written) and written[k + 1][0].isupper() and not words.closed(k + 1)


def _step(words: Words, first: int, k: int) -> int:
    """How many words a run continues at ``k``; 0 where it ends."""
    written = words.tokens.words
    word = written[k]
    initial = len(word) == 1 and written[k + 1 : k + 2] == ["."]
    if is_name(word) and (initial or not words.closed(k)):
        return 1
    if word == "." and len(written[k - 1]) == 1:
        return 1
    # "Bashar al-Assad"
    if "-" in word and is_name(word.rpartition("-")[2] or "-"):
        return 1
    follows = next((n for n in range(k + 1, min(k + 3, len(written))) if WC.NAME_PARTICLE not in words.classes[n]), k)
    named = follows > k and is_name(written[follows]) and not words.closed(follows)
    if not named:
        return 0
    if WC.NAME_PARTICLE in words.classes[k]:
        return follows - k
    # "Observatory for Human Rights"
    tied = follows == k + 1 and WC.ATTACHING in words.classes[k]
    return int(tied and "organisation_noun" in words.roles[first:k])


@dataclass(frozen=True, slots=True)
class Run:
    """A name at words ``[first, stop)``, and the words before it from ``titles`` on that say what it names."""

    first: int
    stop: int
    titles: int

    @property
    def single(self) -> bool:
        """Whether it is a single word."""
        return self.stop - self.first == 1


def trim_titles(words: Words, run: tuple[int, int], language: Language, lexicon: NameLexicon) -> Run | None:
    """The run without titles, and without what has a capital only where a sentence begins; None if all is."""
    tokens, (first, stop) = words.tokens, run
    while stop > first and tokens.words[stop - 1] == ".":
        stop -= 1
    if words.opens_sentence(first) and stop - first > 1 and WC.ADVERB in words.classes[first]:
        first += 0 if words.classes[first] & {WC.MASCULINE, WC.FEMININE} else 1
    last = stop - 1
    begins = first
    if last > first and words.roles[last] != "organisation_noun":
        short = tokens.folded[last] in language.abbreviations
        titled = [k for k in range(first, last) if words.is_person_role(k)]
        if titled and not short:
            first = titled[-1] + 1
    first = _skip_titles(words, first, last)
    stop = _without_possessor(words, first, stop, language, lexicon)
    if first == begins and not _follows_title(words, first):
        # What follows a title is a name from its first word on ("Gov. Earl Ray Holt").
        first = _given_name(words, first, stop, lexicon)
    if first >= stop:
        return None
    return Run(first, stop, titles_before(words, min(begins, first)))


def _skip_titles(words: Words, first: int, last: int) -> int:
    """Where a run begins without titles, unless an organisation's noun ends it, or a form of address precedes it."""
    while last - first > 1 and words.roles[first] == "organisation_noun" and _is_office(words, first):
        # "Secretary of State Jo Holt"
        first += 1
    while first <= last and (WC.TITLE in words.classes[first] or words.tokens.words[first] == "."):
        organisation = last > first and words.roles[last] == "organisation_noun"
        if organisation or (first == last and follows_form_of_address(words, first)):
            break
        first += 1
    return first


def follows_form_of_address(words: Words, k: int) -> bool:
    """Whether "Mr", "Mrs" or the like precedes a word, which is then a name, whatever else it may be ("Mr. King")."""
    k = _word_before(words, k)
    return k >= 0 and WC.TITLE in words.classes[k] and not words.classes[k].isdisjoint(_GENDERS) and not words.roles[k]


def _follows_title(words: Words, k: int) -> bool:
    k = _word_before(words, k)
    return k >= 0 and WC.TITLE in words.classes[k]


def _word_before(words: Words, k: int) -> int:
    """The place of the word before another one, past the point of an abbreviation; below nought if there is none."""
    return k - 1 - (k > 1 and words.tokens.words[k - 1] == ".")


def _given_name(words: Words, first: int, stop: int, lexicon: NameLexicon) -> int:
    """Where a person's name begins in a run of capitals: at its first given name ("Skipper Ana Holt")."""
    if any(words.roles[k] == "organisation_noun" for k in range(first, stop)):
        return first
    folded, written = words.tokens.folded, words.tokens.words
    while stop - first > 1 and _is_common(written[first]):
        first += 1
    named = (k for k in range(first, stop - 1) if lexicon.is_given(folded[k]))
    start = next(named, first)
    plain = all(
        len(written[k]) > 1 and written[k].isalpha() and not lexicon.is_given(folded[k]) for k in range(first, start)
    )
    return start if plain and start - first <= _ROLE_WORDS else first


def _without_possessor(words: Words, first: int, stop: int, language: Language, lexicon: NameLexicon) -> int:  # noqa: PLR0917
    """Where a name ends that another person's given name in the genitive follows: "Per Nes Karis teacher"."""
    full = [k for k in range(first, stop) if len(words.tokens.words[k]) > 1]
    if len(full) > _ROLE_WORDS:
        last = words.tokens.folded[stop - 1]
        endings = language.words[WC.GENITIVE_ENDING]
        if any(last.endswith(e) and lexicon.is_given(last[: -len(e)]) and not lexicon.is_given(last) for e in endings):
            return stop - 1
    return stop


def _is_common(word: str) -> bool:
    """Whether a word with a capital is a compound that ends with a common noun ("Havpartiet-politiker")."""
    end = word.rpartition("-")[2]
    return end != word and len(end) > _ROLE_WORDS and end.islower()


def _is_office(words: Words, k: int) -> bool:
    """Whether a word belongs to an office that is named before it and tied to it."""
    if k < 2 or WC.ATTACHING not in words.classes[k - 1]:
        return False
    return words.is_person_role(k - 2)


def titles_before(words: Words, first: int) -> int:
    """Where the words before a name begin that say what it is: a title or role right before, and what belongs to it."""
    if (
        first
        and words.roles[first - 1] is None
        and not words.classes[first - 1]
        and words.tokens.words[first - 1] != "."
    ):
        return first
    k = first
    while k > 0 and first - k < _BEFORE:
        before = k - 1
        point = words.tokens.words[before] == "." and before > 0 and WC.TITLE in words.classes[before - 1]
        role = words.is_role(before)
        beside = k < first and words.is_word(before) and not words.closed(before)
        if not (point or role or beside):
            break
        k = before
    return k


def apposition(words: Words, stop: int) -> tuple[int, int] | None:
    """The words after a name that say what it is: ", a spokesman for the port," or "(...)"; None if there are none."""
    written = words.tokens.words
    if stop >= len(written) or written[stop] not in _MARKS:
        return None
    end = stop + 1
    while end < len(written) and end - stop < _BEHIND and words.is_word(end):
        if words.classes[end] & {WC.RELATIVE, WC.AUXILIARY, WC.COMPLEMENTIZER, WC.PRONOUN}:
            break
        end += 1
    roles = [k for k in range(stop + 1, end) if words.roles[k] is not None]
    tied = next((k for k in range(stop + 2, end) if WC.PREPOSITION in words.classes[k]), end)
    return (stop + 1, end) if roles and roles[0] < tied and not is_name(written[roles[0]]) else None


def short_form(words: Words, at: int) -> int | None:
    """The first word of what the short form in brackets at ``at`` abbreviates: "World Harbour Council (WHC)"."""
    written = words.tokens.words
    short = written[at] if at >= 2 and at + 1 < len(written) else ""
    if len(short) < 2 or not short.isupper() or not short.isalpha() or (written[at - 1], written[at + 1]) != ("(", ")"):
        return None
    for k in range(at - 2, max(-1, at - 2 - _LONG_FORM), -1):
        if not words.is_word(k):
            return None
        if written[k][0] == short[0] and not words.closed(k):
            letters = iter("".join(words.tokens.folded[k : at - 1]))
            return k if all(c in letters for c in short.casefold()) else None
    return None


def phrase(words: Words, head: int, language: Language, nouns: Nouns) -> tuple[int, int] | None:
    """The words ``[first, stop)`` of a definite phrase about the organisation's noun at ``head``.

    None where the noun is indefinite, or itself modifies another noun ("the coalition spokesman").
    """
    after = language.subject[0] == "after"
    stop = head + 1
    if after:
        return _construct(words, head, language, nouns)
    if stop < len(words.roles) and (words.roles[stop] or words.classes[stop] & {WC.TITLE, WC.DOCUMENT, WC.MEDIUM}):
        return None
    first = head
    while first > 0 and head - first < _MODIFIERS and _modifies(words, first - 1, language):
        first -= 1
    before = words.classes[first - 1] if first else frozenset()
    determined = WC.DETERMINER in before and WC.INDEFINITE not in before
    definite = determined or nouns.is_definite(words.tokens.folded[head])
    return (first, stop) if definite else None


def _construct(words: Words, head: int, language: Language, nouns: Nouns) -> tuple[int, int] | None:
    """A noun that comes first with what depends on it: nouns, the last of them definite, and definite adjectives."""
    folded, written = words.tokens.folded, words.tokens.words
    if head and words.is_role(head - 1):
        return None
    stop = head + 1
    if stop + 1 < len(written) and written[stop] in _QUOTES:
        closing = next(
            (k for k in range(stop + 1, min(stop + _MODIFIERS + 2, len(written))) if written[k] in _QUOTES), 0
        )
        return (head, closing) if closing > stop + 1 else None
    while stop < len(folded) and stop - head <= _MODIFIERS:
        ends = not words.is_word(stop) or words.closed(stop) or folded[stop][0].isdigit()
        ends = ends or bool(
            words.classes[stop] & {WC.RELATIVE, WC.ADVERB, WC.COMPLEMENTIZER, WC.NEGATION, WC.TITLE, WC.PARTICIPLE}
        )
        if ends or words.roles[stop] == "person_noun" or language.word(folded[stop]).cue is not None:
            break
        if nouns.is_definite(folded[stop - 1]) and not nouns.is_definite(folded[stop]):
            break
        stop += 1
    return (head, stop) if stop > head + 1 or nouns.is_definite(folded[head]) else None


def _modifies(words: Words, k: int, language: Language) -> bool:
    """Whether a word can be between a determiner and its noun; adverbs, verbs' helpers and marks do not."""
    cue = language.word(words.tokens.folded[k]).cue
    if cue is not None and cue.kind == "verbs" and not is_name(words.tokens.words[k]):
        return False
    return words.is_word(k) and not words.closed(k) and not words.classes[k] & _NO_MODIFIERS


def stems(words: Words, span: Sequence[int], nouns: Nouns) -> frozenset[str]:
    """What the words at the places ``span`` are compared by, closed classes and marks left out."""
    tokens = words.tokens
    return frozenset(nouns.stem(tokens.folded[k]) for k in span if words.is_word(k) and not words.closed(k))

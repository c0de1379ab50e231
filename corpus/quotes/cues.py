"""Which words of a sentence are cues: listed by the language, used as the verb or noun that they are listed as."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence

from corpus.languages.data import WC, CueEntry
from corpus.languages.language import Language
from corpus.quotes.sentence import GENITIVES, Sentence

#: A particle is at most so many items after its verb.
_PARTICLE = 8
#: The preposition that a verb needs is at most so many items after it, with the subject between.
_TIED = 14
#: What is left of a name is at most so many items long.
_NAME = 6
#: "Will" is at most so many items before its infinitive.
_FUTURE = 4
#: In a verb bracket so many more.
_BRACKET = 12


def cue_at(sentence: Sentence, i: int) -> tuple[int, CueEntry | None]:
    """How many items the cue at ``i`` has, and its entry; (1, None) where there is none."""
    items = sentence.items
    for phrase, entry in sentence.language.word(items[i].folded).phrases:
        if tuple(k.folded for k in items[i : i + len(phrase)]) == phrase:
            return len(phrase), entry
    noun = items[i].noun
    if noun is not None:
        governs = "of" in noun.frames and i + 1 < len(items) and items[i + 1].has(WC.ATTACHING)
        if items[i].cue is None or governs or is_nominal(sentence, i):
            return 1, noun
    return 1, items[i].cue


def is_idiom(sentence: Sentence, i: int) -> bool:
    """Whether the word at ``i`` belongs to a phrase in which nobody says anything ("that is to say")."""
    items = sentence.items
    for n, phrase in _idioms(sentence.language).get(items[i].folded, ()):
        if n <= i and tuple(k.folded for k in items[i - n : i - n + len(phrase)]) == phrase:
            return True
    return False


@functools.cache
def _idioms(language: Language) -> Mapping[str, Sequence[tuple[int, tuple[str, ...]]]]:
    """The idioms that each word is in, with its place there."""
    found: dict[str, list[tuple[int, tuple[str, ...]]]] = {}
    for phrase in language.idioms:
        for n, word in enumerate(phrase):
            found.setdefault(word, []).append((n, phrase))
    return found


def is_tie(sentence: Sentence, k: int, entry: CueEntry) -> bool:
    """Whether an item ties what is said to the verb: its preposition, which may be written onto a noun.

    One that is written onto a noun is part of a name instead where the preposition comes as a word of its own soon
    after ("دعا الأمين العام للأمم المتحدة إلى ...").
    """
    item = sentence.items[k]
    if item.folded in entry.ties:
        return True
    for tie in entry.ties:
        if tie.endswith("+") and item.folded.startswith(tie[:-1]) and len(item.folded) > len(tie) + 1:
            rest = item.folded[len(tie) - 1 :]
            if sentence.language.word(rest).classes & {WC.VERBAL_NOUN}:
                return True
            if rest.startswith(_definite(sentence, tie)):
                return not any(j.folded in entry.ties for j in sentence.items[k + 1 : k + _NAME])
    return False


def _definite(sentence: Sentence, tie: str) -> tuple[str, ...]:
    """How a definite noun continues after a tie that is written onto it; the article may lose its first letter."""
    beginnings = sentence.language.words[WC.DEFINITE_BEGINNING]
    return tuple(b[len(tie) - 1 :] for b in beginnings if b.startswith(tie[:-1]) and len(b) >= len(tie))


def is_nominal(sentence: Sentence, i: int) -> bool:
    """Whether the word before tells that this one is a noun: a determiner, a genitive, a preposition."""
    if i == 0:
        return False
    before = sentence.items[i - 1]
    if before.word in GENITIVES:
        return i < 2 or not sentence.items[i - 2].has(WC.PRONOUN)
    if before.has(WC.AGENT) and sentence.items[i].has(WC.PARTICIPLE):
        return False  # "by warning that"
    if before.has(WC.GROUP_NOUN):
        return False  # "some say"
    definite = tuple(sentence.language.words[WC.DEFINITE_BEGINNING])
    if definite and before.has(WC.DETERMINER) and not sentence.items[i].folded.startswith(definite):
        return False  # A demonstrative takes a definite noun: here it is a noun itself.
    follower = sentence.items[i + 1] if i + 1 < len(sentence) else None
    if _is_adjective_after_preposition(sentence, i):
        return True
    if sentence.language.capital_nouns and before.has(WC.DETERMINER) and sentence.items[i].word[0].islower():
        return follower is not None and follower.is_word  # An adjective has its noun after it: "Diese bestätigte, ..."
    return before.has(WC.DETERMINER, WC.PREPOSITION) and not before.has(WC.PRONOUN, WC.RELATIVE)


def _is_adjective_after_preposition(sentence: Sentence, i: int) -> bool:
    """Whether a determiner after a preposition comes before the word, adverbs aside ("om den mye omtalte planen").

    As a pronoun it would be no subject.
    """
    j = i - 1
    while j > 0 and sentence.items[j].has(WC.ADVERB) and not sentence.items[j].has(WC.DETERMINER):
        j -= 1
    before = sentence.items[j]
    return j > 0 and before.has(WC.DETERMINER) and before.has(WC.PRONOUN) and sentence.items[j - 1].has(WC.PREPOSITION)


def is_used_as_verb(sentence: Sentence, i: int, entry: CueEntry) -> bool:
    """Whether the word at ``i`` is the verb: no noun, no part of a name, with the particle or subject that it needs."""
    items = sentence.items
    if sentence.language.cased and i > 0 and items[i].word[0].isupper() and items[i - 1].is_word:
        return False
    if entry.frames == {"block"} and items[-1].word != ":":
        return False
    if entry.ties and entry.frames == {"about"} and not _is_tied(sentence, i, entry):
        return False
    if entry.impersonal and not sentence.holds(max(0, i - 2), i + 2, WC.EXPLETIVE):
        return find_origin(sentence, i) is not None
    if entry.needs_particle and find_particle(sentence, i, entry) is None:
        return False
    return not is_nominal(sentence, i) or items[i - 1].has(WC.ANAPHOR, WC.EXPLETIVE)


def find_origin(sentence: Sentence, i: int) -> int | None:
    """The preposition of who is heard, where it opens the clause of an impersonal verb ("Aus X verlautete, ...")."""
    items = sentence.items
    for k in range(i - 1, max(-1, i - _NAME - 1), -1):
        if not items[k].is_word:
            return None
        if items[k].has(WC.ORIGIN):
            before = items[k - 1] if k else None
            opens = before is None or not before.is_word or (before.folded,) in sentence.language.echoes
            return k if opens and k + 1 < i else None
    return None


def find_particle(sentence: Sentence, i: int, entry: CueEntry) -> int | None:
    """The item of the particle that goes with the verb at ``i``, in the same clause and near it.

    Where the verb ends its clause, the particle is right before it ("wie X bekannt gab").
    """
    if _ends_clause_with_particle(sentence, i, entry):
        return i - 1
    for k in range(i + 1, min(len(sentence), i + _PARTICLE + (_BRACKET if sentence.language.verb_bracket else 0))):
        item = sentence.items[k]
        if item.folded in entry.particles:
            ends = (
                k + 1 == len(sentence) or not sentence.items[k + 1].is_word or sentence.items[k + 1].has(WC.CONJUNCTION)
            )
            return k if ends or not sentence.language.verb_bracket else None
        if sentence.language.verb_bracket and _ends_bracket(sentence, k, entry):
            return None
    return None


def _ends_clause_with_particle(sentence: Sentence, i: int, entry: CueEntry) -> bool:
    items = sentence.items
    if not sentence.language.verb_bracket or i == 0 or items[i - 1].folded not in entry.particles:
        return False
    return i + 1 == len(items) or not items[i + 1].is_word


def _ends_bracket(sentence: Sentence, k: int, entry: CueEntry) -> bool:
    """Whether no particle can follow an item: a comma that no other closes, or quoted words not right before it."""
    item = sentence.items[k]
    if item.quoted is not None:
        return k + 1 >= len(sentence) or sentence.items[k + 1].folded not in entry.particles
    return item.is_comma and not _closes_soon(sentence, k)


def _closes_soon(sentence: Sentence, comma: int) -> bool:
    """Whether another comma closes what this one opens: an apposition or a relative clause."""
    return any(k.is_comma for k in sentence.items[comma + 1 : comma + _PARTICLE])


def _is_tied(sentence: Sentence, i: int, entry: CueEntry) -> bool:
    """Whether the preposition that a verb needs follows it in its clause."""
    for k in range(i + 1, min(len(sentence), i + _TIED)):
        if is_tie(sentence, k, entry):
            return True
        if not sentence.items[k].is_word and sentence.items[k].quoted is None:
            return False
    return False


def is_denied(sentence: Sentence, i: int) -> bool:
    """Whether the verb's act did not take place: negated, or after "fail to" (guidelines, section 5)."""
    items = sentence.items
    j = i - 1
    while j >= 0 and items[j].is_word and items[j].has(WC.AUXILIARY, WC.ADVERB, WC.INFINITIVE, WC.NEGATION, WC.NEGATOR):
        if items[j].has(WC.NEGATION, WC.NEGATOR):
            return True
        j -= 1
    if i + 1 >= len(items) or not items[i + 1].has(WC.NEGATION):
        return False
    return sentence.language.verb_second or (i + 2 < len(items) and items[i + 2].has(WC.COMPLEMENTIZER))


def is_infinitive(sentence: Sentence, i: int) -> bool:
    """Whether the verb is an infinitive: it need not have been said."""
    if i > 0 and sentence.items[i - 1].has(WC.INFINITIVE):
        return True
    for k in range(i - 1, max(-1, i - _FUTURE - 1), -1):
        if sentence.items[k].has(WC.FUTURE):
            return True  # "Da vil han orientere om ..."
        if not sentence.items[k].has(WC.ADVERB, WC.PRONOUN):
            return False
    return False


def is_passive(sentence: Sentence, i: int) -> bool:
    """Whether the verb is passive, so that its subject is not who speaks."""
    items = sentence.items
    if items[i].has(WC.PASSIVE_FORM):
        return True
    j = i - 1
    if j > 0 and items[j].has(WC.EXPLETIVE) and items[j - 1].has(WC.PASSIVE):
        j -= 1  # "er det meldt om"
    while j >= 0 and items[j].is_word and items[j].has(WC.ADVERB, WC.AUXILIARY):
        if items[j].has(WC.PASSIVE):
            return not items[i].has(WC.PARTICIPLE)
        j -= 1
    return False


def is_agent(sentence: Sentence, at: int) -> bool:
    """Whether the preposition that names a passive's agent is at an item."""
    return at < len(sentence) and sentence.items[at].has(WC.AGENT)

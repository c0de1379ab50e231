"""Which words of a sentence are cues: listed by the language, used as the verb or noun that they are listed as."""

from __future__ import annotations

from corpus.languages.data import WC, CueEntry
from corpus.quotes.sentence import GENITIVES, Sentence

#: A particle is at most so many items after its verb.
_PARTICLE = 8


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


def is_nominal(sentence: Sentence, i: int) -> bool:
    """Whether the word before tells that this one is a noun: a determiner, a genitive, a preposition."""
    if i == 0:
        return False
    before = sentence.items[i - 1]
    if before.word in GENITIVES:
        return i < 2 or not sentence.items[i - 2].has(WC.PRONOUN)
    if before.has(WC.AGENT) and sentence.items[i].has(WC.PARTICIPLE):
        return False  # "by warning that"
    return before.has(WC.DETERMINER, WC.PREPOSITION) and not before.has(WC.PRONOUN, WC.RELATIVE)


def is_used_as_verb(sentence: Sentence, i: int, entry: CueEntry) -> bool:
    """Whether the word at ``i`` is the verb: no noun, no part of a name, with the particle or subject that it needs."""
    items = sentence.items
    if sentence.language.cased and i > 0 and items[i].word[0].isupper() and items[i - 1].is_word:
        return False
    if entry.frames == {"block"} and items[-1].word != ":":
        return False
    if entry.impersonal and not any(k.has(WC.EXPLETIVE) for k in items[max(0, i - 2) : i + 2]):
        return False
    if entry.particle is not None and all(k.folded != entry.particle for k in items[i + 1 : i + _PARTICLE]):
        return False
    return not is_nominal(sentence, i) or items[i - 1].has(WC.ANAPHOR, WC.EXPLETIVE)


def is_denied(sentence: Sentence, i: int) -> bool:
    """Whether the verb's act did not take place: negated, or after "fail to" (guidelines, section 5)."""
    items = sentence.items
    j = i - 1
    while j >= 0 and items[j].is_word and items[j].has(WC.AUXILIARY, WC.ADVERB, WC.INFINITIVE, WC.NEGATION, WC.NEGATOR):
        if items[j].has(WC.NEGATION, WC.NEGATOR):
            return True
        j -= 1
    return i + 2 < len(items) and items[i + 1].has(WC.NEGATION) and items[i + 2].has(WC.COMPLEMENTIZER)


def is_infinitive(sentence: Sentence, i: int) -> bool:
    """Whether the verb is an infinitive: it need not have been said."""
    return i > 0 and sentence.items[i - 1].has(WC.INFINITIVE)


def is_passive(sentence: Sentence, i: int) -> bool:
    """Whether the verb is passive, so that its subject is not who speaks."""
    items = sentence.items
    if items[i].has(WC.PASSIVE_FORM):
        return True
    j = i - 1
    while j >= 0 and items[j].is_word and items[j].has(WC.ADVERB, WC.AUXILIARY):
        if items[j].has(WC.PASSIVE):
            return not items[i].has(WC.PARTICIPLE)
        j -= 1
    return False

"""The subject of a cue verb: on which side of it, and what between them belongs to it.

There is no parser: closed word classes and the declared word order of the language decide.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.languages.data import WC, CueEntry
from corpus.quotes.adjuncts import find_adjunct
from corpus.quotes.cues import is_passive, is_tie
from corpus.quotes.noun_phrases import (
    after_insertion,
    has_verb_cue,
    is_quoted_name,
    left_phrase,
    opens_phrase,
    opens_sentence,
    right_phrase,
)
from corpus.quotes.sentence import Range, Sentence

#: "X quoted as saying" has three words before the cue at least, and at most so many items between "quoted" and it.
_LEAST = 3
_QUOTED = 12
#: A surname with its particles has at most so many items.
_SURNAME = 4
#: An auxiliary is at most so many items before the verb that it belongs to.
_SPLIT = 10
#: A clause or its preposition is at most so many items after the verb that governs it.
_CLAUSE = 4
#: A noun of so many letters is too short to be read by its ending.
_SHORT = 6


def sides(sentence: Sentence, i: int, start: int) -> tuple[str, ...]:
    """Where the subject of a verb is looked for.

    Args:
        sentence: the sentence of the verb.
        i: the item of the verb.
        start: the item where a subject after the verb can begin.

    Returns:
        ``before`` and ``after``, the better first; empty where the verb takes the subject of another.
    """
    item = sentence.items[i]
    if item.has(WC.PARTICIPLE):
        adjoined = i > 0 and sentence.items[i - 1].is_word and not sentence.items[i - 1].has(WC.ADVERB, WC.SUBORDINATOR)
        return ("before",) if sentence.language.subject[0] == "before" and adjoined else ()
    if sentence.language.subject[0] == "after":
        return _sides_of_first(sentence, i)
    right = right_phrase(sentence, start) if _may_invert(sentence, i) else None
    if right is None or sentence.items[right[0]].has(WC.OBJECT_DETERMINER):
        return ("before",)
    if sentence.language.verb_second:
        return _sides_of_second(sentence, i, right)
    end = sentence.items[right[1]] if right[1] < len(sentence) else None
    closed = end is None or not end.is_word or _follows_quote(sentence, i)
    closed = closed or find_adjunct(sentence, right[1]) is not None
    return ("after", "before") if closed and left_phrase(sentence, i) is None else ("before",)


def _sides_of_first(sentence: Sentence, i: int) -> tuple[str, ...]:
    """`sides` where subjects usually follow their verbs."""
    item = sentence.items[i]
    joined = len(sentence.language.stems(item.folded)) > 1 and item.folded not in sentence.language.cues.words
    if joined:
        return ("after",)  # "and said": who is named before it is not its subject.
    # With an object after the verb, a phrase that fills the sentence up to it is the subject; so is one with a title.
    addressee = item.cue is not None and "addressee" in item.cue.frames
    titled = sentence.items[0].has(WC.TITLE, WC.PERSON_NOUN)
    return ("before", "after") if (addressee or titled) and left_phrase(sentence, i) == (0, i) else ("after", "before")


def _sides_of_second(sentence: Sentence, i: int, right: Range) -> tuple[str, ...]:
    """`sides` where the verb is second in its clause; ``right`` is the noun phrase after it."""
    items = sentence.items
    if i > 1 and items[i - 1].has(WC.CONJUNCTION) and not items[i - 1].has(WC.PREPOSITION):
        return ()  # Coordinated: it has the subject of the verb before it.
    if _after_auxiliary(sentence, i):
        return ("before",)
    left = left_phrase(sentence, i)
    if left is not None and items[left[0]].has(WC.OBJECT_DETERMINER):
        return ("after",)
    if right[1] - right[0] == 1 and items[right[0]].has(WC.SINGULAR_PERSON, WC.FIRST_PERSON):
        return ("after", "before")
    end = items[right[1]] if right[1] < len(items) else None
    if end is not None and end.has(WC.COMPLEMENTIZER):
        return ("after", "before")
    if i > 1 and items[i - 1].is_comma and items[i - 2].word in "!?":
        return ("after", "before")  # What was exclaimed comes before it.
    ends_clause = i > 0 and not items[i - 1].is_word and items[i - 1].word != ")"
    content_follows = end is not None and end.word != "."
    inverted = ends_clause and not (content_follows and _ends_apposition(sentence, i))
    return ("after", "before") if inverted else ("before", "after")


def _after_auxiliary(sentence: Sentence, i: int) -> bool:
    """Whether an auxiliary comes right before a verb, adverbs aside: the subject is then before or beside it."""
    items, j = sentence.items, i - 1
    while j >= 0 and items[j].is_word and items[j].has(WC.ADVERB) and not items[j].has(WC.AUXILIARY):
        j -= 1
    return j >= 0 and items[j].has(WC.AUXILIARY) and not items[j].has(WC.PASSIVE)


def _ends_apposition(sentence: Sentence, i: int) -> bool:
    """Whether the comma before a verb closes the apposition of the subject that its sentence starts with."""
    subject = left_phrase(sentence, i)
    if subject is None or not sentence.items[i - 1].is_comma:
        return False
    if any(k.quoted is not None and not is_quoted_name(sentence, n) for n, k in enumerate(sentence.items[:i])):
        return False
    opened = all(opens_sentence(sentence, k) for k in range(subject[0]))
    return opened and any(k.is_comma for k in sentence.items[slice(*subject)])


def _follows_quote(sentence: Sentence, i: int) -> bool:
    """Whether the verb is right after a quotation, or after its comma."""
    j = i - 2 if i > 1 and sentence.items[i - 1].is_comma else i - 1
    return j >= 0 and sentence.items[j].quoted is not None


def _may_invert(sentence: Sentence, i: int) -> bool:
    """Whether a clause can start with the verb at ``i``, so that its subject follows it."""
    items = sentence.items
    if sentence.language.verb_second:
        return True
    j = i - 1
    while j >= 0 and items[j].is_word and items[j].has(WC.ADVERB, WC.AUXILIARY, WC.TIME, WC.PREPOSITION):
        j -= 1
    return j < 0 or not items[j].is_word


def lacks_subject(sentence: Sentence, i: int) -> bool:
    """Whether a verb takes the subject of its sentence: a participle, or one coordinated with another verb."""
    if i == 0:
        return False
    item, before = sentence.items[i], sentence.items[i - 1]
    if sentence.language.verb_second and before.has(WC.INFINITIVE):
        return True
    free = not before.is_word or before.has(WC.CONJUNCTION, WC.ADVERB) or item.has(WC.PARTICIPLE)
    return free or len(sentence.language.stems(item.folded)) > 1


def subject_before(sentence: Sentence, i: int, sources: Sequence[Range]) -> Range | None:
    """The nearest of ``sources``, those of verbs before, or else the noun phrase that the sentence starts with."""
    named = next((s for s in reversed(sources) if not sentence.items[s[0]].has(WC.RELATIVE)), None)
    if named is not None:
        return named
    if sentence.language.subject[0] == "after":
        return subject_of_sentence(sentence, i)
    first = 0
    if sentence.items[0].has(WC.PREPOSITION):
        # After the adverbial that the sentence starts with.
        first = next((k for k in range(i) if sentence.items[k].is_comma), i)
    while first < i and opens_sentence(sentence, first):
        first += 1
    subject = right_phrase(sentence, first, apposition=False) if first < i else None
    return None if subject is None else _without_verb(sentence, subject)


def subject_of_sentence(sentence: Sentence, i: int) -> Range | None:
    """The subject of the clause that a sentence opens with, where verbs come first, for a later verb without its own.

    The first word may be that clause's verb, which no list has: it is one where who speaks follows it.
    """
    items = sentence.items
    first = next((k for k in range(i) if not opens_sentence(sentence, k) and not items[k].has(WC.AUXILIARY)), i)
    if first + 1 >= i or items[first].has(WC.PREPOSITION, WC.SUBORDINATOR):
        return None
    for at in (first + 1, first):
        subject = right_phrase(sentence, at, apposition=False)
        if subject is not None and subject[1] < i and _names_speaker(sentence, subject):
            return subject
    if not _leads_to_clause(sentence, i):
        return None
    nominal = items[first].folded.startswith(tuple(sentence.language.words[WC.DEFINITE_BEGINNING]))
    nominal = nominal or (first > 0 and items[first - 1].has(WC.ADVERSATIVE_UNMARKED))
    subject = right_phrase(sentence, first if nominal else first + 1, apposition=False)
    if subject is None or subject[1] >= i or (not nominal and subject[1] - subject[0] < _LEAST - 1):
        return None
    subject = (subject[0], next((k for k in range(subject[0] + 1, subject[1]) if items[k].has(WC.NEGATOR)), subject[1]))
    return None if has_verb_cue(items[slice(*subject)]) else subject


def _leads_to_clause(sentence: Sentence, i: int) -> bool:
    """Whether a complementizer, the verb's preposition or quoted words follow a verb soon: things do not say so."""
    entry = sentence.items[i].cue or sentence.items[i].noun
    soon = range(i + 1, min(len(sentence), i + _CLAUSE + 1))
    if any(sentence.items[k].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) for k in soon):
        return True
    return entry is not None and any(is_tie(sentence, k, entry) or sentence.items[k].quoted is not None for k in soon)


def _names_speaker(sentence: Sentence, phrase: Range) -> bool:
    """Whether the first word of a phrase is one for who speaks: a title, a person, a group or an organisation."""
    return sentence.items[phrase[0]].has(WC.TITLE, WC.PERSON_NOUN, WC.GROUP_NOUN, WC.ORGANISATION_NOUN)


def _without_verb(sentence: Sentence, phrase: Range) -> Range:
    """A sentence's first noun phrase without the verb that is read into it by closed classes alone.

    That is what follows a name in small letters, or the last word before another noun phrase.
    """
    items, (first, end) = sentence.items, phrase
    if items[first].word[0].isupper() and not items[first].has(WC.DETERMINER):
        small = next((k for k in range(first + 1, end) if items[k].is_word and items[k].word[0].islower()), end)
        return (first, small)
    another = end < len(items) and items[end].has(WC.DETERMINER, WC.PRONOUN)
    return (first, end - 1) if another and end - first > 2 else phrase


def quoted_as(sentence: Sentence, i: int) -> tuple[Range, Range | None] | None:
    """Who speaks in "X was quoted as saying" and in "Y quoted X as saying", and who carries it on in the latter."""
    items = sentence.items
    if items[i].has(WC.RELAYED) and is_passive(sentence, i):
        subject = left_phrase(sentence, i)
        return None if subject is None else (subject, None)
    if items[i].has(WC.RELAYED) and (words := _in_words(sentence, i)) is not None:
        carrier, quoted = left_phrase(sentence, i), _object_of(sentence, i + 1, words)
        return None if carrier is None or quoted is None else (quoted, carrier)
    if i < _LEAST or not (items[i].has(WC.PARTICIPLE) and items[i - 1].has(WC.AS)):
        return None
    k = next((k for k in range(i - 2, max(0, i - _QUOTED), -1) if items[k].has(WC.RELAYED)), None)
    if k is None:
        return None
    carrier, quoted = left_phrase(sentence, k), right_phrase(sentence, k + 1)
    if k == i - 2 and carrier is not None and is_passive(sentence, k):
        return carrier, None
    return (quoted, carrier) if quoted is not None and quoted[1] == i - 1 else None


def _in_words(sentence: Sentence, i: int) -> int | None:
    """The item where "in the words" begins that leads from a verb of quoting to the colon ("mit den Worten:")."""
    items = sentence.items
    colon = sentence.next_where(i, i + _QUOTED, ":")
    if colon is None or not items[colon - 1].has(WC.SAYING):
        return None
    return next((k for k in range(colon - 2, i, -1) if items[k].has(WC.PREPOSITION)), None)


def _object_of(sentence: Sentence, at: int, stop: int) -> Range | None:
    """The noun phrase between a verb, adverbs aside, and an item."""
    while at < stop and sentence.items[at].has(WC.ADVERB):
        at += 1
    phrase = right_phrase(sentence, at) if at < stop else None
    return None if phrase is None else (phrase[0], min(phrase[1], stop))


def is_placeholder_subject(sentence: Sentence, source: Range) -> bool:
    """Whether a would-be source only fills the subject's place ("det sies at"), or is an object ("called him")."""
    return source[1] - source[0] == 1 and sentence.items[source[0]].has(WC.ANAPHOR, WC.EXPLETIVE, WC.OBJECT_PRONOUN)


def may_stand_between(sentence: Sentence, at: int) -> bool:
    """Whether a word may be between a verb and the subject after it."""
    item = sentence.items[at]
    language = sentence.language
    to_whom = item.has(WC.OBJECT_PRONOUN) and (language.subject[0] == "after" or language.verb_bracket)
    return (to_whom or item.has(WC.ADVERB, WC.EXPLETIVE)) and not opens_phrase(sentence, at)


def subject_of_auxiliary(sentence: Sentence, i: int) -> Range | None:
    """The subject between an auxiliary and its verb, where subjects follow their verbs ("وكان X قد قال")."""
    if sentence.language.subject[0] != "after":
        return None
    items = sentence.items
    end = i - 1 if i > 0 and items[i - 1].has(WC.AUXILIARY) else i
    first = next((k for k in range(end - 1, max(-1, end - _SPLIT), -1) if items[k].has(WC.AUXILIARY)), None)
    if first is None or end - first < _LEAST - 1 or right_phrase(sentence, first + 1) is None:
        return None
    between = items[first + 1 : end]
    if any(not k.is_word or k.is_verb or k.has(WC.RELATIVE, WC.COMPLEMENTIZER, WC.SUBORDINATOR) for k in between):
        return None
    return (first + 1, end)


def pronoun_before(sentence: Sentence, i: int) -> Range | None:
    """The complementizer right before a verb, onto which its subject is written as a pronoun ("إلا أنه يقول")."""
    if i == 0 or sentence.language.subject[0] != "after":
        return None
    return (i - 1, i) if sentence.items[i - 1].has(WC.COMPLEMENTIZER_INSIDE) else None


def is_object_phrase(sentence: Sentence, i: int, phrase: Range, entry: CueEntry) -> bool:
    """Whether the one short noun phrase between a verb that needs an object and its preposition is that object."""
    items, (first, end) = sentence.items, phrase
    if not items[i].has(WC.OBJECT_VERB) or end >= len(items):
        return False
    if not items[end].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) and not is_tie(sentence, end, entry):
        return False
    definite = tuple(sentence.language.words[WC.DEFINITE_BEGINNING])
    construct = end - first == 2 and not items[first].folded.startswith(definite)
    return end - first == 1 or (construct and items[first + 1].folded.startswith(definite))


def opens_with_particle(sentence: Sentence, i: int) -> bool:
    """Whether a surname with a preposition as particle begins the sentence up to the verb ("Von der X sagte")."""
    items = sentence.items
    if not sentence.language.verb_second or not 1 < i <= _SURNAME or not items[0].has(WC.NAME_PARTICLE):
        return False
    return items[0].word[0].isupper() and items[i - 1].word[0].isupper()


def opens_clause(sentence: Sentence, first: int) -> bool:
    """Whether a subject before its verb opens a clause, as it does where subjects usually follow their verbs."""
    items = sentence.items
    if sentence.language.subject[0] == "before" or first == 0 or items[first].has(WC.RELATIVE, WC.PRONOUN):
        return True
    before = items[first - 1]
    opens = before.has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE, WC.CONJUNCTION, WC.SUBORDINATOR, WC.ADVERB, WC.TIME)
    return not before.is_word or opens or before.has(WC.AUXILIARY)


def is_fronted_as(sentence: Sentence, first: int) -> bool:
    """Whether a noun phrase before a second verb is no subject: "as" begins the sentence ("Als Grund gab X an")."""
    items = sentence.items
    echo = (items[0].folded,) in sentence.language.echoes
    return sentence.language.verb_second and first == 1 and items[0].has(WC.AS) and not echo


def is_accusative(sentence: Sentence, k: int) -> bool:
    """Whether a definite noun has an ending that no subject has."""
    item = sentence.items[k]
    endings = tuple(sentence.language.words[WC.OBJECT_ENDING])
    definite = item.folded.startswith(tuple(sentence.language.words[WC.DEFINITE_BEGINNING]))
    return (
        bool(endings) and definite and not item.classes and len(item.folded) > _SHORT and item.folded.endswith(endings)
    )


def with_insertion(sentence: Sentence, source: Range) -> tuple[Range, int]:
    """A subject after its verb, and the item after it and what commas insert before its complementizer.

    In "قال X، الذي ...، إن" the clause belongs to the name; a time or medium does not.
    """
    end = source[1]
    closing = after_insertion(sentence, end)
    if closing is None:
        return source, end
    if sentence.holds(end + 1, closing, WC.INFINITIVE) and sentence.language.verb_bracket:
        return source, closing + 1  # "..., ohne auf Fragen einzugehen, dass ..."
    if sentence.items[end + 1].has(WC.ADVERB, WC.PREPOSITION, WC.TIME):
        return source, end + 1
    return (source[0], closing), closing + 1


def object_border(sentence: Sentence, entry: CueEntry, source: Range) -> int | None:
    """Where the object begins that reading by closed classes takes into the subject behind a verb."""
    items, (first, end) = sentence.items, source
    asked = (k for k in range(first, end) if items[k].folded in entry.asks)
    tied = next(asked, None) or next((k for k in range(first, end) if is_tie(sentence, k, entry)), None)
    if tied is not None:
        return tied
    follows = end < len(items) and (
        items[end].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) or not items[end].is_word
    )
    if "object" not in entry.frames or (follows and items[end].word == ":"):
        return None
    if end < len(items) and (
        items[end].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) or items[end].quoted is not None
    ):
        return None
    if items[first].has(WC.VERBAL_NOUN):
        return first
    return next(
        (k for k in range(first + 1, end) if items[k].has(WC.VERBAL_NOUN) and _is_closed(sentence, k - 1)), None
    )


def _is_closed(sentence: Sentence, k: int) -> bool:
    """Whether a noun takes no other noun after it: it is definite, has a pronoun, or is a name."""
    item = sentence.items[k]
    definite = item.folded.startswith(tuple(sentence.language.words[WC.DEFINITE_BEGINNING]))
    common = item.has(
        WC.PERSON_NOUN, WC.ORGANISATION_NOUN, WC.TITLE, WC.GROUP_NOUN, WC.DETERMINER, WC.PREPOSITION, WC.CONJUNCTION
    )
    named = item.has(WC.ORGANISATION_NOUN) and item.folded.endswith(tuple(sentence.language.words[WC.NAME_ENDING]))
    return definite or named or not common

"""Verb brackets: a clause whose last word is the cue, while its subject stands at its start or beside its auxiliary."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.languages.data import WC
from corpus.quotes.noun_phrases import left_phrase, opens_sentence, right_phrase
from corpus.quotes.sentence import DASHES, Range, Sentence

#: A clause that a cue ends has at most so many items.
_CLAUSE = 40


@dataclass(frozen=True, slots=True)
class Bracket:
    """The clause that a verb ends.

    ``subject`` is its subject, ``begin`` its first item; ``passive`` and ``agent`` say that the subject does not speak
    and who does, ``denied`` that it is negated, ``infinitive`` that its auxiliary is a modal verb; ``end`` is the item
    after the verb and its auxiliaries.
    """

    subject: Range | None
    begin: int
    passive: bool = False
    agent: Range | None = None
    denied: bool = False
    infinitive: bool = False
    end: int = 0


def find_bracket(sentence: Sentence, i: int) -> Bracket | None:
    """The clause that the verb at ``i`` ends, if an auxiliary or a subordinating word opens it."""
    items = sentence.items
    end = i
    while end + 1 < len(items) and items[end + 1].is_word and items[end + 1].has(WC.AUXILIARY):
        end += 1
    if end + 1 < len(items) and items[end + 1].is_word and not items[end + 1].has(WC.CONJUNCTION):
        return None
    start = clause_start(sentence, i)
    head = items[start] if start < i else None
    if head is None:
        return None
    denied = sentence.holds(start, i, WC.NEGATION, WC.NEGATOR)
    passive = sentence.holds(i + 1, end + 1, WC.PASSIVE)
    if head.has(WC.SUBORDINATOR, WC.COMPLEMENTIZER) and not head.has(WC.PREPOSITION, WC.DETERMINER):
        return Bracket(first_phrase(sentence, start + 1, i), start, passive, denied=denied, end=end + 1)
    subject = _subject_of_relative(sentence, start, i, closed=end > i)
    if subject is not None:
        return Bracket(subject, start, passive, denied=denied, end=end + 1)
    return _of_auxiliary(sentence, start, i, denied=denied, end=end + 1)


def _subject_of_relative(sentence: Sentence, start: int, i: int, *, closed: bool) -> Range | None:
    """The subject of the relative clause that opens at ``start`` and ends with the verb ``i``; None if there is none.

    ``closed`` says that auxiliaries follow the verb. The subject is the relative, or comes after one that is an object
    or that a preposition governs.
    """
    items = sentence.items
    head, follower = items[start], items[start + 1]
    if start == 0 or not items[start - 1].is_comma:
        return None
    if head.has(WC.PREPOSITION) and follower.has(WC.RELATIVE):
        inside = start + 2 < i and not items[start + 2].word[0].isupper()
        return first_phrase(sentence, start + 2, i) if inside else None  # "..., bei dem sie gesagt hatte, ..."
    loose = follower.has(WC.PREPOSITION, WC.ADVERB, WC.TIME) and not follower.has(WC.DETERMINER)
    if not head.has(WC.RELATIVE) or not (closed or loose or start + 1 == i):
        return None
    is_object = head.has(WC.OBJECT_DETERMINER) and not head.has(WC.GENITIVE_DETERMINER)
    return (start, start + 1) if not is_object else first_phrase(sentence, start + 1, i)


def _of_auxiliary(sentence: Sentence, start: int, i: int, *, denied: bool, end: int) -> Bracket | None:
    """The bracket that an auxiliary in the clause opens, with the agent of a passive."""
    items = sentence.items
    finite = sentence.first_with(start, i, WC.AUXILIARY)
    if finite is None:
        return None
    subject = left_phrase(sentence, finite) or first_phrase(sentence, finite + 1, i)
    agent = None
    if items[finite].has(WC.PASSIVE):
        by = sentence.first_with(finite + 1, i, WC.AGENT)
        agent = None if by is None else right_phrase(sentence, by + 1)
    begin = min(start if subject is None else subject[0], finite)
    return Bracket(subject, begin, items[finite].has(WC.PASSIVE), agent, denied, items[finite].has(WC.MODAL), end)


def clause_start(sentence: Sentence, i: int) -> int:
    """The first item of the clause: after the mark before it, where that does not close an apposition."""
    items = sentence.items
    for k in range(i - 1, max(-1, i - _CLAUSE), -1):
        item = items[k]
        if item.quoted is None and (item.is_comma or item.word in DASHES or item.word in (":", ";")):
            inserted = next((m for m in range(k - 1, max(0, k - _CLAUSE // 3), -1) if items[m].is_comma), None)
            follows = items[k + 1]
            if item.is_comma and inserted is not None and follows.has(WC.AUXILIARY):
                continue
            if item.is_comma and _opens_apposition(sentence, k):
                continue
            return k + 1
    return 0


def _opens_apposition(sentence: Sentence, comma: int) -> bool:
    """Whether a clause whose verb is last has no verb before the comma yet ("wie X, Direktor der Stadt, betont")."""
    items = sentence.items
    first = next((m + 1 for m in range(comma - 1, max(-1, comma - _CLAUSE), -1) if not items[m].is_word), 0)
    if first >= comma or (items[first].folded,) not in sentence.language.echoes:
        return False
    return not any(k.is_verb or k.has(WC.AUXILIARY) for k in items[first + 1 : comma])


def first_phrase(sentence: Sentence, at: int, stop: int) -> Range | None:
    """The first noun phrase from an item on, adverbs and reflexive pronouns skipped, that ends before ``stop``."""
    items = sentence.items
    while (
        at < stop
        and (opens_sentence(sentence, at) or items[at].has(WC.OBJECT_PRONOUN))
        and not items[at].has(WC.DETERMINER)
    ):
        at += 1
    phrase = right_phrase(sentence, at, apposition=True) if at < stop else None
    return None if phrase is None else (phrase[0], min(phrase[1], stop))

"""Where the subject of a cue stands: on which side of its verb, or shared with a verb before."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.quotes.adjuncts import find_adjunct
from corpus.quotes.cues import is_passive
from corpus.quotes.frame import Range, Sentence
from corpus.quotes.phrases import left_phrase, opens_phrase, right_phrase

#: "X quoted as saying" has three words before the cue at least, and at most so many items between "quoted" and it.
_LEAST = 3
_QUOTED = 12


def sides(sentence: Sentence, i: int, start: int) -> tuple[str, ...]:
    """Where the subject is looked for, best first."""
    items, item = sentence.items, sentence.items[i]
    first = sentence.language.subject[0]
    if item.has("participle"):
        adjoined = i > 0 and items[i - 1].is_word and not items[i - 1].has("adverb", "subordinator")
        return ("before",) if first == "before" and adjoined else ()
    if first == "after":
        # With an object behind the verb, a phrase that fills the sentence up to it is the subject.
        spoken_to = item.cue is not None and "addressee" in item.cue.frames
        return ("before", "after") if spoken_to and left_phrase(sentence, i) == (0, i) else ("after", "before")
    right = right_phrase(sentence, start) if _may_invert(sentence, i) else None
    if right is None:
        return ("before",)
    behind = items[right[1]] if right[1] < len(items) else None
    if sentence.language.verb_second:
        ends_clause = i > 0 and not items[i - 1].is_word
        prefers = ends_clause or (behind is not None and behind.has("complementizer"))
        return ("after", "before") if prefers else ("before", "after")
    closed = behind is None or not behind.is_word or _follows_quote(sentence, i)
    closed = closed or find_adjunct(sentence, right[1]) is not None
    return ("after", "before") if closed and left_phrase(sentence, i) is None else ("before",)


def _follows_quote(sentence: Sentence, i: int) -> bool:
    """Whether the verb stands right behind a quotation, or behind its comma."""
    j = i - 2 if i > 1 and sentence.items[i - 1].is_comma else i - 1
    return j >= 0 and sentence.items[j].quoted is not None


def _may_invert(sentence: Sentence, i: int) -> bool:
    """Whether a clause can start with the verb at ``i``, so that its subject stands behind it."""
    items = sentence.items
    if sentence.language.verb_second:
        return True
    j = i - 1
    while j >= 0 and items[j].is_word and items[j].has("adverb", "auxiliary", "time", "preposition"):
        j -= 1
    return j < 0 or not items[j].is_word


def lacks_subject(sentence: Sentence, i: int) -> bool:
    """Whether a verb takes the subject of its sentence: a participle, or one coordinated with another verb."""
    if i == 0:
        return False
    item, before = sentence.items[i], sentence.items[i - 1]
    free = not before.is_word or before.has("conjunction", "adverb") or item.has("participle")
    return free or len(sentence.language.stems(item.folded)) > 1


def subject_before(sentence: Sentence, i: int, sources: Sequence[Range]) -> Range | None:
    """The nearest of ``sources``, those of verbs before, or else the noun phrase that the sentence starts with."""
    named = next((s for s in reversed(sources) if not sentence.items[s[0]].has("relative")), None)
    if named is not None or sentence.language.subject[0] == "after":
        return named
    first = 0
    if sentence.items[0].has("preposition"):
        # Behind the adverbial that the sentence starts with.
        first = next((k for k in range(i) if sentence.items[k].is_comma), i)
    while first < i and opens_sentence(sentence, first):
        first += 1
    subject = right_phrase(sentence, first, apposition=False) if first < i else None
    return None if subject is None else _without_verb(sentence, subject)


def _without_verb(sentence: Sentence, phrase: Range) -> Range:
    """A sentence's first noun phrase without the verb that reading by closed classes takes in.

    That is what follows a name in small letters, or the last word before another noun phrase.
    """
    items, (first, behind) = sentence.items, phrase
    if items[first].word[0].isupper() and not items[first].has("determiner"):
        small = next((k for k in range(first + 1, behind) if items[k].is_word and items[k].word[0].islower()), behind)
        return (first, small)
    another = behind < len(items) and items[behind].has("determiner", "pronoun")
    return (first, behind - 1) if another and behind - first > 2 else phrase


def opens_sentence(sentence: Sentence, at: int) -> bool:
    """Whether an item may stand before the subject that a sentence starts with."""
    item = sentence.items[at]
    return not item.is_word or item.has("conjunction", "adverb", "time")


def quoted_as(sentence: Sentence, i: int) -> tuple[Range, Range | None] | None:
    """Who speaks in "X was quoted as saying" and in "Y quoted X as saying", and who carries it on in the latter."""
    items = sentence.items
    if items[i].has("relayed") and is_passive(sentence, i):
        subject = left_phrase(sentence, i)
        return None if subject is None else (subject, None)
    if i < _LEAST or not (items[i].has("participle") and items[i - 1].has("as")):
        return None
    k = next((k for k in range(i - 2, max(0, i - _QUOTED), -1) if items[k].has("relayed")), None)
    if k is None:
        return None
    carrier, quoted = left_phrase(sentence, k), right_phrase(sentence, k + 1)
    if k == i - 2 and carrier is not None and is_passive(sentence, k):
        return carrier, None
    return (quoted, carrier) if quoted is not None and quoted[1] == i - 1 else None


def names_nobody(sentence: Sentence, source: Range) -> bool:
    """Whether a would-be source only fills the subject's place ("det sies at"), or is an object ("called him")."""
    return source[1] - source[0] == 1 and sentence.items[source[0]].has("anaphor", "expletive", "object_pronoun")


def may_stand_between(sentence: Sentence, at: int) -> bool:
    """Whether a word may stand between a verb and the subject behind it."""
    item = sentence.items[at]
    to_whom = item.has("object_pronoun") and sentence.language.subject[0] == "after"
    return (to_whom or item.has("adverb", "expletive")) and not opens_phrase(sentence, at)

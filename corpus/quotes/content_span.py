"""Where a content without marks begins and ends."""

from __future__ import annotations

import functools
from bisect import bisect_left
from collections.abc import Sequence

from corpus.languages.data import WC
from corpus.quotes.frame import CueFrame
from corpus.quotes.sentence import COMMAS, DASHES, Item, Range, Sentence

_CLOSERS = frozenset((".", "!", "?", "؟", ",", "،", ";", "؛", ":", "…", "–", "—", "-"))
#: Marks that pair with none; a quoted stretch is written like one of them, and is determined by what it holds.
_STRAY = frozenset('"“”„«»')


#: Words that can turn a sentence without a comma before them.
_TURNING = frozenset((WC.ADVERSATIVE_UNMARKED, WC.RESUMPTIVE))
#: A time at the end of a noun phrase has at most so many items with its preposition.
_TIME = 5


def content_start(sentence: Sentence, end: int) -> int:
    """The first item of a content at a sentence's start: not the dash, mark or "but" in front of it."""
    at = 0
    while at < end and _is_lead(sentence, at):
        at += 1
    return at


def _is_lead(sentence: Sentence, at: int) -> bool:
    item = sentence.items[at]
    return (not item.is_word and item.quoted is None) or item.has(WC.CONJUNCTION)


def content_end(sentence: Sentence, begin: int, start: int, later: Sequence[CueFrame]) -> int:
    """The item after a content that starts at ``start`` and whose cue's clause begins at ``begin``.

    It ends with its own clause if that is fronted or is between commas, at the next cue's clause if that is
    coordinated with it, otherwise with the sentence.
    """
    comma = _clause_end(sentence, begin, start)
    if comma is not None:
        return comma
    turns = _turning_points(sentence)
    after = bisect_left(turns, start)
    but = turns[after] if after < len(turns) else len(sentence)
    for frame in later:
        cut = _cut_before(sentence, frame, start)
        if cut is not None:
            return min(cut, but)
    return but


@functools.lru_cache(maxsize=4)
def _turning_points(sentence: Sentence) -> tuple[int, ...]:
    """The items at which the sentence turns, worked out once: each of its cues asks."""
    turns, found = sentence.language.turns, []
    for k, item in enumerate(sentence.items[:-1]):
        if item.word in COMMAS or item.folded in turns or not item.classes.isdisjoint(_TURNING):
            found += [k] * _turns(sentence, k)
    return tuple(found)


def _turns(sentence: Sentence, k: int) -> bool:
    """Whether a "but" sets a clause against the content: more often the writer's than the speaker's.

    A comma comes before most such words; before those of another class it says that the content continues.
    """
    item = sentence.items[k]
    if not item.is_comma:
        if item.classes and item.has(WC.ADVERSATIVE_UNMARKED, WC.RESUMPTIVE):
            return _resumes_fronted(sentence, k) or _turns_unmarked(sentence, k)
        return item.folded in sentence.language.turns and _opens_turn_phrase(sentence, k)
    turning = sentence.items[k + 1]
    if turning.word in DASHES or _begins_main_clause(sentence, k):
        return True
    # Where "and" is written onto the next word, an auxiliary after it opens a sentence of its own.
    joined = turning.has(WC.AUXILIARY) and len(sentence.language.stems(turning.folded)) > 1
    return joined or turning.has(WC.ADVERSATIVE)


def _turns_unmarked(sentence: Sentence, k: int) -> bool:
    return sentence.items[k].has(WC.ADVERSATIVE_UNMARKED) and not sentence.items[k - 1].is_comma


def _opens_turn_phrase(sentence: Sentence, k: int) -> bool:
    """Whether words that open a clause of the writer's are at an item ("في حين")."""
    phrases = sentence.language.turns[sentence.items[k].folded]
    return any(tuple(i.folded for i in sentence.items[k : k + len(p)]) == p for p in phrases)


def _begins_main_clause(sentence: Sentence, k: int) -> bool:
    """Whether after a comma "and" opens a main clause with its verb before its pronoun (", og siden gik jeg ...").

    Where the verb is second, no clause that a complementizer opens has that order.
    """
    items = sentence.items
    if not sentence.language.verb_second or k + 4 >= len(items) or not items[k + 1].has(WC.CONJUNCTION):
        return False
    at = k + 3 if items[k + 2].has(WC.PREPOSITION) and items[k + 3].has(WC.TIME) else k + 2
    if at + 2 >= len(items) or not items[at].has(WC.ADVERB, WC.TIME, WC.SUBORDINATOR):
        return False
    verb, subject = items[at + 1], items[at + 2]
    return subject.has(WC.PRONOUN) and verb.is_word and not verb.has(WC.PRONOUN, WC.ADVERB, WC.PREPOSITION)


def _resumes_fronted(sentence: Sentence, k: int) -> bool:
    """Whether "then" and a finite verb resume what a subordinate clause opened ("Når X ..., så er det ...")."""
    items = sentence.items
    if not sentence.language.verb_second or k + 1 >= len(items) or not items[0].has(WC.SUBORDINATOR):
        return False
    return items[k].has(WC.RESUMPTIVE) and items[k + 1].has(WC.AUXILIARY)


def noun_phrase_end(sentence: Sentence, start: int, end: int) -> int:
    """The end of a content that is a noun phrase: before a clause that a "but" opens, and before a closing time.

    Args:
        sentence: the sentence of the content.
        start: its first item.
        end: the item after it, as far as its cue governs.

    Returns:
        The item after the noun phrase.
    """
    items = sentence.items
    turn = (k for k in range(start + 1, end - 1) if items[k].is_comma and items[k + 1].has(WC.ADVERSATIVE_UNMARKED))
    end = next(turn, end)
    last = end
    while last > start + 1 and not items[last - 1].is_word:
        last -= 1
    for k in range(max(start + 2, last - _TIME), last - 1):
        if items[k].has(WC.PREPOSITION) and not items[k].has(WC.ATTACHING) and sentence.holds(k + 1, last, WC.TIME):
            return k if not sentence.holds(k + 1, last, WC.PREPOSITION) else end
    return end


def trimmed(sentence: Sentence, start: int, end: int) -> Range | None:
    """The items without the punctuation at their edges; None if nothing is left."""
    items = sentence.items
    while start < end and _is_edge(items[start]):
        start += 1
    while end > start and _is_edge(items[end - 1]):
        end -= 1
    return (start, end) if start < end else None


def _is_edge(item: Item) -> bool:
    return item.word in _CLOSERS or (item.quoted is None and item.word in _STRAY)


def without_bracket(sentence: Sentence, start: int, end: int) -> int:
    """The end of a content without the bracket that closes it: brackets are the writer's (guidelines, section 5)."""
    items = sentence.items
    last = end
    while last > start and items[last - 1].word in _CLOSERS:
        last -= 1
    if last <= start or items[last - 1].word != ")":
        return end
    opening = next((k for k in range(last - 2, start, -1) if items[k].word == "("), None)
    return end if opening is None else opening


def ends_clause(sentence: Sentence, at: int) -> bool:
    """Whether the sentence is over at an item, or punctuation is there."""
    return at >= len(sentence) or sentence.items[at].word in _CLOSERS


def _cut_before(sentence: Sentence, frame: CueFrame, start: int) -> int | None:
    """The item before which a content ends because a later cue begins a clause of its own."""
    items = sentence.items
    cut = frame.begin
    if cut <= start:
        return None
    while cut > start + 1 and items[cut - 1].has(WC.NEGATION, WC.AUXILIARY, WC.ADVERB):
        cut -= 1
    before = items[cut - 1]
    coordinated = before.has(WC.CONJUNCTION) and (frame.shared or frame.source is not None or frame.denied)
    joined = len(sentence.language.stems(items[frame.cue[0]].folded)) > 1
    if sentence.language.subject[0] == "after" and before.has(WC.ADVERSATIVE) and frame.after:
        return cut - 1 if cut - 1 > start else None  # "while reports told that"
    # Where verbs come first, a participle belongs to who speaks: it never continues what is said.
    adjoined = sentence.language.subject[0] == "after" and items[frame.cue[0]].has(WC.PARTICIPLE)
    if not before.is_comma and not coordinated and not joined and not adjoined:
        return None
    while cut > start and (items[cut - 1].is_comma or items[cut - 1].has(WC.CONJUNCTION, WC.ADVERB)):
        cut -= 1
    return cut if cut > start else None


def _clause_end(sentence: Sentence, begin: int, start: int) -> int | None:
    """The comma that ends a clause fronted to the sentence ("When X said that ..., Y") or set between commas."""
    items = sentence.items
    if _is_embedded(sentence, begin):
        related = items[begin].has(WC.RELATIVE)
        closing = (k for k in range(start, len(items) - 1) if items[k].is_comma and (related or _resumes(sentence, k)))
        return next(closing, None)
    opens_with_cue = begin == 0 and items[0].cue is not None and sentence.language.subject[0] == "before"
    fronted = items[0].has(WC.SUBORDINATOR) and not items[0].has(WC.ADVERB)
    if not fronted and not opens_with_cue:
        return None
    return next((k for k in range(start, len(items)) if items[k].is_comma), None)


def _is_embedded(sentence: Sentence, begin: int) -> bool:
    """Whether the cue is in a clause between commas ("X, while saying ..., has ...", "X, who said ..., left")."""
    items = sentence.items
    if items[begin].has(WC.RELATIVE) and begin > 1 and items[begin - 1].is_comma:
        return True
    if not items[begin].has(WC.PARTICIPLE):
        return False
    j = begin - 1
    while j > 0 and items[j].has(WC.SUBORDINATOR, WC.ADVERB):
        j -= 1
    return j > 0 and items[j].is_comma


def _resumes(sentence: Sentence, k: int) -> bool:
    return sentence.items[k].is_comma and sentence.items[k + 1].has(WC.AUXILIARY)


def is_relative_clause(sentence: Sentence, start: int) -> bool:
    """Whether a relative clause begins at an item: with a relative alone, or with a preposition and a relative."""
    items = sentence.items
    if items[start].has(WC.RELATIVE) and not items[start].has(WC.DETERMINER, WC.PRONOUN):
        return True
    if start + 2 >= len(items) or not items[start].has(WC.PREPOSITION) or not items[start + 1].has(WC.RELATIVE):
        return False
    return not items[start + 2].word[0].isupper()

"""Adverbials that may come between a cue and its content: times, adverbs, media and go-betweens."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.languages.data import WC
from corpus.quotes.noun_phrases import right_phrase
from corpus.quotes.sentence import Range, Sentence

#: How far after its preposition a medium's or time's noun may be, in items.
_REACH = 6


@dataclass(frozen=True, slots=True)
class Adjunct:
    """An adverbial that ends before item ``end``, with the medium that it names and who issued that."""

    end: int
    medium: Range | None = None
    issuer: Range | None = None


def find_adjunct(sentence: Sentence, at: int) -> Adjunct | None:
    """The time, adverb or "in a statement (from X)" that begins at an item."""
    items = sentence.items
    if at >= len(items) or not items[at].is_word:
        return None
    if items[at].has(WC.TIME, WC.ADVERB) and not items[at].has(WC.DETERMINER, WC.COMPLEMENTIZER):
        return Adjunct(at + 1)
    if not items[at].has(WC.PREPOSITION):
        return None
    through = items[at].has(WC.MEDIUM_PREPOSITION)
    if through and at + 2 < len(items) and items[at + 1].quoted is not None:
        return Adjunct(at + 2, (at + 1, at + 2))
    for k in range(at + 1, min(len(items), at + _REACH)):
        if not items[k].is_word or items[k].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE):
            return None
        if items[k].has(WC.MEDIUM) and through:
            return _medium(sentence, at, k)
        if items[k].has(WC.TIME):
            return Adjunct(_skip_classes(sentence, k + 1, WC.TIME))
    return None


def _medium(sentence: Sentence, at: int, noun: int) -> Adjunct:
    end = _skip_classes(sentence, noun + 1, WC.MEDIUM, WC.TIME, WC.ADVERB)
    issuer = None
    if end < len(sentence) and sentence.items[end].has(WC.ISSUER):
        issuer = right_phrase(sentence, end if sentence.items[end].has(WC.GENITIVE_DETERMINER) else end + 1)
        end = issuer[1] if issuer else end
    return Adjunct(end, (at + 1, noun + 1), issuer)


def _skip_classes(sentence: Sentence, at: int, *classes: str) -> int:
    while at < len(sentence) and sentence.items[at].is_word and sentence.items[at].has(*classes):
        at += 1
    return at


def find_via(sentence: Sentence, at: int) -> Range | None:
    """The go-between in "cited by X" at an item or after its comma."""
    items = sentence.items
    start = at + 1 if at < len(items) and items[at].is_comma else at
    for phrase in sentence.language.via_phrases if start < len(items) else ():
        if items[start].folded == phrase[0] and tuple(k.folded for k in items[start : start + len(phrase)]) == phrase:
            carrier = right_phrase(sentence, start + len(phrase))
            # One word alone ("to") says so only before an outlet.
            if carrier is not None and (len(phrase) > 1 or sentence.holds(*carrier, WC.OUTLET)):
                return carrier
    return None


def carries(sentence: Sentence, cue: int, addressee: Range) -> bool:
    """Whether who is spoken to carries the words on: an outlet to which they were said (guidelines, section 2, via)."""
    has_cue = sentence.items[cue].folded in sentence.language.words[WC.VIA_CUE]
    return has_cue and sentence.holds(*addressee, WC.OUTLET)

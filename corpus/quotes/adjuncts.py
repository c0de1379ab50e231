"""What stands between a cue and its content: somebody spoken to, a time, a medium, a go-between."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.quotes.frame import Range, Sentence
from corpus.quotes.phrases import right_phrase

#: How far behind its preposition a medium's or time's noun may stand, in items.
_REACH = 6


@dataclass(frozen=True, slots=True)
class Adjunct:
    """An adverbial that ends before item ``behind``, with the medium that it names and who issued that."""

    behind: int
    medium: Range | None = None
    issuer: Range | None = None


def find_adjunct(sentence: Sentence, at: int) -> Adjunct | None:
    """The time, adverb or "in a statement (from X)" that begins at an item."""
    items = sentence.items
    if at >= len(items) or not items[at].is_word:
        return None
    if items[at].has("time", "adverb") and not items[at].has("determiner", "complementizer"):
        return Adjunct(at + 1)
    if not items[at].has("preposition"):
        return None
    through = items[at].has("medium_preposition")
    if through and at + 2 < len(items) and items[at + 1].quoted is not None:
        return Adjunct(at + 2, (at + 1, at + 2))
    for k in range(at + 1, min(len(items), at + _REACH)):
        if not items[k].is_word or items[k].has("complementizer", "complementizer_inside"):
            return None
        if items[k].has("medium") and through:
            return _medium(sentence, at, k)
        if items[k].has("time"):
            return Adjunct(_behind(sentence, k + 1, "time"))
    return None


def _medium(sentence: Sentence, at: int, noun: int) -> Adjunct:
    behind = _behind(sentence, noun + 1, "medium", "time", "adverb")
    issuer = None
    if behind < len(sentence) and sentence.items[behind].has("issuer"):
        issuer = right_phrase(sentence, behind + 1)
        behind = issuer[1] if issuer else behind
    return Adjunct(behind, (at + 1, noun + 1), issuer)


def _behind(sentence: Sentence, at: int, *classes: str) -> int:
    while at < len(sentence) and sentence.items[at].is_word and sentence.items[at].has(*classes):
        at += 1
    return at


def find_via(sentence: Sentence, at: int) -> Range | None:
    """The go-between in "cited by X" at an item or behind its comma."""
    items = sentence.items
    start = at + 1 if at < len(items) and items[at].is_comma else at
    for phrase in sentence.language.via_phrases if start < len(items) else ():
        if items[start].folded == phrase[0] and tuple(k.folded for k in items[start : start + len(phrase)]) == phrase:
            carrier = right_phrase(sentence, start + len(phrase))
            # One word alone ("to") says so only before an outlet.
            if carrier is not None and (len(phrase) > 1 or any(k.has("outlet") for k in items[slice(*carrier)])):
                return carrier
    return None


def carries(sentence: Sentence, cue: int, spoken_to: Range) -> bool:
    """Whether who is spoken to carries the words on: an outlet that was told them (guidelines, section 2, via)."""
    told = sentence.items[cue].folded in sentence.language.words["via_cue"]
    return told and any(k.has("outlet") for k in sentence.items[slice(*spoken_to)])

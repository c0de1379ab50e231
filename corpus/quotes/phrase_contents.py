"""What a phrase that names a source reports: the words before it, after it, or on both sides of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.languages.data import WC
from corpus.quotes.content_span import content_end, content_start, ends_clause, is_relative_clause, trimmed
from corpus.quotes.frame import CueFrame
from corpus.quotes.sentence import Item, Range, Sentence

#: The least that makes a content of its own, in words.
_LEAST = 3
_MARKS = ("–", ";", ":")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """A phrase that names a source ("according to X") with the words on its sides, without marks at their edges."""

    sentence: Sentence
    frame: CueFrame
    first: int
    end: int
    left: Range | None
    right: Range | None

    @property
    def words_left(self) -> int:
        """How many words come before the phrase in its clause."""
        return self.sentence.words(self.first, self.frame.begin)

    @property
    def words_right(self) -> int:
        """How many words come after it in the sentence."""
        return self.sentence.words(self.end, len(self.sentence))

    @property
    def follows_comma(self) -> bool:
        """Whether a comma comes right before it."""
        return self.frame.begin > 0 and self.sentence.items[self.frame.begin - 1].is_comma

    @property
    def opens_clause(self) -> bool:
        """Whether a conjunction or a mark that ends a clause comes right before it."""
        if self.frame.begin == 0:
            return False
        before = self.sentence.items[self.frame.begin - 1]
        return before.has(WC.CONJUNCTION) or before.word in _MARKS

    @property
    def only_right(self) -> bool:
        """Whether nothing before it can be the content."""
        if self.left is None or self.words_left < _LEAST - 1:
            return True
        return self.opens_clause and self.words_right >= _LEAST

    @property
    def is_inside(self) -> bool:
        """Whether its clause continues after it, so that the content is on both sides."""
        language = self.sentence.language
        if self.right is None or not language.verb_second or self.opens_clause:
            return self.is_inserted
        # Where the verb is last, one word after the phrase may be it.
        enough = self.words_right >= (1 if language.verb_bracket else _LEAST)
        closes = language.verb_bracket and _closes_apposition(self.sentence, self.frame)
        return (enough and (closes or not ends_clause(self.sentence, self.end))) or self.is_inserted

    @property
    def is_inserted(self) -> bool:
        """Whether "as X said" is between commas after the beginning of what it reports."""
        closed = self.frame.echo and self.end > self.frame.end
        return closed and self.follows_comma and self.right is not None and self.words_left >= _LEAST - 1


def words_around(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> list[Range]:
    """What "according to X" reports: the rest of its sentence, before it, after it, or on both sides of it."""
    around = _surroundings(sentence, frame, later)
    left, right = around.left, around.right
    if left is None or around.only_right:
        return [] if right is None else [right]
    if right is None:
        return [left]
    if around.is_inside:
        return [left, right]
    closed = ends_clause(sentence, around.end)
    at_comma = around.end >= len(sentence) or sentence.items[around.end].is_comma
    if around.words_right < _LEAST or (closed and not at_comma):
        return [left]
    if around.follows_comma:
        return [left, right]
    return [left] if closed else [right]


def _surroundings(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> Surroundings:
    items = sentence.items
    begin, end = frame.begin, frame.end
    first = _clause_of_phrase(sentence, begin)
    # "X said that, according to Y, ...": only what follows is Y's.
    governed = begin > 1 and items[begin - 1].is_comma and items[begin - 2].has(WC.COMPLEMENTIZER)
    left = None if governed else trimmed(sentence, first, begin)
    while end < len(items) and items[end].has(WC.COMPLEMENTIZER) and not items[end].has(WC.DETERMINER):
        end += 1
    if frame.echo and end < len(items) and items[end].is_comma:
        end += 1
    right = trimmed(sentence, end, content_end(sentence, end, end, later)) if end < len(items) else None
    if frame.echo and begin == 0:
        right = trimmed(sentence, end, len(items))
    return Surroundings(sentence, frame, first, end, left, right)


def _clause_of_phrase(sentence: Sentence, begin: int) -> int:
    """Where the clause begins that a phrase is in: at its sentence's start, or after the last comma where each has one.

    A comma in front of a relative or subordinate clause, or after a clause with its own verb, is such a one.
    """
    start = content_start(sentence, begin)
    items = sentence.items
    if not sentence.language.verb_bracket or items[begin - 1].is_comma:
        return start
    comma = next((k for k in range(begin - 1, start, -1) if items[k].is_comma), None)
    if comma is None or comma + 1 >= begin:
        return start
    head = items[comma + 1]
    if head.has(WC.SUBORDINATOR) or is_relative_clause(sentence, comma + 1):
        return comma + 1
    if head.has(WC.AUXILIARY) or (head.is_word and head.word[0].islower() and not head.classes):
        return start  # The verb of the clause before, after something between commas.
    opening = next((k + 1 for k in range(comma - 1, start, -1) if items[k].is_comma), start)
    fronted = items[opening].has(WC.SUBORDINATOR) or is_relative_clause(sentence, opening)
    if fronted or not _has_finite(sentence, opening, comma):
        return start
    return comma + 1 if _has_finite(sentence, comma + 1, begin) else start


def _has_finite(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a stretch has a finite verb: an auxiliary, or a word in small letters of no class with such an ending."""
    endings = tuple(sentence.language.words[WC.FINITE_ENDING])
    return any(_is_finite(k, endings) for k in sentence.items[start:end])


def _is_finite(item: Item, endings: tuple[str, ...]) -> bool:
    if item.has(WC.AUXILIARY):
        return True
    unlisted = item.is_word and item.word[0].islower() and not item.classes
    return unlisted and item.folded.endswith(endings)


def _closes_apposition(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether the comma after a phrase closes the apposition of its source ("nach Angaben des Chefs, X, ...")."""
    items = sentence.items
    if frame.source is None or frame.end >= len(items) or not items[frame.end].is_comma:
        return False
    return any(k.is_comma for k in items[slice(*frame.source)]) and not items[frame.begin - 1].is_comma

"""A paragraph as the rules see it: its words and marks outside quotations, each quotation standing as one item.

The words of the writer are what says who speaks; the words of the speaker must not be mistaken for them. So a quoted
stretch is folded into a single item, and sentences are those of the writer: a full stop inside a quotation ends a
sentence only where the quotation ends with it and no cue goes on behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.language import CueEntry, Language
from corpus.quotes.marks import Quoted
from corpus.records import Span
from corpus.text import tokenize

_TERMINAL = frozenset((".", "!", "?", "؟", "…", "...", "....", "۔"))
_NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Item:
    """A word or mark of the writer's (``quoted`` is None), or a whole quoted stretch.

    ``cue`` and ``noun`` are what the language data says of the word as a verb (or phrase) and as a noun that cues.
    """

    start: int
    end: int
    word: str
    folded: str
    classes: frozenset[str]
    cue: CueEntry | None
    noun: CueEntry | None
    quoted: Quoted | None

    @property
    def is_word(self) -> bool:
        """Whether it is a word, not a mark and not a quotation."""
        return self.quoted is None and (self.word[0].isalnum() or self.word[0] == "_")

    def has(self, *classes: str) -> bool:
        """Whether the word is of one of the classes."""
        return not self.classes.isdisjoint(classes)


@dataclass(frozen=True, slots=True)
class Frame:
    """The items of one paragraph and its sentences as ranges ``[low, high)`` of items."""

    text: str
    language: Language
    items: Sequence[Item]
    sentences: Sequence[tuple[int, int]]

    def span(self, low: int, high: int) -> Span:
        """The stretch of the raw text that the items ``[low, high)`` cover."""
        return Span(self.items[low].start, self.items[high - 1].end)


def build_frame(text: str, start: int, end: int, quoted: Sequence[Quoted], language: Language) -> Frame:
    """Items and sentences of the paragraph ``text[start:end]``; of ``quoted`` the outermost stretches count."""
    items: list[Item] = []
    at = start
    for stretch in (q for q in quoted if q.depth == 0):
        if stretch.start < at:
            continue
        items += words_of(text, at, stretch.start, language)
        items.append(Item(stretch.start, stretch.end, '"', '"', _NONE, None, None, stretch))
        at = stretch.end
    items += words_of(text, at, end, language)
    return Frame(text, language, items, _sentences(text, items, language))


def words_of(text: str, start: int, end: int, language: Language) -> list[Item]:
    """The words and marks of a stretch as items."""
    tokens = tokenize(text, start, end, folding=language.fold)
    return [
        Item(s, e, w, f, language.classes_of(f), language.cue(f), language.noun_cues.get(f), None)
        for s, e, w, f in zip(tokens.starts, tokens.ends, tokens.words, tokens.folded, strict=True)
    ]


def _sentences(text: str, items: Sequence[Item], language: Language) -> list[tuple[int, int]]:
    out, low = [], 0
    for i, item in enumerate(items):
        if item.quoted is not None:
            ended = ends_sentence(text, item.quoted)
        else:
            ended = item.word in _TERMINAL and not _abbreviated(items, i, language)
        if ended and i + 1 < len(items) and _starts(items[i + 1], language, after_quote=item.quoted is not None):
            out.append((low, i + 1))
            low = i + 1
    if low < len(items):
        out.append((low, len(items)))
    return out


def ends_sentence(text: str, quoted: Quoted) -> bool:
    """Whether the quoted words end with a full stop or the like."""
    inner = text[quoted.inner_start : quoted.inner_end].rstrip("'’”\" ")
    return inner[-1:] in (".", "!", "?", "؟", "…")


def _abbreviated(items: Sequence[Item], i: int, language: Language) -> bool:
    if i == 0 or items[i].word != "." or items[i - 1].end != items[i].start:
        return False
    before = items[i - 1]
    initial = len(before.word) == 1 and before.word.isupper()
    return initial or before.folded in language.abbreviations


def _starts(item: Item, language: Language, *, after_quote: bool) -> bool:
    """Whether an item can open a sentence; behind a quotation a cue in small letters goes on with the old one."""
    if item.quoted is not None:
        return True
    if not item.is_word:
        return item.word in "–—-(["
    if item.cue is not None and after_quote:
        return False
    return not language.cased or item.word[0].isupper() or item.word[0].isdigit()

"""A paragraph as sentences of the writer's words, in which each quotation is a single item.

Only the writer's words say who speaks. A quoted stretch is therefore folded into one item, and a full stop inside a
quotation ends a sentence only where the quotation ends with it and no cue follows.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from corpus.languages.data import WC, CueEntry
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens, Tokens
from corpus.quotes.marks import Quoted
from corpus.records import Segment, Span

COMMAS = frozenset((",", "،"))
DASHES = frozenset(("–", "—", "―", "-"))
#: English writes it onto names; so do other languages onto English ones. the tokenizer makes it a token of its own.
GENITIVES = frozenset(("'s", "’s"))
_TERMINAL = frozenset((".", "!", "?", "؟", "…", "...", "....", "۔"))
_MAY_END = _TERMINAL | {")"}
_NONE: frozenset[str] = frozenset()
_BLOCK = frozenset(("block",))
#: A sentence is cut after so many items: no newsroom writes longer ones, and the rules look at all of a sentence.
_LONGEST_SENTENCE = 400
#: The name and cue after a quotation take at most so many items.
_TAG = 10
#: A word this long that is not listed may be two that the raw text has run together.
_RUN_TOGETHER = 10
_LONGEST_WORD = 40
_SHORTEST = 4
#: An ordinal that is written with a full stop has at most so many digits.
_ORDINAL = 2
#: The credit of a picture has at most so many items.
_CREDIT = 8

#: Items ``[first, end)`` of a sentence.
Range = tuple[int, int]


@dataclass(slots=True, eq=False)
class Item:
    """A word or mark of the writer's (``quoted`` is None), or a whole quoted stretch.

    ``cue`` and ``noun`` are what the language data says of the word as a verb (or phrase) and as a noun that cues,
    ``signals`` whether a cue can begin with it. It is never changed; it is not frozen because that would double the
    cost of making one, and one is made of every word.
    """

    start: int
    end: int
    word: str
    folded: str
    classes: frozenset[str]
    cue: CueEntry | None
    noun: CueEntry | None
    quoted: Quoted | None
    signals: bool = False

    @property
    def is_word(self) -> bool:
        """Whether it is a word, not a mark and not a quotation."""
        return self.quoted is None and (self.word[0].isalnum() or self.word[0] == "_")

    @property
    def is_cue(self) -> bool:
        """Whether the language data lists it as a verb or phrase that cues, and not only before a block."""
        return self.cue is not None and self.cue.frames != _BLOCK

    @property
    def is_verb(self) -> bool:
        """Whether the language data lists it as a verb that cues, and not only before a block."""
        return self.is_cue and self.cue is not None and self.cue.kind == "verbs"

    @property
    def is_comma(self) -> bool:
        """Whether it is a comma."""
        return self.word in COMMAS

    def has(self, *classes: str) -> bool:
        """Whether the word is of one of the classes."""
        return not self.classes.isdisjoint(classes)


@dataclass(frozen=True, slots=True, eq=False)
class Sentence:
    """One sentence of the writer's, as items. Compared by identity, so that what follows from it can be remembered."""

    text: str
    language: Language
    items: Sequence[Item]

    def __len__(self) -> int:
        return len(self.items)

    def span(self, first: int, end: int) -> Span:
        """The stretch of the raw text that the items ``[first, end)`` cover."""
        return Span(self.items[first].start, self.items[end - 1].end)

    def words(self, first: int, end: int) -> int:
        """How many words are in ``[first, end)``."""
        return sum(item.is_word for item in self.items[first:end])

    def holds(self, first: int, end: int, *classes: str) -> bool:
        """Whether a word of one of the classes is in ``[first, end)``."""
        return any(not item.classes.isdisjoint(classes) for item in self.items[first:end])

    def first_with(self, first: int, end: int, *classes: str) -> int | None:
        """The first item in ``[first, end)`` that is a word of one of the classes."""
        return next((k for k in range(first, end) if not self.items[k].classes.isdisjoint(classes)), None)

    def next_where(self, first: int, end: int, word: str) -> int | None:
        """The first item in ``[first, end)`` that is written so."""
        return next((k for k in range(first, min(end, len(self.items))) if self.items[k].word == word), None)

    @property
    def span_all(self) -> Span:
        """The stretch that the whole sentence covers."""
        return self.span(0, len(self.items))


def build_sentences(
    tokens: ArticleTokens,
    within: Span,
    quoted: Sequence[Quoted],
    language: Language,
    *,
    vocabulary: Collection[str] = (),
) -> list[Sentence]:
    """The sentences of the paragraph ``within``; of ``quoted`` the outermost stretches count.

    ``vocabulary`` holds the folded words of the article so far, by which two words run together are distinguished.
    """
    items: list[Item] = []
    at = within.start
    for stretch in (q for q in quoted if q.depth == 0):
        if stretch.start < at:
            continue
        items += words_of(tokens.between(at, stretch.start), language, vocabulary=vocabulary)
        items.append(Item(stretch.start, stretch.end, '"', '"', _NONE, None, None, stretch))
        at = stretch.end
    items += words_of(tokens.between(at, within.end), language, vocabulary=vocabulary)
    return [Sentence(tokens.text, language, items[a:b]) for a, b in _bounds(tokens.text, items, language)]


def words_of(tokens: Tokens, language: Language, *, vocabulary: Collection[str] = ()) -> list[Item]:
    """The words and marks of a stretch as items."""
    items: list[Item] = []
    look_up, new, add = language.word, object.__new__, items.append
    for start, end, word, folded in zip(tokens.starts, tokens.ends, tokens.words, tokens.folded, strict=True):
        known = look_up(folded)
        # One is made of every word: set field by field it costs half of a call of its initialiser.
        item = new(Item)
        item.start, item.end, item.word, item.folded = start, end, word, folded
        item.classes = classes = _NONE if known.by_ending and word[0].isupper() else known.classes
        item.cue, item.noun, item.quoted, item.signals = known.cue, known.noun, None, known.signals
        if classes or len(folded) < _RUN_TOGETHER or known.cue or known.noun:
            add(item)
        else:
            items += _split_run(item, language, vocabulary)
    return items


def _split_run(item: Item, language: Language, vocabulary: Collection[str]) -> list[Item]:
    """A cue and the next word, where the raw text has run them together ("statedcoalition").

    Told by the rest being a word of the article, and the whole being none of the language data's.
    """
    folded = item.folded
    if len(folded) > _LONGEST_WORD or len(folded) != item.end - item.start:
        return [item]
    for cut in range(_SHORTEST, len(folded) - _SHORTEST):
        rest = folded[cut:]
        cue = language.cues.words.get(folded[:cut])
        if cue is not None and rest in vocabulary:
            middle, known = item.start + cut, language.word(rest)
            head = Item(item.start, middle, item.word[:cut], folded[:cut], _NONE, cue, None, None, True)
            opens = bool(known.phrases)
            tail = Item(middle, item.end, item.word[cut:], rest, known.classes, None, None, None, opens)
            return [head, tail]
    return [item]


def _bounds(text: str, items: Sequence[Item], language: Language) -> list[Range]:
    out, low = [], 0
    for i in [k for k, item in enumerate(items) if item.word in _MAY_END or item.quoted is not None]:
        item = items[i]
        if item.word == ")" and not _ends_caption(items, i, language):
            continue
        while low + _LONGEST_SENTENCE <= i:
            out.append((low, low + _LONGEST_SENTENCE))
            low += _LONGEST_SENTENCE
        ended = ends_sentence(text, item.quoted) if item.quoted is not None else not _abbreviated(items, i, language)
        follower = items[i + 1] if i + 1 < len(items) else None
        ends = ended and follower is not None and _starts(follower, language, after_quote=item.quoted is not None)
        # Where the verb is second it comes right after the quotation: a name begins a sentence of its own.
        tagged = item.quoted is not None and not language.verb_second and _is_tag(items, i + 1)
        ends = ends and not tagged
        if ends:
            out.append((low, i + 1))
            low = i + 1
    out += [(k, min(k + _LONGEST_SENTENCE, len(items))) for k in range(low, len(items), _LONGEST_SENTENCE)]
    return out


def _ends_caption(items: Sequence[Item], i: int, language: Language) -> bool:
    """Whether a bracket holds an outlet alone, the credit of a picture, where no capital shows the next sentence."""
    if language.cased:
        return False
    for k in range(i - 1, max(-1, i - _CREDIT), -1):
        if items[k].word == "(":
            return k < i - 1
        if items[k].is_word and not items[k].has(WC.OUTLET):
            return False
    return False


def _is_tag(items: Sequence[Item], at: int) -> bool:
    """Whether a name and a cue follow a quotation that ends with a full stop or the like ('"Why?" Kari Moen asked')."""
    for k in range(at, min(len(items), at + _TAG)):
        item = items[k]
        if item.is_verb and k > at and item.word[0].islower():
            end = items[k + 1] if k + 1 < len(items) else None
            return end is None or not end.is_word or end.has(WC.TIME, WC.ADVERB, WC.PREPOSITION, WC.AS)
        closed = item.has(WC.AUXILIARY, WC.COMPLEMENTIZER, WC.RELATIVE, WC.SUBORDINATOR, WC.PREPOSITION, WC.CONJUNCTION)
        if item.quoted is not None or (not item.is_word and item.word != "." and item.word not in GENITIVES) or closed:
            return False
    return False


def ends_sentence(text: str, quoted: Quoted) -> bool:
    """Whether the quoted words end with a full stop or the like."""
    inner = text[quoted.inner_start : quoted.inner_end].rstrip("'’”\" ")
    return inner[-1:] in (".", "!", "?", "؟", "…")


def _abbreviated(items: Sequence[Item], i: int, language: Language) -> bool:
    if i == 0 or items[i].word != "." or items[i - 1].end != items[i].start:
        return False
    before = items[i - 1]
    initial = len(before.word) == 1 and before.word.isupper()
    return initial or before.folded in language.abbreviations or (language.ordinal_point and _is_ordinal(items, i))


def _is_ordinal(items: Sequence[Item], point: int) -> bool:
    """Whether a full stop makes a number an ordinal: a month or the like follows, or a determiner comes before."""
    number, follower = items[point - 1], items[point + 1] if point + 1 < len(items) else None
    if not number.word.isdecimal() or len(number.word) > _ORDINAL or follower is None or not follower.is_word:
        return False
    return follower.has(WC.TIME) or (point > 1 and items[point - 2].has(WC.DETERMINER, WC.PREPOSITION))


def _starts(item: Item, language: Language, *, after_quote: bool) -> bool:
    """Whether an item can open a sentence; after a quotation a cue in small letters continues the old one."""
    if item.quoted is not None:
        return True
    if not item.is_word:
        return item.word in "–—-(["
    if item.cue is not None and after_quote and not (language.cased and item.word[0].isupper()):
        return False
    return not language.cased or item.word[0].isupper() or item.word[0].isdigit()


def sentence_spans(tokens: ArticleTokens, segment: Segment, language: Language) -> list[Span]:
    """The sentences of ``text[segment.start:segment.end]`` as spans of the raw text, in order, none empty."""
    return [s.span_all for s in build_sentences(tokens, segment.span, (), language)]

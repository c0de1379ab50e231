"""Compare two renderings in one language word by word: equal, respelled, swapped, cut and added.

Only words are aligned, so texts that differ in commas alone are equal. Brackets next to a word belong to it: an editor
marks a word of his own with them, as in "[Daesh]". White space and punctuation between two edits belong to neither;
inside an edit they are part of it as written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import Literal, TypeVar

import regex
from rapidfuzz.distance import Indel, Levenshtein

from corpus.align.numbers import normalize_figure
from corpus.languages.language import Language
from corpus.languages.tokenizer import tokenize

#: Word classes without content of their own.
_FUNCTION_WORDS = (
    "determiner", "preposition", "conjunction", "complementizer", "relative", "pronoun", "auxiliary", "infinitive",
    "object_pronoun", "subordinator", "anaphor",
)  # fmt: skip
_OPENING, _CLOSING = "[({", "])}"
#: Punctuation inside a word, except between the digits of a number.
_BARE = regex.compile(r"(?<!\p{N})[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+(?!\p{N})")
_WORD = regex.compile(r"[\p{L}\p{N}]")
_SENTENCE_END = regex.compile(r"[.!?…:\n]|\p{Pi}|\p{Ps}|\"")
_INVISIBLE = regex.compile(r"\p{Cf}+")


@dataclass(frozen=True, slots=True)
class TextWords:
    """The words of a text, as parallel lists.

    Attributes:
        text: the text.
        starts: where each word starts, brackets included, in code points.
        ends: where it ends.
        folded: the word as its language folds it.
        bare: its letters and digits alone, or a number in canonical form; two words are aligned by these.
        spelled: the word as written, its first letter in lower case, since its place in the sentence may change that.
        binding: whether it is a function word.
        opens: whether a sentence may start with it.
    """

    text: str
    starts: list[int]
    ends: list[int]
    folded: list[str]
    bare: list[str]
    spelled: list[str]
    binding: list[bool]
    opens: list[bool]

    def __len__(self) -> int:
        return len(self.starts)


def split_words(text: str, language: Language) -> TextWords:
    """Split a text into words; punctuation alone is not a word.

    Args:
        text: the text.
        language: its language.
    """
    tokens = tokenize(text, 0, len(text), folding=language.fold)
    binding = frozenset[str]().union(*(language.words[c] for c in _FUNCTION_WORDS))
    words = TextWords(text, [], [], [], [], [], [], [])
    for start, end, word, folded in zip(tokens.starts, tokens.ends, tokens.words, tokens.folded, strict=True):
        if not _WORD.search(word):
            continue
        previous = words.ends[-1] if words.ends else 0
        first, last = _with_brackets(text, start, end, previous)
        words.starts.append(first)
        words.ends.append(last)
        words.folded.append(folded)
        words.bare.append(normalize_figure(folded, language) or _BARE.sub("", folded) or folded)
        words.spelled.append(_spelled(text[first:last]))
        words.binding.append(folded in binding)
        words.opens.append(not previous or _SENTENCE_END.search(text, previous, first) is not None)
    return words


def _with_brackets(text: str, start: int, end: int, previous: int) -> tuple[int, int]:
    """Extend ``[start, end)`` over brackets next to it, on the left no further than the end of the previous word."""
    while start > previous and text[start - 1] in _OPENING:
        start -= 1
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    return start, end


def _spelled(written: str) -> str:
    plain = unicodedata.normalize("NFC", _INVISIBLE.sub("", written)).replace("’", "'").replace("‑", "-")
    return plain[:1].lower() + plain[1:]


Operation = Literal["equal", "respelled", "swapped", "cut", "added"]
EQUAL: Operation = "equal"
RESPELLED: Operation = "respelled"
SWAPPED: Operation = "swapped"
CUT: Operation = "cut"
ADDED: Operation = "added"

#: rapidfuzz needs a bit per pair of words: this many are 250 MB, two texts of 45,000 words. Longer texts are compared
#: at their beginning and end only.
MAX_WORD_PAIRS = 2_000_000_000
#: Respellings are looked for in swaps of up to this many pairs of words: 50 by 50.
_MAX_TRIED_PAIRS = 2_500
#: A word is a respelling if at most one letter in five differs, neither the first nor the last (inflection changes
#: endings), and it has at least this many letters: "defence". "Undermine" and "underline" pass, too: letters alone
#: cannot distinguish.
_MIN_SIMILARITY, _MIN_LENGTH = 0.8, 6


@dataclass(frozen=True, slots=True)
class Edit:
    """One step from the first text to the second: spans ``[start, end)`` of each in code points, empty for nothing."""

    operation: Operation
    first_start: int
    first_end: int
    second_start: int
    second_end: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Words ``[a, b)`` of the first text aligned with words ``[c, d)`` of the second; ``same`` if they are equal."""

    same: bool
    a: int
    b: int
    c: int
    d: int

    @property
    def size(self) -> int:
        return max(self.b - self.a, self.d - self.c)


@dataclass(frozen=True, slots=True)
class _Step:
    """An operation on words ``[a, b)`` of the first text and ``[c, d)`` of the second."""

    operation: Operation
    a: int
    b: int
    c: int
    d: int


_Part = TypeVar("_Part", _Block, _Step)
_SAME, _OPERATION = attrgetter("same"), attrgetter("operation")


def compare_words(first: TextWords, second: TextWords) -> tuple[float, list[Edit]]:
    """Compare two texts of one language.

    Args:
        first: words of the first text.
        second: words of the second text.

    Returns:
        The share of words that are equal or respelled, 0 to 1, rounded to four digits; and the edits that turn the
        first text into the second, in order. They cover all words of both texts and are symmetric: exchanging the
        texts exchanges the sides of each edit.

    Examples:
        >>> compare_words(split_words("air craft", en), split_words("aircraft", en))
        (1.0, [Edit(operation='respelled', first_start=0, first_end=9, second_start=0, second_end=8)])
    """
    if (second.bare, second.spelled) < (first.bare, first.spelled):
        similarity, edits = compare_words(second, first)
        return similarity, [_swap_sides(e) for e in edits]
    blocks = _join_changes(_slide_changes(list(_blocks(first.bare, second.bare)), first, second), first)
    steps = list(_merge_runs((s for block in blocks for s in _steps(block, first, second)), _OPERATION))
    kept = sum(s.b - s.a + s.d - s.c for s in steps if s.operation in (EQUAL, RESPELLED))
    total = len(first) + len(second)
    return round(kept / total, 4) if total else 1.0, list(_edits(steps, first, second))


def _swap_sides(edit: Edit) -> Edit:
    sides: dict[Operation, Operation] = {CUT: ADDED, ADDED: CUT}
    operation = sides.get(edit.operation, edit.operation)
    return Edit(operation, edit.second_start, edit.second_end, edit.first_start, edit.first_end)


def _blocks(first: Sequence[str], second: Sequence[str]) -> Iterator[_Block]:
    """Alternate equal and changed blocks, with as many common words as possible."""
    n, m = len(first), len(second)
    head = _common_prefix(first, second)
    tail = _common_prefix(first[head:][::-1], second[head:][::-1])
    if head:
        yield _Block(True, 0, head, 0, head)
    inner, other = first[head : n - tail], second[head : m - tail]
    if len(inner) * len(other) > MAX_WORD_PAIRS:
        yield _Block(False, head, n - tail, head, m - tail)
    elif inner or other:
        found = Indel.opcodes(inner, other)
        changes = (
            _Block(o.tag == "equal", head + o.src_start, head + o.src_end, head + o.dest_start, head + o.dest_end)
            for o in found
        )
        yield from _merge_runs(changes, _SAME)
    if tail:
        yield _Block(True, n - tail, n, m - tail, m)


def _common_prefix(first: Sequence[str], second: Sequence[str]) -> int:
    """The number of words that two sequences have in common at their beginning."""
    shorter = min(len(first), len(second))
    return next((i for i in range(shorter) if first[i] != second[i]), shorter)


def _merge_runs(parts: Iterable[_Part], kind: Callable[[_Part], object]) -> Iterator[_Part]:
    """Merge consecutive parts of one kind: a deletion next to an insertion is one change."""
    for _, run in groupby(parts, key=kind):
        first, *rest = run
        last = rest[-1] if rest else first
        yield replace(first, b=last.b, d=last.d)


def _slide_changes(blocks: list[_Block], first: TextWords, second: TextWords) -> list[_Block]:
    """Move a cut or addition near the beginning or end to it, where the words allow both.

    "(The plan, he said,) the plan works", not "the plan (he said, the plan) works".
    """
    opened = _to_beginning(blocks, first.bare, second.bare)
    back = [_mirror(b, len(first), len(second)) for b in reversed(opened)]
    closed = _to_beginning(back, first.bare[::-1], second.bare[::-1])
    return [_mirror(b, len(first), len(second)) for b in reversed(closed)]


def _mirror(block: _Block, n: int, m: int) -> _Block:
    return _Block(block.same, n - block.b, n - block.a, m - block.d, m - block.c)


def _to_beginning(blocks: list[_Block], first: Sequence[str], second: Sequence[str]) -> list[_Block]:
    if len(blocks) < 3 or not blocks[0].same:
        return blocks
    head, change, *rest = blocks
    size = head.size
    if change.c == change.d and _ends_with_head(first, size, change.a, change.b):
        cut = _Block(False, 0, change.b - size, 0, 0)
        return [cut, *_merge_runs([_Block(True, change.b - size, change.b, 0, size), *rest], _SAME)]
    if change.a == change.b and _ends_with_head(second, size, change.c, change.d):
        added = _Block(False, 0, 0, 0, change.d - size)
        return [added, *_merge_runs([_Block(True, 0, size, change.d - size, change.d), *rest], _SAME)]
    return blocks


def _ends_with_head(words: Sequence[str], size: int, start: int, end: int) -> bool:
    """Whether words ``[start, end)`` end with the first ``size`` words of the text."""
    return end - start >= size and words[:size] == words[end - size : end]


def _join_changes(blocks: list[_Block], first: TextWords) -> list[_Block]:
    """Join changes that are separated only by function words, fewer than each of them holds."""
    kept: list[_Block] = []
    for block in blocks:
        if len(kept) > 1 and _is_weak_separator(kept[-2], kept[-1], block, first):
            before = kept[-2]
            kept[-2:] = [_Block(False, before.a, block.b, before.c, block.d)]
        else:
            kept.append(block)
    return kept


def _is_weak_separator(before: _Block, between: _Block, after: _Block, first: TextWords) -> bool:
    """Whether ``between`` is fewer words than the changes around it, and all of them function words."""
    if after.same or between.size >= min(before.size, after.size):
        return False
    return all(first.binding[between.a : between.b])


def _steps(block: _Block, first: TextWords, second: TextWords) -> Iterator[_Step]:
    """Turn a block into steps: an equal one word by word, a changed one with respelled words paired."""
    if block.same:
        for i, j in zip(range(block.a, block.b), range(block.c, block.d), strict=True):
            yield _pair(i, j, first, second)
        return
    a, c = block.a, block.c
    for i, j in [*_respelled_pairs(block, first.bare, second.bare), (block.b, block.d)]:
        if (a, c) != (i, j):
            yield _Step(_operation(first.bare[a:i], second.bare[c:j]), a, i, c, j)
        if (i, j) != (block.b, block.d):
            yield _pair(i, j, first, second)
        a, c = i + 1, j + 1


def _pair(i: int, j: int, first: TextWords, second: TextWords) -> _Step:
    return _Step(EQUAL if first.spelled[i] == second.spelled[j] else RESPELLED, i, i + 1, j, j + 1)


def _operation(first: Sequence[str], second: Sequence[str]) -> Operation:
    if not second:
        return CUT
    if not first:
        return ADDED
    # One word or two: "air craft" and "aircraft".
    return RESPELLED if "".join(first) == "".join(second) else SWAPPED


def _respelled_pairs(block: _Block, first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Find the largest ordered set of word pairs that are respellings, by dynamic programming."""
    rows, columns = range(block.a, block.b), range(block.c, block.d)
    if len(rows) * len(columns) > _MAX_TRIED_PAIRS:
        return []
    near = {(i, j) for i in rows for j in columns if _is_respelling(first[i], second[j])}
    if not near:
        return []
    best = {(i, j): 0 for i in (*rows, block.b) for j in (*columns, block.d)}
    for i in reversed(rows):
        for j in reversed(columns):
            paired = best[i + 1, j + 1] + 1 if (i, j) in near else 0
            best[i, j] = max(best[i + 1, j], best[i, j + 1], paired)
    pairs, i, j = [], block.a, block.c
    while i < block.b and j < block.d:
        if (i, j) in near and best[i, j] == best[i + 1, j + 1] + 1:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i, j] == best[i + 1, j]:
            i += 1
        else:
            j += 1
    return pairs


def _is_respelling(first: str, second: str) -> bool:
    if first[0] != second[0] or first[-1] != second[-1] or max(len(first), len(second)) < _MIN_LENGTH:
        return False
    if any(c.isdecimal() for c in first + second):
        return False
    return Levenshtein.normalized_similarity(first, second) >= _MIN_SIMILARITY


def _edits(steps: Iterable[_Step], first: TextWords, second: TextWords) -> Iterator[Edit]:
    """Turn steps between words into edits between spans of the texts."""
    first_end, second_end = 0, 0
    for step in steps:
        first_start, first_end = _span(first, step.a, step.b, first_end)
        second_start, second_end = _span(second, step.c, step.d, second_end)
        yield Edit(step.operation, first_start, first_end, second_start, second_end)


def _span(words: TextWords, start: int, end: int, previous: int) -> tuple[int, int]:
    """The span of words ``[start, end)``; for no words, the empty one at the end of the previous edit."""
    return (words.starts[start], words.ends[end - 1]) if start < end else (previous, previous)

"""Compare two renderings in one language word by word: equal, respelled, swapped, cut and added.

Words drive the alignment; marks do not, so texts that differ in commas alone are equal. Brackets that touch a word
belong to it: by them an editor marks a word as his own, as in "[Daesh]". White space and marks between two edits belong
to neither; inside an edit they are part of it as written.
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

from corpus.align.numbers import normal_figure
from corpus.languages.language import Language
from corpus.languages.tokenizer import tokenize

#: Word classes that carry no statement of their own.
_BINDING = (
    "determiner", "preposition", "conjunction", "complementizer", "relative", "pronoun", "auxiliary", "infinitive",
    "object_pronoun", "subordinator", "anaphor",
)  # fmt: skip
_OPENING, _CLOSING = "[({", "])}"
#: Signs inside a word, but for those that part the digits of a number.
_BARE = regex.compile(r"(?<!\p{N})[^\p{L}\p{M}\p{N}]+|[^\p{L}\p{M}\p{N}]+(?!\p{N})")
_WORD = regex.compile(r"[\p{L}\p{N}]")
_ENDED = regex.compile(r"[.!?…:\n]|\p{Pi}|\p{Ps}|\"")
_UNSEEN = regex.compile(r"\p{Cf}+")


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text: where each starts and ends with its brackets, how it is compared and how it is spelled.

    ``folded`` is the word as its language folds it, ``bare`` its letters and digits alone, or a number in its one
    form, ``spelled`` the word as written but for a capital first letter, which the place in the sentence may ask for.
    ``binding`` says that it is of a closed class, ``opens`` that a sentence may begin with it.
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


def words_of(text: str, language: Language) -> Words:
    """The words of a text; single marks are none."""
    tokens = tokenize(text, 0, len(text), folding=language.fold)
    binding = frozenset[str]().union(*(language.words[c] for c in _BINDING))
    words = Words(text, [], [], [], [], [], [], [])
    for start, end, word, folded in zip(tokens.starts, tokens.ends, tokens.words, tokens.folded, strict=True):
        if not _WORD.search(word):
            continue
        floor = words.ends[-1] if words.ends else 0
        while start > floor and text[start - 1] in _OPENING:
            start -= 1  # noqa: PLW2901
        while end < len(text) and text[end] in _CLOSING:
            end += 1  # noqa: PLW2901
        words.starts.append(start)
        words.ends.append(end)
        words.folded.append(folded)
        words.bare.append(normal_figure(folded, language) or _BARE.sub("", folded) or folded)
        words.spelled.append(_spelled(text[start:end]))
        words.binding.append(folded in binding)
        words.opens.append(not floor or _ENDED.search(text, floor, start) is not None)
    return words


def _spelled(written: str) -> str:
    plain = unicodedata.normalize("NFC", _UNSEEN.sub("", written)).replace("’", "'").replace("‑", "-")
    return plain[:1].lower() + plain[1:]


Operation = Literal["equal", "respelled", "swapped", "cut", "added"]
EQUAL: Operation = "equal"
RESPELLED: Operation = "respelled"
SWAPPED: Operation = "swapped"
CUT: Operation = "cut"
ADDED: Operation = "added"

#: The library's table takes a bit for each pair of words: this is 250 MB, two texts of 45,000 words. What is longer is
#: compared at its beginning and end alone.
MOST_PAIRS = 2_000_000_000
#: The words of a swapped stretch are tried against one another up to so many pairs: 50 words by 50.
_MOST_TRIED = 2_500
#: A word is respelled if at most one letter in five differs, not the first or last, and it has so many: "defence".
#: Endings differ in inflection. "Undermine" and "underline" come out as respelled, too: no rule of letters knows.
_LEAST_ALIKE, _SHORTEST = 0.8, 6


@dataclass(frozen=True, slots=True)
class Edit:
    """One step from the first text to the second: the stretch ``[start, end)`` of each, empty for nothing."""

    operation: Operation
    first_start: int
    first_end: int
    second_start: int
    second_end: int


@dataclass(frozen=True, slots=True)
class _Block:
    """Words ``[a, b)`` of the first text beside words ``[c, d)`` of the second, whole words long."""

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


def compare(first: Words, second: Words) -> tuple[float, list[Edit]]:
    """How alike two texts of one language are, and the edits that make the second of the first.

    The number is the share of words that are equal or respelled, 0 to 1, rounded so that it prints. The edits come in
    order, cover all words of both texts, and are the same, with sides changed, whichever text is the first.
    """
    if (second.bare, second.spelled) < (first.bare, first.spelled):
        similarity, edits = compare(second, first)
        return similarity, [_turned(e) for e in edits]
    blocks = _bound(_slid(list(_blocks(first.bare, second.bare)), first, second), first)
    steps = list(_merged((s for block in blocks for s in _refined(block, first, second)), _OPERATION))
    kept = sum(s.b - s.a + s.d - s.c for s in steps if s.operation in (EQUAL, RESPELLED))
    total = len(first) + len(second)
    return round(kept / total, 4) if total else 1.0, list(_edits(steps, first, second))


def _turned(edit: Edit) -> Edit:
    sides: dict[Operation, Operation] = {CUT: ADDED, ADDED: CUT}
    operation = sides.get(edit.operation, edit.operation)
    return Edit(operation, edit.second_start, edit.second_end, edit.first_start, edit.first_end)


def _blocks(first: Sequence[str], second: Sequence[str]) -> Iterator[_Block]:
    """Equal and changed stretches in turn, with as many words in common as can be."""
    n, m = len(first), len(second)
    least = min(n, m)
    head = next((i for i in range(least) if first[i] != second[i]), least)
    tail = next((i for i in range(least - head) if first[n - 1 - i] != second[m - 1 - i]), least - head)
    if head:
        yield _Block(True, 0, head, 0, head)
    inner, other = first[head : n - tail], second[head : m - tail]
    if len(inner) * len(other) > MOST_PAIRS:
        yield _Block(False, head, n - tail, head, m - tail)
    elif inner or other:
        found = Indel.opcodes(inner, other)
        changes = (
            _Block(o.tag == "equal", head + o.src_start, head + o.src_end, head + o.dest_start, head + o.dest_end)
            for o in found
        )
        yield from _merged(changes, _SAME)
    if tail:
        yield _Block(True, n - tail, n, m - tail, m)


def _merged(parts: Iterable[_Part], kind: Callable[[_Part], object]) -> Iterator[_Part]:
    """Parts of one kind that follow one another as one: what was deleted beside what was inserted is one change."""
    for _, run in groupby(parts, key=kind):
        first, *rest = run
        last = rest[-1] if rest else first
        yield replace(first, b=last.b, d=last.d)


def _slid(blocks: list[_Block], first: Words, second: Words) -> list[_Block]:
    """What was cut or added near the beginning or the end moved to it, where the words allow both readings.

    "(The plan, he said,) the plan works", not "the plan (he said, the plan) works".
    """
    opened = _to_beginning(blocks, first.bare, second.bare)
    back = [_mirrored(b, len(first), len(second)) for b in reversed(opened)]
    closed = _to_beginning(back, first.bare[::-1], second.bare[::-1])
    return [_mirrored(b, len(first), len(second)) for b in reversed(closed)]


def _mirrored(block: _Block, n: int, m: int) -> _Block:
    return _Block(block.same, n - block.b, n - block.a, m - block.d, m - block.c)


def _to_beginning(blocks: list[_Block], first: Sequence[str], second: Sequence[str]) -> list[_Block]:
    if len(blocks) < 3 or not blocks[0].same:
        return blocks
    head, change, *rest = blocks
    size = head.size
    if change.c == change.d and first[: head.b] == first[change.b - size : change.b] and change.b - change.a >= size:
        cut = _Block(False, 0, change.b - size, 0, 0)
        return [cut, *_merged([_Block(True, change.b - size, change.b, 0, size), *rest], _SAME)]
    if change.a == change.b and second[: head.d] == second[change.d - size : change.d] and change.d - change.c >= size:
        added = _Block(False, 0, 0, 0, change.d - size)
        return [added, *_merged([_Block(True, 0, size, change.d - size, change.d), *rest], _SAME)]
    return blocks


def _bound(blocks: list[_Block], first: Words) -> list[_Block]:
    """Changes as one where only words of closed classes part them, and fewer than each of them holds."""
    kept: list[_Block] = []
    for block in blocks:
        if len(kept) > 1 and not block.same and kept[-1].size < min(kept[-2].size, block.size):
            between = kept[-1]
            if all(first.binding[between.a : between.b]):
                kept[-2:] = [_Block(False, kept[-2].a, block.b, kept[-2].c, block.d)]
                continue
        kept.append(block)
    return kept


def _refined(block: _Block, first: Words, second: Words) -> Iterator[_Step]:
    """A stretch as steps: spellings told apart in an equal one, words that are near paired in a changed one."""
    if block.same:
        for i, j in zip(range(block.a, block.b), range(block.c, block.d), strict=True):
            yield _pair(i, j, first, second)
        return
    a, c = block.a, block.c
    for i, j in [*_near_pairs(block, first.bare, second.bare), (block.b, block.d)]:
        if (a, c) != (i, j):
            yield _Step(_operation(first.bare[a:i], second.bare[c:j]), a, i, c, j)
        if (i, j) != (block.b, block.d):
            yield _pair(i, j, first, second)
        a, c = i + 1, j + 1


def _pair(i: int, j: int, first: Words, second: Words) -> _Step:
    return _Step(EQUAL if first.spelled[i] == second.spelled[j] else RESPELLED, i, i + 1, j, j + 1)


def _operation(first: Sequence[str], second: Sequence[str]) -> Operation:
    if not second:
        return CUT
    if not first:
        return ADDED
    # One word or two: "air craft" and "aircraft".
    return RESPELLED if "".join(first) == "".join(second) else SWAPPED


def _near_pairs(block: _Block, first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """The most pairs of words, in order, that differ in little but their spelling."""
    rows, columns = range(block.a, block.b), range(block.c, block.d)
    if len(rows) * len(columns) > _MOST_TRIED:
        return []
    near = {(i, j) for i in rows for j in columns if _near(first[i], second[j])}
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


def _near(first: str, second: str) -> bool:
    if first[0] != second[0] or first[-1] != second[-1] or max(len(first), len(second)) < _SHORTEST:
        return False
    if any(c.isdecimal() for c in first + second):
        return False
    return Levenshtein.normalized_similarity(first, second) >= _LEAST_ALIKE


def _edits(steps: Iterable[_Step], first: Words, second: Words) -> Iterator[Edit]:
    """Steps between words as edits between stretches of the texts; nothing stands behind what came last."""
    at, there = 0, 0
    for s in steps:
        one = (first.starts[s.a], first.ends[s.b - 1]) if s.a < s.b else (at, at)
        other = (second.starts[s.c], second.ends[s.d - 1]) if s.c < s.d else (there, there)
        at, there = one[1], other[1]
        yield Edit(s.operation, *one, *other)

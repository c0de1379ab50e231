"""The words of a rendering, as two renderings are compared by them.

Single marks are no words. Brackets that touch a word go with it: by them an editor says that the word is his, as in
"[Daesh]".
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

import regex

from corpus.align.numbers import normal_figure
from corpus.language import Language
from corpus.text import tokenize

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

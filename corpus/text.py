"""Tokens of a text with their offsets, and the folded form that words are compared by.

Nothing here changes a text: matching is done on folded copies of single tokens, so composed and decomposed letters,
bidirectional controls, vowel signs or soft hyphens never move an offset.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

import regex

# An initialism (U.S.), a word with inner apostrophes, hyphens, points before small letters, or digits with commas;
# a genitive 's is a token of its own so that it can stay outside a source; then runs of points; then any one mark.
_TOKEN = regex.compile(
    r"""(?:\p{L}\.){2,}
      | (?!['’]s\b)[\p{L}\p{N}_][\p{L}\p{N}\p{M}_]*
        (?: (?: (?:['’](?!s\b)|[-‐‑]|(?<=\p{N})[.,:](?=\p{N})|\.(?=\p{Ll}[\p{Ll}\p{N}])|\p{Cf}+) )
            [\p{L}\p{N}_][\p{L}\p{N}\p{M}_]* )*
      | ['’]s\b
      | \.{2,}
      | [^\s\p{Cf}]""",
    regex.VERBOSE,
)
_UNSEEN = regex.compile(r"\p{Cf}+")

Fold = Callable[[str], str]


def fold(word: str) -> str:
    r"""A word as it is compared: composed (NFC), case-folded, without invisible characters, straight apostrophes.

    >>> fold("På") == fold("Pa\u030a")
    True
    """
    if word.isascii():
        return word.lower()
    return unicodedata.normalize("NFC", _UNSEEN.sub("", word)).casefold().replace("’", "'").replace("‑", "-")


def fold_line(line: str) -> str:
    """A line as the cleaning rules see it: NFC, without invisible characters, white space runs as one space.

    Case is kept: a caption's capitals are evidence. Its offsets mean nothing; roles are given to whole lines.
    """
    return " ".join(unicodedata.normalize("NFC", _UNSEEN.sub("", line)).split())


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of one stretch of text, as parallel lists: offsets into the raw text, written and folded forms."""

    starts: list[int]
    ends: list[int]
    words: list[str]
    folded: list[str]

    def __len__(self) -> int:
        return len(self.starts)


def tokenize(text: str, start: int, end: int, *, folding: Fold = fold) -> Tokens:
    """Split ``text[start:end]`` into words and single marks, white space and invisible characters left out."""
    starts, ends, words = [], [], []
    for match in _TOKEN.finditer(text, start, end):
        starts.append(match.start())
        ends.append(match.end())
        words.append(match.group())
    return Tokens(starts, ends, words, [folding(w) for w in words])

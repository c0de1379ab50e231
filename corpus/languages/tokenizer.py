"""Tokens of a text with their offsets, and the folded form that words are compared by.

Nothing here changes a text: matching is done on folded copies of single tokens, so composed and decomposed letters,
bidirectional controls, vowel signs or soft hyphens never move an offset.
"""

from __future__ import annotations

import functools
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable
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
#: What ends no word, though it is no letter, or the end of the text.
_JOINERS = frozenset(("\u200c", "\u200d"))
#: So many pieces between spaces are remembered with their tokens, none longer than this, so that memory stays flat.
_REMEMBERED = 1 << 15
_LONGEST_PIECE = 40

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
    if line.isascii():
        return " ".join(line.split())
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

    def __getitem__(self, part: slice) -> Tokens:
        return Tokens(self.starts[part], self.ends[part], self.words[part], self.folded[part])


def tokenize(text: str, start: int, end: int, *, folding: Fold = fold) -> Tokens:
    """Split ``text[start:end]`` into words and single marks, white space and invisible characters left out."""
    starts: list[int] = []
    ends: list[int] = []
    words: list[str] = []
    at = start
    # No token holds a space or looks after one, so pieces between spaces can be split each on its own, and most are
    # known from before.
    for piece in text[start:end].split(" "):
        if piece:
            for first, behind, word in _split(piece) if len(piece) <= _LONGEST_PIECE else _split_anew(piece):
                starts.append(at + first)
                ends.append(at + behind)
                words.append(word)
        at += len(piece) + 1
    return Tokens(starts, ends, words, list(map(folding, words)))


def _split_anew(piece: str) -> tuple[tuple[int, int, str], ...]:
    return tuple((*match.span(), match.group()) for match in _TOKEN.finditer(piece))


_split = functools.lru_cache(maxsize=_REMEMBERED)(_split_anew)


class ArticleTokens:
    """The tokens of an article's paragraphs, made once for all steps that look at words.

    Args:
        text: the raw text.
        paragraphs: the stretches ``(start, end)`` of it to be split, in order and apart from one another.
        folding: how words are compared.
    """

    def __init__(self, text: str, paragraphs: Iterable[tuple[int, int]], *, folding: Fold = fold) -> None:
        self.text = text
        self.paragraphs = list(paragraphs)
        self._folding = folding
        self._starts = [start for start, _ in self.paragraphs]
        self._tokens = [tokenize(text, start, end, folding=folding) for start, end in self.paragraphs]

    @property
    def count(self) -> int:
        """How many tokens there are in all paragraphs."""
        return sum(map(len, self._tokens))

    def between(self, start: int, end: int) -> Tokens:
        """The tokens of ``text[start:end]``, as `tokenize` would split it."""
        n = bisect_right(self._starts, start) - 1
        if n < 0 or end > self.paragraphs[n][1]:
            return tokenize(self.text, start, end, folding=self._folding)
        tokens = self._tokens[n]
        if (start, end) == self.paragraphs[n]:
            return tokens
        first, behind = bisect_left(tokens.starts, start), bisect_left(tokens.starts, end)
        cut = (first and tokens.ends[first - 1] > start) or (behind and tokens.ends[behind - 1] > end)
        # A stretch that begins or ends inside a token, or before an invisible joiner, has tokens of its own.
        cut = cut or self.text[end : end + 1] in _JOINERS
        return tokenize(self.text, start, end, folding=self._folding) if cut else tokens[first:behind]

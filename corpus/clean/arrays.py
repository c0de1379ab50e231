"""A text's lines as arrays of code points and words, from which features are computed without a loop over characters.

Words are compared by a polynomial hash modulo 2**64, so that no string is made for any of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]


class Sign:
    """What a code point is: plain numbers, since numpy is slow in comparing with members of an enumeration."""

    UNKNOWN = 0
    SPACE = 1
    UPPER = 2
    LOWER = 3
    UNCASED = 4
    DIGIT = 5
    MARK = 6
    STOP = 7
    QUOTE = 8
    DASH = 9
    COMMA = 10
    COLON = 11
    BRACKET = 12
    SYMBOL = 13
    BULLET = 14
    PUNCTUATION = 15
    OTHER = 16


_LISTED = {
    Sign.STOP: ".!?…؟。।۔！？",
    Sign.QUOTE: '"“”„«»‟〝〞‹›「」『』',
    Sign.COMMA: ",;،؛、",
    Sign.COLON: ":：",
    Sign.BULLET: "*•·|■▪●◆►▶→>‣○◦",
    Sign.MARK: "'’ʼ",
}
_BY_CATEGORY = {
    "Lu": Sign.UPPER, "Lt": Sign.UPPER, "Ll": Sign.LOWER, "Lo": Sign.UNCASED, "Lm": Sign.UNCASED, "Nd": Sign.DIGIT,
    "Nl": Sign.DIGIT, "No": Sign.DIGIT, "Mn": Sign.MARK, "Mc": Sign.MARK, "Me": Sign.MARK, "Pd": Sign.DASH,
    "Ps": Sign.BRACKET, "Pe": Sign.BRACKET, "Pi": Sign.QUOTE, "Pf": Sign.QUOTE, "Pc": Sign.PUNCTUATION,
    "Po": Sign.PUNCTUATION, "Sc": Sign.SYMBOL, "Sk": Sign.SYMBOL, "Sm": Sign.SYMBOL, "So": Sign.SYMBOL,
    "Zs": Sign.SPACE, "Zl": Sign.SPACE, "Zp": Sign.SPACE,
}  # fmt: skip
#: How many signs there are.
SIGNS = 17
_MULTIPLIER = 0x9E3779B97F4A7C15


def sign_of(character: str) -> int:
    """What a character is."""
    for sign, characters in _LISTED.items():
        if character in characters:
            return sign
    if character.isspace():
        return Sign.SPACE
    return _BY_CATEGORY.get(unicodedata.category(character), Sign.OTHER)


class _SignTable:
    """Signs and lower case of code points, filled in as they are met: a table of all would take a third of a second."""

    def __init__(self) -> None:
        self._signs = np.zeros(0x110000, dtype=np.uint8)
        self._lower = np.arange(0x110000, dtype=np.uint32)

    def look_up(self, codes: NDArray[np.uint32]) -> tuple[NDArray[np.uint8], NDArray[np.uint32]]:
        """The sign and the lower case of each code point."""
        signs = self._signs[codes]
        if not signs.all():
            for code in set(codes[signs == Sign.UNKNOWN].tolist()):
                lower = chr(code).lower()
                self._lower[code] = ord(lower) if len(lower) == 1 else code
                self._signs[code] = sign_of(chr(code))
            signs = self._signs[codes]
        return signs, self._lower[codes]


class _Powers:
    """Powers of the multiplier and of its inverse modulo 2**64, as many as the longest text needed."""

    def __init__(self) -> None:
        self._powers = self._inverse = np.ones(1, dtype=np.uint64)

    def up_to(self, count: int) -> tuple[Hashes, Hashes]:
        """The first powers of both."""
        if len(self._powers) < count:
            size = max(count, 2 * len(self._powers))
            self._powers = self._of(_MULTIPLIER, size)
            self._inverse = self._of(pow(_MULTIPLIER, -1, 1 << 64), size)
        return self._powers[:count], self._inverse[:count]

    @staticmethod
    def _of(base: int, size: int) -> Hashes:
        factors = np.full(size, base, dtype=np.uint64)
        factors[0] = 1
        return np.multiply.accumulate(factors)


_SIGNS = _SignTable()
_POWERS = _Powers()


def hash_words(words: Iterable[str]) -> Hashes:
    """The hashes of words as `LineArrays` has them, sorted and without duplicates.

    Args:
        words: words in any case.

    Returns:
        uint64 (n_words,).
    """
    found = set()
    for word in words:
        codes = np.frombuffer(word.encode("utf-32-le"), dtype=np.uint32)
        _, lower = _SIGNS.look_up(codes)
        found.add(int(((lower.astype(np.uint64) + 1) * _POWERS.up_to(len(codes))[0]).sum()))
    return np.array(sorted(found), dtype=np.uint64)


@dataclass(frozen=True, slots=True, eq=False)
class LineArrays:
    """What a text's lines are made of: code points and words as arrays.

    Attributes:
        starts: where each line begins, in code points of the text, int64 (n_lines,).
        ends: where it ends.
        signs: the `Sign` of each code point, uint8 (n_codes,).
        sums: running sums of the hash, uint64 (n_codes + 1,).
        inverse: what a sum is multiplied with to make it independent of its position.
        word_starts: where each word in a line begins, int64 (n_words,).
        word_ends: where it ends.
        word_lines: the line that it is in.
        first_words: the first word of each line and one more at the end, int64 (n_lines + 1,).
    """

    starts: Ints
    ends: Ints
    signs: NDArray[np.uint8]
    sums: Hashes
    inverse: Hashes
    word_starts: Ints
    word_ends: Ints
    word_lines: Ints
    first_words: Ints

    def __len__(self) -> int:
        return len(self.starts)

    def hashed(self, starts: Ints, ends: Ints) -> Hashes:
        """The hashes of stretches of text, lower case."""
        return (self.sums[ends] - self.sums[starts]) * self.inverse[starts]

    def per_line(self, values: NDArray[np.generic]) -> NDArray[np.float64]:
        """Sums over the words of each line.

        Args:
            values: (n_words,) or (n_words, n).

        Returns:
            float64 (n_lines,) or (n_lines, n).
        """
        sums = np.zeros((len(values) + 1, *values.shape[1:]))
        np.cumsum(values, axis=0, out=sums[1:])
        sums = sums[self.first_words]
        return sums[1:] - sums[:-1]

    def count_signs(self) -> NDArray[np.float64]:
        """How many signs of each kind a line has, float64 (n_lines, n_kinds)."""
        # All code points from the first line on are counted: between two lines is only white space.
        following = np.empty_like(self.starts)
        following[:-1], following[-1] = self.starts[1:], len(self.signs)
        numbers = np.repeat(np.arange(0, len(self) * SIGNS, SIGNS), following - self.starts)
        numbers += self.signs[int(self.starts[0]) :]
        counts = np.bincount(numbers, minlength=len(self) * SIGNS).reshape(-1, SIGNS).astype(np.float64)
        counts[:, Sign.SPACE] -= following - self.ends
        return counts

    def count_places(self, places: Bools) -> NDArray[np.float64]:
        """How many of the marked code points a line has, float64 (n_lines,)."""
        marked = np.flatnonzero(places)
        if len(marked) == 0:
            return np.zeros(len(self))
        return (marked.searchsorted(self.ends) - marked.searchsorted(self.starts)).astype(np.float64)


def line_arrays(text: str, starts: Sequence[int], ends: Sequence[int]) -> LineArrays:
    """The arrays of a text's lines.

    Args:
        text: a text.
        starts: where each line begins, in code points.
        ends: where it ends.
    """
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    signs, lower = _SIGNS.look_up(codes)
    powers, inverse = _POWERS.up_to(len(codes) + 1)
    sums = np.zeros(len(codes) + 1, dtype=np.uint64)
    np.cumsum((lower.astype(np.uint64) + np.uint64(1)) * powers[:-1], out=sums[1:])
    wordy = (signs >= Sign.UPPER) & (signs <= Sign.MARK)
    # With white space around the text, so that each word has an edge on both sides.
    padded = np.zeros(len(wordy) + 2, dtype=np.bool_)
    padded[1:-1] = wordy
    edges = np.flatnonzero(padded[1:] != padded[:-1])
    word_starts, word_ends = edges[0::2], edges[1::2]
    begins, stops = np.array(starts, dtype=np.int64), np.array(ends, dtype=np.int64)
    # White space around a line has no words, so every word is in one.
    first_words = np.empty(len(begins) + 1, dtype=np.int64)
    first_words[:-1], first_words[-1] = word_starts.searchsorted(begins), len(word_starts)
    lines = np.repeat(np.arange(len(begins)), first_words[1:] - first_words[:-1])
    return LineArrays(begins, stops, signs, sums, inverse, word_starts, word_ends, lines, first_words)

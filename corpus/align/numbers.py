"""Find the numbers of a text in one canonical form for all languages: "11", "١١" and "eleven" are the same.

A number is a string of digits, with a point before decimals: ``"11"``, ``"1500000"``, ``"7.5"``. A month next to a
number counts, too: ``"month-8"``. A lone "one" does not: it is a pronoun more often than not. Times of day and numbers
of documents ("9:30", "17-354") are the numbers that they consist of.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

import regex

from corpus.languages.language import Language
from corpus.languages.numerals import Numerals, load_numerals
from corpus.languages.tokenizer import Tokens

#: Digits with separators inside, not after a letter: "F16" has no number.
_FIGURE = regex.compile(r"(?<![\p{L}\p{N}])\p{Nd}+(?:[.,٫٬]\p{Nd}+)*")
_HYPHENS = regex.compile(r"[-‐‑–]")
_SEPARATOR = regex.compile(r"([.,٫٬])")
_SPACES = ("\u00a0", "\u202f", "\u2009", " ")
#: Separators at which the tokenizer splits a number.
_SPLIT_SEPARATORS = ("٫", "٬")
_GROUP = regex.compile(r"\p{Nd}{3}")
#: Numerals that multiply the words before them: "two hundred", "1.5 million".
_MULTIPLIERS = frozenset(map(Decimal, (100, 10**3, 10**6, 10**9)))
_TEN, _TWENTY, _HUNDRED, _THOUSAND = map(Decimal, (10, 20, 100, 1000))
#: Longer sequences of digits are identifiers and not quantities.
_MAX_DIGITS = 30
#: Beyond this, the remainder of a division is not defined in the precision of `decimal`, and words do not continue.
_LONGEST_GROUP = Decimal(10) ** 27


@dataclass(frozen=True, slots=True)
class _NumberWord:
    """A number in one token.

    Attributes:
        value: its value.
        figure: whether it is written in digits.
        joined: whether a conjunction is written onto it, as in Arabic.
    """

    value: Decimal
    figure: bool
    joined: bool = False


def find_numbers(text: str, tokens: Tokens, language: Language) -> list[str]:
    """Return the numbers of a text.

    Args:
        text: the text.
        tokens: its tokens.
        language: its language.

    Returns:
        Distinct numbers by size, then months (``month-8``).
    """
    numerals = load_numerals(language)
    per_token = list(_number_words(text, tokens, language))
    found: set[Decimal] = set()
    run: list[_NumberWord] = []
    for n, here in enumerate(per_token):
        if here:
            run += here
            continue
        following = per_token[n + 1] if n + 1 < len(per_token) else []
        if not _joins_numbers(tokens.folded[n], run, following, numerals):
            found.update(_combine(run))
            run = []
    found.update(_combine(run))
    months = sorted(set(_months(tokens, per_token, numerals)))
    return [_canonical(value) for value in sorted(found)] + [f"month-{month}" for month in months]


def normalize_figure(word: str, language: Language) -> str | None:
    """Return a word of digits in canonical form, whatever their script and separators; None for any other word."""
    if len(word) > _MAX_DIGITS or not _FIGURE.fullmatch(word):
        return None
    values = _parse_digits(word, load_numerals(language))
    return _canonical(values[0]) if len(values) == 1 else None


def _joins_numbers(word: str, before: Sequence[_NumberWord], after: Sequence[_NumberWord], numerals: Numerals) -> bool:
    """Whether a word connects two numerals into one number: "two hundred and five"."""
    if not before or not after or word not in numerals.connecting:
        return False
    left, right = before[-1], after[0]
    return left.value in _MULTIPLIERS and not left.figure and not right.figure


def _number_words(text: str, tokens: Tokens, language: Language) -> Iterator[list[_NumberWord]]:
    """Yield the numbers of each token; digits split over several tokens count for the last of them."""
    numerals = load_numerals(language)
    spaces_group = " " in numerals.thousands
    pending = ""
    for n, folded in enumerate(tokens.folded):
        after_space = spaces_group and _continues_after_space(text, tokens, n)
        if after_space or _continues_after_separator(tokens, n, inside_number=bool(pending)):
            pending += folded
            yield []
        elif pending:
            yield [_NumberWord(value, figure=True) for value in _parse_digits(pending + folded, numerals)]
            pending = ""
        else:
            yield _parse_token(folded, language, numerals)


def _continues_after_space(text: str, tokens: Tokens, n: int) -> bool:
    """Whether a token starts a number whose next three digits follow after a space: "1 500"."""
    if n + 1 >= len(tokens) or not tokens.folded[n].isdecimal() or len(tokens.folded[n]) > 3:
        return False
    following = tokens.folded[n + 1]
    if len(following) != 3 or not _GROUP.match(following):
        return False
    return text[tokens.ends[n] : tokens.starts[n + 1]] in _SPACES


def _continues_after_separator(tokens: Tokens, n: int, *, inside_number: bool) -> bool:
    """Whether a token is digits before a separator that is its own token, or that separator."""
    if tokens.folded[n] in _SPLIT_SEPARATORS:
        return inside_number
    if n + 2 >= len(tokens) or not tokens.folded[n].isdecimal():
        return False
    touching = tokens.starts[n + 1] == tokens.ends[n] and tokens.starts[n + 2] == tokens.ends[n] + 1
    return touching and tokens.folded[n + 1] in _SPLIT_SEPARATORS and tokens.folded[n + 2].isdecimal()


def _parse_token(folded: str, language: Language, numerals: Numerals) -> list[_NumberWord]:
    for stem in language.stems(folded):
        if stem in numerals.words:
            return [_NumberWord(Decimal(numerals.words[stem]), figure=False, joined=stem != folded)]
        figures = [figure for figure in _FIGURE.findall(stem) if len(figure) <= _MAX_DIGITS]
        if figures:
            return [_NumberWord(v, figure=True) for figure in figures for v in _parse_digits(figure, numerals)]
        pieces = _HYPHENS.split(stem)
        if len(pieces) > 1 and pieces[0] in numerals.words:
            listed = [Decimal(numerals.words[piece]) for piece in pieces if piece in numerals.words]
            return [_NumberWord(value, figure=False) for value in listed]
    return []


def _parse_digits(written: str, numerals: Numerals) -> list[Decimal]:
    """Parse digits with separators as the language reads them; a date ("8.9.2017") gives a number for each group."""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in written)
    pieces = _SEPARATOR.split(digits)
    groups, separators = pieces[::2], pieces[1::2]
    if not all(group.isascii() for group in groups):
        return []  # Digits of a script that this Python's Unicode tables do not have yet.
    if not separators or _separates_thousands(groups, separators, numerals):
        return [Decimal("".join(groups))]
    if separators[-1] in numerals.decimal and set(separators[:-1]) <= set(numerals.thousands):
        return [Decimal("".join(groups[:-1]) + "." + groups[-1])]
    return [Decimal(group) for group in groups]


def _separates_thousands(groups: Sequence[str], separators: Sequence[str], numerals: Numerals) -> bool:
    """Whether separators divide digits into groups of three; two equal ones do in any language."""
    if len(groups[0]) > 3 or any(len(group) != 3 for group in groups[1:]):
        return False
    return set(separators) <= set(numerals.thousands) or (len(separators) > 1 and len(set(separators)) == 1)


def _canonical(value: Decimal) -> str:
    """Format without exponent and without trailing zeros."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


@dataclass(slots=True)
class _Accumulator:
    """A number that is being read from several words: finished thousands, the group below them, and what was read."""

    total: Decimal = Decimal(0)
    group: Decimal = Decimal(0)
    started: bool = False
    #: A lone "one" is not a number.
    is_number: bool = False

    def value(self) -> Decimal:
        return self.total + self.group

    def multiply(self, value: Decimal) -> None:
        self.is_number = True
        product = (self.group or 1) * value
        if value == _HUNDRED:
            self.group = product
        else:
            self.total, self.group = self.total + product, Decimal(0)

    def add(self, word: _NumberWord) -> None:
        self.started = True
        if word.value >= _THOUSAND and not word.figure:
            self.total += word.value
        else:
            self.group += word.value
        if word.figure or word.value != 1 or self.total > 0:
            self.is_number = True

    def accepts(self, word: _NumberWord) -> bool:
        """Whether a numeral word continues the number before it: "twenty" "one", but not "twenty" "thirty"."""
        value = word.value
        if not self.started or word.figure or value >= _THOUSAND:
            return False
        if self.group >= _LONGEST_GROUP or self.group != self.group.to_integral_value():
            return False
        rest = self.group % _HUNDRED
        if value >= _HUNDRED:
            return self.group == 0 and self.total > 0
        if rest == 0:
            return self.value() > 0
        if rest >= _TWENTY and rest % _TEN == 0:
            return 0 < value < _TEN
        if rest >= _TEN:
            return False
        # Ones before tens: "خمسة عشر", "خمسة وعشرون".
        return value == _TEN or (word.joined and value >= _TWENTY)


def _combine(run: Iterable[_NumberWord]) -> Iterator[Decimal]:
    """Yield the numbers that consecutive words say: "two thousand three hundred", "40" and "85", "أحد عشر"."""
    number = _Accumulator()
    for word in run:
        if number.started and not word.figure and word.value in _MULTIPLIERS:
            number.multiply(word.value)
            continue
        if not number.accepts(word):
            if number.is_number:
                yield number.value()
            number = _Accumulator()
        number.add(word)
    if number.is_number:
        yield number.value()


def _months(tokens: Tokens, per_token: Sequence[list[_NumberWord]], numerals: Numerals) -> Iterator[int]:
    """Yield the months next to a number, at most a point between them: "29. August", "Aug. 29"."""
    for n, folded in enumerate(tokens.folded):
        month = numerals.months.get(folded.rstrip("."))
        if month is None or (numerals.capital and not tokens.words[n][0].isupper()):
            continue
        before = n - 2 if n > 1 and tokens.folded[n - 1] == "." else n - 1
        after = n + 2 if tokens.folded[n + 1 : n + 2] == ["."] else n + 1
        if _has_number(per_token, before) or _has_number(per_token, after):
            yield month


def _has_number(per_token: Sequence[list[_NumberWord]], n: int) -> bool:
    return 0 <= n < len(per_token) and bool(per_token[n])

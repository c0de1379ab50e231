"""The numbers of a text, in one form for all languages: "11", "١١" and "eleven" are the same.

A number is a string of digits, with a point before decimals: ``"11"``, ``"1500000"``, ``"7.5"``. A month that stands
beside a number is one, too: ``"month-8"``. A lone "one" is none: it is a pronoun more often than not. Times of day and
numbers of documents ("9:30", "17-354") are the numbers that they are made of.
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

#: Digits with separators inside, not behind a letter: no number stands in "F16".
_FIGURE = regex.compile(r"(?<![\p{L}\p{N}])\p{Nd}+(?:[.,٫٬]\p{Nd}+)*")
_HYPHENS = regex.compile(r"[-‐‑–]")
_SEPARATOR = regex.compile(r"([.,٫٬])")
_SPACES = ("\u00a0", "\u202f", "\u2009", " ")
#: Separators that tokens are split at.
_SIGNS = ("٫", "٬")
_GROUP = regex.compile(r"\p{Nd}{3}")
#: What multiplies the words before it: "two hundred", "1.5 million".
_MULTIPLIERS = frozenset(map(Decimal, (100, 10**3, 10**6, 10**9)))
_HUNDRED, _THOUSAND, _TEN, _TWENTY = map(Decimal, (100, 1000, 10, 20))
#: No number has more digits: what has is a row of digits and no quantity.
_MOST_DIGITS = 30


@dataclass(frozen=True, slots=True)
class _Atom:
    """A number in one token: its value, whether it is written in digits, and whether an "and" is written onto it."""

    value: Decimal
    figure: bool
    joined: bool = False


def numbers_of(text: str, tokens: Tokens, language: Language) -> list[str]:
    """The numbers of a text, each once, by size, then its months."""
    numerals = load_numerals(language)
    atoms = list(_atoms(text, tokens, language))
    found: set[Decimal] = set()
    run: list[_Atom] = []
    for n, here in enumerate(atoms):
        following = atoms[n + 1] if n + 1 < len(atoms) else []
        if here:
            run += here
        elif not (run and following and _connects(tokens.folded[n], run[-1], following[0], numerals)):
            found.update(_values(run))
            run = []
    found.update(_values(run))
    return [_plain(v) for v in sorted(found)] + [f"month-{m}" for m in sorted(set(_months(tokens, atoms, numerals)))]


def normal_figure(word: str, language: Language) -> str | None:
    """A word that is a figure, digits of any script with separators, in its one form; None for another word."""
    if not _FIGURE.fullmatch(word) or len(word) > _MOST_DIGITS:
        return None
    values = _figures(word, load_numerals(language))
    return _plain(values[0]) if len(values) == 1 else None


def _connects(word: str, before: _Atom, behind: _Atom, numerals: Numerals) -> bool:
    return word in numerals.connecting and before.value in _MULTIPLIERS and not (before.figure or behind.figure)


def _atoms(text: str, tokens: Tokens, language: Language) -> Iterator[list[_Atom]]:
    """What stands in each token; digits behind a space or a separator may belong to the token before them."""
    numerals = load_numerals(language)
    pending = ""
    for n, folded in enumerate(tokens.folded):
        if (" " in numerals.thousands and _goes_on(text, tokens, n)) or _parted(tokens, n, at_sign=bool(pending)):
            pending += tokens.folded[n]
            yield []
            continue
        if pending:
            yield [_Atom(v, figure=True) for v in _figures(pending + folded, numerals)]
            pending = ""
            continue
        yield _atoms_of(folded, language, numerals)


def _goes_on(text: str, tokens: Tokens, n: int) -> bool:
    """Whether a token is the beginning of a number whose next three digits stand behind a space."""
    if n + 1 >= len(tokens) or not tokens.folded[n].isdecimal() or len(tokens.folded[n]) > 3:
        return False
    gap = text[tokens.ends[n] : tokens.starts[n + 1]]
    return gap in _SPACES and _GROUP.match(tokens.folded[n + 1]) is not None and len(tokens.folded[n + 1]) == 3


def _parted(tokens: Tokens, n: int, *, at_sign: bool) -> bool:
    """Whether a token is digits before a separator that is a token of its own, or that separator behind digits."""
    if at_sign and tokens.folded[n] in _SIGNS:
        return True
    digits, touching = (
        tokens.folded[n].isdecimal(),
        tokens.starts[n + 1 : n + 3] == [tokens.ends[n], tokens.ends[n] + 1],
    )
    return digits and touching and tokens.folded[n + 1] in _SIGNS and tokens.folded[n + 2].isdecimal()


def _atoms_of(folded: str, language: Language, numerals: Numerals) -> list[_Atom]:
    for stem in language.stems(folded):
        if stem in numerals.words:
            return [_Atom(Decimal(numerals.words[stem]), figure=False, joined=stem != folded)]
        figures = [f for f in _FIGURE.findall(stem) if len(f) <= _MOST_DIGITS]
        if figures:
            return [_Atom(v, figure=True) for f in figures for v in _figures(f, numerals)]
        pieces = _HYPHENS.split(stem)
        if len(pieces) > 1 and pieces[0] in numerals.words:
            listed = [Decimal(numerals.words[p]) for p in pieces if p in numerals.words]
            return [_Atom(v, figure=False) for v in listed]
    return []


def _figures(written: str, numerals: Numerals) -> list[Decimal]:
    """The value of digits with separators, as the language reads them; of each group where it does not ("8.9.2017")."""
    digits = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in written)
    pieces = _SEPARATOR.split(digits)
    groups, signs = pieces[::2], pieces[1::2]
    grouped = all(len(g) == 3 for g in groups[1:]) and len(groups[0]) <= 3
    # Two equal signs part thousands in any language.
    if not signs or (grouped and (set(signs) <= set(numerals.thousands) or (len(signs) > 1 and len(set(signs)) == 1))):
        return [Decimal("".join(groups))]
    if signs[-1] in numerals.decimal and set(signs[:-1]) <= set(numerals.thousands):
        return [Decimal("".join(groups[:-1]) + "." + groups[-1])]
    return [Decimal(g) for g in groups]


def _plain(value: Decimal) -> str:
    """Without an exponent, and without zeros that say nothing."""
    written = format(value, "f")
    return written.rstrip("0").rstrip(".") if "." in written else written


def _values(run: Iterable[_Atom]) -> Iterator[Decimal]:
    """The numbers that a row of atoms says: "two thousand three hundred", "40" and "85", "أحد عشر"."""
    total = group = Decimal(0)
    begun = counts = False
    for atom in run:
        v = atom.value
        if begun and not atom.figure and v in _MULTIPLIERS:
            counts = True
            if v == _HUNDRED:
                group = (group or 1) * v
            else:
                total, group = total + (group or 1) * v, Decimal(0)
            continue
        if not (begun and not atom.figure and _adds(group, total, atom)):
            if counts:
                yield total + group
            total, group, counts = Decimal(0), Decimal(0), False
        begun = True
        if v >= _THOUSAND and not atom.figure:
            total += v
        else:
            group += v
        # A lone "one" says nothing.
        counts = counts or atom.figure or v != 1 or total > 0
    if counts:
        yield total + group


def _adds(group: Decimal, total: Decimal, atom: _Atom) -> bool:
    """Whether a word goes on with the number before it."""
    v, rest = atom.value, group % _HUNDRED
    if group != group.to_integral_value() or v >= _THOUSAND:
        return False
    if v >= _HUNDRED:
        return group == 0 and total > 0
    if rest == 0:
        return group + total > 0
    if rest >= _TWENTY and rest % _TEN == 0:
        return 0 < v < _TEN
    return rest < _TEN and (v == _TEN or (atom.joined and v >= _TWENTY))


def _months(tokens: Tokens, atoms: Sequence[list[_Atom]], numerals: Numerals) -> Iterator[int]:
    """The months that stand right beside a number, a point apart at most: "29. August", "Aug. 29"."""
    for n, folded in enumerate(tokens.folded):
        month = numerals.months.get(folded.rstrip("."))
        if month is None or (numerals.capital and not tokens.words[n][0].isupper()):
            continue
        before = n - 2 if n > 1 and tokens.folded[n - 1] == "." else n - 1
        behind = n + 2 if tokens.folded[n + 1 : n + 2] == ["."] else n + 1
        if any(0 <= place < len(atoms) and atoms[place] for place in (before, behind)):
            yield month

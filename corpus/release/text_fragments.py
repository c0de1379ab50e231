"""Strings as pieces of articles: which words of a release are an article's own, and how they are put back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

#: So many words in a row, the same as in an article, are its text; fewer are anybody's.
RUN = 5
_WORD = re.compile(r"\S+")
#: A word from its first letter or digit to its last. No pattern that ends with `$` does it in one go over long runs.
_LETTER = re.compile(r"[^\W_]")

#: A piece is words that stand in no article, or an article with the place of the words in its raw text.
Piece = str | tuple[str, int, int]
Runs = frozenset[tuple[str, ...]]


def runs_in(text: str) -> Iterator[tuple[str, ...]]:
    """Every `RUN` words in a row; case and the marks around a word make no difference."""
    words = [word for found in text.split() if (word := _bare(found).casefold())]
    return zip(*(words[n:] for n in range(RUN)), strict=False)


def _bare(word: str) -> str:
    """A word without the marks around it."""
    first, last = _LETTER.search(word), _LETTER.search(word[::-1])
    return word[first.start() : len(word) - last.start()] if first and last else ""


def runs_of(texts: Iterable[str], *, but: Iterable[str] = ()) -> Runs:
    """The runs of several texts, less those that stand in one of the strings ``but``: names are nobody's text."""
    return frozenset(run for text in texts for run in runs_in(text)) - {run for name in but for run in runs_in(name)}


def has_run(text: str, runs: Collection[tuple[str, ...]]) -> bool:
    """Whether a text has one of the runs."""
    return any(run in runs for run in runs_in(text))


def take_apart(value: str, texts: Mapping[str, str], *, first: Sequence[str] = ()) -> list[Piece]:
    """A string as pieces, the longest that can be found from left to right.

    Args:
        value: what is taken apart.
        texts: the raw text of each article by its id.
        first: the articles to look into before all others.
    """
    order = list(dict.fromkeys([*(a for a in first if a in texts), *texts]))
    words = list(_WORD.finditer(value))
    pieces: list[Piece] = []
    at, end = 0, 0
    while at < len(words):
        found = (_longest(value, words, at, (article, texts[article])) for article in order)
        count, piece = max(found, key=lambda f: f[0], default=(0, None))
        start = words[at].start()
        if start > end:
            pieces.append(value[end:start])
        end = words[at + max(count, 1) - 1].end()
        pieces.append(value[start:end] if piece is None else piece)
        at += max(count, 1)
    if end < len(value):
        pieces.append(value[end:])
    return pieces


def _longest(value: str, words: Sequence[re.Match[str]], at: int, article: tuple[str, str]) -> tuple[int, Piece | None]:
    """How many words from one on stand in a row in an article just so, and where.

    Found by doubling, then by halving: where a row of words is there, so is each of its beginnings.
    """
    name, text = article
    start, most = words[at].start(), len(words) - at
    count, place, beyond = 0, -1, 1
    while beyond <= most and (found := text.find(value[start : words[at + beyond - 1].end()])) >= 0:
        count, place, beyond = beyond, found, beyond * 2
    low, high = count, min(beyond - 1, most)
    while low < high:
        middle = (low + high + 1) // 2
        found = text.find(value[start : words[at + middle - 1].end()], place)
        if found < 0:
            high = middle - 1
        else:
            low, place = middle, found
    return low, (name, place, place + words[at + low - 1].end() - start) if low else None


def put_together(pieces: Iterable[Piece], texts: Mapping[str, str]) -> str | None:
    """The string that the pieces are of; None where one is of an article that is not there."""
    parts: list[str] = []
    for piece in pieces:
        if isinstance(piece, str):
            parts.append(piece)
        elif piece[0] in texts:
            parts.append(texts[piece[0]][piece[1] : piece[2]])
        else:
            return None
    return "".join(parts)

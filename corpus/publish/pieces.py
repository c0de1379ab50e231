"""Strings as pieces of articles: which words of a release are an article's own, and how they are put back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

#: So many words in a row, the same as in an article, are its text; fewer are anybody's.
RUN = 5
_WORD = re.compile(r"\S+")
_EDGES = re.compile(r"^[\W_]+|[\W_]+$")

#: A piece is words that stand in no article, or an article with the place of the words in its raw text.
Piece = str | tuple[str, int, int]
Runs = frozenset[tuple[str, ...]]


def runs_in(text: str) -> Iterator[tuple[str, ...]]:
    """Every `RUN` words in a row; case and the marks around a word make no difference."""
    words = [word for found in text.split() if (word := _EDGES.sub("", found).casefold())]
    return zip(*(words[n:] for n in range(RUN)), strict=False)


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
        count, piece = max(
            (_longest(value, words[at:], article, texts[article]) for article in order), key=lambda f: f[0]
        )
        start = words[at].start()
        if start > end:
            pieces.append(value[end:start])
        end = words[at + max(count, 1) - 1].end()
        pieces.append(value[start:end] if piece is None else piece)
        at += max(count, 1)
    if end < len(value):
        pieces.append(value[end:])
    return pieces


def _longest(value: str, words: Sequence[re.Match[str]], article: str, text: str) -> tuple[int, Piece | None]:
    """How many of the words stand in a row in a text just so, and where.

    Found by halving: where a row of words is there, so is each of its beginnings.
    """
    low, place = 0, -1
    high = len(words)
    while low < high:
        middle = (low + high + 1) // 2
        found = text.find(value[words[0].start() : words[middle - 1].end()])
        if found < 0:
            high = middle - 1
        else:
            low, place = middle, found
    if not low:
        return 0, None
    return low, (article, place, place + words[low - 1].end() - words[0].start())


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

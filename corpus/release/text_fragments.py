"""Split strings into fragments of articles, and find the sequences of words that are an article's own."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

#: This many consecutive words shared with an article count as its text; fewer occur anywhere.
RUN_LENGTH = 5
_WORD = re.compile(r"\S+")
#: Trimming by a search from both ends is linear; a pattern that ends with `$` is quadratic on long sequences.
_LETTER = re.compile(r"[^\W_]")

#: Literal words, or (article id, start, end) of words in that article's raw text.
Fragment = str | tuple[str, int, int]
WordRuns = frozenset[tuple[str, ...]]


def iter_runs(text: str) -> Iterator[tuple[str, ...]]:
    """Yield every `RUN_LENGTH` consecutive words, folded and without the punctuation around them."""
    words = [word for found in text.split() if (word := _stripped_word(found).casefold())]
    return zip(*(words[n:] for n in range(RUN_LENGTH)), strict=False)


def _stripped_word(word: str) -> str:
    """Strip everything before the first and after the last letter or digit."""
    first, last = _LETTER.search(word), _LETTER.search(word[::-1])
    return word[first.start() : len(word) - last.start()] if first and last else ""


def collect_runs(texts: Iterable[str], *, but: Iterable[str] = ()) -> WordRuns:
    """Collect the runs of texts.

    Args:
        texts: raw texts of articles.
        but: strings whose runs are left out, such as names, which belong to no article.
    """
    ignored = {run for name in but for run in iter_runs(name)}
    return frozenset(run for text in texts for run in iter_runs(text)) - ignored


def has_run(text: str, runs: Collection[tuple[str, ...]]) -> bool:
    """Return whether a text contains one of the runs."""
    return any(run in runs for run in iter_runs(text))


@dataclass(frozen=True, slots=True)
class _Match:
    """The first ``count`` words from some position on are at ``[start, end)`` of an article's raw text."""

    count: int
    article: str
    start: int
    end: int


def split_into_fragments(value: str, texts: Mapping[str, str], *, first: Sequence[str] = ()) -> list[Fragment]:
    """Split a string into fragments of articles, greedily from left to right, the longest first.

    Args:
        value: the string.
        texts: raw texts by article id.
        first: ids of articles to prefer among equally long matches.

    Returns:
        Fragments that `join_fragments` turns into the string again.
    """
    order = list(dict.fromkeys([*(article for article in first if article in texts), *texts]))
    words = list(_WORD.finditer(value))
    fragments: list[Fragment] = []
    index = end = 0
    while index < len(words):
        matches = [_longest_match(value, words, index, (article, texts[article])) for article in order]
        match = max(matches, key=lambda m: m.count, default=None)
        start = words[index].start()
        if start > end:
            fragments.append(value[end:start])
        if match is None or not match.count:
            end = words[index].end()
            fragments.append(value[start:end])
            index += 1
        else:
            index += match.count
            end = words[index - 1].end()
            fragments.append((match.article, match.start, match.end))
    if end < len(value):
        fragments.append(value[end:])
    return fragments


def _longest_match(value: str, words: Sequence[re.Match[str]], index: int, article: tuple[str, str]) -> _Match:
    """Find the most words, from ``words[index]`` on, that occur verbatim in an article, given as (id, text).

    Searched by doubling, then by bisection: where a sequence occurs, so does each of its prefixes.
    """
    name, text = article
    start, most = words[index].start(), len(words) - index

    def find(count: int, after: int = 0) -> int:
        return text.find(value[start : words[index + count - 1].end()], after)

    matched, place, attempt = 0, -1, 1
    while attempt <= most and (found := find(attempt)) >= 0:
        matched, place, attempt = attempt, found, attempt * 2
    low, high = matched, min(attempt - 1, most)
    while low < high:
        middle = (low + high + 1) // 2
        found = find(middle, place)
        if found < 0:
            high = middle - 1
        else:
            low, place = middle, found
    length = words[index + low - 1].end() - start if low else 0
    return _Match(low, name, place, place + length)


def join_fragments(fragments: Iterable[Fragment], texts: Mapping[str, str]) -> str | None:
    """Join fragments into the string that they were split from.

    Args:
        fragments: as `split_into_fragments` returns them.
        texts: raw texts by article id.

    Returns:
        The string, or None where a fragment is of an article that is not in ``texts``.
    """
    parts: list[str] = []
    for fragment in fragments:
        if isinstance(fragment, str):
            parts.append(fragment)
            continue
        article, start, end = fragment
        if article not in texts:
            return None
        parts.append(texts[article][start:end])
    return "".join(parts)

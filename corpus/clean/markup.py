"""Features of a page's mark-up: links, elements, classes, containers, and what the page says of itself.

They are columns of the same classifier (`corpus.clean.model`); a text without mark-up has zeros for all of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from corpus.io.html import PageFacts
from corpus.io.html_lines import ELEMENT_NAMES, HINT_NAMES, PageLine

_WORD = re.compile(r"\w+")
_ELEMENTS = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "figcaption", "blockquote", "pre")
_CLOSED = tuple('.!?…؟”"»“')
#: How many words of a description or of an article's text are compared at once.
_SEQUENCE = 4
#: Words of a paragraph that count for its container.
_PARAGRAPH_WORDS = 8
#: So much has a heading in common with a title of the page that is the title.
_LIKE_TITLE = 0.5


#: Links, block, elements around, hints near and around, hidden, containers, distance from the title, facts.
MARKUP_COLUMNS = 2 + len(_ELEMENTS) + len(ELEMENT_NAMES) + 2 * len(HINT_NAMES) + 1 + 2 + 3 + 5


def markup_features(lines: Sequence[PageLine], facts: PageFacts) -> NDArray[np.float64]:
    """The features of the lines of a page.

    Args:
        lines: all lines of the page.
        facts: what it says of its article.

    Returns:
        float64 (n_lines, `MARKUP_COLUMNS`).
    """
    links = np.array([line.link_characters / len(line.text) for line in lines])
    stated = _fact_columns(lines, facts)
    return np.column_stack((
        links,
        links > 0.9,
        [[line.tag == tag for tag in _ELEMENTS] for line in lines],
        _bits([line.inside for line in lines], len(ELEMENT_NAMES)),
        _bits([line.near_hints for line in lines], len(HINT_NAMES)),
        _bits([line.hints for line in lines], len(HINT_NAMES)),
        [line.hidden for line in lines],
        _container_shares([line.container for line in lines], lines),
        _container_shares([line.outer_container for line in lines], lines),
        _distances(lines, _title_line(lines, stated)),
        stated,
    )).astype(np.float64)  # fmt: skip


def _bits(numbers: Sequence[int], count: int) -> NDArray[np.bool_]:
    flags: NDArray[np.bool_] = (np.array(numbers, dtype=np.int64)[:, None] >> np.arange(count)) & 1 == 1
    return flags


def _container_shares(containers: Sequence[int], lines: Sequence[PageLine]) -> NDArray[np.float64]:
    """How many words of paragraphs are in the same container as a line, of those in the container with most."""
    _, numbers = np.unique(containers, return_inverse=True)
    words = [_paragraph_words(line) for line in lines]
    sums = np.bincount(numbers, weights=words)
    shares: NDArray[np.float64] = sums[numbers] / max(1.0, sums.max())
    return shares


def title_line(lines: Sequence[PageLine], facts: PageFacts) -> int | None:
    """The heading that is most like a title of the page, None where none is like one."""
    stated = _fact_columns(lines, facts)
    best = _title_line(lines, stated)
    return best if lines[best].is_heading and stated[best, 0] >= _LIKE_TITLE else None


def _title_line(lines: Sequence[PageLine], stated: NDArray[np.float64]) -> int:
    """The line that is most like a title of the page, a heading rather than another one."""
    headings = np.array([line.is_heading + (line.tag == "h1") for line in lines])
    return int((2 * stated[:, 0] + headings / 2 - np.array([line.hidden for line in lines])).argmax())


def _distances(lines: Sequence[PageLine], title: int) -> NDArray[np.float64]:
    """How many of the elements around the title a line is in, too, as a share and as a number, and how many others."""
    around = lines[title].path
    rows = np.zeros((len(lines), 3))
    for n, line in enumerate(lines):
        common = next((k for k, (a, b) in enumerate(zip(line.path, around, strict=False)) if a != b), None)
        shared = min(len(line.path), len(around)) if common is None else common
        rows[n] = shared / max(1, len(around)), len(around) - shared, len(line.path) - shared
    return rows


def _paragraph_words(line: PageLine) -> int:
    """The words of a line that is a paragraph of running text without many links."""
    words = line.text.count(" ") + 1
    closed, linked = line.text.endswith(_CLOSED), 2 * line.link_characters >= len(line.text)
    return words if words >= _PARAGRAPH_WORDS and closed and not linked else 0


def _fact_columns(lines: Sequence[PageLine], facts: PageFacts) -> NDArray[np.float64]:
    """What a line has in common with the titles, the description and the text that the page states."""
    titles = [frozenset(_words(title)) for title in facts.titles if title]
    described, body = _sequences(_words(facts.description)), _sequences(_words(facts.body))
    rows = np.zeros((len(lines), 5))
    for n, line in enumerate(lines):
        words = _words(line.text)
        rows[n, 0] = max((_likeness(frozenset(words), title) for title in titles), default=0)
        rows[n, 1] = _share(words, described)
        rows[n, 2] = _share(words, body)
    rows[:, 3] = bool(body)
    rows[:, 4] = rows[:, 0] == rows[:, 0].max() if titles else 0
    return rows


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _sequences(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(words[i : i + _SEQUENCE]) for i in range(len(words) - _SEQUENCE + 1))


def _share(words: Sequence[str], known: frozenset[tuple[str, ...]]) -> float:
    """The share of a line's sequences of words that are known ones; 0 for a line of fewer words."""
    own = len(words) - _SEQUENCE + 1
    if not known or own < 1:
        return 0.0
    return sum(tuple(words[i : i + _SEQUENCE]) in known for i in range(own)) / own


def _likeness(words: frozenset[str], others: frozenset[str]) -> float:
    """Common words of two sets, of all words in them."""
    return len(words & others) / max(1, len(words | others))

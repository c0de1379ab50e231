"""Samples for the line classifier from pages with mark-up.

The data are JSON lines of ``{"id", "html"}``. The labels are those of a text of the same page with the same id, as
`corpus.training.lines` reads it: a line of the page has the label of the line of that text with the same words, or of
the one that holds most of its words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from corpus.clean.markup import markup_features
from corpus.errors import InputError
from corpus.io.html import page_facts, parse_page
from corpus.io.html_lines import page_lines
from corpus.training.lines import LineSample, line_sample

_WORD = re.compile(r"\w+")
_SEQUENCE = 3
#: The share of a line's sequences of words that the labelled lines of one kind must have.
_SHARE = 0.6


def read_page_samples(
    rows: Iterable[dict[str, Any]], labelled: Mapping[str, dict[str, Any]], *, weight: float = 1.0
) -> Iterator[LineSample]:
    """The samples of the pages that a labelled text is known of.

    Args:
        rows: pages, as the module describes them.
        labelled: rows of labelled texts by id.
        weight: how much their lines count relative to those of others.
    """
    for row in rows:
        if row["id"] not in labelled:
            continue
        sample = page_sample(row["html"], labelled[row["id"]], weight=weight)
        if sample is not None:
            yield sample


def page_sample(html: str, labelled: dict[str, Any], *, weight: float = 1.0) -> LineSample | None:
    """The sample of a page, None where it cannot be parsed or has no text."""
    try:
        tree = parse_page(html, name=labelled["id"])
    except InputError:
        return None
    lines = page_lines(tree)
    if not lines:
        return None
    text = "\n\n".join(line.text for line in lines)
    labels = transfer_labels([line.text for line in lines], labelled)
    rows, start = [], 0
    for line, label in zip(lines, labels, strict=True):
        rows.append([start, start + len(line.text), label, 0])
        start += len(line.text) + 2
    row = {**labelled, "variant": "html", "text": text, "lines": rows}
    return line_sample(row, weight=weight, markup=markup_features(lines, page_facts(tree)))


def transfer_labels(lines: Sequence[str], labelled: dict[str, Any]) -> list[str]:
    """The label of each line, from labelled lines of another text of the same page."""
    exact: dict[tuple[str, ...], Counter[str]] = {}
    by_label: dict[str, set[tuple[str, ...]]] = {}
    for start, end, label, _ in labelled["lines"]:
        words = _words(labelled["text"][start:end])
        exact.setdefault(words, Counter())[label] += 1
        by_label.setdefault(label, set()).update(_sequences(words))
    return [_label(_words(line), exact, by_label) for line in lines]


def _label(
    words: tuple[str, ...],
    exact: Mapping[tuple[str, ...], Counter[str]],
    by_label: Mapping[str, set[tuple[str, ...]]],
) -> str:
    if words in exact:
        # The first of equally frequent labels is that of the first line.
        return exact[words].most_common(1)[0][0]
    own = _sequences(words)
    shares = {label: sum(s in known for s in own) / len(own) for label, known in by_label.items()} if own else {}
    best = max(("body", "headline", "allowed", "caption"), key=lambda label: shares.get(label, 0.0))
    return best if shares.get(best, 0.0) >= _SHARE else "other"


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.casefold()))


def _sequences(words: Sequence[str]) -> list[tuple[str, ...]]:
    return [tuple(words[i : i + _SEQUENCE]) for i in range(len(words) - _SEQUENCE + 1)]

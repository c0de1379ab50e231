"""The table ``variants``: what two renderings of one utterance have in common, and how they differ.

The pairs of an utterance grow with the square of its renderings: fifty are 1,225 rows. A row of two texts of
fifty words costs a third of a millisecond and, until it is written, 20 kB.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from corpus.align.renderings import Reader, Rendering
from corpus.align.word_edits import Edit
from corpus.project.project import Project
from corpus.project.utterance_parts import unit_parts
from corpus.records import Article


@dataclass(frozen=True, slots=True)
class _Quote:
    """A row of the table ``quotes``, its text read, and the parts of the utterance that it renders."""

    row: dict[str, Any]
    rendering: Rendering
    parts: tuple[str, ...]


def most_pairs(articles: Iterable[Article]) -> int:
    """How many rows the table can have at most."""
    renderings = Counter(a.utterance_id for article in articles for a in article.attributions if a.utterance_id)
    return sum(math.comb(n, 2) for n in renderings.values())


def variant_rows(project: Project, quotes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each pair of quotes of one utterance that render a part in common, by utterance, then by their ids."""
    reader = Reader(project.speakers)
    groups: dict[str, list[dict[str, Any]]] = {}
    for quote in sorted(quotes, key=lambda q: str(q["quote_id"])):
        if quote["utterance_id"] is not None:
            groups.setdefault(quote["utterance_id"], []).append(quote)
    rows = []
    for name in sorted(groups):
        read = list(_read(project, groups[name], reader))
        rows += [_variant(a, b, reader) for a, b in combinations(read, 2) if not a.parts or set(a.parts) & set(b.parts)]
    return rows


def _read(project: Project, rows: Sequence[dict[str, Any]], reader: Reader) -> Iterator[_Quote]:
    """The quotes of one utterance."""
    utterance = next((u for u in project.utterances if u.id == rows[0]["utterance_id"]), None)
    for row in rows:
        parts = () if utterance is None else unit_parts(utterance, row["utterance_part"])
        yield _Quote(row, reader.read(row["text"], row["language"]), parts)


def _variant(first: _Quote, second: _Quote, reader: Reader) -> dict[str, Any]:
    one, other = first.row, second.row
    shared = reader.compare(first.rendering, second.rendering)
    columns: dict[str, Any] = {
        "variant_id": f"{one['quote_id']}~{other['quote_id']}",
        "utterance_id": one["utterance_id"],
        "first_quote_id": one["quote_id"],
        "second_quote_id": other["quote_id"],
        "same_article": one["article_id"] == other["article_id"],
        "same_language": first.rendering.language is second.rendering.language,
        "same_type": one["type"] == other["type"],
        "first_named": one["resolution"] == "named",
        "second_named": other["resolution"] == "named",
        "first_parts": list(first.parts),
        "second_parts": list(second.parts),
        "shared_parts": [p for p in first.parts if p in second.parts],
    }
    for name, lists in (("numbers", shared.numbers), ("names", shared.names)):
        columns |= {f"{name}_{which}": found for which, found in zip(("kept", "first", "second"), lists, strict=True)}
    texts = (one["text"], other["text"])
    return columns | {"similarity": shared.similarity, "edits": [_edit(e, *texts) for e in shared.edits]}


def _edit(edit: Edit, first: str, second: str) -> dict[str, Any]:
    return {
        "operation": edit.operation,
        "first": first[edit.first_start : edit.first_end],
        "second": second[edit.second_start : edit.second_end],
        "first_start": edit.first_start,
        "first_end": edit.first_end,
        "second_start": edit.second_start,
        "second_end": edit.second_end,
    }

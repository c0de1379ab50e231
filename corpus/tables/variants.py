"""Rows of the table ``variants``: how two renderings of one utterance differ, and what they share.

The number of pairs is quadratic in an utterance's renderings: fifty give 1,225 rows. A row for two texts of fifty words
takes a third of a millisecond and, until it is written, 20 kB.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from corpus.align.renderings import Rendering, RenderingParser
from corpus.align.word_edits import Edit
from corpus.project.project import Project
from corpus.project.utterance_parts import unit_parts
from corpus.records import Article


@dataclass(frozen=True, slots=True)
class _ParsedQuote:
    """A row of ``quotes`` with its text parsed and the parts of the utterance that it renders."""

    row: dict[str, Any]
    rendering: Rendering
    parts: tuple[str, ...]


def max_variant_rows(articles: Iterable[Article]) -> int:
    """Return an upper bound of the table's rows: all pairs of attributions linked to the same utterance."""
    renderings = Counter(a.utterance_id for article in articles for a in article.attributions if a.utterance_id)
    return sum(math.comb(n, 2) for n in renderings.values())


def variant_rows(project: Project, quotes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return a row per pair of quotes of one utterance that render a common part, sorted by utterance and quote ids.

    Args:
        project: declares utterances, their parts, and the authority file.
        quotes: rows of the table ``quotes``.
    """
    parser = RenderingParser(project.speakers)
    groups: dict[str, list[dict[str, Any]]] = {}
    for quote in sorted(quotes, key=lambda q: str(q["quote_id"])):
        if quote["utterance_id"] is not None:
            groups.setdefault(quote["utterance_id"], []).append(quote)
    rows = []
    for name in sorted(groups):
        parsed = list(_parse_quotes(project, groups[name], parser))
        for first, second in combinations(parsed, 2):
            if _render_common_part(first, second):
                rows.append(_variant_row(first, second, parser))
    return rows


def _render_common_part(first: _ParsedQuote, second: _ParsedQuote) -> bool:
    """Whether two renderings share a part; an utterance without parts is one."""
    return not first.parts or not set(first.parts).isdisjoint(second.parts)


def _parse_quotes(project: Project, rows: Sequence[dict[str, Any]], parser: RenderingParser) -> Iterator[_ParsedQuote]:
    """Parse the quotes of one utterance."""
    utterance = next((u for u in project.utterances if u.id == rows[0]["utterance_id"]), None)
    for row in rows:
        parts = () if utterance is None else unit_parts(utterance, row["utterance_part"])
        yield _ParsedQuote(row, parser.parse(row["text"], row["language"]), parts)


def _variant_row(first: _ParsedQuote, second: _ParsedQuote, parser: RenderingParser) -> dict[str, Any]:
    one, other = first.row, second.row
    compared = parser.compare(first.rendering, second.rendering)
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
    for name, lists in (("numbers", compared.numbers), ("names", compared.names)):
        for side, values in zip(("kept", "first", "second"), lists, strict=True):
            columns[f"{name}_{side}"] = values
    edits = [_edit_row(e, one["text"], other["text"]) for e in compared.edits]
    columns |= {"first_gloss": one["gloss"], "second_gloss": other["gloss"]}
    return columns | {"similarity": compared.similarity, "edits": edits}


def _edit_row(edit: Edit, first: str, second: str) -> dict[str, Any]:
    return {
        "operation": edit.operation,
        "first": first[edit.first_start : edit.first_end],
        "second": second[edit.second_start : edit.second_end],
        "first_start": edit.first_start,
        "first_end": edit.first_end,
        "second_start": edit.second_start,
        "second_end": edit.second_end,
    }

"""The table ``variants``: how two renderings of one utterance differ, word by word."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any

from corpus.language import load_language
from corpus.text import tokenize


def variant_rows(quotes: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """A row for each pair of quotes with the same utterance, by utterance, then by the ids of the quotes."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for quote in sorted(quotes, key=lambda q: str(q["quote_id"])):
        if quote["utterance_id"] is not None:
            groups.setdefault(quote["utterance_id"], []).append(quote)
    return [_variant(a, b) for name in sorted(groups) for a, b in combinations(groups[name], 2)]


def _variant(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    same = first["language"] == second["language"]
    similarity, edits = compare(first["text"], second["text"], language=first["language"]) if same else (None, [])
    return {
        "variant_id": f"{first['quote_id']}~{second['quote_id']}",
        "utterance_id": first["utterance_id"],
        "first_quote_id": first["quote_id"],
        "second_quote_id": second["quote_id"],
        "same_language": same,
        "similarity": similarity,
        "edits": edits,
    }


def compare(first: str, second: str, *, language: str) -> tuple[float, list[dict[str, str]]]:
    """How alike two texts are (0 to 1, rounded so that it prints), and the edits that make the second of the first.

    Words are compared folded, so case and kinds of apostrophe make no difference; an edit holds them as written.
    """
    folding = load_language(language).fold
    a, b = tokenize(first, 0, len(first), folding=folding), tokenize(second, 0, len(second), folding=folding)
    matcher = SequenceMatcher(None, a.folded, b.folded, autojunk=False)
    edits = [
        {"operation": operation, "first": " ".join(a.words[i:j]), "second": " ".join(b.words[k:m])}
        for operation, i, j, k, m in matcher.get_opcodes()
    ]
    return round(matcher.ratio(), 4), edits

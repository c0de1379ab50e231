"""What tables hold, in numbers: per article, per language, per speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, get_args

from corpus.records import UNKNOWN, AttributionType
from corpus.tables.rows import Rows

TYPES: tuple[str, ...] = get_args(AttributionType)


@dataclass(frozen=True, slots=True)
class Counts:
    """How much of everything there is in one or several articles; ``types`` are attributions by type."""

    label: str
    language: str
    lines: int
    paragraphs: int
    sentences: int
    tokens: int
    attributions: int
    types: dict[str, int]
    speakers: int


def article_counts(rows: Rows) -> list[Counts]:
    """The counts of each article, in the order of the rows."""
    return [_count(a["article_id"], [a], rows) for a in rows["articles"]]


def language_counts(rows: Rows) -> list[Counts]:
    """The counts of the articles in each language, by its code."""
    languages = sorted({a["language"] for a in rows["articles"]})
    return [_count(code, [a for a in rows["articles"] if a["language"] == code], rows) for code in languages]


def total_counts(rows: Rows) -> Counts:
    """The counts of all articles; a speaker whom several quote counts once."""
    return _count("total", rows["articles"], rows)


def speaker_counts(rows: Rows) -> list[tuple[str, int, int]]:
    """Name, attributions and articles of each known speaker, the most quoted first."""
    quotes = Counter(q["speaker"] for q in rows["quotes"])
    articles = Counter(name for name, _ in {(q["speaker"], q["article_id"]) for q in rows["quotes"]})
    named = sorted(quotes.keys() - {UNKNOWN}, key=lambda name: (-quotes[name], name))
    return [(name, quotes[name], articles[name]) for name in named]


def as_json(rows: Rows) -> dict[str, Any]:
    """All counts as plain values."""
    return {
        "articles": [asdict(c) for c in article_counts(rows)],
        "languages": [asdict(c) for c in language_counts(rows)],
        "total": asdict(total_counts(rows)),
        "speakers": [{"speaker": s, "attributions": q, "articles": a} for s, q, a in speaker_counts(rows)],
        "tables": {name: len(table) for name, table in rows.items()},
    }


def _count(label: str, articles: Iterable[dict[str, Any]], rows: Rows) -> Counts:
    articles = list(articles)
    ids = {a["article_id"] for a in articles}
    quotes = [q for q in rows["quotes"] if q["article_id"] in ids]
    types = Counter(q["type"] for q in quotes)
    return Counts(
        label=label,
        language=", ".join(sorted({a["language"] for a in articles})),
        lines=sum(a["n_lines"] for a in articles),
        paragraphs=sum(a["n_paragraphs"] for a in articles),
        sentences=sum(a["n_sentences"] for a in articles),
        tokens=sum(a["n_tokens"] for a in articles),
        attributions=len(quotes),
        types={t: types[t] for t in TYPES},
        speakers=len({q["speaker"] for q in quotes} - {UNKNOWN}),
    )

"""Descriptive counts of a release: per article, language and speaker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, get_args

from corpus.records import UNKNOWN, AttributionType
from corpus.tables.rows import Row, Rows

TYPES: tuple[str, ...] = get_args(AttributionType)


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one or several articles.

    Attributes:
        label: article id, language code, or ``total``.
        language: language codes, separated by commas.
        lines: non-empty lines of the raw text.
        paragraphs: lines that are article text.
        sentences: sentences of the article text.
        tokens: tokens of the article text.
        attributions: rows of ``quotes``.
        types: attributions by type.
        speakers: distinct known speakers.
        unknown: attributions whose speaker is not known.
    """

    label: str
    language: str
    lines: int
    paragraphs: int
    sentences: int
    tokens: int
    attributions: int
    types: dict[str, int]
    speakers: int
    unknown: int

    @property
    def unknown_share(self) -> float:
        """The share of attributions whose speaker is not known; 0 where there are none."""
        return self.unknown / max(1, self.attributions)


def article_counts(rows: Rows) -> list[Counts]:
    """Return the counts of each article, in the order of the rows."""
    return [_count_articles(a["article_id"], [a], rows) for a in rows["articles"]]


def language_counts(rows: Rows) -> list[Counts]:
    """Return the counts of the articles in each language, sorted by code."""
    by_language: dict[str, list[Row]] = {}
    for article in rows["articles"]:
        by_language.setdefault(article["language"], []).append(article)
    return [_count_articles(code, by_language[code], rows) for code in sorted(by_language)]


def total_counts(rows: Rows) -> Counts:
    """Return the counts of all articles; a speaker quoted in several of them counts once."""
    return _count_articles("total", rows["articles"], rows)


def speaker_counts(rows: Rows) -> list[tuple[str, int, int]]:
    """Return (name, attributions, articles) of each known speaker, the most quoted first."""
    quotes = Counter(q["speaker"] for q in rows["quotes"])
    pairs = {(q["speaker"], q["article_id"]) for q in rows["quotes"]}
    articles = Counter(name for name, _ in pairs)
    named = sorted(quotes.keys() - {UNKNOWN}, key=lambda name: (-quotes[name], name))
    return [(name, quotes[name], articles[name]) for name in named]


def counts_as_json(rows: Rows) -> dict[str, Any]:
    """Return all counts as values that `json.dumps` accepts."""
    return {
        "articles": [asdict(c) for c in article_counts(rows)],
        "languages": [asdict(c) for c in language_counts(rows)],
        "total": asdict(total_counts(rows)),
        "speakers": [{"speaker": s, "attributions": q, "articles": a} for s, q, a in speaker_counts(rows)],
        "tables": {name: len(table) for name, table in rows.items()},
    }


def _count_articles(label: str, articles: Sequence[Row], rows: Rows) -> Counts:
    ids = {a["article_id"] for a in articles}
    quotes = [q for q in rows["quotes"] if q["article_id"] in ids]
    types, speakers = Counter(q["type"] for q in quotes), Counter(q["speaker"] for q in quotes)
    sums = Counter[str]()
    for article in articles:
        sums.update({name: article[f"n_{name}"] for name in ("lines", "paragraphs", "sentences", "tokens")})
    return Counts(
        label=label,
        language=", ".join(sorted({a["language"] for a in articles})),
        lines=sums["lines"],
        paragraphs=sums["paragraphs"],
        sentences=sums["sentences"],
        tokens=sums["tokens"],
        attributions=len(quotes),
        types={t: types[t] for t in TYPES},
        speakers=len(speakers.keys() - {UNKNOWN}),
        unknown=speakers[UNKNOWN],
    )

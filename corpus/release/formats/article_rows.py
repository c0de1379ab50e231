"""Group the rows of a release by article, and check what the formats by article rely on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import ReleaseError
from corpus.tables.layout import GAP
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES, TAGGED_PARTS

#: Columns of ``quotes`` besides its spans and what follows from them; these make the round trip.
QUOTE_FIELDS = (
    "type", "speaker_id", "speaker", "speaker_kind", "resolution", "medium", "via", "parent_id", "utterance_id",
    "utterance_part", "gloss", "origin", "rule", "act", "confidence", "speaker_confidence",
)  # fmt: skip
_HINT = "Run `corpus check`"
#: Ids become names of files and of XML elements: no path separator, not hidden, no space.
_ID = re.compile(r"[^\W_][\w.~-]*")


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """The rows of one article.

    Attributes:
        release: name and version of the release.
        article: row of ``articles``.
        paragraphs: rows of ``paragraphs`` that are article text.
        quotes: rows of ``quotes``.
        marks: rows of ``marks``.
        tokens: rows of ``tokens``.
        speakers: all rows of ``speakers`` by id.
    """

    release: str
    article: Row
    paragraphs: Sequence[Row]
    quotes: Sequence[Row]
    marks: Sequence[Row]
    tokens: Sequence[Row]
    speakers: Mapping[str, Row]

    @property
    def id(self) -> str:
        """The id of the article."""
        return str(self.article["article_id"])

    @property
    def text(self) -> str:
        """The article text, in which all offsets count."""
        return str(self.article["text"])

    def local_id(self, full_id: str) -> str:
        """Return an id without the article's id before it."""
        return full_id.removeprefix(f"{self.id}.")


def group_by_article(rows: Rows, *, release: str) -> list[ArticleRows]:
    """Group the rows of a release by article, in the order of the release.

    Args:
        rows: rows of the tables by name.
        release: name and version of the release.

    Raises:
        ReleaseError: the release has no text, an id cannot be a name, or offsets do not match the text.
    """
    by_table: dict[str, dict[str, list[Row]]] = {
        name: defaultdict(list) for name, table in TABLES.items() if table.by_article
    }
    for name, groups in by_table.items():
        for row in rows.get(name, []):
            groups[row["article_id"]].append(row)
    speakers = {row["speaker_id"]: row for row in rows.get("speakers", [])}
    articles = []
    for row in rows.get("articles", []):
        article_id = row["article_id"]
        article = ArticleRows(
            release=release,
            article=row,
            paragraphs=[p for p in by_table["paragraphs"][article_id] if p["kept"]],
            quotes=by_table["quotes"][article_id],
            marks=by_table["marks"][article_id],
            tokens=by_table["tokens"][article_id],
            speakers=speakers,
        )
        _check_ids(article)
        _check_references(article)
        _check_text(article)
        articles.append(article)
    return articles


def _check_ids(rows: ArticleRows) -> None:
    if not _ID.fullmatch(rows.id):
        raise ReleaseError(f"{rows.id!r} cannot be a file name", hint=_HINT)
    for column, table in (
        ("paragraph_id", rows.paragraphs),
        ("quote_id", rows.quotes),
        ("mark_id", rows.marks),
        ("sentence_id", rows.tokens),
    ):
        for row in table:
            if not _ID.fullmatch(row[column]):
                raise ReleaseError(f"{row[column]!r} is not a valid {column}", hint=_HINT)


def _check_references(rows: ArticleRows) -> None:
    quotes = {quote["quote_id"] for quote in rows.quotes}
    referenced = [quote["parent_id"] for quote in rows.quotes] + [mark["quote_id"] for mark in rows.marks]
    for quote_id in referenced:
        if quote_id is not None and quote_id not in quotes:
            raise ReleaseError(f"no quote {quote_id!r} in {rows.id}", hint=_HINT)


def _check_text(rows: ArticleRows) -> None:
    if rows.paragraphs and not rows.article.get("text"):
        raise ReleaseError(f"the release does not have the text of {rows.id}", hint="Export a release with texts")
    if rows.text != GAP.join(p["text"] for p in rows.paragraphs):
        raise ReleaseError(f"the text of {rows.id} is not that of its paragraphs", hint=_HINT)
    for row_id, span in _spans(rows):
        words = span["text"]
        if not words or GAP in words or rows.text[span["start"] : span["end"]] != words:
            raise ReleaseError(f"the span {span['start']}-{span['end']} of {row_id} is not its text", hint=_HINT)


def _spans(rows: ArticleRows) -> Iterator[tuple[str, Row]]:
    for quote in rows.quotes:
        for part in TAGGED_PARTS:
            for span in quote[part]:
                yield quote["quote_id"], span
    for mark in rows.marks:
        yield mark["mark_id"], mark

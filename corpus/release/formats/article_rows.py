"""The rows of a release as its users' formats take them: put together by article, and checked for what they rely on."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.errors import ReleaseError
from corpus.tables.layout import GAP
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES, TAGGED

#: What a quote says besides its places and what follows from them; these columns make the round trip.
FIELDS = (
    "type", "speaker_id", "speaker", "speaker_kind", "resolution", "medium", "via", "parent_id", "utterance_id",
    "utterance_part", "origin", "rule", "confidence",
)  # fmt: skip
_HINT = "See `corpus check`"
#: Ids become names of files and of XML elements: no separator of folders, nothing hidden, no space.
_ID = re.compile(r"[^\W_][\w.~-]*")


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """What the release of this name says of one article; ``paragraphs`` are those of the article text."""

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
        """The article text proper, in which all offsets count."""
        return str(self.article["text"])

    def local(self, one: str) -> str:
        """An id without the article's in front of it."""
        return one.removeprefix(f"{self.id}.")


def articles_of(rows: Rows, *, release: str) -> list[ArticleRows]:
    """The rows of each article, in the order of the release.

    Raises:
        ReleaseError: the release has no text, an id cannot be a name, or an offset does not fit the text.
    """
    parts: dict[str, dict[str, list[Row]]] = {name: defaultdict(list) for name in TABLES if TABLES[name].by_article}
    for name, by_article in parts.items():
        for row in rows.get(name, []):
            by_article[row["article_id"]].append(row)
    speakers = {row["speaker_id"]: row for row in rows.get("speakers", [])}
    found = []
    for article in rows.get("articles", []):
        one = article["article_id"]
        kept = [p for p in parts["paragraphs"][one] if p["kept"]]
        of = ArticleRows(
            release, article, kept, parts["quotes"][one], parts["marks"][one], parts["tokens"][one], speakers
        )
        _check(of)
        found.append(of)
    return found


def _check(of: ArticleRows) -> None:
    if not _ID.fullmatch(of.id):
        raise ReleaseError(f"{of.id!r} cannot be the name of a file", hint=_HINT)
    if not of.article.get("text") and of.paragraphs:
        raise ReleaseError(f"the release does not hold the text of {of.id}", hint="Export one that holds its texts")
    named = [
        ("paragraph_id", of.paragraphs),
        ("quote_id", of.quotes),
        ("mark_id", of.marks),
        ("sentence_id", of.tokens),
    ]
    for column, rows in named:
        for row in rows:
            if not _ID.fullmatch(row[column]):
                raise ReleaseError(f"{row[column]!r} is no {column}", hint=_HINT)
    quotes = {q["quote_id"] for q in of.quotes}
    for row in [*of.quotes, *of.marks]:
        other = row["parent_id"] if "parent_id" in row else row["quote_id"]
        if other is not None and other not in quotes:
            raise ReleaseError(f"there is no quote {other!r} in {of.id}", hint=_HINT)
    if of.text != GAP.join(p["text"] for p in of.paragraphs):
        raise ReleaseError(f"the text of {of.id} is not that of its paragraphs", hint=_HINT)
    spans = [(q["quote_id"], s) for q in of.quotes for part in TAGGED for s in q[part]]
    for one, span in [*spans, *((m["mark_id"], m) for m in of.marks)]:
        if of.text[span["start"] : span["end"]] != span["text"] or not span["text"] or GAP in span["text"]:
            raise ReleaseError(f"the span {span['start']}-{span['end']} of {one} is not its text", hint=_HINT)

"""Whether every string of a release stands where its offsets say. Pure: nothing is read or written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from corpus.publish.rows import Row, Rows
from corpus.publish.schema import TABLES
from corpus.publish.textfree import FROM_PLACES, Book, open_book

_SIDES = ("first", "second")


def offset_faults(rows: Rows, *, missing: Collection[str] = ()) -> Iterator[tuple[str, str, str]]:
    """Table, id of the row and column of each string that is not ``text[start:end]``.

    ``missing`` are the articles whose text was taken out. Columns that a table has not, as one of an earlier schema,
    are passed over. The rows of the tables that others point into are needed: ``articles`` and ``paragraphs``.
    """
    raw = {row["article_id"]: row["raw_text"] for row in rows["articles"] if row["article_id"] not in missing}
    book = open_book(rows, raw)
    for name in (name for name in FROM_PLACES if name in rows):
        for row in rows[name]:
            if row["article_id"] in raw:
                yield from ((name, str(row[TABLES[name].id_column]), column) for column in _wrong(name, row, book))
    if not missing:
        yield from _edits(rows)


def _wrong(name: str, row: Row, book: Book) -> Iterator[str]:
    for column, rule in FROM_PLACES[name].items():
        if column in row and (not _placed(row, column) or rule(row, book) != row[column]):
            yield column
    if name == "paragraphs":
        start, end, body = row["start"], row["end"], book.body[row["article_id"]]
        if row["kept"] and (start is None or end is None or start < 0 or body[start:end] != row["text"]):
            yield "start"
        if not row["kept"] and (start, end) != (None, None):
            yield "start"


def _placed(row: Row, column: str) -> bool:
    """Whether places are places: from 0 on, and as long as their words, since a slice forgives what is not."""
    value = row[column]
    if column == "tokens":
        places = zip(row["starts"], row["ends"], value, strict=True)
        return all(start >= 0 and end - start == len(word) for start, end, word in places)
    spans = [row] if "start" in row and column == "text" else value if isinstance(value, list) else []
    if "raw_start" in row:
        return bool(row["raw_start"] >= 0 and row["raw_end"] - row["raw_start"] == len(row["text"]))
    return all(s["start"] >= 0 and s["end"] - s["start"] == len(s["text"]) for s in spans)


def _edits(rows: Rows) -> Iterator[tuple[str, str, str]]:
    """The edits of pairs of renderings, which point into the words of the quotes."""
    quotes: Mapping[str, Any] = {row["quote_id"]: row["text"] for row in rows.get("quotes", ())}
    for row in rows.get("variants", ()):
        for edit in row["edits"]:
            for side in (side for side in _SIDES if f"{side}_start" in edit):
                start, end, words = edit[f"{side}_start"], edit[f"{side}_end"], edit[side] or ""
                text = quotes.get(row[f"{side}_quote_id"], "")
                if not (0 <= start <= end and text[start:end] == words and end - start == len(words)):
                    yield "variants", row["variant_id"], "edits"

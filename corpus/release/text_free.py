"""What of a release is article text, and a release without it: how the words are taken out and put back.

`FROM_PLACES` and `FROM_PIECES` declare the columns that hold text, and nothing else does. Of all other columns a value
is taken out, too, where it has `corpus.release.text_fragments.RUN` words of an article in a row; names are left.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import ReleaseError
from corpus.release.text_fragments import Piece, Runs, has_run, put_together, runs_of, take_apart
from corpus.tables.hashing import content_hashes
from corpus.tables.layout import GAP
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES

#: By table, id of the row and path of the value in it: the pieces of a string that was taken out.
Strings = Mapping[str, Mapping[str, Mapping[str, Sequence[Piece]]]]


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """The raw text and the article text proper of the articles that are there, by id, and where paragraphs stand."""

    raw: Mapping[str, str]
    body: Mapping[str, str]
    paragraphs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TextFree:
    """A release without text: its rows, and all that is needed to put the text back.

    ``hashes`` are those of the tables with text, ``strings`` what offsets do not give back, ``missing`` the articles
    without text, ``runs`` what no file may hold.
    """

    rows: Rows
    hashes: Mapping[str, str]
    strings: Strings
    missing: tuple[str, ...]
    runs: Runs


def open_book(rows: Rows, raw: Mapping[str, str]) -> SourceTexts:
    """The articles of which the raw text is at hand, laid out as the table ``paragraphs`` says."""
    parts: dict[str, list[str]] = {article: [] for article in raw}
    words: dict[str, str] = {}
    for row in rows["paragraphs"]:
        if row["article_id"] in raw:
            text = raw[row["article_id"]][row["raw_start"] : row["raw_end"]]
            words[row["paragraph_id"]] = text
            if row["kept"]:
                parts[row["article_id"]].append(text)
    return SourceTexts(raw, {article: GAP.join(found) for article, found in parts.items()}, words)


def _spans(column: str) -> Callable[[Row, SourceTexts], Any]:
    return lambda row, book: [span | {"text": _words(row, book, span)} for span in row[column]]


def _joined(column: str) -> Callable[[Row, SourceTexts], Any]:
    return lambda row, book: " ".join(_words(row, book, span) for span in row[column]) or None


def _words(row: Row, book: SourceTexts, span: Mapping[str, Any]) -> str:
    return book.body[row["article_id"]][span["start"] : span["end"]]


_QUOTES: Mapping[str, Callable[[Row, SourceTexts], Any]] = {
    "text": _joined("content"),
    **{part: _spans(part) for part in ("content", "cue", "source")},
    "source_text": _joined("source"),
    "context": lambda row, book: GAP.join(book.paragraphs[p] for p in row["paragraph_ids"]),
}
#: Columns of text that the offsets beside them give back, and how.
FROM_PLACES: Mapping[str, Mapping[str, Callable[[Row, SourceTexts], Any]]] = {
    "quotes": _QUOTES,
    "predictions": _QUOTES,
    "articles": {
        "text": lambda row, book: book.body[row["article_id"]],
        "raw_text": lambda row, book: book.raw[row["article_id"]],
    },
    "paragraphs": {"text": lambda row, book: book.paragraphs[row["paragraph_id"]]},
    "marks": {"text": lambda row, book: _words(row, book, row)},
    "tokens": {
        "tokens": lambda row, book: [
            book.body[row["article_id"]][a:b] for a, b in zip(row["starts"], row["ends"], strict=True)
        ]
    },
}
#: Columns of text without offsets: the pieces of their strings are written down.
FROM_PIECES: Mapping[str, tuple[str, ...]] = {
    "quotes": ("medium", "via"),
    "predictions": ("medium", "via"),
    "variants": ("edits",),
}


def without_text(rows: Rows) -> TextFree:
    """The rows of a release without the words of its articles.

    Raises:
        ReleaseError: a column still has text, so it has to be declared above.
    """
    raw = {row["article_id"]: row["raw_text"] for row in rows["articles"]}
    names = [row["speaker"] for table in ("quotes", "predictions") for row in rows[table]]
    names += [name for row in rows["speakers"] for name in (row["name"], *(a["name"] for a in row["aliases"]))]
    runs = runs_of(raw.values(), but=names)
    strings: dict[str, dict[str, dict[str, Sequence[Piece]]]] = {}
    free: dict[str, list[Row]] = {}
    for name, table in rows.items():
        free[name] = []
        for row in table:
            blank, taken = _blanked(name, row, raw, runs)
            free[name].append(blank)
            if taken:
                strings.setdefault(name, {})[row[TABLES[name].id_column]] = taken
    _check_rows(free, runs)
    return TextFree(free, content_hashes(rows), strings, tuple(raw), runs)


def _blanked(name: str, row: Row, raw: Mapping[str, str], runs: Runs) -> tuple[Row, dict[str, Sequence[Piece]]]:
    blank = dict(row)
    taken: dict[str, Sequence[Piece]] = {}
    key = str(row[TABLES[name].id_column])
    first = [article for article in raw if key.startswith(article) or f"~{article}" in key]
    for column, value in row.items():
        nothing = None if TABLES[name].schema.field(column).nullable else ""
        if column in FROM_PLACES.get(name, {}):
            blank[column] = _emptied(value, nothing)
            continue
        declared = column in FROM_PIECES.get(name, ())
        for path, words in leaves(value, column):
            if words and (declared or has_run(words, runs)):
                pieces = take_apart(words, raw, first=first)
                if any(not isinstance(piece, str) for piece in pieces):
                    taken[path] = pieces
                    blank[column] = with_leaf(blank[column], path.split(".")[1:], nothing if value is words else None)
    return blank, taken


def _emptied(value: Any, nothing: str | None) -> Any:  # noqa: ANN401  (whatever a row may hold)
    """A value without its words: of spans the offsets stay."""
    if isinstance(value, list):
        return [item | {"text": None} for item in value if isinstance(item, dict)]
    return nothing


def leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  (whatever a row may hold)
    """Every string in a value, with the keys and numbers that lead to it, dots between."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(inner, f"{path}.{key}")


def with_leaf(value: Any, path: Sequence[str], leaf: str | None) -> Any:  # noqa: ANN401  (whatever a row may hold)
    """A value with another string at a path; nothing that it shares with others is changed."""
    if not path:
        return leaf
    if isinstance(value, dict):
        return value | {path[0]: with_leaf(value[path[0]], path[1:], leaf)}
    return [with_leaf(v, path[1:], leaf) if n == int(path[0]) else v for n, v in enumerate(value)]


def _check_rows(rows: Rows, runs: Runs) -> None:
    for name, table in rows.items():
        for row in table:
            for column, value in row.items():
                if has_run(" ".join(words for _, words in leaves(value, column)), runs):
                    hint = "Declare it in corpus/release/text_free.py"
                    raise ReleaseError(f"the column {column} of {name} holds article text", hint=hint)


def with_text(rows: Rows, strings: Strings, raw: Mapping[str, str]) -> Rows:
    """The rows with the words of the articles of which the raw text is there; the others stay as they are."""
    book = open_book(rows, raw)
    return {name: [_filled(name, row, strings.get(name, {}), book) for row in table] for name, table in rows.items()}


def _filled(name: str, row: Row, strings: Mapping[str, Mapping[str, Sequence[Piece]]], book: SourceTexts) -> Row:
    filled = dict(row)
    if row.get("article_id") in book.raw:
        filled |= {column: rule(row, book) for column, rule in FROM_PLACES.get(name, {}).items()}
    for path, pieces in strings.get(str(row[TABLES[name].id_column]), {}).items():
        words = put_together(pieces, book.raw)
        if words is not None:
            column, *inner = path.split(".")
            filled[column] = with_leaf(filled[column], inner, words)
    return filled

"""Make a release without article text, and put the text back.

`COLUMNS_FROM_OFFSETS` and `COLUMNS_FROM_FRAGMENTS` declare the columns that hold article text. In every other column a
value is removed, too, where it shares `corpus.release.text_fragments.RUN_LENGTH` consecutive words with an article;
names are kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from corpus.errors import ReleaseError
from corpus.release.text_fragments import (
    Fragment,
    WordRuns,
    collect_runs,
    has_run,
    join_fragments,
    split_into_fragments,
)
from corpus.tables.hashing import content_hashes
from corpus.tables.layout import GAP
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES

#: Fragments of removed strings by table, row id, and path of the value in the row ("edits.0.first").
Fragments = Mapping[str, Mapping[str, Mapping[str, Sequence[Fragment]]]]


@dataclass(frozen=True, slots=True)
class SourceTexts:
    """Texts of the articles at hand.

    Attributes:
        raw: raw texts by article id.
        body: article texts by article id.
        paragraphs: texts of all lines by paragraph id.
    """

    raw: Mapping[str, str]
    body: Mapping[str, str]
    paragraphs: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class TextFree:
    """A release without text, and what is needed to put the text back.

    Attributes:
        rows: the rows without text.
        hashes: content hash of each table with text.
        strings: fragments of the strings that offsets do not give back.
        missing: ids of the articles without text.
        runs: sequences of words that no file of the release may contain.
    """

    rows: Rows
    hashes: Mapping[str, str]
    strings: Fragments
    missing: tuple[str, ...]
    runs: WordRuns


def source_texts(rows: Rows, raw: Mapping[str, str]) -> SourceTexts:
    """Lay out articles as the table ``paragraphs`` says.

    Args:
        rows: rows of all tables, with or without text.
        raw: raw texts of some articles by id.
    """
    kept: dict[str, list[str]] = {article: [] for article in raw}
    paragraphs: dict[str, str] = {}
    for row in rows["paragraphs"]:
        article = row["article_id"]
        if article in raw:
            text = raw[article][row["raw_start"] : row["raw_end"]]
            paragraphs[row["paragraph_id"]] = text
            if row["kept"]:
                kept[article].append(text)
    return SourceTexts(raw, {article: GAP.join(texts) for article, texts in kept.items()}, paragraphs)


#: Computes the value of a column from a row's offsets and the texts.
Rule = Callable[[Row, SourceTexts], Any]


def _text_at(row: Row, texts: SourceTexts, span: Mapping[str, Any]) -> str:
    return texts.body[row["article_id"]][span["start"] : span["end"]]


def _spans(column: str) -> Rule:
    return lambda row, texts: [span | {"text": _text_at(row, texts, span)} for span in row[column]]


def _joined(column: str) -> Rule:
    return lambda row, texts: " ".join(_text_at(row, texts, span) for span in row[column]) or None


def _tokens(row: Row, texts: SourceTexts) -> list[str]:
    body = texts.body[row["article_id"]]
    return [body[start:end] for start, end in zip(row["starts"], row["ends"], strict=True)]


_QUOTE_RULES: Mapping[str, Rule] = {
    "text": _joined("content"),
    "content": _spans("content"),
    "cue": _spans("cue"),
    "source": _spans("source"),
    "source_text": _joined("source"),
    "context": lambda row, texts: GAP.join(texts.paragraphs[p] for p in row["paragraph_ids"]),
}
#: Text columns that the offsets in their row give back, by table, with the rule for each.
COLUMNS_FROM_OFFSETS: Mapping[str, Mapping[str, Rule]] = {
    "quotes": _QUOTE_RULES,
    "predictions": _QUOTE_RULES,
    "articles": {
        "text": lambda row, texts: texts.body[row["article_id"]],
        "raw_text": lambda row, texts: texts.raw[row["article_id"]],
    },
    "paragraphs": {"text": lambda row, texts: texts.paragraphs[row["paragraph_id"]]},
    "marks": {"text": lambda row, texts: _text_at(row, texts, row)},
    "tokens": {"tokens": _tokens},
}
#: Text columns without offsets: the fragments of their strings are stored in ``text-free.json``.
COLUMNS_FROM_FRAGMENTS: Mapping[str, tuple[str, ...]] = {
    "quotes": ("medium", "via"),
    "predictions": ("medium", "via"),
    "variants": ("edits",),
}


def without_text(rows: Rows) -> TextFree:
    """Remove the articles' words from the rows of a release.

    Args:
        rows: rows of all tables, with text.

    Raises:
        ReleaseError: a column still has article text, so it has to be declared above.
    """
    raw = {row["article_id"]: row["raw_text"] for row in rows["articles"]}
    runs = collect_runs(raw.values(), but=_names(rows))
    strings: dict[str, dict[str, dict[str, Sequence[Fragment]]]] = {}
    blank_rows: dict[str, list[Row]] = {}
    for name, table in rows.items():
        blank_rows[name] = []
        for row in table:
            blank, removed = _without_words(name, row, raw, runs)
            blank_rows[name].append(blank)
            if removed:
                strings.setdefault(name, {})[row[TABLES[name].id_column]] = removed
    _check_rows(blank_rows, runs)
    return TextFree(blank_rows, content_hashes(rows), strings, tuple(raw), runs)


def _names(rows: Rows) -> Iterator[str]:
    """Names of speakers: they are not article text."""
    for table in ("quotes", "predictions"):
        for row in rows[table]:
            yield row["speaker"]
    for row in rows["speakers"]:
        yield row["name"]
        for alias in row["aliases"]:
            yield alias["name"]


def _without_words(
    name: str, row: Row, raw: Mapping[str, str], runs: WordRuns
) -> tuple[Row, dict[str, Sequence[Fragment]]]:
    """Return a copy of a row without article text, and the fragments of what no offsets give back."""
    blank = dict(row)
    removed: dict[str, Sequence[Fragment]] = {}
    key = str(row[TABLES[name].id_column])
    own_articles = [article for article in raw if key.startswith(article) or f"~{article}" in key]
    for column, value in row.items():
        empty = None if TABLES[name].schema.field(column).nullable else ""
        if column in COLUMNS_FROM_OFFSETS.get(name, {}):
            blank[column] = _blank_value(value, empty)
            continue
        declared = column in COLUMNS_FROM_FRAGMENTS.get(name, ())
        for path, words in string_leaves(value, column):
            if not words or not (declared or has_run(words, runs)):
                continue
            fragments = split_into_fragments(words, raw, first=own_articles)
            if any(not isinstance(fragment, str) for fragment in fragments):
                removed[path] = fragments
                leaf = empty if value is words else None
                blank[column] = replace_leaf(blank[column], path.split(".")[1:], leaf)
    return blank, removed


def _blank_value(value: Any, empty: str | None) -> Any:  # noqa: ANN401  (any value of a row)
    """Remove the words of a value; of spans the offsets are kept."""
    if isinstance(value, list):
        return [item | {"text": None} for item in value if isinstance(item, dict)]
    return empty


def string_leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:  # noqa: ANN401  (any value of a row)
    """Yield (path, string) of every string in a nested value; keys and indices in the path are joined by points."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from string_leaves(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from string_leaves(inner, f"{path}.{index}")


def replace_leaf(value: Any, path: Sequence[str], leaf: str | None) -> Any:  # noqa: ANN401  (any value of a row)
    """Return a copy of a nested value with another string at a path."""
    if not path:
        return leaf
    if isinstance(value, dict):
        return value | {path[0]: replace_leaf(value[path[0]], path[1:], leaf)}
    copy = list(value)
    copy[int(path[0])] = replace_leaf(copy[int(path[0])], path[1:], leaf)
    return copy


def _check_rows(rows: Rows, runs: WordRuns) -> None:
    for name, table in rows.items():
        for row in table:
            for column, value in row.items():
                words = " ".join(string for _, string in string_leaves(value, column))
                if has_run(words, runs):
                    hint = "Declare it in corpus/release/text_free.py"
                    raise ReleaseError(f"the column {column} of {name} has article text", hint=hint)


def with_text(rows: Rows, strings: Fragments, raw: Mapping[str, str]) -> Rows:
    """Put text back into rows; rows of articles without a raw text are unchanged.

    Args:
        rows: rows without text.
        strings: fragments of the strings that offsets do not give back.
        raw: raw texts by article id.
    """
    texts = source_texts(rows, raw)
    filled = {}
    for name, table in rows.items():
        of_table = strings.get(name, {})
        filled[name] = [_with_words(name, row, of_table, texts) for row in table]
    return filled


def _with_words(
    name: str, row: Row, strings: Mapping[str, Mapping[str, Sequence[Fragment]]], texts: SourceTexts
) -> Row:
    filled = dict(row)
    if row.get("article_id") in texts.raw:
        for column, rule in COLUMNS_FROM_OFFSETS.get(name, {}).items():
            filled[column] = rule(row, texts)
    for path, fragments in strings.get(str(row[TABLES[name].id_column]), {}).items():
        words = join_fragments(fragments, texts.raw)
        if words is not None:
            column, *inner = path.split(".")
            filled[column] = replace_leaf(filled[column], inner, words)
    return filled

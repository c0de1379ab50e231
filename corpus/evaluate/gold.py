"""Attributions as JSON lines, one text a line: gold of other corpora, or predictions of any program.

``{"id" (or "doc"), "text", "language", "attributions": [{"type", "content": [[start, end], ...], "cue", "source",
"speaker"}]}``. Needed are the id, ``content``, and in gold the text. Other keys are passed over.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from corpus.errors import InputError
from corpus.io.jsonl import json_lines, parse_object, row_id
from corpus.project.annotated_marks import all_pairs, type_by_marks
from corpus.quotes.marks import Quoted
from corpus.records import UNKNOWN, Attribution, AttributionType, Span

_FORM = 'Write {"id", "text", "attributions": [{"type", "content", "cue", "source"}]} with [start, end] inside the text'


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A line of a file: its attributions as they stand there, not yet held against a text."""

    id: str
    text: str | None
    language: str | None
    attributions: Sequence[dict[str, Any]]
    path: Path
    line: int

    def wrong(self, message: str) -> InputError:
        """An error about this line."""
        return InputError(f"{self.id}: {message}", path=self.path, line=self.line, hint=_FORM)


def read_rows(path: Path) -> list[GoldRow]:
    """The rows of a .jsonl or .jsonl.gz file.

    Raises:
        InputError: it cannot be read, or a line is not of the form, or an id occurs twice.
    """
    rows: dict[str, GoldRow] = {}
    try:
        for number, line in _lines(path):
            if isinstance(line, InputError):
                raise line
            row = _row(path, number, line)
            if row.id in rows:
                raise row.wrong("the id occurs twice")
            rows[row.id] = row
    except (EOFError, gzip.BadGzipFile, zlib.error) as e:
        raise InputError(f"not a gzip file ({e})", path=path, hint="Pack it again, or unpack it") from e
    except OSError as e:
        raise InputError(f"cannot be read ({e.strerror})", path=path, hint="Check the path and its permissions") from e
    return list(rows.values())


def _lines(path: Path) -> Iterator[tuple[int, bytes | InputError]]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield from json_lines(file, path=path)


def _row(path: Path, number: int, line: bytes) -> GoldRow:
    fields = parse_object(line, path=path, number=number, hint=_FORM)
    name, text, language = row_id(fields, "id", "doc"), fields.get("text"), fields.get("language")
    attributions = fields.get("attributions")
    if (
        name is None
        or not isinstance(text, str | None)
        or not isinstance(language, str | None)
        or not isinstance(attributions, list)
        or not all(isinstance(a, dict) for a in attributions)
    ):
        raise InputError("not a text with attributions", path=path, line=number, hint=_FORM)
    return GoldRow(name, text, language, attributions, path, number)


def attributions_of(row: GoldRow, text: str) -> tuple[Attribution, ...]:
    """The attributions of a row, whose text, if it has one, must be ``text``; a type that is left out is computed.

    Raises:
        InputError: the texts differ, a span leaves the text, or a value is not of the form.
    """
    if row.text is not None and row.text != text:
        raise row.wrong("the text is not that of the gold")
    pairs = all_pairs(text) if any(a.get("type") is None for a in row.attributions) else []
    return tuple(_attribution(row, text, n, pairs) for n in range(len(row.attributions)))


def _attribution(row: GoldRow, text: str, number: int, pairs: Sequence[Quoted]) -> Attribution:
    given = row.attributions[number]
    content, cue, source = (_spans(row, text, given.get(part) or []) for part in ("content", "cue", "source"))
    kind, speaker = given.get("type"), given.get("speaker")
    if kind is not None and kind not in get_args(AttributionType):
        raise row.wrong(f"the type {kind!r} is not one of {', '.join(get_args(AttributionType))}")
    if not isinstance(speaker, str | None):
        raise row.wrong("a speaker is no string")
    found = kind if kind is not None else type_by_marks(text, content, pairs)
    return Attribution(f"q{number + 1:03d}", found, content, cue, source, speaker=speaker or UNKNOWN)


def _spans(row: GoldRow, text: str, given: object) -> tuple[Span, ...]:
    if not isinstance(given, list):
        raise row.wrong("the spans are no list")
    spans = []
    for pair in given:
        if not isinstance(pair, list) or len(pair) != 2 or any(type(n) is not int for n in pair):
            raise row.wrong(f"{pair!r} is no [start, end]")
        if not 0 <= pair[0] < pair[1] <= len(text):
            raise row.wrong(f"the span {pair} is empty or leaves the text")
        spans.append(Span(*pair))
    return tuple(spans)

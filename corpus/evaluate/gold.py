"""Read attributions as JSON lines, one text per line: gold of other corpora, or predictions of any program.

``{"id" (or "doc"), "text", "language", "attributions": [{"type", "content": [[start, end], ...], "cue", "source",
"speaker"}]}``. The id and ``content`` are required, in gold also the text. Other keys are ignored.
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

_HINT = 'Write {"id", "text", "attributions": [{"type", "content", "cue", "source"}]} with [start, end] inside the text'


@dataclass(frozen=True, slots=True)
class GoldRow:
    """A line of a file.

    Attributes:
        id: id of the text, unique in the file.
        text: the text; None in predictions that leave it out.
        language: code or alias, if given.
        attributions: the attributions as JSON values, not yet checked against a text.
        path: the file.
        line: 1-based number of the line.
    """

    id: str
    text: str | None
    language: str | None
    attributions: Sequence[dict[str, Any]]
    path: Path
    line: int

    def error(self, message: str) -> InputError:
        """Create an error about this line."""
        return InputError(f"{self.id}: {message}", path=self.path, line=self.line, hint=_HINT)


def read_rows(path: Path) -> list[GoldRow]:
    """Read the rows of a .jsonl or .jsonl.gz file.

    Raises:
        InputError: the file cannot be read, a line has not the expected form, or an id occurs twice.
    """
    rows: dict[str, GoldRow] = {}
    try:
        for number, line in _lines(path):
            if isinstance(line, InputError):
                raise line
            row = _row(path, number, line)
            if row.id in rows:
                raise row.error("the id occurs twice")
            rows[row.id] = row
    except (EOFError, gzip.BadGzipFile, zlib.error) as e:
        raise InputError(f"not a gzip file ({e})", path=path, hint="Compress it again, or give it uncompressed") from e
    except OSError as e:
        raise InputError(f"cannot be read ({e.strerror})", path=path, hint="Check the path and its permissions") from e
    return list(rows.values())


def _lines(path: Path) -> Iterator[tuple[int, bytes | InputError]]:
    with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
        yield from json_lines(file, path=path)


def _row(path: Path, number: int, line: bytes) -> GoldRow:
    fields = parse_object(line, path=path, number=number, hint=_HINT)
    name, text, language = row_id(fields, "id", "doc"), fields.get("text"), fields.get("language")
    attributions = fields.get("attributions")
    error = InputError("not a text with attributions", path=path, line=number, hint=_HINT)
    if name is None:
        raise error
    if not isinstance(text, str | None) or not isinstance(language, str | None):
        raise error
    if not isinstance(attributions, list) or not all(isinstance(a, dict) for a in attributions):
        raise error
    return GoldRow(name, text, language, attributions, path, number)


def attributions_of(row: GoldRow, text: str) -> tuple[Attribution, ...]:
    """Check the attributions of a row against a text.

    Args:
        row: a row; a type that it leaves out is derived from the quotation marks.
        text: the text that the offsets are code points of; the row's own text, if it has one, must equal it.

    Raises:
        InputError: the texts differ, a span is outside the text, or a value has not the expected form.
    """
    if row.text is not None and row.text != text:
        raise row.error("the text is not that of the gold")
    pairs = all_pairs(text) if any(a.get("type") is None for a in row.attributions) else []
    return tuple(_attribution(row, text, n, pairs) for n in range(len(row.attributions)))


def _attribution(row: GoldRow, text: str, number: int, pairs: Sequence[Quoted]) -> Attribution:
    fields = row.attributions[number]
    content = _spans(row, text, fields.get("content") or [])
    cue = _spans(row, text, fields.get("cue") or [])
    source = _spans(row, text, fields.get("source") or [])
    kind, speaker = fields.get("type"), fields.get("speaker")
    if kind is None:
        kind = type_by_marks(text, content, pairs)
    elif kind not in get_args(AttributionType):
        raise row.error(f"the type {kind!r} is not one of {', '.join(get_args(AttributionType))}")
    if not isinstance(speaker, str | None):
        raise row.error("a speaker is not a string")
    return Attribution(f"q{number + 1:03d}", kind, content, cue, source, speaker=speaker or UNKNOWN)


def _spans(row: GoldRow, text: str, value: object) -> tuple[Span, ...]:
    if not isinstance(value, list):
        raise row.error("the spans are not a list")
    spans = []
    for pair in value:
        if not _is_pair_of_integers(pair):
            raise row.error(f"{pair!r} is not [start, end]")
        if not 0 <= pair[0] < pair[1] <= len(text):
            raise row.error(f"the span {pair} is empty or outside the text")
        spans.append(Span(*pair))
    return tuple(spans)


def _is_pair_of_integers(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 2:
        return False
    # `type`, not `isinstance`: True and False are not offsets.
    return type(value[0]) is int and type(value[1]) is int

"""Read JSON lines; write an annotated article as JSON.

This is the one reader of JSON lines: `corpus.inputs` takes articles from it, the evaluation takes gold attributions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol

from corpus.errors import InputError
from corpus.io.foreign import foreign_parser
from corpus.io.limits import MAX_JSON_LINE
from corpus.records import Article, Span

_HINT = 'Write {"id", "text", "language"}'


class LineReader(Protocol):
    """A binary file, of which only ``readline`` is used."""

    def readline(self, limit: int, /) -> bytes:
        """Read a line, or its first ``limit`` bytes."""
        ...


def json_lines(file: LineReader, *, path: Path | str) -> Iterator[tuple[int, bytes | InputError]]:
    """Read the lines of a JSON lines file that are not blank.

    Args:
        file: The opened file.
        path: Its name, for messages.

    Yields:
        The 1-based number of each line with its bytes, or with an error if it is over `MAX_JSON_LINE`. Such a line is
        skipped without being held in memory.
    """
    number = 0
    while line := file.readline(MAX_JSON_LINE):
        number += 1
        if len(line) < MAX_JSON_LINE or line.endswith(b"\n"):
            if line.strip():
                yield number, line
            continue
        while line and not line.endswith(b"\n"):
            line = file.readline(MAX_JSON_LINE)
        message = f"a line of more than {MAX_JSON_LINE:,} bytes"
        yield number, InputError(message, path=path, line=number, hint="Write one article per line")


def parse_object(line: bytes, *, path: Path | str, number: int, hint: str = _HINT) -> dict[str, Any]:
    """Parse one line as a JSON object.

    Args:
        line: The bytes of the line.
        path: The file, for the message.
        number: The 1-based line, for the message.
        hint: What a line must hold, for the message.

    Raises:
        InputError: The line is not JSON, or not an object.
    """
    with foreign_parser("invalid JSON", name=str(path), line=number, hint=hint):
        value = json.loads(line)
    if not isinstance(value, dict):
        raise InputError("the line is not a JSON object", path=path, line=number, hint=hint)
    return value


def row_id(row: dict[str, Any], *keys: str) -> str | None:
    """Return the id of a row.

    Args:
        row: A JSON object.
        *keys: The keys that may hold it, the first present one counts; ``id`` if none are given.

    Returns:
        A string or whole number as a string; None for anything else.
    """
    present = (row[key] for key in keys or ("id",) if key in row)
    value = next(present, None)
    is_id = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value) if is_id else None


def to_json(article: Article) -> dict[str, Any]:
    """Convert an annotated article to JSON values.

    Args:
        article: The article.

    Returns:
        ``{"id", "language", "paragraphs": [{"role", "start", "end", "rule"}], "attributions": [{"id", "type",
        "content": [[start, end], ...], "cue", "source", "speaker", "speaker_kind", "resolution", "medium", "via",
        "parent", "rule", "act", "confidence",
        "speaker_confidence"}]}``. ``paragraphs`` lists all non-empty lines, kept or dropped;
        ``parent`` is the ``id`` of another attribution. Offsets are code points of the text.
    """
    return {
        "id": article.id,
        "language": article.language,
        "paragraphs": [{"role": s.role, "start": s.start, "end": s.end, "rule": s.rule} for s in article.segments],
        "attributions": [
            {
                "id": a.id, "type": a.type, "content": _pairs(a.content), "cue": _pairs(a.cue),
                "source": _pairs(a.source), "speaker": a.speaker, "speaker_kind": a.speaker_kind,
                "resolution": a.resolution, "medium": a.medium, "via": a.via, "parent": a.parent, "rule": a.rule,
                "act": a.act, "confidence": a.confidence, "speaker_confidence": a.speaker_confidence,
            }
            for a in article.attributions
        ],
    }  # fmt: skip


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]

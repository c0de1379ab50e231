"""Articles as lines of JSON: what ``corpus tag`` takes and gives, and what other programs exchange with it.

In: ``{"id": ..., "text": ..., "language": ...}``, the language optional. Out: see `to_json`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError
from corpus.io.text import bounded_lines, read_text, too_long
from corpus.records import Article, Span


@dataclass(frozen=True, slots=True)
class RawArticle:
    """A text to be annotated, where it came from, and its language where that is given."""

    id: str
    text: str
    language: str | None
    path: str
    line: int | None = None


def read_articles(path: Path, *, encoding: str = "utf-8") -> Iterator[RawArticle | InputError]:
    """The articles of a file: one for a text file, one per line for ``.jsonl``.

    Yields:
        Each article, or in its place the error that says why it cannot be read; the next ones still come.
    """
    if path.suffix != ".jsonl":
        try:
            yield RawArticle(path.stem, read_text(path, encoding=encoding), None, str(path))
        except InputError as e:
            yield e
        return
    try:
        with path.open("rb") as lines:
            for number, line in enumerate(bounded_lines(lines.readline), 1):
                if line is None:
                    yield too_long(path, number)
                elif line.strip():
                    yield _from_line(path, number, line)
    except OSError as e:
        yield InputError(f"cannot be read ({e.strerror})", path=path, hint="Check the path and its permissions")


def _from_line(path: Path, number: int, line: bytes) -> RawArticle | InputError:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as e:
        return InputError(f"not a line of JSON ({e})", path=path, line=number, hint='Write {"id", "text", "language"}')
    fields: dict[str, Any] = row if isinstance(row, dict) else {}
    text, name, language = fields.get("text"), fields.get("id"), fields.get("language")
    if (
        not isinstance(text, str)
        or not isinstance(name, str | int)
        or isinstance(name, bool)
        or not isinstance(language, str | None)
    ):
        message = '"id" and "text" are needed, "language" may be a string'
        return InputError(message, path=path, line=number, hint='Write {"id", "text", "language"}')
    return RawArticle(str(name), text, language, str(path), number)


def to_json(article: Article) -> dict[str, Any]:
    """An article as JSON values; offsets are code points of the text as given.

    Returns:
        ``{"id", "language", "paragraphs": [{"role", "start", "end", "rule"}], "attributions": [{"id", "type",
        "content": [[start, end], ...], "cue", "source", "speaker", "speaker_kind", "resolution", "medium", "via",
        "parent", "rule", "act", "confidence"}]}``; ``paragraphs`` are all non-empty lines, kept or dropped, ``parent``
        an ``id``.
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
                "act": a.act, "confidence": a.confidence,
            }
            for a in article.attributions
        ],
    }  # fmt: skip


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]

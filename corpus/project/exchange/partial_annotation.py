"""Build an annotation from a tool's file, where attributions may lack ids, types and other fields."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from corpus.clean.lines import split_lines
from corpus.errors import ProjectError
from corpus.io.strict_json import parse, record_of
from corpus.project.annotated_marks import all_pairs, type_by_marks
from corpus.project.annotation import PARTS, Annotation
from corpus.quotes.marks import Quoted
from corpus.records import UNKNOWN, Span

#: The fields of an attribution that are not spans, in their order.
FIELDS = (
    "id", "type", "speaker", "speaker_kind", "resolution", "medium", "via", "parent", "utterance", "part", "note",
    "gloss",
)  # fmt: skip
#: The fields of the document that every file of a tool carries.
DOCUMENT_FIELDS = ("article", "sha256", "status", "differences")
#: A further field of the document, which files of earlier versions lack.
ORIGIN_FIELD = "origin"
#: The fields that every attribution of a reviewed annotation has.
_REQUIRED_IF_REVIEWED = ("type", "speaker", "speaker_kind", "resolution")


@dataclass(frozen=True, slots=True)
class PartialAttribution:
    """An attribution as a tool has it. One that an annotator added there may lack every field but its content.

    Attributes:
        fields: Values of `FIELDS`.
        parts: Spans by part.
    """

    fields: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)

    def spans(self, part: str) -> tuple[Span, ...]:
        """Return the spans of a part, in order of the file."""
        return self.parts.get(part, ())

    @property
    def start(self) -> int:
        """The offset at which the content starts."""
        return min(self.spans("content")).start


@dataclass(frozen=True, slots=True)
class PartialAnnotation:
    """An annotation as a tool has it.

    Attributes:
        document: Values of `DOCUMENT_FIELDS`, of which the differences are JSON, and of `ORIGIN_FIELD`.
        roles: The start of each line with its role.
        attributions: The attributions.
        marks: Pairs of marks with their kind.
    """

    document: Mapping[str, str]
    roles: Sequence[tuple[int, str]]
    attributions: Sequence[PartialAttribution]
    marks: Sequence[tuple[Span, str]]


def document_fields(annotation: Annotation) -> dict[str, str]:
    """Return what an annotation says about the whole article: values of `DOCUMENT_FIELDS` and `ORIGIN_FIELD`."""
    differences = [dataclasses.asdict(difference) for difference in annotation.differences]
    fields = {
        "article": annotation.article_id,
        "sha256": annotation.raw_sha256,
        "status": annotation.status,
        "differences": json.dumps(differences, ensure_ascii=False),
    }
    return fields if annotation.origin is None else fields | {ORIGIN_FIELD: annotation.origin}


def complete(partial: PartialAnnotation, text: str, *, path: Path) -> Annotation:
    """Convert to an annotation: sorted, with the text of its spans.

    A new attribution gets an id, a type by its quotation marks, and an unknown speaker.

    Args:
        partial: What the tool's file holds.
        text: The raw text of the article.
        path: The file, for messages.

    Raises:
        ProjectError: A field of the document is missing, or a value is invalid.
    """
    _check(partial, path=path)
    attributions = sorted(with_ids(partial.attributions), key=lambda a: a.start)
    pairs = all_pairs(text)
    value = {
        "article_id": partial.document["article"],
        "raw_sha256": partial.document["sha256"],
        "status": partial.document["status"],
        "segments": list(_line_roles(partial.roles, text, path=path)),
        "attributions": [_attribution(a, text, pairs) for a in attributions],
        "marks": [{**_text_span(text, span), "kind": kind} for span, kind in sorted(partial.marks, key=_start_of_mark)],
        "differences": parse(partial.document["differences"], path=path),
        "origin": partial.document.get(ORIGIN_FIELD),
    }
    return record_of(Annotation, value, path=path)


def _check(partial: PartialAnnotation, *, path: Path) -> None:
    for key in DOCUMENT_FIELDS:
        if key not in partial.document:
            raise ProjectError(f"the {key} of the document is missing", path=path, hint="Export again, then import")
    if not all(a.spans("content") for a in partial.attributions):
        raise ProjectError("there is an attribution without a content", path=path, hint="Mark its content")
    if partial.document["status"] != "reviewed":
        return
    # The end of the file may have been cut off.
    for a in partial.attributions:
        missing = [name for name in _REQUIRED_IF_REVIEWED if not a.fields.get(name)]
        if missing:
            message = f"the attribution at {a.start} has no {', '.join(missing)}"
            hint = 'Add it in the tool, or set the document\'s status to "unreviewed" until all have it'
            raise ProjectError(message, path=path, hint=hint)


def with_ids(attributions: Sequence[PartialAttribution]) -> list[PartialAttribution]:
    """Return the attributions with the next free ids for those that have none.

    Args:
        attributions: Attributions in the order of the file, which is kept.
    """
    used = {a.fields.get("id") for a in attributions}
    free_ids = _free_ids(used)
    numbered = []
    for a in attributions:
        has_id = bool(a.fields.get("id"))
        numbered.append(a if has_id else replace(a, fields={**a.fields, "id": next(free_ids)}))
    return numbered


def _free_ids(used: set[str | None]) -> Iterator[str]:
    for n in count(1):
        name = f"q{n:03d}"
        if name not in used:
            yield name


def _line_roles(roles: Iterable[tuple[int, str]], text: str, *, path: Path) -> Iterator[dict[str, Any]]:
    numbers = {line.start: line.number for line in split_lines(text)}
    for start, _ in roles:
        if start not in numbers:
            message = f"the role at {start} does not start a line"
            raise ProjectError(message, path=path, hint="Let it cover its line")
    for start, role in sorted(roles):
        yield {"line": numbers[start], "role": role}


def _attribution(a: PartialAttribution, text: str, pairs: Sequence[Quoted]) -> dict[str, Any]:
    values: dict[str, Any] = {name: a.fields.get(name) for name in FIELDS}
    values["type"] = values["type"] or type_by_marks(text, a.spans("content"), pairs)
    for name in ("speaker", "speaker_kind", "resolution"):
        values[name] = values[name] or UNKNOWN
    values["note"] = values["note"] or ""
    for part in PARTS:
        values[part] = [_text_span(text, span) for span in sorted(a.spans(part))]
    return values


def _text_span(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}


def _start_of_mark(mark: tuple[Span, str]) -> int:
    return mark[0].start

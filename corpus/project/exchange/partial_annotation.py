"""What a tool's file holds, gathered but not yet an annotation: strings and spans, in the order of the file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from corpus.clean.lines import split_lines
from corpus.errors import ProjectError
from corpus.evaluate.units import all_pairs, type_by_marks
from corpus.io.strict_json import parse, record_of
from corpus.project.annotation import PARTS, Annotation
from corpus.records import UNKNOWN, Span

#: The fields of an attribution that are no spans, in their order.
FIELDS = (
    "id", "type", "speaker", "speaker_kind", "resolution", "medium", "via", "parent", "utterance", "part", "note",
)  # fmt: skip


@dataclass(slots=True)
class Loose:
    """An attribution in the making; what an annotator added in the tool may lack any field but its content."""

    fields: dict[str, str] = field(default_factory=dict)
    parts: dict[str, list[Span]] = field(default_factory=lambda: {part: [] for part in PARTS})


@dataclass(slots=True)
class LooseAnnotation:
    """An annotation in the making: ``document`` has its id, hash, status and, as JSON, its differences."""

    document: dict[str, str] = field(default_factory=dict)
    roles: list[tuple[int, str]] = field(default_factory=list)
    attributions: list[Loose] = field(default_factory=list)
    marks: list[tuple[Span, str]] = field(default_factory=list)


#: What an attribution of a reviewed annotation always has.
_ALWAYS = ("type", "speaker", "speaker_kind", "resolution")


def document_fields(annotation: Annotation) -> dict[str, str]:
    """What an annotation says of the article as a whole, as strings."""
    differences = [{"about": d.about, "first": d.first, "second": d.second, "decision": d.decision, "reason": d.reason}
                   for d in annotation.differences]  # fmt: skip
    return {
        "article": annotation.article_id,
        "sha256": annotation.raw_sha256,
        "status": annotation.status,
        "differences": json.dumps(differences, ensure_ascii=False),
    }


def settle(loose: LooseAnnotation, text: str, *, path: Path) -> Annotation:
    """The annotation, sorted, spans with their words; what is new gets an id, a type by its marks, and no speaker.

    Raises:
        ProjectError: a field of the document is lost, or a value is none that the field can have.
    """
    for key in ("article", "sha256", "status", "differences"):
        if key not in loose.document:
            raise ProjectError(f"the {key} of the document is lost", path=path, hint="Export again, then import")
    if any(not a.parts["content"] for a in loose.attributions):
        raise ProjectError("there is an attribution without a content", path=path, hint="Mark its content")
    if loose.document["status"] == "reviewed":
        _refuse_incomplete(loose.attributions, path=path)
    lines = {line.start: line.number for line in split_lines(text)}
    lost = next((start for start, _ in loose.roles if start not in lines), None)
    if lost is not None:
        raise ProjectError(f"the role at {lost} does not start a line", path=path, hint="Let it cover its line")
    value = {
        "article_id": loose.document["article"],
        "raw_sha256": loose.document["sha256"],
        "status": loose.document["status"],
        "segments": [{"line": lines[start], "role": role} for start, role in sorted(loose.roles)],
        "attributions": list(_attributions(loose, text)),
        "marks": [
            {**_words(text, span), "kind": kind}
            for span, kind in sorted(loose.marks, key=lambda m: m[0].start)
        ],
        "differences": parse(loose.document["differences"], path=path),
    }  # fmt: skip
    return record_of(Annotation, value, path=path)


def _refuse_incomplete(attributions: Iterable[Loose], *, path: Path) -> None:
    """Refuse an attribution without what every reviewed one has: the end of the file may have been cut off."""
    for a in attributions:
        missing = [name for name in _ALWAYS if not a.fields.get(name)]
        if missing:
            place = min(a.parts["content"]).start
            raise ProjectError(
                f"the attribution at {place} has no {', '.join(missing)}", path=path,
                hint='Give it in the tool, or let the document\'s status be "unreviewed" until all have',
            )  # fmt: skip


def name_new(attributions: Iterable[Loose]) -> None:
    """Give those that have no id yet the next ones that are free."""
    attributions = list(attributions)
    used = {a.fields["id"] for a in attributions if a.fields.get("id")}
    fresh = (name for n in count(1) if (name := f"q{n:03d}") not in used)
    for a in attributions:
        if not a.fields.get("id"):
            a.fields["id"] = next(fresh)


def _attributions(loose: LooseAnnotation, text: str) -> Iterator[dict[str, Any]]:
    name_new(loose.attributions)
    pairs = all_pairs(text)
    for a in sorted(loose.attributions, key=lambda a: min(a.parts["content"]).start):
        given: Mapping[str, str | None] = {name: a.fields.get(name) for name in FIELDS}
        yield {
            "id": given["id"],
            "type": given["type"] or type_by_marks(text, a.parts["content"], pairs),
            **{part: _spans(text, a.parts[part]) for part in PARTS},
            "speaker": given["speaker"] or UNKNOWN,
            "speaker_kind": given["speaker_kind"] or UNKNOWN,
            "resolution": given["resolution"] or UNKNOWN,
            **{name: given[name] for name in ("medium", "via", "parent", "utterance", "part")},
            "note": given["note"] or "",
        }


def _spans(text: str, spans: Sequence[Span]) -> list[dict[str, Any]]:
    return [_words(text, span) for span in sorted(spans)]


def _words(text: str, span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.of(text)}

r"""Convert annotations to brat standoff and back (http://brat.nlplab.org/standoff.html).

A content, cue or source is a text-bound annotation (T) with a fragment for each of its spans. Relations (R) tie cue,
source and parent to a content. The type, the speaker's kind and the resolution are attributes (A). Free text is in
notes (#), with ``\n`` for a line end. The role of a line is ``Role_body``, a listed mark ``Mark_term``. ``Document``,
on the first line, carries what is said of the whole. brat counts code points, as we do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from corpus.clean.lines import split_lines
from corpus.errors import ProjectError
from corpus.project.annotation import Annotation, CuratedAttribution, TextSpan
from corpus.project.exchange.partial_annotation import (
    PartialAnnotation,
    PartialAttribution,
    complete,
    document_fields,
    with_ids,
)
from corpus.records import Span

_ATTRIBUTES = {"Type": "type", "SpeakerKind": "speaker_kind", "Resolution": "resolution"}
_NOTES = {
    "Id": "id", "Speaker": "speaker", "Medium": "medium", "Via": "via", "Utterance": "utterance", "Part": "part",
    "Gloss": "gloss", "AnnotatorNotes": "note",
}  # fmt: skip
_FIELDS = _ATTRIBUTES | _NOTES
_DOCUMENT = {
    "Article": "article",
    "Sha256": "sha256",
    "Status": "status",
    "Differences": "differences",
    "Origin": "origin",
}
_LINKED = ("Cue", "Source")
_ROLE, _MARK = "Role_", "Mark_"
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNESCAPES = {escape: char for char, escape in _ESCAPES.items()}
_BOUND = re.compile(r"(T\d+)\t(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)\t")
_RELATION = re.compile(r"R\d+\t(\S+) Arg1:(T\d+) Arg2:(T\d+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) (T\d+) (\S+)\s*")
_NOTE = re.compile(r"#\d+\t(\S+) (\S+)\t(.*)", re.DOTALL)


@dataclass(slots=True)
class _Writer:
    """The lines of an ``.ann`` file; each kind of annotation is numbered separately."""

    lines: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def add(self, letter: str, rest: str) -> str:
        self.counts[letter] = self.counts.get(letter, 0) + 1
        name = f"{letter}{self.counts[letter]}"
        self.lines.append(f"{name}\t{rest}")
        return name

    def bound(self, kind: str, spans: Iterable[TextSpan]) -> str:
        spans = list(spans)
        places = ";".join(f"{s.start} {s.end}" for s in spans)
        return self.add("T", f"{kind} {places}\t{' '.join(s.text for s in spans)}")

    def note(self, kind: str, target: str, text: str) -> None:
        self.add("#", f"{kind} {target}\t{_escape(text)}")

    def attribution(self, a: CuratedAttribution) -> str:
        """Add an attribution; return the name of its content."""
        content = self.bound("Content", a.content)
        for kind, spans in (("Cue", a.cue), ("Source", a.source)):
            if spans:
                self.add("R", f"{kind} Arg1:{content} Arg2:{self.bound(kind, spans)}\t")
        for kind, name in _ATTRIBUTES.items():
            self.add("A", f"{kind} {content} {getattr(a, name)}")
        for kind, name in _NOTES.items():
            value = getattr(a, name)
            if value:
                self.note(kind, content, value)
        return content


def to_brat(annotation: Annotation, text: str) -> str:
    """Return the ``.ann`` file of an annotation; the ``.txt`` next to it is the raw text.

    Args:
        annotation: The annotation.
        text: The raw text of its article.
    """
    writer = _Writer()
    lines = {line.number: TextSpan(line.start, line.end, text[line.start : line.end]) for line in split_lines(text)}
    document = writer.bound("Document", [next(iter(lines.values()))])
    fields = document_fields(annotation)
    for kind, key in _DOCUMENT.items():
        if key in fields:
            writer.note(kind, document, fields[key])
    for segment in annotation.segments:
        writer.bound(f"{_ROLE}{segment.role}", [lines[segment.line]])
    contents = {a.id: writer.attribution(a) for a in annotation.attributions}
    for a in annotation.attributions:
        if a.parent is not None:
            writer.add("R", f"Parent Arg1:{contents[a.id]} Arg2:{contents[a.parent]}\t")
    for m in annotation.marks:
        writer.bound(f"{_MARK}{m.kind}", [TextSpan(m.start, m.end, m.text)])
    return "".join(f"{line}\n" for line in writer.lines)


def _escape(text: str) -> str:
    return "".join(_ESCAPES.get(c, c) for c in text)


def _unescape(text: str) -> str:
    return re.sub(r"\\[\\nrt]", lambda match: _UNESCAPES[match[0]], text)


@dataclass(slots=True)
class _BratReader:
    """The contents of an ``.ann`` file.

    Attributes:
        path: The file, for messages.
        text_length: Length of the raw text.
        bound: Kind and spans of each text-bound annotation, by name.
        relations: Kind, first and second argument of each relation.
        values: Kind, target and value of each attribute and note.
    """

    path: Path
    text_length: int
    bound: dict[str, tuple[str, tuple[Span, ...]]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    values: list[tuple[str, str, str]] = field(default_factory=list)

    def read_line(self, number: int, line: str) -> None:
        if match := _BOUND.match(line):
            self.bound[match[1]] = (match[2], self._spans(match[3], number))
        elif match := _RELATION.fullmatch(line):
            self.relations.append((match[1], match[2], match[3]))
        elif match := _ATTRIBUTE.fullmatch(line):
            self.values.append((match[1], match[2], match[3]))
        elif match := _NOTE.fullmatch(line):
            self.values.append((match[1], match[2], _unescape(match[3])))
        elif line.strip():
            raise self.error(f"unknown kind of line: {line[:40]!r}", number)

    def _spans(self, places: str, number: int) -> tuple[Span, ...]:
        spans = []
        for place in places.split(";"):
            start, _, end = place.partition(" ")
            span = Span(int(start), int(end))
            if not span.start < span.end <= self.text_length:
                raise self.error("the place is not in the text", number)
            spans.append(span)
        return tuple(spans)

    def names_of(self, kind: str) -> list[str]:
        """Return the names of the text-bound annotations of a kind."""
        return [name for name, (bound_kind, _) in self.bound.items() if bound_kind == kind]

    def starting_with(self, prefix: str) -> Iterator[tuple[Span, str]]:
        """Yield the first span, and the rest of the kind, of annotations whose kind starts with a prefix."""
        for kind, spans in self.bound.values():
            if kind.startswith(prefix):
                yield spans[0], kind.removeprefix(prefix)

    def error(self, message: str, number: int | None = None) -> ProjectError:
        hint = "Use only the types of annotation.conf"
        return ProjectError(message, path=self.path, line=number, hint=hint)


def from_brat(data: str, text: str, *, path: Path) -> Annotation:
    """Return the annotation in an ``.ann`` file.

    Args:
        data: The text of the file.
        text: The raw text of the article.
        path: The file, for messages.

    Raises:
        ProjectError: A line is malformed or of an unknown type, or something is missing.
    """
    reader = _BratReader(path, len(text))
    for number, line in enumerate(data.split("\n"), 1):
        reader.read_line(number, line.removesuffix("\r"))
    for kind, _ in reader.bound.values():
        if kind not in ("Content", "Document", *_LINKED) and not kind.startswith((_ROLE, _MARK)):
            raise reader.error(f"unknown type {kind!r}")
    values = _values_by_target(reader)
    document: dict[str, str] = {}
    for name in reader.names_of("Document"):
        document |= values.get(name, {})
    partial = PartialAnnotation(
        document=document,
        roles=[(span.start, role) for span, role in reader.starting_with(_ROLE)],
        attributions=_attributions(reader, values),
        marks=list(reader.starting_with(_MARK)),
    )
    return complete(partial, text, path=path)


def _values_by_target(reader: _BratReader) -> dict[str, dict[str, str]]:
    """Return the fields of each content and document, by name; several notes of one content are joined by lines."""
    fields_of = dict.fromkeys(reader.names_of("Content"), _FIELDS) | dict.fromkeys(
        reader.names_of("Document"), _DOCUMENT
    )
    values: dict[str, dict[str, str]] = {}
    for kind, target, value in reader.values:
        name = fields_of.get(target, {}).get(kind)
        if name is None:
            raise reader.error(f"there is a {kind!r} of {target}, which cannot have one")
        fields = values.setdefault(target, {})
        fields[name] = f"{fields[name]}\n{value}" if name == "note" and name in fields else value
    return values


def _attributions(reader: _BratReader, values: Mapping[str, Mapping[str, str]]) -> list[PartialAttribution]:
    names = reader.names_of("Content")
    attributions = with_ids([PartialAttribution(values.get(name, {})) for name in names])
    ids = {name: a.fields["id"] for name, a in zip(names, attributions, strict=True)}
    parents, linked = _relations(reader, ids)
    found = []
    for name, a in zip(names, attributions, strict=True):
        fields = {**a.fields, "parent": parents[name]} if name in parents else a.fields
        parts = {"content": reader.bound[name][1], **linked.get(name, {})}
        found.append(PartialAttribution(fields, parts))
    return found


def _relations(
    reader: _BratReader, ids: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, dict[str, tuple[Span, ...]]]]:
    """Return the parent's id, and the cues and sources, of each content by its name.

    Args:
        reader: The contents of the file.
        ids: Ids of attributions by the names of their contents.
    """
    parents: dict[str, str] = {}
    linked: dict[str, dict[str, tuple[Span, ...]]] = {}
    unlinked = {name for kind in _LINKED for name in reader.names_of(kind)}
    for kind, first, second in reader.relations:
        second_kind, spans = reader.bound.get(second, ("", ()))
        if kind == "Parent" and first in ids and second in ids:
            parents[first] = ids[second]
        elif kind in _LINKED and first in ids and second_kind == kind:
            parts = linked.setdefault(first, {})
            parts[kind.lower()] = parts.get(kind.lower(), ()) + spans
            unlinked.discard(second)
        else:
            raise reader.error(f"unknown relation {kind} of {first} and {second}")
    for name, (kind, spans) in reader.bound.items():
        if name in unlinked:
            raise reader.error(f"the {kind} at {spans[0].start} belongs to no content")
    return parents, linked

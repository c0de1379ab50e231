r"""brat stand-off (http://brat.nlplab.org/standoff.html).

A content, cue or source is a text-bound annotation (T) with a fragment for each of its spans; relations (R) tie cue,
source and parent to a content; its type, the speaker's kind and the resolution are attributes (A); free text stands in
notes (#), with a line end as ``\n``. A line is ``Role_body``, a listed mark ``Mark_term``; ``Document``, on the first
line, carries what is said of the whole. brat counts code points, as we do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from corpus.clean.lines import split_lines
from corpus.errors import ProjectError
from corpus.project.annotation import Annotation, CuratedAttribution, TextSpan
from corpus.project.exchange.partial_annotation import Loose, LooseAnnotation, document_fields, name_new, settle
from corpus.records import Span

_ATTRIBUTES = {"Type": "type", "SpeakerKind": "speaker_kind", "Resolution": "resolution"}
_NOTES = {
    "Id": "id", "Speaker": "speaker", "Medium": "medium", "Via": "via", "Utterance": "utterance", "Part": "part",
    "AnnotatorNotes": "note",
}  # fmt: skip
_DOCUMENT = {"Article": "article", "Sha256": "sha256", "Status": "status", "Differences": "differences"}
_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNESCAPES = {escape: char for char, escape in _ESCAPES.items()}
_BOUND = re.compile(r"(T\d+)\t(\S+) (\d{1,9} \d{1,9}(?:;\d{1,9} \d{1,9})*)\t")
_RELATION = re.compile(r"R\d+\t(\S+) Arg1:(T\d+) Arg2:(T\d+)\s*")
_ATTRIBUTE = re.compile(r"[AM]\d+\t(\S+) (T\d+) (\S+)\s*")
_NOTE = re.compile(r"#\d+\t(\S+) (\S+)\t(.*)", re.DOTALL)


@dataclass(slots=True)
class _Writer:
    """The lines of an ``.ann`` file; each kind of annotation is numbered by itself."""

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

    def note(self, kind: str, target: str, words: str) -> None:
        self.add("#", f"{kind} {target}\t{_escape(words)}")


def to_brat(annotation: Annotation, text: str) -> str:
    """The ``.ann`` file of an annotation; the ``.txt`` beside it is the raw text."""
    writer = _Writer()
    lines = {line.number: TextSpan(line.start, line.end, text[line.start : line.end]) for line in split_lines(text)}
    document = writer.bound("Document", [next(iter(lines.values()))])
    for kind, key in _DOCUMENT.items():
        writer.note(kind, document, document_fields(annotation)[key])
    for segment in annotation.segments:
        writer.bound(f"Role_{segment.role}", [lines[segment.line]])
    bound = {a.id: _attribution(writer, a) for a in annotation.attributions}
    for a in annotation.attributions:
        if a.parent is not None:
            writer.add("R", f"Parent Arg1:{bound[a.id]} Arg2:{bound[a.parent]}\t")
    for m in annotation.marks:
        writer.bound(f"Mark_{m.kind}", [TextSpan(m.start, m.end, m.text)])
    return "".join(f"{line}\n" for line in writer.lines)


def _attribution(writer: _Writer, a: CuratedAttribution) -> str:
    content = writer.bound("Content", a.content)
    for kind, spans in (("Cue", a.cue), ("Source", a.source)):
        if spans:
            writer.add("R", f"{kind} Arg1:{content} Arg2:{writer.bound(kind, spans)}\t")
    for kind, name in _ATTRIBUTES.items():
        writer.add("A", f"{kind} {content} {getattr(a, name)}")
    for kind, name in _NOTES.items():
        value = getattr(a, name)
        if value:
            writer.note(kind, content, value)
    return content


def _escape(words: str) -> str:
    return "".join(_ESCAPES.get(c, c) for c in words)


def _unescape(words: str) -> str:
    return re.sub(r"\\[\\nrt]", lambda m: _UNESCAPES[m[0]], words)


@dataclass(slots=True)
class _Reader:
    """What an ``.ann`` file holds: text-bound annotations by name, and what the other lines say of them."""

    path: Path
    bound: dict[str, tuple[str, list[Span]]] = field(default_factory=dict)
    relations: list[tuple[str, str, str]] = field(default_factory=list)
    said: list[tuple[str, str, str]] = field(default_factory=list)

    def line(self, number: int, line: str, length: int) -> None:
        if match := _BOUND.match(line):
            pairs = (place.split(" ") for place in match[3].split(";"))
            spans = [Span(int(start), int(end)) for start, end in pairs]
            if any(not s.start < s.end <= length for s in spans):
                raise self.wrong("the place is not in the text", number)
            self.bound[match[1]] = (match[2], spans)
        elif match := _RELATION.fullmatch(line):
            self.relations.append((match[1], match[2], match[3]))
        elif match := _ATTRIBUTE.fullmatch(line):
            self.said.append((match[1], match[2], match[3]))
        elif match := _NOTE.fullmatch(line):
            self.said.append((match[1], match[2], _unescape(match[3])))
        elif line.strip():
            raise self.wrong(f"this line is not one of ours: {line[:40]!r}", number)

    def wrong(self, message: str, number: int | None = None) -> ProjectError:
        hint = "Use the types of annotation.conf only"
        return ProjectError(message, path=self.path, line=number, hint=hint)


def from_brat(data: str, text: str, *, path: Path) -> Annotation:
    """The annotation in an ``.ann`` file, for a raw text.

    Raises:
        ProjectError: a line is not of the format or of a type that we do not know, or something is lost.
    """
    reader = _Reader(path)
    for number, line in enumerate(data.split("\n"), 1):
        reader.line(number, line.removesuffix("\r"), len(text))
    loose, contents = LooseAnnotation(), {}
    document = set()
    for name, (kind, spans) in reader.bound.items():
        if kind == "Content":
            contents[name] = Loose()
            contents[name].parts["content"] = spans
        elif kind == "Document":
            document.add(name)
        elif kind.startswith("Role_"):
            loose.roles.append((spans[0].start, kind.removeprefix("Role_")))
        elif kind.startswith("Mark_"):
            loose.marks.append((spans[0], kind.removeprefix("Mark_")))
        elif kind not in ("Cue", "Source"):
            raise reader.wrong(f"{kind!r} is no type of ours")
    loose.attributions = list(contents.values())
    _say(reader, loose, contents, document)
    _relate(reader, contents)
    return settle(loose, text, path=path)


def _say(reader: _Reader, loose: LooseAnnotation, contents: dict[str, Loose], document: set[str]) -> None:
    for kind, target, words in reader.said:
        if target in contents and (name := (_ATTRIBUTES | _NOTES).get(kind)):
            fields = contents[target].fields
            fields[name] = f"{fields[name]}\n{words}" if name == "note" and name in fields else words
        elif target in document and kind in _DOCUMENT:
            loose.document[_DOCUMENT[kind]] = words
        else:
            raise reader.wrong(f"there is a {kind!r} of {target}, which is no content")


def _relate(reader: _Reader, contents: dict[str, Loose]) -> None:
    name_new(contents.values())
    related = set()
    for kind, first, second in reader.relations:
        part = kind.lower()
        known = first in contents and second in reader.bound
        if known and kind == "Parent" and second in contents:
            contents[first].fields["parent"] = contents[second].fields["id"]
        elif known and kind in ("Cue", "Source") and reader.bound[second][0] == kind:
            contents[first].parts[part] += reader.bound[second][1]
            related.add(second)
        else:
            raise reader.wrong(f"the relation {kind} of {first} and {second} is none of ours")
    for name, (kind, spans) in reader.bound.items():
        if kind in ("Cue", "Source") and name not in related:
            raise reader.wrong(f"the {kind} at {spans[0].start} belongs to no content")

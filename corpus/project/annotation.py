"""The annotation of one article as records: one annotation file is one `Annotation`.

Field names and their order are those of the file, in which every field is written; one with a default may be absent.
Offsets are code points of the raw text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import AttributionType, Resolution, Role, Span, SpeakerKind

Status = Literal["reviewed", "unreviewed"]
#: Who can have made an annotation; see `corpus.records.Attribution`.
AnnotationOrigin = Literal["human", "model-annotated"]
#: What quotation marks without speech are for.
OtherMark = Literal["term", "title", "label"]
AttributionPart = Literal["content", "cue", "source"]
#: The fields of an attribution that are lists of spans.
PARTS: tuple[AttributionPart, ...] = ("content", "cue", "source")


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A span ``[start, end)`` of the raw text together with its text."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The span without its text."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class LineRole:
    """The role of a line of the raw text, counted from 1."""

    line: int
    role: Role


@dataclass(frozen=True, slots=True)
class CuratedAttribution:
    """One act of speech or writing; see `corpus.records.Attribution` and the annotation guidelines.

    Attributes:
        utterance: An id of ``utterances.toml``.
        part: The id of one of the utterance's parts.
        note: A remark for readers.
        gloss: The content in English, in the annotators' own words; for contents in other languages.
    """

    id: str
    type: AttributionType
    content: tuple[TextSpan, ...]
    cue: tuple[TextSpan, ...]
    source: tuple[TextSpan, ...]
    speaker: str
    speaker_kind: SpeakerKind
    resolution: Resolution
    medium: str | None
    via: str | None
    parent: str | None
    utterance: str | None
    part: str | None
    note: str
    gloss: str | None = None

    def spans(self, part: AttributionPart) -> tuple[TextSpan, ...]:
        """Return the spans of a part."""
        spans: tuple[TextSpan, ...] = getattr(self, part)
        return spans


@dataclass(frozen=True, slots=True)
class CuratedMark:
    """A pair of quotation marks, marks included, that holds no speech."""

    start: int
    end: int
    text: str
    kind: OtherMark


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two readings differed, and how the difference was resolved.

    Attributes:
        about: The id of an attribution, or the number of a line.
        first: The first reading.
        second: The second reading.
        decision: What was decided.
        reason: Why.
    """

    about: str | int
    first: str
    second: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """The annotation of one article.

    Attributes:
        article_id: The id of the article.
        raw_sha256: Hash of the bytes that were annotated.
        status: Whether it is reviewed; what is unreviewed is a draft of the tool's.
        segments: The role of each non-empty line.
        attributions: The attributions, in order of their contents.
        marks: Pairs of quotation marks without speech.
        differences: Where two readings differed.
        origin: Whether a person annotated or reviewed it, or language models alone did; where None, ``annotators`` of
            ``corpus.toml`` says so.
    """

    article_id: str
    raw_sha256: str
    status: Status
    segments: tuple[LineRole, ...]
    attributions: tuple[CuratedAttribution, ...]
    marks: tuple[CuratedMark, ...]
    differences: tuple[Difference, ...]
    origin: AnnotationOrigin | None = None

    @property
    def reviewed(self) -> bool:
        """Whether the annotation is reviewed."""
        return self.status == "reviewed"

    @property
    def roles(self) -> dict[int, Role]:
        """The role of each line, by number."""
        return {s.line: s.role for s in self.segments}

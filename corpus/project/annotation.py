"""What readers decided about one article, as records: one annotation file is one `Annotation`.

Field names and order are those of the file, in which every field is written. Offsets are code points of the raw text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from corpus.records import AttributionType, Resolution, Role, Span, SpeakerKind

Status = Literal["reviewed", "unreviewed"]
#: What quotation marks are for that hold no speech.
OtherMark = Literal["term", "title", "label"]
#: The parts of an attribution that are lists of spans.
PARTS = ("content", "cue", "source")


@dataclass(frozen=True, slots=True)
class TextSpan:
    """A stretch ``[start, end)`` of the raw text with the words that stand there."""

    start: int
    end: int
    text: str

    @property
    def span(self) -> Span:
        """The stretch without its words."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class LineRole:
    """The role of one line of the raw text, counted from 1."""

    line: int
    role: Role


@dataclass(frozen=True, slots=True)
class CuratedAttribution:
    """One act of speech or writing; see `corpus.records.Attribution` and the annotation guidelines.

    ``utterance`` is an id of ``utterances.toml``, ``part`` the id of one of its parts; ``note`` is for readers.
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


@dataclass(frozen=True, slots=True)
class CuratedMark:
    """A pair of quotation marks, marks included, that holds no speech."""

    start: int
    end: int
    text: str
    kind: OtherMark


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two readings differed, and how that was settled.

    ``about`` is the id of an attribution or the number of a line.
    """

    about: str | int
    first: str
    second: str
    decision: str
    reason: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """The annotation of one article; ``raw_sha256`` says of which bytes."""

    article_id: str
    raw_sha256: str
    status: Status
    segments: tuple[LineRole, ...]
    attributions: tuple[CuratedAttribution, ...]
    marks: tuple[CuratedMark, ...]
    differences: tuple[Difference, ...]

    @property
    def reviewed(self) -> bool:
        """Whether a reader has decided; what is unreviewed is a draft of the tool's."""
        return self.status == "reviewed"

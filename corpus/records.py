"""The records that the line hands on: frozen, typed, with spans in code points of the raw text.

A raw text is the decoded file, nothing normalised. Every span is ``[start, end)`` in code points of it, so
``text[span.start:span.end]`` is the stored string, back to the file. Terms are those of the annotation guidelines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Role = Literal[
    "headline", "deck", "subheading", "body", "caption",
    "credit", "byline", "dateline", "source_line", "teaser", "chrome", "comment", "fact_box", "pull_quote",
]  # fmt: skip
AttributionType = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "organisation", "group", "unknown"]
Resolution = Literal["named", "pronoun", "description", "implied", "unknown"]
MarkKind = Literal["quotation", "term", "title", "label"]
Origin = Literal["curated", "predicted"]
Act = Literal["speech", "stance"]
#: What finds attributions in a language that has all three: the tagger together with the rules, which finds more in
#: news that it has never seen; the rules alone, which follow the annotation guidelines closely and are faster; or an
#: encoder together with both, which finds most and is slow (`corpus.models`).
Model = Literal["tagger", "rules", "neural"]

ROLES: tuple[Role, ...] = (
    "headline", "deck", "subheading", "body", "caption",
    "credit", "byline", "dateline", "source_line", "teaser", "chrome", "comment", "fact_box", "pull_quote",
)  # fmt: skip
KEPT_ROLES: frozenset[Role] = frozenset(("headline", "deck", "subheading", "body", "caption"))
UNKNOWN = "unknown"
#: What stands for an unknown country and address: a code that ISO 3166-1 leaves to users, a domain that never exists.
UNKNOWN_COUNTRY = "ZZ"
UNKNOWN_URL = "https://unknown.invalid/"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch ``[start, end)`` of the raw text, in code points; never empty."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The stretch itself."""
        return text[self.start : self.end]

    def within(self, other: Span) -> bool:
        """Whether the other span holds this one."""
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Segment:
    """One non-empty line of the raw text, its white space stripped, with its role and the rule that gave it.

    ``position`` counts segments from 0, ``line`` is the 1-based line of the raw text.
    """

    position: int
    line: int
    start: int
    end: int
    role: Role
    rule: str

    @property
    def kept(self) -> bool:
        """Whether the segment belongs to the article text proper."""
        return self.role in KEPT_ROLES

    @property
    def span(self) -> Span:
        """The segment as a span."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One act of speech or writing that the article reports: a source, a cue and a content.

    ``speaker`` is the canonical name, or ``unknown``; ``speaker_id`` its id in the project's authority file, if it
    has one. ``medium`` and ``via`` are words of the text. ``parent`` is the ``id`` of the attribution in whose
    content this one stands. ``utterance_part`` is the id of the part of the utterance that it reports, if not all of
    it. ``rule`` names what found it, ``confidence`` is the probability that it is right, None where a person decided.
    ``act`` is ``speech`` for speech and writing, all that the guidelines count, and ``stance`` for what else a tagger
    has learned to attribute ("endorsed the plan").
    """

    id: str
    type: AttributionType
    content: tuple[Span, ...]
    cue: tuple[Span, ...] = ()
    source: tuple[Span, ...] = ()
    speaker: str = UNKNOWN
    speaker_id: str | None = None
    speaker_kind: SpeakerKind = "unknown"
    resolution: Resolution = "unknown"
    medium: str | None = None
    via: str | None = None
    parent: str | None = None
    utterance_id: str | None = None
    utterance_part: str | None = None
    origin: Origin = "predicted"
    rule: str = ""
    act: Act = "speech"
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A pair of quotation marks, or a speech dash with what it sets off, marks included.

    ``attribution`` is the id of the attribution whose content it holds, for the kind ``quotation``.
    """

    start: int
    end: int
    kind: MarkKind
    attribution: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A raw text with everything that was found in it.

    ``uncertain`` says that no part of the text is clearly its article, so that cleaning kept more than it would have.
    """

    id: str
    language: str
    text: str
    segments: tuple[Segment, ...]
    attributions: tuple[Attribution, ...] = ()
    marks: tuple[Mark, ...] = ()
    uncertain: bool = False

    @property
    def paragraphs(self) -> tuple[Segment, ...]:
        """The segments that make up the article text proper, in order."""
        return tuple(s for s in self.segments if s.kept)

    def words_of(self, spans: Iterable[Span]) -> str:
        """The stretches as one string, those of a broken content joined by a space."""
        return " ".join(s.of(self.text) for s in spans)


@dataclass(frozen=True, slots=True)
class Source:
    """One raw article as ``sources.toml`` declares it.

    ``original`` is the file that the text was made from, if it was made; ``roles`` are those of lines (1-based) that
    are known from it, and are not for cleaning to decide.
    """

    id: str
    file: str
    sha256: str
    outlet: str
    country: str
    language: str
    title: str
    title_basis: str
    url: str
    published_earliest: date
    published_latest: date
    published_basis: str
    rights: str
    encoding: str = "utf-8"
    original: str | None = None
    original_sha256: str | None = None
    roles: Mapping[Role, tuple[int, ...]] = field(default_factory=dict)

    @property
    def line_roles(self) -> dict[int, Role]:
        """The role of each line that has a declared one."""
        return {line: role for role, lines in self.roles.items() for line in lines}


@dataclass(frozen=True, slots=True)
class Given:
    """An article that belongs to no project: of what a `Source` says, as much as is known."""

    id: str
    sha256: str
    language: str
    outlet: str | None = None
    country: str | None = None
    title: str | None = None
    title_basis: str | None = None
    url: str | None = None
    published_earliest: date | None = None
    published_latest: date | None = None
    published_basis: str | None = None
    rights: str | None = None


@dataclass(frozen=True, slots=True)
class Speaker:
    """One entry of the authority file: who speaks, under which names in which language.

    ``aliases`` maps a language code to the forms of the name in that language, ``descriptions`` likewise to forms that
    say who it is without a name; ``wikidata`` is null unless looked
    up and confirmed; ``focus`` marks the speakers that the corpus was made for.
    """

    id: str
    name: str
    kind: SpeakerKind
    role: str | None = None
    affiliation: str | None = None
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    descriptions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    wikidata: str | None = None
    focus: bool = False


@dataclass(frozen=True, slots=True)
class UtterancePart:
    """A part of an utterance that some articles report alone; ``id`` is known within the utterance.

    ``holds`` are the ids of the parts that it is made of, where some article reports these together.
    """

    id: str
    gloss: str
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One statement, however often it is reported; ``parts`` are those that are reported alone."""

    id: str
    speaker_id: str | None
    gloss: str
    parts: tuple[UtterancePart, ...] = ()
    primary_source: str | None = None
    primary_url: str | None = None

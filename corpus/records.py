"""The records handed between the steps: frozen, typed, with spans in code points of the raw text.

A raw text is the decoded file, not normalised. Every span is ``[start, end)`` in code points of it, so that
``text[span.start:span.end]`` is the stored string. The terms are those of the annotation guidelines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:
    import pandas as pd

Role = Literal[
    "headline", "deck", "subheading", "body", "caption",
    "credit", "byline", "dateline", "source_line", "teaser", "chrome", "comment", "fact_box", "pull_quote",
]  # fmt: skip
AttributionType = Literal["direct", "indirect", "mixed"]
SpeakerKind = Literal["person", "organisation", "group", "unknown"]
Resolution = Literal["named", "pronoun", "description", "implied", "unknown"]
MarkKind = Literal["quotation", "term", "title", "label"]
Origin = Literal["human", "model-annotated", "predicted"]
Act = Literal["speech", "stance"]
DocumentKind = Literal["text", "html"]
#: What finds attributions: the light tagger with the rules, which finds more in unseen news; the rules alone, which
#: follow the annotation guidelines closely and are faster; or an encoder with both, which finds most and is slow
#: (`corpus.models`). A language that lacks the model uses the next best one.
Model = Literal["tagger", "rules", "neural"]

ROLES: tuple[Role, ...] = get_args(Role)
#: The roles of article text proper; lines with other roles are dropped.
KEPT_ROLES: frozenset[Role] = frozenset(("headline", "deck", "subheading", "body", "caption"))
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A non-empty range ``[start, end)`` of the raw text, in code points.

    ``text`` is its text in an article that `corpus.annotate` returned, and empty elsewhere; it does not count in
    comparisons.

    >>> Span(4, 11).of("The harbour is open.")
    'harbour'
    """

    start: int
    end: int
    text: str = field(default="", compare=False, repr=False)

    def of(self, text: str) -> str:
        """Return the text of the span."""
        return text[self.start : self.end]

    def within(self, other: Span) -> bool:
        """Return whether this span lies inside the other."""
        return other.start <= self.start and self.end <= other.end

    def overlaps(self, other: Span) -> bool:
        """Return whether the spans share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Segment:
    """One non-empty line of the raw text without its surrounding white space, with its role.

    Attributes:
        position: Its number among the segments, from 0.
        line: The 1-based line of the raw text.
        start: Its first code point.
        end: The code point after its last.
        role: What the line is.
        rule: The id of the rule or model that decided the role.
    """

    position: int
    line: int
    start: int
    end: int
    role: Role
    rule: str

    @property
    def kept(self) -> bool:
        """Whether the segment is article text proper."""
        return self.role in KEPT_ROLES

    @property
    def span(self) -> Span:
        """The segment as a span."""
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class Attribution:
    """One act of speech or writing that an article reports: a source, a cue and a content.

    Attributes:
        id: Unique in the article.
        type: Whether the content is quoted, paraphrased, or both.
        content: Spans of the reported words.
        cue: Spans of the words that signal the report.
        source: Spans of the words that name who is reported.
        speaker: The canonical name of the source, or ``unknown``.
        speaker_id: The speaker's id in the project's authority file, if listed there.
        speaker_kind: What the speaker is.
        resolution: How the source was resolved to the speaker.
        medium: The words that name the medium of the statement, if any.
        via: The words that name who relayed the statement, if any.
        parent: The id of the attribution in whose content this one is.
        utterance_id: The statement that it reports, if linked.
        utterance_part: The id of the part of the statement, if it does not report all of it.
        origin: Who decided: a person, a language model that annotated, or the tool.
        rule: The id of the rule or model that found it.
        act: ``speech`` for speech and writing, all that the guidelines count; ``stance`` for what else a tagger
            attributes ("endorsed the plan").
        gloss: The content in English, in the annotators' own words, if they wrote one.
        confidence: The probability that it is right, from 0 to 1; None in curated annotation.
        speaker_confidence: The probability that ``speaker`` is right if the attribution is; None for unknown
            speakers and in curated annotation.
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
    gloss: str | None = None
    confidence: float | None = None
    speaker_confidence: float | None = None


def with_span_texts(attribution: Attribution, text: str) -> Attribution:
    """Return an attribution whose spans have their text.

    Args:
        attribution: An attribution of the text.
        text: The raw text.
    """

    def filled(spans: Iterable[Span]) -> tuple[Span, ...]:
        return tuple(Span(s.start, s.end, s.of(text)) for s in spans)

    a = attribution
    return replace(a, content=filled(a.content), cue=filled(a.cue), source=filled(a.source))


@dataclass(frozen=True, slots=True)
class Mark:
    """A pair of quotation marks with what is between them, or a speech dash with the words after it.

    Attributes:
        start: The first code point, marks included.
        end: The code point after the last, marks included.
        kind: What the marks are for.
        attribution: The id of the attribution whose content it holds, for the kind ``quotation``.
    """

    start: int
    end: int
    kind: MarkKind
    attribution: str | None = None


@dataclass(frozen=True, slots=True)
class Article:
    """A raw text with all its segments, attributions and marks.

    ``uncertain`` is whether no part of the text is clearly its article, so that cleaning kept more than it would have.
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
        """The segments of article text proper, in order."""
        return tuple(s for s in self.segments if s.kept)

    def words_of(self, spans: Iterable[Span]) -> str:
        """Return the text of spans, joined by spaces."""
        return " ".join(s.of(self.text) for s in spans)

    @property
    def quotes(self) -> tuple[dict[str, Any], ...]:
        """A row per attribution: its words, speaker and place, as dictionaries with the same keys.

        ``text``, ``cue`` and ``source`` are words; ``line`` is the 1-based line, ``start`` and ``end`` enclose the
        content, in code points of ``Article.text``.
        """
        # Imported when called: annotating needs none of it.
        from corpus.presentation import quote_rows  # noqa: PLC0415

        return quote_rows(self)

    def to_dict(self) -> dict[str, Any]:
        """Return the article as nested values of JSON.

        Returns:
            ``id``, ``language``, ``text``, ``uncertain``; ``paragraphs``, all lines with role, text and place; and
            ``quotes``, the rows of `quotes` with ``content``, ``cue`` and ``source`` as lists of ``{"start", "end",
            "text"}``.
        """
        from corpus.presentation import article_dict  # noqa: PLC0415  (see `quotes`)

        return article_dict(self)

    def to_pandas(self) -> pd.DataFrame:
        """Return `quotes` as a data frame, with all columns even if there is no row."""
        import pandas as pd  # noqa: PLC0415

        from corpus.presentation import QUOTE_COLUMNS, quote_rows  # noqa: PLC0415  (see `quotes`)

        return pd.DataFrame(list(quote_rows(self)), columns=list(QUOTE_COLUMNS))

    def _repr_html_(self) -> str:
        """Return the article as HTML, which notebooks show."""
        from corpus.presentation import article_html  # noqa: PLC0415  (see `quotes`)

        return article_html(self)


@dataclass(frozen=True, slots=True)
class RawDocument:
    """An article as found, not yet decoded: a text file, a saved page, or a page of a web archive.

    Attributes:
        name: Its name, for messages.
        data: Its bytes.
        kind: What the bytes are.
        stem: A name to make an id of.
        url: Its address, if a web archive gives it.
        charset: The encoding that the server declared.
        fetched: The day on which it was fetched.
        origin: Where it was found, as part of a sentence ("from the file a.txt").
        language: The language that a table gives.
        metadata: Values that a table gives, by column of the table ``articles``.
    """

    name: str
    data: bytes
    kind: DocumentKind
    stem: str
    url: str | None = None
    charset: str | None = None
    fetched: date | None = None
    origin: str = ""
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RawArticle:
    """A text to annotate, with what is known about it, or the reason why there is none.

    Attributes:
        id: Its id; empty if it has none, which is a failure.
        text: The raw text.
        language: Its language; None if it is to be detected.
        metadata: Values for columns of the table ``articles``, by column.
        failure: Why the article cannot be annotated; None if it can.
        roles: Known roles of lines, by 1-based line.
        path: The file that it is from, for messages.
        line: The 1-based line of that file.
    """

    id: str
    text: str = ""
    language: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    failure: str | None = None
    roles: Mapping[int, Role] = field(default_factory=dict)
    path: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One raw article as ``sources.toml`` declares it; each field is a key of its entry, None where it is absent.

    Attributes:
        id: Unique in the project.
        file: The raw text, in the folder ``sources/``.
        sha256: Hash of the bytes of ``file``.
        outlet: The newsroom.
        country: ISO 3166-1 code of the outlet's country.
        language: Code of the language.
        title: The title.
        title_basis: Where the title is from.
        url: The address.
        published_earliest: First day on which it can have appeared, if known.
        published_latest: Last day on which it can have appeared, if known.
        published_basis: Where the days are from.
        rights: Who owns the text, and why it may be used.
        author: Who wrote it, as the page or the user says; None where unknown.
        encoding: Encoding of ``file``.
        original: The file that the text was made from, if it was made.
        original_sha256: Hash of the bytes of ``original``.
        roles: 1-based lines by role, for roles that are known from the original; cleaning does not decide these.
    """

    id: str
    file: str
    sha256: str
    outlet: str
    country: str | None
    language: str
    title: str | None
    title_basis: str | None
    url: str | None
    published_earliest: date | None
    published_latest: date | None
    published_basis: str | None
    rights: str | None
    author: str | None = None
    encoding: str = "utf-8"
    original: str | None = None
    original_sha256: str | None = None
    roles: Mapping[Role, tuple[int, ...]] = field(default_factory=dict)

    @property
    def line_roles(self) -> dict[int, Role]:
        """The declared role of each 1-based line that has one."""
        return {line: role for role, lines in self.roles.items() for line in lines}


@dataclass(frozen=True, slots=True)
class ArticleMetadata:
    """An article that is not part of a project: the fields of a `Source` that are known; None for the others."""

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
    """One entry of the authority file; each field is a key of it.

    Attributes:
        id: Unique in the project.
        name: The canonical name.
        kind: What the speaker is.
        role: What the speaker does.
        affiliation: For whom.
        aliases: Forms of the name, by language code.
        descriptions: Phrases that identify the speaker without a name, by language code.
        wikidata: The Wikidata item; None unless verified.
        focus: Whether the corpus was made for this speaker.
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
    """A part of an utterance that some articles report alone.

    Attributes:
        id: Unique in the utterance.
        gloss: The part in English.
        holds: Ids of the parts that it is made of, if some article reports these together.
    """

    id: str
    gloss: str
    holds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One statement, however often it is reported.

    Attributes:
        id: Unique in the project.
        speaker_id: Who made it, as an id of the authority file.
        gloss: The statement in English.
        parts: The parts that are reported alone.
        primary_source: Where it was first made.
        primary_url: Address of the primary source.
    """

    id: str
    speaker_id: str | None
    gloss: str
    parts: tuple[UtterancePart, ...] = ()
    primary_source: str | None = None
    primary_url: str | None = None

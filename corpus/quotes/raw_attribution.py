"""An attribution as the rules find it, before speakers are resolved and ids given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.languages.data import CueEntry
from corpus.quotes.frame import CueFrame
from corpus.quotes.marks import Quoted
from corpus.quotes.sentence import Range, Sentence
from corpus.records import Act, Span

#: Rules that go by the layout of the page and not by wording, which the tagger's training data has too little of.
LAYOUT = frozenset((
    "direct.block", "direct.dash", "direct.dash-alone", "direct.heading", "direct.introduced", "direct.said-so",
    "direct.signed", "direct.turn", "headline.colon",
))  # fmt: skip
_TRIM = " \t\u00a0\u2009\u202f"


@dataclass(frozen=True, slots=True)
class RawAttribution:
    """Spans of the raw text.

    ``implied`` says that the speaker is that of the text around, not one named here; ``act`` what was done;
    ``confidence`` how likely the attribution is right, None where no model has scored it; ``entry`` what the language
    data says of the cue, where one was read.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    rule: str
    medium: Span | None = None
    via: Span | None = None
    implied: bool = False
    act: Act = "speech"
    confidence: float | None = None
    entry: CueEntry | None = None

    @property
    def is_direct(self) -> bool:
        """Whether a rule for quoted words found it."""
        return self.rule.startswith("direct.")

    @property
    def is_layout(self) -> bool:
        """Whether a rule found it that goes by the layout of the page."""
        return self.rule in LAYOUT

    @property
    def is_nested(self) -> bool:
        """Whether a rule for what is reported inside quoted words found it."""
        return self.rule.startswith("nested.")


def inner(text: str, quoted: Quoted) -> Span:
    """What is between the marks, white space at the edges left out."""
    start, end = quoted.inner_start, quoted.inner_end
    while start < end - 1 and text[start] in _TRIM:
        start += 1
    while end > start + 1 and text[end - 1] in _TRIM:
        end -= 1
    return Span(start, end)


def from_frame(sentence: Sentence, frame: CueFrame, content: Sequence[Span], rule: str) -> RawAttribution:
    """The attribution that a frame makes of a content."""

    def span(items: Range | None) -> Span | None:
        return None if items is None else sentence.span(*items)

    source = span(frame.source)
    return RawAttribution(
        content=tuple(content),
        cue=(sentence.span(*frame.cue),),
        source=(source,) if source else (),
        rule=rule,
        medium=span(frame.medium),
        via=span(frame.via),
        entry=frame.entry,
    )

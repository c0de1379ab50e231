"""The evidence for content, cue and source of an attribution: its rule, the language data, the rules and the tagger."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.combine.scoring import ScoredAttribution
from corpus.languages.data import CueEntry, data_place
from corpus.languages.language import Language, Word
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.raw_attribution import RawAttribution
from corpus.quotes.rule_ids import sentence_of
from corpus.records import Span

if TYPE_CHECKING:
    from corpus.models.tagger import TaggedAttribution

#: The word class of adverbs that report without a verb.
HEARSAY = "hearsay"
#: Names of the tagger's probabilities, in the order of `corpus.models.tagger.LogProbs`.
PROBABILITY_NAMES = ("content", "cue", "source", "content_to_cue", "cue_to_source")
PARTS = ("content", "cue", "source")
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class CueListing:
    """What the language data lists of a cue.

    Attributes:
        file: the file, from the root of the repository.
        kind: the kind of cue (``verbs``, ``nouns`` and so on).
        frames: what the cue can govern.
        particle: the particle that it needs, if any.
        impersonal: whether its subject is not the source.
    """

    file: str
    kind: str
    frames: tuple[str, ...] = ()
    particle: str | None = None
    impersonal: bool = False


@dataclass(frozen=True, slots=True)
class ReaderSpans:
    """Content, cue and source as the rules alone, or the tagger alone, found them.

    Attributes:
        content: content spans.
        cue: cue spans.
        source: source spans.
        differs: the parts that differ from the final attribution. A part of the rules differs if it is not identical; a
            part of the tagger, whose spans are wider, if it does not overlap.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AttributionEvidence:
    """The evidence for an attribution, or for a candidate that was left out.

    Attributes:
        found: the attribution or candidate.
        rule_description: what its rule says, in a sentence.
        cue: what the language data lists of its cue; None without a cue, or if it is not listed.
        rules: what the rules alone found; None if they did not find it.
        tagger: what the tagger alone found; None if it did not find it.
        probabilities: the tagger's probabilities, one for each of `PROBABILITY_NAMES`; None for a missing source. Empty
            if the tagger did not find it.
        left_out: why it was left out; empty for an attribution of the article.
    """

    found: RawAttribution
    rule_description: str
    cue: CueListing | None
    rules: ReaderSpans | None
    tagger: ReaderSpans | None
    probabilities: tuple[float | None, ...]
    left_out: str

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans of content, cue and source."""
        return (*self.found.content, *self.found.cue, *self.found.source)

    @property
    def found_by(self) -> str:
        """What found it: ``rules``, ``tagger`` or ``rules and tagger``."""
        if self.tagger is None:
            return "rules"
        return "tagger" if self.rules is None else "rules and tagger"


def evidence_of(scored: ScoredAttribution, tokens: ArticleTokens, language: Language) -> AttributionEvidence:
    """Collect the evidence for an attribution or a candidate.

    Args:
        scored: the scored attribution.
        tokens: the tokens of its article.
        language: the language of its article.
    """
    found, tagged, ruled = scored.attribution, scored.candidate.tagged, scored.candidate.by_rules
    return AttributionEvidence(
        found=found,
        rule_description=sentence_of(found.rule),
        cue=_listing(found, tokens, language),
        rules=None if ruled is None else _rule_spans(ruled, found),
        tagger=None if tagged is None else _tagger_spans(tagged, found),
        probabilities=() if tagged is None else _probabilities(tagged),
        left_out=scored.left_out,
    )


def _rule_spans(ruled: RawAttribution, found: RawAttribution) -> ReaderSpans:
    differs = tuple(part for part in PARTS if getattr(ruled, part) != getattr(found, part))
    return ReaderSpans(ruled.content, ruled.cue, ruled.source, differs)


def _tagger_spans(tagged: TaggedAttribution, found: RawAttribution) -> ReaderSpans:
    differs = tuple(part for part in PARTS if _are_apart(getattr(tagged, part), getattr(found, part)))
    return ReaderSpans(tagged.content, tagged.cue, tagged.source, differs)


def _are_apart(a: Sequence[Span], b: Sequence[Span]) -> bool:
    """Whether two parts, not both empty, do not overlap."""
    if not a and not b:
        return False
    return not any(s.overlaps(t) for s in a for t in b)


def _probabilities(tagged: TaggedAttribution) -> tuple[float | None, ...]:
    """The probabilities of `PROBABILITY_NAMES`; None for a missing source."""
    probabilities: list[float | None] = []
    for name, log_probability in zip(PROBABILITY_NAMES, tagged.log_probs, strict=True):
        is_missing = name == "source" and not tagged.source
        probabilities.append(None if is_missing else round(math.exp(log_probability), _DIGITS))
    return tuple(probabilities)


def _listing(found: RawAttribution, tokens: ArticleTokens, language: Language) -> CueListing | None:
    """The entry that the rules used for the cue; for a cue of the tagger, the first entry that fits its words."""
    if found.entry is not None and found.cue:
        return _entry(found.entry, language)
    for span in found.cue:
        folded = tuple(tokens.between(span.start, span.end).folded)
        words = [language.word(word) for word in folded]
        entry = _first_entry(folded, words)
        if entry is not None:
            return _entry(entry, language)
        if any(HEARSAY in word.classes for word in words):
            return CueListing(data_place(language.code, "words.toml"), HEARSAY)
    return None


def _first_entry(folded: tuple[str, ...], words: Sequence[Word]) -> CueEntry | None:
    """The first entry of several words that fits, else the first of a single word."""
    for n, word in enumerate(words):
        for phrase, entry in word.phrases:
            if folded[n : n + len(phrase)] == phrase:
                return entry
    for word in words:
        if word.cue is not None:
            return word.cue
        if word.noun is not None:
            return word.noun
    return None


def _entry(entry: CueEntry, language: Language) -> CueListing:
    place = data_place(language.code, "cues.toml")
    return CueListing(place, entry.kind, tuple(sorted(entry.frames)), entry.particle, entry.impersonal)

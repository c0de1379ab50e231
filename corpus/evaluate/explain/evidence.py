"""What speaks for content, cue and source of an attribution: the rule, the language data, the rules and the tagger."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from corpus.combine.scoring import ScoredAttribution
from corpus.languages.data import CueEntry, data_place
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.raw_attribution import RawAttribution
from corpus.quotes.rule_ids import sentence_of
from corpus.records import Span

if TYPE_CHECKING:
    from corpus.models.tagger import TaggedAttribution

#: The word class of adverbs that report by themselves.
HEARSAY = "hearsay"
#: The tagger's evidence, in the order of `corpus.models.tagger.LogProbs`.
PROBABILITIES = ("content", "cue", "source", "content_to_cue", "cue_to_source")
PARTS = ("content", "cue", "source")
_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Listed:
    """What the language data says of a cue: the file, which kind of cue it is there, and what it can govern."""

    file: str
    kind: str
    frames: tuple[str, ...] = ()
    particle: str | None = None
    impersonal: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """Content, cue and source as the rules alone have them, or the tagger alone; ``differs`` names the other parts.

    Those of the rules differ where they are not the same to the letter, those of the tagger, which draws its spans
    wider, where they stand elsewhere.
    """

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """An attribution as it stays, or would have, and what speaks for it.

    ``sentence`` says what its rule is, ``cue`` what the language data says of the cue; None where there is none, or it
    is not listed. ``rules`` and ``tagger`` are None where they have not found it. ``probabilities`` are the tagger's,
    one for each of `PROBABILITIES`, that of a missing source None. ``left_out`` says why it does not stay.
    """

    found: RawAttribution
    sentence: str
    cue: Listed | None
    rules: Reading | None
    tagger: Reading | None
    probabilities: tuple[float | None, ...]
    left_out: str

    @property
    def spans(self) -> tuple[Span, ...]:
        """All spans of content, cue and source."""
        return (*self.found.content, *self.found.cue, *self.found.source)

    @property
    def found_by(self) -> str:
        """Who found it."""
        if self.tagger is None:
            return "rules"
        return "tagger" if self.rules is None else "rules and tagger"


def evidence_of(scored: ScoredAttribution, tokens: ArticleTokens, language: Language) -> Evidence:
    """What speaks for an attribution that was weighed.

    Args:
        scored: the attribution.
        tokens: of its article.
        language: of its article.
    """
    found, tagged, ruled = scored.attribution, scored.candidate.tagged, scored.candidate.by_rules
    return Evidence(
        found=found,
        sentence=sentence_of(found.rule),
        cue=_listed(found, tokens, language),
        rules=None if ruled is None else Reading(ruled.content, ruled.cue, ruled.source, _unlike(ruled, found)),
        tagger=None if tagged is None else Reading(tagged.content, tagged.cue, tagged.source, _apart(tagged, found)),
        probabilities=() if tagged is None else _probabilities(tagged),
        left_out=scored.left_out,
    )


def _unlike(ruled: RawAttribution, found: RawAttribution) -> tuple[str, ...]:
    return tuple(part for part in PARTS if getattr(ruled, part) != getattr(found, part))


def _apart(tagged: TaggedAttribution, found: RawAttribution) -> tuple[str, ...]:
    pairs = ((part, getattr(tagged, part), getattr(found, part)) for part in PARTS)
    return tuple(part for part, a, b in pairs if (a or b) and not _meet(a, b))


def _meet(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(s.overlaps(t) for s in a for t in b)


def _probabilities(tagged: TaggedAttribution) -> tuple[float | None, ...]:
    missing = set() if tagged.source else {PROBABILITIES.index("source")}
    return tuple(None if n in missing else round(math.exp(s), _DIGITS) for n, s in enumerate(tagged.log_probs))


def _listed(found: RawAttribution, tokens: ArticleTokens, language: Language) -> Listed | None:
    """What the rules read the cue as; for a cue that they did not read, what its words are listed as."""
    if found.entry is not None and found.cue:
        return _entry(found.entry, language)
    for span in found.cue:
        folded = tokens.between(span.start, span.end).folded
        words = [language.word(f) for f in folded]
        longer = (e for n, w in enumerate(words) for p, e in w.phrases if tuple(folded[n : n + len(p)]) == p)
        single = (e for w in words for e in (w.cue, w.noun) if e is not None)
        entry = next(longer, None) or next(single, None)
        if entry is not None:
            return _entry(entry, language)
        if any(HEARSAY in w.classes for w in words):
            return Listed(data_place(language.code, "words.toml"), HEARSAY)
    return None


def _entry(entry: CueEntry, language: Language) -> Listed:
    place = data_place(language.code, "cues.toml")
    return Listed(place, entry.kind, tuple(sorted(entry.frames)), entry.particle, entry.impersonal)

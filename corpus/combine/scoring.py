"""The step between rules and speakers: the tagger reads along, and every attribution gets its confidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.combine.confidence import Confidence, load_confidence
from corpus.combine.matching import Candidate, alone, join
from corpus.combine.normalize_spans import Wording
from corpus.errors import MissingExtraError
from corpus.languages.data import NEURAL
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.models.registry import model_of
from corpus.quotes.marks import Quoted
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Model, Segment

if TYPE_CHECKING:
    from corpus.models.reader import Reader

#: What is less likely right than this is left out, where the tagger leads. Anywhere between 0.15 and 0.4 the F1 of
#: whole relations in PolNeAR's development part is the same within half a point; the lower, the fewer quotations are
#: lost.
LEAST = 0.2
#: The same where the neural model leads, and there also for what rules are sure of or find inside quoted words: between
#: 0.3 and 0.4 whole relations are the same within half a point, and nearly a point better than with what stays at 0.2.
LEAST_NEURAL = 0.35
#: Why something is left out.
UNLIKELY = "its confidence is below"
NOT_COUNTED = "its cue is denied, or tells what somebody thinks or wants, and so counts for nothing"


@dataclass(frozen=True, slots=True)
class ScoredAttribution:
    """A candidate that was decided about: the attribution as it stays, or would have, with its confidence.

    ``left_out`` says why it does not stay; it is empty where it does.
    """

    found: RawAttribution
    candidate: Candidate
    left_out: str = ""


def combine(
    article: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[RawAttribution],
    quoted: Sequence[Quoted],
    *,
    language: Language,
    model: Model = "tagger",
) -> list[ScoredAttribution]:
    """All candidates in order of their contents, each with its confidence and whether it stays.

    Args:
        article: the tokens of the raw article.
        segments: its lines with their roles.
        found: what the rules found in the kept ones.
        quoted: the pairs of quotation marks in them.
        language: of the article.
        model: the rules alone, or the tagger with the rules, by its light network or by its neural model. A language
            without the one falls back on the other before it.
    """
    reader = _reader(language, model)
    neural = model_of(language.code, model) == "neural"
    confidence = load_confidence(language.code, NEURAL if neural else "")
    if reader is None:
        sure = ((f, confidence.of_rule(f.rule)) for f in found)
        scored = [ScoredAttribution(replace(f, confidence=p), Candidate(f, None, f)) for f, p in sure]
    else:
        candidates, uncounted = propose(article, segments, found, quoted, language=language, reader=reader)
        decide = _Decision(confidence, Wording(article, language, ()), neural=neural)
        scored = [decide.on(c) for c in candidates] + [decide.against(c) for c in uncounted]
    return sorted(scored, key=lambda w: (w.found.content[0].start, -w.found.content[-1].end, w.found.cue))


@dataclass(frozen=True, slots=True)
class _Decision:
    """Decides what stays where the tagger leads."""

    confidence: Confidence
    wording: Wording
    neural: bool

    def on(self, candidate: Candidate) -> ScoredAttribution:
        """Whether a candidate stays."""
        sure, ruled = self.confidence.of(candidate), candidate.ruled
        stays = ruled is not None and ruled.is_layout
        # The neural model seldom has nothing where there is something.
        if not self.neural:
            nested = ruled is not None and ruled.is_nested and candidate.standing == "inside"
            unopposed = candidate.tagged is None and not candidate.standing
            stays = stays or nested or (unopposed and self.confidence.is_reliable(candidate.found.rule))
        least = LEAST_NEURAL if self.neural else LEAST
        found = replace(self._tied(candidate.found), confidence=sure)
        return ScoredAttribution(found, candidate, "" if stays or sure >= least else f"{UNLIKELY} {least}")

    def against(self, candidate: Candidate) -> ScoredAttribution:
        """What the tagger found, and does not count."""
        return ScoredAttribution(
            replace(candidate.found, confidence=self.confidence.of(candidate)), candidate, NOT_COUNTED
        )

    def _tied(self, found: RawAttribution) -> RawAttribution:
        """With the mark as its cue that ties a quotation to a name, if it has none."""
        if found.cue or not found.source:
            return found
        tie = self.wording.tie(found.content[-1], found.source[0])
        return found if tie is None else replace(found, cue=(tie,))


def _reader(language: Language, model: Model) -> Reader | None:
    # Imported where it tags: numpy takes a third of the time that a short article takes from the start to the end.
    match model_of(language.code, model):
        case "neural":
            try:
                from corpus.models.encoder import load_pooled  # noqa: PLC0415
            except ModuleNotFoundError as e:
                raise MissingExtraError.of(e.name, extra="neural") from e
            return load_pooled(language.code)
        case "tagger":
            from corpus.models.reader import load_light  # noqa: PLC0415

            return load_light(language.code)
        case "rules":
            return None


def propose(
    article: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[RawAttribution],
    quoted: Sequence[Quoted],
    *,
    language: Language,
    reader: Reader,
) -> tuple[list[Candidate], list[Candidate]]:
    """All candidates of rules and tagger, and apart from them what the tagger has found that does not count.

    Where everything counts that a reader finds, what is no act of speech is a stance.
    """
    from corpus.models.tagger import tag_article  # noqa: PLC0415

    tagged = tag_article(article, segments, quoted, found, reader=reader, language=language)
    wording = Wording(article, language, sorted(quoted, key=lambda q: (q.start, -q.end)))
    counts = [reader.everything or not t.cue or wording.counts(t.cue[0]) for t in tagged]
    counted = [t for t, it_counts in zip(tagged, counts, strict=True) if it_counts]
    idle = [t for t, it_counts in zip(tagged, counts, strict=True) if not it_counts]
    uncounted = [Candidate(alone(t, wording, reader.name), t, None) for t in idle]
    return join(found, counted, wording=wording, name=reader.name), uncounted

"""Score all candidates of rules and model, and select those that the article keeps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from corpus.combine.confidence import Confidence, load_confidence
from corpus.combine.matching import MatchedCandidate, Overlap, from_tagger, match_candidates
from corpus.combine.normalize_spans import SpanNormalizer
from corpus.errors import MissingExtraError
from corpus.languages.data import NEURAL
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.models.registry import available_model
from corpus.quotes.marks import Quoted
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Model, Segment, Span

if TYPE_CHECKING:
    from corpus.models.tagger import TaggedAttribution
    from corpus.models.tagger_model import TaggerModel

#: Candidates below this confidence are left out with the light tagger. Anywhere between 0.15 and 0.4 the F1 of whole
#: relations in PolNeAR's development part is the same within half a point; a lower value loses fewer quotations.
MIN_CONFIDENCE = 0.2
#: The same for the neural model, where it also applies to reliable rules and to rules inside quoted words. Between 0.3
#: and 0.4 the F1 of whole relations is the same within half a point, and nearly a point higher than at 0.2.
MIN_CONFIDENCE_NEURAL = 0.35
#: Reasons for leaving a candidate out.
LOW_CONFIDENCE = "its confidence is below"
NOT_COUNTED = "its cue is negated, or expresses a thought or wish, which the guidelines do not count"


@dataclass(frozen=True, slots=True)
class ScoredAttribution:
    """A candidate with its confidence and the decision about it.

    Attributes:
        attribution: the attribution with its confidence.
        candidate: the evidence that it was made from.
        left_out: why the article does not keep it; empty if it does.
    """

    attribution: RawAttribution
    candidate: MatchedCandidate
    left_out: str = ""


def combine(
    article: ArticleTokens,
    segments: Sequence[Segment],
    raw: Sequence[RawAttribution],
    quoted: Sequence[Quoted],
    *,
    language: Language,
    model: Model = "tagger",
) -> list[ScoredAttribution]:
    """Combine the attributions of the rules with those of a model.

    Args:
        article: the tokens of the raw article.
        segments: its lines with their roles.
        raw: what the rules found in the kept segments.
        quoted: the pairs of quotation marks in them.
        language: of the article.
        model: the rules alone, the light tagger or the neural model. A language without it uses the next best model
            that it has.

    Returns:
        All candidates, those left out included, ordered by content.

    Raises:
        MissingExtraError: the libraries of the neural model are not installed.
    """
    tagger_model = _load_model(language, model)
    is_neural = available_model(language.code, model) == "neural"
    confidence = load_confidence(language.code, NEURAL if is_neural else "")
    if tagger_model is None:
        scored = [_score_by_rule(r, confidence) for r in raw]
    else:
        candidates, uncounted = collect_candidates(
            article, segments, raw, quoted, language=language, tagger_model=tagger_model
        )
        selector = _Selector(confidence, SpanNormalizer(article, language, ()), neural=is_neural)
        scored = [selector.select(c) for c in candidates] + [selector.reject(c) for c in uncounted]
    return sorted(scored, key=_by_content)


def _by_content(scored: ScoredAttribution) -> tuple[int, int, tuple[Span, ...]]:
    content = scored.attribution.content
    return content[0].start, -content[-1].end, scored.attribution.cue


def _score_by_rule(raw: RawAttribution, confidence: Confidence) -> ScoredAttribution:
    return ScoredAttribution(replace(raw, confidence=confidence.of_rule(raw.rule)), MatchedCandidate(raw, None, raw))


@dataclass(frozen=True, slots=True)
class _Selector:
    """Decides which candidates an article keeps if a model is used."""

    confidence: Confidence
    normalizer: SpanNormalizer
    neural: bool

    def select(self, candidate: MatchedCandidate) -> ScoredAttribution:
        """Score a candidate, and leave it out if its confidence is too low."""
        confidence = self.confidence.of(candidate)
        minimum = MIN_CONFIDENCE_NEURAL if self.neural else MIN_CONFIDENCE
        is_kept = confidence >= minimum or self._is_always_kept(candidate)
        attribution = replace(self._with_linking_mark(candidate.attribution), confidence=confidence)
        return ScoredAttribution(attribution, candidate, "" if is_kept else f"{LOW_CONFIDENCE} {minimum}")

    def reject(self, candidate: MatchedCandidate) -> ScoredAttribution:
        """Score a candidate of the tagger that the guidelines do not count."""
        attribution = replace(candidate.attribution, confidence=self.confidence.of(candidate))
        return ScoredAttribution(attribution, candidate, NOT_COUNTED)

    def _is_always_kept(self, candidate: MatchedCandidate) -> bool:
        """Whether a candidate is kept whatever its confidence."""
        raw = candidate.by_rules
        if raw is None:
            return False
        if raw.is_layout:
            return True
        # The neural model rarely misses an attribution entirely, so its silence counts against the rules.
        if self.neural:
            return False
        if candidate.overlap is Overlap.NESTED and _is_report_inside(raw):
            return True
        return _is_unopposed(candidate) and self.confidence.is_reliable(raw.rule)

    def _with_linking_mark(self, attribution: RawAttribution) -> RawAttribution:
        """Use the colon or dash between content and source as the cue if there is none."""
        if attribution.cue or not attribution.source:
            return attribution
        mark = self.normalizer.linking_mark(attribution.content[-1], attribution.source[0])
        return attribution if mark is None else replace(attribution, cue=(mark,))


def _is_report_inside(raw: RawAttribution) -> bool:
    """Whether it is a report inside another one: in quoted words, or a clause after an addressee and a source.

    Such a report counts (guidelines, section 2, parent); the tagger finds the outer one alone.
    """
    if raw.is_nested:
        return True
    if raw.entry is None:
        return False
    if not raw.source:
        return False
    if raw.rule != "indirect.that":
        return False
    return "addressee" in raw.entry.frames


def _is_unopposed(candidate: MatchedCandidate) -> bool:
    """Whether only the rules found a candidate, and the tagger has nothing there."""
    return candidate.tagged is None and candidate.overlap is Overlap.NONE


def _load_model(language: Language, model: Model) -> TaggerModel | None:
    # Imported on use: numpy takes a third of the run time of the rules over a short article.
    match available_model(language.code, model):
        case "neural":
            try:
                from corpus.models.encoder import load_pooled_model  # noqa: PLC0415
            except ImportError as e:
                library = (e.name or "a library").partition(".")[0]
                raise MissingExtraError.from_import(e, library=library, extra="neural") from e
            return load_pooled_model(language.code)
        case "tagger":
            from corpus.models.tagger_model import load_light_model  # noqa: PLC0415

            return load_light_model(language.code)
        case "rules":
            return None


def collect_candidates(
    article: ArticleTokens,
    segments: Sequence[Segment],
    raw: Sequence[RawAttribution],
    quoted: Sequence[Quoted],
    *,
    language: Language,
    tagger_model: TaggerModel,
) -> tuple[list[MatchedCandidate], list[MatchedCandidate]]:
    """Tag an article and match the result with the attributions of the rules.

    Args:
        article: the tokens of the raw article.
        segments: its lines with their roles.
        raw: what the rules found in the kept segments.
        quoted: the pairs of quotation marks in them.
        language: of the article.
        tagger_model: what tags it.

    Returns:
        The candidates, and those of the tagger that the guidelines do not count. The second list is empty for a model
        that keeps stances.
    """
    from corpus.models.tagger import tag_article  # noqa: PLC0415

    normalizer = SpanNormalizer(article, language, sorted(quoted, key=lambda q: (q.start, -q.end)))
    counted, uncounted = [], []
    for tagged in tag_article(article, segments, quoted, raw, tagger_model=tagger_model, language=language):
        if _is_counted(tagged, normalizer, keeps_stances=tagger_model.keeps_stances):
            counted.append(tagged)
        else:
            uncounted.append(MatchedCandidate(from_tagger(tagged, normalizer, tagger_model.name), tagged, None))
    return match_candidates(raw, counted, normalizer=normalizer, name=tagger_model.name), uncounted


def _is_counted(tagged: TaggedAttribution, normalizer: SpanNormalizer, *, keeps_stances: bool) -> bool:
    """Whether the guidelines count what the tagger found: an act that took place, or all stances of a model."""
    if any(map(normalizer.is_negated, tagged.source)):
        return False
    if keeps_stances:
        return True
    return not tagged.cue or normalizer.is_countable(tagged.cue[0])

"""Explain an article, or passages of it, from the steps that `corpus.pipeline.annotate_steps` returns."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from corpus.evaluate.explain.evidence import AttributionEvidence, evidence_of
from corpus.evaluate.explain.passages import Passages
from corpus.languages.language import Language
from corpus.pipeline import Options, Steps, annotate_steps
from corpus.records import UNKNOWN, Article, Attribution, Model, Role, Segment, Span, Speaker, SpeakerKind
from corpus.speakers.context import Resolved
from corpus.speakers.mentions import Mention

#: A speaker: canonical name, and id in the authority file if listed there.
_SpeakerKey = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class AttributionExplanation:
    """An attribution of the article, the evidence for it, and how its speaker was resolved."""

    attribution: Attribution
    evidence: AttributionEvidence
    resolved: Resolved


@dataclass(frozen=True, slots=True)
class SpeakerForm:
    """Words of the article that refer to a speaker.

    Attributes:
        span: the words.
        kind: ``name``, ``description``, or how the source of an attribution was resolved.
    """

    span: Span
    kind: str


@dataclass(frozen=True, slots=True)
class SpeakerChain:
    """A speaker, its entry in the authority file if it has one, and all words of the article that refer to it."""

    name: str
    kind: SpeakerKind
    entry: Speaker | None
    forms: tuple[SpeakerForm, ...]


@dataclass(frozen=True, slots=True)
class ArticleExplanation:
    """The explanation of an article, or of passages of it.

    Attributes:
        article: the annotated article.
        language: its language.
        passages: the explained passages; None for the whole article.
        lines: the segments that overlap the passages, dropped ones too.
        attributions: the attributions with a part in the passages.
        left_out: the candidates with a part in the passages that were left out.
        chains: the speakers of the attributions, in the order in which they first speak.
        article_probabilities: for each of ``lines``, the probability that it is article according to the line
            classifier; None if that was not run.
    """

    article: Article
    language: Language
    passages: tuple[Span, ...] | None
    lines: tuple[Segment, ...]
    attributions: tuple[AttributionExplanation, ...]
    left_out: tuple[AttributionEvidence, ...]
    chains: tuple[SpeakerChain, ...]
    article_probabilities: tuple[float | None, ...] = ()


def explain(  # noqa: PLR0913  (those of `annotate_text`, and the passages)
    text: str,
    *,
    passages: Sequence[Span] | None = None,
    article_id: str = "",
    language: str | None = None,
    plain: bool = False,
    roles: Mapping[int, Role] | None = None,
    speakers: Sequence[Speaker] = (),
    model: Model = "tagger",
) -> ArticleExplanation:
    """Annotate a text and explain the attributions whose content, cue or source overlaps a passage.

    Args:
        text: a raw article.
        passages: spans of it in code points, sorted and without overlap; None for the whole article.
        article_id: id of the article.
        language: language code or alias; detected if None.
        plain: whether every line is article text.
        roles: known roles by 1-based line.
        speakers: entries of an authority file to resolve speakers against.
        model: what finds attributions, see `corpus.annotate`.

    Raises:
        InputError: the text is empty, invalid or over a limit.
        LanguageError: there is no data for the language, or it could not be detected.
    """
    options = Options(
        article_id=article_id, language=language, plain=plain, roles=roles, speakers=speakers, model=model
    )
    steps = annotate_steps(text, options)
    selection = Passages(passages)
    evidence = [evidence_of(scored, steps.tokens, steps.language) for scored in steps.scored]
    kept = [e for e in evidence if not e.left_out]
    explanations = []
    for attribution, own, resolved in zip(steps.article.attributions, kept, steps.resolved, strict=True):
        if selection.overlap(own.spans):
            explanations.append(AttributionExplanation(attribution, own, resolved))
    lines = tuple(s for s in steps.article.segments if selection.overlap((s.span,)))
    return ArticleExplanation(
        article=steps.article,
        language=steps.language,
        passages=None if passages is None else tuple(passages),
        lines=lines,
        attributions=tuple(explanations),
        left_out=tuple(e for e in evidence if e.left_out and selection.overlap(e.spans)),
        chains=_chains(steps, [one.attribution for one in explanations], speakers),
        article_probabilities=tuple(_article_probability(steps, line) for line in lines),
    )


def _article_probability(steps: Steps, line: Segment) -> float | None:
    """The probability that a line is article, by the line classifier; None if that was not run."""
    if steps.cleaned is None or steps.cleaned.article is None:
        return None
    return steps.cleaned.article.article_probability(line.position)


def _chains(steps: Steps, attributions: Sequence[Attribution], speakers: Sequence[Speaker]) -> tuple[SpeakerChain, ...]:
    """The known speakers of some attributions, each with its forms in the whole article."""
    kinds = {_key(a): a.speaker_kind for a in attributions if a.speaker != UNKNOWN}
    mentioned = _mentioned_forms(steps.mentions, kinds)
    spoken = _source_forms(steps.article.attributions, mentioned)
    entries = {speaker.id: speaker for speaker in speakers}
    chains = []
    for key, kind in kinds.items():
        name, speaker_id = key
        forms = sorted({*mentioned[key], *spoken[key]}, key=lambda form: form.span)
        chains.append(SpeakerChain(name, kind, entries.get(speaker_id or ""), tuple(forms)))
    return tuple(chains)


def _mentioned_forms(
    mentions: Sequence[Mention], keys: Collection[_SpeakerKey]
) -> dict[_SpeakerKey, list[SpeakerForm]]:
    """The names and descriptions of some speakers, in order of the text."""
    forms: dict[_SpeakerKey, list[SpeakerForm]] = {key: [] for key in keys}
    for mention in mentions:
        key = (mention.who.name, mention.who.speaker_id)
        if key in forms:
            forms[key].append(SpeakerForm(mention.span, "description" if mention.described else "name"))
    return forms


def _source_forms(
    attributions: Sequence[Attribution], mentioned: Mapping[_SpeakerKey, Sequence[SpeakerForm]]
) -> dict[_SpeakerKey, list[SpeakerForm]]:
    """The sources of the speakers that hold none of their names and descriptions: pronouns and the like."""
    forms: dict[_SpeakerKey, list[SpeakerForm]] = {key: [] for key in mentioned}
    for a in attributions:
        key = _key(a)
        if key in forms and a.source and not _holds_form(a.source[0], mentioned[key]):
            forms[key].append(SpeakerForm(a.source[0], a.resolution))
    return forms


def _key(attribution: Attribution) -> _SpeakerKey:
    return attribution.speaker, attribution.speaker_id


def _holds_form(source: Span, forms: Sequence[SpeakerForm]) -> bool:
    """Whether a source holds one of some forms, which are sorted."""
    first = bisect_left(forms, source.start, key=lambda form: form.span.start)
    return first < len(forms) and forms[first].span.within(source)

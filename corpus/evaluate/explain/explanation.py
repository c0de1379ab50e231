"""An article, or passages of it, explained: the steps of `corpus.pipeline.annotate_steps`, read and not repeated."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.evaluate.explain.evidence import Evidence, evidence_of
from corpus.evaluate.explain.passages import Passages
from corpus.languages.language import Language
from corpus.pipeline import Steps, annotate_steps
from corpus.records import UNKNOWN, Article, Attribution, Model, Segment, Span, Speaker, SpeakerKind
from corpus.speakers.context import Resolved

#: A name in the authority file: canonical name and id.
_Key = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Explanation:
    """An attribution of the article, what speaks for it, and how its speaker was told."""

    attribution: Attribution
    evidence: Evidence
    resolved: Resolved


@dataclass(frozen=True, slots=True)
class Form:
    """Words that stand for a speaker, and how: by ``name``, or as the source of an attribution was resolved."""

    span: Span
    how: str


@dataclass(frozen=True, slots=True)
class Chain:
    """A speaker, its entry in the authority file if it has one, and all words of the article that stand for it."""

    name: str
    kind: SpeakerKind
    entry: Speaker | None
    forms: tuple[Form, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """What led to the attributions that touch the passages; ``passages`` is None for the whole article.

    ``lines`` are the segments that the passages touch, dropped ones as well; ``left_out`` is what was weighed there and
    does not stay; ``chains`` are the speakers in the order in which they first speak. ``article_probabilities`` says
    for each of ``lines`` how probable the line classifier takes it to be article, None where it has not run.
    """

    article: Article
    language: Language
    passages: tuple[Span, ...] | None
    lines: tuple[Segment, ...]
    attributions: tuple[Explanation, ...]
    left_out: tuple[Evidence, ...]
    chains: tuple[Chain, ...]
    article_probabilities: tuple[float | None, ...] = ()


def explain(  # noqa: PLR0913  (those of `annotate_text`, and one)
    text: str,
    *,
    passages: Sequence[Span] | None = None,
    article_id: str = "",
    language: str | None = None,
    plain: bool = False,
    speakers: Sequence[Speaker] = (),
    model: Model = "tagger",
) -> Explained:
    """What led to the attributions of a text whose content, cue or source touches a passage.

    Args:
        text: a raw article.
        passages: stretches of it, in order and apart from one another; None for all of it.
        article_id: as `corpus.pipeline.annotate_text` has it, like all that follow.
        language: of the text.
        plain: whether every line is article text.
        speakers: entries of an authority file.
        model: who decides where rules and tagger differ.

    Raises:
        InputError, LanguageError: as `corpus.pipeline.annotate_text` does.
    """
    steps = annotate_steps(text, article_id=article_id, language=language, plain=plain, speakers=speakers, model=model)
    near = Passages(passages)
    weighed = [evidence_of(w, steps.tokens, steps.language) for w in steps.weighed]
    stayed = (e for e in weighed if not e.left_out)
    every = zip(steps.article.attributions, stayed, steps.resolved, strict=True)
    told = tuple(Explanation(a, e, r) for a, e, r in every if near.touch(e.spans))
    lines = tuple(s for s in steps.article.segments if near.touch((s.span,)))
    return Explained(
        article=steps.article,
        language=steps.language,
        passages=None if passages is None else tuple(passages),
        lines=lines,
        attributions=told,
        left_out=tuple(e for e in weighed if e.left_out and near.touch(e.spans)),
        chains=_chains(steps, [t.attribution for t in told], speakers),
        article_probabilities=tuple(_article_probability(steps, line) for line in lines),
    )


def _article_probability(steps: Steps, line: Segment) -> float | None:
    """How probable it is that a line is article, by the line classifier; None where it has not run."""
    article = None if steps.cleaned is None else steps.cleaned.article
    return None if article is None else article.article_probability(line.position)


def _chains(steps: Steps, told: Sequence[Attribution], speakers: Sequence[Speaker]) -> tuple[Chain, ...]:
    """The speakers of some attributions, each with its forms in all of the article."""
    entries = {s.id: s for s in speakers}
    kinds = {_key(a): a.speaker_kind for a in told if a.speaker != UNKNOWN}
    named: dict[_Key, list[Form]] = {key: [] for key in kinds}
    for mention in steps.mentions:
        key = (mention.who.name, mention.who.speaker_id)
        if key in named:
            named[key].append(Form(mention.span, "description" if mention.described else "name"))
    spoken: dict[_Key, list[Form]] = {key: [] for key in kinds}
    for a in steps.article.attributions:
        if _key(a) in spoken and a.source and not _holds(a.source[0], named[_key(a)]):
            spoken[_key(a)].append(Form(a.source[0], a.resolution))
    return tuple(
        Chain(key[0], kind, entries.get(key[1] or ""), tuple(sorted({*named[key], *spoken[key]}, key=lambda f: f.span)))
        for key, kind in kinds.items()
    )


def _key(attribution: Attribution) -> _Key:
    return attribution.speaker, attribution.speaker_id


def _holds(source: Span, forms: Sequence[Form]) -> bool:
    """Whether a source holds one of the forms, which are in order."""
    first = bisect_left(forms, source.start, key=lambda f: f.span.start)
    return first < len(forms) and forms[first].span.within(source)

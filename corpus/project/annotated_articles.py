"""Convert annotations to articles and back: the released article, and the draft to be reviewed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.project.annotated_marks import CURATED, curated_marks, curated_segments, pairs_of
from corpus.project.annotation import (
    Annotation,
    AnnotationOrigin,
    CuratedAttribution,
    CuratedMark,
    LineRole,
    TextSpan,
)
from corpus.project.annotation_files import annotation_path, read_annotation
from corpus.project.annotation_problems import annotation_problems
from corpus.project.project import MODEL_ANNOTATORS, Project
from corpus.records import Article, Attribution, Source, Span


def curated_articles(project: Project, articles: Iterable[Article]) -> list[Article]:
    """Return the articles as they are released: by their reviewed annotation if there is one, else as given.

    Args:
        project: The project.
        articles: Its articles as the tool annotates them.

    Raises:
        ProjectError: A reviewed annotation has a fault; the first of `annotation_problems`.
    """
    predicted = list(articles)
    reviewed = reviewed_articles(project, predicted)
    return [reviewed.get(article.id, article) for article in predicted]


def reviewed_articles(project: Project, articles: Iterable[Article]) -> dict[str, Article]:
    """Return the articles that have a reviewed annotation, as it says, by id.

    Args:
        project: The project.
        articles: Its articles as the tool annotates them.

    Raises:
        ProjectError: A reviewed annotation has a fault; the first of `annotation_problems`.
    """
    sources = {s.id: s for s in project.sources}
    reviewed: dict[str, Article] = {}
    for article in articles:
        annotation = _reviewed_annotation(project, sources[article.id], article)
        if annotation is not None:
            reviewed[article.id] = curated_article(project, article, annotation)
    return reviewed


def _reviewed_annotation(project: Project, source: Source, article: Article) -> Annotation | None:
    path = annotation_path(project, source.id)
    if not path.is_file():
        return None
    annotation = read_annotation(path)
    if not annotation.reviewed:
        return None
    for problem in annotation_problems(project, source, article.text, annotation):
        raise problem.error
    return annotation


def curated_article(project: Project, article: Article, annotation: Annotation) -> Article:
    """Return an article with the annotation in place of what the tool found.

    Args:
        project: The project, for the ids of speakers and who annotated.
        article: The article as the tool annotates it.
        annotation: An annotation of it without problems.
    """
    segments = curated_segments(article.segments, annotation)
    pairs = pairs_of(article.text, segments, language=article.language)
    speaker_ids = {s.name: s.id for s in project.speakers}
    origin = annotation_origin(project, annotation)
    attributions = tuple(
        _attribution(a, speaker_id=speaker_ids.get(a.speaker), origin=origin) for a in annotation.attributions
    )
    return replace(article, segments=segments, attributions=attributions, marks=curated_marks(pairs, annotation))


def annotation_origin(project: Project, annotation: Annotation) -> AnnotationOrigin:
    """Return who made an annotation: as its file says, else as ``annotators`` of the project does.

    Args:
        project: The project.
        annotation: An annotation of it.
    """
    if annotation.origin is not None:
        return annotation.origin
    return "model-annotated" if project.annotators == MODEL_ANNOTATORS else "human"


def _attribution(a: CuratedAttribution, *, speaker_id: str | None, origin: AnnotationOrigin) -> Attribution:
    return Attribution(
        id=a.id,
        type=a.type,
        content=_spans(a.content),
        cue=_spans(a.cue),
        source=_spans(a.source),
        speaker=a.speaker,
        speaker_id=speaker_id,
        speaker_kind=a.speaker_kind,
        resolution=a.resolution,
        medium=a.medium,
        via=a.via,
        parent=a.parent,
        utterance_id=a.utterance,
        utterance_part=a.part,
        origin=origin,
        rule=CURATED,
        gloss=a.gloss,
    )


def _spans(spans: Iterable[TextSpan]) -> tuple[Span, ...]:
    return tuple(s.span for s in spans)


def draft_annotation(article: Article, *, raw_sha256: str) -> Annotation:
    """Convert what the tool found in an article to an unreviewed annotation.

    Args:
        article: The article as the tool annotates it.
        raw_sha256: Hash of the bytes of its raw file.
    """
    text = article.text
    return Annotation(
        article_id=article.id,
        raw_sha256=raw_sha256,
        status="unreviewed",
        segments=tuple(LineRole(s.line, s.role) for s in article.segments),
        attributions=tuple(_draft(text, a) for a in sorted(article.attributions, key=_first_offset)),
        marks=tuple(
            CuratedMark(m.start, m.end, text[m.start : m.end], m.kind) for m in article.marks if m.kind != "quotation"
        ),
        differences=(),
    )


def _first_offset(attribution: Attribution) -> int:
    return attribution.content[0].start


def _draft(text: str, a: Attribution) -> CuratedAttribution:
    return CuratedAttribution(
        id=a.id,
        type=a.type,
        content=text_spans(text, a.content),
        cue=text_spans(text, a.cue),
        source=text_spans(text, a.source),
        speaker=a.speaker,
        speaker_kind=a.speaker_kind,
        resolution=a.resolution,
        medium=a.medium,
        via=a.via,
        parent=a.parent,
        utterance=a.utterance_id,
        part=a.utterance_part,
        note="",
        gloss=a.gloss,
    )


def text_spans(text: str, spans: Iterable[Span]) -> tuple[TextSpan, ...]:
    """Return spans with their text, in order."""
    return tuple(TextSpan(s.start, s.end, s.of(text)) for s in sorted(spans))

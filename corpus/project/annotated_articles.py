"""From annotations to articles and back: the released article, and the draft that a person starts from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from corpus.project.annotated_marks import CURATED, curated_marks, curated_segments, pairs_of
from corpus.project.annotation import Annotation, CuratedAttribution, CuratedMark, LineRole, TextSpan
from corpus.project.annotation_files import annotation_path, read_annotation
from corpus.project.annotation_problems import annotation_problems
from corpus.project.project import Project
from corpus.records import Article, Attribution, Source, Span


def curated_articles(project: Project, articles: Iterable[Article]) -> list[Article]:
    """The articles as they are released: as their reviewed annotation says, or as the tool annotated them.

    Raises:
        ProjectError: a reviewed annotation has a fault; the first of `annotation_problems`.
    """
    found = list(articles)
    reviewed = reviewed_articles(project, found)
    return [reviewed.get(article.id, article) for article in found]


def reviewed_articles(project: Project, articles: Iterable[Article]) -> dict[str, Article]:
    """Those of the articles that have a reviewed annotation, as it says, by id; raises as `curated_articles` does."""
    sources = {s.id: s for s in project.sources}
    found = ((article, _reviewed(project, sources[article.id], article)) for article in articles)
    return {article.id: curated_article(project, article, a) for article, a in found if a is not None}


def _reviewed(project: Project, source: Source, article: Article) -> Annotation | None:
    path = annotation_path(project, source.id)
    annotation = read_annotation(path) if path.is_file() else None
    if annotation is None or not annotation.reviewed:
        return None
    for problem in annotation_problems(project, source, article.text, annotation):
        raise problem.error
    return annotation


def curated_article(project: Project, article: Article, annotation: Annotation) -> Article:
    """An article, as the tool annotated it, with what was decided in place of what the tool found."""
    segments = curated_segments(article.segments, annotation)
    pairs = pairs_of(article.text, segments, language=article.language)
    ids = {s.name: s.id for s in project.speakers}
    attributions = tuple(_attribution(a, ids.get(a.speaker)) for a in annotation.attributions)
    return replace(article, segments=segments, attributions=attributions, marks=curated_marks(pairs, annotation))


def _attribution(a: CuratedAttribution, speaker_id: str | None) -> Attribution:
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
        origin="curated",
        rule=CURATED,
    )


def _spans(spans: Iterable[TextSpan]) -> tuple[Span, ...]:
    return tuple(s.span for s in spans)


def draft_annotation(article: Article, *, raw_sha256: str) -> Annotation:
    """What the tool found in an article as an annotation that somebody has yet to review."""
    text = article.text
    return Annotation(
        article_id=article.id,
        raw_sha256=raw_sha256,
        status="unreviewed",
        segments=tuple(LineRole(s.line, s.role) for s in article.segments),
        attributions=tuple(_draft(text, a) for a in sorted(article.attributions, key=lambda a: a.content[0].start)),
        marks=tuple(
            CuratedMark(m.start, m.end, text[m.start : m.end], m.kind) for m in article.marks if m.kind != "quotation"
        ),
        differences=(),
    )


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
    )


def text_spans(text: str, spans: Iterable[Span]) -> tuple[TextSpan, ...]:
    """Spans with their words, in order."""
    return tuple(TextSpan(s.start, s.end, s.of(text)) for s in sorted(spans))

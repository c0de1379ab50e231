"""Checks of the annotation files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from corpus.checks.context import CheckContext
from corpus.checks.registry import CheckResult, Stage, register, register_errors
from corpus.errors import CorpusError, ProjectError
from corpus.project.annotation import Annotation
from corpus.project.annotation_files import annotation_path
from corpus.project.annotation_problems import INVALID
from corpus.tables.layout import is_in_article_text, lay_out

#: The ids of `corpus.project.annotation_problems`, which a build raises.
_ERRORS = {
    INVALID: "An annotation file is not JSON, has a wrong key or value, or belongs to no article.",
    "annotation-source-changed": "An annotation was made for other bytes than those of its source.",
    "annotation-span-text": "The text of a span is not the text at its offsets.",
    "annotation-role-missing": "A line of the raw text has no role in its annotation.",
    "annotation-span-outside": "A span is not inside one line of article text, or has white space at its edge.",
    "annotation-order": "The lines, attributions, spans or marks of an annotation are not in order.",
    "annotation-parent": "The parent of an attribution is missing, does not contain it, or is inside it.",
    "annotation-utterance-unknown": "An annotation names an unknown utterance, or an unknown part of one.",
    "annotation-mark-uncovered": "Quotation marks in article text are in no content and not listed.",
}


def _errors(context: CheckContext) -> Iterator[tuple[str, CorpusError]]:
    for problem in context.annotation_problems:
        yield problem.id, problem.error


register_errors(_ERRORS, Stage.ANNOTATIONS, _errors)


@register("annotation-missing", "advice", Stage.ANNOTATIONS, doc="Other articles have an annotation, this one has not.")
def _annotation_missing(context: CheckContext) -> Iterator[CheckResult]:
    if not context.annotations:
        return
    for source in context.project.sources:
        path = annotation_path(context.project, source.id)
        if path not in context.annotations:
            hint = f"Draft one with `corpus annotate {source.id}`"
            yield CheckResult(path, None, "there is no annotation", hint)


@register("annotation-unreviewed", "advice", Stage.ANNOTATIONS, doc="An annotation is a draft that is not reviewed.")
def _annotation_unreviewed(context: CheckContext) -> Iterator[CheckResult]:
    for path, annotation in context.annotations.items():
        if not isinstance(annotation, ProjectError) and not annotation.reviewed:
            hint = "Read the article, correct the file, then set the status to reviewed"
            yield CheckResult(path, None, "the annotation is unreviewed, so it is not released", hint)


@register(
    "gloss-missing",
    "advice",
    Stage.ANNOTATIONS,
    doc="Other quotations in this language have an English gloss, this one has not.",
)
def _gloss_missing(context: CheckContext) -> Iterator[CheckResult]:
    missing: dict[Path, list[str]] = {}
    # A language without any: English, or a project that has chosen not to have them.
    glossed: set[str] = set()
    languages: dict[Path, str] = {}
    for source in context.project.sources:
        path = annotation_path(context.project, source.id)
        annotation = context.annotations.get(path)
        if not isinstance(annotation, Annotation):
            continue
        languages[path] = source.language
        for attribution in annotation.attributions:
            if attribution.gloss:
                glossed.add(source.language)
            else:
                missing.setdefault(path, []).append(attribution.id)
    for path, ids in missing.items():
        if languages[path] not in glossed:
            continue
        message = f"{', '.join(ids)} without an English gloss"
        yield CheckResult(path, None, message, "Write the content in English, in your own words, into `gloss`")


@register(
    "prediction-outside",
    "advice",
    Stage.ARTICLES,
    doc="The tool finds an attribution in a line that reviewers dropped.",
)
def _prediction_outside(context: CheckContext) -> Iterator[CheckResult]:
    for source in context.project.sources:
        layout = lay_out(context.articles[source.id])
        path = annotation_path(context.project, source.id)
        for attribution in context.predicted[source.id].attributions:
            if not is_in_article_text(layout, attribution):
                line = layout.article.text.count("\n", 0, attribution.content[0].start) + 1
                message = f"the tool's {attribution.id} is not in article text, so `predictions` omits it"
                yield CheckResult(path, None, message, f"Check the role of line {line}")

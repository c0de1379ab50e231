"""Checks of the annotation files."""

from __future__ import annotations

from collections.abc import Iterator

from corpus.checks.context import Context
from corpus.checks.registry import Place, Stage, place_of, register
from corpus.errors import ProjectError
from corpus.project.annotation_files import annotation_path
from corpus.project.annotation_problems import annotation_problems
from corpus.project.project import Problem
from corpus.tables.layout import is_in_article_text, lay_out

_INVALID = "annotation-invalid"
#: What `corpus.project.annotation_problems.annotation_problems` finds, and a build raises.
_PROBLEMS = {
    _INVALID: "An annotation file is no JSON, has a wrong key or value, or belongs to no article.",
    "annotation-source-changed": "An annotation was made for other bytes than those of its source.",
    "annotation-span-text": "A span of an annotation does not say what stands at its offsets.",
    "annotation-role-missing": "A line of the raw text has no role in its annotation.",
    "annotation-span-outside": "A span is not inside one line of article text, or has white space at its edge.",
    "annotation-order": "The lines, attributions, spans or marks of an annotation are not in order of their places.",
    "annotation-parent": "The parent of an attribution is not there, does not hold its content, or is inside it.",
    "annotation-speaker-unlisted": "An annotation names a speaker that speakers.toml does not list.",
    "annotation-utterance-unknown": "An annotation names an utterance, or a part of one, that there is not.",
    "annotation-mark-uncovered": "Quotation marks in article text are in no content and not listed.",
}


def _problems(context: Context) -> Iterator[Problem]:
    sources = {annotation_path(context.project, s.id): s for s in context.project.sources}
    for path, annotation in context.annotations.items():
        if isinstance(annotation, ProjectError):
            yield Problem(_INVALID, annotation)
        elif path not in sources:
            error = ProjectError("no article has this id", path=path, hint="Name the file after its article")
            yield Problem(_INVALID, error)
        else:
            source = sources[path]
            text = context.read[source.id]
            assert isinstance(text, str)
            yield from annotation_problems(context.project, source, text, annotation)


def _register_problem(name: str, doc: str) -> None:
    @register(name, "error", Stage.ANNOTATIONS, doc=doc)
    def _found(context: Context) -> Iterator[Place]:
        for problem in _problems(context):
            if problem.id == name:
                yield place_of(problem.error, default=context.root)


for _name, _doc in _PROBLEMS.items():
    _register_problem(_name, _doc)


@register("annotation-missing", "advice", Stage.ANNOTATIONS, doc="Other articles have an annotation, this one has not.")
def _annotation_missing(context: Context) -> Iterator[Place]:
    for source in context.project.sources:
        path = annotation_path(context.project, source.id)
        if context.annotations and path not in context.annotations:
            yield Place(path, None, "there is no annotation", f"Draft one with `corpus annotate {source.id}`")


@register("annotation-unreviewed", "advice", Stage.ANNOTATIONS, doc="An annotation is a draft that nobody reviewed.")
def _annotation_unreviewed(context: Context) -> Iterator[Place]:
    for path, annotation in context.annotations.items():
        if not isinstance(annotation, ProjectError) and not annotation.reviewed:
            hint = "Read the article, mend the file, then say reviewed"
            yield Place(path, None, "the annotation is unreviewed, so it is not released", hint)


@register(
    "prediction-outside", "advice", Stage.ARTICLES, doc="The tool finds an attribution in a line that people dropped."
)
def _prediction_outside(context: Context) -> Iterator[Place]:
    for source in context.project.sources:
        layout = lay_out(context.articles[source.id])
        for a in context.predicted[source.id].attributions:
            if not is_in_article_text(layout, a):
                line = layout.article.text.count("\n", 0, a.content[0].start) + 1
                message = f"the tool's {a.id} is not in article text, so `predictions` leaves it out"
                hint = f"See whether the role of line {line} is right"
                yield Place(annotation_path(context.project, source.id), None, message, hint)

"""The state of a review: what the page shows of an article, and what it may write.

A review changes annotation files only, never the raw text. An annotation with a problem is not written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from corpus.errors import ProjectError
from corpus.io.strict_json import record_of
from corpus.languages.language import load_language
from corpus.pipeline import annotate_source
from corpus.project.annotated_articles import draft_annotation
from corpus.project.annotated_marks import curated_segments, pairs_of, uncovered
from corpus.project.annotation import Annotation
from corpus.project.annotation_files import annotation_path, read_annotation, write_annotation
from corpus.project.annotation_problems import annotation_problems
from corpus.project.changes import writing
from corpus.project.project import Project, find_source, load_project
from corpus.records import KEPT_ROLES, Article, Model, Source

#: What the page sends and receives.
Json = dict[str, Any]


class ReviewSession:
    """The articles of a project while they are reviewed.

    Args:
        root: The project's folder.
        model: What drafts annotations of articles that have none; None for the model of the project.

    Raises:
        ProjectError: The project has an error.
    """

    def __init__(self, root: Path, *, model: Model | None = None) -> None:
        self.project: Project = load_project(root)
        self._model = model
        self._articles: dict[str, Article] = {}

    def first(self) -> str:
        """Return the id of the first article that is not reviewed, else of the first one."""
        for source in self.project.sources:
            if self._status(source) != "reviewed":
                return source.id
        return self.project.sources[0].id

    def listing(self) -> list[Json]:
        """Return id, title and status of each article."""
        return [{"id": s.id, "title": s.title, "status": self._status(s)} for s in self.project.sources]

    def _status(self, source: Source) -> str:
        path = annotation_path(self.project, source.id)
        return read_annotation(path).status if path.is_file() else "none"

    def article(self, article_id: str) -> Json:
        """Return what the page shows of an article.

        Args:
            article_id: Its id.

        Returns:
            The lines of the text with their roles and offsets in code points, the annotation, the names of the
            speakers that are listed, and the version of the file for `save`.

        Raises:
            ProjectError: There is no such article, or its annotation has an error.
            InputError: Its text cannot be read.
        """
        source, article = find_source(self.project, article_id), self._annotated(article_id)
        path = annotation_path(self.project, article_id)
        annotation = read_annotation(path) if path.is_file() else draft_annotation(article, raw_sha256=source.sha256)
        roles = annotation.roles
        lines = [
            {
                "line": s.line,
                "start": s.start,
                "end": s.end,
                "text": s.span.of(article.text),
                "role": roles.get(s.line, s.role),
                "kept": roles.get(s.line, s.role) in KEPT_ROLES,
            }
            for s in article.segments
        ]
        return {
            "id": article_id,
            "title": source.title,
            "language": article.language,
            "direction": load_language(article.language).direction,
            "lines": lines,
            "annotation": asdict(annotation),
            "speakers": self._speakers(annotation),
            "marks": self._uncovered(article, annotation),
            "version": _version(path),
        }

    def _annotated(self, article_id: str) -> Article:
        if article_id not in self._articles:
            source = find_source(self.project, article_id)
            self._articles[article_id] = annotate_source(source, project=self.project, model=self._model)
        return self._articles[article_id]

    def _speakers(self, annotation: Annotation) -> Mapping[str, str]:
        """The kind of each speaker that is listed, or named in the annotation, by name."""
        named = {a.speaker: a.speaker_kind for a in annotation.attributions}
        return dict(sorted((named | {s.name: s.kind for s in self.project.speakers}).items()))

    def _uncovered(self, article: Article, annotation: Annotation) -> list[Json]:
        """The quotation marks that hold no content and are not listed as something else."""
        segments = curated_segments(article.segments, annotation)
        pairs = pairs_of(article.text, segments, language=article.language)
        found = uncovered(pairs, annotation)
        return [{"start": p.start, "end": p.end, "text": article.text[p.start : p.end]} for p in found]

    def save(self, article_id: str, values: object, *, version: str) -> Json:
        """Write the annotation of an article atomically, unless something is wrong in it.

        Args:
            article_id: The id of the article.
            values: The annotation as JSON.
            version: The version of the file that was edited, from `article` or an earlier call.

        Returns:
            Whether it was written, the problems as sentences, the quotation marks without a purpose, and the new
            version of the file.

        Raises:
            ProjectError: The values are not an annotation, or the file changed meanwhile.
        """
        source, article = find_source(self.project, article_id), self._annotated(article_id)
        path = annotation_path(self.project, article_id)
        annotation = record_of(Annotation, values, path=path)
        problems = [p.error.message for p in annotation_problems(self.project, source, article.text, annotation)]
        with writing(self.project.root):
            if _version(path) != version:
                raise ProjectError("the annotation was changed elsewhere", path=path, hint="Reload the page")
            if not problems:
                write_annotation(path, annotation)
            marks = self._uncovered(article, annotation) if not _has_form_problems(problems, annotation) else []
            return {"saved": not problems, "problems": problems, "marks": marks, "version": _version(path)}


def _has_form_problems(problems: Sequence[str], annotation: Annotation) -> bool:
    """Whether an annotation may have spans outside the text, so that its marks cannot be looked up."""
    return bool(problems) and not annotation.reviewed


def _version(path: Path) -> str:
    """The hash of a file; empty if there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""

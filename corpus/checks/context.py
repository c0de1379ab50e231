"""What the checks look at: a project and what follows from it, each computed once and only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

from corpus.errors import InputError, ProjectError, SourceChangedError
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import curated_articles
from corpus.project.annotation import Annotation
from corpus.project.annotation_files import annotation_files, read_annotation
from corpus.project.project import Problem, Project, declaration_problems, read_project, read_source
from corpus.records import Article, Source
from corpus.tables.hashing import content_hashes
from corpus.tables.rows import build_rows


class Context:
    """A project in a folder. A check of a later stage may rely on the earlier ones having found no error."""

    def __init__(self, root: Path, *, jobs: int = 1) -> None:
        self.root = root
        self.jobs = jobs

    @cached_property
    def _read(self) -> Project | ProjectError:
        try:
            return read_project(self.root)
        except ProjectError as e:
            return e

    @property
    def unreadable(self) -> ProjectError | None:
        """Why the project's files cannot be read, if so."""
        return self._read if isinstance(self._read, ProjectError) else None

    @property
    def project(self) -> Project:
        """The project; only where it can be read."""
        assert isinstance(self._read, Project)
        return self._read

    @cached_property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the declarations."""
        return tuple(declaration_problems(self.project))

    @cached_property
    def read(self) -> Mapping[str, str | InputError | SourceChangedError]:
        """The raw text of each article by its id, or why it cannot be had."""
        return {source.id: self._text(source) for source in self.project.sources}

    def _text(self, source: Source) -> str | InputError | SourceChangedError:
        try:
            return read_source(self.project, source)
        except (InputError, SourceChangedError) as e:
            return e

    @cached_property
    def annotations(self) -> Mapping[Path, Annotation | ProjectError]:
        """What each annotation file holds, or why it cannot be read."""
        return {path: _annotation(path) for path in annotation_files(self.project)}

    @cached_property
    def predicted(self) -> Mapping[str, Article]:
        """The articles as the tool annotates them, by id."""
        return {a.id: a for a in annotate_project(self.project, jobs=self.jobs)}

    @cached_property
    def articles(self) -> Mapping[str, Article]:
        """The articles as they are released, by id."""
        return {a.id: a for a in curated_articles(self.project, self.predicted.values())}

    @cached_property
    def hashes(self) -> Mapping[str, str]:
        """The content hash of each table as a build would make it now."""
        return content_hashes(build_rows(self.project, self.articles.values(), predicted=self.predicted.values()))


def _annotation(path: Path) -> Annotation | ProjectError:
    try:
        return read_annotation(path)
    except ProjectError as e:
        return e

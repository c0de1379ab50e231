"""What the checks look at: a project and what follows from it, each computed once and only when used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path

from corpus.errors import InputError, ProjectError, SourceChangedError
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import curated_articles
from corpus.project.annotation import Annotation
from corpus.project.annotation_files import annotation_files, annotation_path, read_annotation
from corpus.project.annotation_problems import INVALID, annotation_problems
from corpus.project.project import Problem, Project, declaration_problems, read_project, read_source
from corpus.records import Article, Source
from corpus.tables.hashing import content_hashes
from corpus.tables.rows import build_rows


class CheckContext:
    """A project in a folder. Checks of a later stage may rely on earlier stages having found no error.

    Args:
        root: The project's folder.
        jobs: Number of processes that annotate articles.
    """

    def __init__(self, root: Path, *, jobs: int = 1) -> None:
        self.root = root
        self.jobs = jobs

    @cached_property
    def _project_or_error(self) -> Project | ProjectError:
        try:
            return read_project(self.root)
        except ProjectError as e:
            return e

    @property
    def unreadable(self) -> ProjectError | None:
        """Why the project's files cannot be read; None if they can."""
        return self._project_or_error if isinstance(self._project_or_error, ProjectError) else None

    @property
    def project(self) -> Project:
        """The project; only if it can be read."""
        assert isinstance(self._project_or_error, Project)
        return self._project_or_error

    @cached_property
    def declaration_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the declarations."""
        return tuple(declaration_problems(self.project))

    @cached_property
    def texts(self) -> Mapping[str, str | InputError | SourceChangedError]:
        """The raw text of each article by its id, or why it cannot be read."""
        return {source.id: self._text(source) for source in self.project.sources}

    @property
    def readable_texts(self) -> Iterator[tuple[Source, str]]:
        """The articles whose text can be read, with the text."""
        for source in self.project.sources:
            text = self.texts[source.id]
            if isinstance(text, str):
                yield source, text

    def _text(self, source: Source) -> str | InputError | SourceChangedError:
        try:
            return read_source(self.project, source)
        except (InputError, SourceChangedError) as e:
            return e

    @cached_property
    def annotations(self) -> Mapping[Path, Annotation | ProjectError]:
        """The contents of each annotation file, or why it cannot be read."""
        return {path: _annotation_or_error(path) for path in annotation_files(self.project)}

    @cached_property
    def annotation_problems(self) -> tuple[Problem, ...]:
        """What is wrong with the annotation files."""
        return tuple(self._annotation_problems())

    def _annotation_problems(self) -> Iterator[Problem]:
        sources = {annotation_path(self.project, s.id): s for s in self.project.sources}
        for path, annotation in self.annotations.items():
            source = sources.get(path)
            if isinstance(annotation, ProjectError):
                yield Problem(INVALID, annotation)
            elif source is None:
                hint = "Name the file after its article"
                yield Problem(INVALID, ProjectError("no article has this id", path=path, hint=hint))
            else:
                text = self.texts[source.id]
                assert isinstance(text, str)
                yield from annotation_problems(self.project, source, text, annotation)

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


def _annotation_or_error(path: Path) -> Annotation | ProjectError:
    try:
        return read_annotation(path)
    except ProjectError as e:
        return e

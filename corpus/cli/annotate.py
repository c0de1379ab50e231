"""``corpus annotate``: write a draft annotation of an article for review."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import count_of, emit
from corpus.cli.options import ProjectModelOption, ProjectOption, article_source, project_folder
from corpus.errors import ProjectError
from corpus.pipeline import annotate_source
from corpus.project.annotated_articles import draft_annotation
from corpus.project.annotation_files import annotation_path, read_annotation, write_annotation
from corpus.project.project import load_project


def annotate(
    *,
    article: Annotated[str, typer.Argument(help="Id of an article of the project.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite an existing draft.")] = False,
    model: ProjectModelOption = None,
    project: ProjectOption = None,
) -> None:
    """Write a draft annotation of an article for review.

    The draft holds what the tool finds. It is not released until its status is "reviewed".

    Examples:
      corpus annotate example
      corpus annotate example --force --project my-corpus
    """
    loaded = load_project(project_folder(project))
    source = article_source(loaded, article)
    path = annotation_path(loaded, source.id)
    if path.exists():
        _check_replaceable(path, force=force)
    draft = draft_annotation(annotate_source(source, project=loaded, model=model), raw_sha256=source.sha256)
    write_annotation(path, draft)
    emit(f"{path}: {count_of(len(draft.attributions), 'attribution')}, unreviewed")
    emit('next: read the article, correct the file, set "status" to "reviewed", then run `corpus check`')


def _check_replaceable(path: Path, *, force: bool) -> None:
    """Raise unless an existing annotation is a draft that may be overwritten."""
    if not force:
        raise ProjectError("the annotation already exists", path=path, hint="Edit it, or overwrite it with --force")
    if read_annotation(path).reviewed:
        raise ProjectError("the annotation is reviewed", path=path, hint="Move it away to start a new draft")

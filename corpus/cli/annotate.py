"""``corpus annotate``: a draft of an article's annotation, for a person to review."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.cli.console import ProjectOption, emit, project_folder
from corpus.errors import ProjectError
from corpus.pipeline import annotate_source
from corpus.project.annotated_articles import draft_annotation
from corpus.project.annotation_files import annotation_path, read_annotation, write_annotation
from corpus.project.project import find_source, load_project


def annotate(
    *,
    article: Annotated[str, typer.Argument(help="Id of an article of the project.")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite a draft that is there.")] = False,
    project: ProjectOption = None,
) -> None:
    """Write what the tool finds as an annotation to be reviewed. It is not released until its status says reviewed."""
    loaded = load_project(project_folder(project))
    source = find_source(loaded, article)
    path = annotation_path(loaded, source.id)
    if path.exists() and force and read_annotation(path).reviewed:
        raise ProjectError("the annotation there is reviewed", path=path, hint="Move it away to begin anew")
    if path.exists() and not force:
        raise ProjectError("there is an annotation already", path=path, hint="Edit it, or overwrite it with --force")
    draft = draft_annotation(annotate_source(source, project=loaded), raw_sha256=source.sha256)
    write_annotation(path, draft)
    emit(f"{path}: {len(draft.attributions)} attributions, unreviewed")
    emit('next: read the article, mend the file, then set "status" to "reviewed" and run `corpus check`')

"""``corpus export`` and ``corpus import``: annotations into an annotation tool and back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.commands.console import ProjectOption, emit, project_folder
from corpus.curate import annotation_path, read_annotation, write_annotation
from corpus.curate.problems import annotation_problems
from corpus.errors import ProjectError
from corpus.exchange import FORMATS, export_annotation, import_annotation
from corpus.project import Project, find_source, load_project, read_source


def _known(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"not one of {', '.join(FORMATS)}")
    return name


FormatOption = Annotated[
    str, typer.Option("--format", metavar="|".join(FORMATS), callback=_known, help="The tool's format.")
]


def export(
    *,
    article: Annotated[str, typer.Argument(help="Id of an article with an annotation.")],
    form: FormatOption,
    output: Annotated[Path, typer.Option("--output", metavar="DIR", help="Folder to write into.")],
    project: ProjectOption = None,
) -> None:
    """Write an article's annotation as an annotation tool takes it, with what sets the tool up."""
    loaded = load_project(project_folder(project))
    source = find_source(loaded, article)
    path, text = annotation_path(loaded, source.id), read_source(loaded, source)
    annotation = read_annotation(path)
    for problem in annotation_problems(loaded, source, text, annotation, form_only=True):
        raise problem.error
    for written in export_annotation(annotation, text, form=FORMATS[form], folder=output):
        emit(written)


def import_(
    *,
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Files of the tool, named after articles.")],
    form: FormatOption,
    force: Annotated[bool, typer.Option("--force", help="Replace annotations that differ.")] = False,
    project: ProjectOption = None,
) -> None:
    """Read annotations back from an annotation tool; one with a fault is refused and nothing of it is written."""
    loaded = load_project(project_folder(project))
    for file in files:
        emit(_import(loaded, file, form=form, force=force))


def _import(project: Project, file: Path, *, form: str, force: bool) -> str:
    source = find_source(project, file.stem)
    text = read_source(project, source)
    annotation = import_annotation(file, text, form=FORMATS[form])
    for problem in annotation_problems(project, source, text, annotation):
        raise ProjectError(problem.error.message, path=file, remedy=problem.error.remedy)
    path = annotation_path(project, source.id)
    if path.exists():
        if read_annotation(path) == annotation:
            return f"{path}: unchanged"
        if not force:
            raise ProjectError("it differs from the file", path=path, remedy="Replace it with --force")
    write_annotation(path, annotation)
    return f"{path}: {len(annotation.attributions)} attributions, {annotation.status}"

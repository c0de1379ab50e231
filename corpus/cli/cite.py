"""``corpus cite``: how to cite a corpus."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.cli.console import ProjectOption, emit, project_folder
from corpus.project.project import load_project
from corpus.release.citation import FORMATS


def _known(name: str) -> str:
    if name not in FORMATS:
        raise typer.BadParameter(f"not one of {', '.join(FORMATS)}")
    return name


def cite(
    *,
    project: ProjectOption = None,
    form: Annotated[
        str, typer.Option("--format", metavar="|".join(FORMATS), callback=_known, help="The form of the citation.")
    ] = "bibtex",
) -> None:
    """Print how to cite the corpus, from what its corpus.toml says."""
    emit(FORMATS[form](load_project(project_folder(project))).removesuffix("\n"))

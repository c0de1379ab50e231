"""``corpus cite``: how to cite a corpus."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.cli.console import ProjectOption, emit, project_folder
from corpus.project.project import load_project
from corpus.release.citation import CITATION_FORMATS


def _known(name: str) -> str:
    if name not in CITATION_FORMATS:
        raise typer.BadParameter(f"not one of {', '.join(CITATION_FORMATS)}")
    return name


def cite(
    *,
    project: ProjectOption = None,
    form: Annotated[
        str,
        typer.Option("--format", metavar="|".join(CITATION_FORMATS), callback=_known, help="The form of the citation."),
    ] = "bibtex",
) -> None:
    """Print how to cite the corpus, from what its corpus.toml says."""
    emit(CITATION_FORMATS[form](load_project(project_folder(project))).removesuffix("\n"))

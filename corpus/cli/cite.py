"""``corpus cite``: print a citation of the corpus."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.cli.console import emit
from corpus.cli.options import ProjectOption, project_folder
from corpus.errors import did_you_mean
from corpus.project.project import load_project
from corpus.release.citation import CITATION_FORMATS


def _check_format(name: str) -> str:
    if name not in CITATION_FORMATS:
        known = ", ".join(CITATION_FORMATS)
        raise typer.BadParameter(f"{name!r} is unknown. {did_you_mean(name, CITATION_FORMATS)}Formats: {known}")
    return name


def cite(
    *,
    project: ProjectOption = None,
    form: Annotated[
        str,
        typer.Option(
            "--format", "-f", metavar="|".join(CITATION_FORMATS), callback=_check_format, help="Citation format."
        ),
    ] = "bibtex",
) -> None:
    """Print a citation of the corpus.

    Authors, title and version are those of corpus.toml.

    Examples:
      corpus cite
      corpus cite --format apa
    """
    emit(CITATION_FORMATS[form](load_project(project_folder(project))).removesuffix("\n"))

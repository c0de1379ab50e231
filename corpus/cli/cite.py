"""``corpus cite``: print a citation of the corpus."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated

import typer

from corpus.cli.console import emit, print_warning
from corpus.cli.options import ProjectOption, project_folder
from corpus.errors import did_you_mean
from corpus.project.placeholders import placeholders
from corpus.project.project import PROJECT_FILE, load_project
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

    Authors, title, version and date are those of corpus.toml. Without a date the citation has today's, and a warning
    says so.

    Examples:
      corpus cite
      corpus cite --format apa
    """
    loaded = load_project(project_folder(project), allow_empty=True)
    if loaded.released is None:
        loaded = replace(loaded, released=datetime.now(UTC).date())
        print_warning(f"{PROJECT_FILE} has no `released`: the date is today's")
    if found := placeholders(loaded):
        print_warning(f"{PROJECT_FILE} still has placeholders: {', '.join(found)}")
    emit(CITATION_FORMATS[form](loaded).removesuffix("\n"))

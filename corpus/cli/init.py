"""``corpus init``: create a corpus project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import emit
from corpus.project.new_project import make_project


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")],
    *,
    empty: Annotated[bool, typer.Option("--empty", help="Leave out the example article and its speaker.")] = False,
) -> None:
    """Create a corpus project, with one example article unless it is to be empty.

    Examples:
      corpus init --empty my-corpus
      corpus init example-corpus
    """
    for path in make_project(folder, empty=empty):
        emit(path)
    emit(f"next: corpus add FOLDER --project {folder}" if empty else f"next: corpus check --project {folder}")

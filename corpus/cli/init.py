"""``corpus init``: create a corpus project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import emit
from corpus.project.new_project import make_project


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new or empty folder.")]) -> None:
    """Create a corpus project with one example article.

    Examples:
      corpus init my-corpus
    """
    for path in make_project(folder):
        emit(path)
    emit(f"next: corpus check --project {folder}")

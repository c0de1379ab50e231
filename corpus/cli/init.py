"""``corpus init``: a new corpus project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import emit
from corpus.project.new_project import make_project


def init(folder: Annotated[Path, typer.Argument(metavar="DIR", help="New or empty folder.")]) -> None:
    """Make a small project with one example article, ready to be changed, checked and built."""
    for path in make_project(folder):
        emit(path)
    emit(f"next: corpus check --project {folder}")

"""Options that several commands take, written once, and what they stand for."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress

from corpus.project import find_project

ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project", metavar="DIR", help="Corpus project; else the one in the current folder or its datasets/."
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Number of processes.")]


def project_root(option: Path | None) -> Path:
    """The folder of the project that a command is about.

    Raises:
        ProjectError: none was named, and there is none or more than one here.
    """
    return option if option is not None else find_project(Path())


@contextmanager
def progress(total: int, title: str) -> Iterator[Callable[[str], None] | None]:
    """What to call after each article; it moves a bar on standard error, or is None where that is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=total)
        yield lambda label: bar.update(task, advance=1, description=label)

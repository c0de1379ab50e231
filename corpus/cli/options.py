"""Options that several commands take, written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import project_folder
from corpus.records import Model

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ModelOption = Annotated[
    Model,
    typer.Option(
        help="The tagger with the rules; the rules alone, which are faster and follow the guidelines closely; or a "
        "neural model with both, which finds most, slowly (extra neural)."
    ),
]
ReleaseOption = Annotated[
    Path | None,
    typer.Option("--release", metavar="DIR", help="Folder of a release; default: the newest of the project."),
]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Number of processes.")]


def release_folder(name: str, project: Path | None) -> Path:
    """The release that an argument names: a folder, or a version of the project.

    Raises:
        ReleaseError: it is neither.
        ProjectError: it is no folder, and there is no project that could have such a version.
    """
    # Imported when called: a command that reads no release need not wait for what reads one.
    from corpus.release.load import find_release  # noqa: PLC0415

    if Path(name).is_dir():
        return Path(name)
    return find_release(project_folder(project), version=name)

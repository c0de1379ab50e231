"""Options that several commands take, written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.records import Lead

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
LeadOption = Annotated[
    Lead,
    typer.Option(
        help="The tagger with the rules, or the rules alone, which are faster and follow the guidelines closely."
    ),
]
ReleaseOption = Annotated[
    Path | None,
    typer.Option("--release", metavar="DIR", help="Folder of a release; default: the newest of the project."),
]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Number of processes.")]

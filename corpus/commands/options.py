"""Options that several commands take, written once."""

from __future__ import annotations

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
JobsOption = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Number of processes.")]

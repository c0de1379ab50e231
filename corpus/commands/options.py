"""Options that several commands take, written once."""

from __future__ import annotations

from typing import Annotated

import typer

JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Number of processes.")]

"""``corpus check``: check a project for errors and doubtful data."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from corpus.checks.registry import registry
from corpus.checks.run import exit_code, run_checks
from corpus.cli.console import emit, emit_json
from corpus.cli.options import JobsOption, JsonOption, ProjectOption, project_folder


def check(
    *,
    project: ProjectOption = None,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
    listing: Annotated[bool, typer.Option("--list", help="List all checks with their ids, and exit.")] = False,
) -> None:
    """Check the project for errors and doubtful data.

    Exit codes: 0 nothing was found, 1 at least one error, 2 advice only.

    Examples:
      corpus check
      corpus check --list
      corpus check --project my-corpus --json
    """
    if listing:
        _print_registry(as_data=as_data)
        return
    findings = run_checks(project_folder(project), jobs=jobs)
    if as_data:
        emit_json([asdict(f) for f in findings], indent=2)
    else:
        for finding in findings:
            emit(str(finding))
        errors = sum(f.level == "error" for f in findings)
        emit(f"errors: {errors}, advice: {len(findings) - errors}")
    raise typer.Exit(exit_code(findings))


def _print_registry(*, as_data: bool) -> None:
    checks = registry().values()
    if as_data:
        emit_json([{"id": c.id, "level": c.level, "doc": c.doc} for c in checks], indent=2)
        return
    for c in checks:
        emit(f"{c.level:6}  {c.id:20}  {c.doc}")

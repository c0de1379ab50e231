"""``corpus check``: what is wrong or doubtful in a project."""

from __future__ import annotations

from dataclasses import asdict
from typing import Annotated

import typer

from corpus.checks.registry import registry
from corpus.checks.run import exit_code, run_checks
from corpus.cli.console import ProjectOption, emit, emit_json, project_folder
from corpus.cli.options import JobsOption, JsonOption


def check(
    *,
    project: ProjectOption = None,
    jobs: JobsOption = 1,
    as_data: JsonOption = False,
    listing: Annotated[bool, typer.Option("--list", help="Print every check with its id, and stop.")] = False,
) -> None:
    """Check a project. Exit status: 0 nothing found, 1 an error, 2 advice only."""
    if listing:
        entries = [{"id": c.id, "level": c.level, "doc": c.doc} for c in registry().values()]
        lines = [f"{e['level']:6}  {e['id']:20}  {e['doc']}" for e in entries]
        if as_data:
            emit_json(entries, indent=2)
        else:
            emit("\n".join(lines))
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

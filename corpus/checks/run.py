"""Checks: what is wrong or doubtful in a project, as findings with a stable id, a place and a hint."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

from corpus.checks import annotation, articles, declarations, releases, sources  # noqa: F401  (they register checks)
from corpus.checks.context import Context
from corpus.checks.registry import Check, Finding, Level, Stage, registry

__all__ = ["Check", "Finding", "Level", "Stage", "exit_code", "registry", "run_checks"]


def run_checks(root: Path, *, jobs: int = 1, last: Stage = Stage.REBUILD) -> list[Finding]:
    """Everything found in the project in a folder, by file and line.

    A stage of checks that finds an error is the last one, and ``last`` is in any case. Nothing raises for what the
    project's files hold.
    """
    context = Context(root, jobs=jobs)
    found: list[Finding] = []
    for stage, checks in groupby(registry().values(), key=lambda c: c.stage):
        if stage > last:
            break
        found += [finding for check in checks for finding in check.run(context)]
        if any(f.level == "error" for f in found):
            break
    return sorted(found, key=lambda f: (str(f.path), f.line or 0, f.id, f.message))


def exit_code(findings: list[Finding]) -> int:
    """0 for no finding, 1 if any is an error, 2 if all are advice."""
    if not findings:
        return 0
    return 1 if any(f.level == "error" for f in findings) else 2

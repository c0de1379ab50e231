"""Run the checks on a project."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from pathlib import Path

from corpus.checks import annotation, articles, declarations, releases, sources  # noqa: F401  (they register checks)
from corpus.checks.context import CheckContext
from corpus.checks.registry import Check, Finding, Level, Stage, registry

__all__ = ["Check", "Finding", "Level", "Stage", "exit_code", "registry", "run_checks"]


def run_checks(root: Path, *, jobs: int = 1, last: Stage = Stage.REBUILD) -> list[Finding]:
    """Run the checks stage by stage, until one finds an error. Never raises for what the project's files hold.

    Args:
        root: The project's folder.
        jobs: Number of processes that annotate articles.
        last: The last stage to run.

    Returns:
        The findings, by file and line.
    """
    context = CheckContext(root, jobs=jobs)
    found: list[Finding] = []
    for stage, checks in groupby(registry().values(), key=lambda check: check.stage):
        if stage > last or _has_error(found):
            break
        for check in checks:
            found += check.run(context)
    return sorted(found, key=lambda f: (str(f.path), f.line or 0, f.id, f.message))


def exit_code(findings: list[Finding]) -> int:
    """Return 0 for no finding, 1 if any is an error, 2 if all are advice."""
    if not findings:
        return 0
    return 1 if _has_error(findings) else 2


def _has_error(findings: Iterable[Finding]) -> bool:
    return any(f.level == "error" for f in findings)

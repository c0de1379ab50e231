#!/usr/bin/env python3
"""The quality gate: measure the engine on the reviewed annotations of a project and compare with the pinned floors.

Usage: gate.py [--project DIR] [--update [--allow-lower]]. The exit code is 1 if a measure is below its floor.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from corpus.errors import CorpusError
from corpus.evaluate.gate import GATE_FILE, failures, gold_digest, guarded, read_gate, updated, write_gate
from corpus.evaluate.measures import evaluate
from corpus.evaluate.run import project_units
from corpus.pipeline import annotate_project
from corpus.project.project import load_project

ROOT = Path(__file__).parent.parent


def main(arguments: list[str] | None = None) -> int:
    """Check or update the gate; return the exit code."""
    parser = argparse.ArgumentParser(description="Compare the engine with its pinned floors.")
    parser.add_argument("--project", type=Path, default=ROOT / "datasets" / "convoy17")
    parser.add_argument("--changelog", type=Path, default=ROOT / "CHANGELOG.md")
    parser.add_argument("--update", action="store_true", help="raise floors and pin the digest of the gold")
    parser.add_argument("--allow-lower", action="store_true", help="lower floors that the changelog names")
    options = parser.parse_args(arguments)
    try:
        return _run(options)
    except CorpusError as e:
        print(f"error: {e}", file=sys.stderr)
        return 1


def _run(options: argparse.Namespace) -> int:
    project = load_project(options.project)
    measured = guarded(evaluate(project_units(project, annotate_project(project))))
    digest, path = gold_digest(project), project.root / GATE_FILE
    if options.update:
        changelog = options.changelog.read_text(encoding="utf-8") if options.changelog.is_file() else ""
        pinned = read_gate(path) if path.exists() else None
        gate = updated(pinned, measured, digest=digest, allow_lower=options.allow_lower, changelog=changelog)
        write_gate(path, gate)
        print(f"pinned {len(gate.floors)} floors in {path}")
        return 0
    failed = failures(read_gate(path), measured, digest=digest)
    print("\n".join(failed) if failed else f"the gate is open: {len(measured)} measures at or above their floors")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

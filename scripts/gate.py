#!/usr/bin/env python3
"""The quality gate: measure the engine on a project's reviewed annotations and hold it against the pinned floors.

gate.py [--project DIR] [--update [--allow-lower]]; exit code 1 where the gate is shut.
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
    """Check the gate, or update it; the exit code comes out."""
    parser = argparse.ArgumentParser(description="Hold the engine against its pinned floors.")
    parser.add_argument("--project", type=Path, default=ROOT / "datasets" / "convoy17")
    parser.add_argument("--changelog", type=Path, default=ROOT / "CHANGELOG.md")
    parser.add_argument("--update", action="store_true", help="raise floors and pin the digest of the gold")
    parser.add_argument("--allow-lower", action="store_true", help="let floors fall that the changelog names")
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
    shut = failures(read_gate(path), measured, digest=digest)
    print("\n".join(shut) if shut else f"the gate is open: {len(measured)} measures at or above their floors")
    return 1 if shut else 0


if __name__ == "__main__":
    sys.exit(main())

#!/usr/bin/env python3
"""The quality gate: measure the engine and compare with the pinned floors.

Two gates: attributions, on the reviewed annotations of a project, and cleaning, on labelled pages
(`corpus.evaluate.cleaning`). Usage: gate.py [--project DIR] [--pages DIR] [--update [--allow-lower]]. The exit code
is 1 if a measure is below its floor.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The package of this checkout is judged, whatever is installed.
sys.path.insert(0, str(ROOT))

from corpus.errors import CorpusError  # noqa: E402
from corpus.evaluate.cleaning import measure_cleaning, pages_digest, read_pages  # noqa: E402
from corpus.evaluate.gate import GATE_FILE, failures, gold_digest, guarded, read_gate, updated, write_gate  # noqa: E402
from corpus.evaluate.measures import evaluate  # noqa: E402
from corpus.evaluate.run import project_units  # noqa: E402
from corpus.pipeline import annotate_project  # noqa: E402
from corpus.project.project import load_project  # noqa: E402

#: The gate of the pages is next to them.
PAGES_GATE = "gate.toml"


def main(arguments: list[str] | None = None) -> int:
    """Check or update the gate; return the exit code."""
    parser = argparse.ArgumentParser(description="Compare the engine with its pinned floors.")
    parser.add_argument("--project", type=Path, default=ROOT / "datasets" / "convoy17")
    parser.add_argument("--pages", type=Path, default=ROOT / "tests" / "cases" / "pages", help="labelled pages")
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
    passed = _compare(project.root / GATE_FILE, measured, gold_digest(project), options)
    pages = read_pages(options.pages)
    if pages:
        gate, digest = options.pages / PAGES_GATE, pages_digest(options.pages)
        passed = _compare(gate, measure_cleaning(pages), digest, options) and passed
    return 0 if passed else 1


def _compare(path: Path, measured: Mapping[str, float], digest: str, options: argparse.Namespace) -> bool:
    """Compare measures with a gate, or pin them; return whether none is below its floor."""
    if options.update:
        changelog = options.changelog.read_text(encoding="utf-8") if options.changelog.is_file() else ""
        pinned = read_gate(path) if path.exists() else None
        gate = updated(pinned, measured, digest=digest, allow_lower=options.allow_lower, changelog=changelog)
        write_gate(path, gate)
        print(f"pinned {len(gate.floors)} floors in {path}")
        return True
    failed = failures(read_gate(path), measured, digest=digest)
    opened = f"the gate is open: {len(measured)} measures at or above the floors of {path.parent.name}"
    print("\n".join(failed) if failed else opened)
    return not failed


if __name__ == "__main__":
    sys.exit(main())

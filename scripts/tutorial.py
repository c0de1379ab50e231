#!/usr/bin/env python3
"""Print how the output in the tutorial about own articles differs from what its commands print now.

tutorial.py [--write]; with --write the page gets the present output. The exit code is 1 if they differ.
"""

from __future__ import annotations

import difflib
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]

from support.tutorial import PAGE, with_output  # noqa: E402


def main() -> int:
    """Compare or write the page."""
    before = PAGE.read_text("utf-8")
    with tempfile.TemporaryDirectory(prefix="tutorial-") as folder:
        after = with_output(before, Path(folder).resolve())
    if "--write" in sys.argv[1:]:
        PAGE.write_text(after, "utf-8")
        return 0
    sys.stdout.writelines(difflib.unified_diff(before.splitlines(True), after.splitlines(True), PAGE.name, "now"))
    return int(before != after)


if __name__ == "__main__":
    sys.exit(main())

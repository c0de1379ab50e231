"""Where things are."""

from pathlib import Path

ROOT = Path(__file__).parents[2]
TESTS = ROOT / "tests"
SUPPORT = TESTS / "support"
CONVOY = ROOT / "datasets" / "convoy17"

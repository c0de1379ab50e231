"""Every module of the packages whose rules are many is imported by a test of its own."""

import ast
from pathlib import Path

import pytest
from support.paths import ROOT, TESTS

#: Modules that no test imports yet, of packages that should have none.
WITHOUT = {
    "corpus.quotes.phrase_contents",
    "corpus.speakers.interviews",
    "corpus.speakers.pairs",
    "corpus.speakers.queries",
    "corpus.speakers.signatures",
    "corpus.speakers.source_phrases",
}
PACKAGES = ("align", "combine", "models", "quotes", "speakers")


def modules(package):
    """Dotted names of the modules of a package."""
    files = [path for path in (ROOT / "corpus" / package).rglob("*.py") if path.stem != "__init__"]
    return {".".join(path.relative_to(ROOT).with_suffix("").parts) for path in files}


def imported(folder):
    """Dotted names that the tests in a folder import."""
    names = set()
    for path in Path(folder).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names


@pytest.mark.parametrize("package", PACKAGES)
def test_modules_have_direct_tests(package):
    """A new module gets a test file of its own."""
    assert modules(package) - imported(TESTS) - WITHOUT == set()

"""A class name means one thing: no two classes of the package have the same name."""

import ast
from collections import defaultdict
from pathlib import Path

import corpus

PACKAGE = Path(corpus.__file__).parent
#: Names that two classes have, with their modules, each with the reason.
EXCEPTIONS = {
    # To be renamed with the next changes of view, speakers and quotes.
    "Finding": {"checks/registry.py", "view/synopsis.py"},
    "PageLine": {"io/html_lines.py", "view/page_figures.py"},
    "Candidate": {"quotes/indirect.py", "speakers/candidates.py"},
    "Layout": {"quotes/transcript.py", "speakers/candidates.py"},
    "Source": {"records.py", "speakers/source_phrases.py"},
    "_Frame": {"io/html_lines.py", "speakers/candidates.py"},
}


def classes(package):
    """The modules of each class name, private ones and those inside classes and functions included."""
    found = defaultdict(list)
    for path in sorted(package.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ClassDef):
                found[node.name].append(path.relative_to(package).as_posix())
    return found


def test_class_names_are_unique():
    """Rename the class that has the name of another's: give it the noun of its package."""
    twice = {name: places for name, places in classes(PACKAGE).items() if len(places) > 1}
    assert {name: places for name, places in twice.items() if not set(places) <= EXCEPTIONS.get(name, set())} == {}


def test_a_second_class_is_found(tmp_path):
    (tmp_path / "one.py").write_text("class Label: ...\n", "utf-8")
    (tmp_path / "two.py").write_text("def f():\n    class Label: ...\n", "utf-8")
    assert classes(tmp_path) == {"Label": ["one.py", "two.py"]}

"""What is listed as slow, or as one that starts processes, is there."""

import ast
import tomllib

import pytest
from support.marks import LISTED, marks_of
from support.paths import ROOT, TESTS


@pytest.mark.parametrize("name", LISTED)
def test_listed_tests_exist(name):
    missing = []
    for entry in LISTED[name]:
        file, _, function = entry.partition("::")
        path = TESTS / file
        functions = {n.name for n in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(n, ast.FunctionDef)}
        if function and function not in functions:
            missing.append(entry)
    assert missing == []


def test_markers_are_registered():
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["pytest"]["ini_options"]["markers"]
    assert {line.partition(":")[0] for line in declared} == {*LISTED, "browser"}


def test_marks_of():
    assert marks_of("tests/whole/test_growth.py::test_pattern_is_linear[a::b]", ["x"]) == {"slow"}
    assert marks_of("tests/view/test_any.py::test_it", ["pages", "browser"]) == {"browser"}
    assert marks_of("tests/quotes/test_any.py::test_it", []) == set()

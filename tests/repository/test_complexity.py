"""Expressions hide no more operators than they did; see `complexity.toml` and `scripts/ratchet.py`."""

import ast
import tomllib

import pytest
from support import ratchet

CEILINGS = tomllib.loads(ratchet.COMPLEXITY.read_text("utf-8"))
PARTS = [part for part in ratchet.parts() if part.partition("/")[0] == "corpus"]
#: What every package may have, whatever its ceiling: twice what datatrove has.
TARGET = {"boolean": 30, "comprehension": 20, "conditional": 18, "function": 8}


@pytest.mark.parametrize("part", PARTS)
def test_package_has_no_more_operators_than_its_ceiling(part):
    counted = ratchet.complexity()[part]
    over = {
        kind: (value, ceiling)
        for kind, target in TARGET.items()
        if (value := counted[kind]) > (ceiling := max(target, CEILINGS.get(part, {}).get(kind, 0)))
    }
    assert over == {}, "(counted, ceiling); give conditions names, and write loops as statements"


def test_ceilings_name_packages_that_exist():
    assert set(CEILINGS) <= set(PARTS)


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        ("a and b and c or d", {"boolean": 3}),
        ("[x for x in y if x]", {"comprehension": 1}),
        ("{f(x) for x in (z for z in y)}", {"comprehension": 2}),
        ("a if b else c if d else e", {"conditional": 2}),
        ("not a", {}),
    ],
)
def test_operators(code, counts):
    assert ratchet.operators(ast.parse(code)) == counts

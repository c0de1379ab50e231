"""One small bad project per check, and per check one: the folders under ``invalid/`` are the registry's ids."""

import pytest
from support.paths import TESTS

from corpus.checks.registry import registry
from corpus.checks.run import run_checks

INVALID = TESTS / "invalid"
FOLDERS = sorted(p for p in INVALID.iterdir() if p.is_dir())


def test_every_check_has_its_example():
    assert {p.name for p in FOLDERS} == set(registry())


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda p: p.name)
def test_example_has_this_fault_only(folder):
    findings = run_checks(folder)
    assert {f.id for f in findings} == {folder.name}
    check = registry()[folder.name]
    for finding in findings:
        assert finding.level == check.level
        assert finding.path.is_relative_to(folder)
        assert finding.message
        assert finding.hint
        assert "\n" not in str(finding)

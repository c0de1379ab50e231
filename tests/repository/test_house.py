"""The repository: versions agree, the commands of the README are one line, lock files name no registry."""

import re
import tomllib

import pytest
from cffconvert.cli.create_citation import create_citation
from support.paths import ROOT

import corpus

PROJECT = ROOT / "datasets" / "convoy17"


def section(name):
    found = re.search(
        rf"<!-- {name} -->\n```\n(.*?)```\n<!-- /{name} -->", (ROOT / "README.md").read_text("utf-8"), re.DOTALL
    )
    assert found, f"README.md has no section {name}"
    return found[1].splitlines()


def test_versions_agree():
    released = tomllib.loads((PROJECT / "corpus.toml").read_text("utf-8"))["version"]
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text("utf-8"), re.MULTILINE)[1]
    assert corpus.__version__ == cited == released
    log = (ROOT / "CHANGELOG.md").read_text("utf-8")
    code, data = log.split("\n## Data\n")
    assert f"### {corpus.__version__} (" in code.split("\n## Code\n")[1]
    assert f"### {released} (" in data


def test_citation_is_valid():
    create_citation(str(ROOT / "CITATION.cff"), None).validate()


@pytest.mark.parametrize("name", ["build", "test"])
def test_readme_command_is_one_line(name):
    (command,) = section(name)
    assert command.startswith("python3 -m venv .venv && ")


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_lock_names_no_registry(lock):
    text = (ROOT / lock).read_text("utf-8")
    assert "--hash=sha256:" in text
    assert "://" not in text
    assert "index-url" not in text


def test_only_data_under_datasets():
    assert list((ROOT / "datasets").rglob("*.py")) == []

"""What all tests share: no network, settings of property tests, the command, and the corpus annotated once."""

import os
import shutil
import socket
import sys
from dataclasses import replace
from pathlib import Path

from support.paths import CONVOY, TESTS

# Read when huggingface_hub and datasets are imported, so before anything else.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["HF_DATASETS_OFFLINE"] = "1"

import pytest
from hypothesis import settings
from support.commandline import Done
from support.marks import LISTED, marks_of
from support.nightly import amount

from corpus.__main__ import main
from corpus.pipeline import annotate_project
from corpus.project.new_project import make_project
from corpus.project.project import Project, load_project
from corpus.records import Article, Utterance
from corpus.release.write import ReleaseResult, write_release

pytest_plugins = ["support.browsing", "support.viewing", "pytester"]


# Time limits make tests fail on a busy machine, and the same examples on each run make a failure one that can be found.
EXAMPLES = amount(40, 200)
settings.register_profile("local", deadline=None, max_examples=EXAMPLES)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=EXAMPLES)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_ignore_collect(collection_path, config):
    """Files of which every test is left out are not even imported."""
    if collection_path.is_relative_to(TESTS):
        left_out = {name for name in LISTED if f"not {name}" in config.option.markexpr}
        file = collection_path.relative_to(TESTS).as_posix()
        if any(file in LISTED[name] for name in left_out):
            return True
    return None


def pytest_collection_modifyitems(items):
    for item in items:
        for name in sorted(marks_of(item.nodeid, getattr(item, "fixturenames", ()))):
            item.add_marker(name)


@pytest.fixture(autouse=True)
def _no_network(monkeypatch):
    def refuse(self, address):
        raise AssertionError(f"a test wants to reach {address}")

    connect = socket.socket.connect
    monkeypatch.setattr(
        socket.socket, "connect", lambda self, a: (connect if self.family == socket.AF_UNIX else refuse)(self, a)
    )


@pytest.fixture
def own_copy(tmp_path) -> Path:
    """Our own corpus project in a folder that may be written to, without its releases."""
    return shutil.copytree(CONVOY, tmp_path / "own", ignore=shutil.ignore_patterns("releases"))


@pytest.fixture
def run(monkeypatch, capsys):
    """Run the command in this process, as its entry point does."""

    def call(*arguments):
        monkeypatch.setattr(sys, "argv", ["corpus", *map(str, arguments)])
        capsys.readouterr()
        code = 0
        try:
            main()
        except SystemExit as e:
            code = e.code or 0
        out, err = capsys.readouterr()
        assert "Traceback" not in out + err
        return Done(code, out, err)

    return call


@pytest.fixture
def rules_alone(monkeypatch):
    """As if no language had a tagger."""
    monkeypatch.setattr("corpus.combine.scoring._load_model", lambda language, model: None)


@pytest.fixture
def root(tmp_path):
    """A new project, as ``corpus init`` makes it."""
    make_project(tmp_path / "tiny")
    return tmp_path / "tiny"


@pytest.fixture(scope="session")
def project() -> Project:
    """Our own corpus, with an utterance that two of its quotes render, so that no table is empty."""
    utterance = Utterance("convoy-stopped", None, "The convoy was stopped.")
    return replace(load_project(CONVOY), utterances=(utterance,))


@pytest.fixture(scope="session")
def articles(project) -> list[Article]:
    """The articles of `project`; the first two attributions of each render its utterance."""
    return [_linked(a, project.utterances[0].id) for a in annotate_project(project)]


def _linked(article: Article, utterance_id: str) -> Article:
    first, rest = article.attributions[:2], article.attributions[2:]
    return replace(article, attributions=(*(replace(a, utterance_id=utterance_id) for a in first), *rest))


@pytest.fixture(scope="session")
def built(project, articles, tmp_path_factory) -> ReleaseResult:
    """A release of `project`, not to be written to."""
    return write_release(project, articles, output=tmp_path_factory.mktemp("release") / "built")


@pytest.fixture(scope="session")
def release(built) -> Path:
    """The folder of `built`."""
    return built.path

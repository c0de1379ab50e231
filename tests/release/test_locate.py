"""Which release a name means: a folder, a project, an installed package, or a data set on the Hub."""

import sys
from importlib.metadata import EntryPoint

import datasets
import pytest
from support.paths import CONVOY

import corpus
from corpus.errors import HubError, ProjectError, ReleaseError
from corpus.release import locate
from corpus.release.locate import HubRelease, find_release, locate_release

NEWEST = find_release(CONVOY)


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """A release in a package that is installed, as a distribution declares it by an entry point."""
    (tmp_path / "quotes_2024").symlink_to(NEWEST)
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.syspath_prepend(tmp_path)
    point = EntryPoint("quotes", "quotes_2024", locate.RELEASES_GROUP)
    monkeypatch.setattr(locate, "entry_points", lambda group: (point,) if group == point.group else ())
    monkeypatch.chdir(tmp_path / "elsewhere")
    yield tmp_path / "quotes_2024"
    sys.modules.pop("quotes_2024", None)


def test_folder_of_a_release_or_project(monkeypatch, tmp_path):
    assert locate_release(NEWEST) == NEWEST
    assert locate_release(str(CONVOY)) == NEWEST
    assert locate_release(CONVOY, version="0.1.0").name == "0.1.0"
    monkeypatch.chdir(CONVOY / "sources")
    assert locate_release(None).samefile(NEWEST)
    with pytest.raises(ReleaseError, match=r"this is version .*, not 9\.9\.9"):
        locate_release(NEWEST, version="9.9.9")
    with pytest.raises(ReleaseError, match="not a release and not a project"):
        locate_release(tmp_path)


def test_version_that_is_not_there():
    with pytest.raises(ReleaseError, match=r"no release 0\.1\.1"):
        locate_release(CONVOY, version="0.1.1")


def test_installed_release(installed):
    assert locate_release("quotes").samefile(NEWEST)
    assert locate_release(None).samefile(NEWEST)
    with pytest.raises(ReleaseError, match="Did you mean 'quotes'"):
        locate_release("quote")


def test_nothing_to_load(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ProjectError, match="no corpus project found"):
        locate_release(None)


def test_name_on_the_hub():
    assert locate_release("my-org/my-corpus", version="0.1.0") == HubRelease("my-org/my-corpus", "0.1.0")
    assert locate_release("hf://datasets/my-org/my-corpus") == HubRelease("my-org/my-corpus", None)
    with pytest.raises(ReleaseError, match="no such release"):
        locate_release("my org/my/corpus")


def test_load_from_the_hub(monkeypatch):
    asked = []

    def answer(*arguments, **options):
        asked.append((arguments, options))
        return datasets.DatasetDict({"train": datasets.Dataset.from_dict({"quote_id": ["a"]})})

    monkeypatch.setattr(datasets, "load_dataset", answer)
    loaded = corpus.load("quotes", release="my-org/my-corpus", version="0.1.0")
    assert loaded["train"]["quote_id"][:] == ["a"]
    assert asked == [(("my-org/my-corpus", "quotes"), {"revision": "0.1.0"})]


def test_hub_that_does_not_answer(monkeypatch):
    def refuse(*arguments, **options):
        raise ConnectionError("no route")

    monkeypatch.setattr(datasets, "load_dataset", refuse)
    with pytest.raises(HubError, match=r"my-org/my-corpus cannot be loaded from the Hub \(no route\)"):
        corpus.load(release="my-org/my-corpus")

"""Publishing a release: what is refused, and what arrives at a stand-in of the Hub's interface (not the Hub)."""

import json
import os
import shutil
import socket

import huggingface_hub.constants
import pytest
from support.commandline import process
from support.hub_standin import TOKEN, standin
from support.released import names_of

from corpus.release.manifest import MANIFEST
from corpus.release.text_free import without_text
from corpus.release.write import place_release
from corpus.tables.rows import build_rows

# The client's own way of sending a large file is behind the times.
pytestmark = pytest.mark.filterwarnings("ignore:Use 'content=<...>':DeprecationWarning")
LOOPBACK = "127.0.0.1"


@pytest.fixture
def _no_network(monkeypatch):
    """Here this machine may be reached, and nothing else."""
    connect = socket.socket.connect

    def guarded(self, address):
        assert self.family == socket.AF_UNIX or address[0] == LOOPBACK, f"a test wants to reach {address}"
        return connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", guarded)


@pytest.fixture
def client(monkeypatch, tmp_path, _no_network):
    """The Hub's client, with the token of the stand-in and nobody's login."""
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setattr(huggingface_hub.constants, "HF_TOKEN_PATH", str(tmp_path / "none"))
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", True)
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    return lambda server: monkeypatch.setattr(huggingface_hub.constants, "ENDPOINT", server.url)


@pytest.fixture
def hub(client):
    with standin(large=(".parquet",)) as server:
        client(server)
        yield server


def bytes_of(folder):
    return {name: (folder / name).read_bytes() for name in names_of(folder)}


def without_theirs(files):
    return {name: data for name, data in files.items() if name != ".gitattributes"}


def test_arrives(run, hub, release, project):
    hub.commit({".gitattributes": b"", "data/old/full.parquet": b"old", "README.md": b"old"})
    done = run("publish", release, "--repo", "org/news")
    assert done.code == 0, done.err
    assert f"published: {hub.url}/datasets/org/news/tree/{project.version}" in done.out
    assert without_theirs(hub.files(project.version)) == bytes_of(release)
    assert len(hub.stored) > 0
    assert TOKEN not in done.out + done.err


def test_again_is_unchanged(run, hub, release):
    run("publish", release, "--repo", "org/news")
    commits = len(hub.commits)
    done = run("publish", release, "--repo", "org/news", "--json")
    assert done.code == 0, done.err
    assert json.loads(done.out)["status"] == "unchanged"
    assert len(hub.commits) == commits


@pytest.fixture
def other(project, articles, tmp_path):
    """Another release of the same version: the one without text."""
    free = without_text(build_rows(project, articles))
    return place_release(project, free.rows, target=tmp_path / "other", text_free=free).path


def test_tag_is_never_moved(run, hub, release, other):
    version = json.loads((release / MANIFEST).read_text("utf-8"))["version"]
    run("publish", release, "--repo", "org/news")
    before, tags = len(hub.commits), dict(hub.tags)
    done = run("publish", other, "--repo", "org/news")
    assert done.code == 1
    assert f"error: org/news: the tag {version} exists with other content. Hint: Raise the version" in done.err
    assert (len(hub.commits), hub.tags) == (before, tags)
    hub.tags.clear()
    done = run("publish", other, "--repo", "org/news")
    assert done.code == 0, done.err
    assert "without text" in done.out
    assert without_theirs(hub.files(version)) == bytes_of(other)


def test_tag_after_a_failure(run, hub, release, project):
    """The commit arrived and the tag did not: the next time only the tag is made."""
    run("publish", release, "--repo", "org/news")
    head = hub.head
    hub.tags.clear()
    assert run("publish", release, "--repo", "org/news").code == 0
    assert without_theirs(hub.files(project.version)) == without_theirs(hub.commits[head])


def test_makes_it_only_when_asked(run, client, release, project):
    with standin(exists=False) as server:
        client(server)
        done = run("publish", release, "--repo", "org/mine")
        assert done.code == 1
        assert "error: org/mine: no such data set, or the token has no access to it. Hint: Use --create" in done.err
        assert server.repo is None
        assert run("publish", release, "--repo", "org/mine", "--create", "--private").code == 0
        assert (server.repo, server.private) == ("org/mine", True)
        assert project.version in server.tags


@pytest.mark.parametrize(
    ("path", "status", "message"),
    [
        ("/refs", 401, "the Hub rejected the token. Hint: Use a valid"),
        ("/commit/main", 403, "the token has no write access"),
        ("/refs", 500, "the Hub answered with an error (500). Hint: Try again later"),
        ("/commit/main", 409, "the request conflicts with the state of the repository"),
        ("/commit/main", 412, "the repository was changed by another client"),
    ],
)
def test_failures_are_one_line(run, hub, release, path, status, message):  # noqa: PLR0917
    hub.fail = {path: status}
    done = run("publish", release, "--repo", "org/news")
    assert done.code == 1
    assert message in done.err
    assert done.err.count("\n") == 1
    assert TOKEN not in done.out + done.err
    assert hub.tags == {}


def test_no_answer(run, client, release):
    with standin() as server:
        client(server)
    done = run("publish", release, "--repo", "org/news")
    assert (done.code, done.err) == (
        1,
        "error: org/news: the Hub does not answer. Hint: Check the network, then try again.\n",
    )


def test_wrong_and_other_token(run, hub, release, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", "hf_wrong")
    done = run("publish", release, "--repo", "org/news")
    assert "the Hub rejected the token" in done.err
    assert "hf_wrong" not in done.out + done.err
    monkeypatch.setenv("OURS", TOKEN)
    assert run("publish", release, "--repo", "org/news", "--token-env", "OURS").code == 0
    done = run("publish", release, "--repo", "org/news", "--token-env", "NONE")
    assert "the environment variable NONE is not set" in done.err


# What does not check


def test_dry_run_needs_nothing(run, release, monkeypatch, project):
    """No network (the guard of all tests is up but for this machine), no token."""
    monkeypatch.delenv("HF_TOKEN", raising=False)
    done = run("publish", release, "--repo", "org/news", "--dry-run", "--json")
    assert done.code == 0, done.err
    plan = json.loads(done.out)
    assert (plan["tag"], plan["status"], plan["text_free"]) == (project.version, "dry run", False)
    assert {f["name"]: f["bytes"] for f in plan["files"]} == {n: len(data) for n, data in bytes_of(release).items()}
    assert plan["bytes"] == sum(len(data) for data in bytes_of(release).values())


def test_damaged_is_refused(run, hub, release, tmp_path):
    for name, data, message in (
        ("README.md", b"", "damaged files: README.md"),
        ("notes.txt", b"x", "the manifest does not list notes.txt"),
    ):
        copy = shutil.copytree(release, tmp_path / name)
        (copy / name).write_bytes(data)
        assert message in run("publish", copy, "--repo", "org/news").err
    copy = shutil.copytree(release, tmp_path / "copy")
    manifest = json.loads((copy / MANIFEST).read_text("utf-8"))
    manifest["tables"]["marks"]["content_sha256"] = "0" * 64
    (copy / MANIFEST).write_text(json.dumps(manifest))
    done = run("publish", copy, "--repo", "org/news")
    assert (done.code, "the content of marks is not what the manifest says" in done.err) == (1, True)
    assert hub.seen == []


def test_project_with_errors_is_refused(run, hub, root):
    run("build", "--project", root)
    (root / "sources" / "example.txt").write_text("changed")
    done = run("publish", "--project", root, "--repo", "org/news")
    assert done.code == 1
    assert "the project has errors: source-changed. Hint: See `corpus check`" in done.err
    assert hub.seen == []


@pytest.mark.parametrize("name", ["news", "a/b/c", "org/ne ws", "org/-news"])
def test_names_of_repositories(run, release, name):
    done = run("publish", release, "--repo", name, "--dry-run")
    assert (done.code, f"invalid repository name {name!r}" in done.err) == (1, True)


def test_as_a_process(hub, release, tmp_path, project):
    """As a user runs it: endpoint and token from the environment."""
    environment = os.environ | {"HF_ENDPOINT": hub.url, "HF_HUB_OFFLINE": "0", "HF_HUB_DISABLE_XET": "1"}
    environment |= {"HF_HOME": str(tmp_path), "HF_TOKEN": TOKEN}
    out, err = process("publish", release, "--repo", "org/news", env=environment).communicate()
    assert "published: " in out, err
    assert TOKEN not in out + err
    assert without_theirs(hub.files(project.version)) == bytes_of(release)


def test_switched_off(run, release, monkeypatch, client):
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)
    done = run("publish", release, "--repo", "org/news")
    assert done.err == "error: the client is in offline mode. Hint: Unset HF_HUB_OFFLINE.\n"

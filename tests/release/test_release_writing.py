"""Writing a release is all or nothing."""

import errno
import os
import signal
import subprocess
import sys
import textwrap
from dataclasses import replace
from pathlib import Path

import pytest
from support.paths import CONVOY
from support.released import broken, names_of

from corpus.errors import ReleaseError
from corpus.release import write as release_module
from corpus.release.manifest import MANIFEST
from corpus.release.write import write_release
from corpus.tables import parquet as write_module


@pytest.fixture
def target(project, articles, tmp_path):
    """A project in a folder of its own that has a release."""
    moved = replace(project, root=tmp_path)
    return moved, write_release(moved, articles).path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in names_of(folder)}


def test_same_again_is_unchanged(target, articles):
    project, path = target
    before = {p: p.stat().st_mtime_ns for p in path.rglob("*")}
    assert write_release(project, articles).status == "unchanged"
    assert {p: p.stat().st_mtime_ns for p in path.rglob("*")} == before


def test_different_content_is_refused(target, articles):
    project, path = target
    before = snapshot(path)
    changed = [broken(articles[0], speaker="Somebody Else"), *articles[1:]]
    with pytest.raises(ReleaseError, match=r"other content in quotes, predictions\. Hint: Raise `version`"):
        write_release(project, changed)
    assert snapshot(path) == before
    assert write_release(replace(project, version="9.9.9"), changed).status == "written"
    assert snapshot(path) == before


def test_other_version_is_refused(target, articles):
    project, path = target
    with pytest.raises(ReleaseError, match=r"the folder has convoy17 "):
        write_release(replace(project, version="9.9.9"), articles, output=path)


def test_damaged_release_is_refused(target, articles):
    project, path = target
    (path / "data" / "quotes" / "train.parquet").write_bytes(b"")
    with pytest.raises(ReleaseError, match=r"damaged files: data/quotes/train\.parquet"):
        write_release(project, articles)
    (path / MANIFEST).write_text('{"tables": []}')
    with pytest.raises(ReleaseError, match="the manifest is damaged"):
        write_release(project, articles)


def test_what_is_no_release_is_left_alone(project, articles, tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ReleaseError, match="not a release"):
        write_release(project, articles, output=tmp_path)
    with pytest.raises(ReleaseError):
        write_release(project, articles, output=tmp_path / "mine.txt")
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def failing(kind, number):
    def fail(*_args, **_kwargs):
        raise kind(number, os.strerror(number)) if number else kind

    return fail


# Where it fails, and with what: the disk is full, turns out to be read-only, or breaks on the last step.
FAILURES = [
    (write_module.pq, "write_table", errno.ENOSPC),
    (release_module, "write_card", errno.ENOSPC),
    (release_module, "write_manifest", errno.EIO),
    (os, "fsync", errno.EIO),
    (Path, "rename", errno.EROFS),
    (Path, "mkdir", errno.EROFS),
]


@pytest.mark.parametrize("failure", FAILURES, ids=lambda failure: failure[1])
def test_failure_leaves_nothing(target, articles, monkeypatch, failure):
    project, path = target
    owner, name, number = failure
    before = snapshot(path)
    monkeypatch.setattr(owner, name, failing(OSError, number))
    with pytest.raises(ReleaseError, match=os.strerror(number)) as caught:
        write_release(replace(project, version="9.9.9"), articles)
    monkeypatch.undo()
    assert caught.value.path is not None
    assert [p.name for p in path.parent.iterdir()] == [project.version]
    assert snapshot(path) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder(project, articles, tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ReleaseError, match="Permission denied"):
        write_release(project, articles, output=tmp_path / "r")


@pytest.mark.parametrize("name", ["write_tables", "write_manifest"])
def test_interrupt_leaves_nothing(target, articles, monkeypatch, name):
    project, path = target
    before = snapshot(path)
    monkeypatch.setattr(release_module, name, failing(KeyboardInterrupt, 0))
    with pytest.raises(KeyboardInterrupt):
        write_release(replace(project, version="9.9.9"), articles)
    assert [p.name for p in path.parent.iterdir()] == [project.version]
    assert snapshot(path) == before


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_killed_process(tmp_path, number):
    """SIGTERM cleans up and then ends the process as ever; after SIGKILL the next build cleans up."""
    script = f"""
        import os
        from pathlib import Path
        from corpus.release import write as release
        from corpus.pipeline import annotate_project
        from corpus.project.project import load_project

        root = Path({str(CONVOY)!r})
        release.write_manifest = lambda *_: os.kill(os.getpid(), {int(number)})
        project = load_project(root)
        release.write_release(project, annotate_project(project), output=Path({str(tmp_path / "r")!r}))
    """
    ended = subprocess.run([sys.executable, "-c", textwrap.dedent(script)], check=False)
    assert ended.returncode == -number
    left = [p.name for p in tmp_path.iterdir()]
    assert len(left) == (number == signal.SIGKILL)


def test_stale_folders(project, articles, tmp_path):
    dead = subprocess.Popen([sys.executable, "-c", ""])
    dead.wait()
    (tmp_path / f".0.0.9.{dead.pid}.building" / "data").mkdir(parents=True)
    (tmp_path / f".0.0.9.{os.getppid()}.building").mkdir()
    (tmp_path / ".mine").mkdir()
    write_release(project, articles, output=tmp_path / "r")
    assert sorted(p.name for p in tmp_path.iterdir()) == [f".0.0.9.{os.getppid()}.building", ".mine", "r"]


def test_handler_of_sigterm_is_put_back(project, articles, tmp_path):
    before = signal.getsignal(signal.SIGTERM)
    write_release(project, articles, output=tmp_path / "r")
    assert signal.getsignal(signal.SIGTERM) is before

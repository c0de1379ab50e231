"""Faults of a machine, for real and few: `scripts/faults.py` has them all, the page on reliability the results."""

import errno
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from support.faulty import TRACEBACK, after_signal, contents, fill, ground, inside, left, nobody, put, state, stopped
from support.nightly import amount

from corpus.errors import ReleaseError
from corpus.io import atomic as folder_module
from corpus.io.atomic import atomic_write, new_folder
from corpus.release import write as release_module
from corpus.release.verify import verify_release
from corpus.release.write import write_release

NAMES = ("build", "view", "export csv", "annotate")


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    return ground(tmp_path_factory.mktemp("ground"), inside, names=NAMES)


@pytest.fixture
def made(project, articles):
    """Our own corpus, and its articles."""
    return project, articles


@pytest.fixture
def dead():
    """The number of a process that is no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


# Killed


@pytest.mark.parametrize(
    ("name", "times"), [("build", amount(4, 100)), ("view", amount(1, 25)), ("export csv", amount(2, 25))]
)
def test_killed_at_any_moment(field, name, times):
    job, chance = field.jobs[name], random.Random(17)
    job.seconds, job.writing = 1.5, 0.2
    for n in range(times):
        ended = stopped(job, signal.SIGKILL, chance, writing=n % 3 < 2)
        assert after_signal(field, job, ended, signal.SIGKILL) == []


def interrupted_build(target, **options):
    """Begin a folder and be interrupted; what lay at its place meanwhile comes out."""
    try:
        with new_folder(target, **options):
            seen = contents(target)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        return seen


def test_pages_that_stepped_aside_are_put_back(tmp_path, dead):
    """Killed between two renames: the pages that were to be replaced are there under another name alone."""
    aside = tmp_path / f".pages.{dead}.before"
    aside.mkdir()
    (aside / "index.html").write_text("old")
    (tmp_path / f".pages.{dead}.building").mkdir()
    assert interrupted_build(tmp_path / "pages", replace=True) == {"index.html": b"old"}
    assert [p.name for p in tmp_path.iterdir()] == ["pages"]


def test_what_stepped_aside_for_what_is_there_is_removed(tmp_path, dead):
    for name in ("pages", f".pages.{dead}.before"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.html").write_text(name)
    interrupted_build(tmp_path / "other")
    assert contents(tmp_path) == {"pages/index.html": b"pages"}


def test_draft_of_a_killed_process_is_removed(tmp_path, dead):
    path = tmp_path / "a.json"
    for name in (f".a.json.{dead}.draft", f".a.json.{os.getppid()}.draft", f".b.json.{dead}.draft"):
        (tmp_path / name).write_text("half")
    atomic_write(path, b"whole")
    assert path.read_bytes() == b"whole"
    there = {p.name for p in tmp_path.iterdir()}
    assert there == {"a.json", f".a.json.{os.getppid()}.draft", f".b.json.{dead}.draft"}


# No room, no right


@pytest.fixture
def small_disk(tmp_path):
    """A file system of a megabyte that may be filled."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place]
    if os.geteuid() != 0 or not shutil.which("mount") or subprocess.call(mount):
        pytest.skip("a small file system may not be mounted here")
    yield place
    # Lazily: an error may still hold a file that could not be written.
    subprocess.run(["umount", "-l", place], check=True)


@pytest.mark.parametrize("free", [0, 8_192, 65_536, 131_072])
def test_full_disk_under_a_release(field, small_disk, free):
    fill(small_disk, free)
    line = ("build", "--project", field.root, "--output", small_disk / "r")
    done = inside(*line)
    assert (done.returncode, "No space left on device" in done.stderr) == (1, True)
    assert [p.name for p in small_disk.iterdir()] == ["filler"]
    (small_disk / "filler").unlink()
    assert inside(*line).returncode == 0
    assert verify_release(small_disk / "r").faults == ()


def test_full_disk_under_an_annotation(field, small_disk):
    root = shutil.copytree(field.root, small_disk / "p")
    note = root / "annotations" / "example.json"
    put(note, field.jobs["annotate"].before)
    before = contents(note)
    fill(small_disk, 0)
    done = inside("annotate", "example", "--force", "--project", root)
    assert (done.returncode, "No space left on device" in done.stderr) == (1, True)
    assert contents(note) == before
    assert [p.name for p in note.parent.iterdir() if p.name.startswith(".")] == []
    (small_disk / "filler").unlink()
    assert inside("annotate", "example", "--force", "--project", root).returncode == 0
    assert contents(note) == field.jobs["annotate"].after


@pytest.mark.skipif(nobody() is None, reason="no other user to be here")
def test_folder_of_somebody_else(field, tmp_path):
    """Root may write everywhere, so another user tries."""
    tmp_path.chmod(0o755)
    # One more where pytest-xdist gives each process a folder of its own.
    for folder in tmp_path.parents[: 2 + ("PYTEST_XDIST_WORKER" in os.environ)]:
        folder.chmod(0o755)
    line = [*nobody(), sys.executable, "-m", "corpus", "build", "--project", field.root, "--output", tmp_path / "r"]
    done = subprocess.run([str(word) for word in line], capture_output=True, text=True, check=False)
    assert (done.returncode, "Permission denied" in done.stderr, TRACEBACK in done.stderr) == (1, True, False)
    assert list(tmp_path.iterdir()) == []


# Two at once


def test_two_builds_at_once(field):
    job = field.jobs["build"]
    put(job.target, None)
    line = [sys.executable, "-m", "corpus", *map(str, job.arguments)]
    pair = [subprocess.Popen(line, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    ends = [(*p.communicate(), p.returncode) for p in pair]
    assert [code for _, _, code in ends] == [0, 0], ends
    assert (state(job), left(job), field.problems()) == ("after", [], [])


@pytest.mark.parametrize("same", [True, False])
def test_slower_of_two_builds(made, tmp_path, monkeypatch, same):
    """The other one is done between our last look and our rename."""
    project, articles = made
    target, fill_folder = tmp_path / "r", release_module._write_files
    other = articles if same else [replace(a, attributions=()) for a in articles]

    def slowly(folder, *arguments, **options):
        monkeypatch.undo()
        shutil.move(write_release(project, other, output=tmp_path / "o").path, target)
        return fill_folder(folder, *arguments, **options)

    monkeypatch.setattr(release_module, "_write_files", slowly)
    if same:
        assert write_release(project, articles, output=target).status == "unchanged"
    else:
        with pytest.raises(ReleaseError, match="was released with other content"):
            write_release(project, articles, output=target)
    assert verify_release(target).faults == ()
    assert [p.name for p in tmp_path.iterdir()] == ["r"]


@pytest.mark.parametrize("moment", [1, 2, 3])
def test_two_replace_the_same_pages(tmp_path, monkeypatch, moment):
    """At each of the renames another process has just moved the pages away, or put its own there."""
    target, other, rename, calls = tmp_path / "pages", tmp_path / "other", Path.rename, []
    for folder in (target, other):
        folder.mkdir()
        (folder / "index.html").write_text(folder.name)

    def renamed(path, to):
        calls.append(path)
        if len(calls) == moment:
            if moment == 2:
                rename(target, tmp_path / "gone")
            elif not any(target.glob("*")):
                shutil.rmtree(target, ignore_errors=True)
                rename(other, target)
        return rename(path, to)

    monkeypatch.setattr(Path, "rename", renamed)
    with new_folder(target, replace=True) as work:
        (work / "index.html").write_text("new")
    assert contents(target) == {"index.html": b"new"}
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_pages_that_are_never_free(tmp_path, monkeypatch):
    """Others replace them without end: it is given up, and said."""
    (tmp_path / "pages").mkdir()

    def occupied(path, to):
        raise OSError(errno.ENOTEMPTY if path.suffix == ".building" else errno.ENOENT, "x")

    monkeypatch.setattr(Path, "rename", occupied)
    with pytest.raises(OSError, match=os.strerror(errno.EBUSY)), new_folder(tmp_path / "pages", replace=True):
        pass
    assert folder_module._ATTEMPTS > 1


# Clock, signals, streams


def test_clock_gone_backwards(made, release, tmp_path, monkeypatch):
    """No file knows when it was made; files from the future are as good as others."""
    project, articles = made
    monkeypatch.setattr(time, "time", lambda: 0.0)
    monkeypatch.setattr(time, "time_ns", lambda: 0)
    path = write_release(project, articles, output=tmp_path / "r").path
    assert contents(path) == contents(release)
    for file in path.rglob("*"):
        os.utime(file, (4_000_000_000, 4_000_000_000))
    assert write_release(project, articles, output=path).status == "unchanged"
    assert verify_release(path).faults == ()


def test_interrupted_before_the_command(run, monkeypatch):
    def interrupted(wanted):
        raise KeyboardInterrupt

    monkeypatch.setattr("corpus.cli.app.make_app", interrupted)
    done = run("verify")
    assert done.code == 130
    assert "interrupted: no partial output was left" in done.err


def test_closed_streams(field):
    """What is printed is lost, what is written is not, and not a word of one gets into the other."""
    job = field.jobs["build"]
    put(job.target, None)
    line = ["sh", "-c", '"$@" <&- >&- 2>&-', "sh", sys.executable, "-m", "corpus", *map(str, job.arguments)]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert (state(job), field.problems()) == ("after", [])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_output_that_is_full(field):
    job = field.jobs["build"]
    put(job.target, None)
    with Path("/dev/full").open("w") as full:
        line = [sys.executable, "-m", "corpus", *map(str, job.arguments)]
        done = subprocess.run(line, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, "cannot write the output" in done.stderr, TRACEBACK in done.stderr) == (1, True, False)
    assert state(job) == "after"

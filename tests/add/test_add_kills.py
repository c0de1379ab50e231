"""``corpus add`` and ``remove`` killed at every write: nothing is lost, nothing is half there, the next run works."""

import os
import shutil
import threading
from pathlib import Path

import pytest
from support.pages import ENGLISH, NORWEGIAN, put, snapshot

from corpus.add.add import add_articles
from corpus.add.proposal import AddOptions
from corpus.checks.run import run_checks
from corpus.errors import ProjectError
from corpus.io.atomic import only_writer
from corpus.project import changes
from corpus.project.changes import remove_articles
from corpus.project.journal import JOURNAL_FILE
from corpus.project.new_project import make_project
from corpus.project.project import PROJECT_FILE, load_project

#: Every call that changes a folder or makes a change last.
WRITES = [(Path, name) for name in ("replace", "rename", "hardlink_to", "unlink", "mkdir", "write_bytes")]
WRITES += [(os, "fsync"), (shutil, "rmtree"), (shutil, "copyfile"), (shutil, "copymode")]
KILLED = 9


def killed_at(number, call):
    """Run a call in another process that dies before its write of this number; whether it came to its end."""
    child = os.fork()
    if child == 0:
        count = 0

        def dying(function):
            def write(*arguments, **options):
                nonlocal count
                count += 1
                if count == number:
                    os._exit(KILLED)
                return function(*arguments, **options)

            return write

        try:
            for place, name in WRITES:
                setattr(place, name, dying(getattr(place, name)))
            call()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) == 0


def ids(root):
    return [s.id for s in load_project(root, allow_empty=True).sources]


def errors(root):
    return [str(f) for f in run_checks(root) if f.level == "error" and f.id != "no-article"]


def hidden(root):
    return [path.name for path in root.rglob(".*")]


@pytest.fixture
def folder(tmp_path):
    put(tmp_path / "in", "a.txt")
    put(tmp_path / "in", "b.txt", NORWEGIAN)
    return tmp_path / "in"


@pytest.fixture
def start(tmp_path):
    make_project(tmp_path / "start")
    return tmp_path / "start"


def every_kill(start, call):
    """For each write: a copy of the project in which the call died before it."""
    for number in range(1, 500):
        root = start.parent / f"at-{number}"
        shutil.copytree(start, root)
        if killed_at(number, lambda root=root: call(root)):
            assert number > 10, "hardly any write was seen"
            return
        yield root
    raise AssertionError("it never came to its end")


def test_add(start, folder):
    seen = set()
    for root in every_kill(start, lambda root: add_articles(folder, AddOptions("Post"), root=root)):
        found = ids(root)
        seen.add(len(found))
        assert found in (["example"], ["example", "post-a", "post-b"])
        assert errors(root) == []
        result = add_articles(folder, AddOptions("Post"), root=root)
        assert len(result.added) == (2 if found == ["example"] else 0)
        assert ids(root) == ["example", "post-a", "post-b"]
        assert errors(root) == []
        assert hidden(root) == []
    assert seen == {1, 3}


def test_remove(start, folder):
    add_articles(folder, AddOptions("Post"), root=start)
    for root in every_kill(start, lambda root: remove_articles(root, ["post-a", "example"])):
        found = ids(root)
        assert found in (["example", "post-a", "post-b"], ["post-b"])
        assert errors(root) == []
        if found == ["post-b"]:
            with pytest.raises(ProjectError, match="unknown article"):
                remove_articles(root, ["example"])
        else:
            remove_articles(root, ["post-a", "example"])
        assert ids(root) == ["post-b"]
        assert sorted(p.name for p in (root / "sources").iterdir()) == ["post-b.txt", "sources.toml"]
        assert errors(root) == []
        assert hidden(root) == []


def test_init(tmp_path):
    """A new folder is there or not; an existing one is completed by the next call."""
    (tmp_path / "start").mkdir()
    for root in every_kill(tmp_path / "start", make_project):
        if (root / PROJECT_FILE).exists():
            assert errors(root) == []
            continue
        make_project(root)
        assert errors(root) == []
        assert hidden(root) == []


def test_init_of_a_new_folder(tmp_path):
    for number in range(1, 100):
        root = tmp_path / f"new-{number}"
        if killed_at(number, lambda root=root: make_project(root)):
            return
        if not root.exists():
            make_project(root)
        assert errors(root) == []
        assert hidden(tmp_path) == []


def test_two_at_once_lose_nothing(start, tmp_path):
    places = [put(tmp_path, f"{n}.txt", text) for n, text in enumerate((ENGLISH, NORWEGIAN))]
    children = []
    for place in places:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                code = 0 if add_articles(place, AddOptions("Post"), root=start).added else 1
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]
    assert sorted(ids(start)) == ["example", "post-0", "post-1"]
    assert errors(start) == []


def test_a_process_that_never_ends_is_named(start, tmp_path, monkeypatch):
    monkeypatch.setattr(changes, "_PATIENCE", 0.0)
    before = snapshot(start)
    with only_writer(start), pytest.raises(ProjectError, match="another process is changing this project"):
        add_articles(put(tmp_path, "one.txt"), AddOptions("Post"), root=start)
    assert snapshot(start) == before


def test_reading_does_not_wait(start):
    with only_writer(start):
        thread = threading.Thread(target=lambda: load_project(start))
        thread.start()
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"articles": ["a"]}',
        '{"articles": ["a"], "files": ["../x"]}',
        '{"articles": ["a"], "files": ["/etc/x"]}',
        '{"articles": [1], "files": []}',
    ],
)
def test_a_damaged_journal_removes_nothing(start, tmp_path, text):
    (start / JOURNAL_FILE).write_text(text)
    before = snapshot(start)
    with pytest.raises(ProjectError, match="the journal is damaged"):
        add_articles(put(tmp_path, "one.txt"), AddOptions("Post"), root=start)
    assert snapshot(start) == before

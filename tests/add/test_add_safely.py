"""``corpus add``: what is wrong or hostile changes nothing; all of a call or nothing of it."""

import errno
import io
import os
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pages import ENGLISH, NORWEGIAN, put, snapshot, source_of

from corpus.add.add import add_articles
from corpus.add.place import with_entries
from corpus.add.proposal import AddOptions, ArticleProposal
from corpus.errors import ProjectError
from corpus.io.toml import record_of
from corpus.languages.language import load_language
from corpus.project.project import SOURCES_FILE, load_project, read_source
from corpus.records import Source


@pytest.mark.parametrize(
    ("option", "value"),
    [("--country", "no"), ("--url", "example.org"), ("--id", "../x"), ("--id", "A"), ("--date", "2024-1-1"),
     ("--date", "2024-02-01..2024-01-01"), ("--outlet", " "), ("--outlet", "a\nb"), ("--rights", ""),
     ("--split", "dev"), ("--language", "xx"), ("--encoding", "utf-99")],
)  # fmt: skip
def test_wrong_values_change_nothing(run, root, tmp_path, *, option, value):
    before = snapshot(root)
    options = {"--outlet": "Post", option: value}
    done = run("add", put(tmp_path, "one.txt"), "--project", root, *(w for pair in options.items() for w in pair))
    assert done.code == 1
    assert done.err.startswith("error: ")
    assert snapshot(root) == before


def test_dry_run_changes_nothing(run, root, tmp_path):
    before = snapshot(root)
    done = run("add", put(tmp_path, "one.txt"), "--outlet", "Post", "--project", root, "--dry-run")
    assert (done.code, done.err) == (0, "")
    assert "post-one" in done.out
    assert "nothing was written" in done.out
    assert snapshot(root) == before


@pytest.mark.parametrize("failing", ["corpus.toml", "sources.toml", "post-b.txt"])
@pytest.mark.parametrize("error", [OSError("no room"), KeyboardInterrupt()])
def test_all_or_nothing(root, tmp_path, monkeypatch, *, failing, error):
    """Whatever step of putting in place fails, the project is as it was."""
    before = snapshot(root)
    folder = tmp_path / "in"
    put(folder, "a.txt")
    put(folder, "b.txt", NORWEGIAN)
    replace, link = Path.replace, Path.hardlink_to
    done = []

    def fails(method, path, other):
        if not done and path.is_relative_to(root) and Path(failing).name in (Path(other).name, path.name):
            done.append(path)
            raise error
        return method(path, other)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda self, other: fails(replace, self, other))
        if failing == "post-b.txt":
            patch.setattr(Path, "hardlink_to", lambda self, other: fails(link, self, other))
        with pytest.raises((ProjectError, KeyboardInterrupt), match=r"no room|^$"):
            add_articles(folder, AddOptions("Post"), root=root)
    assert done
    assert snapshot(root) == before


def test_file_system_without_links(run, root, tmp_path, monkeypatch):
    def refuse(self, target):
        raise OSError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert run("add", put(tmp_path, "one.txt"), "--outlet", "Post", "--project", root).code == 0
    assert read_source(load_project(root), source_of(root, "post-one")) == ENGLISH


def test_project_changed_meanwhile(root, tmp_path, monkeypatch):
    """What somebody else writes while articles are added is not lost."""
    path = root / "corpus.toml"
    monkeypatch.setattr(
        "corpus.add.add._added", lambda *_: path.write_text("# mine\n" + path.read_text("utf-8"), "utf-8")
    )
    with pytest.raises(ProjectError, match="changed while articles were added"):
        add_articles(put(tmp_path, "one.txt"), AddOptions("Post"), root=root)
    assert path.read_text("utf-8").startswith("# mine\n")
    assert [s.id for s in load_project(root).sources] == ["example"]


def test_project_with_an_error_is_left_alone(run, root, tmp_path):
    (root / "sources" / "example.txt").write_text("changed")
    before = snapshot(root)
    done = run("add", put(tmp_path, "one.txt"), "--outlet", "Post", "--project", root)
    assert done.code == 1
    assert "example.txt: the bytes have the SHA-256" in done.err
    assert snapshot(root) == before


def test_standard_input(run, root, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(ENGLISH.encode())))
    assert run("add", "-", "--outlet", "Post", "--project", root).code == 0
    assert read_source(load_project(root), source_of(root, "post-article")) == ENGLISH


@pytest.mark.parametrize(
    ("data", "message"),
    [(b"WARC/1.0\r\n", "record 1 cannot be read"), (b"\x1f\x8b\x08\x00", "this is a compressed file. Hint: Name it")],
)
def test_archive_by_no_such_name(run, root, tmp_path, monkeypatch, *, data, message):
    for place in ("-", put(tmp_path, "one", data)):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
        done = run("add", place, "--outlet", "Post", "--project", root)
        assert done.code == 1
        assert message in done.err


def test_id_and_url_are_for_one_article(run, root, tmp_path):
    folder = tmp_path / "in"
    put(folder, "a.txt")
    put(folder, "b.txt", NORWEGIAN)
    done = run("add", folder, "--outlet", "Post", "--project", root, "--url", "https://example.org/a")
    assert done.code == 1
    assert "b.txt: --id and --url are for a single article" in done.err
    assert len(load_project(root).sources) == 2


WORDED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(title=WORDED, rights=WORDED, url=WORDED, lines=st.lists(st.integers(1, 10**6), min_size=1))
def test_entries_are_read_back_as_they_were_meant(title, rights, url, lines):
    written = Source(
        "one", "one.txt", "0" * 64, "Post", "ZZ", "en", title, "x", url, date(2024, 1, 1), date(2024, 1, 2), "x",
        rights, original="one.html", roles={"headline": tuple(lines)},
    )  # fmt: skip
    proposal = ArticleProposal(written, {}, "train", "", (), load_language("en"), "Added by hand.")
    before = '# mine\n[[article]] # too\nid = "zero"'
    text = with_entries(before, [proposal, proposal])
    assert text.startswith(f"{before}\n")
    zero, *entries = tomllib.loads(text)["article"]
    assert zero == {"id": "zero"}
    assert [record_of(Source, entry, path=Path()) for entry in entries] == [written, written]


def test_other_encodings(run, root, tmp_path):
    path = put(tmp_path, "one.txt", NORWEGIAN.encode("cp1252"))
    assert run("add", path, "--outlet", "Post", "--project", root, "--encoding", "cp1252").code == 0
    assert read_source(load_project(root), source_of(root, "post-one")) == NORWEGIAN


def test_names_of_files_forge_no_lines(run, root, tmp_path):
    """A name with line ends and marks of direction is one line, wherever it is printed or written."""
    name = 'x"\n[[article]]\u202e.txt'
    done = run("add", put(tmp_path, name), "--outlet", "Post", "--project", root)
    assert done.code == 0
    assert [s.id for s in load_project(root).sources] == ["example", "post-x-article"]
    done = run("add", put(tmp_path, name, b"\0"), "--outlet", "Post", "--project", root)
    assert done.err.count("\n") == 2
    assert "\u202e" not in done.err + (root / SOURCES_FILE).read_text("utf-8")


@pytest.mark.parametrize(
    ("name", "words"),
    [("pipe.txt", "this is not a regular file"), ("none.txt", "no such file"), ("empty", "no article in this folder")],
)
def test_no_regular_file(run, root, tmp_path, *, name, words):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "empty").mkdir()
    done = run("add", tmp_path / name, "--outlet", "Post", "--project", root)
    assert done.code == 1
    assert f"{name}: {words}" in done.err or f"{name}: there is {words}" in done.err


def test_language_without_the_library(run, root, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "py3langid", None)
    assert run("add", put(tmp_path, "one.txt"), "--outlet", "Post", "--project", root).code == 0
    done = run("add", put(tmp_path, "two.txt", "abc def ghi jkl\n"), "--outlet", "Post", "--project", root)
    assert "two.txt: the language of the text could not be determined. Hint: Name it with --language" in done.err

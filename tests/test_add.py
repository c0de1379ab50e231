"""``corpus add``: texts into a project, checked, declared, compared; all of a call or nothing of it."""

import hashlib
import io
import json
import os
import re
import sys
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import WORDS, snapshot

from corpus.add import Given, add_articles
from corpus.add.declare import with_entries
from corpus.add.propose import Proposal
from corpus.check import run_checks
from corpus.declared import record_of
from corpus.errors import ProjectError
from corpus.language import load_language
from corpus.project import SOURCES_FILE, load_project, read_source
from corpus.records import Source

ENGLISH = "\n\n".join(WORDS["en"][i] for i in (0, 2, 3, 5)) + "\n"
NORWEGIAN = "\n\n".join(WORDS["nb"][i] for i in (0, 2, 3, 5)) + "\n"
GERMAN = "Die Brücke zum Hafen wurde am Montag gesperrt.\n\nSie sei nicht sicher, sagte die Direktorin der Behörde.\n"


def put(folder: Path, name: str, text: str | bytes = ENGLISH) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder / name


def source(root: Path, article_id: str):
    return next(s for s in load_project(root).sources if s.id == article_id)


def test_text_is_stored_byte_for_byte(run, root, tmp_path):
    data = f"\ufeff{ENGLISH}".replace("\n", "\r\n").encode()
    done = run("add", put(tmp_path, "Storm in town.txt", data), "--outlet", "Harbour Post", "--project", root)
    assert (done.code, done.err) == (0, "")
    found = source(root, "harbour-post-storm-in-town")
    assert (root / "sources" / found.file).read_bytes() == data
    assert found.sha256 == hashlib.sha256(data).hexdigest()
    assert (found.language, found.title, found.title_basis) == ("en", WORDS["en"][0], "raw text")
    assert load_project(root).split_of(found.id) == "train"
    assert re.search(r"harbour-post-storm-in-town +en +train +4 +4 +\d", done.out)
    assert f"corpus show {found.id} --dropped" in done.out
    assert f"corpus annotate {found.id}" in done.out
    assert list(root.glob(".*")) == []


def test_what_is_not_known_is_said_by_check(run, root, tmp_path):
    run("add", put(tmp_path, "one.txt"), "--outlet", "Harbour Post", "--project", root)
    (finding,) = run_checks(root)
    assert (finding.id, finding.level) == ("source-unknown", "advice")
    assert finding.message == "of harbour-post-one is not known: country, url, published, rights"
    url = "https://example.org/2024/01/16/two"
    run("add", put(tmp_path, "two.txt", NORWEGIAN), "--outlet", "Havna", "--project", root, "--country", "NO",
        "--url", url, "--rights", "Ours.", "--language", "no", "--id", "two")  # fmt: skip
    assert [f.message.split()[1] for f in run_checks(root)] == ["harbour-post-one"]
    two = source(root, "two")
    assert (two.published_earliest, two.published_latest, two.published_basis) == (
        date(2024, 1, 16), date(2024, 1, 16), "URL",
    )  # fmt: skip
    assert (two.language, two.rights, two.country) == ("nb", "Ours.", "NO")


def test_country_and_rights_are_those_of_the_outlet(run, root, tmp_path):
    run(
        "add",
        put(tmp_path, "one.txt"),
        "--outlet",
        "The Example",
        "--project",
        root,
        "--date",
        "2024-01-16..2024-01-17",
    )
    found, example = source(root, "the-example-one"), source(root, "example")
    assert (found.country, found.rights) == (example.country, example.rights)
    assert (found.published_earliest, found.published_latest) == (date(2024, 1, 16), date(2024, 1, 17))
    assert found.published_basis == "given"


def test_files_keep_their_comments(own_copy, tmp_path):
    before = {name: (own_copy / name).read_text("utf-8") for name in ("corpus.toml", SOURCES_FILE)}
    add_articles(put(tmp_path, "one.txt"), Given("Post", date="2024-01-16"), root=own_copy)
    after = (own_copy / SOURCES_FILE).read_text("utf-8")
    assert after.startswith(before[SOURCES_FILE])
    added = [line for line in (own_copy / "corpus.toml").read_text("utf-8").splitlines()
             if line not in before["corpus.toml"].splitlines()]  # fmt: skip
    assert added == ['train = ["sputnik-20170909", "newsweek-20170913", "zerohedge-20170909", "post-20240116"]']


@pytest.mark.parametrize(("text", "split"), [(ENGLISH, "train"), (NORWEGIAN, "validation")])
def test_split_is_that_of_the_language(own_copy, tmp_path, text, split):
    (added,) = add_articles(put(tmp_path, "one.txt", text), Given("Post"), root=own_copy).added
    assert added.split == load_project(own_copy).split_of(added.source.id) == split


def test_split_that_is_not_clear(run, own_copy, tmp_path):
    danish = "Broen til havnen blev lukket mandag aften. Ingen ved, hvornår den åbner igen, siger politiet.\n"
    before = snapshot(own_copy)
    arguments = ("add", put(tmp_path, "one.txt", danish), "--outlet", "Post", "--project", own_copy)
    done = run(*arguments)
    assert done.code == 1
    assert "Name one with --split: train, validation, test" in done.err
    assert "there is no split 'dev'. There are train, validation, test" in run(*arguments, "--split", "dev").err
    assert snapshot(own_copy) == before
    assert run(*arguments, "--split", "test").code == 0


def test_duplicates(run, root, tmp_path):
    add = ("--outlet", "Post", "--project", root)
    assert run("add", put(tmp_path, "one.txt"), *add).code == 0
    done = run("add", put(tmp_path, "two.txt"), *add, "--force")
    assert done.code == 1
    assert "two.txt: the bytes are those of post-one" in done.err
    spaced = put(tmp_path, "three.txt", ENGLISH.replace("\n\n", "\n  \n\n").replace("bridge", "bridge\u200f"))
    done = run("add", spaced, *add)
    assert done.code == 1
    assert "three.txt: the text is that of post-one. Add it all the same with --force." in done.err
    assert len(load_project(root).sources) == 2
    done = run("add", spaced, *add, "--force")
    assert (done.code, done.err) == (0, "post-three: the text is that of post-one\n")


def test_near_duplicates_are_named(run, root, tmp_path):
    folder = tmp_path / "in"
    put(folder, "a.txt")
    put(folder, "b.txt", ENGLISH.replace("Monday", "Sunday").replace("company", "owner") + "\nNobody was hurt.\n")
    put(folder, "c.txt", NORWEGIAN)
    done = run("add", folder, "--outlet", "Post", "--project", root, "--json")
    assert done.code == 0
    rows = {row["id"]: row for row in json.loads(done.out)["added"]}
    assert [row["near"] != [] for row in rows.values()] == [False, True, False]
    (near,) = rows["post-b"]["near"]
    assert (near["id"], near["same"]) == ("post-a", False)
    assert 0.3 < near["similarity"] < 1
    assert re.fullmatch(r"post-b: \d\d% of the shorter text are also in that of post-a\n", done.err)


def test_folder(run, root, tmp_path):
    """One after another by name; what cannot be added stops no other, and nothing of it is stored."""
    folder = tmp_path / "in"
    put(folder, "b.txt", NORWEGIAN)
    put(folder, "a.txt")
    put(folder, "c.txt", b"caf\xe9")
    put(folder, "d.txt", GERMAN)
    put(folder, "e.txt", "")
    put(folder, "f.txt", b"a\0b")
    put(folder, ".hidden.txt", GERMAN)
    put(folder, "notes.md", "no article")
    (folder / "sub.txt").mkdir()
    (folder / "link.txt").symlink_to(put(tmp_path, "outside.txt", "Outside, said Moen.\n"))
    done = run("add", folder, "--outlet", "Post", "--project", root, "--json")
    assert done.code == 1
    result = json.loads(done.out)
    assert [row["id"] for row in result["added"]] == ["post-a", "post-b"]
    assert {Path(row["path"]).name: row["message"] for row in result["failed"]} == {
        "c.txt": "byte 3 is not valid utf-8",
        "d.txt": "the text seems to be in 'de', and there is no data for it",
        "e.txt": "there is no text",
        "f.txt": "there is a NUL character",
        "link.txt": "this is a link",
        "sub.txt": "this is no regular file",
    }
    assert "6 article(s) could not be added" in done.err
    assert sorted(p.name for p in (root / "sources").iterdir()) == [
        "example.txt", "post-a.txt", "post-b.txt", "sources.toml",
    ]  # fmt: skip
    assert [f.id for f in run_checks(root) if f.level == "error"] == []


def test_ids_are_numbered_and_never_overwrite(run, root, tmp_path):
    (root / "sources" / "PST-20240116-2.TXT").write_text("mine")
    folder = tmp_path / "in"
    put(folder, "a.txt")
    put(folder, "b.txt", NORWEGIAN)
    run("add", folder, "--outlet", "Pøst", "--date", "2024-01-16", "--project", root, "--country", "NO")
    assert [s.id for s in load_project(root).sources] == ["example", "pst-20240116", "pst-20240116-3"]
    assert (root / "sources" / "PST-20240116-2.TXT").read_text() == "mine"
    other = put(tmp_path, "c.txt", "The harbour is open, said Kari Moen, who is its director and was there all day.\n")
    assert (
        "is called 'example' already" in run("add", other, "--outlet", "Post", "--id", "example", "--project", root).err
    )


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
            add_articles(folder, Given("Post"), root=root)
    assert done
    assert snapshot(root) == before


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
    assert read_source(load_project(root), source(root, "post-article")) == ENGLISH


@pytest.mark.parametrize("data", [b"WARC/1.0\r\n", b"\x1f\x8b\x08\x00"])
def test_archive_by_no_such_name(run, root, tmp_path, monkeypatch, *, data):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    for place in ("-", put(tmp_path, "one", data)):
        done = run("add", place, "--outlet", "Post", "--project", root)
        assert done.code == 1
        assert "Give an archive as a .warc or .warc.gz file" in done.err


def test_id_and_url_are_for_one_article(run, root, tmp_path):
    folder = tmp_path / "in"
    put(folder, "a.txt")
    put(folder, "b.txt", NORWEGIAN)
    done = run("add", folder, "--outlet", "Post", "--project", root, "--url", "https://example.org/a")
    assert done.code == 1
    assert "b.txt: --id and --url are for one article" in done.err
    assert len(load_project(root).sources) == 2


WORDED = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)


@given(title=WORDED, rights=WORDED, url=WORDED, lines=st.lists(st.integers(1, 10**6), min_size=1))
def test_entries_are_read_back_as_they_were_meant(title, rights, url, lines):
    written = Source(
        "one", "one.txt", "0" * 64, "Post", "ZZ", "en", title, "x", url, date(2024, 1, 1), date(2024, 1, 2), "x",
        rights, original="one.html", roles={"headline": tuple(lines)},
    )  # fmt: skip
    proposal = Proposal(written, {}, "train", "", (), load_language("en"), "Added by hand.")
    before = '# mine\n[[article]] # too\nid = "zero"'
    text = with_entries(before, [proposal, proposal])
    assert text.startswith(f"{before}\n")
    zero, *entries = tomllib.loads(text)["article"]
    assert zero == {"id": "zero"}
    assert [record_of(Source, entry, path=Path()) for entry in entries] == [written, written]


def test_other_encodings(run, root, tmp_path):
    path = put(tmp_path, "one.txt", NORWEGIAN.encode("cp1252"))
    assert run("add", path, "--outlet", "Post", "--project", root, "--encoding", "cp1252").code == 0
    assert read_source(load_project(root), source(root, "post-one")) == NORWEGIAN


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
    [("pipe.txt", "this is no regular file"), ("none.txt", "no such file"), ("empty", "no article in this folder")],
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
    assert "two.txt: the language of the text could not be told. Give it with --language." in done.err

"""``corpus add``: texts into a project, checked, declared, compared; all of a call or nothing of it."""

import hashlib
import json
import re
from datetime import date
from pathlib import Path

import pytest
from support.pages import ENGLISH, NORWEGIAN, WORDS, put, snapshot, source_of

from corpus.add.add import add_articles
from corpus.add.proposal import AddOptions
from corpus.checks.run import run_checks
from corpus.project.project import SOURCES_FILE, load_project

FRENCH = "Le pont du port a été fermé lundi.\n\nIl n’est pas sûr, a déclaré la directrice de l’autorité du port.\n"


def _findings(root):
    """What `corpus check` finds, without what every new project has until its makers fill it in."""
    return [f for f in run_checks(root) if f.id not in ("placeholder", "example-article")]


def test_text_is_stored_byte_for_byte(run, root, tmp_path):
    data = f"\ufeff{ENGLISH}".replace("\n", "\r\n").encode()
    done = run("add", put(tmp_path, "Storm in town.txt", data), "--outlet", "Harbour Post", "--project", root)
    assert (done.code, done.err) == (0, "")
    found = source_of(root, "harbour-post-storm-in-town")
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
    (finding,) = _findings(root)
    assert (finding.id, finding.level) == ("source-unknown", "advice")
    assert finding.message == "harbour-post-one: unknown country, url, published, rights"
    url = "https://example.org/2024/01/16/two"
    run("add", put(tmp_path, "two.txt", NORWEGIAN), "--outlet", "Havna", "--project", root, "--country", "NO",
        "--url", url, "--rights", "Ours.", "--language", "no", "--id", "two")  # fmt: skip
    assert [f.message.split(":")[0] for f in _findings(root)] == ["harbour-post-one"]
    two = source_of(root, "two")
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
    found, example = source_of(root, "the-example-one"), source_of(root, "example")
    assert (found.country, found.rights) == (example.country, example.rights)
    assert (found.published_earliest, found.published_latest) == (date(2024, 1, 16), date(2024, 1, 17))
    assert found.published_basis == "given"


def test_files_keep_their_comments(own_copy, tmp_path):
    before = {name: (own_copy / name).read_text("utf-8") for name in ("corpus.toml", SOURCES_FILE)}
    add_articles(put(tmp_path, "one.txt"), AddOptions("Post", date="2024-01-16"), root=own_copy)
    after = (own_copy / SOURCES_FILE).read_text("utf-8")
    assert after.startswith(before[SOURCES_FILE])
    added = [line for line in (own_copy / "corpus.toml").read_text("utf-8").splitlines()
             if line not in before["corpus.toml"].splitlines()]  # fmt: skip
    assert added == ['train = ["sputnik-20170909", "newsweek-20170913", "zerohedge-20170909", "post-20240116"]']


@pytest.mark.parametrize(("text", "split"), [(ENGLISH, "train"), (NORWEGIAN, "validation")])
def test_split_is_that_of_the_language(own_copy, tmp_path, text, split):
    (added,) = add_articles(put(tmp_path, "one.txt", text), AddOptions("Post"), root=own_copy).added
    assert added.split == load_project(own_copy).split_of(added.source.id) == split


def test_split_that_is_not_clear(run, own_copy, tmp_path):
    danish = "Broen til havnen blev lukket mandag aften. Ingen ved, hvornår den åbner igen, siger politiet.\n"
    before = snapshot(own_copy)
    arguments = ("add", put(tmp_path, "one.txt", danish), "--outlet", "Post", "--project", own_copy)
    done = run(*arguments)
    assert done.code == 1
    assert "Name one with --split: train, validation, test" in done.err
    assert "unknown split 'dev'. Hint: The splits are train, validation, test" in run(*arguments, "--split", "dev").err
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
    assert "three.txt: the text is that of post-one. Hint: Use --force to add it nevertheless." in done.err
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
    put(folder, "d.txt", FRENCH)
    put(folder, "e.txt", "")
    put(folder, "f.txt", b"a\0b")
    put(folder, ".hidden.txt", FRENCH)
    put(folder, "notes.md", "no article")
    (folder / "sub.txt").mkdir()
    (folder / "link.txt").symlink_to(put(tmp_path, "outside.txt", "Outside, said Moen.\n"))
    done = run("add", folder, "--outlet", "Post", "--project", root, "--json")
    assert done.code == 1
    result = json.loads(done.out)
    assert [row["id"] for row in result["added"]] == ["post-a", "post-b"]
    assert {Path(row["path"]).name: row["message"] for row in result["failed"]} == {
        "c.txt": "byte 3 is not valid utf-8",
        "d.txt": "the text seems to be in 'fr', and there is no data for it",
        "e.txt": "there is no text",
        "f.txt": "there is a NUL character",
        "link.txt": "this is a link",
        "sub.txt": "this is not a regular file",
    }
    assert result["skipped"] == ["notes.md"]
    assert "6 articles could not be added" in done.err
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
        "the id 'example' is in use" in run("add", other, "--outlet", "Post", "--id", "example", "--project", root).err
    )

"""Project files: what is accepted, what is refused, and with which words."""

import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.paths import CONVOY

from corpus.errors import InputError, ProjectError, SourceChangedError
from corpus.io.toml import read_toml, records_in
from corpus.project.new_project import make_project
from corpus.project.project import (
    PROJECT_FILE,
    SOURCES_FILE,
    SPEAKERS_FILE,
    UTTERANCES_FILE,
    declaration_problems,
    find_project,
    load_project,
    read_project,
    read_source,
)
from corpus.records import Speaker


@pytest.fixture
def root(tmp_path):
    make_project(tmp_path / "tiny")
    return tmp_path / "tiny"


def change(root: Path, file: str, old: str, new: str) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new), encoding="utf-8")


def test_own_corpus():
    project = load_project(CONVOY)
    assert project.name == "convoy17"
    assert {s.language: project.split_of(s.id) for s in project.sources} == {
        "en": "train", "nb": "validation", "ar": "test",
    }  # fmt: skip
    assert [len(read_source(project, s)) for s in project.sources] == [4878, 3252, 3476, 2262, 11107]
    assert project.sources[0].published_latest == date(2017, 9, 9)


def test_starter(root):
    project = load_project(root)
    assert project.splits == {"train": ("example",)}
    assert project.speakers == (
        Speaker("kari-moen", "Kari Moen", "person", "director", "harbour authority", {"en": ("Kari Moen", "Moen")}),
        Speaker("harbour-authority", "Harbour authority", "organisation", aliases={"en": ("harbour authority",)}),
    )
    assert project.utterances == ()


def test_annotations_may_be_absent(root):
    (root / SPEAKERS_FILE).unlink()
    assert load_project(root).speakers == ()


# Each line: file, what is replaced, by what, and what the message says (with the line, where one is to blame).
REFUSED = [
    (PROJECT_FILE, 'version = "0.1.0"', "", "corpus.toml: the key 'version' is missing"),
    (PROJECT_FILE, 'version = "0.1.0"', "version = 1", "corpus.toml:6: version is not a string"),
    (
        PROJECT_FILE,
        'version = "0.1.0"',
        'version = "0.1.0"\nversoin = "1"',
        "unknown key 'versoin'. Hint: The keys are name, ",
    ),
    (PROJECT_FILE, 'version = "0.1.0"', "version = ", "corpus.toml:6: invalid TOML"),
    (PROJECT_FILE, 'version = "0.1.0"', 'version = "../../tmp"', "corpus.toml:6: invalid version '../../tmp'"),
    (PROJECT_FILE, 'creators = ["Your name"]', 'creators = "Your name"', "creators is not a list"),
    (PROJECT_FILE, 'creators = ["Your name"]', "creators = [1]", "corpus.toml:14: creators[0] is not a string"),
    (PROJECT_FILE, 'train = ["example"]', "train = 1", "splits['train'] is not a list"),
    (PROJECT_FILE, 'name = "tiny"', 'name = " "', "name is an empty string"),
    (PROJECT_FILE, 'name = "tiny"', 'name = "Tiny/.."', "invalid name 'Tiny/..'"),
    (SOURCES_FILE, "[[article]]", "[article]", "'article' is not a list of tables"),
    (SOURCES_FILE, "[[article]]", "[[artcle]]", "sources.toml: unknown key 'artcle'"),
    (SOURCES_FILE, 'language = "en"', "", "sources.toml:3: the key 'language' is missing"),
    (SOURCES_FILE, "= 2024-01-15\npub", '= "2024-01-15"\npub', "published_earliest is not a date such as 2017-09-08"),
    (SOURCES_FILE, "= 2024-01-15\npub", "= 2024-01-15T00:00:00Z\npub", "published_earliest is not a date"),
    (SOURCES_FILE, 'file = "example.txt"', 'file = "../corpus.toml"', "'../corpus.toml' is outside sources/"),
    (SOURCES_FILE, 'file = "example.txt"', 'file = "/etc/passwd"', "'/etc/passwd' is outside sources/"),
    (SOURCES_FILE, 'id = "example"', 'id = "EXAMPLE"', "sources.toml:5: invalid id 'EXAMPLE'"),
    (SPEAKERS_FILE, 'kind = "person"', 'kind = "human"', "kind is not one of person, organisation, group, unknown"),
    (SPEAKERS_FILE, "# focus = true", 'focus = "yes"', "focus is not true or false"),
    (SPEAKERS_FILE, 'aliases = { en = ["Kari Moen", "Moen"] }', 'aliases = ["Moen"]', "aliases is not a table"),
]


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case[3])
def test_refused(root, case):
    file, old, new, message = case
    change(root, file, old, new)
    with pytest.raises(ProjectError) as caught:
        load_project(root)
    assert message in str(caught.value)
    assert str(root) in str(caught.value)
    assert caught.value.hint


def test_link_out_of_sources(root):
    (root / "sources" / "example.txt").rename(root / "secret.txt")
    (root / "sources" / "example.txt").symlink_to(root / "secret.txt")
    with pytest.raises(ProjectError, match="is outside sources/"):
        load_project(root)


def test_every_problem_is_found(root):
    change(root, PROJECT_FILE, 'train = ["example"]', 'all = ["example", "other"]\ntest = ["example"]')
    assert [p.id for p in declaration_problems(read_project(root))] == ["split-name", "split-unknown", "split-overlap"]


def test_changed_source_names_both_hashes(root):
    project = load_project(root)
    (root / "sources" / "example.txt").write_bytes(b"other")
    with pytest.raises(SourceChangedError) as caught:
        read_source(project, project.sources[0])
    assert project.sources[0].sha256 in str(caught.value)
    assert "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa" in str(caught.value)
    assert "example.txt" in str(caught.value)


def test_missing_source(root):
    project = load_project(root)
    (root / "sources" / "example.txt").unlink()
    with pytest.raises(InputError, match="no such file"):
        read_source(project, project.sources[0])


def test_find_project(root, tmp_path):
    assert find_project(root) == root
    with pytest.raises(ProjectError, match="no corpus project found"):
        find_project(tmp_path)
    shutil.copytree(root, tmp_path / "datasets" / "one")
    assert find_project(tmp_path) == tmp_path / "datasets" / "one"
    shutil.copytree(root, tmp_path / "datasets" / "two")
    with pytest.raises(ProjectError, match="there are 2 corpus projects"):
        find_project(tmp_path)


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a = 1\na = 2\n", b"[", b"\x00"])
def test_no_toml(tmp_path, content):
    (tmp_path / "x.toml").write_bytes(content)
    with pytest.raises(ProjectError, match=r"x\.toml"):
        read_toml(tmp_path / "x.toml")


def test_not_a_file(tmp_path):
    (tmp_path / UTTERANCES_FILE).mkdir(parents=True)
    with pytest.raises(ProjectError, match="cannot be read"):
        records_in(tmp_path / UTTERANCES_FILE, "speaker", Speaker, optional=True)


@pytest.fixture(scope="module")
def mutable(tmp_path_factory):
    folder = tmp_path_factory.mktemp("mutable") / "tiny"
    make_project(folder)
    return folder


@given(
    file=st.sampled_from([PROJECT_FILE, SOURCES_FILE, SPEAKERS_FILE]),
    place=st.tuples(st.floats(0, 1), st.integers(0, 20)),
    put=st.text(alphabet='ab"=[]{}#,.\\/\n \x00é1', max_size=8),
)
def test_any_damage_is_a_project_error(mutable, file, place, put):
    good = (mutable / file).read_text(encoding="utf-8")
    start, cut = int(place[0] * len(good)), place[1]
    try:
        (mutable / file).write_text(good[:start] + put + good[start + cut :], encoding="utf-8")
        with suppress(ProjectError):
            project = load_project(mutable)
            # What is accepted stays inside the folder.
            assert all((mutable / "sources" / s.file).resolve().is_relative_to(mutable) for s in project.sources)
            assert all("/" not in s.id and "." not in s.id for s in project.sources)
    finally:
        (mutable / file).write_text(good, encoding="utf-8")

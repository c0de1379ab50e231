"""``corpus export`` of a release: what it writes where, whole or not at all, and what it refuses."""

import os
import re
import subprocess
import sys

import pyarrow.parquet as pq
import pytest
from support.exported import gathered, released
from support.released import names_of

from corpus.clean.roles import plain_segments
from corpus.errors import ReleaseError
from corpus.records import Article
from corpus.release.formats.article_rows import group_by_article
from corpus.release.formats.export import RELEASE_FORMATS, export_release
from corpus.release.load import read_rows
from corpus.tables.schema import TABLES

EVERY_FORMAT = pytest.mark.parametrize("form", RELEASE_FORMATS.values(), ids=lambda f: f.name)
BY_ARTICLE = [form.name for form in RELEASE_FORMATS.values() if form.article]
BY_TABLE = [form.name for form in RELEASE_FORMATS.values() if form.table]
EXPORT_ALL = """
import sys; from pathlib import Path
from corpus.release.formats.export import RELEASE_FORMATS, export_release; from corpus.release.load import read_rows
for name, form in RELEASE_FORMATS.items():
    export_release(read_rows(Path(sys.argv[1])), form=form, folder=Path(sys.argv[2]) / name, release="convoy17")
"""
TINY = released(Article("one", "en", "a", plain_segments("a")))


def wanted(form, rows):
    names = [f"{a['article_id']}{form.suffix}" for a in rows["articles"]] if form.article else []
    names += [f"{a['article_id']}.txt" for a in rows["articles"]] if form.with_text else []
    return sorted(names + ([f"{name}{form.suffix}" for name in TABLES] if form.table else []))


@EVERY_FORMAT
def test_files(run, built, tmp_path, form):
    done = run("export", "--format", form.name, "--release", built.path, "--output", tmp_path / "out")
    assert done.code == 0, done.err
    *paths, place = done.out.splitlines()
    assert names_of(tmp_path / "out") == wanted(form, built.rows) == sorted(p.rpartition("/")[2] for p in paths)
    assert place == f"exported: {built.path}"
    assert names_of(tmp_path) == [f"out/{name}" for name in wanted(form, built.rows)]


def test_the_same_bytes_again(release, tmp_path):
    """In processes that order sets otherwise."""
    for seed in "12":
        command = [sys.executable, "-c", EXPORT_ALL, release, tmp_path / seed]
        subprocess.run(command, env=os.environ | {"PYTHONHASHSEED": seed}, check=True)
    names = names_of(tmp_path / "1")
    assert len(names) == 2 * len(TABLES) + 4 * len(read_rows(release)["articles"])
    assert [(tmp_path / "1" / n).read_bytes() == (tmp_path / "2" / n).read_bytes() for n in names] == [True] * len(
        names
    )


def test_some_tables(run, release, tmp_path):
    place = ["--release", release, "--output", tmp_path / "out"]
    assert run("export", "--format", "csv", "--table", "quotes", "--table", "speakers", *place).code == 0
    assert names_of(tmp_path / "out") == ["quotes.csv", "speakers.csv"]


def test_some_articles(run, release, tmp_path):
    place = ["--release", release, "--output", tmp_path / "out"]
    assert run("export", "vg-20170908", "--format", "webannotation", *place).code == 0
    assert names_of(tmp_path / "out") == ["vg-20170908.jsonld", "vg-20170908.txt"]
    quote = read_rows(release)["articles"]
    (text,) = (a["text"] for a in quote if a["article_id"] == "vg-20170908")
    assert (tmp_path / "out" / "vg-20170908.txt").read_bytes() == text.encode()


def test_a_project_without_a_release(run, own_copy, tmp_path):
    """As `corpus stats` counts it: what a build would give, to the byte."""
    root = own_copy
    done = run("export", "--format", "csv", "--project", root, "--output", tmp_path / "out")
    assert (done.code, "the articles as they are, not yet released" in done.out) == (0, True)
    assert run("build", "--project", root).code == 0
    after = run("export", "--format", "csv", "--project", root, "--output", tmp_path / "again")
    assert f"exported: {root}" in after.out
    for name in names_of(tmp_path / "out"):
        assert (tmp_path / "out" / name).read_bytes() == (tmp_path / "again" / name).read_bytes()


# Format, further arguments, and what the message says.
MISUSED = [
    ("tei", ["--table", "quotes"], "not used by the format tei"),
    ("csv", ["vg-20170908"], "not used by the format csv"),
    ("brat", ["vg-20170908", "--table", "quotes"], "not used by the format brat"),
    ("brat", ["vg-20170908", "--release", "."], "not used by the format brat"),
    ("brat", [], "name an article"),
    ("tie", [], "Did you mean 'tei'?"),
]


@pytest.mark.parametrize("case", MISUSED, ids=[f"{m[0]} {m[2]}" for m in MISUSED])
def test_misused(run, tmp_path, case):
    form, more, message = case
    done = run("export", *more, "--format", form, "--output", tmp_path / "out")
    assert (done.code, message in done.err) == (2, True)
    assert names_of(tmp_path) == []


@pytest.mark.parametrize("form", RELEASE_FORMATS)
def test_nothing_there_is_overwritten(run, release, tmp_path, form):
    (tmp_path / "mine.txt").write_text("mine")
    done = run("export", "--format", form, "--release", release, "--output", tmp_path)
    assert (done.code, "the folder is not empty. Hint: Use a new or empty folder" in done.err) == (1, True)
    assert names_of(tmp_path) == ["mine.txt"]


@pytest.mark.parametrize("more", [["csv", "--table", "x"], ["tei", "x"]], ids=["table", "article"])
def test_unknown_is_named_with_what_there_is(run, release, tmp_path, more):
    done = run("export", "--format", *more, "--release", release, "--output", tmp_path / "out")
    assert (done.code, re.search(r"'x'.*Hint: Available: ", done.err) is not None) == (1, True)
    assert names_of(tmp_path) == []


def test_an_empty_folder_is_filled(run, release, tmp_path):
    (tmp_path / "out").mkdir()
    done = run("export", "--format", "csv", "--table", "quotes", "--release", release, "--output", tmp_path / "out")
    assert (done.code, names_of(tmp_path)) == (0, ["out/quotes.csv"])


def test_no_release(run, tmp_path):
    done = run("export", "--format", "csv", "--release", tmp_path, "--output", tmp_path / "out")
    assert (done.code, "not a release" in done.err) == (1, True)


@pytest.mark.parametrize("stop", [KeyboardInterrupt, OSError(28, "No space left on device")])
@EVERY_FORMAT
def test_interrupted_leaves_nothing(built, tmp_path, form, stop):
    def interrupt(name):
        raise stop

    with pytest.raises((KeyboardInterrupt, ReleaseError)):
        export_release(built.rows, form=form, folder=tmp_path / "out", release="convoy17", progress=interrupt)
    assert list(tmp_path.iterdir()) == []


def test_cannot_be_written(built, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ReleaseError, match="cannot be written"):
        export_release(built.rows, form=RELEASE_FORMATS["csv"], folder=tmp_path / "file" / "out", release="convoy17")


@pytest.mark.parametrize("form", BY_ARTICLE)
@pytest.mark.parametrize("name", ["../one", "/tmp/one", "..", ".one", "a/b", "a\\b", "a\0b", ""])
def test_no_name_leaves_the_folder(tmp_path, form, name):
    """A release may come from anywhere: its ids are checked before they are names."""
    rows = TINY | {"articles": [TINY["articles"][0] | {"article_id": name}]}
    with pytest.raises(ReleaseError, match="cannot be a file name"):
        export_release(rows, form=RELEASE_FORMATS[form], folder=tmp_path / "in" / "out", release="tiny")
    assert [p.name for p in tmp_path.rglob("*")] in ([], ["in"])


@pytest.mark.parametrize("form", BY_TABLE)
def test_an_unknown_table_of_a_release_is_left_out(tmp_path, form):
    written = export_release(TINY | {"../x": []}, form=RELEASE_FORMATS[form], folder=tmp_path / "out", release="tiny")
    assert {p.stem for p in written} == set(TABLES)


# What is changed in the rows of a release, and what the message says.
DAMAGED = [
    ("articles", {"text": None}, "does not have the text of one"),
    ("articles", {"text": ""}, "the release does not have the text of one"),
    ("articles", {"text": "b"}, "is not that of its paragraphs"),
    ("paragraphs", {"paragraph_id": "a b"}, "'a b' is not a valid paragraph_id"),
    ("paragraphs", {"kept": False}, "is not that of its paragraphs"),
]


@pytest.mark.parametrize(("table", "changes", "message"), DAMAGED, ids=[d[2] for d in DAMAGED])
def test_rows_that_do_not_fit_are_refused(table, changes, message):
    assert gathered(TINY).text == "a"
    with pytest.raises(ReleaseError, match=message):
        group_by_article(TINY | {table: [TINY[table][0] | changes]}, release="tiny")


def test_span_that_is_not_its_text_is_refused(built):
    (quote, *rest) = built.rows["quotes"]
    wrong = quote | {"content": [quote["content"][0] | {"start": 0, "end": 1}]}
    with pytest.raises(ReleaseError, match=f"the span 0-1 of {quote['quote_id']} is not its text"):
        group_by_article(built.rows | {"quotes": [wrong, *rest]}, release="convoy17")


def test_release_that_cannot_be_read(run, release, tmp_path, monkeypatch):
    monkeypatch.setattr(pq, "ParquetFile", lambda file, **_: (_ for _ in ()).throw(OSError("damaged")))
    done = run("export", "--format", "csv", "--release", release, "--output", tmp_path / "out")
    assert (done.code, "the release cannot be read" in done.err) == (1, True)


@pytest.mark.parametrize("column", ["parent_id", "quote_id"])
def test_quote_of_another_article_is_refused(built, column):
    table = "quotes" if column == "parent_id" else "marks"
    (first, *rest) = built.rows[table]
    with pytest.raises(ReleaseError, match=r"no quote 'other\.q001'"):
        group_by_article(built.rows | {table: [first | {column: "other.q001"}, *rest]}, release="convoy17")

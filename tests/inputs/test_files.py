"""Which files an input names, in which format, and what is skipped or refused."""

import io
import sys

import pytest

from corpus.errors import InputError
from corpus.inputs.files import find_files
from corpus.inputs.formats import FORMATS, FORMATS_HINT, SUFFIXES, format_of, sniff_format, unsupported


def names_of(found, root):
    return [f.name.removeprefix(f"{root}/") for f in found.files]


def put(root, *names):
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("x")


def test_folder_at_any_depth_without_hidden_files(tmp_path):
    put(tmp_path, "b.txt", "a.html", "deep/c.csv", ".git/d.txt", ".e.txt", "f.png")
    found = find_files([str(tmp_path)])
    assert names_of(found, tmp_path) == ["a.html", "b.txt", "deep/c.csv"]
    assert [f.ident for f in found.files] == ["a", "b", "deep/c"]
    assert [s.name for s in found.skipped] == [str(tmp_path / "f.png")]
    assert found.refused == ()


def test_pattern(tmp_path):
    put(tmp_path, "b.txt", "a.txt", "deep/c.txt", "d.md")
    found = find_files([str(tmp_path / "*")])
    assert names_of(found, tmp_path) == ["a.txt", "b.txt"]
    assert [s.name for s in found.skipped] == [str(tmp_path / "d.md")]
    assert names_of(find_files([str(tmp_path / "**" / "*.txt")]), tmp_path) == ["a.txt", "b.txt", "deep/c.txt"]


def test_one_bad_name_does_not_hide_the_others(tmp_path):
    put(tmp_path, "a.txt", "x.pdf")
    found = find_files([str(tmp_path / name) for name in ("none.txt", "a.txt", "x.pdf", "none-*.txt")])
    assert names_of(found, tmp_path) == ["a.txt"]
    assert [e.message for e in found.refused] == ["no such file or folder", "unsupported format", "no files to read"]


def test_the_same_stem_in_two_formats(tmp_path):
    put(tmp_path, "a.txt", "a.html")
    assert [f.ident for f in find_files([str(tmp_path)]).files] == [f"{tmp_path}/a.html", f"{tmp_path}/a.txt"]


def test_format_that_the_user_names(tmp_path):
    put(tmp_path, "articles", "notes.md")
    found = find_files([str(tmp_path)], file_format="jsonl")
    assert [f.kind for f in found.files] == ["jsonl", "jsonl"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"The quay is shut.", "text"),
        (b'{"id": 1, "text": "A."}\n', "jsonl"),
        (b"id,text\n1,A.\n", "csv"),
        (b"\xef\xbb\xbfid;text\n1;A.\n", "csv"),
        (b"id\ttext\n1\tA.\n", "tsv"),
        (b"PAR1\x00", "parquet"),
        (b"WARC/1.1\r\n", "warc"),
        (b"\n<!DOCTYPE html><p>x", "html"),
        (b"A text, with commas, of a harbour.", "text"),
    ],
)
def test_standard_input_by_its_content(monkeypatch, content, kind):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content)))
    (file,) = find_files(["-"]).files
    assert (file.kind, file.size, file.content.read()) == (kind, len(content), content)


@pytest.mark.parametrize("start", [b"%PDF-1.7", b"PK\x03\x04", b"\x1f\x8b\x08", b"\xd0\xcf\x11\xe0", b"{\\rtf1"])
def test_bytes_that_are_no_article(start):
    with pytest.raises(InputError, match="this is a"):
        sniff_format(start)


def test_every_format_has_a_suffix_and_is_named():
    assert set(SUFFIXES.values()) == set(FORMATS)
    assert all(format_of(f"x{suffix}") == kind for suffix, kind in SUFFIXES.items())
    assert all(suffix in FORMATS_HINT for suffix in (".txt", ".html", ".jsonl", ".csv", ".tsv", ".parquet", ".warc"))


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("x.json", "one JSON object per line"),
        ("x.XLSX", "Save the sheet as CSV"),
        ("x.zip", "Unpack it"),
        ("x.pdf", "Save it as text"),
    ],
)
def test_advice_for_other_formats(name, advice):
    assert advice in unsupported(name).hint


def test_names_without_a_format_are_no_error():
    assert unsupported("article") is None

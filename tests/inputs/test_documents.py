"""Which files are articles to add, and of which format."""

import pytest

from corpus.errors import CorpusError
from corpus.inputs.documents import raw_documents
from corpus.inputs.formats import format_of
from corpus.io.text import printable


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", "text"), ("a.HTML", "html"), ("a.warc.gz", "warc"), ("a.gz", None), ("a.pdf", None), ("txt", None)],
)
def test_format_of(name, kind):
    assert format_of(name) == kind


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"The quay is shut.", "text"), (b"\xef\xbb\xbf\n<!DOCTYPE html><p>x", "html"), (b"<b> is a tag", "text")],
)
def test_kind_by_contents(tmp_path, data, kind):
    path = tmp_path / "article"
    path.write_bytes(data)
    (document,) = raw_documents(path)
    assert (document.kind, document.stem, document.origin) == (kind, "article", "from the file article")


def test_folder(tmp_path):
    for name in ("b.txt", "a.txt", ".hidden.txt", "notes.md"):
        (tmp_path / name).write_text("x")
    (tmp_path / "link.txt").symlink_to(tmp_path / "a.txt")
    skipped = []
    found = list(raw_documents(tmp_path, skip=skipped.append))
    assert [(s.name, s.reason) for s in skipped] == [(str(tmp_path / "notes.md"), "unsupported format")]
    assert [d.stem for d in found if not isinstance(d, CorpusError)] == ["a", "b"]
    assert [d.message for d in found if isinstance(d, CorpusError)] == ["this is a link"]


def test_printable():
    assert printable("quay.txt") == "quay.txt"
    assert printable("a\nb\u202ec") == "a\\nb\\u202ec"

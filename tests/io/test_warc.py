"""Web archives: the pages in them, one bad page among good ones, damaged and oversized files."""

import gzip
import sys
from datetime import date

import pytest
from support.pages import archive, page

from corpus.add.add import add_articles
from corpus.add.proposal import AddOptions
from corpus.errors import CorpusError
from corpus.io import warc
from corpus.io.dates import FETCHED
from corpus.project.project import load_project

HTML = [("Content-Type", "text/html; charset=utf-8")]
ENGLISH = ("https://example.org/2024/01/storm.html", "200 OK", HTML, page("en").encode())
NORWEGIAN = ("https://example.org/storm-nb", "200 OK", HTML, page("nb").encode())


def put(tmp_path, data, name="x.warc.gz"):
    (tmp_path / name).write_bytes(data)
    return tmp_path / name


def found(path):
    return list(warc.pages_of(path, name="x"))


@pytest.mark.parametrize("packed", [True, False])
def test_pages_of_an_archive(run, root, tmp_path, packed):
    other = [
        ("https://example.org/gone", "404 Not Found", HTML, page("ar").encode()),
        ("https://example.org/a.png", "200 OK", [("Content-Type", "image/png")], b"x" * 10_000),
        ("https://example.org/moved", "301 Moved", [("Location", "/")], b""),
    ]
    zipped = gzip.compress(page("nb").encode())
    path = put(
        tmp_path,
        archive(
            ENGLISH, *other, (NORWEGIAN[0], "200 OK", [*HTML, ("Content-Encoding", "gzip")], zipped), packed=packed
        ),
        "x.warc.gz" if packed else "x.warc",
    )
    done = run("add", path, "--outlet", "Post", "--project", root)
    assert (done.code, done.err) == (0, "")
    _, english, norwegian = load_project(root).sources
    assert (english.id, english.url, english.language) == ("post-20240115", ENGLISH[0], "en")
    assert (norwegian.id, norwegian.url, norwegian.language) == ("post-20240115-2", NORWEGIAN[0], "nb")
    assert (root / "sources" / norwegian.original).read_bytes() == page("nb").encode()
    entry = (root / "sources" / "sources.toml").read_text("utf-8")
    assert f"# Added from record 2 of the web archive {path.name}, fetched 2024-02-01; the text was made by" in entry


def test_day_of_fetching_is_the_last_possible_one(root, tmp_path):
    words = page().replace("article:published_time", "x").encode()
    (added,) = add_articles(
        put(tmp_path, archive(("https://example.org/x", "200 OK", HTML, words))), AddOptions("Post"), root=root
    ).added
    assert added.source.published_latest == date(2024, 2, 1)
    assert (added.source.published_earliest, added.source.published_basis) == (None, FETCHED)


def test_bad_page_stops_no_other(run, root, tmp_path):
    bad = [
        ("https://example.org/empty", "200 OK", HTML, b""),
        ("https://example.org/\u202ehome", "200 OK", HTML, b"<html><body><a>Home</a></body></html>"),
        ("https://example.org/zip", "200 OK", [*HTML, ("Content-Encoding", "gzip")], b"\x1f\x8b\x08no gzip"),
    ]
    path = put(tmp_path, archive(*bad, ENGLISH))
    done = run("add", path, "--outlet", "Post", "--project", root)
    assert done.code == 1
    assert "record 2 (https://example.org/empty): the page is empty" in done.err
    assert "no main content found" in done.err
    assert "\u202e" not in done.err
    assert "3 articles could not be added" in done.err
    assert [s.url for s in load_project(root).sources][1:] == [ENGLISH[0]]


def test_digest_is_verified(tmp_path):
    data = archive(ENGLISH, NORWEGIAN, packed=False).replace(b"Bridge to the harbour", b"Bridge to the airport")
    error, good = found(put(tmp_path, data, "x.warc"))
    assert isinstance(error, CorpusError)
    assert error.message == "the record does not match its digest"
    assert good.url == NORWEGIAN[0]


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_truncated(tmp_path, cut):
    data = archive(ENGLISH, NORWEGIAN)
    *_, last = found(put(tmp_path, data[: int(len(data) * cut)]))
    assert isinstance(last, CorpusError)


_BEGUN = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200"


@pytest.mark.parametrize(
    "data",
    [b"", b"no archive", b"\x1f\x8b\x08", b"WARC/1.0\r\n", b"WARC/1.0\r\nContent-Length: x\r\n\r\n", _BEGUN],
    ids=range(6),
)
def test_no_archive(tmp_path, data):
    for name in ("x.warc", "x.warc.gz"):
        (error,) = found(put(tmp_path, data, name))
        assert isinstance(error, CorpusError)
        assert str(error).startswith("x")


def test_oversized(tmp_path, monkeypatch):
    """A page that unpacks to more than a page may hold is never held whole; the whole file has a limit, too."""
    bomb = (
        "https://example.org/bomb",
        "200 OK",
        [*HTML, ("Content-Encoding", "gzip")],
        gzip.compress(b"a" * 30_000_000),
    )
    error, good = found(put(tmp_path, archive(bomb, ENGLISH)))
    assert error.message == "the page is too large"
    assert good.url == ENGLISH[0]
    monkeypatch.setattr(warc, "MAX_UNPACKED", 1_000)
    (error,) = found(put(tmp_path, archive(ENGLISH, NORWEGIAN)))
    assert error.message == "the archive is too large after record 2"
    monkeypatch.setattr(warc, "MAX_RECORDS", 1)
    (error,) = found(put(tmp_path, archive(ENGLISH, NORWEGIAN)))
    assert error.message == "the archive is too large after record 1"


def test_without_the_extra(run, root, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "warcio.archiveiterator", None)
    done = run("add", put(tmp_path, archive(ENGLISH)), "--outlet", "Post", "--project", root)
    assert done.code == 1
    assert "warcio is not installed. Hint: pip install 'convoy17[warc]'." in done.err

"""Web archives as input of `corpus.tables.streaming`: their pages are articles, as `corpus add` reads them."""

import gzip
import json
import sys

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.pages import WORDS, archive, page
from support.streamed import content, table

import corpus
from corpus.add.add import add_articles
from corpus.add.proposal import AddOptions
from corpus.errors import InputError, MissingExtraError
from corpus.inputs import articles as read
from corpus.io.urls import url_id
from corpus.pipeline import annotate_source
from corpus.project.project import is_id, load_project
from corpus.records import RawArticle
from corpus.tables.batch import parse_input_row
from corpus.tables.streaming.run import RunConfig, tag_stream

HTML = [("Content-Type", "text/html; charset=utf-8")]
STORM = "https://example.org/2024/01/storm.html"
RULES = RunConfig(model="rules", shard_articles=2)


def response(url, words, *, status="200 OK", headers=()):
    return url, status, [*HTML, *headers], words if isinstance(words, bytes) else words.encode()


def tagged(tmp_path, *responses, wanted=RULES, name="x.warc.gz", out="out"):
    (tmp_path / name).write_bytes(archive(*responses, packed=name.endswith(".gz")))
    tag_stream([str(tmp_path / name)], tmp_path / out, config=wanted)
    return table(tmp_path / out, "articles"), table(tmp_path / out, "failures")


@pytest.mark.parametrize("name", ["x.warc", "x.warc.gz", "X.WARC.GZ"])
def test_pages_are_articles(tmp_path, name):
    given = [
        response(STORM, page("en")),
        response("https://example.org/gone", page("ar"), status="404 Not Found"),
        response("https://example.org/nb", gzip.compress(page("nb").encode()), headers=[("Content-Encoding", "gzip")]),
        response("https://example.org/ar", page("ar")),
    ]
    articles, failures = tagged(tmp_path, *given, name=name)
    assert failures == []
    assert [(a["url"], a["language"], a["title"]) for a in articles] == [
        (STORM, "en", WORDS["en"][0]),
        ("https://example.org/nb", "nb", WORDS["nb"][0]),
        ("https://example.org/ar", "ar", WORDS["ar"][0]),
    ]
    assert [str(a["published_earliest"]) for a in articles] == ["2024-01-15"] * 3
    assert [a["article_id"] for a in articles] == [url_id(a["url"]) for a in articles]


def test_read_as_they_are_added(tmp_path, root):
    """The same text, roles and days as in a project that they are added to."""
    articles, _ = tagged(tmp_path, response(STORM, page("en")))
    (tmp_path / "y.warc.gz").write_bytes(archive(response(STORM, page("en"))))
    (added,) = add_articles(tmp_path / "y.warc.gz", AddOptions("Post"), root=root).added
    (article,) = articles
    source = added.source
    assert article["raw_text"] == annotate_source(source, project=load_project(root)).text
    for name in ("title", "title_basis", "url", "published_earliest", "published_latest", "published_basis"):
        assert article[name] == getattr(source, name)
    lines = [(p["role"], p["rule"]) for p in table(tmp_path / "out", "paragraphs")]
    assert lines == [(s.role, s.rule) for s in added.article.segments]
    assert ("caption", "declared") in lines


def test_bad_pages_are_failures(tmp_path):
    given = [
        response("https://example.org/empty", ""),
        response("https://example.org/home", "<html><body><a>Home</a></body></html>"),
        response(STORM, page("en")),
        response("https://example.org/de", page("en", lang="xx").replace(WORDS["en"][2], "1 2")),
        response(STORM, page("nb")),
    ]
    articles, failures = tagged(tmp_path, *given)
    assert [a["language"] for a in articles] == ["en", "en"]
    said = [(f["position"], f["article_id"], f["reason"]) for f in failures]
    assert [s[:2] for s in said] == [(0, None), (1, url_id("https://example.org/home")), (4, url_id(STORM))]
    parts = ["record 2 (https://example.org/empty): the page is empty", "no main content found", "duplicate article id"]
    assert [part in reason for part, (*_, reason) in zip(parts, said, strict=True)] == [True] * 3


def test_archive_that_is_cut_off(tmp_path):
    """What comes before the cut is tagged, and the next file is read."""
    data = archive(response(STORM, page("en")), response("https://example.org/nb", page("nb")))
    (tmp_path / "a.warc.gz").write_bytes(data[: len(data) * 9 // 10])
    (tmp_path / "b.warc").write_bytes(b"no archive")
    (tmp_path / "c.jsonl").write_text(json.dumps({"id": "c", "text": "The road is open.", "language": "en"}))
    tag_stream([str(tmp_path)], tmp_path.parent / f"{tmp_path.name}-out", config=RULES)
    output = tmp_path.parent / f"{tmp_path.name}-out"
    assert [a["article_id"] for a in table(output, "articles")] == [url_id(STORM), "c"]
    first, second = (f["reason"] for f in table(output, "failures"))
    assert "record 3 cannot be read" in first
    assert str(tmp_path / "b.warc") in second


def test_language_that_is_given_is_that_of_all(tmp_path):
    articles, _ = tagged(tmp_path, response(STORM, page("en")), wanted=RunConfig(model="rules", language="da"))
    assert [a["language"] for a in articles] == ["da"]


def test_processes_make_no_difference(tmp_path):
    given = [response(f"https://example.org/{n}", page(("en", "nb", "ar")[n % 3])) for n in range(7)]
    tagged(tmp_path, *given)
    more = RunConfig(model="rules", shard_articles=2, batch_articles=2)
    tag_stream([str(tmp_path / "x.warc.gz")], tmp_path / "two", config=more, jobs=2)
    assert content(tmp_path / "two") == content(tmp_path / "out")
    assert "warcio" in json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))["tools"]


@pytest.mark.parametrize("module", ["warcio.archiveiterator", "trafilatura"])
def test_without_the_extra_nothing_is_a_failure(tmp_path, monkeypatch, module):
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError, match=r"convoy17\[warc\]"):
        tagged(tmp_path, response(STORM, page("en")))
    assert not list((tmp_path / "out").glob("*.parquet"))


def test_a_disk_that_fails_stops_the_run(tmp_path, monkeypatch):
    opened = read.open_file

    class Failing:
        def __init__(self, file):
            self._file, self._left = file, 2

        def read(self, size=-1):
            self._left -= 1
            if self._left < 0:
                raise OSError(5, "Input/output error")
            return self._file.read(min(size, 600))

    class Opened:
        def __init__(self, file):
            self._context = opened(file)

        def __enter__(self):
            return Failing(self._context.__enter__())

        def __exit__(self, *error):
            return self._context.__exit__(*error)

    monkeypatch.setattr(read, "open_file", Opened)
    with pytest.raises(InputError, match="can no longer be read"):
        tagged(tmp_path, response(STORM, page("en")), response("https://example.org/nb", page("nb")))


@pytest.mark.parametrize(
    "url",
    ["https://example.org/a/../../etc/passwd", "https://example.org/" + "a" * 900, "https://пример.example/я", ""],
)
def test_ids_of_addresses_are_safe(url):
    assert is_id(url_id(url))
    assert len(url_id(url)) <= 60
    assert url_id(url) != url_id(f"{url}/")


@pytest.mark.parametrize("roles", ['{"caption": [3]}', {"caption": [3]}, {"caption": [3], "deck": None}])
def test_known_roles_of_lines(roles):
    text = "Bridge is closed\n\nWaves on Monday\n\n“It is safe,” said Kari Moen.\n"
    rows = [{"id": "x", "text": text, "language": "en", "line_roles": roles}]
    lines = corpus.paragraphs_of(corpus.tag_batch(pa.Table.from_pylist(rows), model="rules")).to_pylist()
    assert [(p["role"], p["rule"]) for p in lines][1] == ("caption", "declared")


@pytest.mark.parametrize(
    "roles", ["{", '{"poem": [1]}', '{"body": ["x"]}', '{"body": [9]}', "[1]", '"a"', '{"body": [Infinity]}']
)
def test_known_roles_that_are_none(roles):
    rows = [{"id": "x", "text": "The road is open.", "language": "en", "line_roles": roles}]
    (failure,) = corpus.failures_of(corpus.tag_batch(pa.Table.from_pylist(rows))).to_pylist()
    assert "role" in failure["reason"]
    assert "fault of the tool" not in failure["reason"]


_VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
_ROLES = st.sampled_from(["body", "caption", "poem", ""])


@given(st.recursive(_VALUES, lambda v: st.lists(v, max_size=3) | st.dictionaries(_ROLES, v, max_size=3), max_leaves=6))
def test_any_value_for_roles_is_roles_or_a_failure(value):
    for said in (value, json.dumps(value)):
        raw = parse_input_row({"article_id": "x", "text": "y", "line_roles": said})
        assert isinstance(raw, RawArticle)
        assert raw.failure is None or not raw.roles

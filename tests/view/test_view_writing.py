"""The folder of pages: complete or absent, never over other files, the same bytes each time."""

import json
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest
from support.fuzzed_pages import Parsed
from support.released import names_of

import corpus.view.write as writing
from corpus.errors import ReleaseError
from corpus.release.manifest import read_manifest, write_manifest
from corpus.view.site import read_site
from corpus.view.write import write_view


class Reader(HTMLParser):
    """The elements, links and ids of a page."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.ids = [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        self.tags.append(tag)
        self.links += [values[name] for name in ("href", "src") if values.get(name)]
        self.ids += [values["id"]] if "id" in values else []


@pytest.fixture(scope="module")
def pages(built, tmp_path_factory):
    return write_view(built.path, tmp_path_factory.mktemp("view") / "pages").start.parent


def test_every_article_speaker_and_utterance_has_a_page(built, pages):
    site = read_site(built.path)
    for folder, count in (("articles", 5), ("speakers", len(site.speakers)), ("utterances", len(site.utterances))):
        assert len(list((pages / folder).glob("*.html"))) == count > 0


def test_links_lead_to_files_and_places_that_are_there(pages):
    read = {p.resolve(): Reader(p.read_text("utf-8")) for p in pages.rglob("*.html")}
    looked = 0
    for path, page in read.items():
        assert len(set(page.ids)) == len(page.ids)
        for link in page.links:
            if link.startswith(("https://", "http://", "data:,")):
                continue
            file, _, place = link.partition("#")
            target = (path.parent / file).resolve() if file else path
            assert target.is_file(), (path, link)
            assert not place or target.name == "quotes.html" or place in read[target].ids, (path, link)
            looked += 1
    assert looked > 500


def test_all_words_of_the_articles_are_in_their_pages(built, pages):
    for article in read_site(built.path).articles:
        page = Parsed((pages / f"articles/{article['article_id']}.html").read_text("utf-8"))
        assert all(paragraph in page.paragraphs for paragraph in article["text"].split("\n\n"))


def test_pages_hold_no_script_of_their_own(pages):
    for path in pages.rglob("*.html"):
        html = path.read_text("utf-8")
        assert (
            Reader(html).tags.count("script")
            == html.count("<script")
            == html.count('<script src="') + html.count('<script defer src="')
        )
        assert " onclick" not in html


def test_same_release_same_bytes(built, pages, tmp_path):
    again = write_view(built.path, tmp_path / "again").start.parent
    assert names_of(again) == names_of(pages)
    assert all((again / name).read_bytes() == (pages / name).read_bytes() for name in names_of(pages))


def test_the_bytes_are_the_same_for_any_number_of_processes(built, pages, tmp_path):
    again = write_view(built.path, tmp_path / "again", jobs=2).start.parent
    assert names_of(again) == names_of(pages)
    assert all((again / name).read_bytes() == (pages / name).read_bytes() for name in names_of(pages))


def test_an_error_in_a_process_is_raised(built, tmp_path):
    copy = tmp_path / "old"
    copy.mkdir()
    write_manifest(copy, read_manifest(built.path) | {"schema_version": 1})
    with pytest.raises(ReleaseError, match="schema 1"):
        write_view(copy, tmp_path / "pages", jobs=2)
    assert not (tmp_path / "pages").exists()


def test_pages_that_are_there_are_replaced(built, tmp_path):
    target = tmp_path / "pages"
    write_view(built.path, target)
    (target / "articles" / "old.html").write_text("old")
    write_view(built.path, target)
    assert not (target / "articles" / "old.html").exists()
    assert [p.name for p in tmp_path.iterdir()] == ["pages"]


def test_what_somebody_else_made_is_left_alone(built, tmp_path):
    (tmp_path / "letters.txt").write_text("mine")
    with pytest.raises(ReleaseError, match="not a folder of pages"):
        write_view(built.path, tmp_path)
    assert names_of(tmp_path) == ["letters.txt"]


def test_a_failure_leaves_the_pages_before_it(built, tmp_path, monkeypatch):
    target = tmp_path / "pages"
    write_view(built.path, target)
    before = {name: (target / name).read_bytes() for name in names_of(target)}

    def fail(path, text):
        raise OSError(28, "No space left on device", str(path))

    monkeypatch.setattr(writing, "_write", fail)
    with pytest.raises(ReleaseError, match="No space left"):
        write_view(built.path, target)
    assert {name: (target / name).read_bytes() for name in names_of(target)} == before
    assert [p.name for p in tmp_path.iterdir()] == ["pages"]


def test_a_release_of_another_schema_is_refused(built, tmp_path):
    copy = tmp_path / "old"
    copy.mkdir()
    write_manifest(copy, read_manifest(built.path) | {"schema_version": 1})
    with pytest.raises(ReleaseError, match="schema 1"):
        write_view(copy, tmp_path / "pages")


def test_a_missing_table_is_named(built, tmp_path):
    copy = tmp_path / "bare"
    copy.mkdir()
    write_manifest(copy, read_manifest(built.path))
    with pytest.raises(ReleaseError, match=r"articles.*the file is missing"):
        write_view(copy, tmp_path / "pages")


def test_the_command_says_where_the_pages_are(run, built, tmp_path):
    done = run("view", "--release", built.path, "--output", tmp_path / "pages", "--json")
    facts = json.loads(done.out)
    assert done.code == 0
    assert facts["pages"] == len(list((tmp_path / "pages").rglob("*.html")))
    assert facts["bytes"] == sum(p.stat().st_size for p in (tmp_path / "pages").rglob("*") if p.is_file())
    assert Path(facts["start"]).is_file()
    assert str(tmp_path / "pages" / "index.html") in run(
        "view", "--release", built.path, "--output", tmp_path / "pages"
    ).out.replace("\n", "")


def test_without_the_extra(run, built, tmp_path, monkeypatch):
    for name in ("corpus.view", "corpus.view.write", "corpus.view.pages"):
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "jinja2", None)
    done = run("view", "--release", built.path, "--output", tmp_path / "pages")
    assert done.code == 1
    assert "jinja2 is not installed. Hint: pip install 'convoy17[view]'" in done.err
    assert not (tmp_path / "pages").exists()

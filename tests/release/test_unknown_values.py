"""What is not known of an article is null, and everything that shows it says so or leaves it out."""

import csv
import hashlib
import io
import json
import re
from dataclasses import replace
from datetime import date

import pytest
from lxml import etree
from support.exported import EMPTY, gathered, released, source
from support.paths import SUPPORT

from corpus.align.items import quote_items
from corpus.align.scoring import days_between
from corpus.pipeline import annotate_text
from corpus.project.new_project import make_project
from corpus.project.project import SOURCES_FILE, load_project
from corpus.release.formats.csv_jsonl import to_csv
from corpus.release.formats.tei import to_tei
from corpus.release.formats.webannotation import to_webannotation
from corpus.release.load import read_rows
from corpus.release.rehydrate import match_files, rehydrate
from corpus.release.text_free import without_text
from corpus.release.verify import verify_release
from corpus.release.write import place_release, write_release
from corpus.tables.days import day_order, day_range
from corpus.tables.rows import build_rows
from corpus.view.figures.all_figures import figures_of
from corpus.view.write import write_view

TEXT = "Harbour closed\n\n“The road is closed,” said Kari Moen, the director of the harbour.\n"
UNKNOWN = dict.fromkeys(
    ("country", "title", "title_basis", "url", "published_earliest", "published_latest", "published_basis", "rights")
)
DAY = date(2026, 5, 3)
TEI = {"t": "http://www.tei-c.org/ns/1.0"}
#: What stood for unknown values before schema 3.
PLACEHOLDERS = re.compile(r"1900-01-01|2100-12-31|unknown\.invalid|\bZZ\b|\bNone\b(?! is linked)")


def article(name="one"):
    return annotate_text(TEXT, article_id=name, language="en", model="rules")


@pytest.fixture(scope="module")
def rows():
    return released(article(), **UNKNOWN)


@pytest.fixture(scope="module")
def release(tmp_path_factory):
    """A release of one article of which nothing is known, and one of which all is."""
    dated = source(id="two", file="two.txt", sha256="1" * 64)
    project = replace(EMPTY, sources=(source(**UNKNOWN), dated), splits={"train": ("one", "two")})
    folder = tmp_path_factory.mktemp("unknown") / "release"
    return write_release(project, [article(), article("two")], output=folder).path


def test_columns_are_null(rows):
    assert {rows["articles"][0][name] for name in UNKNOWN} == {None}
    assert {rows["quotes"][0][name] for name in UNKNOWN if name.startswith("published")} == {None}


def test_tables_as_text(rows):
    (row,) = csv.DictReader(io.StringIO(to_csv("articles", rows["articles"]).decode()))
    assert {row[name] for name in UNKNOWN} == {""}


def test_tei(rows):
    document = etree.fromstring(to_tei(gathered(rows)))
    etree.RelaxNG(etree.parse(SUPPORT / "tei.rng")).assertValid(document)
    assert document.xpath("//t:bibl/t:date/text()", namespaces=TEI) == ["date unknown"]
    assert document.xpath("//t:bibl/t:date/@*", namespaces=TEI) == []
    assert document.xpath("//t:availability/@status", namespaces=TEI) == ["unknown"]
    assert document.xpath("//t:titleStmt/t:title/text()", namespaces=TEI) == ["title unknown"]
    assert document.xpath("//t:bibl/t:title | //t:pubPlace | //t:idno[@type='URL']", namespaces=TEI) == []


def test_tei_of_a_bounded_day():
    document = etree.fromstring(to_tei(gathered(released(article(), published_earliest=None, published_latest=DAY))))
    (day,) = document.xpath("//t:bibl/t:date", namespaces=TEI)
    assert (dict(day.attrib), day.text) == ({"notAfter": "2026-05-03"}, "2026-05-03 or earlier")


def test_webannotation(rows):
    collection = json.loads(to_webannotation(gathered(rows)))
    assert collection["label"] == "tiny 1.0.0, one"
    targets = [target for item in collection["first"]["items"] for target in item["target"]]
    assert targets
    assert not [target for target in targets if "dcterms:source" in target["source"]]


def test_card(release):
    text = (release / "README.md").read_text("utf-8")
    assert "| `one` | The Post | date unknown | unknown |" in text
    assert "| [A title](https://example.org/a) (`two`) | The Post | 2026-05-03 |" in text
    assert "from 2026-05-03 to 2026-05-03; `published_basis` says what a day rests on; for 1 no day is known." in text
    assert not PLACEHOLDERS.search(text)


def test_pages(release, tmp_path):
    pages = write_view(release, tmp_path / "pages").start.parent
    page = (pages / "articles" / "one.html").read_text("utf-8")
    for words in ("date unknown", "Title: unknown. Date: unknown.", "rights is unknown"):
        assert words in page
    speaker = (pages / "speakers.html").read_text("utf-8")
    assert "Kari Moen" in speaker
    for file in pages.rglob("*.html"):
        assert not PLACEHOLDERS.search(file.read_text("utf-8")), file.name


def test_figures(release):
    (shares,) = [figure for figure in figures_of(read_rows(release)) if figure.id == "attributed-share"]
    days = {row[0]: row[shares.columns.index("first day")] for row in shares.rows}
    assert days == {"one": None, "two": "2026-05-03"}


def test_without_text_and_back(tmp_path):
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "one.txt").write_text(TEXT, "utf-8")
    digest = hashlib.sha256(TEXT.encode()).hexdigest()
    project = replace(EMPTY, sources=(source(**UNKNOWN, sha256=digest),))
    rows = build_rows(project, [article()])
    free = place_release(project, rows, target=tmp_path / "free", text_free=without_text(rows))
    full = rehydrate(free.path, match_files(free.path, raw), output=tmp_path / "full")
    assert (verify_release(full.path).faults, read_rows(full.path)) == ((), dict(rows))


def test_days_between_unknown_days_are_none(rows):
    (dated,) = quote_items(EMPTY, released(article())["quotes"])
    (undated,) = quote_items(EMPTY, rows["quotes"])
    assert days_between(dated, undated) == 0
    assert days_between(dated, replace(dated, earliest=date(2026, 5, 9), latest=None)) == 6
    assert days_between(replace(dated, earliest=None), replace(dated, earliest=date(2026, 5, 9))) == 6


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (DAY, DAY, "2026-05-03"),
        (DAY, date(2026, 5, 4), "2026-05-03 to 2026-05-04"),
        (None, DAY, "2026-05-03 or earlier"),
        (DAY, None, "2026-05-03 or later"),
        (None, None, "date unknown"),
    ],
)
def test_days_in_words(first, last, words):
    assert day_range(first, last) == words


def test_unknown_days_are_sorted_last():
    assert sorted([None, DAY, date(1000, 1, 1)], key=day_order) == [date(1000, 1, 1), DAY, None]


def test_placeholders_of_earlier_versions_are_unknown(tmp_path):
    make_project(tmp_path / "own")
    path = tmp_path / "own" / SOURCES_FILE
    words = path.read_text("utf-8")
    for key, value in (
        ("country", '"ZZ"'), ("title", '"unknown"'), ("title_basis", '"unknown"'), ("rights", '"unknown"'),
        ("url", '"https://unknown.invalid/one"'), ("published_earliest", "1900-01-01"),
        ("published_latest", "2100-12-31"), ("published_basis", '"unknown"'),
    ):  # fmt: skip
        words = re.sub(rf"(?m)^{key} = .*$", f"{key} = {value}", words)
    path.write_text(words, "utf-8")
    (read,) = load_project(tmp_path / "own").sources
    assert {getattr(read, name) for name in UNKNOWN} == {None}

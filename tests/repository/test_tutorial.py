"""The tutorial about own articles, run word for word: its commands give what it shows, and end in tables and pages."""

import csv
import json

import pyarrow.parquet as pq
import pytest
from support.tutorial import ARTICLES, PAGE, with_output

from corpus.project.project import load_project
from corpus.release.verify import verify_release


@pytest.fixture(scope="module")
def harbour(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tutorial").resolve()
    now = with_output(PAGE.read_text("utf-8"), folder)
    assert now == PAGE.read_text("utf-8"), "if the change is meant: python scripts/tutorial.py --write"
    return folder / "harbour"


def test_twelve_articles_of_three_kinds_in_four_languages(harbour):
    sources = load_project(harbour).sources
    assert len(sources) == 12
    assert {s.language for s in sources} == {"ar", "da", "en", "nb"}
    kinds = {path.suffix for path in (ARTICLES / "articles").iterdir()}
    assert kinds == {".csv", ".html", ".txt"}


def test_metadata_come_from_the_table_the_page_or_a_line(harbour):
    with (ARTICLES / "articles.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["file"]: row for row in csv.DictReader(file)}
    by_title = {s.title: s for s in load_project(harbour).sources}
    given = by_title["Who pays for the storm?"]
    assert (given.outlet, given.title_basis) == (rows["who-pays.txt"]["outlet"], "given")
    assert (given.author, str(given.published_earliest), given.published_basis) == (
        "Mona Strand",
        "2024-03-06",
        "raw text",
    )
    page = by_title["Broen over sundet er fortsatt stengt"]
    assert (page.outlet, page.author, page.published_basis) == (
        "Øyposten",
        "Per Lund",
        "HTML meta article:published_time",
    )
    row = by_title["Staten vurderer kravet"]
    assert (row.outlet, row.id, row.author) == ("Sound News Agency", "agency-3", None)


def test_it_ends_in_a_table_of_speakers_and_a_page(harbour):
    release = harbour / "releases" / "0.1.0"
    assert verify_release(release).faults == ()
    assert json.loads((release / "manifest.json").read_text("utf-8"))["model"] == "tagger"
    speakers = pq.read_table(release / "data" / "speakers" / "full.parquet").to_pylist()
    assert {"Kari Moen", "Ola Vik", "Samira Haddad", "Sundline", "Tora Lie"} <= {s["name"] for s in speakers}
    quotes = pq.read_table(release / "data" / "quotes" / "train.parquet").to_pylist()
    assert {q["language"] for q in quotes if q["speaker"] == "Kari Moen"} == {"ar", "da", "en", "nb"}
    assert {q["language"] for q in quotes if q["speaker"] == "Samira Haddad"} == {"ar", "da", "en", "nb"}
    page = (harbour / "view" / "0.1.0" / "speakers.html").read_text("utf-8")
    assert "Samira Haddad" in page

"""What `corpus tag` prints for spreadsheets and programs: CSV, JSON lines and the summary."""

import csv
import io
import json

import pytest
from support.commandline import ENGLISH

from corpus.cli import tagged
from corpus.presentation import QUOTE_COLUMNS

UNKNOWN_SOURCE = "“The road is shut for a week,” he said.\n"
ROWS = [
    {"id": "1", "text": ENGLISH, "outlet": "Post", "title": "Sail", "published_earliest": "2024-05-01"},
    {"id": "2", "text": ENGLISH + UNKNOWN_SOURCE, "outlet": "Times"},
    {"id": "3", "text": "The road is open.", "outlet": "Times"},
    {"id": "4", "text": UNKNOWN_SOURCE},
]


@pytest.fixture
def articles(tmp_path):
    path = tmp_path / "articles.jsonl"
    path.write_text("".join(json.dumps(row | {"language": "en"}) + "\n" for row in ROWS), encoding="utf-8")
    return path


def test_csv_has_words_and_what_is_known_of_the_article(run, articles):
    rows = list(csv.DictReader(io.StringIO(run("tag", articles, "--csv", "--model", "rules").out)))
    assert list(rows[0]) == ["outlet", "published", "title", "url", *QUOTE_COLUMNS]
    first = {name: rows[0][name] for name in ("article_id", "outlet", "published", "title", "speaker", "text")}
    assert first == {
        "article_id": "1", "outlet": "Post", "published": "2024-05-01", "title": "Sail", "speaker": "Kari Moen",
        "text": "It is safe to sail,",
    }  # fmt: skip


def test_jsonl_has_words_and_offsets(run, articles):
    rows = run("tag", articles, "--jsonl", "--model", "rules").rows
    texts = {row["id"]: row["text"] for row in ROWS}
    for row in rows:
        text = texts[row["article_id"]]
        assert " ".join(text[start:end] for start, end in row["content_spans"]) == row["text"]
        assert " ".join(text[start:end] for start, end in row["source_spans"]) == row["source"]
    assert {row["article_id"] for row in rows} == {"1", "2", "4"}


def test_summary_as_json(run, articles):
    value = json.loads(run("tag", articles, "--summary", "--json", "--model", "rules").out)
    total = value["total"]
    assert total["articles"] == 4
    assert total["quotes"] == sum(outlet["quotes"] for outlet in value["outlets"])
    assert [outlet["outlet"] for outlet in value["outlets"]] == ["Post", "Times", None]
    assert [outlet["articles"] for outlet in value["outlets"]] == [1, 2, 1]
    (moen,) = [one for one in value["speakers"] if one["speaker"] == "Kari Moen"]
    assert [(one["outlet"], one["articles"]) for one in moen["by_outlet"]][-1][1] == 1
    assert moen["articles"] == 2
    last = value["outlets"][-1]
    assert (last["quotes"], last["unknown"], last["unknown_share"]) == (1, 1, 1.0)


def test_summary_for_people(run, articles):
    shown = run("tag", articles, "--summary", "--model", "rules").out
    assert "in 4 articles" in shown
    assert "without a known speaker" in shown
    assert "(outlet not known)" in shown
    assert "Post 1" in shown


def test_summary_as_csv(run, articles):
    rows = list(csv.reader(io.StringIO(run("tag", articles, "--summary", "--csv", "--model", "rules").out)))
    assert rows[0] == ["speaker", "speaker_kind", "outlet", "quotes", "articles"]
    assert ["Kari Moen", "person", "Post", "1", "1"] in rows
    assert ["unknown", "unknown", "", "1", ""] in rows


def test_summary_of_nothing(run, tmp_path):
    (tmp_path / "x.txt").write_text("The road is open.\n")
    done = run("tag", tmp_path / "x.txt", "--summary", "--language", "en")
    assert (done.code, done.out) == (0, "0 attributions in 1 article\n")


def test_several_processes_print_the_same(run, tmp_path, monkeypatch):
    monkeypatch.setattr(tagged, "_FEW", 10)
    path = tmp_path / "many.jsonl"
    rows = [{"id": n, "text": ENGLISH, "language": "en"} for n in range(40)]
    rows[30]["text"] = ""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    one, two = (run("tag", path, "--jsonl", "--model", "rules", "--jobs", jobs) for jobs in ("1", "2"))
    assert (one.code, one.out, one.err) == (two.code, two.out, two.err)
    assert len(one.rows) == 39
    assert "many.jsonl:31: there is no text" in one.err

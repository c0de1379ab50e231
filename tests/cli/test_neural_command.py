"""``--model neural`` on the command line, and languages that have no such model."""

import json
import sys

import pyarrow.parquet as pq
import pytest
from support.tiny_tagger import ARTICLE

import corpus
from corpus.errors import InputError
from corpus.models.encoder import load_neural_model

#: With a thought, which is no act of speech, at its end.
ENGLISH = f"{ARTICLE}\n\nThe union of sailors believes that the quay is safe."
ARABIC = "قال أحمد إن الطريق مغلق. وقال أحمد أيضا إن الجسر مغلق."


@pytest.fixture
def rows(tmp_path):
    """Two articles in Arabic, then one in English."""
    given = [
        {"id": "a", "text": ARABIC, "language": "ar"},
        {"id": "b", "text": ARABIC, "language": "ar"},
        {"id": "c", "text": ENGLISH, "language": "en"},
    ]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(g) + "\n" for g in given), encoding="utf-8")
    return path


def test_a_language_without_a_model_is_told_of_once(run, rows):
    done = run("tag", rows, "--model", "neural", "--plain", "--json")
    assert (done.code, done.err.count("there is no neural model for ar")) == (0, 1)
    found = [json.loads(line) for line in done.out.splitlines()]
    assert any(a["rule"] == load_neural_model("en").name for a in found[2]["attributions"])
    assert run("tag", rows, "--plain", "--json").err == ""


def test_tables_say_so_too_and_name_the_tools(run, rows, tmp_path):
    """And two processes say it no more often than one."""
    done = run("tag", "--input", rows, "--output", tmp_path / "out", "--model", "neural", "--plain", "--jobs", 2)
    assert (done.code, done.err.count("there is no neural model for ar")) == (0, 1)
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert {"onnxruntime", "tokenizers"} <= set(manifest["tools"])
    quotes = pq.read_table(*(tmp_path / "out").glob("quotes-*.parquet")).to_pylist()
    alone = corpus.quotes_of(corpus.tag_batch({"id": ["c"], "text": [ENGLISH]}, plain=True, model="neural"))
    assert [q["content"] for q in quotes if q["article_id"] == "c"] == alone["content"].to_pylist()


def test_explain_shows_what_the_model_saw(run, tmp_path):
    path = tmp_path / "one.txt"
    path.write_text(ARTICLE, encoding="utf-8")
    done = run("explain", path, "--language", "en", "--plain", "--model", "neural", "--json")
    found = json.loads(done.out)["attributions"]
    assert all(0 < p <= 1 for f in found if f["tagger"] for p in f["tagger"]["probabilities"].values() if p is not None)
    assert any(f["tagger"] for f in found)


def test_a_project_is_measured_with_the_model_that_is_asked_for(run):
    rules, neural = (
        json.loads(run("evaluate", "--project", "datasets/convoy17", "--json", *more).out)
        for more in ((), ("--model", "neural"))
    )
    assert rules["groups"]["nb"] == neural["groups"]["nb"]
    assert rules["groups"]["en"] != neural["groups"]["en"]


def test_without_the_extra_the_command_says_what_to_install(run, rows, monkeypatch):
    for name in [m for m in sys.modules if m.startswith("corpus.models")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    done = run("tag", rows, "--model", "neural")
    assert done.code == 1
    assert "onnxruntime is not installed. Hint: pip install 'convoy17[neural]'" in done.err.replace("\n", " ")


def test_a_model_that_there_is_not_is_refused(run, rows):
    with pytest.raises(InputError, match=r"Unknown model 'nueral'\. Hint: Use one of tagger, rules, neural"):
        corpus.annotate(ARTICLE, language="en", model="nueral")
    assert run("tag", rows, "--model", "nueral").code == 2

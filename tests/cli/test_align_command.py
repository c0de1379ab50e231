"""``corpus align``: its listing, JSON, TOML and measures, over our own corpus and over drafts; and its time."""

import json
import random
import tomllib

import pytest
from support.aligned import items, quote
from support.growth import is_linear
from support.paths import CONVOY

from corpus.align.proposals import ScoredPairs, propose
from corpus.project.annotation_files import annotation_path
from corpus.project.project import load_project


@pytest.fixture
def unlinked(own_copy):
    """Our corpus with the statement of jon-braga not linked."""
    for path in (own_copy / "annotations").glob("*.json"):
        data = json.loads(path.read_text("utf-8"))
        for a in data["attributions"]:
            if a["utterance"] == "braga-responsibility":
                a["utterance"] = a["part"] = None
        path.write_text(json.dumps(data, ensure_ascii=False), "utf-8")
    return own_copy


def test_listing(run, unlinked):
    done = run("align", "--project", unlinked)
    assert (done.code, done.err) == (0, "")
    assert "jon-braga-" in done.out
    assert "sputnik-20170909.q007" in done.out
    assert "same speaker" in done.out


def test_right_to_left_words_are_isolated(run, own_copy):
    out = run("align", "--project", own_copy, "--all", "--min-score", "0.4").out
    (line,) = [line for line in out.splitlines() if "aljazeera-20170909.q011" in line]
    assert line.endswith("\u2069")
    assert "\u2067" in line


def test_json(run, unlinked):
    found = json.loads(run("align", "--project", unlinked, "--json").out)
    (utterance,) = [u for u in found["utterances"] if u["speaker_id"] == "jon-braga"]
    assert {q["quote_id"] for q in utterance["quotes"]} == {
        "sputnik-20170909.q007", "vg-20170908.q008", "zerohedge-20170909.q011",
    }  # fmt: skip
    assert utterance["score"] >= 0.5
    assert {q["utterance_id"] for q in utterance["quotes"]} == {None}
    assert all(link["utterance_id"] for link in found["links"])


def test_toml_is_ready_to_be_completed(run, unlinked, tmp_path):
    text = run("align", "--project", unlinked, "--toml").out
    file = tmp_path / "new.toml"
    done = run("align", "--project", unlinked, "--output", file)
    assert done.code == 0
    assert file.read_text("utf-8") == text
    assert run("align", "--project", unlinked, "--output", file).code == 1
    entries = tomllib.loads(text)["utterance"]
    path = unlinked / "annotations" / "utterances.toml"
    path.write_text(path.read_text("utf-8") + text.replace('gloss = ""', 'gloss = "Said."'), "utf-8")
    assert {e["id"] for e in entries} < {u.id for u in load_project(unlinked).utterances}


def test_an_entry_without_a_gloss_is_refused(run, unlinked):
    path = unlinked / "annotations" / "utterances.toml"
    path.write_text(path.read_text("utf-8") + run("align", "--project", unlinked, "--toml").out, "utf-8")
    done = run("align", "--project", unlinked)
    assert done.code == 1
    assert "gloss is an empty string" in done.err


def test_a_draft_is_linked_to_what_is_there(run, own_copy):
    """An article without curation: the tool's own quotes are compared with the curated ones."""
    annotation_path(load_project(own_copy), "sputnik-20170909").unlink()
    found = json.loads(run("align", "--project", own_copy, "--json").out)
    links = {
        link["quote"]["quote_id"][:7]: link["utterance_id"]
        for link in found["links"]
        if link["evidence"]["score"] > 0.9
    }
    assert links == {"sputnik": "braga-responsibility"}


def test_evaluate(run):
    measured = json.loads(run("align", "--project", CONVOY, "--evaluate", "--json").out)
    assert measured["utterances"] == 7
    pairs = measured["pairs"]
    assert pairs["gold"] == measured["within"]["gold"] + measured["across"]["gold"] == 49
    # A floor, not a promise: what is proposed is mostly right, and much is not found across languages.
    assert pairs["precision"] > 0.7
    assert measured["within"]["recall"] > measured["across"]["recall"] > 0
    out = run("align", "--project", CONVOY, "--evaluate").out
    assert "pairs across languages" in out
    assert "B-cubed" in out


def test_nothing_to_propose(run, root):
    assert run("align", "--project", root).out.startswith("nothing to propose")
    assert json.loads(run("align", "--project", root, "--json").out) == {"utterances": [], "links": []}
    assert tomllib.loads(run("align", "--project", root, "--toml").out) == {}


@pytest.mark.parametrize("least", ["0", "1.1", "x"])
def test_a_score_is_a_share(run, root, least):
    assert run("align", "--project", root, "--min-score", least).code == 2


# Scale


def test_time_grows_with_the_quotes_not_with_their_pairs():
    """Four times as many quotes take about four times as long: all pairs would take sixteen times."""
    draw = random.Random(8)
    words = [f"{a}{b}{c}" for a in "bdfgklmn" for b in "aeiou" for c in "rstvlmnpd"]

    def quotes(count):
        return items(
            *(
                quote(n % 1000, " ".join(draw.choices(words, k=12)), speaker=f"P{n % 97}", article=f"a{n}")
                for n in range(count)
            )
        )

    assert is_linear(lambda found: propose(ScoredPairs(found)), quotes(500), quotes(2_000))

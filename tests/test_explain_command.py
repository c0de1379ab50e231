"""``corpus explain`` as a command: JSON, output for people, and clear errors."""

import json

import pytest
from commandline import ARABIC, ENGLISH, NORWEGIAN
from conftest import CONVOY
from explained import TEXTS, VALID, places, told

from corpus.evaluate.explain.passages import of_line


@pytest.mark.parametrize("text", [ENGLISH, NORWEGIAN, ARABIC], ids=["en", "nb", "ar"])
def test_command_prints_json(run, tmp_path, text):
    path = tmp_path / "x.txt"
    path.write_text(text, encoding="utf-8")
    (value,) = run("explain", path, "--json").rows
    VALID.validate(value)
    (tagged,) = run("tag", path, "--json").rows
    assert [[p["start"], p["end"]] for a in value["attributions"] for p in a["content"]] == [
        span for a in tagged["attributions"] for span in a["content"]
    ]
    assert all(text[p["start"] : p["end"]] == p["text"] for p in places(value))


@pytest.mark.parametrize("language", TEXTS)
def test_command_for_people(run, tmp_path, language, rules_alone):
    path = tmp_path / "x.txt"
    path.write_text(TEXTS[language], encoding="utf-8")
    done = run("explain", path, "--language", language, "--plain", "--line", "1")
    assert done.code == 0
    (first,) = told(TEXTS[language], language, passages=of_line(TEXTS[language], 1))["attributions"]
    for part in ("content", "cue", "source"):
        (stretch,) = first[part]
        assert f"{stretch['text']}\u2069 {stretch['start']}–{stretch['end']}" in done.out
    assert f"corpus/languages/{language}/cues.toml" in done.out
    assert "indirect.that  A clause that a complementizer opens follows the cue." in done.out
    assert "\x1b" not in done.out
    isolates = sum(done.out.count(i) for i in "\u2066\u2067\u2068")
    assert isolates == done.out.count("\u2069") > 0
    assert ("\u2067" in done.out) == (language == "ar")


def test_command_tells_of_a_dropped_line(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(f"Subscribe\n\n{ENGLISH}", encoding="utf-8")
    done = run("explain", path, "--line", "1")
    assert (done.code, "line 1 is not article text but chrome, by the rule en.subscribe" in done.out) == (0, True)


def test_command_resolves_against_a_project(run, tmp_path, rules_alone):
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"id": "x", "text": "“We see them,” said Braga.", "language": "en"}), encoding="utf-8")
    (value,) = run("explain", path, "--json", "--project", CONVOY).rows
    assert [s["name"] for s in value["speakers"]] == ["Jon Braga"]
    assert "Jon Braga" in run("explain", path, "--project", CONVOY).out


BAD = {
    "offset": (["--at", "900"], 1, "there is no offset 900 in the text. It has 91 characters"),
    "line": (["--line", "7"], 1, "there is no text in line 7. The last line with text is 1"),
    "words": (["--match", "nobody"], 1, "the text does not have 'nobody'"),
    "two passages": (["--at", "1", "--line", "1"], 2, "only one of --at, --line and --match"),
    "model": (["--model", "me"], 2, "'me' is not one of"),
    "language": (["--language", "xx"], 1, "no data for the language 'xx'"),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_bad_option(run, tmp_path, case):
    options, code, message = case
    path = tmp_path / "x.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    done = run("explain", path, *options)
    assert (done.code, done.out) == (code, "")
    assert message in " ".join(done.err.split())
    assert code == 2 or f"error: {path}" in done.err


@pytest.mark.parametrize("rows", [0, 2])
def test_file_of_several_articles(run, tmp_path, rows):
    path = tmp_path / "x.jsonl"
    path.write_text(f"{json.dumps({'id': 'x', 'text': ENGLISH})}\n" * rows, encoding="utf-8")
    done = run("explain", path)
    assert (done.code, "Give a file with one" in done.err) == (1, True)


@pytest.mark.parametrize("name", ["missing.txt", "missing.jsonl", "."])
def test_no_such_file(run, tmp_path, name):
    done = run("explain", tmp_path / name)
    assert (done.code, f"error: {tmp_path / name}: " in done.err) == (1, True)

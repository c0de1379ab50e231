"""``corpus tag``: its JSON, the languages and files it takes, and clear errors for bad input."""

import json
from pathlib import Path

import pytest
from support.commandline import ARABIC, ENGLISH, NORWEGIAN
from support.notices import NOTICES
from support.paths import CONVOY


@pytest.mark.parametrize("jsonl", [False, True])
def test_tag_json_is_as_declared(run, tmp_path, jsonl):
    path = tmp_path / ("x.jsonl" if jsonl else "x.txt")
    path.write_text(json.dumps({"id": "x", "text": ENGLISH}) if jsonl else ENGLISH, encoding="utf-8")
    (row,) = run("tag", path, "--json").rows
    assert (row["id"], row["language"]) == ("x", "en")
    (paragraph,) = row["paragraphs"]
    assert (paragraph["role"], ENGLISH[paragraph["start"] : paragraph["end"]]) == ("body", ENGLISH.strip())
    (found,) = row["attributions"]
    assert [ENGLISH[a:b] for a, b in found["content"]] == ["It is safe to sail,"]
    assert [ENGLISH[a:b] for a, b in found["cue"]] == ["said"]
    assert found["type"] == "direct"
    assert set(found) >= {
        "type", "content", "cue", "source", "speaker", "speaker_kind", "resolution", "medium", "via", "parent", "rule",
    }  # fmt: skip


def test_tag_offsets_count_every_code_point(run, tmp_path):
    """A byte order mark, CRLF and letters beyond the BMP stay in the text and in its offsets."""
    path = tmp_path / "x.txt"
    text = f"\ufeff😀\r\n\r\n{ENGLISH}"
    path.write_bytes(text.encode())
    (row,) = run("tag", path, "--json", "--language", "en").rows
    assert [text[a:b] for a, b in row["attributions"][0]["content"]] == ["It is safe to sail,"]


def test_tag_language(run, tmp_path):
    """The language of the row, else that of the option, else the detected one; aliases are accepted."""
    rows = [
        {"id": 1, "text": ENGLISH, "language": "english"},
        {"id": "2", "text": NORWEGIAN, "language": None},
        {"id": "3", "text": ARABIC},
        {"id": "4", "text": NORWEGIAN, "language": "nb-NO"},
    ]
    path = tmp_path / "x.jsonl"
    path.write_text("\n".join(json.dumps(r) for r in rows) + "\n\n", encoding="utf-8")
    assert [(r["id"], r["language"]) for r in run("tag", path, "--json").rows] == [
        ("1", "en"), ("2", "nb"), ("3", "ar"), ("4", "nb"),
    ]  # fmt: skip
    given = run("tag", path, "--json", "--language", "ara")
    assert [r["language"] for r in given.rows] == ["en", "ar", "ar", "nb"]


def test_tag_several_files_for_people(run, tmp_path):
    names = {"one.txt": ENGLISH, "two.txt": NORWEGIAN, "three.txt": ARABIC}
    for name, text in names.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = run("tag", *(tmp_path / name for name in names))
    assert done.code == 0
    assert "It is safe to sail," in done.out
    assert "الجسر مغلق" in done.out
    assert all(Path(name).stem in done.out for name in names)


def test_tag_says_where_no_part_is_clearly_the_article(run, tmp_path):
    path = tmp_path / "x.txt"
    for text, uncertain in ((NOTICES, True), (ENGLISH, False)):
        path.write_text(text, encoding="utf-8")
        result = run("tag", path, "--json", "--language", "en")
        assert [row["uncertain"] for row in result.rows] == [uncertain]
        assert ("no part of the text is clearly its article" in result.err) is uncertain


def test_tag_plain(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(f"Subscribe\n\n{ENGLISH}", encoding="utf-8")
    (cleaned,), (plain,) = run("tag", path, "--json").rows, run("tag", path, "--json", "--plain").rows
    assert [p["role"] for p in cleaned["paragraphs"]] == ["chrome", "body"]
    assert [p["role"] for p in plain["paragraphs"]] == ["body", "body"]


def test_tag_with_the_speakers_of_a_project(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text("“We see them,” said Braga.", encoding="utf-8")
    (row,) = run("tag", path, "--json", "--language", "en", "--project", CONVOY).rows
    assert [a["speaker"] for a in row["attributions"]] == ["Jon Braga"]


def test_tag_other_encoding(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_bytes(NORWEGIAN.replace("–", "-").encode("latin-1"))
    assert run("tag", path, "--json").code == 1
    assert run("tag", path, "--json", "--encoding", "latin-1").rows[0]["language"] == "nb"
    assert "unknown text encoding 'nonsense'" in run("tag", path, "--encoding", "nonsense").err


# Bad input: what is in the file, and what the error says.
BAD = {
    "empty": (b"", ["there is no text"]),
    "blank": (" \n\u2028\t".encode(), ["there is no text"]),
    "not UTF-8": ("Første linje\nAndre linje \xe5\n".encode("latin-1"), [":1: ", "byte 1 is not valid utf-8"]),
    "not UTF-8 below": (b"One line\nand another \xff\n", [":2: ", "byte 21 is not valid utf-8"]),
    "NUL": (b"One\ntwo \0 three\n", [":2: ", "NUL"]),
    "language not told": (
        b"12 34 56\n",
        ["the language of the text could not be determined", "ar, da, de, en, nb, nn"],
    ),
    "long line": (b"a" * 1_000_001 + b"\n", [":1: ", "a line of 1,000,001 characters"]),
}


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_bad_text(run, tmp_path, case):
    content, message = case
    path, good = tmp_path / "bad.txt", tmp_path / "good.txt"
    path.write_bytes(content)
    good.write_text(ENGLISH, encoding="utf-8")
    done = run("tag", path, good, "--json")
    assert done.code == 1
    assert all(part in done.err for part in [f"error: {path}", *message])
    assert [r["id"] for r in done.rows] == ["good"]


@pytest.mark.parametrize("name", ["missing.txt", "missing.jsonl", "."])
def test_no_such_file(run, tmp_path, name):
    done = run("tag", tmp_path / name)
    assert done.code == 1
    assert f"error: {tmp_path / name}: " in done.err


@pytest.mark.parametrize("suffix", ["txt", "jsonl"])
def test_line_of_fifty_megabytes(run, tmp_path, suffix):
    path = tmp_path / f"big.{suffix}"
    line = b"a" * 50_000_000
    path.write_bytes(line if suffix == "txt" else b'{"id": "big", "text": "%s"}\n' % line)
    done = run("tag", path, "--json", "--language", "en")
    assert done.code == 1
    assert "are too many for one article" in done.err
    assert done.rows == []


def test_bad_lines_do_not_stop_the_others(run, tmp_path):
    path = tmp_path / "x.jsonl"
    good = json.dumps({"id": "good", "text": ENGLISH})
    bad = [
        "{",
        "[]",
        "null",
        "\xff",
        "[" * 100_000,
        '{"id": "x"}',
        '{"id": 1, "text": 2}',
        '{"id": "x", "text": ""}',
        '{"id": "x", "text": "\\u0000"}',
        '{"id": "x", "text": "\\ud800"}',
        '{"id": "x", "text": "a", "language": 1}',
        '{"id": "x", "text": "a", "language": "xx"}',
    ]
    path.write_bytes("\n".join(["", *bad, good]).encode("latin-1"))
    done = run("tag", path, "--json")
    assert done.code == 1
    assert [r["id"] for r in done.rows] == ["good"]
    errors = [line for line in done.err.splitlines() if line.startswith("error: ")]
    assert [line.split(":")[2] for line in errors] == [str(n) for n in range(2, len(bad) + 2)]
    assert "no data for the language 'xx'" in done.err


def test_unknown_language(run, tmp_path):
    path = tmp_path / "x.txt"
    path.write_text(ENGLISH, encoding="utf-8")
    done = run("tag", path, "--language", "klingon")
    assert done.code == 1
    assert "no data for the language 'klingon'" in done.err
    assert "ar, da, de, en, nb, nn" in done.err

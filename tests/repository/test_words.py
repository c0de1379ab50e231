"""Prose holds no more of the words that are not used than it did; see `words.toml` and `scripts/ratchet.py`."""

import tomllib

import pytest
from support import ratchet

DATA = tomllib.loads(ratchet.WORDS.read_text("utf-8"))
PARTS = sorted(ratchet.parts())


@pytest.mark.parametrize("part", PARTS)
def test_part_has_no_more_of_the_words_than_its_ceiling(part):
    found = [
        f"{hit.path}:{hit.line}: {hit.word}: write {hit.write}" for hit in ratchet.word_hits() if hit.place == part
    ]
    assert len(found) <= DATA["ceilings"].get(part, 0), "\n".join(found)


def test_ceilings_name_parts_that_exist():
    assert set(DATA["ceilings"]) <= set(PARTS)


def test_every_word_has_a_reason_and_a_better_one():
    assert all(row.keys() == {"word", "write", "why"} and all(row.values()) for row in DATA["words"])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The rule stands behind the mark.", ["behind", "stands"]),
        ("Nobody WANTS this.", ["WANTS", "Nobody"]),
        ("`behind` and ``stands`` are names; \"told AFP\" is an example.", []),
        ("```python\nbehind = 1\n```\n", []),
        ("there is no file, and it is no longer there", []),
        ("this is no file", ["is no file"]),
        ("standing, understand, wanton, belies", []),
    ],
)  # fmt: skip
def test_words_in(text, words):
    assert [word for _, word, _ in ratchet.words_in(text)] == words


def test_prose_of_code_is_comments_and_strings_of_several_words(tmp_path):
    path = tmp_path / "one.py"
    path.write_text(
        '"""First line.\n\nMore."""\n\nNAME = "behind"  # why it is so\nf(f"{NAME} was not found")\n', "utf-8"
    )
    assert sorted(ratchet.prose(path)) == [(1, "First line.\n\nMore."), (5, "# why it is so"), (6, " was not found")]

"""Articles that resemble one another."""

from corpus.add.duplicates import DuplicateIndex
from corpus.clean.roles import plain_segments
from corpus.languages.language import load_language

ENGLISH = load_language("en")
WORDS = [f"word{letter}{other}" for letter in "abcdefgh" for other in "abcdefgh"]
FIRST = " ".join(WORDS[:40]) + "."


def similar(text: str):
    index = DuplicateIndex()
    index.add("first", FIRST, plain_segments(FIRST), ENGLISH)
    return index.similar(text, plain_segments(text), ENGLISH)


def test_same_text():
    (found,) = similar(FIRST)
    assert (found.id, found.similarity, found.same) == ("first", 1.0, True)


def test_shared_runs():
    (found,) = similar(" ".join(WORDS[20:60]))
    assert not found.same
    # 20 shared words have 16 runs of five, of the 36 runs of each text.
    assert found.similarity == 16 / 36


def test_few_shared_runs():
    assert similar(" ".join(WORDS[30:64])) == ()


def test_short_text_means_little():
    assert similar(" ".join(WORDS[:13])) == ()
    assert similar(" ".join(WORDS[:14]))[0].similarity == 1.0

"""Named predicates of the align room."""

from dataclasses import replace

import pytest
from support.aligned import items, quote

from corpus.align.numbers import find_numbers
from corpus.align.scoring import days_between, speaker_relation
from corpus.align.word_edits import compare_words, split_words
from corpus.languages.language import load_language
from corpus.languages.tokenizer import tokenize


def numbers(text, code="en"):
    language = load_language(code)
    return find_numbers(text, tokenize(text, 0, len(text), folding=language.fold), language)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty one", ["21"]),
        ("twenty thirty", ["20", "30"]),
        ("two hundred and five", ["205"]),
        ("one", []),
        ("1.5 million", ["1500000"]),
    ],
)
def test_words_that_continue_a_number(text, expected):
    assert numbers(text) == expected


def test_words_after_a_number_beyond_all_precision():
    """The remainder of such a number is not defined: the word after it is a number of its own."""
    assert "5" in numbers(f"{'9' * 30} hundred and five")


def test_relations_of_speakers():
    a, b = items(quote(1, "The pier fell."), quote(2, "The pier fell.", day=20))
    assert speaker_relation(a, b) == "same"
    assert speaker_relation(a, replace(b, speaker="harbour-board")) == "allied"
    assert speaker_relation(a, replace(b, speaker="per-lund")) == "other"
    assert speaker_relation(a, replace(b, speaker=None)) == "unknown"
    assert days_between(a, b) == days_between(b, a) == 12


def test_brackets_belong_to_the_word_next_to_them():
    words = split_words("He blamed [Daesh] again", load_language("en"))
    assert [words.text[a:b] for a, b in zip(words.starts, words.ends, strict=True)] == [
        "He",
        "blamed",
        "[Daesh]",
        "again",
    ]


def test_edits_of_an_empty_text():
    english = load_language("en")
    similarity, edits = compare_words(split_words("", english), split_words("one word", english))
    assert (similarity, [e.operation for e in edits]) == (0.0, ["added"])

"""The noun phrase to the left and to the right of a cue."""

import pytest

from corpus.quotes.noun_phrases import left_phrase, right_phrase
from tests.quotes.sentences import sentence_of, words


@pytest.mark.parametrize(
    ("text", "cue", "expected"),
    [
        ("The mayor of Oldport said no.", "said", "The mayor of Oldport"),
        ("Kari Moen and the head of the union said no.", "said", "Kari Moen and the head of the union"),
        ("Kari Moen, 62, of Oldport, said no.", "said", "Kari Moen, 62, of Oldport"),
        ("He said no.", "said", "He"),
        ("The mayor has repeatedly said no.", "said", "The mayor"),
        ("Gen. Moen (52) said no.", "said", "Gen. Moen (52)"),
        ("When asked about it, she said no.", "said", "she"),
    ],
)
def test_left(text, cue, expected):
    sentence = sentence_of(text)
    at = next(k for k, item in enumerate(sentence.items) if item.word == cue)
    assert words(sentence, left_phrase(sentence, at)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("said the mayor of Oldport on Monday.", "the mayor of Oldport"),
        ("said Kari Moen, head of the union.", "Kari Moen, head of the union"),
        ("said she in a letter.", "she"),
        ("said in a letter.", None),
    ],
)
def test_right(text, expected):
    sentence = sentence_of(text)
    assert words(sentence, right_phrase(sentence, 1)) == expected

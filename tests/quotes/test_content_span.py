"""Where a content without marks begins and ends."""

import pytest

from corpus.quotes.content_span import (
    content_end,
    content_start,
    ends_clause,
    noun_phrase_end,
    trimmed,
    without_bracket,
)
from corpus.quotes.cue_frames import find_cue_frames
from tests.quotes.sentences import sentence_of, words


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("The quay is open.", "The"),
        ("– The quay is open.", "The"),
        ("But the quay is open.", "the"),
        ("... and so it is.", "so"),
    ],
)
def test_start(text, first):
    sentence = sentence_of(text)
    assert sentence.items[content_start(sentence, len(sentence))].word == first


@pytest.mark.parametrize(
    ("code", "text", "last"),
    [
        ("en", "Moen said that the quay was open.", "."),
        ("en", "Moen said that the quay was open and added that the ferry was full.", "open"),
        ("en", "Moen said that the quay was open, but the mayor closed it.", "open"),
        ("en", "Moen said that the quay was open – the mayor closed it.", "."),
        ("en", "Moen, who said that the quay was open, left.", "open"),
        ("en", "When Moen said that the quay was open, the ferry left.", "open"),
        ("nb", "Moen sier at kaia er åpen, men at den er gammel.", "."),
    ],
)
def test_end(code, text, last):
    sentence = sentence_of(text, code)
    frame, *later = find_cue_frames(sentence)
    start = frame.end + 1
    end = content_end(sentence, frame.begin, start, later)
    assert sentence.items[end - 1].word == last


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("a new bridge on Monday.", "a new bridge"),
        ("a new bridge for the town.", "a new bridge for the town"),
        ("a new bridge.", "a new bridge"),
    ],
)
def test_noun_phrase_ends_before_a_time(text, content):
    sentence = sentence_of(text)
    end = noun_phrase_end(sentence, 0, len(sentence) - 1)
    assert words(sentence, (0, end)) == content


@pytest.mark.parametrize(
    ("text", "content"),
    [(", the quay is open.", "the quay is open"), ("the quay, –", "the quay"), (", – ,", None)],
)
def test_trimmed(text, content):
    sentence = sentence_of(text)
    assert words(sentence, trimmed(sentence, 0, len(sentence))) == content


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("the quay is open (picture).", "the quay is open"),
        ("the quay (the old one) is open.", "the quay (the old one) is open."),
        ("the quay is open).", "the quay is open)."),
    ],
)
def test_bracket_at_the_end_is_the_writers(text, content):
    sentence = sentence_of(text)
    assert words(sentence, (0, without_bracket(sentence, 0, len(sentence)))).strip() == content


def test_end_of_a_clause():
    sentence = sentence_of("Moen left, she said.")
    assert [ends_clause(sentence, k) for k in range(len(sentence) + 1)] == [
        False,
        False,
        True,
        False,
        False,
        True,
        True,
    ]

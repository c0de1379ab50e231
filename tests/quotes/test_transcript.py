"""Labelled turns of interviews and transcripts, and what only looks like them."""

from dataclasses import replace

import pytest

from corpus.clean.roles import plain_segments
from corpus.languages.language import article_tokens, load_language
from corpus.quotes.engine import find_attributions
from corpus.quotes.transcript import TURN


def turns(text, language="en", role="body"):
    """Source and content of the attributions of turns, in order."""
    segments = [replace(segment, role=role) for segment in plain_segments(text)]
    settings = load_language(language)
    found, _ = find_attributions(article_tokens(text, segments, settings), segments, settings)
    return [(f.source[0].of(text), f.content[0].of(text)) for f in found if f.rule == TURN]


def test_a_label_that_returns_makes_turns():
    text = "Bo Marsh: Is it open?\n\nAna Holt: Not yet.\n\nBo Marsh: When?"
    assert turns(text) == [("Bo Marsh", "Is it open?"), ("Ana Holt", "Not yet."), ("Bo Marsh", "When?")]


def test_a_particle_is_part_of_a_label():
    text = "Q: Is it open?\n\nJan van der Berg: Not yet.\n\nQ: When?"
    assert turns(text)[1] == ("Jan van der Berg", "Not yet.")


def test_questions_and_answers_in_one_paragraph():
    assert turns("Q: Is it open? A: Not yet. Q: When?") == [("Q", "Is it open?"), ("A", "Not yet."), ("Q", "When?")]


def test_names_in_capitals_make_turns():
    text = "MAYOR HOLT: We will rebuild.\n\nIt rained.\n\nREPORTER: When?"
    assert turns(text) == [("MAYOR HOLT", "We will rebuild."), ("REPORTER", "When?")]


def test_captions_with_a_keyword_in_capitals_are_not_turns():
    text = "ON THE QUAY: Passengers wait for the ferry.\n\nSTORM: The harbour is shut."
    assert len(turns(text)) == 2
    assert turns(text, role="caption") == []


@pytest.mark.parametrize(
    "text",
    [
        "Time: Monday\n\nPlace: Quay\n\nTime: Tuesday\n\nPlace: Hall",
        "Ana Holt: It is shut.\n\nBo Marsh: It is not.\n\nLee Marr: Who knows?",
        "Bo Marsh: Open?\n\nAna Holt: No.",
        "Ana Holt: One.\n\nAna Holt: Two.\n\nAna Holt: Three.",
        "What we know so far: It is shut.\n\nWhat we do not know: When.\n\nWhat we know so far: It is wet.",
    ],
    ids=["facts", "no label returns", "two turns", "one label", "phrases as labels"],
)
def test_other_colons_make_no_turns(text):
    assert turns(text) == []


def test_paragraphs_between_end_a_transcript():
    between = "\n\n".join(["It rained."] * 3)
    assert turns(f"Bo Marsh: Open?\n\nAna Holt: No.\n\n{between}\n\nBo Marsh: When?") == []

"""Labelled turns of interviews and transcripts, and what only looks like them."""

import pytest

from corpus.clean.roles import plain_segments
from corpus.languages.language import load_language
from corpus.quotes.turns import RULE, find_turns


def turns(text, language="en"):
    found = find_turns(text, plain_segments(text), load_language(language))
    return [(f.source[0].of(text), f.content[0].of(text)) for _, f in sorted(found.items())]


def test_a_label_that_returns_makes_turns():
    text = "Bo Marsh: Is it open?\n\nAna Holt: Not yet.\n\nBo Marsh: When?"
    assert turns(text) == [("Bo Marsh", "Is it open?"), ("Ana Holt", "Not yet."), ("Bo Marsh", "When?")]


def test_a_particle_is_part_of_a_label():
    text = "Q: Is it open?\n\nJan van der Berg: Not yet.\n\nQ: When?"
    assert turns(text)[1] == ("Jan van der Berg", "Not yet.")


def test_a_turn_has_the_rule_of_turns():
    text = "Q: Open?\n\nA: No.\n\nQ: When?"
    assert {f.rule for f in find_turns(text, plain_segments(text), load_language("en")).values()} == {RULE}


@pytest.mark.parametrize(
    "text",
    [
        "Time: Monday\n\nPlace: Quay\n\nTime: Tuesday\n\nPlace: Hall",
        "Ana Holt: It is shut.\n\nBo Marsh: It is not.\n\nLee Marr: Who knows?",
        "Q: Open?\n\nA: No.",
        "Ana Holt: One.\n\nAna Holt: Two.\n\nAna Holt: Three.",
        "What we know so far: It is shut.\n\nWhat we do not know: When.\n\nWhat we know so far: It is wet.",
    ],
    ids=["facts", "no label returns", "two turns", "one label", "phrases as labels"],
)
def test_other_colons_make_no_turns(text):
    assert turns(text) == []


def test_paragraphs_between_end_a_transcript():
    between = "\n\n".join(["It rained."] * 3)
    assert turns(f"Q: Open?\n\nA: No.\n\n{between}\n\nQ: When?") == []

"""Quoted stretches and their cues, and paragraphs that begin with a speech dash."""

import pytest

from corpus.quotes.cue_frames import find_cue_frames
from corpus.quotes.direct import find_dash, find_direct, opens_with_dash
from tests.quotes.sentences import sentence_of


def linked(text, code="en"):
    sentence = sentence_of(text, code)
    found, frames, stretches = find_direct(sentence, find_cue_frames(sentence))
    return [(f.rule, [s.of(text) for s in f.content]) for f in found], len(frames), len(stretches)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“It is safe,” said Moen.", ([("direct.trailing", ["It is safe,"])], 1, 1)),
        ("Moen said: “It is safe.”", ([("direct.leading", ["It is safe."])], 1, 1)),
        ("“It,” said Moen, “is safe.”", ([("direct.trailing", ["It,", "is safe."])], 1, 2)),
        ("On “This Week”, Moen said that it is safe.", ([], 0, 0)),
        ("Moen did not say “it is safe”.", ([], 0, 0)),
        ("Moen left the “old quay”.", ([], 0, 0)),
        (
            "“It is safe,” said Moen, and the mayor replied: “It is not.”",
            ([("direct.trailing", ["It is safe,"]), ("direct.leading", ["It is not."])], 2, 2),
        ),
    ],
)
def test_stretches_are_linked_to_cues(text, expected):
    assert linked(text) == expected


@pytest.mark.parametrize(
    ("code", "text", "opens"),
    [
        ("nb", "– Kaia er åpen, sier Moen.", True),
        ("nb", "-Kaia er åpen, sier Moen.", True),
        ("nb", "-en er åpen.", False),
        ("nb", "– «Kaia», sier Moen.", False),
        ("nb", "Kaia er åpen.", False),
        ("en", "– The quay is open, said Moen.", False),
    ],
)
def test_speech_dash(code, text, opens):
    assert opens_with_dash([sentence_of(text, code)]) is opens


def test_no_sentence_opens_with_no_dash():
    assert not opens_with_dash([])


@pytest.mark.parametrize(
    ("text", "contents", "dashes"),
    [
        ("– Kaia er åpen, sier Moen.", [("direct.dash", ["Kaia er åpen"])], 1),
        ("– Kaia er åpen.", [("direct.dash-alone", ["Kaia er åpen."])], 1),
        ("– Kaia, sier Moen, – er åpen.", [("direct.dash", ["Kaia", "er åpen."])], 2),
    ],
)
def test_dash_paragraph(text, contents, dashes):
    sentence = sentence_of(text, "nb")
    found, marks = find_dash([sentence], [find_cue_frames(sentence)])
    assert [(f.rule, [s.of(text) for s in f.content]) for f in found] == contents
    assert len(marks) == dashes
    assert all(mark.end == mark.inner_end for mark in marks)

"""From what was found to records: ids, types, parents and marks."""

import pytest

from corpus.quotes.marks import pair_marks
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span
from corpus.speakers.assembly import assemble
from corpus.speakers.context import Resolved
from corpus.speakers.entities import Name

TEXT = "“It is  safe,” said Kari Moen in a letter. She added that it is “open”."
MOEN = Resolved(Name("Kari Moen", None, "person"), "named", confidence=0.9)


def span(words):
    start = TEXT.index(words)
    return Span(start, start + len(words))


def raw(content, **more):
    return RawAttribution((span(content),), (), (), more.pop("rule", "direct.trailing"), **more)


def assembled(*found):
    return assemble(TEXT, found, pair_marks(TEXT, 0, len(TEXT)), [MOEN] * len(found))


@pytest.mark.parametrize(
    ("content", "rule", "kind"),
    [
        ("It is  safe,", "direct.trailing", "direct"),
        ("it is “open”", "indirect.that", "mixed"),
        ("it is", "indirect.that", "indirect"),
        ("it is", "direct.block", "direct"),
    ],
)
def test_type_by_the_marks(content, rule, kind):
    (found,), _ = assembled(raw(content, rule=rule))
    assert (found.id, found.type, found.speaker, found.speaker_confidence) == ("q001", kind, "Kari Moen", 0.9)


def test_medium_is_a_value_and_no_place():
    (found,), _ = assembled(raw("it is", medium=span("It is  safe")))
    assert found.medium == "It is safe"


def test_marks_know_their_attribution():
    _, marks = assembled(raw("It is  safe,"))
    assert [(TEXT[m.start : m.end], m.kind, m.attribution) for m in marks] == [
        ("“It is  safe,”", "quotation", "q001"),
        ("“open”", "term", None),
    ]

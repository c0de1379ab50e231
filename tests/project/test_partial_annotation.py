"""Attributions of a tool's file become an annotation."""

from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import ProjectError
from corpus.project.exchange.partial_annotation import PartialAnnotation, PartialAttribution, complete, with_ids
from corpus.records import Span

TEXT = "“Go on,” said Ana.\n\nBye, she wrote."
DOCUMENT = {"article": "one", "sha256": "0", "status": "unreviewed", "differences": "[]"}
FIRST = PartialAttribution({"id": "q002"}, {"content": (Span(1, 7),)})
SECOND = PartialAttribution({}, {"content": (Span(20, 23),), "cue": (Span(29, 34), Span(25, 28))})
PARTIAL = PartialAnnotation(DOCUMENT, [(20, "body"), (0, "body")], [SECOND, FIRST], [])


def test_ids_are_the_next_free_ones():
    taken = PartialAttribution({"id": "q001"}, FIRST.parts)
    named = with_ids([SECOND, taken, FIRST, SECOND])
    assert [a.fields["id"] for a in named] == ["q003", "q001", "q002", "q004"]
    assert SECOND.fields == {}


def test_complete():
    annotation = complete(PARTIAL, TEXT, path=Path("one.x"))
    assert [(s.line, s.role) for s in annotation.segments] == [(1, "body"), (3, "body")]
    first, second = annotation.attributions
    assert (first.id, first.type, [s.text for s in first.content]) == ("q002", "direct", ["Go on,"])
    assert (second.id, second.type, second.speaker, second.note) == ("q001", "indirect", "unknown", "")
    assert [s.text for s in second.cue] == ["she", "wrote"]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"document": {"article": "one"}}, "the sha256 of the document is missing"),
        ({"attributions": [PartialAttribution()]}, "an attribution without a content"),
        ({"document": {**DOCUMENT, "status": "reviewed"}}, "has no type, speaker, speaker_kind, resolution"),
        ({"roles": [(1, "body")]}, "the role at 1 does not start a line"),
        ({"roles": [(0, "bodyy")]}, r"segments\[0\]\.role is not one of headline"),
    ],
)
def test_incomplete(changes, message):
    with pytest.raises(ProjectError, match=message):
        complete(replace(PARTIAL, **changes), TEXT, path=Path("one.x"))

"""Parts of an utterance."""

import pytest

from corpus.project.utterance_parts import part_faults, unit_parts
from corpus.records import Utterance, UtterancePart


def utterance(**holds: tuple[str, ...]) -> Utterance:
    return Utterance("u", None, "Gloss.", tuple(UtterancePart(name, "Part.", held) for name, held in holds.items()))


GOOD = utterance(a=(), b=(), ab=("a", "b"), c=(), all=("ab", "c"))


@pytest.mark.parametrize(
    ("part", "units"), [(None, ("a", "b", "c")), ("all", ("a", "b", "c")), ("ab", ("a", "b")), ("c", ("c",))]
)
def test_unit_parts(part, units):
    assert list(part_faults(GOOD)) == []
    assert unit_parts(GOOD, part) == units


@pytest.mark.parametrize(
    ("holds", "fault"),
    [
        ({"a": (), "b": ("a", "x")}, "the part 'b' holds 'x', which is not a part"),
        ({"a": (), "b": ("a",)}, "the part 'b' does not hold two different parts or more"),
        ({"a": (), "b": ("a", "a")}, "the part 'b' does not hold two different parts or more"),
        ({"a": (), "b": ("a", "c"), "c": ("a", "b")}, "the part 'b' holds itself"),
    ],
)
def test_faults(holds, fault):
    assert fault in list(part_faults(utterance(**holds)))


def test_duplicate_part():
    twice = Utterance("u", None, "Gloss.", (UtterancePart("a", "Part."), UtterancePart("a", "Part.")))
    assert list(part_faults(twice)) == ["the part 'a' is listed 2 times"]

"""Which side a quotation mark is, from its neighbours and the marks that are open."""

import pytest

from corpus.quotes.marks import MarkContext, double_side, pair_marks, single_side


@pytest.mark.parametrize(
    ("char", "before", "after", "opened", "side"),
    [
        ('"', " ", "T", "", "open"),
        ('"', ".", " ", '"', "close"),
        ("“", " ", "T", "", "open"),
        ("“", ".", " ", "„", "close"),
        ("»", " ", "D", "", "open"),
        ("»", ".", " ", "«", "close"),
        ('"', "(", "T", "", "open"),
        ('"', "–", "T", "", "open"),
        ('"', " ", ".", '"', "close"),
    ],
)
def test_double_side(char, before, after, opened, side):  # noqa: PLR0917  (one for each part of a case)
    assert double_side(MarkContext(char, before, after, tuple(opened))) == side


@pytest.mark.parametrize(
    ("char", "before", "after", "opened", "side"),
    [
        ("'", "n", "t", "", "none"),
        ("‘", " ", "T", "", "open"),
        ("’", " ", "T", "", "none"),
        ("’", ".", " ", "‘", "close"),
        ("’", "s", " ", "", "none"),
        ("'", " ", "5", "", "none"),
    ],
)
def test_single_side(char, before, after, opened, side):  # noqa: PLR0917  (one for each part of a case)
    assert single_side(MarkContext(char, before, after, tuple(opened))) == side


def test_what_allows_an_opening_mark():
    assert MarkContext('"', " ", "a", ()).may_follow_opening
    assert MarkContext("“", '"', "a", ('"',)).may_follow_opening
    assert not MarkContext('"', "a", "b", ()).may_follow_opening


def test_what_allows_a_closing_mark():
    assert MarkContext('"', "a", ",", ('"',)).may_precede_closing
    assert not MarkContext('"', "a", "b", ('"',)).may_precede_closing
    assert not MarkContext('"', "a", "$", ('"',)).may_precede_closing


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The 12" pipe burst, she said.', []),
        ("‘The sailors’ boats are here.’", ["The sailors’ boats are here."]),
        ("“He said ‘no’ twice.”", ["He said ‘no’ twice.", "no"]),
        ("„Die Brücke ist zu.“", ["Die Brücke ist zu."]),
        ("»Broen er lukket«, sagde hun.", ["Broen er lukket"]),
    ],
)
def test_pairs(text, expected):
    found = pair_marks(text, 0, len(text))
    assert [text[q.inner_start : q.inner_end] for q in found] == expected

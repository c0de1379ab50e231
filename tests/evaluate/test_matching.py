"""Matching one to one, the agreement of parts, and the bins of calibration, on small texts."""

import pytest
from support.measured import GOLD_A, A, row

from corpus.evaluate.calibration import _bin_number
from corpus.evaluate.gold import _is_pair_of_integers
from corpus.evaluate.matching import agree, character_sets, content_overlap, match_pairs
from corpus.evaluate.misses import _lists_cue
from corpus.evaluate.units import Unit
from corpus.project.annotated_marks import all_pairs, type_by_marks
from corpus.records import Span

TEXT = "abcd efgh ijkl"


def sets(*contents):
    return character_sets(TEXT, [row("direct", content) for content in contents])


def test_characters_leave_out_white_space():
    (found,) = sets([[3, 6]])
    assert (found.content, found.cue, found.start) == ({3, 5}, set(), 3)
    assert sets([])[0].start == 0


@pytest.mark.parametrize(
    ("a", "b", "overlap"),
    [([[0, 4]], [[0, 4]], 1.0), ([[0, 4]], [[2, 4]], 0.5), ([[0, 4]], [[5, 9]], 0.0), ([], [], 0.0)],
)
def test_content_overlap_is_intersection_over_union(a, b, overlap):
    first, second = sets(a, b)
    assert content_overlap(first, second) == content_overlap(second, first) == overlap


@pytest.mark.parametrize(
    ("a", "b", "expected"), [({1}, {1, 2}, True), ({1}, {2}, False), (set(), set(), True), ({1}, set(), False)]
)
def test_agree(a, b, expected):
    assert agree(frozenset(a), frozenset(b)) is agree(frozenset(b), frozenset(a)) is expected


def test_highest_overlap_is_matched_first():
    gold = sets([[0, 4]], [[0, 3]])
    predicted = sets([[0, 3]], [[0, 4]])
    assert match_pairs(gold, predicted) == [(0, 1), (1, 0)]


def test_an_overlap_of_half_is_enough_and_less_is_not():
    assert match_pairs(sets([[0, 4]]), sets([[2, 4]])) == [(0, 0)]
    assert match_pairs(sets([[0, 4]]), sets([[3, 4]])) == []


def test_ties_are_broken_by_source_then_by_order():
    gold = character_sets(A, [GOLD_A[0]])
    without_source, same = row("direct", [[1, 7]]), row("direct", [[1, 7]], source=[[14, 17]])
    assert match_pairs(gold, character_sets(A, [without_source, same])) == [(0, 1)]
    assert match_pairs(gold, character_sets(A, [same, same])) == [(0, 0)]


@pytest.mark.parametrize(("confidence", "number"), [(0.0, 0), (0.1, 1), (0.3, 3), (0.699, 6), (0.7, 7), (1.0, 9)])
def test_bins_include_their_lower_bound(confidence, number):
    assert _bin_number(confidence) == number


@pytest.mark.parametrize(
    ("value", "expected"),
    [([0, 1], True), ([0, True], False), ([0], False), ([0, 1, 2], False), ((0, 1), False), ([0.0, 1], False)],
)
def test_pair_of_integers(value, expected):
    assert _is_pair_of_integers(value) is expected


@pytest.mark.parametrize(("cue", "expected"), [([9, 13], True), ([14, 17], False)])
def test_lists_cue(cue, expected):
    assert _lists_cue(Unit("a", "en", A, (), ()), Span(*cue)) is expected


def test_type_of_a_content_in_two_quotations():
    text = '"One" and "two" it is.'
    assert type_by_marks(text, [Span(1, 4), Span(11, 14)], all_pairs(text)) == "direct"
    assert type_by_marks(text, [Span(1, 14)], all_pairs(text)) == "mixed"

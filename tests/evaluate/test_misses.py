"""Errors one by one: what is missed or extra, and which part of a detected attribution differs."""

from dataclasses import replace

import pytest
from support.measured import GOLD_A, A, row

from corpus.evaluate.measures import Measure, evaluate
from corpus.evaluate.misses import mismatches, misses
from corpus.evaluate.report import WITH_AUTHORITY, WITHOUT_AUTHORITY, groups_shown, measure_cell, speaker_rows
from corpus.evaluate.units import Unit


def unit(predicted, gold=GOLD_A):
    return Unit("a", "en", A, tuple(gold), tuple(predicted), speakers=True)


def test_nothing_to_list():
    assert list(misses([unit(GOLD_A)])) == list(mismatches([unit(GOLD_A)])) == []


@pytest.mark.parametrize(
    ("gold", "predicted", "kind", "reason"),
    [
        ([GOLD_A[0]], [], "missed", "the cue is listed, but what it governs was not recognised here"),
        ([replace(GOLD_A[0], cue=())], [], "missed", "no cue signals it"),
        ([replace(GOLD_A[0], cue=GOLD_A[0].source)], [], "missed", "the cue is not listed for the language"),
        ([], [GOLD_A[0]], "extra", "by the annotation this cue reports nothing"),
    ],
)
def test_reason(gold, predicted, kind, reason):
    (found,) = misses([unit(predicted, gold)])
    assert (found.kind, found.reason, found.line) == (kind, reason, 1)


def test_another_content_at_the_same_cue_is_missed_and_extra():
    other = replace(GOLD_A[0], content=row("direct", [[1, 3]]).content)
    extra, missed = misses([unit([other], [GOLD_A[0]])])
    assert missed.reason == "found at this cue with another content, which overlaps by 40%"
    assert extra.reason == "its cue has another content, which overlaps by 40%"


@pytest.mark.parametrize(
    ("changed", "part", "values"),
    [
        ({"source": ()}, "source", ("Ana", "")),
        ({"speaker": "Ben"}, "speaker", ("Ana", "Ben")),
        ({"type": "mixed"}, "type", ("direct", "mixed")),
        ({"cue": ()}, "cue", ("said", "")),
        ({"content": row("direct", [[1, 6]]).content}, "content", ("Go on,", "Go on")),
    ],
)
def test_mismatch(changed, part, values):
    (found,) = mismatches([unit([replace(GOLD_A[0], **changed)], [GOLD_A[0]])])
    assert (found.part, found.gold, found.predicted, found.content) == (part, *values, "Go on,")


def test_cells_and_groups_of_a_report():
    assert measure_cell(Measure(None, None, None)) == "–"
    assert measure_cell(Measure(0.5, None, None)) == "0.500"
    assert measure_cell(Measure(0.5, 0.25, 0.75)) == "0.500 [0.25–0.75]"
    report = evaluate([unit(GOLD_A)])
    assert list(groups_shown(report)) == ["overall", "en", "direct", "indirect"]
    rows = list(speaker_rows(report, report))
    assert [row[0] for row in rows] == ["", *[WITH_AUTHORITY] * 4, *[WITHOUT_AUTHORITY] * 4]
    assert len(list(speaker_rows(report, None))) == 5

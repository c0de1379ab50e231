"""Pairing, counting and measuring; the figures of the sample are worked out by hand."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.measured import GOLD_A, UNITS, A, row, values

from corpus.evaluate.measures import evaluate
from corpus.evaluate.units import Unit
from corpus.project.annotated_marks import all_pairs, type_by_marks
from corpus.records import Span


def test_sample():
    found = values(UNITS)
    assert [found[f"detection_{m}"] for m in ("precision", "recall", "f1")] == [0.5, 0.666667, 0.571429]
    assert [found[f"attribution_{m}"] for m in ("precision", "recall", "f1")] == [0.25, 0.333333, 0.285714]
    assert (found["content_exact"], found["cue_overlap"], found["source_exact"]) == (0.5, 1.0, 0.5)
    assert found["false_alarms"] == 1.0
    # Two detected pairs, of which Ben is right; two predictions and two gold attributions name a speaker.
    assert (found["speaker_accuracy"], found["speaker_precision"], found["speaker_recall"]) == (0.5, 0.5, 0.5)
    assert found["unknown_accuracy"] is None
    assert found["role_accuracy"] is None


def test_groups():
    report = evaluate(UNITS)
    assert list(report.groups) == [
        "overall", "en", "nb", "direct", "indirect", "mixed", "en.direct", "en.indirect", "nb.direct", "nb.mixed",
    ]  # fmt: skip
    assert values(UNITS, "mixed")["detection_recall"] == 0.0
    direct = values(UNITS, "direct")
    assert [direct[f"detection_{m}"] for m in ("precision", "recall", "f1")] == [0.5, 1.0, 0.666667]
    assert values(UNITS, "nb.direct")["detection_recall"] is None
    assert values(UNITS, "nb.direct")["detection_f1"] == 0.0


def test_perfect_and_nothing():
    perfect = values([replace(u, predicted=u.gold) for u in UNITS])
    assert {v for name, v in perfect.items() if v is not None} == {1.0, 0.0}
    assert [name for name, v in perfect.items() if v == 0.0] == ["false_alarms"]
    nothing = values([replace(u, predicted=()) for u in UNITS])
    assert (nothing["detection_precision"], nothing["detection_recall"], nothing["detection_f1"]) == (0.0, 0.0, 0.0)
    assert nothing["content_exact"] is None


def test_unknown_speaker_is_apart():
    unknown = replace(GOLD_A[0], speaker="unknown")
    unit = Unit("a", "en", A, (unknown, GOLD_A[1]), (unknown, replace(GOLD_A[1], speaker="unknown")), speakers=True)
    found = values([unit])
    assert (found["speaker_accuracy"], found["unknown_accuracy"]) == (0.5, 1.0)
    assert (found["speaker_precision"], found["speaker_recall"]) == (None, 0.0)


def test_gold_without_speakers():
    found = values([replace(u, speakers=False) for u in UNITS])
    assert {found[name] for name in found if name.startswith(("speaker", "unknown"))} == {None}


def test_one_to_one():
    twice = (GOLD_A[0], replace(GOLD_A[0], content=(Span(1, 6),)))
    found = values([Unit("a", "en", A, (GOLD_A[0],), twice)])
    assert (found["detection_precision"], found["detection_recall"], found["content_exact"]) == (0.5, 1.0, 1.0)


def test_white_space_is_no_content():
    wide = replace(GOLD_A[1], content=(Span(32, 44),))
    assert values([Unit("a", "en", A, (GOLD_A[1],), (wide,))])["content_exact"] == 1.0


SPANS = st.lists(
    st.tuples(st.integers(0, 17), st.integers(1, 5)).map(lambda p: [p[0], p[0] + p[1]]), min_size=1, max_size=2
)
ROWS = st.lists(st.builds(row, st.sampled_from(["direct", "indirect", "mixed"]), SPANS, SPANS, SPANS), max_size=4)


@given(ROWS, ROWS)
def test_turned_around(gold, predicted):
    """Precision is the recall of the other way round, as long as there is something on either side."""
    one = Unit("a", "en", "abcdefgh jklmno qrstuv", tuple(gold), tuple(predicted))
    there, back = values([one]), values([replace(one, gold=one.predicted, predicted=one.gold)])
    if gold and predicted:
        assert there["detection_precision"] == back["detection_recall"]
        assert there["detection_f1"] == back["detection_f1"]
        assert there["cue_overlap"] == back["cue_overlap"]
    assert all(v is None or 0 <= v <= 1 for v in there.values())


# Intervals


def test_intervals_are_the_same_each_time():
    many = [replace(u, id=f"{u.id}{n}") for n in range(20) for u in UNITS]
    report = evaluate(many)
    assert report == evaluate(many)
    for measure in report.groups["overall"].measures.values():
        if measure.value is not None:
            assert 0 <= measure.low <= measure.value <= measure.high <= 1
    assert report.groups["overall"].measures["detection_f1"].low < 0.5714 - 0.02


def test_one_cluster_has_no_interval():
    measure = evaluate(UNITS[:1]).groups["overall"].measures["detection_f1"]
    assert (measure.value, measure.low, measure.high) == (1.0, None, None)


def test_lines_are_resampled():
    text = "\n".join([A, A])
    second = tuple(replace(g, content=tuple(Span(s.start + 46, s.end + 46) for s in g.content)) for g in GOLD_A)
    unit = Unit("a", "en", text, GOLD_A + second, GOLD_A, by_line=True)
    report = evaluate([unit])
    assert (report.resampled, report.clusters) == ("lines", 2)
    recall = report.groups["overall"].measures["detection_recall"]
    assert (recall.low, recall.value, recall.high) == (0.0, 0.5, 1.0)


# Types that are derived from quotation marks


@pytest.mark.parametrize(
    ("content", "kind"),
    [([[1, 7]], "direct"), ([[0, 8]], "direct"), ([[33, 44]], "indirect"), ([[0, 17]], "mixed"), ([], "indirect")],
)
def test_type_by_marks(content, kind):
    assert type_by_marks(A, [Span(*s) for s in content], all_pairs(A)) == kind

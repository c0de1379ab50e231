"""Pairing, counting and measuring; the figures of the sample are worked out by hand."""

import gzip
import json
from dataclasses import asdict, replace

import pytest
from conftest import CONVOY
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from corpus.__main__ import app
from corpus.errors import InputError, LanguageError, ProjectError
from corpus.evaluate import Unit, evaluate
from corpus.evaluate.misses import misses
from corpus.evaluate.run import file_units, project_units
from corpus.evaluate.units import all_pairs, type_by_marks
from corpus.pipeline import annotate_project
from corpus.project import load_project
from corpus.records import Attribution, Span

RUNNER = CliRunner()
EMPTY = (None, None, None)


def row(kind: str, content, cue=(), source=(), *, speaker="unknown") -> Attribution:
    content, cue, source = ([Span(*s) for s in part] for part in (content, cue, source))
    return Attribution("q", kind, tuple(content), tuple(cue), tuple(source), speaker=speaker)


A = '"Go on," said Ana. He added that it was late.'
GOLD_A = (
    row("direct", [[1, 7]], [[9, 13]], [[14, 17]], speaker="Ana"),
    row("indirect", [[33, 44]], [[22, 27]], [[19, 21]], speaker="Ben"),
)
C = 'The plan is "too slow" and late, it says.'
GOLD_C = (row("mixed", [[0, 31]], [[36, 40]]),)
#: A wrong source and speaker; an overlap of 9 of 13; a false alarm; an overlap of 7 of 25, which is no detection.
PREDICTED_A = (replace(GOLD_A[0], source=(), speaker="Ben"), replace(GOLD_A[1], content=(Span(28, 44),)))
PREDICTED_B = (row("indirect", [[0, 7]]),)
PREDICTED_C = (row("direct", [[13, 21]], [[36, 40]]),)
UNITS = [
    Unit("a", "en", A, GOLD_A, PREDICTED_A, speakers=True),
    Unit("b", "en", "Nothing was said.", (), PREDICTED_B, speakers=True),
    Unit("c", "nb", C, GOLD_C, PREDICTED_C, speakers=True),
]


def values(units, group="overall") -> dict[str, float | None]:
    return {name: m.value for name, m in evaluate(units).groups[group].measures.items()}


def test_sample():
    found = values(UNITS)
    assert [found[f"detection_{m}"] for m in ("precision", "recall", "f1")] == [0.5, 0.6667, 0.5714]
    assert [found[f"attribution_{m}"] for m in ("precision", "recall", "f1")] == [0.25, 0.3333, 0.2857]
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
    assert [direct[f"detection_{m}"] for m in ("precision", "recall", "f1")] == [0.5, 1.0, 0.6667]
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


# Types that nobody gave


@pytest.mark.parametrize(
    ("content", "kind"),
    [([[1, 7]], "direct"), ([[0, 8]], "direct"), ([[33, 44]], "indirect"), ([[0, 17]], "mixed"), ([], "indirect")],
)
def test_type_by_marks(content, kind):
    assert type_by_marks(A, [Span(*s) for s in content], all_pairs(A)) == kind


# Files


def write(path, rows):
    lines = "".join(json.dumps(r) + "\n" for r in rows)
    path.write_bytes(gzip.compress(lines.encode()) if path.suffix == ".gz" else lines.encode())
    return path


ANA = {"type": "direct", "content": [[1, 7]], "cue": [[9, 13]], "source": [[14, 17]]}
GOLD = [
    {"id": "a", "text": A, "attributions": [ANA]},
    {"id": 2, "text": "Nothing was said by the council.", "attributions": []},
]  # fmt: skip


@pytest.mark.parametrize("name", ["gold.jsonl", "gold.jsonl.gz"])
def test_file_against_engine(tmp_path, name):
    done = []
    units = list(file_units(write(tmp_path / name, GOLD), plain=True, progress=done.append))
    assert done == ["a", "2"]
    assert [u.language for u in units] == ["en", "en"]
    assert values(units, "direct")["detection_f1"] == 1.0


def test_jobs_give_the_same(tmp_path):
    path = write(tmp_path / "gold.jsonl", GOLD)
    assert list(file_units(path, jobs=2, language="en")) == list(file_units(path, language="english"))


def test_polnear_form(tmp_path):
    gold = write(tmp_path / "gold.jsonl", [{"doc": "x", "text": A, "attributions": [{"content": [[0, 8]], "cue": []}]}])
    (unit,) = file_units(gold, language="en")
    assert [(a.type, a.source) for a in unit.gold] == [("direct", ())]
    assert not unit.speakers


def test_predictions_of_a_file(tmp_path):
    gold = write(tmp_path / "gold.jsonl", GOLD)
    predictions = write(tmp_path / "pred.jsonl", [{"id": "a", "attributions": GOLD[0]["attributions"]}])
    units = list(file_units(gold, language="en", predictions=predictions))
    assert values(units)["detection_f1"] == 1.0
    assert units[1].predicted == ()


#: A row of the gold, and what the message says.
BAD = [
    ({"text": A, "attributions": []}, "not a text with attributions"),
    ({"id": "a", "attributions": []}, "a: there is no text"),
    ({"id": "a", "text": A}, "not a text with attributions"),
    ({"id": "a", "text": A, "attributions": [{"content": [[0, 99]]}]}, "the span [0, 99] is empty or leaves the text"),
    ({"id": "a", "text": A, "attributions": [{"content": [[0, True]]}]}, "[0, True] is no [start, end]"),
    ({"id": "a", "text": A, "attributions": [{"content": {}}]}, None),
    ({"id": "a", "text": A, "attributions": [{"content": {"a": 1}}]}, "the spans are no list"),
    ({"id": "a", "text": A, "attributions": [{"content": [], "type": "loud"}]}, "the type 'loud' is not one of"),
    ({"id": "a", "text": A, "attributions": [{"content": [], "speaker": 1}]}, "a speaker is no string"),
    ([], "not a text with attributions"),
]


@pytest.mark.parametrize(("bad", "message"), BAD, ids=[str(m) for _, m in BAD])
def test_bad_gold(tmp_path, bad, message):
    path = write(tmp_path / "gold.jsonl", [bad])
    if message is None:
        assert next(file_units(path, language="en")).gold[0].content == ()
        return
    with pytest.raises(InputError) as caught:
        list(file_units(path, language="en"))
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{path}:1: ")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gold.jsonl", b"{", "not a line of JSON"),
        ("gold.jsonl", b"\n", "there is no text"),
        ("gold.jsonl", b"[" * 100_000, "not a line of JSON"),
        ("gold.jsonl.gz", b"{}", "not a gzip file"),
        ("gold.jsonl.gz", gzip.compress(b"{}" * 99)[:-9], "not a gzip file"),
        ("gold.jsonl", None, "cannot be read"),
    ],
)
def test_unreadable_gold(tmp_path, name, data, message):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        list(file_units(tmp_path / name, language="en"))


def test_files_that_do_not_fit(tmp_path):
    gold = write(tmp_path / "gold.jsonl", GOLD)
    with pytest.raises(InputError, match="the gold has no text of this id"):
        list(file_units(gold, language="en", predictions=write(tmp_path / "p", [{"id": "z", "attributions": []}])))
    other = [{"id": "a", "text": "Other.", "attributions": []}]
    with pytest.raises(InputError, match="the text is not that of the gold"):
        list(file_units(gold, language="en", predictions=write(tmp_path / "p", other)))
    with pytest.raises(InputError, match="the id occurs twice"):
        list(file_units(write(tmp_path / "twice.jsonl", GOLD * 2), language="en"))
    with pytest.raises(LanguageError):
        list(file_units(gold, language="tlh"))


# Projects and the command


@pytest.fixture(scope="module")
def own():
    project = load_project(CONVOY)
    return project_units(project, annotate_project(project))


def test_own_corpus(own):
    report = evaluate(own)
    assert report.units == 5
    assert report.groups["overall"].counts["lines"] == 114
    assert {"overall", "ar", "en", "nb", "direct", "indirect", "mixed"} <= report.groups.keys()


def test_misses_are_what_is_not_paired(own):
    overall = evaluate(own).groups["overall"].counts
    found = [m.kind for m in misses(own)]
    assert found.count("missed") == overall["gold"] - overall["detected_g"]
    assert found.count("extra") == overall["predicted"] - overall["detected_p"]


def test_misses():
    assert [(m.kind, m.unit, m.content) for m in misses(UNITS)] == [
        ("extra", "b", "Nothing"), ("missed", "c", 'The plan is "too slow" and late'), ("extra", "c", "too slow"),
    ]  # fmt: skip


def test_nothing_reviewed(own_copy):
    for path in (own_copy / "annotations").glob("*.json"):
        path.unlink()
    project = load_project(own_copy)
    with pytest.raises(ProjectError, match="no article has a reviewed annotation"):
        project_units(project, annotate_project(project))


def test_command():
    result = RUNNER.invoke(app, ["evaluate", "--project", str(CONVOY), "--errors", "2"])
    assert result.exit_code == 0, result.output
    assert "role accuracy" in result.stdout
    assert "5 texts; 95 % intervals from resampling 114 lines" in result.stdout
    assert "…" not in result.stdout.split("5 texts")[0]


def test_command_json(tmp_path):
    result = RUNNER.invoke(
        app, ["evaluate", str(write(tmp_path / "gold.jsonl", GOLD)), "--plain", "--json", "--errors", "9"]
    )
    found = json.loads(result.stdout)
    assert found["units"] == 2
    assert found["groups"]["overall"]["measures"]["detection_recall"]["value"] == 1.0
    assert [e["kind"] for e in found["errors"]] == ["extra"]


def test_predictions_for_a_project(tmp_path, own):
    rows = [
        {
            "id": u.id,
            "attributions": [{"type": a.type, "content": [[s.start, s.end] for s in a.content]} for a in u.gold],
        }
        for u in own
    ]
    path = write(tmp_path / "pred.jsonl", rows)
    result = RUNNER.invoke(app, ["evaluate", "--project", str(CONVOY), "--pred", str(path), "--json"])
    overall = json.loads(result.stdout)["groups"]["overall"]["measures"]
    assert overall["detection_f1"]["value"] == 1.0
    assert overall["role_accuracy"]["value"] is None


def test_report_is_plain_data(own):
    assert json.loads(json.dumps(asdict(evaluate(own))))["clusters"] == 114

"""Measuring files: gold and predictions that are read, and those that are refused."""

import gzip

import pytest
from support.measured import GOLD, A, values, write

from corpus.errors import InputError, LanguageError
from corpus.evaluate.run import Tagging, file_units


@pytest.mark.parametrize("name", ["gold.jsonl", "gold.jsonl.gz"])
def test_file_against_engine(tmp_path, name):
    done = []
    units = list(file_units(write(tmp_path / name, GOLD), Tagging(plain=True), progress=done.append))
    assert done == ["a", "2"]
    assert [u.language for u in units] == ["en", "en"]
    assert values(units, "direct")["detection_f1"] == 1.0


def test_jobs_give_the_same(tmp_path):
    path = write(tmp_path / "gold.jsonl", GOLD)
    assert list(file_units(path, Tagging("en"), jobs=2)) == list(file_units(path, Tagging("english")))


def test_polnear_form(tmp_path):
    gold = write(tmp_path / "gold.jsonl", [{"doc": "x", "text": A, "attributions": [{"content": [[0, 8]], "cue": []}]}])
    (unit,) = file_units(gold, Tagging("en"))
    assert [(a.type, a.source) for a in unit.gold] == [("direct", ())]
    assert not unit.speakers


def test_predictions_of_a_file(tmp_path):
    gold = write(tmp_path / "gold.jsonl", GOLD)
    predictions = write(tmp_path / "pred.jsonl", [{"id": "a", "attributions": GOLD[0]["attributions"]}])
    units = list(file_units(gold, Tagging("en"), predictions=predictions))
    assert values(units)["detection_f1"] == 1.0
    assert units[1].predicted == ()


#: A row of the gold, and what the message says.
BAD = [
    ({"text": A, "attributions": []}, "not a text with attributions"),
    ({"id": "a", "attributions": []}, "a: there is no text"),
    ({"id": "a", "text": A}, "not a text with attributions"),
    ({"id": "a", "text": A, "attributions": [{"content": [[0, 99]]}]}, "the span [0, 99] is empty or outside the text"),
    ({"id": "a", "text": A, "attributions": [{"content": [[0, True]]}]}, "[0, True] is not [start, end]"),
    ({"id": "a", "text": A, "attributions": [{"content": {}}]}, None),
    ({"id": "a", "text": A, "attributions": [{"content": {"a": 1}}]}, "the spans are not a list"),
    ({"id": "a", "text": A, "attributions": [{"content": [], "type": "loud"}]}, "the type 'loud' is not one of"),
    ({"id": "a", "text": A, "attributions": [{"content": [], "speaker": 1}]}, "a speaker is not a string"),
    ([], "the line is not a JSON object"),
]


@pytest.mark.parametrize(("bad", "message"), BAD, ids=[str(m) for _, m in BAD])
def test_bad_gold(tmp_path, bad, message):
    path = write(tmp_path / "gold.jsonl", [bad])
    if message is None:
        assert next(file_units(path, Tagging("en"))).gold[0].content == ()
        return
    with pytest.raises(InputError) as caught:
        list(file_units(path, Tagging("en")))
    assert message in str(caught.value)
    assert str(caught.value).startswith(f"{path}:1: ")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("gold.jsonl", b"{", "invalid JSON"),
        ("gold.jsonl", b"\n", "there is no text"),
        ("gold.jsonl", b"[" * 100_000, "invalid JSON"),
        ("gold.jsonl.gz", b"{}", "not a gzip file"),
        ("gold.jsonl.gz", gzip.compress(b"{}" * 99, mtime=0)[:-9], "not a gzip file"),
        ("gold.jsonl", None, "cannot be read"),
    ],
)
def test_unreadable_gold(tmp_path, name, data, message):
    if data is not None:
        (tmp_path / name).write_bytes(data)
    with pytest.raises(InputError, match=message):
        list(file_units(tmp_path / name, Tagging("en")))


def test_files_that_do_not_fit(tmp_path):
    gold = write(tmp_path / "gold.jsonl", GOLD)
    with pytest.raises(InputError, match="the gold has no text of this id"):
        list(file_units(gold, Tagging("en"), predictions=write(tmp_path / "p", [{"id": "z", "attributions": []}])))
    other = [{"id": "a", "text": "Other.", "attributions": []}]
    with pytest.raises(InputError, match="the text is not that of the gold"):
        list(file_units(gold, Tagging("en"), predictions=write(tmp_path / "p", other)))
    with pytest.raises(InputError, match="the id occurs twice"):
        list(file_units(write(tmp_path / "twice.jsonl", GOLD * 2), Tagging("en")))
    with pytest.raises(LanguageError):
        list(file_units(gold, Tagging("tlh")))

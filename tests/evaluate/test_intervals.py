"""Shares have a denominator and a Wilson interval, and gold that is exactly what is found is named."""

import json
from dataclasses import replace

import pytest
from support.measured import GOLD, UNITS, write

from corpus.evaluate.drafts import unread_drafts
from corpus.evaluate.measures import evaluate, wilson_interval


# The three shares of more than 10 are those of Newcombe (1998), table I, with the bounds that it prints.
@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718),
        (5, 5, 0.5655, 1.0),
    ],
)
def test_wilson(successes, n, low, high):
    assert wilson_interval(successes, n) == pytest.approx((low, high), abs=1e-4)


def test_nothing_has_no_interval():
    assert wilson_interval(0, 0) == (None, None)


def test_every_share_has_its_denominator():
    overall = evaluate(UNITS).groups["overall"]
    for name, measure in overall.measures.items():
        assert (measure.n is None) == name.endswith("_f1"), name
        if measure.value is not None and measure.n is not None:
            assert measure.value == pytest.approx(round(measure.value * measure.n) / measure.n, abs=1e-5)
            assert measure.wilson_low <= measure.value <= measure.wilson_high
    assert overall.measures["detection_recall"].n == overall.counts["gold"]
    assert overall.measures["detection_precision"].n == overall.counts["predicted"]


def test_unread_drafts():
    assert unread_drafts(UNITS) == []
    drafts = [replace(unit, predicted=unit.gold) for unit in UNITS]
    assert unread_drafts(drafts) == [unit.id for unit in UNITS if unit.gold]
    assert unread_drafts([]) == []


def test_one_long_article_among_others():
    (unit, *others) = sorted(UNITS, key=lambda unit: -len(unit.gold))
    gold = tuple(replace(unit.gold[0], id=f"q{n}") for n in range(3))
    draft = replace(unit, id="draft", gold=gold, predicted=gold, by_line=True)
    assert unread_drafts([draft, *others]) == ["draft"]
    assert unread_drafts([replace(draft, gold=gold[:2], predicted=gold[:2]), *others]) == []
    corrected = replace(draft, gold=(replace(gold[0], speaker="Somebody Else"), *gold[1:]))
    assert unread_drafts([corrected, *others]) == []


def test_command_prints_n_and_warns(run, tmp_path):
    gold = write(tmp_path / "gold.jsonl", GOLD)
    done = run("evaluate", gold, "--plain", "--pred", gold)
    assert done.code == 0, done.err
    assert "the gold is exactly what is found in" in done.err
    assert f"n={sum(len(row['attributions']) for row in GOLD)}" in done.out
    done = run("evaluate", gold, "--plain", "--pred", gold, "--json")
    assert "wilson_low" in json.loads(done.out)["groups"]["overall"]["measures"]["detection_recall"]

"""Confidence against what was right."""

from dataclasses import replace

import pytest

from corpus.evaluate.calibration import calibrate
from corpus.evaluate.units import Unit
from corpus.records import Attribution, Span

TEXT = "Ann Lee said it rained. Per Nes said it snowed. Kari Moen said it hailed."


def attribution(n, *, confidence=None, source=True):
    sentence = TEXT.split(". ")[n]
    start = TEXT.index(sentence)
    said = start + sentence.index(" said ")
    content = Span(said + 6, start + len(sentence.rstrip(".")))
    return Attribution(
        f"q{n}", "indirect", (content,), source=(Span(start, said),) if source else (), confidence=confidence
    )


def unit(*predicted):
    gold = tuple(attribution(n) for n in range(3))
    return Unit("u", "en", TEXT, gold, predicted)


def test_right_is_content_and_source():
    found = calibrate([unit(attribution(0, confidence=0.95), attribution(1, confidence=0.95, source=False))])
    assert (found.count, found.confidence, found.right) == (2, 0.95, 0.5)
    assert found.error == pytest.approx(0.45)
    assert found.brier == pytest.approx((0.05**2 + 0.95**2) / 2)


def test_bins_hold_every_attribution_once():
    values = [0.0, 0.05, 0.1, 0.55, 0.6, 1.0]
    units = [unit(attribution(0, confidence=p)) for p in values]
    bins = calibrate(units).bins
    assert [(b.low, b.count) for b in bins] == [(0.0, 2), (0.1, 1), (0.5, 1), (0.6, 1), (0.9, 1)]


def test_perfect_confidence_has_no_error():
    wrong = replace(attribution(1, confidence=0.0), source=(Span(0, 3),))
    found = calibrate([unit(attribution(0, confidence=1.0), wrong)])
    assert (found.error, found.brier) == (0.0, 0.0)


def test_nothing_without_confidence():
    assert calibrate([unit(attribution(0))]) is None
    assert calibrate([]) is None

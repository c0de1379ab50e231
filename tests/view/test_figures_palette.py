"""Colours of figures: enough contrast with the background, distinguishable for all kinds of vision, defined once."""

from itertools import combinations

import pytest

from corpus.view.figures.figure import MUTED, SERIES_TINTS, THEMES, TINT, variables

# Linear light to OKLab (Ottosson 2020), and what dichromats see (Machado, Oliveira and Fernandes 2009).
_LMS = ((0.4122214708, 0.5363325363, 0.0514459929), (0.2119034982, 0.6806995451, 0.1073969566),
        (0.0883024619, 0.2817188376, 0.6299787005))  # fmt: skip
_LAB = ((0.2104542553, 0.7936177850, -0.0040720468), (1.9779984951, -2.4285922050, 0.4505937099),
        (0.0259040371, 0.7827717662, -0.8086757660))  # fmt: skip
SIGHTS = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}


def light(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def times(matrix, vector):
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def contrast(one, other):
    """As WCAG 2 has it."""
    lights = [sum(w * p for w, p in zip((0.2126, 0.7152, 0.0722), light(c), strict=True)) for c in (one, other)]
    return (max(lights) + 0.05) / (min(lights) + 0.05)


def over(colour, ground, strength):
    parts = [(int(colour[n : n + 2], 16), int(ground[n : n + 2], 16)) for n in (1, 3, 5)]
    return "#" + "".join(f"{round(strength * c + (1 - strength) * g):02x}" for c, g in parts)


def lab(colour, sight):
    seen = [min(max(p, 0), 1) for p in times(sight, light(colour))]
    return times(_LAB, [p ** (1 / 3) for p in times(_LMS, seen)])


@pytest.mark.parametrize("theme", THEMES)
def test_series_are_seen_on_their_ground(theme):
    paint = THEMES[theme]
    assert len(paint.series) >= 8
    assert min(contrast(colour, paint.background) for colour in paint.series) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_words_are_read_on_their_ground(theme):
    paint = THEMES[theme]
    assert contrast(paint.ink, paint.background) >= 10
    assert contrast(over(paint.ink, paint.background, MUTED), paint.background) >= 4.5
    assert contrast(paint.ink, over(paint.ink, paint.background, TINT)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_parts_of_a_bar_are_told_apart_by_strength(theme):
    paint = THEMES[theme]
    tones = [over(paint.ink, paint.background, tint) for tint in SERIES_TINTS]
    assert min(contrast(one, other) for one, other in zip(tones, [*tones[1:], paint.background], strict=True)) >= 1.5


@pytest.mark.parametrize("sight", SIGHTS)
@pytest.mark.parametrize("theme", THEMES)
def test_series_are_told_apart(theme, sight):
    """A distance in OKLab of 0.02 is just seen; we ask for four times as much."""
    places = [lab(colour, SIGHTS[sight]) for colour in THEMES[theme].series]
    nearest = min(sum((a - b) ** 2 for a, b in zip(p, q, strict=True)) ** 0.5 for p, q in combinations(places, 2))
    assert nearest >= 0.08


def test_variables_name_every_series():
    assert variables("light").startswith("--fig-1: #242e83; --fig-2: ")
    for theme, paint in THEMES.items():
        assert [part.split(": ") for part in variables(theme).rstrip(";").split("; ")] == [
            [f"--fig-{n}", colour] for n, colour in enumerate(paint.series, 1)
        ]

"""Words in figures: they fit, and a name does nothing but name."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.font_manager import FontProperties
from support.figured import HOSTILE

from corpus.view.figures.text import (
    clean_name,
    compact_number,
    days,
    inline_name,
    percent,
    right_to_left,
    shortened,
    width,
    wrapped,
)

names = st.text(max_size=40) | st.sampled_from(HOSTILE)


@given(names, st.floats(2, 30))
def test_shortened_names_fit(name, room):
    short = shortened(name, room)
    assert width(short) <= room
    assert short == clean_name(name) or short.endswith("…")


def test_short_names_stay():
    assert shortened("Kari Moen", width("Kari Moen")) == "Kari Moen"
    assert shortened("Kari Moen", width("Kari Moen") - 0.1).endswith("…")


@given(names)
def test_plain_names_are_drawn_and_turn_nothing(name):
    found = clean_name(name)
    assert found
    assert not set(found) & set("\n\t\r\x00\x07\x7f\ufffe\uffff\u202a\u202e\u2066\u2069\u200f\ud800")
    assert inline_name(name).count("\u2068") == inline_name(name).count("\u2069") == 1


def test_letters_are_cut_with_their_marks():
    assert shortened("e\u0301" * 9, 3.2) == "e\u0301" * 4 + "…"


@pytest.mark.parametrize(
    "name",
    ["Sputnik International", "MMMM WWWW", "Illinois lily", "قناة الجزيرة العربية", "Åse Ødegård 2017 @%", "Ελλάδα"],
)
def test_width_is_not_estimated_too_small(name):
    real, _, _ = RendererAgg(10, 10, 72).get_text_width_height_descent(name, FontProperties(size=100), ismath=False)
    assert 100 * width(name) >= 0.98 * real


@pytest.mark.parametrize(
    ("number", "written"),
    [
        (0, "0"),
        (999, "999"),
        (1000, "1.0k"),
        (1249, "1.2k"),
        (9960, "10k"),
        (56_499, "56k"),
        (999_600, "1.0M"),
        (7_800_000, "7.8M"),
    ],
)
def test_briefly(number, written):
    assert compact_number(number) == written


@given(st.integers(0, 10**7))
def test_brief_numbers_have_room(number):
    assert len(compact_number(number)) <= 4


@pytest.mark.parametrize(
    ("share", "written"), [(0, "0 %"), (0.001, "<1 %"), (0.394, "39 %"), (0.999, ">99 %"), (1, "100 %")]
)
def test_percent(share, written):
    assert percent(share) == written


def test_days_have_a_year_where_there_are_several():
    first, second = datetime.date(2017, 9, 8), datetime.date(2018, 1, 1)
    assert days([first, first])(first) == "8 Sep"
    assert days([first, second])(first) == "8 Sep 2017"


@given(names, st.floats(3, 20))
def test_lines_hold_the_text(name, room):
    whole = " ".join(name.split())
    assert "".join("".join(wrapped(whole, room)).split()) == "".join(whole.split())


def test_direction_is_that_of_the_first_letter():
    assert right_to_left("12 الجزيرة Al Jazeera")
    assert not right_to_left("Al Jazeera الجزيرة")
    assert not right_to_left("12 %")

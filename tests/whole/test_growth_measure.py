"""The measure of growth tells a quadratic function from a linear one."""

import gc

import pytest
from support import growth
from support.growth import BOUND, RATIO, is_linear, lengths, seconds


def one_loop(count):
    return sum(range(200 * count))


def two_loops(count):
    return sum(one + other for one in range(count) for other in range(count))


def sorting(count):
    """A little more than linear."""
    return sorted(range(100 * count), key=lambda n: -n)


@pytest.mark.parametrize("work", [one_loop, sorting])
def test_linear_functions_pass(work):
    assert is_linear(work, 1_000, 4_000)


def test_quadratic_function_fails():
    assert not is_linear(two_loops, 500, 2_000)


def test_what_is_fast_passes():
    assert is_linear(two_loops, 10, 40)


def test_least_times_count(monkeypatch):
    """A slow moment of the machine does not make a function quadratic, nor a slow start a quadratic one linear."""
    times = iter([9.0, 1.0, 4.0, 1.0])
    monkeypatch.setattr(growth, "seconds", lambda work: next(times))
    assert is_linear(None, "", "")
    times = iter([16.0, 3.0, 40.0, 1.0, *[16.0, 1.0] * 10])
    assert is_linear(None, "", "")
    times = iter([16.0, 1.9, 40.0, 1.0, *[16.0, 1.0] * 10])
    assert not is_linear(None, "", "")


def test_no_garbage_is_collected_meanwhile():
    states = []
    seconds(lambda: states.append(gc.isenabled()))
    assert (states, gc.isenabled()) == ([False], True)


def test_lengths():
    shorter, longer = lengths("ab", 400)
    assert (len(shorter), len(longer)) == (400 / RATIO, 400)
    assert RATIO < BOUND < RATIO**2

"""Mapping in several processes: order, laziness, and how many processors there are."""

from itertools import count, islice

from corpus.io import processes
from corpus.io.processes import available_processors, map_ordered


def double(number):
    return 2 * number


def test_order_and_laziness():
    """Items are taken a few chunks ahead: an endless input gives results."""
    expected = [2 * n for n in range(30)]
    for jobs in (1, 2):
        assert list(islice(map_ordered(double, count(), jobs=jobs, chunk=3), 30)) == expected


def test_processors(tmp_path, monkeypatch):
    limit = tmp_path / "cpu.max"
    monkeypatch.setattr(processes, "_CPU_LIMIT", limit)
    free = available_processors()
    limit.write_text("max 100000\n")
    assert available_processors() == free
    limit.write_text("50000 100000\n")
    assert available_processors() == 1

"""No regular expression takes more than its share of time for four times the text; new ones are found by themselves."""

import re
from functools import partial

import pytest
from support import patterns
from support.growth import is_linear, seconds

#: Code points of the text that shows what may be slow: a square takes some milliseconds, a line a tenth of one. It is
#: then measured with half and with twice as many.
LENGTH = 2_000
SUSPECT = 0.002
EXPONENT = 24
PATTERNS = patterns.every()
#: Patterns that are put together while the program runs, or are in a list: each is a set of signs, a few letters, a
#: line's beginning, or a rule.
MADE = {
    "checks/sources.py", "clean/rules.py", "clean/structure.py", "io/atomic.py", "io/html.py", "io/toml.py",
    "languages/data.py",
    "languages/language.py", "speakers/consonants.py", "view/quotations.py",
}  # fmt: skip


def text_of(before, piece, ending, length):
    return f"{before}{piece * (length // len(piece))}{ending}"


def slow_inputs(pattern, method):
    """The first of the texts made from the pattern that takes long, and too long for four times the length."""
    work = patterns.use(pattern, method)
    for before, piece in dict.fromkeys(patterns.attacks(pattern)):
        for ending in ("\x02", "a"):
            sizes = (EXPONENT, LENGTH // 2, LENGTH, 2 * LENGTH)
            few, short, middle, long = (text_of(before, piece, ending, size) for size in sizes)
            # What doubles with every character is found before it takes for ever.
            if min(seconds(partial(work, few)) for _ in range(3)) > SUSPECT:
                return [(before, piece, ending)]
            if seconds(partial(work, middle)) > SUSPECT and not is_linear(work, short, long, fast=SUSPECT):
                return [(before, piece, ending)]
    return []


@pytest.mark.parametrize(("pattern", "method"), [p[1:] for p in PATTERNS], ids=[p[0] for p in PATTERNS])
def test_pattern_is_linear(pattern, method):
    assert slow_inputs(pattern, method) == []


def test_all_patterns_are_found():
    """By module and by language; those that are made while the program runs are few and known."""
    places = [place for place, _, _ in PATTERNS]
    assert {
        "languages/tokenizer.py:_TOKEN.finditer",
        "quotes/marks.py:_MARK.finditer",
        "clean/lines.py:_SENTENCE_END.search",
    } <= set(places)
    assert sum(p.startswith("lang:") for p in places) > 50
    assert {call.partition(":")[0] for call in patterns.unnamed()} == MADE


@pytest.mark.parametrize("source", [r"\s*[,.]?\s*", r"[\W_]+$", r"(a|aa)+$"])
def test_a_square_is_found(source):
    """The test detects patterns that are not linear."""
    assert slow_inputs(re.compile(source), "fullmatch" if source.endswith("*") else "search")

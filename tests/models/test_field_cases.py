"""What the tagger finds of the tables of reported speech: every content, with the right source.

Its contents and cues are wider than those of the rules, so spans need only overlap. What it misses is listed.
"""

import pytest
from support import field_cases as forms
from support import field_cases_links as ties
from support import field_cases_marks as marks
from support import quote_cases as quotes
from support.tagged import found_in

TABLES = (
    forms.SIGNED, forms.NAMED_BEFORE, forms.BLOCKS, forms.BETWEEN, ties.INTERRUPTED, ties.GOES_ON, ties.ACCORDING,
    ties.PASSIVE, ties.DOCUMENTS, ties.TWO, marks.REOPENED, marks.NESTED, marks.APOSTROPHES, marks.INCHES,
    marks.DIRECTIONS, quotes.DIRECT, quotes.SEVERAL_SPANS, quotes.MIXED, quotes.INDIRECT, quotes.ACCORDING,
    quotes.SEVERAL, quotes.ACROSS_PARAGRAPHS,
)  # fmt: skip
CASES = {case[1]: case for table in TABLES for case in table if case[0] == "en" and not hasattr(case, "marks")}
#: Sentences unlike the news that it has learned from, and quotations that nobody is said to speak.
MISSED = frozenset((
    "Kari Moen, harbour master: “It is safe to sail.”",
    "Moen left.\n\n“Nobody needs to wait until the weekend.”",
    "Moen was accused by the mayor of closing the quay.",
    "The agency quoted Moen as saying the quay was open.",
    "The captain has reportedly left the island.",
    "The ministry released three boats:\n\n“They are safe to sail.”",
))  # fmt: skip


def parts(value):
    return () if value is None else (value,) if isinstance(value, str) else value


def meets(one, other):
    """Whether each part shares most of its words with what was found, or both are empty."""
    if not parts(one) or not parts(other):
        return not parts(one) and not parts(other)
    words, found = (" ".join(parts(v)).split() for v in (one, other))
    return 2 * sum(w.strip(',.“”"') in {f.strip(',.“”"') for f in found} for w in words) >= len(words)


@pytest.mark.parametrize(
    "case",
    [pytest.param(c, marks=pytest.mark.xfail(strict=True, reason="the tagger misses it")) if text in MISSED else c
     for text, c in sorted(CASES.items())],
    ids=lambda case: case[1],
)  # fmt: skip
def test_found_where_the_tagger_leads(case):
    _, text, *wanted = case
    found = found_in(text, "en", model="tagger")
    for _, content, _, source in wanted:
        assert any(meets(content, f[1]) and meets(source, f[3]) for f in found), (content, source, found)

"""What the tagger finds of the cases of attributions: every content, with the right source.

Its contents and cues are wider than those of the rules, so spans need only overlap. What it misses is listed.
"""

import pytest
from support.cases import FOLDER, SEPARATOR, read_cases
from support.tagged import found_in

#: Files of cases that have a content and mostly a source.
FILES = (
    "across_paragraphs", "according", "apostrophes", "between_name_and_verb", "blocks", "continued", "direct",
    "documents", "inches", "indirect", "interrupted", "mark_directions", "mixed", "named_before", "nested_marks",
    "passive", "reopened_marks", "several_attributions", "several_spans", "several_speakers", "signatures",
)  # fmt: skip
CASES = [
    case
    for name in FILES
    for case in read_cases(FOLDER / f"{name}.toml")
    if case.language == "en" and not case.xfail and not case.in_article
]
#: Sentences unlike the news that it has learned from, and quotations that nobody is said to speak.
MISSED = frozenset((
    "Kari Moen, harbour master: “It is safe to sail.”",
    "Moen left.\n\n“Nobody needs to wait until the weekend.”",
    "Moen was accused by the mayor of closing the quay.",
    "The agency quoted Moen as saying the quay was open.",
    "The captain has reportedly left the island.",
    "The ministry released three boats:\n\n“They are safe to sail.”",
))  # fmt: skip


def bare(words):
    """The words of a content or source without marks next to them."""
    return [word.strip(',.“”"') for word in words.replace(SEPARATOR, " ").split()]


def overlaps(expected, found):
    """Whether found words share most of the expected ones, or both are empty."""
    if not expected or not found:
        return not expected and not found
    words = " ".join(found) if isinstance(found, tuple) else found
    return 2 * sum(word in set(bare(words)) for word in bare(expected)) >= len(bare(expected))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case.id,
            marks=[pytest.mark.xfail(strict=True, reason="the tagger misses it")] if case.text in MISSED else [],
        )
        for case in CASES
    ],
)
def test_found_where_the_tagger_leads(case):
    found = found_in(case.text, "en", model="tagger")
    for _, content, _, source in case.expected:
        assert any(overlaps(content, f[1]) and overlaps(source, f[3] or "") for f in found), (content, source, found)


def test_cases_that_are_missed_are_there():
    assert {case.text for case in CASES} >= MISSED

"""What users of other quotation tools ask for, of marks: stray ones, reopened ones, apostrophes and inches, directions.

The form of a case is that of `test_quotes`: language, text, and what should be found.
"""

import pytest
from support.field_cases_marks import APOSTROPHES, DIRECTIONS, GOOD, INCHES, NESTED, NICKNAMES, REOPENED, STRAY, TERMS
from support.tagged import by_rules, found_in


@pytest.mark.parametrize("case", STRAY, ids=lambda case: case[1])
def test_a_stray_mark_costs_nothing_behind_its_paragraph(case):
    language, stray, *here = case
    good, wanted = GOOD[language]
    assert found_in(f"{stray}\n\n{good}\n\n{good}", language) == [*here, wanted, wanted]


@pytest.mark.parametrize("case", [*REOPENED, *NESTED, *APOSTROPHES, *INCHES, *DIRECTIONS], ids=lambda case: case[1])
def test_found(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted


@pytest.mark.xfail(strict=True, reason="nothing tells a straight apostrophe that opens a word from an opening mark")
def test_straight_apostrophe_that_opens_a_word_in_straight_single_marks():
    found = found_in("'Rock 'n' roll is dead,' said Moen.", "en")
    assert found == [("direct", "Rock 'n' roll is dead,", "said", "Moen")]


@pytest.mark.xfail(strict=True, reason="a lone single mark is taken for an apostrophe: it often is one, ‘Twas")
def test_single_marks_set_again_at_each_paragraph():
    found = found_in("‘The quay is open.\n\n‘Nobody needs to wait,’ said Moen.", "en")
    assert found == [("direct", ("The quay is open.", "Nobody needs to wait,"), "said", "Moen")]


@pytest.mark.parametrize("case", TERMS, ids=lambda case: case[1])
def test_terms_are_no_speech(case):
    language, text, term = case
    article = by_rules(text, language=language)
    assert article.attributions == ()
    assert [(m.kind, text[m.start : m.end]) for m in article.marks] == [("term", term)]


@pytest.mark.parametrize("case", NICKNAMES, ids=lambda case: case[1])
def test_nicknames_belong_to_the_name(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted

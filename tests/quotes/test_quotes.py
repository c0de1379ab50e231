"""Tables of reported speech: what is found in a text, and what is not. A bug report becomes one more line.

A case is a language, a text, and what should be found: type, content, cue and source, as the annotation guidelines have
them. Stretches of a broken content, and cues or sources that are not there, are written as tuples and None.
"""

import pytest
from support.quote_cases import HEADLINES, NOTHING, TABLE
from support.strategies import BODY
from support.tagged import found_in


@pytest.mark.parametrize("case", TABLE, ids=lambda case: case[1])
def test_found(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted


@pytest.mark.parametrize("case", NOTHING, ids=lambda case: case[1])
def test_not_found(case):
    language, text = case
    assert found_in(text, language) == []


@pytest.mark.parametrize("case", HEADLINES, ids=lambda case: case[1])
def test_headline(case):
    language, text, *wanted = case
    assert found_in("\n\n".join([text, *BODY[language]]), language, plain=False) == wanted

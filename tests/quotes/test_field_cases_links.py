"""What users of other quotation tools ask for, of links: whose words go on, passives, documents, speech within speech.

The form of a case is that of `test_quotes`: language, text, and what should be found.
"""

import pytest
from support.field_cases_links import ACCORDING, DOCUMENTS, GOES_ON, IMPLIED, INTERRUPTED, PASSIVE, TWO, WITHIN
from support.tagged import by_rules, found_in, words


@pytest.mark.parametrize("case", IMPLIED, ids=lambda case: case[1])
def test_speech_without_cue_has_the_speaker_before_it(case):
    language, text = case
    *_, last = by_rules(text, language=language).attributions
    assert (last.source, last.speaker, last.resolution) == ((), "Kari Moen", "implied")


@pytest.mark.parametrize(
    "case", [*INTERRUPTED, *GOES_ON, *ACCORDING, *PASSIVE, *DOCUMENTS, *TWO], ids=lambda case: case[1]
)
def test_found(case):
    language, text, *wanted = case
    assert found_in(text, language) == wanted


@pytest.mark.parametrize("case", WITHIN, ids=lambda case: case[1])
def test_speech_within_speech_has_a_parent(case):
    language, text, *wanted = case
    article = by_rules(text, language=language)
    outer, inner = article.attributions
    assert found_in(text, language) == wanted
    assert (outer.parent, inner.parent) == (None, outer.id)


def test_who_carries_words_on_is_the_go_between():
    text = "ونقلت وكالة الأنباء عن المدير قوله إن الجسر مغلق."
    article = by_rules(text, language="ar")
    (found,) = article.attributions
    assert (words(article, found.source), found.via) == ("المدير", "وكالة الأنباء")

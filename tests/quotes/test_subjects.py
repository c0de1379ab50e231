"""Who the subject of a verb is."""

import pytest

from corpus.quotes.subjects import lacks_subject, subject_before, subject_of_auxiliary
from tests.quotes.sentences import sentence_of, words


def at(sentence, word):
    return next(k for k, item in enumerate(sentence.items) if item.word == word)


@pytest.mark.parametrize(
    ("code", "text", "verb", "subject"),
    [
        ("en", "The mayor of Oldport said no.", "said", "The mayor of Oldport"),
        ("nb", "Kari Moen sier nei.", "sier", "Kari Moen"),
        ("da", "Kari Holm siger nej.", "siger", "Kari Holm"),
    ],
)
def test_subject_before_a_verb(code, text, verb, subject):
    sentence = sentence_of(text, code)
    assert words(sentence, subject_before(sentence, at(sentence, verb), [])) == subject


@pytest.mark.parametrize(
    ("code", "text", "verb", "subject"),
    [
        ("ar", "وكان المدير قد قال إن الجسر مغلق.", "قال", "المدير"),
        ("ar", "قال المدير إن الجسر مغلق.", "قال", None),
        ("nb", "Kari Moen har sagt at broen er trygg.", "sagt", None),
    ],
)
def test_subject_between_auxiliary_and_verb(code, text, verb, subject):
    """Only where subjects follow their verbs."""
    sentence = sentence_of(text, code)
    assert words(sentence, subject_of_auxiliary(sentence, at(sentence, verb))) == subject


@pytest.mark.parametrize(
    ("code", "text", "verb"), [("en", "The mayor said no.", "said"), ("nb", "Moen sier nei.", "sier")]
)
def test_subjects_are_not_dropped_in_these_languages(code, text, verb):
    sentence = sentence_of(text, code)
    assert not lacks_subject(sentence, at(sentence, verb))

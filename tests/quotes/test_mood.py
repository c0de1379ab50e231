"""The mood of reported speech, and the subjects that word order shows."""

import pytest

from corpus.quotes.mood import first_subject, has_mood_by_form, leading_subject
from tests.quotes.sentences import sentence_of, words


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Der Bürgermeister hat die Brücke gesperrt.", "Der Bürgermeister"),
        ("Die Brücke ist gesperrt.", "Die Brücke"),
    ],
)
def test_first_subject(text, subject):
    sentence = sentence_of(text, "de")
    assert words(sentence, first_subject(sentence)) == subject


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("Der Bürgermeister sperrte die Brücke.", "Der Bürgermeister"),
        ("Kari Moen sperrte die Brücke.", "Kari Moen"),
        ("Der Bürgermeister hat die Brücke gesperrt.", None),
        ("Es sperrte die Brücke.", None),
        ("Am Montag sperrte er die Brücke.", None),
    ],
)
def test_leading_subject(text, subject):
    sentence = sentence_of(text, "de")
    assert words(sentence, leading_subject(sentence)) == subject


@pytest.mark.parametrize(
    ("code", "text", "has_mood"),
    [
        ("de", "Die Fähre fahre am Montag.", True),
        ("de", "Die Fähre fährt am Montag.", False),
        ("de", "Die Fähre fuhr am Montag.", False),
        ("de", "Ich fahre am Montag.", False),
        ("en", "The ferry leave on Monday.", False),
    ],
)
def test_mood_by_form(code, text, has_mood):
    assert has_mood_by_form(sentence_of(text, code), 0) is has_mood

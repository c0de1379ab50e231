"""Clauses that a verb ends, and the subjects that word order shows."""

import pytest

from corpus.quotes.brackets import find_bracket, first_subject, has_mood_by_form, leading_subject
from tests.quotes.sentences import sentence_of, words


def at(sentence, word):
    return next(k for k, item in enumerate(sentence.items) if item.word == word)


@pytest.mark.parametrize(
    ("text", "verb", "subject", "facts"),
    [
        ("Die Polizei hat am Montag mitgeteilt, dass die Brücke offen ist.", "mitgeteilt", "Die Polizei", ()),
        ("Am Montag hat die Polizei mitgeteilt, dass die Brücke offen ist.", "mitgeteilt", "die Polizei", ()),
        ("Wie die Polizei mitteilte, ist die Brücke offen.", "mitteilte", "die Polizei", ()),
        ("Die Polizei hat nicht mitgeteilt, dass die Brücke offen ist.", "mitgeteilt", "Die Polizei", ("denied",)),
        ("Die Polizei will mitteilen, dass die Brücke offen ist.", "mitteilen", "Die Polizei", ("infinitive",)),
    ],
)
def test_clause_that_a_verb_ends(text, verb, subject, facts):
    sentence = sentence_of(text, "de")
    found = find_bracket(sentence, at(sentence, verb))
    assert words(sentence, found.subject) == subject
    assert {name for name in ("passive", "denied", "infinitive") if getattr(found, name)} == set(facts)


def test_agent_of_a_passive():
    sentence = sentence_of("Die Sperrung wurde von der Polizei mitgeteilt.", "de")
    found = find_bracket(sentence, at(sentence, "mitgeteilt"))
    assert (found.passive, words(sentence, found.agent)) == (True, "der Polizei")


@pytest.mark.parametrize(
    ("text", "verb"), [("Die Polizei teilte mit, die Brücke sei offen.", "teilte"), ("Mitteilte", "Mitteilte")]
)
def test_verb_that_ends_no_clause(text, verb):
    sentence = sentence_of(text, "de")
    assert find_bracket(sentence, at(sentence, verb)) is None


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

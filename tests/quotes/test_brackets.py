"""Clauses that a verb ends."""

import pytest

from corpus.quotes.brackets import find_bracket
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

"""What may be the content of a cue, one predicate at a time."""

import pytest

from corpus.quotes import indirect
from tests.quotes.sentences import candidate


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Moen asked whether the bridge was safe.", "is_question"),
        ("Moen called for a new bridge.", "is_tied_by_preposition"),
        ("Moen promised to mend the bridge.", "is_infinitive_clause"),
        ("Moen accused the council of neglect over years.", "is_object"),
        ("Moen put the losses at 30.", "has_figure"),
        ("Moen said the bridge was safe.", "is_bare_clause"),
        ("Moen announced a new bridge.", "is_object"),
        ("Moen called the bridge a danger.", "is_predication"),
        ("Moen described the bridge as unsafe.", "is_predication"),
    ],
)
def test_holds(text, predicate):
    assert getattr(indirect, predicate)(candidate(text))


@pytest.mark.parametrize(
    ("text", "predicate"),
    [
        ("Moen said the bridge was safe.", "is_question"),
        ("Moen said the bridge was safe.", "is_infinitive_clause"),
        ("Moen asked to.", "is_infinitive_clause"),
        ("Moen announced 30 boats.", "has_figure"),
        ("Moen announced a bridge.", "is_bare_clause"),
        ("Moen called the mayor.", "is_predication"),
        ("Moen said in the harbour.", "is_object"),
    ],
)
def test_does_not_hold(text, predicate):
    assert not getattr(indirect, predicate)(candidate(text))

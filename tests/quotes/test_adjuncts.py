"""Medium, addressee and agency next to a cue."""

import pytest

from corpus.quotes.adjuncts import find_adjunct, find_via
from tests.quotes.sentences import sentence_of, words


def after_cue(text, code="en"):
    sentence = sentence_of(text, code)
    cue = next(k for k, item in enumerate(sentence.items) if item.cue is not None)
    return sentence, find_adjunct(sentence, cue + 1)


@pytest.mark.parametrize(
    ("code", "text", "medium"),
    [
        ("en", "said in a statement on Monday.", "a statement"),
        ("en", "said in an interview.", "an interview"),
        ("nb", "sier i en pressemelding.", "en pressemelding"),
        ("en", "said in the harbour.", None),
    ],
)
def test_medium(code, text, medium):
    sentence, found = after_cue(text, code)
    assert (None if found is None else words(sentence, found.medium)) == medium


def test_no_adjunct_after_the_last_word():
    sentence = sentence_of("Moen said.")
    assert find_adjunct(sentence, len(sentence)) is None
    assert find_via(sentence, len(sentence)) is None

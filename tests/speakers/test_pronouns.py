"""Which pronouns the ranker resolves."""

from types import SimpleNamespace

import pytest

from corpus.languages.language import load_language
from corpus.speakers.pronouns import is_ranked


@pytest.mark.parametrize(
    ("code", "word", "ranked"),
    [
        ("en", "he", True),
        ("en", "she", True),
        ("en", "i", False),
        ("en", "who", False),
        ("en", "they", False),
        ("nb", "hun", True),
        ("nb", "jeg", False),
        ("nb", "som", False),
        ("da", "han", True),
    ],
)
def test_pronouns_for_a_single_person_are_ranked(code, word, ranked):
    context = SimpleNamespace(language=load_language(code))
    assert is_ranked(context, word) is ranked

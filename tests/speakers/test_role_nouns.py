"""Nouns that say what someone is: their class, with articles, endings and as ends of compounds."""

import pytest

from corpus.languages.language import load_language
from corpus.speakers.role_nouns import nouns_of


@pytest.mark.parametrize(
    ("code", "word", "role"),
    [
        ("en", "spokesman", "person_noun"),
        ("en", "council", "organisation_noun"),
        ("en", "bridge", None),
        ("nb", "havnesjef", "person_noun"),
        ("nb", "havnesjefen", "person_noun"),
        ("nb", "bro", None),
        ("da", "borgmesteren", "person_noun"),
        ("ar", "المدير", "person_noun"),
    ],
)
def test_role(code, word, role):
    language = load_language(code)
    assert nouns_of(language).role(language.fold(word)) == role


@pytest.mark.parametrize(
    ("code", "word", "definite"),
    [
        ("nb", "sjefen", True),
        ("nb", "sjef", False),
        ("ar", "المدير", True),
        ("ar", "مدير", False),
        ("en", "chief", False),
        # Too short to be a noun with an article or ending.
        ("ar", "الم", False),
        ("ar", "المد", True),
        ("nb", "ben", False),
        ("nb", "armen", True),
    ],
)
def test_definite(code, word, definite):
    language = load_language(code)
    assert nouns_of(language).is_definite(language.fold(word)) is definite


@pytest.mark.parametrize(
    ("word", "keys"),
    [("brusjefen", ("brusjef", "sjef")), ("sjefen", ("sjef",)), ("broen", ("bro",))],
)
def test_keys_by_which_a_description_is_found(word, keys):
    assert nouns_of(load_language("nb")).keys(word) == keys


def test_compounds():
    nouns = nouns_of(load_language("nb"))
    assert nouns.is_compound("brusjef")
    assert not nouns.is_compound("sjef")
    assert not nouns_of(load_language("en")).is_compound("harbourchief")


def test_forms_of_one_word_have_one_stem():
    nouns = nouns_of(load_language("nb"))
    assert nouns.stem("ansvarlig") == nouns.stem("ansvaret")
    assert nouns.stem("sjefen") == nouns.stem("sjef") != nouns.stem("direktør")

"""Given names with gender, and the files that list them."""

import pytest

from corpus.errors import LanguageDataError
from corpus.languages import data
from corpus.languages.language import available, load_language
from corpus.speakers import lexicon
from corpus.speakers.lexicon import NameLexicon, lexicon_of, plain

GIVEN = [
    ("en", "moira", {"feminine"}), ("en", "peter", {"masculine"}), ("en", "lee", set()),
    ("nb", "øystein", {"masculine"}), ("da", "søren", {"masculine"}), ("da", "anne-mette", {"feminine"}),
    ("ar", "سلمى", {"feminine"}),
    ("ar", "كوفي", {"masculine"}), ("en", "harbour", None), ("nb", "havnesjef", None), ("ar", "الوزير", None),
]  # fmt: skip


@pytest.mark.parametrize(("code", "name", "gender"), GIVEN)
def test_gender_of_a_given_name(code, name, gender):
    language = load_language(code)
    found = lexicon_of(language).look_up(language.fold(name))
    assert found == (None if gender is None else frozenset(gender))


@pytest.mark.parametrize("code", available())
def test_every_language_can_be_read(code):
    assert lexicon_of(load_language(code)).is_given("anna")


@pytest.mark.parametrize("content", [{"surname": "holt"}, {"feminine": ["anna"]}])
def test_an_unknown_list_is_refused(monkeypatch, content):
    monkeypatch.setattr(lexicon, "read_data", lambda code, name: content if code == data.SHARED else {})
    with pytest.raises(LanguageDataError, match=r"names\.toml"):
        NameLexicon(load_language("en"))


@pytest.mark.parametrize(
    ("word", "letters"), [("andré", "andre"), ("åse", "ase"), ("bjørn", "bjorn"), ("anna", "anna")]
)
def test_plain_letters(word, letters):
    assert plain(word) == letters

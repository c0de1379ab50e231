"""Features of written forms: names are masked, common words have a row, classes are those of the weights."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from support.strategies import LANGUAGES, NAMES, texts
from support.tiny_tagger import LISTS

from corpus.languages.language import load_language
from corpus.languages.tokenizer import tokenize
from corpus.models.features import (
    NAME,
    PARAGRAPH,
    SHAPES,
    UNKNOWN,
    Vocabulary,
    class_names,
    endings_of,
    form_features,
    shape_row,
)
from corpus.models.weights import make_vocabulary

ENGLISH = load_language("en")
VOCABULARY = make_vocabulary(LISTS)
#: Letters that words of a name may have; no word of them is in the vocabulary.
SYLLABLES = st.lists(st.sampled_from(["xo", "qu", "zyr", "aid", "ing", "son", "ly", "å"]), min_size=1, max_size=4)
names = SYLLABLES.map("".join).map(str.capitalize)


def no_word(written):
    return ENGLISH.fold(written) not in VOCABULARY.words


def listed_as(written):
    """The classes that a word is listed in; what an ending tells says nothing of a name."""
    known = ENGLISH.word(ENGLISH.fold(written))
    return (frozenset() if known.by_ending else known.classes, known.cue, known.noun)


@given(names.filter(no_word), names.filter(no_word))
def test_a_name_has_no_identity(one, two):
    assume(shape_row(one) == shape_row(two))
    assume(listed_as(one) == listed_as(two))
    assert form_features(one, ENGLISH, VOCABULARY) == form_features(two, ENGLISH, VOCABULARY)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Qxoly", "Zyrxo"),
        ("Zyring", "Quxo"),
        ("NXO", "AFQ"),
        ("Anna", "Karl"),
        ("McXo", "DeQu"),
        ("al-Xoaid", "bin-Qu"),
    ],
)
def test_names_that_are_told_apart_by_nothing(one, two):
    """Not by an ending that tells a class of words, and not by a list of given names."""
    described = form_features(one, ENGLISH, VOCABULARY)
    assert described == form_features(two, ENGLISH, VOCABULARY)
    assert (described.word, described.ending, described.classes) == (NAME, 0, ())


@pytest.mark.parametrize("code", LANGUAGES)
def test_words_of_the_vocabulary_have_their_row(code):
    language = load_language(code)
    words = [w for w in LISTS["words"] if w and w != PARAGRAPH and language.fold(w) == w]
    assert len(words) > len(LISTS["words"]) / 2
    assert [form_features(w, language, VOCABULARY).word for w in words] == [VOCABULARY.words[w] for w in words]
    assert form_features("Said", ENGLISH, VOCABULARY).word == form_features("said", ENGLISH, VOCABULARY).word > NAME
    assert form_features(PARAGRAPH, language, VOCABULARY).word == VOCABULARY.words[PARAGRAPH]


def test_a_word_that_is_not_known_has_its_ending():
    described = form_features("xaid", ENGLISH, VOCABULARY)
    assert (described.word, described.ending) == (UNKNOWN, VOCABULARY.endings["aid"])
    assert form_features("xoq", ENGLISH, VOCABULARY).ending == 0


@given(st.sampled_from(["said", "statement", "not", "told", "the", "Spokesman", "put"]), st.data())
def test_classes_unknown_to_the_weights_are_passed_over(word, data):
    """What the language data has learned to say since the weights were made changes nothing in the rest."""
    known = data.draw(st.lists(st.sampled_from(class_names()), unique=True))
    fewer = Vocabulary(VOCABULARY.words, VOCABULARY.endings, {name: n for n, name in enumerate(known)})
    every, some = form_features(word, ENGLISH, VOCABULARY), form_features(word, ENGLISH, fewer)
    assert (some.word, some.ending, some.shape) == (every.word, every.ending, every.shape)
    full = class_names()
    assert {known[c] for c in some.classes} == {full[c] for c in every.classes}.intersection(known)


def test_class_names_are_no_names_of_people():
    names_of_classes = class_names()
    assert len(set(names_of_classes)) == len(names_of_classes)
    assert {"feminine", "masculine"}.isdisjoint(names_of_classes)
    assert {"verb:that", "noun:of", "cue:verbs", "negation"} <= set(names_of_classes)


@pytest.mark.parametrize(
    ("written", "shape"),
    [
        (PARAGRAPH, "paragraph"), ("12", "digits"), ("١٢", "digits"), ("12.5", "number"), ("“", "mark"), ("'s", "mark"),
        ("A", "X"), ("AFP", "XX"), ("U.S.", "X.X."), ("Moen", "Xx"), ("McXo", "XxX"), ("road", "x"), ("al-Manar", "xX"),
        ("Ærø", "Xx"),
    ],
)  # fmt: skip
def test_shapes(written, shape):
    assert SHAPES[shape_row(written)] == shape


@given(texts)
def test_every_token_can_be_described(case):
    code, text = case
    language = load_language(code)
    for word in tokenize(text, 0, len(text), folding=language.fold).words:
        described = form_features(word, language, VOCABULARY)
        assert 0 <= described.word < len(LISTS["words"])
        assert 0 <= described.ending < len(LISTS["endings"])
        assert list(described.classes) == sorted(set(described.classes))
        assert all(0 <= c < len(LISTS["classes"]) for c in described.classes)


def test_parts_of_names_in_running_text():
    for name in NAMES["en"][:2]:
        assert all(form_features(part, ENGLISH, VOCABULARY).word == NAME for part in name.split() if part[0].isupper())


def test_endings_are_those_of_words():
    assert endings_of(["said", ",", "12", "a"]) == ["aid", "a"]

"""Which words are cues, and whether their act took place."""

import pytest

from corpus.quotes.cues import cue_at, is_denied, is_idiom, is_infinitive, is_passive
from tests.quotes.sentences import sentence_of


def place(sentence, word):
    return next(k for k, item in enumerate(sentence.items) if item.word == word)


@pytest.mark.parametrize(
    ("code", "text", "word", "size"),
    [
        ("en", "Moen said no.", "said", 1),
        ("en", "The quay is open, according to Moen.", "according", 2),
        ("nb", "Kaia er åpen, ifølge Moen.", "ifølge", 1),
        ("ar", "وقال المدير إن الجسر مغلق.", "وقال", 1),
    ],
)
def test_listed_words_are_cues(code, text, word, size):
    sentence = sentence_of(text, code)
    found, entry = cue_at(sentence, place(sentence, word))
    assert (found, entry is not None) == (size, True)


@pytest.mark.parametrize("word", ["Moen", "quay", "."])
def test_other_words_are_none(word):
    sentence = sentence_of("Moen closed the quay.")
    assert cue_at(sentence, place(sentence, word)) == (1, None)


@pytest.mark.parametrize(
    ("text", "word", "idiom"),
    [
        ("Kaia er så å si åpen.", "si", True),
        ("Det vil si at kaia er åpen.", "si", True),
        ("Moen vil si at kaia er åpen.", "si", False),
    ],
)
def test_idioms(text, word, idiom):
    sentence = sentence_of(text, "nb")
    assert is_idiom(sentence, place(sentence, word)) is idiom


@pytest.mark.parametrize(
    ("code", "text", "word", "denied"),
    [
        ("en", "Moen did not say that the quay was open.", "say", True),
        ("en", "Moen never said that the quay was open.", "said", True),
        ("en", "Moen failed to say that the quay was open.", "say", True),
        ("en", "Moen said that the quay was not open.", "said", False),
        ("nb", "Moen sier ikke at kaia er åpen.", "sier", True),
        ("nb", "Moen sier at kaia ikke er åpen.", "sier", False),
        ("ar", "لم يقل المدير إن الجسر مغلق.", "يقل", True),
    ],
)
def test_denied(code, text, word, denied):
    sentence = sentence_of(text, code)
    assert is_denied(sentence, place(sentence, word)) is denied


@pytest.mark.parametrize(
    ("text", "infinitive"), [("Moen came to say no.", True), ("Moen said no.", False), ("Say no.", False)]
)
def test_infinitive(text, infinitive):
    sentence = sentence_of(text)
    word = next(w for w in ("say", "said", "Say") if any(i.word == w for i in sentence.items))
    assert is_infinitive(sentence, place(sentence, word)) is infinitive


@pytest.mark.parametrize(
    ("code", "text", "word", "passive"),
    [
        ("en", "Moen was told that the quay was open.", "told", True),
        ("en", "Moen has told them.", "told", False),
        ("en", "Moen was repeatedly told no.", "told", True),
        ("nb", "Moen ble sitert på at kaia er åpen.", "sitert", True),
        ("nb", "Moen har sitert rapporten.", "sitert", False),
    ],
)
def test_passive(code, text, word, passive):
    sentence = sentence_of(text, code)
    assert is_passive(sentence, place(sentence, word)) is passive

"""Names in a script without capitals."""

import pytest

from corpus.languages.language import load_language
from corpus.languages.tokenizer import tokenize
from corpus.speakers.lexicon import lexicon_of
from corpus.speakers.name_chunks import words_of
from corpus.speakers.role_nouns import nouns_of
from corpus.speakers.uncased import UncasedNames, count_words

ARABIC = load_language("ar")


def names(text, sources=()):
    tokens = tokenize(text, 0, len(text), folding=ARABIC.fold)
    words = words_of(tokens, ARABIC, nouns_of(ARABIC))
    finder = UncasedNames(ARABIC, lexicon_of(ARABIC), nouns_of(ARABIC), count_words(iter([tokens])))
    return [text[tokens.starts[c.first] : tokens.ends[c.end - 1]] for c in finder.find(words, sources)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("قالت سلمى يوسف إن الجسر مغلق.", ["سلمى يوسف"]),
        ("وصل المدير عمر سالم أمس.", ["عمر سالم"]),
        ("وصل Mark Evans أمس.", ["Mark Evans"]),
        ("الجسر مغلق منذ أمس.", []),
    ],
)
def test_names(text, found):
    assert names(text) == found


def test_counts_are_of_folded_words():
    tokens = tokenize("قال وقال قال", 0, 12, folding=ARABIC.fold)
    assert count_words(iter([tokens, tokens]))["قال"] == 4

"""One long token, one word over and over, a paragraph of many elements: time grows with length, not its square."""

import pytest
from support.growth import is_linear, lengths
from support.strategies import LANGUAGES

from corpus.clean.pages import read_page
from corpus.languages.language import load_language
from corpus.pipeline import annotate_text
from corpus.speakers.role_nouns import nouns_of

#: A verb of saying in each language.
SAID = {"en": "said", "nb": "sa", "nn": "sa", "da": "sagde", "de": "sagte", "ar": "قال"}
FRAME = (
    "<html><head><title>Harbour</title></head><body><article><h1>Harbour closed</h1><p>{}</p>{}</article></body></html>"
)
PARAGRAPHS = "<p>The road is closed until the end of the week, the director of the harbour said on Monday.</p>" * 5


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("model", ["rules", "tagger"])
def test_one_long_word(language, model):
    texts = (f"A b.\n{SAID[language]} {word}.\n" for word in lengths("a", 256_000))
    assert is_linear(lambda text: annotate_text(text, language=language, model=model), *texts)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nouns_of_one_long_word(language):
    nouns = nouns_of(load_language(language))
    assert is_linear(nouns.is_compound, *lengths("a", 256_000))


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_cue_over_and_over(language):
    texts = (f"A b.\n{words}\n" for words in lengths(f"{SAID[language]} ", 16_000))
    assert is_linear(lambda text: annotate_text(text, language=language, model="rules"), *texts)


@pytest.mark.parametrize("piece", ["<b>word</b> ", "word<br>", "<a href=x>word</a> ", "<span>word ", "<img src=x>"])
def test_one_paragraph_of_many_elements(piece):
    pages = (FRAME.format(text, PARAGRAPHS).encode() for text in lengths(piece, 20_000 * len(piece)))
    assert is_linear(_read, *pages)


def _read(page):
    try:
        return read_page(page, name="x")
    except ValueError:
        return None

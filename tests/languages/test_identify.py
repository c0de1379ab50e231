"""The language check of every command: what has no data is named and refused, whether py3langid is installed or not."""

import sys
import tomllib

import pytest
from support.commandline import ARABIC, ENGLISH, NORWEGIAN
from support.paths import TESTS

import corpus
from corpus.errors import LanguageError
from corpus.languages.detection import identify_language
from corpus.languages.language import load_language

CASES = tomllib.loads((TESTS / "cases" / "inputs" / "languages.toml").read_text("utf-8"))


@pytest.fixture(params=["with py3langid", "without"], autouse=True)
def _library(request, monkeypatch):
    if request.param == "without":
        monkeypatch.setitem(sys.modules, "py3langid", None)
    else:
        pytest.importorskip("py3langid", reason="the extra langid is not installed")


@pytest.mark.parametrize(("code", "text"), CASES["supported"].items())
def test_language_with_data(code, text):
    assert identify_language(text) == (code, "")


@pytest.mark.parametrize(("code", "text"), CASES["unsupported"].items())
def test_language_without_data(code, text):
    with pytest.raises(LanguageError, match=f"the text seems to be in '{code}', and there is no data for it"):
        identify_language(text)


@pytest.mark.parametrize("text", ["12 34 56", "xx", "?", "", "1. 2. 3."])
def test_text_without_words(text):
    with pytest.raises(LanguageError, match="could not be determined"):
        identify_language(text)


@pytest.mark.parametrize(
    ("text", "code"), [(ENGLISH, "en"), (NORWEGIAN, "nb"), (ARABIC, "ar"), ("The road is open.", "en")]
)
def test_one_sentence(text, code):
    assert identify_language(text)[0] == code


def test_declared_language_counts_where_the_text_says_nothing():
    assert identify_language("12 34 56", declared="da") == ("da", "")
    code, finding = identify_language(CASES["supported"]["en"], declared="da")
    assert (code, finding) == ("en", "the page says that its language is 'da', but its text is 'en', which is taken")


def test_python_refuses_it_too():
    with pytest.raises(LanguageError, match="'fr'"):
        corpus.annotate(CASES["unsupported"]["fr"])


@pytest.mark.parametrize(("code", "meant"), [("dk", "da"), ("UK", "en"), ("at", "de"), ("englsh", "english")])
def test_wrong_codes_have_a_hint(code, meant):
    with pytest.raises(LanguageError, match=f"Did you mean '{meant}'"):
        load_language(code)

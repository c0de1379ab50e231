"""Runs of capitalised words, and the words around them that say what they name."""

import pytest

from corpus.languages.language import load_language
from corpus.languages.tokenizer import tokenize
from corpus.speakers.lexicon import lexicon_of
from corpus.speakers.name_chunks import apposition, capitalised_runs, phrase, short_form, trim_titles, words_of
from corpus.speakers.role_nouns import nouns_of


def chunked(text, code="en"):
    language = load_language(code)
    tokens = tokenize(text, 0, len(text), folding=language.fold)
    return text, words_of(tokens, language, nouns_of(language)), language


def covered(text, words, places):
    """The text of the words `[first, stop)`; None for None."""
    if places is None:
        return None
    first, stop = places
    return text[words.tokens.starts[first] : words.tokens.ends[stop - 1]]


@pytest.mark.parametrize(
    ("code", "text", "runs"),
    [
        ("en", "We met Kari Moen and Ola J. Berg.", ["Kari Moen", "Ola J. Berg"]),
        ("en", "We met Samir al-Halabi there.", ["Samir al-Halabi"]),
        ("en", "We met Ludwig van Houten there.", ["Ludwig van Houten"]),
        ("en", "We met the Observatory for Harbour Rights.", ["Observatory for Harbour Rights"]),
        ("en", "we met no one", []),
        ("nb", "Vi møtte Per Moen.", ["Vi", "Per Moen"]),
    ],
)
def test_runs(code, text, runs):
    text, words, _ = chunked(text, code)
    found = [covered(text, words, run) for run in capitalised_runs(words)]
    assert [run for run in found if run not in ("We", "Vi")] == [run for run in runs if run != "Vi"]


@pytest.mark.parametrize(
    ("code", "text", "name", "titles"),
    [
        ("en", "the old Mayor Kari Moen left", "Kari Moen", "Mayor"),
        ("en", "there Dr. Kari Moen left", "Kari Moen", "Dr."),
        ("en", "there Kari Moen left", "Kari Moen", ""),
        ("nb", "der gikk statsråd Kari Moen", "Kari Moen", "statsråd"),
    ],
)
def test_titles_are_no_part_of_a_name(code, text, name, titles):
    text, words, language = chunked(text, code)
    runs = (trim_titles(words, run, language, lexicon_of(language)) for run in capitalised_runs(words))
    (found,) = [run for run in runs if run is not None]
    assert covered(text, words, (found.first, found.stop)) == name
    before = covered(text, words, (found.titles, found.first)) if found.titles < found.first else ""
    assert before.endswith(titles)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kari Moen, a spokesman for the port, left.", "a spokesman for the port"),
        ("Kari Moen (mayor) left.", "mayor"),
        ("Kari Moen, who left, came back.", None),
        ("Kari Moen left.", None),
        ("Kari Moen, Ola Berg, left.", None),
    ],
)
def test_apposition(text, said):
    text, words, _ = chunked(text)
    assert covered(text, words, apposition(words, 2)) == said


@pytest.mark.parametrize(
    ("text", "long_form"),
    [
        ("the World Harbour Council (WHC) met", "World Harbour Council"),
        ("the World Harbour Council (XYZ) met", None),
        ("the World Harbour Council (old) met", None),
        ("the World Harbour Council WHC met", None),
    ],
)
def test_short_form(text, long_form):
    text, words, _ = chunked(text)
    at = next(k for k, word in enumerate(words.tokens.words) if word in ("WHC", "XYZ", "old"))
    first = short_form(words, at)
    assert (None if first is None else covered(text, words, (first, at - 1))) == long_form


@pytest.mark.parametrize(
    ("code", "text", "noun", "found"),
    [
        ("en", "the port authority", "authority", "port authority"),
        ("en", "a port authority", "authority", None),
        ("nb", "den nye regjeringen", "regjeringen", "nye regjeringen"),
    ],
)
def test_definite_phrase_about_an_organisation(code, text, noun, found):
    text, words, language = chunked(text, code)
    at = words.tokens.folded.index(noun)
    assert covered(text, words, phrase(words, at, language, nouns_of(language))) == found

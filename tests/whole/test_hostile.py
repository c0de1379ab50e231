"""Texts made to be slow: four times as long takes four times as long, give or take the machine."""

import pytest
from support.growth import is_linear, lengths
from support.nightly import amount

from corpus.pipeline import annotate_text

#: Each is repeated to a length, in English; those of other languages below.
RUNS = {
    "straight marks": '"', "opening marks": "“", "closing marks": "”", "pairs": "“a” ", "nested marks": "“‘«",
    "apostrophes": "'", "guillemets": "»«", "marks and words": '"a b ', "spaces": "a ", "only spaces": " ",
    "letters": "a", "capitals": "A b ", "names": "Kari Moen ", "commas": ",", "listed": "a, ", "parentheses": "(",
    "bracketed": "(a) ", "full stops": ".", "sentences": "A b. ", "initials": "A.", "dashes": "– ", "colons": "a: ",
    "digits": "1,1", "combining": "a\u0301", "unseen": "\u200f", "cues": "said ", "cues and names": "Moen said ",
    "cues and marks": '"a" said ', "cues and commas": "a, said ", "that": "said that ",
    "according": "according to a, ", "of": "of a ", "and": "a and ", "reports of": "reports of ", "pronouns": "he ",
    "genitives": "a's ", "apposition": "Moen, a, said ", "hyphens": "a-", "links": "www.a/",
    "letters and points": "a.b", "tags": "(VIDEO) ", "paragraphs": "a.\n\n", "quoted paragraphs": "“a.”\n\n",
    "attributed paragraphs": "“a b c,” said Moen.\n\n", "carriage returns": "\r",
}  # fmt: skip
OTHER = {
    "da": ["»a« ", "»", "siger ", "a, siger b. ", "– a ", "– a, siger b. – ", "ifølge a, ", "hedder det i ", "at "],
    "nb": ["«a» ", "«", "sier ", "a, sier b. ", "– a ", "– a, sier b. – ", "ifølge a, ", "heter det i ", "at "],
    "ar": ["«ا» ", "“", "قال ", "وقال أن ", "قال ا إن ب، ", "وفقا ل، ", "و", "موضحا أن ", "\u064b"],
}
CASES = [pytest.param("en", piece, id=name) for name, piece in RUNS.items()] + [
    pytest.param(code, piece, id=f"{code} {piece.strip()}") for code, pieces in OTHER.items() for piece in pieces
]
#: Length of the longer text, in code points. Long enough that a square would show: at a tenth of it all take
#: milliseconds. A run of cues is read in windows, so time grows with a square up to the length of one, about 2,000.
LENGTH = amount(3_000, 16_000)
LENGTH_OF_CUES = amount(6_000, 16_000)
OF_CUES = {RUNS[name] for name in RUNS if "cues" in name or name == "that"} | {
    piece for pieces in OTHER.values() for piece in pieces if piece in ("siger ", "sier ", "قال ")
}


def annotated(language):
    return lambda text: annotate_text(text, language=language)


@pytest.mark.parametrize(("language", "piece"), CASES)
def test_time_grows_with_length(language, piece):
    longest = LENGTH_OF_CUES if piece in OF_CUES else LENGTH
    short, long = (f"x{text}x" for text in lengths(piece, longest))
    annotated(language)(short[:200])
    assert is_linear(annotated(language), short, long, fast=0.04)


def test_long_names_grow_with_their_length():
    """Large enough for a square to show: a run of capitalised words is read as one name."""
    assert is_linear(annotated("en"), *lengths("Kari Moen ", 120_000))

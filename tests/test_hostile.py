"""Texts made to be slow: twice as long takes twice as long, give or take the machine."""

import time

import pytest

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
#: Half the length of the longer text. Long enough that a square would show: at a tenth of it all take milliseconds.
LENGTH = 2_000
#: Twice the length may take this many times as long; a square takes four times.
GROWTH = 3.2
#: What takes less than this on the longer text is not slow, whatever its growth.
FAST = 0.04


def seconds(text, language):
    start = time.perf_counter()
    annotate_text(text, language=language)
    return time.perf_counter() - start


@pytest.mark.parametrize(("language", "piece"), CASES)
def test_time_grows_with_length(language, piece):
    texts = [f"x{piece * (length // len(piece))}x" for length in (LENGTH, 2 * LENGTH)]
    seconds(texts[0][:200], language)
    # The better of two tries counts: something else may have had the machine for a moment.
    tries = ([seconds(text, language) for text in texts] for _ in range(2))
    assert any(long < FAST or long / short < GROWTH for short, long in tries)


def test_long_names_grow_with_their_length():
    """Large enough for a square to show: a run of capitalised words is read as one name.

    Four times the length takes four times as long, or sixteen times if a square hides somewhere.
    """
    short, long = (min(time_of("Kari Moen " * words) for _ in range(3)) for words in (3_000, 12_000))
    assert long < 2.5 * GROWTH * short


def time_of(text):
    start = time.perf_counter()
    annotate_text(text, language="en")
    return time.perf_counter() - start

"""Numbers of texts in one form, and the language data that they are read with."""

import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.strategies import texts

from corpus.align.numbers import find_numbers, normalize_figure
from corpus.errors import LanguageDataError
from corpus.languages.data import read_data
from corpus.languages.language import available, load_language
from corpus.languages.numerals import load_numerals
from corpus.languages.tokenizer import tokenize

CODES = pytest.mark.parametrize("code", available())


def found(text, code):
    language = load_language(code)
    return find_numbers(text, tokenize(text, 0, len(text), folding=language.fold), language)


@pytest.mark.parametrize(
    ("code", "text", "wanted"),
    [
        ("en", "eleven buses, the 11-bus convoy and 11 more", ["11"]),
        ("en", "10,000 fish, 1.5 million litres, 7.5 tons", ["7.5", "10000", "1500000"]),
        ("en", "two thousand three hundred and five; forty-two, forty two", ["42", "2305"]),
        ("en", "two, three and four boats", ["2", "3", "4"]),
        ("en", "one of them, a hundred; one hundred and one", ["100", "101"]),
        ("en", "an F16 and a G7 at 9:30, by 7am", ["7", "9", "30"]),
        ("en", "On Aug. 29, 2017, and on 8 May", ["8", "29", "2017", "month-5", "month-8"]),
        ("en", "at least 10 may have left in March", ["10"]),
        ("nb", "10 000 fisk, 1.500 båter, 7,5 tonn og 2 millioner", ["7.5", "1500", "10000", "2000000"]),
        ("nb", "førtito, femogtjue, tre hundre og fem, en av dem", ["25", "42", "305"]),
        ("nb", "29. august og 8. mai", ["8", "29", "month-5", "month-8"]),
        ("da", "femogfyrre mænd, tre hundrede, halvtreds", ["45", "50", "300"]),
        ("ar", "١١ حافلة و200 رجل، أحد عشر رجلا", ["11", "200"]),
        ("ar", "خمسة وعشرين امرأة، مئة وخمسة، ثلاثة آلاف", ["25", "105", "3000"]),
        ("ar", "١٠٬٠٠٠ في 29 أغسطس", ["29", "10000", "month-8"]),
        ("en", "1,234,567 and 1.234.567 but 12,34 and 1234,567", ["12", "34", "567", "1234", "1234567"]),
        ("nb", "8.9.2017 kl. 7.30", ["7", "8", "9", "30", "2017"]),
        (
            "nb",
            "1 500 fisk, 12 50 båter, 1234 500 tonn og 10 0000 liter",
            ["0", "10", "12", "50", "500", "1234", "1500"],
        ),
        ("en", "5 million, 2 thousand and 40 hundred", ["2000", "4000", "5000000"]),
        ("en", "twenty-odd boats and thirty-one men", ["20", "31"]),
        ("en", "two hundred and boats, and five; four and twenty", ["4", "5", "20", "200"]),
        ("en", "", []),
        ("en", "9" * 200, []),
    ],
)
def test_numbers(code, text, wanted):
    assert found(text, code) == wanted


@pytest.mark.parametrize(
    ("code", "word", "figure"),
    [
        ("en", "1,500.50", "1500.5"),
        ("nb", "1.500,50", "1500.5"),
        ("ar", "١٠٬٠٠٠", "10000"),
        ("nb", "8.9.2017", None),
        ("en", "five", None),
        ("en", "F16", None),
        ("en", "9" * 30, "9" * 30),
        ("en", "9" * 31, None),
    ],
)
def test_figure_in_canonical_form(code, word, figure):
    assert normalize_figure(word, load_language(code)) == figure


@given(texts)
def test_numbers_of_any_text(case):
    code, text = case
    numbers = found(text, code)
    assert len(set(numbers)) == len(numbers)
    plain = [n for n in numbers if not n.startswith("month-")]
    assert [Decimal(n) for n in plain] == sorted(Decimal(n) for n in plain)
    assert all("e" not in n.lower() for n in plain)


@given(st.integers(0, 10**9), st.sampled_from(["0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९"]))
def test_digits_of_any_script(number, digits):
    written = "".join(digits[int(d)] for d in str(number))
    assert all(found(f"( {written} )", code) == [str(number)] for code in available())


@CODES
def test_every_word_of_a_number_is_read(code):
    """No word is listed that no text is split into; and each has its value."""
    data = read_data(code, "numbers.toml")
    language = load_language(code)
    for word, value in data["words"].items():
        assert found(word, code) == ([] if value == 1 else [str(value)]), word
    for month, number in data["months"].items():
        assert f"month-{number}" in found(f"3 {month}", code), month
    assert set(data["months"].values()) == set(range(1, 13))
    assert set(range(21)) <= set(load_numerals(language).words.values()) | {11, 12, 13, 14, 15, 16, 17, 18, 19}


@CODES
def test_separators(code):
    numerals = load_numerals(load_language(code))
    for sign in set(numerals.thousands) - set(numerals.decimal):
        assert found(f"12{sign}345", code) == ["12345"], sign
    for sign in set(numerals.decimal) - set(numerals.thousands):
        assert found(f"12{sign}34", code) == ["12.34"], sign


@pytest.mark.parametrize(
    "text",
    ["more = 1", "thousands = 1", "and = 'and'", "and = [1]", "words = ['one']", "words = { one = 'x' }",
     "words = { one = true }", "words = { one = -1 }", "months = { january = 13 }"],
)  # fmt: skip
def test_damaged_data_is_named(monkeypatch, text):
    language = load_language("en")
    monkeypatch.setattr("corpus.languages.numerals.read_data", lambda code, name: tomllib.loads(text))
    with pytest.raises(LanguageDataError, match=r"corpus/languages/en/numbers\.toml: "):
        load_numerals.__wrapped__(language)

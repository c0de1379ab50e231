"""Quotation marks of every shape, and the same text written in several ways."""

import pytest
from support.strategies import PAIRS
from support.tagged import by_rules, found_in

# Quotation marks


@pytest.mark.parametrize("pair", PAIRS)
def test_marks_of_every_shape(pair):
    """Any two marks that fit hold a content, whatever newsroom writes them so."""
    text = f"{pair[0]}We wait for the ferry{pair[1]}, Kari Moen said."
    assert found_in(text, "en") == [("direct", "We wait for the ferry", "said", "Kari Moen")]
    (mark,) = by_rules(text, language="en").marks
    assert (mark.start, mark.end, mark.kind, mark.attribution) == (0, 23, "quotation", "q001")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("The film “Harbour Nights” opens.", [("term", "“Harbour Nights”")]),
        ("“He called it ‘a miracle’ twice,” said Moen.",
         [("quotation", "“He called it ‘a miracle’ twice,”"), ("quotation", "‘a miracle’")]),
        ("The crew's boat is 30' long and 10\" wide.", []),
        ("The fishermen’s nets weren’t there in the ’90s.", []),
        ("A ‘dry’ boat and a \"wet\" one.", [("term", "‘dry’"), ("term", '"wet"')]),
        ("«They „wait“ here», said Moen.", [("quotation", "«They „wait“ here»"), ("quotation", "„wait“")]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_every_pair_of_marks_is_listed(text, wanted):
    article = by_rules(text, language="en")
    assert [(m.kind, text[m.start : m.end]) for m in article.marks] == wanted


STRAY = ["He went to the “old quay and came back.", 'The sign " fell down.', "A » and a « on the door."]


@pytest.mark.parametrize("stray", STRAY)
def test_stray_mark_costs_one_paragraph_at_most(stray):
    good = "“It is safe to sail,” said Kari Moen."
    wanted = ("direct", "It is safe to sail,", "said", "Kari Moen")
    found = found_in(f"{good}\n\n{stray}\n\n{good}", "en")
    assert (found[0], found[-1], found.count(wanted)) == (wanted, wanted, 2)


# How the same text is written does not matter


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("– Kaia på Åsøya er trygg, sier Åse Moen.", "– Kaia pa\u030a A\u030asøya er trygg, sier A\u030ase Moen."),
        ("«Kaia er trygg», sier Moen.", "\u200e«Kaia\u00a0er trygg», si\u00ader Moen."),
        ("«Kaia er trygg», sier Moen.", "«Kaia er trygg», SIER Moen."),
        ("– Kaia er trygg, sier Moen.", "–\u00a0Kaia er trygg, sier\u00a0Moen."),
        ("– Kaia er trygg, sier Moen.", "\ufeff– Kaia er trygg, sier Moen."),
    ],
    ids=["decomposed", "unseen", "capitals", "no-break spaces", "byte order mark"],
)
def test_writing(one, two):
    def sizes(text):
        return [(kind, len(content.split())) for kind, content, *_ in found_in(text, "nb")]

    assert sizes(two) == sizes(one) != []


def test_vowel_signs_and_spellings_of_alif():
    plain, written = "وأفاد المدير بأن الجسر مغلق.", "وَأفادَ المُديرُ بِأَنَّ الجِسرَ مُغلَقٌ."
    assert found_in(plain, "ar") == [("indirect", "الجسر مغلق", "وأفاد", "المدير")]
    assert found_in(written, "ar") == [("indirect", "الجِسرَ مُغلَقٌ", "وَأفادَ", "المُديرُ")]
    assert found_in(plain.replace("أ", "ا"), "ar") == [("indirect", "الجسر مغلق", "وافاد", "المدير")]

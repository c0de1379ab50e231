"""What stands beside a quotation: its medium, go-between and parent, and lines of other roles."""

import pytest
from support.strategies import BODY
from support.tagged import by_rules

from corpus.pipeline import annotate_text


def test_heading_dash_is_resolved_by_the_later_quotation():
    said = "– Kommunen er ansvarlig for kaia, sier havnesjef Kari Moen."
    text = "\n\n".join([BODY["nb"][0], "– Kommunen er ansvarlig", said, BODY["nb"][1]])
    article = annotate_text(text, language="nb")
    assert [(a.type, a.speaker, a.resolution) for a in article.attributions] == [
        ("direct", "Kari Moen", "implied"), ("direct", "Kari Moen", "named"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "teaser"),
    [("en", "Read more: “It is safe,” said Kari Moen"), ("nb", "Les også: «Det er trygt», sier Kari Moen")],
)
def test_dropped_lines_say_nothing(language, teaser):
    """Boilerplate has no attributions, whatever it says."""
    article = annotate_text("\n\n".join([BODY[language][0], teaser, BODY[language][1]]), language=language)
    assert [s.role for s in article.segments] == ["body", "teaser", "body"]
    assert article.attributions == article.marks == ()


# Medium, go-between and parent: text, then which of them the first attribution has.
BESIDE = [
    ("en", "In an interview, Moen said that the quay was open.", {"medium": "an interview"}),
    ("en", "“The engine failed,” said Kari Moen, cited by Harbour News.", {"via": "Harbour News"}),
    ("en", "Moen told AFP that the quay was open.", {"via": "AFP"}),
    ("nb", "– Kaia er trygg, sier Kari Moen til NTB.", {"via": "NTB"}),
    ("nb", "Kaia er stengt, heter det i en pressemelding.", {"medium": "en pressemelding"}),
    ("nb", "«Kaia er stengt», heter det i en pressemelding fra havnevesenet.", {"medium": "en pressemelding"}),
    ("en", "The quay is open, Moen said in a statement.", {"medium": "a statement"}),
    ("en", "Moen said on Monday in an interview that the quay was open.", {"medium": "an interview"}),
    ("en", "“The engine failed,” a deckhand told Reuters.", {"via": "Reuters"}),
    ("en", "The quay is open, Kari Moen told Reuters.", {"via": "Reuters"}),
    ("nb", "– Kaia er trygg, sier Kari Moen i en pressemelding.", {"medium": "en pressemelding"}),
    ("nb", "– Kaia er stengt, heter det i en pressemelding fra havnevesenet.", {"medium": "en pressemelding"}),
    ("ar", "قال المدير في بيان إن الجسر مغلق.", {"medium": "بيان"}),
]


@pytest.mark.parametrize("case", BESIDE, ids=lambda case: case[1])
def test_medium_and_via(case):
    language, text, wanted = case
    (found,) = by_rules(text, language=language).attributions
    assert {"medium": found.medium, "via": found.via} == {"medium": None, "via": None, **wanted}


def test_parent():
    text = "“The mayor said that the bridge was safe,” said Moen."
    outer, inner = by_rules(text, language="en").attributions
    assert (outer.parent, inner.parent) == (None, outer.id)

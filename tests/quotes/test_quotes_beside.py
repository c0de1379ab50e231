"""Attributions next to a quotation: in headlines, in lines of other roles, and in the quotation itself."""

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


def test_parent():
    text = "“The mayor said that the bridge was safe,” said Moen."
    outer, inner = by_rules(text, language="en").attributions
    assert (outer.parent, inner.parent) == (None, outer.id)

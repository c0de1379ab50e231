"""Two persons who are named together, and signatures after quoted words."""

import pytest
from support.tagged import by_rules

PAIRS = [
    ("Ana Holt and Bo Marsh met. They said that it was late.", "Ana Holt and Bo Marsh"),
    ("Bo and Ana Marsh met. The couple said that it was late.", "Bo and Ana Marsh"),
    ("Ana Holt and Bo Marsh met. Lee Marr came as well. They said that it was late.", "unknown"),
    ("Ana Holt met Bo Marsh. The couple said that it was late.", "unknown"),
    ("Ana Holt and Bo Marsh met. Drivers said that it was early. They said that it was late.", "unknown"),
]


@pytest.mark.parametrize(("text", "name"), PAIRS)
def test_who_speaks_together(text, name):
    last = by_rules(text, language="en").attributions[-1]
    assert (last.speaker, last.speaker_kind) == (name, "group")


SIGNED = [
    ("“The bridge is closed until noon.” — Norvane Police (@norvanepolice) May 4", "Norvane Police"),
    ("“The bridge is closed until noon.” — Ana Holt", "Ana Holt"),
    ("“The bridge is closed until noon.” — Ana Holt did not come", "unknown"),
]


@pytest.mark.parametrize(("line", "name"), SIGNED)
def test_a_signature_after_quoted_words_names_the_speaker(line, name):
    text = f"Norvane Police were busy. It was wet in town.\n\n{line}\n\nCars waited."
    assert [a.speaker for a in by_rules(text, language="en").attributions] == [name]

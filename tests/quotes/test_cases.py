"""Cases as data: what the rules find in short texts, by phenomenon and language (`tests/cases/quotes`)."""

import tomllib
from pathlib import Path

import pytest

from corpus.pipeline import annotate_text

FOLDER = Path(__file__).parents[1] / "cases" / "quotes"
CASES = [
    pytest.param(case, id=f"{path.stem}-{case['language']}-{case['text'][:40]}")
    for path in sorted(FOLDER.glob("*.toml"))
    for case in tomllib.loads(path.read_text(encoding="utf-8"))["case"]
]


@pytest.mark.parametrize("case", CASES)
def test_case(case):
    text = case["text"]
    found = annotate_text(text, language=case["language"], plain=True, model="rules").attributions
    assert [
        [a.type, *(" // ".join(s.of(text) for s in spans) for spans in (a.content, a.cue, a.source))] for a in found
    ] == case["expected"]


def test_every_language_has_cases():
    assert len(CASES) > 100

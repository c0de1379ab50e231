"""The neural model in the pipeline: the invariants of articles hold, and languages without one are tagged, too."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given, settings
from support.invariants import INVARIANTS
from support.strategies import texts
from support.tiny_tagger import ARTICLE

from corpus.combine.scoring import MIN_CONFIDENCE_NEURAL
from corpus.pipeline import annotate_text

THOUGHT = "Kari Moen believes that the quay is safe. She did not say that the road was closed."


@pytest.mark.parametrize("plain", [False, True], ids=["cleaned", "plain"])
@settings(max_examples=25)
@given(texts)
def test_invariants(plain, case):
    code, text = case
    article = annotate_text(text, language=code, plain=plain, model="neural")
    for invariant in INVARIANTS:
        invariant(article)


@settings(max_examples=25)
@given(texts)
def test_sources_are_in_the_text_and_nobody_else_is_named(case):
    """A speaker without an authority file is called as the text calls somebody."""
    code, text = case
    article = annotate_text(text, language=code, plain=True, model="neural")
    for a in article.attributions:
        assert all(text[s.start : s.end] for s in a.source)
        named = a.speaker not in {"unknown", ""}
        assert not named or all(word in text for word in a.speaker.split())


@pytest.mark.parametrize("code", ["ar", "nb"])
def test_a_language_without_a_model_is_tagged_as_without_it(code):
    text = {"ar": "قال أحمد إن الطريق مغلق.", "nb": "– Veien er stengt, sier Kari Moen."}[code]
    assert annotate_text(text, language=code, plain=True, model="neural") == annotate_text(
        text, language=code, plain=True
    )


def test_thoughts_are_stances_and_what_was_not_said_is_no_speech():
    acts = {a.act for a in annotate_text(THOUGHT, language="en", plain=True, model="neural").attributions}
    assert acts == {"stance"}
    assert not annotate_text(THOUGHT, language="en", plain=True).attributions


def test_what_is_found_is_likely():
    article = annotate_text(ARTICLE, language="en", plain=True, model="neural")
    assert len(article.attributions) >= 4
    assert all(a.confidence >= MIN_CONFIDENCE_NEURAL for a in article.attributions)
    assert {a.speaker for a in article.attributions} >= {"Kari Moen"}


def test_the_same_bytes_whatever_is_around(tmp_path):
    """Hash seed, locale, time zone, threads: none of them changes what is found."""
    path, outputs = tmp_path / "one.txt", []
    path.write_text(ARTICLE, encoding="utf-8")
    for n, zone in enumerate(("UTC", "Asia/Tokyo")):
        around = {"PYTHONHASHSEED": str(n), "TZ": zone, "LC_ALL": ("C", "C.UTF-8")[n], "OMP_NUM_THREADS": str(n + 1)}
        command = [sys.executable, "-m", "corpus", "tag", "--model", "neural", "--plain", "--json", path]
        outputs.append(subprocess.run(command, capture_output=True, env=os.environ | around, check=True).stdout)
    assert outputs[0] == outputs[1]
    assert json.loads(outputs[0])["attributions"]

"""The spaCy component in a blank pipeline; skipped where spaCy is not installed (extra ``spacy``)."""

import pytest
from support.commandline import ENGLISH, NORWEGIAN

from corpus.errors import LanguageError

spacy = pytest.importorskip("spacy", reason="the extra spacy is not installed")

from corpus import spacy_component  # noqa: E402  (registers the component, as the entry point does)


def pipeline(code="en", **config):
    nlp = spacy.blank(code)
    nlp.add_pipe("convoy17", config=config)
    return nlp


def test_spans_and_rows():
    doc = pipeline(model="rules")(ENGLISH)
    spans = [(s.text, s.label_, s.id_) for s in doc.spans["convoy17"]]
    assert ("It is safe to sail,", "CONTENT", "q001") in spans
    assert ("said", "CUE", "q001") in spans
    (row,) = doc._.quotes
    assert (row["speaker"], row["text"]) == ("Kari Moen", "It is safe to sail,")
    assert doc.text[row["start"] : row["end"]] == row["text"]


def test_language_is_that_of_the_pipeline_or_detected():
    assert pipeline("nb", model="rules")(NORWEGIAN)._.quotes[0]["language"] == "nb"
    assert pipeline("xx", model="rules")(NORWEGIAN)._.quotes[0]["language"] == "nb"
    assert pipeline("en", language="nb", model="rules")(NORWEGIAN)._.quotes[0]["language"] == "nb"


def test_document_without_text():
    doc = pipeline()(" \n")
    assert (doc._.quotes, list(doc.spans["convoy17"])) == ([], [])


def test_kept_on_disk(tmp_path):
    nlp = pipeline(model="rules")
    doc = nlp(ENGLISH)
    again = spacy.tokens.Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert again._.quotes == doc._.quotes
    assert [s.text for s in again.spans["convoy17"]] == [s.text for s in doc.spans["convoy17"]]
    nlp.to_disk(tmp_path)
    assert spacy.load(tmp_path)(ENGLISH)._.quotes == doc._.quotes


def test_wrong_settings():
    with pytest.raises(ValueError, match="best"):
        pipeline(model="best")
    with pytest.raises(LanguageError, match="Did you mean 'da'"):
        pipeline(language="dk")


def test_factory_is_that_of_the_entry_point():
    assert spacy.Language.get_factory_meta("convoy17").factory == "convoy17"
    assert callable(spacy_component.make_component)

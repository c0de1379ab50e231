"""The pipeline: options, their fields as keywords, and the intermediate results."""

import pytest

import corpus
from corpus.errors import InputError
from corpus.pipeline import Options, annotate_steps, annotate_text

TEXT = "“It is safe,” said Kari Moen.\nRead more"


def test_options_and_keywords_are_the_same():
    options = Options(article_id="one", language="en", plain=True, model="rules")
    article = annotate_text(TEXT, options)
    assert article == annotate_text(TEXT, article_id="one", language="en", plain=True, model="rules")
    assert (article.id, len(article.paragraphs)) == ("one", 2)


def test_keywords_replace_options():
    options = Options(article_id="one", language="en", model="rules")
    assert annotate_text(TEXT, options, article_id="two").id == "two"


def test_known_roles_are_kept():
    article = annotate_text(TEXT, language="en", roles={2: "caption"}, model="rules")
    assert [s.role for s in article.segments] == ["body", "caption"]


def test_an_unknown_keyword_is_an_error():
    with pytest.raises(TypeError, match="lang"):
        annotate_text(TEXT, lang="en")


def test_an_unknown_model_is_an_error():
    with pytest.raises(InputError, match="Unknown model"):
        annotate_text(TEXT, Options(model="light"))


def test_the_public_function_has_the_defaults_of_the_options():
    assert corpus.annotate(TEXT) == annotate_text(TEXT)


def test_steps_correspond_to_the_attributions():
    steps = annotate_steps(TEXT, language="english", plain=True)
    kept = [s.attribution.content for s in steps.scored if not s.left_out]
    assert kept == [a.content for a in steps.article.attributions]
    assert len(steps.resolved) == len(kept) > 0
    assert steps.language.code == steps.article.language == "en"

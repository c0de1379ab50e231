"""Which models exist, and which one a language uses where another was requested."""

import pytest

from corpus.errors import InputError
from corpus.models.registry import ModelNotice, available_model, check_model
from corpus.records import Model


@pytest.mark.parametrize("model", ["rules", "tagger", "neural"])
def test_known_models(model):
    check_model(model)
    assert model in Model.__args__


@pytest.mark.parametrize("model", ["", "Rules", "light"])
def test_an_unknown_model_is_an_error(model):
    with pytest.raises(InputError, match=rf"Unknown model '{model}'\. Hint: Use one of tagger, rules, neural"):
        check_model(model)


@pytest.mark.parametrize(
    ("code", "requested", "used"),
    [
        ("en", "neural", "neural"), ("en", "tagger", "tagger"), ("en", "rules", "rules"),
        ("nb", "neural", "rules"), ("nb", "tagger", "rules"), ("ar", "rules", "rules"),
    ],
)  # fmt: skip
def test_available_model(code, requested, used):
    assert available_model(code, requested) == used


def test_a_language_without_a_neural_model_is_reported_once():
    warnings = []
    notice = ModelNotice("neural", warnings.append)
    notice.check(["en", None, "ar"])
    notice.check(["ar", "nb"])
    assert warnings == [f"there is no neural model for {code}: the rules alone are used" for code in ("ar", "nb")]


@pytest.mark.parametrize("model", ["tagger", "rules"])
def test_nothing_is_reported_for_other_models(model):
    warnings = []
    ModelNotice(model, warnings.append).check(["ar", "nb"])
    assert warnings == []

"""Which models exist, and which one a language uses where another was requested."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

from corpus.errors import InputError
from corpus.languages.data import has_neural, has_weights
from corpus.records import Model

_FALLBACKS: dict[Model, str] = {"tagger": "the light tagger is used", "rules": "the rules alone are used"}


def check_model(model: str) -> None:
    """Check that a model exists.

    Raises:
        InputError: there is no model of this name.
    """
    if model not in get_args(Model):
        raise InputError(f"Unknown model {model!r}", hint=f"Use one of {', '.join(get_args(Model))}")


def available_model(code: str, model: Model) -> Model:
    """The model that a language uses: the requested one, or the next best that it has.

    Args:
        code: of the language.
        model: the requested model.
    """
    if model == "neural" and has_neural(code):
        return "neural"
    if model == "rules" or not has_weights(code):
        return "rules"
    return "tagger"


class ModelNotice:
    """Warns once per language that it has no neural model, if that was requested.

    Args:
        model: the requested model.
        warn: called with each warning.
    """

    def __init__(self, model: Model, warn: Callable[[str], None]) -> None:
        self._model, self._warn = model, warn
        self._warned: set[str] = set()

    def check(self, codes: Iterable[str | None]) -> None:
        """Warn about those of these languages that need it; None is an unknown language and is skipped."""
        if self._model != "neural":
            return
        for code in codes:
            if code is None or code in self._warned:
                continue
            self._warned.add(code)
            available = available_model(code, "neural")
            if available != "neural":
                self._warn(f"there is no neural model for {code}: {_FALLBACKS[available]}")

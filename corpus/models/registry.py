"""What `corpus.records.Model` means for a language: not every one has every model."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

from corpus.errors import InputError
from corpus.languages.data import has_neural, has_weights
from corpus.records import Model


def check_model(model: str) -> None:
    """Refuse what is the name of no model.

    Raises:
        InputError: it is none.
    """
    if model not in get_args(Model):
        raise InputError(f"there is no model {model!r}", hint=f"The models are {', '.join(get_args(Model))}")


def model_of(code: str, model: Model) -> Model:
    """The model that reads a language where one is asked for: that, or the next best that the language has."""
    if model == "neural" and has_neural(code):
        return "neural"
    return "rules" if model == "rules" or not has_weights(code) else "tagger"


class ModelNotice:
    """Says once for each language that it has no neural model, where one was asked for.

    Args:
        model: what was asked for.
        warn: is called with what is to be said.
    """

    def __init__(self, model: Model, warn: Callable[[str], None]) -> None:
        self._model, self._warn = model, warn
        self._told: set[str] = set()

    def tell(self, codes: Iterable[str | None]) -> None:
        """Say it of those of these languages of which it was not said."""
        if self._model != "neural":
            return
        for code in codes:
            if code and code not in self._told:
                self._told.add(code)
                if (found := model_of(code, "neural")) != "neural":
                    self._warn(f"there is no neural model for {code}: {_NAMES[found]}")


_NAMES = {"tagger": "the light engine reads it", "rules": "the rules alone read it"}

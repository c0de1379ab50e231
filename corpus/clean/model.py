"""A learned line classifier: whether a line belongs to the article, and as what.

Residual gated convolutions over the lines of a text (each layer sees lines further away) and the mean and maximum over
all of them, in numpy. The weights next to this module are numbers only; `MODEL.md` is their card. They are the same for
every language: what differs between languages is declared in its data (`RuleSet.site_words`) and may be absent.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import ThreadpoolController

from corpus.clean.arrays import Floats
from corpus.errors import CorpusError

#: The file of weights for texts, and that for pages, which reads features of mark-up as well.
TEXT_WEIGHTS, PAGE_WEIGHTS = "text.npz", "page.npz"
#: Raised when arrays or features change their meaning: a file of another number is refused.
FORMAT = 2
#: Features are cut off at so many standard deviations from the mean.
_LIMIT = 6.0


class LineClass(IntEnum):
    """What a line is to the article."""

    OTHER = 0
    BODY = 1
    HEADLINE = 2
    #: Standfirst, subheading, item of a list.
    PART = 3
    CAPTION = 4


@dataclass(frozen=True, slots=True, eq=False)
class LineModel:
    """The weights of the classifier.

    Attributes:
        dilations: how many lines apart the lines are that each convolution sees.
        arrays: weights by name, float32.
    """

    dilations: tuple[int, ...]
    arrays: Mapping[str, Floats]

    @property
    def features(self) -> int:
        """How many features it reads."""
        return len(self.arrays["mean"])

    def probabilities(self, features: Floats) -> Floats:
        """The probability of each class for each line of a text.

        Args:
            features: float32 (n_lines, n_features), as `line_features` gives them.

        Returns:
            float32 (n_lines, n_classes), columns as in `LineClass`.
        """
        w = self.arrays
        x = np.clip((features - w["mean"]) * w["scale"], -_LIMIT, _LIMIT)
        hidden = np.maximum(x @ w["input"] + w["input.bias"], 0)
        last = len(self.dilations) - 1
        for n, dilation in enumerate(self.dilations):
            if n == last:
                pooled = np.concatenate((hidden.mean(axis=0), hidden.max(axis=0)))
                hidden = hidden + np.maximum(pooled @ w["pool"] + w["pool.bias"], 0)
            hidden = hidden + _gated(_neighbours(hidden, dilation) @ w[f"conv.{n}"] + w[f"conv.{n}.bias"])
        return _softmax(hidden @ w["out"] + w["out.bias"])


def _neighbours(hidden: Floats, dilation: int) -> Floats:
    """Each line with the lines so far before and after it, zeros where there are none: (n_lines, 3 * width)."""
    lines, width = hidden.shape
    beside = np.zeros((lines, 3 * width), dtype=np.float32)
    beside[:, width : 2 * width] = hidden
    beside[dilation:, :width] = hidden[: max(0, lines - dilation)]
    beside[: max(0, lines - dilation), 2 * width :] = hidden[dilation:]
    return beside


def _gated(values: Floats) -> Floats:
    """The first half of the columns, each multiplied by the sigmoid of one of the second half."""
    half = values.shape[1] // 2
    gated: Floats = values[:, :half] / (1 + np.exp(-np.clip(values[:, half:], -60, 60)))
    return gated


def _softmax(scores: Floats) -> Floats:
    grown = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: Floats = grown / grown.sum(axis=1, keepdims=True)
    return shares


def predict(features: Floats, weights: str = TEXT_WEIGHTS) -> Floats:
    """The probability of each `LineClass` for each line of a text, float32 (n_lines, n_classes).

    Args:
        features: float32 (n_lines, n_features).
        weights: the file of weights.
    """
    # One thread: sums of floats in another order would be other sums, and processes would compete for cores.
    with _threads().limit(limits=1):
        return load_model(weights).probabilities(features)


@functools.cache
def _threads() -> ThreadpoolController:
    """The libraries that compute in threads; looking for them takes a hundred times as long as setting a limit."""
    return ThreadpoolController()


@functools.cache
def load_model(weights: str = TEXT_WEIGHTS) -> LineModel:
    """A model of the package, by the name of its file.

    Raises:
        CorpusError: the file is damaged or of another format.
    """
    return read_model((files("corpus") / "clean" / weights).read_bytes(), name=weights)


def read_model(data: bytes, *, name: str = TEXT_WEIGHTS) -> LineModel:
    """A model from the bytes of its file.

    Raises:
        CorpusError: they are damaged or of another format.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        number = int(arrays.pop("format"))
        dilations = tuple(int(d) for d in arrays.pop("dilations"))
    except Exception as e:  # numpy and zipfile raise many kinds over a damaged file
        raise _damaged(name, f"{type(e).__name__}: {e}") from e
    if number != FORMAT:
        raise _damaged(name, f"it is not of format {FORMAT}")
    if (fault := _fault(arrays, len(dilations))) is not None:
        raise _damaged(name, fault)
    return LineModel(dilations, {name: array.astype(np.float32) for name, array in arrays.items()})


def write_model(arrays: Mapping[str, NDArray[np.generic]], dilations: tuple[int, ...]) -> bytes:
    """The bytes of a model's file: the same for the same weights, which are kept as 16-bit floats.

    Args:
        arrays: weights by name, as `LineModel` has them.
        dilations: those of the convolutions.
    """
    out = io.BytesIO()
    # The mean and scale of features that are counts need all their digits.
    kept = {n: a.astype(np.float32 if n in ("mean", "scale") else np.float16) for n, a in sorted(arrays.items())}
    members: dict[str, Any] = {"format": np.int64(FORMAT), "dilations": np.array(dilations, dtype=np.int64)}
    # numpy stamps every member with the year 1980, so that the bytes depend on the arrays alone.
    np.savez_compressed(out, **(members | kept))
    return out.getvalue()


def _fault(arrays: Mapping[str, NDArray[Any]], layers: int) -> str | None:
    """What array is missing, unknown or does not fit the others, if any."""
    features = len(arrays["mean"]) if "mean" in arrays and arrays["mean"].ndim == 1 else 0
    width = arrays["input"].shape[-1] if "input" in arrays and arrays["input"].ndim else 0
    expected: dict[str, tuple[int, ...]] = {
        "mean": (features,), "scale": (features,), "input": (features, width), "input.bias": (width,),
        "pool": (2 * width, width), "pool.bias": (width,), "out": (width, len(LineClass)),
        "out.bias": (len(LineClass),),
    }  # fmt: skip
    for n in range(layers):
        expected |= {f"conv.{n}": (3 * width, 2 * width), f"conv.{n}.bias": (2 * width,)}
    for name in sorted(expected.keys() ^ arrays.keys()):
        return f"the array {name} is {'unknown' if name in arrays else 'missing'}"
    for name, shape in sorted(expected.items()):
        if arrays[name].shape != shape or arrays[name].dtype.kind != "f":
            return f"the array {name} does not fit the others"
        if not np.isfinite(arrays[name]).all():
            return f"the array {name} has values that are not numbers"
    return None


def _damaged(name: str, message: str) -> CorpusError:
    return CorpusError(message, path=f"corpus/clean/{name}", hint="Install the package again")

"""The weights of a tagger as a file: numpy arrays without pickle, and lists of words as text."""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.errors import LanguageDataError
from corpus.languages.data import WEIGHTS, data_folder, has_weights, wrong
from corpus.models.features import SHAPES, STATES, Vocabulary
from corpus.models.tokens import LABELS, ROLES, RULE_STATES

Floats = NDArray[np.float32]

#: Raised when the arrays change their meaning: a file of another number is refused.
FORMAT = 1
_LISTS = ("words", "endings", "classes")
#: Kinds of links, as `corpus.models.links` has them.
_LINKS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A tagger's weights: ``arrays`` by name, as `corpus.training.export` names them; ``name`` tells what tagged."""

    name: str
    vocabulary: Vocabulary
    dilations: tuple[int, ...]
    arrays: Mapping[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.arrays[name]


@functools.cache
def load_weights(code: str) -> Weights | None:
    """The weights of a language, or None where its folder has none.

    Raises:
        LanguageDataError: the file is damaged or of another format.
    """
    if not has_weights(code):
        return None
    return read_weights((data_folder() / code / WEIGHTS).read_bytes(), code=code)


def read_weights(data: bytes, *, code: str, name: str | None = None) -> Weights:
    """Weights from the bytes of a file; ``name`` tells what tagged, by default language and a part of the file's hash.

    Raises:
        LanguageDataError: they are damaged, or of another format.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        if int(arrays.pop("format")) != FORMAT:
            raise _damaged(code, f"it is not of format {FORMAT}")
        lists = {n: _unpack(arrays.pop(n)) for n in _LISTS}
        dilations = tuple(int(d) for d in arrays.pop("dilations"))
    except LanguageDataError:
        raise
    except Exception as e:  # numpy and zipfile raise many kinds over a damaged file
        raise _damaged(code, f"{type(e).__name__}: {e}") from e
    digest = hashlib.sha256(data).hexdigest()[:8]
    if (fault := _fault(arrays, {n: len(words) for n, words in lists.items()}, layers=len(dilations))) is not None:
        raise _damaged(code, fault)
    floats = {n: a.astype(np.float32) for n, a in arrays.items()}
    return Weights(name or f"tagger.{code}.{digest}", make_vocabulary(lists), dilations, floats)


def _fault(arrays: Mapping[str, NDArray[Any]], rows: Mapping[str, int], *, layers: int) -> str | None:
    """What array is missing, not known, or does not fit the others, if any; ``rows`` says how long the lists are."""
    expected = _shapes(rows, arrays, layers=layers)
    for name in sorted(expected.keys() ^ arrays.keys()):
        return f"the array {name} is {'not known' if name in arrays else 'missing'}"
    for name in sorted(expected):
        if arrays[name].shape != expected[name] or arrays[name].dtype.kind != "f":
            return f"the array {name} does not fit the others"
        if not np.isfinite(arrays[name]).all():
            return f"the array {name} holds what is no number"
    return None


def _shapes(rows: Mapping[str, int], arrays: Mapping[str, NDArray[Any]], *, layers: int) -> dict[str, tuple[int, ...]]:
    """The forms of all arrays, as `corpus.training.export` writes them; widths are those of the first of them."""

    def size(name: str, axis: int) -> int:
        return int(arrays[name].shape[axis]) if name in arrays and arrays[name].ndim else 0

    width, link = size("word", -1), size("link.0.left", -1)
    shapes: dict[str, tuple[int, ...]] = {
        "word": (rows["words"], width), "ending": (rows["endings"], width), "class": (rows["classes"], width),
        "shape": (len(SHAPES), width), "quotation": (STATES, width), "out": (width, LABELS), "out.bias": (LABELS,),
        "transitions": (LABELS, LABELS), "start": (LABELS,), "end": (LABELS,),
    }  # fmt: skip
    shapes |= {f"rules.{n}": (RULE_STATES, width) for n in range(len(ROLES))}
    for n in range(layers):
        shapes |= {f"conv.{n}": (3 * width, 2 * width), f"conv.{n}.bias": (2 * width,)}
    for n in range(_LINKS):
        shapes |= {f"link.{n}.{side}": (3 * width, link) for side in ("left", "right")}
        shapes |= {f"link.{n}.{side}.bias": (link,) for side in ("left", "right")}
        shapes |= {f"link.{n}.from_{what}": (link, link) for what in ("left", "right", "both")}
        shapes |= {f"link.{n}.{what}": (size(f"link.0.{what}", 0), link) for what in ("from_features", "distance")}
        shapes |= {f"link.{n}.{end}": (link,) for end in ("none", "out")}
        shapes |= {f"link.{n}.{end}.bias": (1,) for end in ("none", "out")}
    return shapes


def make_vocabulary(lists: Mapping[str, Sequence[str]]) -> Vocabulary:
    """The rows of words, endings and classes by their places in the lists."""
    return Vocabulary(*({w: n for n, w in enumerate(lists[name]) if w} for name in _LISTS))


def _damaged(code: str, message: str) -> LanguageDataError:
    return wrong(code, WEIGHTS, message)


def write_weights(
    vocabulary: Mapping[str, Sequence[str]], *, dilations: Sequence[int], arrays: Mapping[str, NDArray[np.generic]]
) -> bytes:
    """The bytes of a file of weights: the same for the same weights. ``vocabulary`` lists words, endings, classes."""
    out = io.BytesIO()
    members: dict[str, Any] = {"format": np.int64(FORMAT), "dilations": np.array(dilations, dtype=np.int64)}
    members |= {n: _pack(vocabulary[n]) for n in _LISTS} | dict(sorted(arrays.items()))
    # numpy stamps every member with the year 1980, so that the bytes depend on the arrays alone.
    np.savez(out, **members)
    return out.getvalue()


def _pack(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpack(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")

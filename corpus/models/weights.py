"""Read and write weight files: numpy arrays without pickle, and word lists as UTF-8 text."""

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
from corpus.models.features import SHAPES, QuotationState, Vocabulary
from corpus.models.tokens import LABELS, RULE_STATES, SPAN_ROLES

Floats = NDArray[np.float32]

#: Raised when the meaning of the arrays changes: files of another format are rejected.
FORMAT = 1
_LISTS = ("words", "endings", "classes")
#: The number of `corpus.models.links.LINK_KINDS`, which imports this module.
_LINK_KINDS = 2


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """The weights of a model.

    Attributes:
        name: the rule id of attributions that only this model found.
        vocabulary: rows of the embedding tables.
        dilations: of the convolutions.
        arrays: by name, as `corpus.training.network.export_arrays` names them.
    """

    name: str
    vocabulary: Vocabulary
    dilations: tuple[int, ...]
    arrays: Mapping[str, Floats]

    def __getitem__(self, name: str) -> Floats:
        return self.arrays[name]


@functools.cache
def load_weights(code: str) -> Weights | None:
    """Load the weights of a language's light model; None if it has none.

    Raises:
        LanguageDataError: the file is damaged or has another format.
    """
    if not has_weights(code):
        return None
    return read_weights((data_folder() / code / WEIGHTS).read_bytes(), code=code)


def read_weights(data: bytes, *, code: str, name: str | None = None) -> Weights:
    """Read weights.

    Args:
        data: the bytes of a weight file.
        code: of the language.
        name: of the model; by default made of the language and part of the hash of the bytes.

    Raises:
        LanguageDataError: the bytes are damaged or have another format.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as stored:
            arrays = {member: stored[member] for member in stored.files}
        if int(arrays.pop("format")) != FORMAT:
            raise wrong(code, WEIGHTS, f"it is not of format {FORMAT}")
        lists = {n: _unpack(arrays.pop(n)) for n in _LISTS}
        dilations = tuple(int(d) for d in arrays.pop("dilations"))
    except LanguageDataError:
        raise
    except Exception as e:  # numpy and zipfile raise many exceptions for a damaged file
        raise wrong(code, WEIGHTS, f"{type(e).__name__}: {e}") from e
    fault = _find_fault(arrays, {n: len(words) for n, words in lists.items()}, layers=len(dilations))
    if fault is not None:
        raise wrong(code, WEIGHTS, fault)
    digest = hashlib.sha256(data).hexdigest()[:8]
    floats = {n: a.astype(np.float32) for n, a in arrays.items()}
    return Weights(name or f"tagger.{code}.{digest}", make_vocabulary(lists), dilations, floats)


def _find_fault(arrays: Mapping[str, NDArray[Any]], rows: Mapping[str, int], *, layers: int) -> str | None:
    """Describe the first array that is missing, unknown, or does not fit the others; None if all are right."""
    expected = _expected_shapes(rows, arrays, layers=layers)
    for name in sorted(expected.keys() ^ arrays.keys()):
        return f"the array {name} is {'unknown' if name in arrays else 'missing'}"
    for name, shape in sorted(expected.items()):
        array = arrays[name]
        if array.shape != shape or array.dtype.kind != "f":
            return f"the array {name} does not fit the others"
        if not np.isfinite(array).all():
            return f"the array {name} has values that are not finite"
    return None


def _expected_shapes(
    rows: Mapping[str, int], arrays: Mapping[str, NDArray[Any]], *, layers: int
) -> dict[str, tuple[int, ...]]:
    """The shapes of all arrays of a model.

    Args:
        rows: the lengths of the word lists.
        arrays: the stored arrays, of which the first give the widths.
        layers: the number of convolutions.
    """
    width, link = _size(arrays, "word", -1), _size(arrays, "link.0.left", -1)
    features, buckets = _size(arrays, "link.0.from_features", 0), _size(arrays, "link.0.distance", 0)
    shapes: dict[str, tuple[int, ...]] = {
        "word": (rows["words"], width),
        "ending": (rows["endings"], width),
        "class": (rows["classes"], width),
        "shape": (len(SHAPES), width),
        "quotation": (len(QuotationState), width),
        "out": (width, LABELS),
        "out.bias": (LABELS,),
        "transitions": (LABELS, LABELS),
        "start": (LABELS,),
        "end": (LABELS,),
    }
    for n in range(len(SPAN_ROLES)):
        shapes[f"rules.{n}"] = (RULE_STATES, width)
    for n in range(layers):
        shapes[f"conv.{n}"] = (3 * width, 2 * width)
        shapes[f"conv.{n}.bias"] = (2 * width,)
    for n in range(_LINK_KINDS):
        shapes |= {
            f"link.{n}.left": (3 * width, link),
            f"link.{n}.left.bias": (link,),
            f"link.{n}.right": (3 * width, link),
            f"link.{n}.right.bias": (link,),
            f"link.{n}.from_left": (link, link),
            f"link.{n}.from_right": (link, link),
            f"link.{n}.from_both": (link, link),
            f"link.{n}.from_features": (features, link),
            f"link.{n}.distance": (buckets, link),
            f"link.{n}.none": (link,),
            f"link.{n}.none.bias": (1,),
            f"link.{n}.out": (link,),
            f"link.{n}.out.bias": (1,),
        }
    return shapes


def _size(arrays: Mapping[str, NDArray[Any]], name: str, axis: int) -> int:
    """The size of an array along an axis; 0 if it is missing or has none."""
    if name not in arrays or not arrays[name].ndim:
        return 0
    return int(arrays[name].shape[axis])


def make_vocabulary(lists: Mapping[str, Sequence[str]]) -> Vocabulary:
    """Number the words, endings and classes by their places in the lists; empty strings are reserved rows."""
    words, endings, classes = ({w: n for n, w in enumerate(lists[name]) if w} for name in _LISTS)
    return Vocabulary(words, endings, classes)


def write_weights(
    vocabulary: Mapping[str, Sequence[str]], *, dilations: Sequence[int], arrays: Mapping[str, NDArray[np.generic]]
) -> bytes:
    """Write weights as the bytes of a file; equal weights give equal bytes.

    Args:
        vocabulary: the lists ``words``, ``endings`` and ``classes``.
        dilations: of the convolutions.
        arrays: by name.
    """
    out = io.BytesIO()
    members: dict[str, Any] = {"format": np.int64(FORMAT), "dilations": np.array(dilations, dtype=np.int64)}
    for name in _LISTS:
        members[name] = _pack(vocabulary[name])
    members |= dict(sorted(arrays.items()))
    # numpy stamps every member with the year 1980, so the bytes depend on the arrays alone.
    np.savez(out, **members)
    return out.getvalue()


def _pack(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpack(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")

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
from corpus.langdata import data_folder, wrong
from corpus.tagger.features import Vocabulary

Floats = NDArray[np.float32]

FILE = "model.npz"
#: Raised when the arrays change their meaning: a file of another number is refused.
FORMAT = 1
_LISTS = ("words", "endings", "classes")


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
    file = data_folder() / code / FILE
    if not file.is_file():
        return None
    return read_weights(file.read_bytes(), code=code)


def read_weights(data: bytes, *, code: str) -> Weights:
    """Weights from the bytes of a file.

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
    floats = {n: a.astype(np.float32) for n, a in arrays.items()}
    return Weights(f"tagger.{code}.{digest}", make_vocabulary(lists), dilations, floats)


def make_vocabulary(lists: Mapping[str, Sequence[str]]) -> Vocabulary:
    """The rows of words, endings and classes by their places in the lists."""
    return Vocabulary(*({w: n for n, w in enumerate(lists[name]) if w} for name in _LISTS))


def _damaged(code: str, message: str) -> LanguageDataError:
    return wrong(code, FILE, message)


def write_weights(
    vocabulary: Mapping[str, Sequence[str]], *, dilations: Sequence[int], arrays: Mapping[str, NDArray[np.generic]]
) -> bytes:
    """The bytes of a file of weights: the same for the same weights. ``vocabulary`` lists words, endings, classes."""
    out = io.BytesIO()
    members: dict[str, Any] = {"format": np.int64(FORMAT), "dilations": np.array(dilations, dtype=np.int64)}
    members |= {n: _pack(vocabulary[n]) for n in _LISTS} | dict(sorted(arrays.items()))
    # numpy stamps every member with the year 1980, so that the bytes depend on the arrays alone.
    np.savez_compressed(out, **members)
    return out.getvalue()


def _pack(words: Sequence[str]) -> NDArray[np.uint8]:
    return np.frombuffer("\n".join(words).encode(), dtype=np.uint8)


def _unpack(packed: NDArray[np.uint8]) -> list[str]:
    return packed.tobytes().decode().split("\n")

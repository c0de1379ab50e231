"""The neural model of a language: files that were hashed when they were made, checked when they are loaded."""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Mapping
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus.errors import LanguageDataError
from corpus.langdata import NEURAL, NEURAL_MANIFEST, data_folder, has_neural, read_data, wrong
from corpus.neural.pieces import WordPieces
from corpus.neural.states import NeuralReader
from corpus.tagger.reader import PooledReader, Reader, load_light
from corpus.tagger.weights import read_weights

#: Raised when the files change their meaning: a manifest of another number is refused.
FORMAT = 1
ENCODER, WORDS, HEADS, PIECES = "encoder.onnx", "words.npz", "heads.npz", "tokenizer.json"
#: What the light network's scores count beside those of the encoder, which are 1. From 0.5 to 0.9 whole relations
#: in PolNeAR's development part are the same within half a point, and nearly a point better than without it.
_LIGHT_SHARE = 0.7
FILES = (ENCODER, WORDS, HEADS, PIECES)


def pool(neural: NeuralReader, code: str) -> Reader:
    """The neural model with the light network beside it, where the language has one."""
    light = load_light(code)
    return neural if light is None else PooledReader([(1.0, neural), (_LIGHT_SHARE, light)])


@functools.cache
def load_pooled(code: str) -> Reader | None:
    """As `pool`; None where a language has no neural model.

    Raises:
        LanguageDataError: as `load_neural` does.
    """
    neural = load_neural(code)
    return None if neural is None else pool(neural, code)


@functools.cache
def load_neural(code: str) -> NeuralReader | None:
    """The neural model of a language by itself, or None where its folder has none.

    Raises:
        LanguageDataError: a file is missing, damaged, of another format, or not the one that the manifest names.
    """
    if not has_neural(code):
        return None
    manifest = read_data(code, NEURAL_MANIFEST)
    if manifest.get("format") != FORMAT:
        raise wrong(code, NEURAL_MANIFEST, f"it is not of format {FORMAT}")
    data = {name: _verified(code, name, manifest.get("sha256", {})) for name in FILES}
    try:
        return make_reader(data, code=code, version=str(manifest.get("version")))
    except LanguageDataError:
        raise
    except Exception as e:  # these libraries raise many kinds over a damaged file
        raise wrong(code, NEURAL_MANIFEST, f"a file that it names cannot be read ({type(e).__name__}: {e})") from e


def make_reader(data: Mapping[str, bytes], *, code: str, version: str) -> NeuralReader:
    """The model of which `FILES` hold these bytes."""
    weights = read_weights(data[HEADS], code=code, name=f"neural.{code}.{version}")
    session = onnxruntime.InferenceSession(data[ENCODER], _options(), providers=_providers())
    return NeuralReader(session, _arrays(data[WORDS]), weights, WordPieces(Tokenizer.from_str(data[PIECES].decode())))


def _verified(code: str, name: str, hashes: Mapping[str, str]) -> bytes:
    file = data_folder() / code / NEURAL / name
    if not file.is_file():
        raise wrong(code, f"{NEURAL}/{name}", "it is missing")
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != hashes.get(name):
        raise wrong(
            code, f"{NEURAL}/{name}", f"it is not the file that {NEURAL_MANIFEST} names: its SHA-256 is another"
        )
    return data


def _arrays(data: bytes) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _options() -> Any:  # noqa: ANN401  (onnxruntime has no types)
    options = onnxruntime.SessionOptions()
    # One thread: the same sums in the same order, and processes side by side do not fight over cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def _providers() -> list[str]:
    """An accelerator, if onnxruntime finds one, and behind it the processor."""
    return [p for p in onnxruntime.get_available_providers() if p in _RUN_ON]


_RUN_ON = ("CUDAExecutionProvider", "ROCMExecutionProvider", "CPUExecutionProvider")

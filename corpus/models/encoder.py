"""The neural model of a language: an encoder that runs in onnxruntime, loaded from files that are verified by hash.

The embedding tables are read in numpy; the layers of the encoder run window by window.
"""

from __future__ import annotations

import functools
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from corpus.errors import InputError, LanguageDataError
from corpus.io.limits import MAX_NEURAL_TOKENS
from corpus.languages.data import NEURAL, NEURAL_MANIFEST, data_folder, has_neural, read_data, wrong
from corpus.languages.language import Language
from corpus.models.features import PARAGRAPH
from corpus.models.network import embed
from corpus.models.tagger_model import HiddenStates, PooledModel, TaggerModel, load_light_model
from corpus.models.tokens import Ints, TokenSequence
from corpus.models.weights import Floats, Weights, read_weights
from corpus.models.wordpieces import EncoderWindow, WordPieceSequence, WordPieceTokenizer, split_windows, window_inputs

#: Raised when the meaning of the files changes: manifests of another format are rejected.
FORMAT = 1
ENCODER, WORDS, HEADS, TOKENIZER = "encoder.onnx", "words.npz", "heads.npz", "tokenizer.json"
FILES = (ENCODER, WORDS, HEADS, TOKENIZER)
#: The maximum number of word pieces of a window, and of its context before it.
LONGEST, CONTEXT = 256, 64
#: The number of windows in a batch on an accelerator. On a CPU one at a time is as fast and needs less memory.
_ACCELERATOR_BATCH = 32
#: The weight of the light model's scores if the encoder's weigh 1. Between 0.5 and 0.9 the F1 of whole relations in
#: PolNeAR's development part is the same within half a point, and nearly a point higher than without it.
_LIGHT_WEIGHT = 0.7
_PROVIDERS = frozenset(("CUDAExecutionProvider", "ROCMExecutionProvider", "CPUExecutionProvider"))


class NeuralModel:
    """An encoder with its embedding tables and heads.

    Args:
        session: of onnxruntime; maps ``x``, float32 ``(n_windows, n_pieces, width)``, and ``mask``, float32
            ``(n_windows, n_pieces)``, to states of the shape of ``x``.
        words: the tables of word pieces (``word``, int8, and ``scale``) and of positions (``position``).
        weights: of labels and links, and of what is added to each word piece.
        tokenizer: splits tokens into word pieces.
    """

    keeps_stances = True

    def __init__(
        self,
        session: Any,  # noqa: ANN401  (onnxruntime has no types)
        words: Mapping[str, NDArray[Any]],
        weights: Weights,
        tokenizer: WordPieceTokenizer,
    ) -> None:
        self.weights, self.name = weights, weights.name
        self._session, self._words, self._tokenizer = session, words, tokenizer
        self.batch = 1 if session.get_providers() == ["CPUExecutionProvider"] else _ACCELERATOR_BATCH

    def score(self, tokens: TokenSequence, language: Language) -> HiddenStates:
        """Score an article.

        Raises:
            InputError: the article has more tokens than the limit.
        """
        return HiddenStates(self.states(tokens, language), self.weights)

    def states(self, tokens: TokenSequence, language: Language) -> Floats:
        """Compute the hidden state of each token: that of its first word piece.

        Args:
            tokens: the tokens of an article.
            language: of the article.

        Returns:
            float32 ``(n_tokens, width)``.

        Raises:
            InputError: there are more tokens than the limit.
        """
        check_tokens(len(tokens))
        pieces = self._tokenizer.split(tokens.words)
        starts = [n for n, word in enumerate(tokens.words) if word == PARAGRAPH]
        windows = split_windows(pieces, starts, longest=LONGEST, context=CONTEXT)
        out = np.zeros((len(tokens), self.weights["out"].shape[0]), dtype=np.float32)
        for group in _batches(windows, pieces, self.batch):
            added = [embed(tokens, self.weights, language, slice(w.first, w.end)) for w in group]
            for window, states in zip(group, self._encode(group, pieces, added), strict=True):
                out[window.own : window.end] = states
        return out

    def _encode(
        self, windows: Sequence[EncoderWindow], pieces: WordPieceSequence, added: Sequence[Floats]
    ) -> list[Floats]:
        """The states of each window's own tokens; ``added`` has one row for each token of a window."""
        inputs = [window_inputs(pieces, w.first, w.end, self._tokenizer) for w in windows]
        longest = max(len(ids) for ids, _, _ in inputs)
        width = added[0].shape[1]
        x = np.zeros((len(inputs), longest, width), dtype=np.float32)
        mask = np.zeros((len(inputs), longest), dtype=np.float32)
        for n, (window, (ids, token_of, _)) in enumerate(zip(windows, inputs, strict=True)):
            mask[n, : len(ids)] = 1
            x[n, : len(ids)] = self._embed_pieces(ids) + added[n][token_of - window.first]
        (states,) = self._session.run(None, {"x": x, "mask": mask})
        out = []
        for n, (window, (_, _, first)) in enumerate(zip(windows, inputs, strict=True)):
            out.append(states[n, first[window.own - window.first :]])
        return out

    def _embed_pieces(self, ids: Ints) -> Floats:
        words = self._words["word"][ids] * self._words["scale"][ids, None].astype(np.float32)
        embedded: Floats = words + self._words["position"][: len(ids)]
        return embedded


def check_tokens(count: int) -> None:
    """Check that an article is not too long for the neural model.

    Raises:
        InputError: it has more tokens than `corpus.io.limits.MAX_NEURAL_TOKENS`.
    """
    if count > MAX_NEURAL_TOKENS:
        message = f"{count:,} words and marks are too many for the neural model"
        raise InputError(message, hint=f"The limit is {MAX_NEURAL_TOKENS:,}; the model tagger accepts more")


def _batches(windows: Sequence[EncoderWindow], pieces: WordPieceSequence, size: int) -> Iterator[list[EncoderWindow]]:
    """Windows of similar length together, so that little is padded."""
    order = list(windows)
    if size > 1:
        order.sort(key=lambda w: pieces.first[w.end] - pieces.first[w.first])
    for n in range(0, len(order), size):
        yield order[n : n + size]


def pool_with_light(neural: NeuralModel, code: str) -> TaggerModel:
    """Pool a neural model with the light model of its language, if there is one."""
    light = load_light_model(code)
    return neural if light is None else PooledModel([(1.0, neural), (_LIGHT_WEIGHT, light)])


@functools.cache
def load_pooled_model(code: str) -> TaggerModel | None:
    """Load the neural model of a language, pooled with its light model; None if it has no neural model.

    Raises:
        LanguageDataError: see `load_neural_model`.
    """
    neural = load_neural_model(code)
    return None if neural is None else pool_with_light(neural, code)


@functools.cache
def load_neural_model(code: str) -> NeuralModel | None:
    """Load the neural model of a language by itself; None if it has none.

    Raises:
        LanguageDataError: a file is missing, damaged, of another format, or not the one that the manifest names.
    """
    if not has_neural(code):
        return None
    manifest = read_data(code, NEURAL_MANIFEST)
    if manifest.get("format") != FORMAT:
        raise wrong(code, NEURAL_MANIFEST, f"it is not of format {FORMAT}")
    data = {name: _read_verified(code, name, manifest.get("sha256", {})) for name in FILES}
    try:
        return make_neural_model(data, code=code, version=str(manifest.get("version")))
    except LanguageDataError:
        raise
    except Exception as e:  # these libraries raise many exceptions for a damaged file
        raise wrong(code, NEURAL_MANIFEST, f"a file that it names cannot be read ({type(e).__name__}: {e})") from e


def make_neural_model(data: Mapping[str, bytes], *, code: str, version: str) -> NeuralModel:
    """Build a neural model.

    Args:
        data: the bytes of each of `FILES`.
        code: of the language.
        version: part of the model's name.
    """
    weights = read_weights(data[HEADS], code=code, name=f"neural.{code}.{version}")
    session = onnxruntime.InferenceSession(data[ENCODER], _session_options(), providers=_providers())
    tokenizer = WordPieceTokenizer(Tokenizer.from_str(data[TOKENIZER].decode()))
    return NeuralModel(session, _read_arrays(data[WORDS]), weights, tokenizer)


def _read_verified(code: str, name: str, hashes: Mapping[str, str]) -> bytes:
    file = data_folder() / code / NEURAL / name
    if not file.is_file():
        raise wrong(code, f"{NEURAL}/{name}", "it is missing")
    data = file.read_bytes()
    if hashlib.sha256(data).hexdigest() != hashes.get(name):
        raise wrong(code, f"{NEURAL}/{name}", f"it is not the file that {NEURAL_MANIFEST} names (SHA-256 differs)")
    return data


def _read_arrays(data: bytes) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(data), allow_pickle=False) as stored:
        return {name: stored[name] for name in stored.files}


def _session_options() -> Any:  # noqa: ANN401  (onnxruntime has no types)
    options = onnxruntime.SessionOptions()
    # One thread: the order of floating-point sums stays the same, and parallel processes do not share cores.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def _providers() -> list[str]:
    """The accelerators that onnxruntime finds, then the CPU."""
    return [p for p in onnxruntime.get_available_providers() if p in _PROVIDERS]

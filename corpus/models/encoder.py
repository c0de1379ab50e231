"""The encoder of a language: files, verified by hash when loaded, and states for each token of an article.

Embedding tables are read in numpy, the layers of the encoder run in onnxruntime, window by window.
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
from corpus.models.reader import PooledReader, Reader, Reading, States, load_light
from corpus.models.tokens import Ints, TokenSequence
from corpus.models.weights import Floats, Weights, read_weights
from corpus.models.wordpieces import Pieces, Window, WordPieces, cut_windows, window_rows

#: Most word pieces of a window, and of what it reads along from the window before.
LONGEST, CONTEXT = 256, 64
#: So many windows at once on an accelerator. On a processor one at a time is as fast, and wants less memory.
_ACCELERATED = 32


class NeuralReader:
    """An encoder with its tables; ``weights`` are those of labels and links, and of what is added to each word piece.

    Args:
        session: of onnxruntime; from ``x``, ``[window, piece, width]``, and ``mask``, ``[window, piece]``, to states.
        words: the tables of word pieces (``word``, whole numbers, and ``scale``) and of places (``position``).
        weights: labels and links.
        cutter: cuts tokens into word pieces.
    """

    everything = True

    def __init__(
        self,
        session: Any,  # noqa: ANN401  (onnxruntime has no types)
        words: Mapping[str, NDArray[Any]],
        weights: Weights,
        cutter: WordPieces,
    ) -> None:
        self.weights, self.name = weights, weights.name
        self._session, self._words, self._cutter = session, words, cutter
        self.batch = 1 if session.get_providers() == ["CPUExecutionProvider"] else _ACCELERATED

    def read(self, tokens: TokenSequence, language: Language) -> Reading:
        """An article as it was read."""
        return States(self.states(tokens, language), self.weights)

    def states(self, tokens: TokenSequence, language: Language) -> Floats:
        """The hidden state of each token, one row each: that of its first word piece.

        Raises:
            InputError: there are more tokens than the limit.
        """
        check_tokens(len(tokens))
        pieces = self._cutter.cut(tokens.words)
        starts = [n for n, word in enumerate(tokens.words) if word == PARAGRAPH]
        out = np.zeros((len(tokens), self.weights["out"].shape[0]), dtype=np.float32)
        for group in _groups(cut_windows(pieces, starts, longest=LONGEST, context=CONTEXT), pieces, self.batch):
            added = [embed(tokens, self.weights, language, slice(w.first, w.behind)) for w in group]
            self._read(group, pieces, added, out)
        return out

    def _read(self, windows: Sequence[Window], pieces: Pieces, added: Sequence[Floats], out: Floats) -> None:
        rows = [window_rows(pieces, w.first, w.behind, self._cutter) for w in windows]
        longest = max(len(ids) for ids, _, _ in rows)
        x = np.zeros((len(rows), longest, out.shape[1]), dtype=np.float32)
        mask = np.zeros((len(rows), longest), dtype=np.float32)
        for n, (window, (ids, token_of, _)) in enumerate(zip(windows, rows, strict=True)):
            mask[n, : len(ids)] = 1
            x[n, : len(ids)] = self._look_up(ids) + added[n][token_of - window.first]
        (states,) = self._session.run(None, {"x": x, "mask": mask})
        for n, (window, (_, _, first)) in enumerate(zip(windows, rows, strict=True)):
            out[window.own : window.behind] = states[n, first[window.own - window.first :]]

    def _look_up(self, ids: Ints) -> Floats:
        words = self._words["word"][ids] * self._words["scale"][ids, None].astype(np.float32)
        placed: Floats = words + self._words["position"][: len(ids)]
        return placed


def check_tokens(count: int) -> None:
    """Refuse an article of more words and marks than the limit.

    Raises:
        InputError: it has more.
    """
    if count > MAX_NEURAL_TOKENS:
        message = f"{count:,} words and marks are too many for the neural model"
        raise InputError(message, hint=f"The limit is {MAX_NEURAL_TOKENS:,}; the model tagger reads more")


def _groups(windows: Sequence[Window], pieces: Pieces, size: int) -> Iterator[list[Window]]:
    """Windows of about one length together, so that little is padded."""
    order = sorted(windows, key=lambda w: pieces.first[w.behind] - pieces.first[w.first]) if size > 1 else windows
    for n in range(0, len(order), size):
        yield list(order[n : n + size])


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

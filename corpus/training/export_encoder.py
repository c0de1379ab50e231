"""A fine-tuned encoder as the files that `corpus.models` reads."""

from __future__ import annotations

import io
import logging
import tempfile
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from corpus.models.encoder import ENCODER, HEADS, TOKENIZER, WORDS
from corpus.models.weights import write_weights
from corpus.training.encoder import Encoder, EncoderNetwork, Layer
from corpus.training.export import export

_OPSET = 17
_FAR = -1e9


class _Layers(nn.Module):
    """What of an encoder runs in onnxruntime: everything behind the sum of a piece's tables."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.encoder.norm(x)
        hidden = ((1 - mask) * _FAR)[:, None, None, :]
        for layer in self.encoder.layers:
            x = layer.end(x, _attend(layer, x, hidden))
        return x


def _attend(layer: Layer, x: Tensor, hidden: Tensor) -> Tensor:
    """Attention written out in products of matrices, which stay as they are when weights become whole numbers."""
    heads = layer.form.heads
    size = layer.form.width // heads

    def split(y: Tensor) -> Tensor:
        return y.reshape(y.shape[0], -1, heads, size).transpose(1, 2)

    scores = split(layer.query(x)) @ split(layer.key(x)).transpose(2, 3) * size**-0.5 + hidden
    seen = torch.softmax(scores, -1) @ split(layer.value(x))
    return seen.transpose(1, 2).reshape(x.shape[0], -1, heads * size)


def export_files(network: EncoderNetwork, lists: Mapping[str, Sequence[str]], tokenizer: bytes) -> dict[str, bytes]:
    """The files of a model by name; ``tokenizer`` is the file of the library tokenizers, without padding and cuts."""
    return {
        ENCODER: _quantized(_graph(network.encoder)),
        WORDS: _tables(network.encoder),
        HEADS: write_weights(lists, dilations=(), arrays=export(network)),
        TOKENIZER: tokenizer,
    }


def _tables(encoder: Encoder) -> bytes:
    words = encoder.word.weight.detach().numpy()
    scale = np.maximum(np.abs(words).max(axis=1), 1e-8).astype(np.float32) / 127
    out = io.BytesIO()
    np.savez(
        out,
        word=np.rint(words / scale[:, None]).astype(np.int8),
        scale=scale,
        position=encoder.position.weight.detach().numpy().astype(np.float16),
    )
    return out.getvalue()


def _graph(encoder: Encoder) -> onnx.ModelProto:
    width = encoder.norm.normalized_shape[0]
    out = io.BytesIO()
    sides = {0: "window", 1: "piece"}
    with torch.inference_mode(), warnings.catch_warnings():
        # The newer exporter wants one more library for the same graph.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _Layers(encoder).eval(),
            (torch.zeros(2, 5, width), torch.ones(2, 5)),
            out,
            input_names=["x", "mask"],
            output_names=["states"],
            dynamic_axes={"x": sides, "mask": sides, "states": sides},
            opset_version=_OPSET,
            dynamo=False,
        )
    return onnx.load_from_string(out.getvalue())


def _quantized(graph: onnx.ModelProto) -> bytes:
    """With weights as whole numbers, a scale for each column; what they meet becomes whole at run time.

    Weights have seven bits: sums of products of eight bits can overflow where a processor has only AVX2, and the same
    file is to say the same there. Products of what is no weight, in attention, stay as they are.
    """
    with _quiet(), tempfile.TemporaryDirectory() as folder:
        given, path = Path(folder) / "given.onnx", Path(folder) / ENCODER
        onnx.save(graph, str(given))
        quantize_dynamic(
            str(given),
            str(path),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"MatMulConstBOnly": True},
        )
        return path.read_bytes()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without the library's recommendation to clean up the graph first, which changes nothing here."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)

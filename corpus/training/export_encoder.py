"""Export a fine-tuned encoder to the files that `corpus.models.encoder` reads."""

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
from corpus.training.network import export_arrays

_OPSET = 17
_FAR = -1e9


class _Layers(nn.Module):
    """The part of an encoder that runs in onnxruntime: everything after the sum of the embeddings."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__()
        self.encoder = encoder

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        x = self.encoder.norm(x)
        hidden = ((1 - mask) * _FAR)[:, None, None, :]
        for layer in self.encoder.layers:
            x = layer.after_attention(x, _attend(layer, x, hidden))
        return x


def _attend(layer: Layer, x: Tensor, hidden: Tensor) -> Tensor:
    """Attention as plain matrix products, which quantization of the weights does not change."""
    heads = layer.config.heads
    size = layer.config.width // heads

    def split(y: Tensor) -> Tensor:
        return y.reshape(y.shape[0], -1, heads, size).transpose(1, 2)

    scores = split(layer.query(x)) @ split(layer.key(x)).transpose(2, 3) * size**-0.5 + hidden
    attended = torch.softmax(scores, -1) @ split(layer.value(x))
    return attended.transpose(1, 2).reshape(x.shape[0], -1, heads * size)


def export_files(network: EncoderNetwork, lists: Mapping[str, Sequence[str]], tokenizer: bytes) -> dict[str, bytes]:
    """Export a fine-tuned network.

    Args:
        network: in evaluation mode.
        lists: of words, endings and classes.
        tokenizer: the file of the library tokenizers, without padding and truncation.

    Returns:
        The files of the model by name (`corpus.models.encoder.FILES`).
    """
    return {
        ENCODER: _quantized(_graph(network.encoder)),
        WORDS: _tables(network.encoder),
        HEADS: write_weights(lists, dilations=(), arrays=export_arrays(network)),
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
        # The newer exporter needs another library for the same graph.
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
    """Quantize the weights to integers with a scale per column; activations are quantized at run time.

    Weights have seven bits: sums of products of eight bits can overflow on processors with AVX2 only, and the model
    must give the same results there. Matrix products without weights, in attention, are not quantized.
    """
    with _quiet(), tempfile.TemporaryDirectory() as folder:
        source, target = Path(folder) / "source.onnx", Path(folder) / ENCODER
        onnx.save(graph, str(source))
        quantize_dynamic(
            str(source),
            str(target),
            weight_type=QuantType.QInt8,
            per_channel=True,
            reduce_range=True,
            extra_options={"MatMulConstBOnly": True},
        )
        return target.read_bytes()


@contextmanager
def _quiet() -> Iterator[None]:
    """Silence the recommendation to preprocess the graph, which changes nothing here."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)

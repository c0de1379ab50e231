"""The encoder of `corpus.models.encoder` in PyTorch: BERT (Devlin et al. 2019) with the tagger's features as inputs.

It starts from the weights of another BERT encoder, such as MiniLM (Wang et al. 2020).
"""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from corpus.training.network import Network, NetworkConfig, TrainingBatch

_EPSILON = 1e-12
#: The weight file of a pretrained encoder.
WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """The size of an encoder.

    Attributes:
        vocabulary: number of word pieces.
        width: of the states.
        layers: number of layers.
        heads: attention heads of a layer.
        inner: width inside the feed-forward layers.
        positions: maximum number of pieces of a window.
        dropout: of embeddings and states.
    """

    vocabulary: int
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    dropout: float


@dataclass(frozen=True, slots=True)
class EncoderTrainingBatch(TrainingBatch):
    """A batch with the windows that the encoder reads, padded to the longest.

    Attributes:
        ids: int64 ``(n_windows, n_pieces)``, word pieces.
        token_of: int64 ``(n_windows, n_pieces)``, the place of each piece's token in the flattened articles.
        window_mask: bool ``(n_windows, n_pieces)``, true for pieces and false for padding.
        piece_of: int64 ``(n_articles, n_tokens)``, the place of each token's first piece in the flattened windows.
    """

    ids: Tensor
    token_of: Tensor
    window_mask: Tensor
    piece_of: Tensor


class Layer(nn.Module):
    """A BERT layer: attention, then a feed-forward layer; both residual, with normalization after the sum."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.query, self.key, self.value, self.out = (nn.Linear(config.width, config.width) for _ in range(4))
        self.up, self.down = nn.Linear(config.width, config.inner), nn.Linear(config.inner, config.width)
        self.norm, self.last_norm = (nn.LayerNorm(config.width, eps=_EPSILON) for _ in range(2))
        self.drop = nn.Dropout(config.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """Map states ``(n_windows, n_pieces, width)`` to states of the same shape."""
        windows, length, width = x.shape

        def heads(y: Tensor) -> Tensor:
            return y.view(windows, length, self.config.heads, -1).transpose(1, 2)

        attended = functional.scaled_dot_product_attention(
            heads(self.query(x)), heads(self.key(x)), heads(self.value(x)), attn_mask=mask[:, None, None, :]
        )
        return self.after_attention(x, attended.transpose(1, 2).reshape(windows, length, width))

    def after_attention(self, x: Tensor, attended: Tensor) -> Tensor:
        """Map the input states and the output of attention to the states of the layer."""
        x = self.norm(x + self.drop(self.out(attended)))
        normal: Tensor = self.last_norm(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return normal


class Encoder(nn.Module):
    """The encoder: from word pieces, and vectors that are added to them, to states."""

    def __init__(self, config: EncoderConfig) -> None:
        super().__init__()
        self.config = config
        self.word, self.position = (
            nn.Embedding(config.vocabulary, config.width),
            nn.Embedding(config.positions, config.width),
        )
        self.norm, self.drop = nn.LayerNorm(config.width, eps=_EPSILON), nn.Dropout(config.dropout)
        self.layers = nn.ModuleList(Layer(config) for _ in range(config.layers))

    def forward(self, ids: Tensor, added: Tensor, mask: Tensor) -> Tensor:
        """Compute states.

        Args:
            ids: int64 ``(n_windows, n_pieces)``.
            added: float32 ``(n_windows, n_pieces, width)``.
            mask: bool ``(n_windows, n_pieces)``.

        Returns:
            float32 ``(n_windows, n_pieces, width)``.
        """
        places = torch.arange(ids.shape[1])
        x = self.drop(self.norm(self.word(ids) + added + self.position(places)))
        for layer in self.layers:
            x = layer(x, mask)
        return x


#: The names of a layer's modules in the library transformers, and ours.
_MODULES = {
    "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
    "attention.output.dense": "out", "attention.output.LayerNorm": "norm", "intermediate.dense": "up",
    "output.dense": "down", "output.LayerNorm": "last_norm",
}  # fmt: skip


#: Our fields, and those of ``config.json`` as the library transformers writes it.
_CONFIG_FIELDS = {
    "vocabulary": "vocab_size", "width": "hidden_size", "layers": "num_hidden_layers", "heads": "num_attention_heads",
    "inner": "intermediate_size", "positions": "max_position_embeddings", "dropout": "hidden_dropout_prob",
}  # fmt: skip


def read_config(folder: Path) -> EncoderConfig:
    """Read a folder's ``config.json``, as the library transformers writes it.

    Raises:
        ValueError: the encoder is not a BERT with GELU.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if (config.get("model_type"), config.get("hidden_act")) != ("bert", "gelu"):
        raise ValueError(f"{folder / 'config.json'}: only BERT with GELU can be fine-tuned")
    return EncoderConfig(**{ours: config[theirs] for ours, theirs in _CONFIG_FIELDS.items()})


def read_encoder(folder: Path) -> Encoder:
    """Read a pretrained encoder.

    Args:
        folder: with ``config.json`` and ``model.safetensors``, as the library transformers writes BERT.

    Raises:
        ValueError: the encoder is not a BERT with GELU.
    """
    stored = load_file(folder / WEIGHTS)
    config = read_config(folder)
    encoder = Encoder(config)
    # All text has token type 0, so its embedding is added to those of the words.
    words = stored["embeddings.word_embeddings.weight"] + stored["embeddings.token_type_embeddings.weight"][0]
    weights = {"word.weight": words, "position.weight": stored["embeddings.position_embeddings.weight"]}
    for end in ("weight", "bias"):
        weights[f"norm.{end}"] = stored[f"embeddings.LayerNorm.{end}"]
        for n in range(config.layers):
            for theirs, ours in _MODULES.items():
                weights[f"layers.{n}.{ours}.{end}"] = stored[f"encoder.layer.{n}.{theirs}.{end}"]
    encoder.load_state_dict(weights)
    return encoder


class EncoderNetwork(Network):
    """Labels and links over the states of an encoder.

    Args:
        encoder: the pretrained encoder.
        config: of labels and links; the width is that of the encoder.
        sizes: the number of rows of the tables ``words``, ``endings`` and ``classes``.
        half: whether the encoder computes in bfloat16.
    """

    def __init__(self, encoder: Encoder, config: NetworkConfig, *, sizes: dict[str, int], half: bool) -> None:
        config = replace(config, width=encoder.config.width, dilations=())
        super().__init__(config, words=sizes["words"], endings=sizes["endings"], classes=sizes["classes"])
        self.encoder, self.half = encoder, half
        # Zero: before training, the added features do not change the pretrained encoder.
        nn.init.zeros_(self.input.weight)
        nn.init.zeros_(self.input.bias)

    def encode(self, batch: TrainingBatch) -> Tensor:
        """Compute hidden states: float32 ``(n_articles, n_tokens, width)``."""
        assert isinstance(batch, EncoderTrainingBatch)
        width = self.settings.width
        added = self.embed(batch).reshape(-1, width)[batch.token_of]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            states = self.encoder(batch.ids, added, batch.window_mask)
        hidden = states.float().reshape(-1, width)[batch.piece_of]
        return hidden * batch.mask.unsqueeze(-1)

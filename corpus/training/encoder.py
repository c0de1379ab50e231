"""The encoder of `corpus.models` in PyTorch: BERT (Devlin et al. 2019) that is told what the tagger knows of a token.

It starts from the weights of another encoder of that form, such as MiniLM (Wang et al. 2020).
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
#: The file of a pretrained encoder.
WEIGHTS = "model.safetensors"


@dataclass(frozen=True, slots=True)
class EncoderConfig:
    """The form of an encoder."""

    vocabulary: int
    width: int
    layers: int
    heads: int
    inner: int
    positions: int
    dropout: float


@dataclass(frozen=True, slots=True)
class EncoderTrainingBatch(TrainingBatch):
    """A batch with the windows that the encoder reads: ``[window, piece]``.

    ``token_of`` is the place of a piece's token in the flattened articles, ``window_mask`` is true for real pieces, and
    ``piece_of``, ``[article, token]``, is the place of a token's first piece in the flattened windows.
    """

    ids: Tensor
    token_of: Tensor
    window_mask: Tensor
    piece_of: Tensor


class Layer(nn.Module):
    """Attention, then a layer for each piece by itself; both residual, normalised behind."""

    def __init__(self, form: EncoderConfig) -> None:
        super().__init__()
        self.form = form
        self.query, self.key, self.value, self.out = (nn.Linear(form.width, form.width) for _ in range(4))
        self.up, self.down = nn.Linear(form.width, form.inner), nn.Linear(form.inner, form.width)
        self.norm, self.last_norm = (nn.LayerNorm(form.width, eps=_EPSILON) for _ in range(2))
        self.drop = nn.Dropout(form.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """States in, states out, ``[window, piece, width]``."""
        windows, length, width = x.shape

        def heads(y: Tensor) -> Tensor:
            return y.view(windows, length, self.form.heads, -1).transpose(1, 2)

        seen = functional.scaled_dot_product_attention(
            heads(self.query(x)), heads(self.key(x)), heads(self.value(x)), attn_mask=mask[:, None, None, :]
        )
        return self.end(x, seen.transpose(1, 2).reshape(windows, length, width))

    def end(self, x: Tensor, seen: Tensor) -> Tensor:
        """What comes behind attention: ``seen`` is what each piece has taken from all."""
        x = self.norm(x + self.drop(self.out(seen)))
        normal: Tensor = self.last_norm(x + self.drop(self.down(functional.gelu(self.up(x)))))
        return normal


class Encoder(nn.Module):
    """From word pieces and what is added to each to states."""

    def __init__(self, form: EncoderConfig) -> None:
        super().__init__()
        self.form = form
        self.word, self.position = nn.Embedding(form.vocabulary, form.width), nn.Embedding(form.positions, form.width)
        self.norm, self.drop = nn.LayerNorm(form.width, eps=_EPSILON), nn.Dropout(form.dropout)
        self.layers = nn.ModuleList(Layer(form) for _ in range(form.layers))

    def forward(self, ids: Tensor, added: Tensor, mask: Tensor) -> Tensor:
        """``ids`` and ``mask`` are ``[window, piece]``, ``added`` and the states that come out have a row for each."""
        places = torch.arange(ids.shape[1])
        x = self.drop(self.norm(self.word(ids) + added + self.position(places)))
        for layer in self.layers:
            x = layer(x, mask)
        return x


_NAMES = {
    "attention.self.query": "query", "attention.self.key": "key", "attention.self.value": "value",
    "attention.output.dense": "out", "attention.output.LayerNorm": "norm", "intermediate.dense": "up",
    "output.dense": "down", "output.LayerNorm": "last_norm",
}  # fmt: skip


_FORM = {
    "vocabulary": "vocab_size", "width": "hidden_size", "layers": "num_hidden_layers", "heads": "num_attention_heads",
    "inner": "intermediate_size", "positions": "max_position_embeddings", "dropout": "hidden_dropout_prob",
}  # fmt: skip


def read_config(folder: Path) -> EncoderConfig:
    """The form that a folder's ``config.json`` tells, as the library transformers writes it.

    Raises:
        ValueError: it is no BERT, or not of the kind that is built here.
    """
    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    if (config.get("model_type"), config.get("hidden_act")) != ("bert", "gelu"):
        raise ValueError(f"{folder / 'config.json'}: only BERT with GELU can be fine-tuned")
    return EncoderConfig(**{ours: config[theirs] for ours, theirs in _FORM.items()})


def read_encoder(folder: Path) -> Encoder:
    """An encoder with the weights of a folder's `WEIGHTS`, as the library transformers writes BERT."""
    given = load_file(folder / WEIGHTS)
    form = read_config(folder)
    encoder = Encoder(form)
    # All text is of the first type.
    given["embeddings.word_embeddings.weight"] += given["embeddings.token_type_embeddings.weight"][0]
    taken = {
        "word.weight": given["embeddings.word_embeddings.weight"],
        "position.weight": given["embeddings.position_embeddings.weight"],
    }
    ends = ("weight", "bias")
    taken |= {f"norm.{e}": given[f"embeddings.LayerNorm.{e}"] for e in ends}
    for n in range(form.layers):
        taken |= {f"layers.{n}.{o}.{e}": given[f"encoder.layer.{n}.{t}.{e}"] for t, o in _NAMES.items() for e in ends}
    encoder.load_state_dict(taken)
    return encoder


class EncoderNetwork(Network):
    """The tagger's labels and links over an encoder's states."""

    def __init__(self, encoder: Encoder, config: NetworkConfig, *, sizes: dict[str, int], half: bool) -> None:
        config = replace(config, width=encoder.form.width, dilations=())
        super().__init__(config, words=sizes["words"], endings=sizes["endings"], classes=sizes["classes"])
        self.encoder, self.half = encoder, half
        # At the beginning the encoder is as it was given.
        nn.init.zeros_(self.input.weight)
        nn.init.zeros_(self.input.bias)

    def encode(self, batch: TrainingBatch) -> Tensor:
        """The hidden states, ``[article, token, width]``."""
        assert isinstance(batch, EncoderTrainingBatch)
        width = self.settings.width
        added = self.embed(batch).reshape(-1, width)[batch.token_of]
        with torch.autocast("cpu", torch.bfloat16, enabled=self.half):
            states = self.encoder(batch.ids, added, batch.window_mask)
        hidden = states.float().reshape(-1, width)[batch.piece_of]
        return hidden * batch.mask.unsqueeze(-1)

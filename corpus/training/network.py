"""The light network of `corpus.models.network` in PyTorch, with its losses and the export of its weights.

Labels are trained as a linear-chain conditional random field (Lafferty et al. 2001), links as a choice among all
candidates and none; both jointly, after Zhang et al. (2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from corpus.models.decoding import TokenSpans
from corpus.models.features import SHAPES, QuotationState
from corpus.models.links import BUCKETS, LINK_KINDS, CandidatePairs
from corpus.models.tokens import LABELS, RULE_STATES, SPAN_ROLES

#: The number of features of a candidate link (`corpus.models.links.CandidatePairs`).
FEATURES = 12
_LINK_WIDTH = 48
_EPSILON = 1e-9
HalfFloats = NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The size and the regularization of the network.

    Attributes:
        width: of the hidden states.
        embedding: width of the embeddings.
        dilations: of the convolutions.
        dropout: of hidden states.
        input_dropout: of embeddings.
        word_dropout: the probability that a word is replaced by an unknown one.
    """

    width: int = 96
    embedding: int = 64
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16)
    dropout: float = 0.2
    input_dropout: float = 0.3
    word_dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class TrainingBatch:
    """The tensors of several articles, padded to the longest; and of their decoding chunks, padded likewise.

    Attributes:
        word: int64 ``(n_articles, n_tokens)``, rows of the word table.
        ending: int64, as ``word``.
        shape: int64, as ``word``.
        classes: float32 ``(n_articles, n_tokens, n_classes)``, 0 or 1.
        quotation: int64 ``(n_articles, n_tokens)``.
        rules: int64 ``(n_articles, n_tokens, n_roles)``.
        mask: float32 ``(n_articles, n_tokens)``, 1 for tokens and 0 for padding.
        paragraph: int64 ``(n_articles, n_tokens)``.
        chunk_tokens: int64 ``(n_chunks, n_tokens)``, places in the flattened articles.
        chunk_mask: bool ``(n_chunks, n_tokens)``, true for tokens.
        chunk_labels: int64 ``(n_chunks, n_tokens)``.
    """

    word: Tensor
    ending: Tensor
    shape: Tensor
    classes: Tensor
    quotation: Tensor
    rules: Tensor
    mask: Tensor
    paragraph: Tensor
    chunk_tokens: Tensor
    chunk_mask: Tensor
    chunk_labels: Tensor


class Convolution(nn.Module):
    """A residual gated convolution over a token and those before and after it; the latter only in its paragraph."""

    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.kernel = nn.Linear(3 * width, 2 * width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, batch: TrainingBatch) -> Tensor:
        """Map states ``(n_articles, n_tokens, width)`` to states of the same shape; padding stays 0."""
        mask, distance = batch.mask.unsqueeze(-1), min(self.dilation, x.shape[1])
        states = self.norm(x) * mask
        before = functional.pad(states, (0, 0, distance, 0))[:, : x.shape[1]]
        same = (batch.paragraph[:, distance:] == batch.paragraph[:, : x.shape[1] - distance]).unsqueeze(-1)
        after = functional.pad(states[:, distance:] * same, (0, 0, 0, distance))
        value, gate = self.kernel(torch.cat((before, states, after), dim=-1)).chunk(2, dim=-1)
        return (x + self.drop(value * torch.sigmoid(gate))) * mask


class Linker(nn.Module):
    """Scores the candidate links of one kind."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.left, self.right = nn.Linear(3 * width, _LINK_WIDTH), nn.Linear(3 * width, _LINK_WIDTH)
        self.none = nn.Linear(_LINK_WIDTH, 1)
        self.from_left = nn.Linear(_LINK_WIDTH, _LINK_WIDTH, bias=False)
        self.from_right = nn.Linear(_LINK_WIDTH, _LINK_WIDTH, bias=False)
        self.from_both = nn.Linear(_LINK_WIDTH, _LINK_WIDTH, bias=False)
        self.distance = nn.Embedding(2 * BUCKETS, _LINK_WIDTH)
        self.from_features = nn.Linear(FEATURES, _LINK_WIDTH)
        self.out = nn.Linear(_LINK_WIDTH, 1)
        nn.init.normal_(self.distance.weight, std=0.3)

    def loss(
        self, hidden: Tensor, spans: tuple[TokenSpans, TokenSpans], pairs: CandidatePairs, truth: Tensor
    ) -> Tensor:
        """Sum the negative log probability of a right choice over the spans of the first role.

        Args:
            hidden: float32 ``(n_tokens, width)``, of one article.
            spans: of the first and the second role.
            pairs: the candidate links between them.
            truth: float32 ``(n_pairs,)``, 1 for right links. A span without one should choose no link.

        Returns:
            A scalar.
        """
        left, right = self.left(span_vectors(hidden, spans[0])), self.right(span_vectors(hidden, spans[1]))
        i, j = torch.from_numpy(pairs.first), torch.from_numpy(pairs.second)
        none = self.none(torch.relu(left)).squeeze(1)
        inner = self.from_left(left)[i] + self.from_right(right)[j] + self.from_both(left[i] * right[j])
        inner = (
            inner + self.distance(torch.from_numpy(pairs.bucket)) + self.from_features(torch.from_numpy(pairs.features))
        )
        scores = torch.cat((none, self.out(torch.relu(inner)).squeeze(1)))
        owner = torch.cat((torch.arange(len(none)), i))
        linked = torch.zeros(len(none)).index_add(0, i, truth)
        right_choice = torch.cat(((linked == 0).float(), truth))
        highest = torch.full((len(none),), -1e9).scatter_reduce(0, owner, scores, "amax").detach()
        weight = torch.exp(scores - highest[owner])
        total = torch.zeros(len(none)).index_add(0, owner, weight)
        good = torch.zeros(len(none)).index_add(0, owner, weight * right_choice)
        return (torch.log(total + _EPSILON) - torch.log(good + _EPSILON)).sum()


def span_vectors(hidden: Tensor, spans: TokenSpans) -> Tensor:
    """As `corpus.models.links.span_vectors`."""
    first, end = torch.from_numpy(spans.first), torch.from_numpy(spans.end)
    summed = torch.cat((torch.zeros(1, hidden.shape[1]), hidden.cumsum(0)))
    mean = (summed[end] - summed[first]) / (end - first).unsqueeze(1)
    return torch.cat((hidden[first], hidden[end - 1], mean), dim=1)


class Network(nn.Module):
    """The light network: embeddings, convolutions, labels and links."""

    def __init__(self, config: NetworkConfig, *, words: int, endings: int, classes: int) -> None:
        super().__init__()
        size = config.embedding
        self.settings = config
        self.word, self.ending = nn.Embedding(words, size), nn.Embedding(endings, size)
        self.shape, self.quotation = nn.Embedding(len(SHAPES), size), nn.Embedding(len(QuotationState), size)
        self.rules = nn.ModuleList(nn.Embedding(RULE_STATES, size) for _ in SPAN_ROLES)
        for table in (self.word, self.ending, self.shape, self.quotation, *self.rules):
            nn.init.normal_(table.weight, std=0.3)
        self.classes = nn.Linear(classes, size, bias=False)
        self.input_drop, self.drop = nn.Dropout(config.input_dropout), nn.Dropout(config.dropout)
        self.input = nn.Linear(size, config.width)
        self.convolutions = nn.ModuleList(Convolution(config.width, d, config.dropout) for d in config.dilations)
        self.norm = nn.LayerNorm(config.width, elementwise_affine=False)
        self.out = nn.Linear(config.width, LABELS)
        self.transitions = nn.Parameter(torch.zeros(LABELS, LABELS))
        self.start, self.end = nn.Parameter(torch.zeros(LABELS)), nn.Parameter(torch.zeros(LABELS))
        self.linkers = nn.ModuleList(Linker(config.width) for _ in LINK_KINDS)

    def embed(self, batch: TrainingBatch) -> Tensor:
        """Embed tokens: float32 ``(n_articles, n_tokens, width)``; padding is 0."""
        word = batch.word
        if self.training:
            word = torch.where(torch.rand(word.shape) < self.settings.word_dropout, torch.zeros_like(word), word)
        x = self.word(word) + self.ending(batch.ending) + self.shape(batch.shape) + self.classes(batch.classes)
        x = x + self.quotation(batch.quotation)
        for column, table in enumerate(self.rules):
            x = x + table(batch.rules[:, :, column])
        embedded: Tensor = self.input(self.input_drop(x)) * batch.mask.unsqueeze(-1)
        return embedded

    def encode(self, batch: TrainingBatch) -> Tensor:
        """Compute hidden states: float32 ``(n_articles, n_tokens, width)``."""
        x = self.embed(batch)
        for convolution in self.convolutions:
            x = convolution(x, batch)
        normal: Tensor = self.norm(x)
        return normal

    def label_loss(self, hidden: Tensor, batch: TrainingBatch) -> Tensor:
        """The negative log probability of the labels of all chunks, per token."""
        scores = self.out(hidden).reshape(-1, LABELS)[batch.chunk_tokens]
        labels, mask = batch.chunk_labels, batch.chunk_mask
        partition = self.start + scores[:, 0]
        gold = self.start[labels[:, 0]] + scores[:, 0].gather(1, labels[:, :1]).squeeze(1)
        for step in range(1, scores.shape[1]):
            is_token, own = mask[:, step], labels[:, step]
            following = torch.logsumexp(partition.unsqueeze(2) + self.transitions, dim=1) + scores[:, step]
            partition = torch.where(is_token.unsqueeze(1), following, partition)
            emission = scores[:, step].gather(1, own.unsqueeze(1)).squeeze(1)
            gold = gold + (self.transitions[labels[:, step - 1], own] + emission) * is_token
        last = labels.gather(1, mask.sum(1, keepdim=True) - 1).squeeze(1)
        loss = torch.logsumexp(partition + self.end, dim=1) - gold - self.end[last]
        return loss.sum() / mask.sum()


def export_arrays(network: Network) -> dict[str, HalfFloats]:
    """Export a trained network to the arrays that `corpus.models` reads.

    The embeddings are projected to the network's width, since nothing is between the sum of embeddings and the
    projection.

    Args:
        network: light network or encoder.

    Returns:
        float16 arrays by name.
    """
    projection, bias = network.input.weight.T, network.input.bias
    tables = {
        "word": network.word.weight,
        "ending": network.ending.weight,
        "shape": network.shape.weight,
        "quotation": network.quotation.weight,
        "class": network.classes.weight.T,
        **{f"rules.{n}": network.rules[n].weight for n in range(len(SPAN_ROLES))},
    }
    arrays: dict[str, Tensor] = {name: table @ projection for name, table in tables.items()}
    # Every token has exactly one shape, so the shapes carry the bias of the projection.
    arrays["shape"] = arrays["shape"] + bias
    for n, convolution in enumerate(network.convolutions):
        arrays[f"conv.{n}"] = convolution.kernel.weight.T
        arrays[f"conv.{n}.bias"] = convolution.kernel.bias
    arrays |= {"out": network.out.weight.T, "out.bias": network.out.bias}
    arrays |= {"transitions": network.transitions, "start": network.start, "end": network.end}
    for n, link in enumerate(network.linkers):
        arrays |= {
            f"link.{n}.left": link.left.weight.T,
            f"link.{n}.left.bias": link.left.bias,
            f"link.{n}.right": link.right.weight.T,
            f"link.{n}.right.bias": link.right.bias,
            f"link.{n}.none": link.none.weight[0],
            f"link.{n}.none.bias": link.none.bias,
            f"link.{n}.from_left": link.from_left.weight.T,
            f"link.{n}.from_right": link.from_right.weight.T,
            f"link.{n}.from_both": link.from_both.weight.T,
            f"link.{n}.from_features": link.from_features.weight.T,
            f"link.{n}.distance": link.distance.weight + link.from_features.bias,
            f"link.{n}.out": link.out.weight[0],
            f"link.{n}.out.bias": link.out.bias,
        }
    return {name: a.detach().numpy().astype(np.float16) for name, a in arrays.items()}

"""The network of `corpus.models` in PyTorch, with what it learns by: a conditional random field, and links.

Labels are learned as a linear-chain conditional random field (Lafferty et al. 2001), links as a choice among all
candidates and none; both together, after Zhang et al. (2018) and the joint models that followed.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from corpus.models.decoding import TokenSpans
from corpus.models.features import SHAPES, QuotationState
from corpus.models.links import BUCKETS, LINK_KINDS, CandidatePairs
from corpus.models.tokens import LABELS, RULE_STATES, SPAN_ROLES

FEATURES = 12
_LINK_WIDTH = 48


@dataclass(frozen=True, slots=True)
class NetworkConfig:
    """The shape of the network and how it is kept from learning by heart."""

    width: int = 96
    embedding: int = 64
    dilations: tuple[int, ...] = (1, 2, 4, 8, 16)
    dropout: float = 0.2
    input_dropout: float = 0.3
    word_dropout: float = 0.1


@dataclass(frozen=True, slots=True)
class TrainingBatch:
    """Articles side by side, padded: ``[article, token]``; the pieces of all of them: ``[piece, token]``.

    ``mask`` is 1 for real tokens, ``paragraph`` the number of a token's paragraph. ``piece_tokens`` holds places in the
    flattened articles, ``piece_mask`` which of them are real.
    """

    word: Tensor
    ending: Tensor
    shape: Tensor
    classes: Tensor
    quotation: Tensor
    rules: Tensor
    mask: Tensor
    paragraph: Tensor
    piece_tokens: Tensor
    piece_mask: Tensor
    piece_labels: Tensor


class Convolution(nn.Module):
    """A residual gated convolution over three tokens, of which the third counts only within the paragraph."""

    def __init__(self, width: int, dilation: int, dropout: float) -> None:
        super().__init__()
        self.dilation = dilation
        self.norm = nn.LayerNorm(width, elementwise_affine=False)
        self.kernel = nn.Linear(3 * width, 2 * width)
        self.drop = nn.Dropout(dropout)

    def forward(self, x: Tensor, batch: TrainingBatch) -> Tensor:
        """States in, states out, both ``[article, token, width]``; padding stays 0."""
        mask, by = batch.mask.unsqueeze(-1), min(self.dilation, x.shape[1])
        states = self.norm(x) * mask
        before = functional.pad(states, (0, 0, by, 0))[:, : x.shape[1]]
        same = (batch.paragraph[:, by:] == batch.paragraph[:, : x.shape[1] - by]).unsqueeze(-1)
        end = functional.pad(states[:, by:] * same, (0, 0, 0, by))
        value, gate = self.kernel(torch.cat((before, states, end), dim=-1)).chunk(2, dim=-1)
        return (x + self.drop(value * torch.sigmoid(gate))) * mask


class Linker(nn.Module):
    """Scores of candidate links of one kind."""

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
        """The negative log probability that each span of the first role is linked to a right one, summed.

        ``hidden`` is ``[token, width]``; a span that belongs to none should choose none.
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
        return (torch.log(total + 1e-9) - torch.log(good + 1e-9)).sum()


def span_vectors(hidden: Tensor, spans: TokenSpans) -> Tensor:
    """As `corpus.models.links.represent`."""
    first, end = torch.from_numpy(spans.first), torch.from_numpy(spans.end)
    summed = torch.cat((torch.zeros(1, hidden.shape[1]), hidden.cumsum(0)))
    mean = (summed[end] - summed[first]) / (end - first).unsqueeze(1)
    return torch.cat((hidden[first], hidden[end - 1], mean), dim=1)


class Network(nn.Module):
    """Embeddings, convolutions, labels and links."""

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
        """The sum of what is known of each token by itself, ``[article, token, width]``; padding is 0."""
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
        """The hidden states, ``[article, token, width]``."""
        x = self.embed(batch)
        for convolution in self.convolutions:
            x = convolution(x, batch)
        normal: Tensor = self.norm(x)
        return normal

    def label_loss(self, hidden: Tensor, batch: TrainingBatch) -> Tensor:
        """The negative log probability of the labels of all pieces, a token."""
        scores = self.out(hidden).reshape(-1, LABELS)[batch.piece_tokens]
        labels, mask = batch.piece_labels, batch.piece_mask
        ahead = self.start + scores[:, 0]
        gold = self.start[labels[:, 0]] + scores[:, 0].gather(1, labels[:, :1]).squeeze(1)
        for step in range(1, scores.shape[1]):
            real, here = mask[:, step], labels[:, step]
            further = torch.logsumexp(ahead.unsqueeze(2) + self.transitions, dim=1) + scores[:, step]
            ahead = torch.where(real.unsqueeze(1), further, ahead)
            reward = self.transitions[labels[:, step - 1], here] + scores[:, step].gather(1, here.unsqueeze(1)).squeeze(
                1
            )
            gold = gold + reward * real
        last = labels.gather(1, mask.sum(1, keepdim=True) - 1).squeeze(1)
        loss = torch.logsumexp(ahead + self.end, dim=1) - gold - self.end[last]
        return loss.sum() / mask.sum()

"""Group articles of similar length, and pad them into tensors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import torch
from numpy.typing import NDArray

from corpus.models.tokens import SPAN_ROLES, Ints
from corpus.training.network import TrainingBatch
from corpus.training.samples import Sample, TokenInputs

#: Lengths are changed by up to this many tokens before articles are sorted, so that groups differ between rounds.
_JITTER = 300


@dataclass(frozen=True, slots=True)
class TrainingArticle:
    """An annotated article with the inputs of the network."""

    sample: Sample
    inputs: TokenInputs

    def __len__(self) -> int:
        return len(self.sample.tokens)


def make_groups(examples: Sequence[TrainingArticle], *, tokens: int, rng: random.Random) -> list[list[TrainingArticle]]:
    """Group articles of similar length.

    Args:
        examples: the articles.
        tokens: the maximum number of tokens of a group, padding included. A longer article is a group by itself.
        rng: changes the lengths a little, and orders the groups.
    """
    order = sorted(examples, key=lambda e: len(e) + rng.random() * _JITTER)
    groups: list[list[TrainingArticle]] = []
    for example in order:
        if groups and _padded_size([*groups[-1], example]) <= tokens:
            groups[-1].append(example)
        else:
            groups.append([example])
    rng.shuffle(groups)
    return groups


def _padded_size(group: Sequence[TrainingArticle]) -> int:
    return len(group) * max(map(len, group))


def make_batch(group: Sequence[TrainingArticle]) -> TrainingBatch:
    """Pad a group of articles into tensors."""
    length = max(map(len, group))
    places, is_token, labels = _chunks(group, length)
    samples, inputs = [e.sample for e in group], [e.inputs for e in group]
    return TrainingBatch(
        word=_pad([i.word for i in inputs], length),
        ending=_pad([i.ending for i in inputs], length),
        shape=_pad([i.shape for i in inputs], length),
        classes=_pad([i.classes for i in inputs], length),
        quotation=_pad([s.tokens.quotation for s in samples], length),
        rules=_pad([s.tokens.rules.reshape(-1, len(SPAN_ROLES)) for s in samples], length),
        mask=_pad([np.ones(len(e), dtype=np.float32) for e in group], length),
        paragraph=_pad([s.tokens.paragraph for s in samples], length),
        chunk_tokens=torch.from_numpy(places),
        chunk_mask=torch.from_numpy(is_token),
        chunk_labels=torch.from_numpy(labels),
    )


def _pad(rows: Sequence[NDArray[np.generic]], length: int) -> torch.Tensor:
    out = np.zeros((len(rows), length, *rows[0].shape[1:]), dtype=rows[0].dtype)
    for n, row in enumerate(rows):
        out[n, : len(row)] = row
    return torch.from_numpy(out)


def _chunks(group: Sequence[TrainingArticle], length: int) -> tuple[Ints, NDArray[np.bool_], Ints]:
    """The decoding chunks of a group: places in the flattened articles, which are tokens, and their labels."""
    bounds: list[tuple[int, int, int]] = []
    for n, example in enumerate(group):
        starts = [*example.sample.tokens.chunks.tolist(), len(example)]
        bounds += [(n, first, end) for first, end in pairwise(starts)]
    longest = max(end - first for _, first, end in bounds)
    places = np.zeros((len(bounds), longest), dtype=np.int64)
    is_token = np.zeros((len(bounds), longest), dtype=bool)
    labels = np.zeros((len(bounds), longest), dtype=np.int64)
    for row, (n, first, end) in enumerate(bounds):
        size = end - first
        places[row, :size] = n * length + np.arange(first, end)
        is_token[row, :size] = True
        labels[row, :size] = group[n].sample.labels[first:end]
    return places, is_token, labels

"""Articles of about one length side by side, and their pieces, as tensors."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from corpus.models.tokens import SPAN_ROLES, Ints
from corpus.training.network import TrainingBatch
from corpus.training.samples import Sample, TokenInputs


@dataclass(frozen=True, slots=True)
class Example:
    """A sample with the rows that the network reads."""

    sample: Sample
    inputs: TokenInputs

    def __len__(self) -> int:
        return len(self.sample.tokens)


def make_groups(examples: Sequence[Example], *, tokens: int, rng: random.Random) -> list[list[Example]]:
    """Groups of articles of at most so many tokens, padding counted, in a random order."""
    # Lengths are shaken a little, so that the same articles do not meet in every round.
    order = sorted(examples, key=lambda e: len(e) + rng.random() * 300)
    groups: list[list[Example]] = []
    for example in order:
        if groups and (len(groups[-1]) + 1) * max(map(len, (*groups[-1], example))) <= tokens:
            groups[-1].append(example)
        else:
            groups.append([example])
    rng.shuffle(groups)
    return groups


def make_batch(group: Sequence[Example]) -> TrainingBatch:
    """The tensors of a group."""
    length = max(len(e) for e in group)

    def padded(rows: Sequence[NDArray[np.generic]]) -> torch.Tensor:
        out = np.zeros((len(group), length, *rows[0].shape[1:]), dtype=rows[0].dtype)
        for n, row in enumerate(rows):
            out[n, : len(row)] = row
        return torch.from_numpy(out)

    places, real, labels = _pieces(group, length)
    return TrainingBatch(
        word=padded([e.inputs.word for e in group]),
        ending=padded([e.inputs.ending for e in group]),
        shape=padded([e.inputs.shape for e in group]),
        classes=padded([e.inputs.classes for e in group]),
        quotation=padded([e.sample.tokens.quotation for e in group]),
        rules=padded([e.sample.tokens.rules.reshape(-1, len(SPAN_ROLES)) for e in group]),
        mask=padded([np.ones(len(e), dtype=np.float32) for e in group]),
        paragraph=padded([e.sample.tokens.paragraph for e in group]),
        piece_tokens=torch.from_numpy(places),
        piece_mask=torch.from_numpy(real),
        piece_labels=torch.from_numpy(labels),
    )


def _pieces(group: Sequence[Example], length: int) -> tuple[Ints, NDArray[np.bool_], Ints]:
    bounds = [
        (n, int(first), int(end))
        for n, e in enumerate(group)
        for first, end in zip(e.sample.tokens.chunks, np.append(e.sample.tokens.chunks[1:], len(e)), strict=True)
    ]
    longest = max(end - first for _, first, end in bounds)
    places = np.zeros((len(bounds), longest), dtype=np.int64)
    real = np.zeros((len(bounds), longest), dtype=bool)
    labels = np.zeros((len(bounds), longest), dtype=np.int64)
    for row, (n, first, end) in enumerate(bounds):
        size = end - first
        places[row, :size] = n * length + np.arange(first, end)
        real[row, :size] = True
        labels[row, :size] = group[n].sample.labels[first:end]
    return places, real, labels

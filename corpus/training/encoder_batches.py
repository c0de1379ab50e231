"""Articles side by side as windows of word pieces: what the encoder learns from in one step."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Sequence

import numpy as np
import torch

from corpus.models.encoder import LONGEST
from corpus.models.features import PARAGRAPH
from corpus.models.tokens import Ints
from corpus.models.wordpieces import WordPieceTokenizer, split_windows, window_inputs
from corpus.training.batches import Example, make_batch
from corpus.training.encoder import EncoderTrainingBatch

#: The first window of an article is of a random length, from this one on, so that others stand at the edges each time.
_SHORTEST = 80
#: In training so large a share of the names of an article are others, so that no name is learned by heart.
_RENAMED = 0.15


def make_encoder_batch(
    group: Sequence[Example], cutter: WordPieceTokenizer, names: Sequence[str], rng: random.Random
) -> EncoderTrainingBatch:
    """The tensors of a group of articles, some names swapped for others of ``names``."""
    plain = make_batch(group)
    length = plain.mask.shape[1]
    rows: list[tuple[Ints, Ints]] = []
    places: list[tuple[int, int, int, Ints]] = []
    known = frozenset(names)
    for n, example in enumerate(group):
        words = example.sample.tokens.words
        pieces = cutter.split(_renamed(words, known, names, rng))
        starts = [k for k, w in enumerate(words) if w == PARAGRAPH]
        opening = rng.randint(_SHORTEST, LONGEST)
        for window in split_windows(pieces, starts, longest=LONGEST, context=0, opening=opening):
            ids, token_of, first = window_inputs(pieces, window.first, window.end, cutter)
            places.append((n, window.first, len(rows), first))
            rows.append((ids, token_of + n * length))
    width = max(len(ids) for ids, _ in rows)
    shape = (len(rows), width)
    ids, token_of, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64), np.zeros(shape, bool)
    for row, (own, tokens) in enumerate(rows):
        ids[row, : len(own)], token_of[row, : len(own)], mask[row, : len(own)] = own, tokens, True
    piece_of = np.zeros((len(group), length), dtype=np.int64)
    for n, token, row, first in places:
        piece_of[n, token : token + len(first)] = row * width + first
    fields = {f.name: getattr(plain, f.name) for f in dataclasses.fields(plain)}
    windows = (torch.from_numpy(a) for a in (ids, token_of, mask, piece_of))
    return EncoderTrainingBatch(
        **fields, **dict(zip(("ids", "token_of", "window_mask", "piece_of"), windows, strict=True))
    )


def _renamed(words: Sequence[str], known: frozenset[str], names: Sequence[str], rng: random.Random) -> list[str]:
    swapped: dict[str, str] = {}
    for word in words:
        if word in known and word not in swapped:
            swapped[word] = rng.choice(names) if rng.random() < _RENAMED else word
    return [swapped.get(w, w) for w in words]

"""Pad a group of articles into the windows of word pieces that the encoder is trained on."""

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
from corpus.training.batches import TrainingArticle, make_batch
from corpus.training.encoder import EncoderTrainingBatch

#: The first window of an article has a random length from this one on, so that the windows differ between rounds.
_SHORTEST = 80
#: The probability that a name is replaced in an article, so that no name is learned by heart.
_RENAMED = 0.15


def make_encoder_batch(
    group: Sequence[TrainingArticle], tokenizer: WordPieceTokenizer, names: Sequence[str], rng: random.Random
) -> EncoderTrainingBatch:
    """Pad a group of articles into tensors.

    Args:
        group: the articles.
        tokenizer: splits tokens into word pieces.
        names: words that may replace each other.
        rng: chooses replacements and lengths of windows.
    """
    plain = make_batch(group)
    length = plain.mask.shape[1]
    # Of each window: article, first token, places of its tokens' first pieces, ids, and tokens of its pieces.
    windows: list[tuple[int, int, Ints, Ints, Ints]] = []
    known = frozenset(names)
    for n, example in enumerate(group):
        words = example.sample.tokens.words
        pieces = tokenizer.split(_with_other_names(words, known, names, rng))
        starts = [k for k, w in enumerate(words) if w == PARAGRAPH]
        opening = rng.randint(_SHORTEST, LONGEST)
        for window in split_windows(pieces, starts, longest=LONGEST, context=0, opening=opening):
            ids, token_of, first = window_inputs(pieces, window.first, window.end, tokenizer)
            windows.append((n, window.first, first, ids, token_of + n * length))
    width = max(len(ids) for _, _, _, ids, _ in windows)
    shape = (len(windows), width)
    all_ids = np.zeros(shape, dtype=np.int64)
    all_tokens = np.zeros(shape, dtype=np.int64)
    mask = np.zeros(shape, dtype=bool)
    piece_of = np.zeros((len(group), length), dtype=np.int64)
    for row, (n, first_token, first, ids, token_of) in enumerate(windows):
        all_ids[row, : len(ids)] = ids
        all_tokens[row, : len(ids)] = token_of
        mask[row, : len(ids)] = True
        piece_of[n, first_token : first_token + len(first)] = row * width + first
    return EncoderTrainingBatch(
        **{f.name: getattr(plain, f.name) for f in dataclasses.fields(plain)},
        ids=torch.from_numpy(all_ids),
        token_of=torch.from_numpy(all_tokens),
        window_mask=torch.from_numpy(mask),
        piece_of=torch.from_numpy(piece_of),
    )


def _with_other_names(
    words: Sequence[str], known: frozenset[str], names: Sequence[str], rng: random.Random
) -> list[str]:
    """The words of an article with some names replaced, each name everywhere by the same other one."""
    replacement: dict[str, str] = {}
    for word in words:
        if word in known and word not in replacement:
            replacement[word] = rng.choice(names) if rng.random() < _RENAMED else word
    return [replacement.get(w, w) for w in words]

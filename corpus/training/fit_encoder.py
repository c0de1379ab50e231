"""The steps of fine-tuning: deterministic on one machine, for one version of the libraries, and a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import nn

from corpus.models.wordpieces import WordPieceTokenizer
from corpus.training.batches import Example, make_groups
from corpus.training.encoder import EncoderNetwork
from corpus.training.encoder_batches import make_encoder_batch
from corpus.training.fit import losses


@dataclass(frozen=True, slots=True)
class FineTuningConfig:
    """How long and how fast an encoder is fine-tuned."""

    rounds: float = 2.5
    rate: float = 2e-4
    head_rate: float = 1e-3
    decay: float = 1e-2
    warm_up: int = 60
    tokens: int = 1800
    link_weight: float = 0.1
    seed: int = 0
    threads: int = 2
    half: bool = True


ProgressCallback = Callable[[int, int, float, float], None]


def tune(
    network: EncoderNetwork,
    examples: Sequence[Example],
    *,
    cutter: WordPieceTokenizer,
    names: Sequence[str],
    tuning: FineTuningConfig,
    progress: ProgressCallback | None = None,
) -> None:
    """Fine-tune a network, in place.

    ``report`` is called every 25 steps with the steps done, those to do, and the mean losses of labels and links.
    """
    rng = random.Random(tuning.seed)  # noqa: S311 (order of learning, no secret)
    groups = _all_groups(examples, tuning, rng)
    optimizer = _optimizer(network, tuning)
    sums, rates = [0.0, 0.0], [options["lr"] for options in optimizer.param_groups]
    network.train()
    for step, group in enumerate(groups):
        share = min(1.0, (step + 1) / tuning.warm_up) * max(0.01, 1 - step / len(groups))
        for options, rate in zip(optimizer.param_groups, rates, strict=True):
            options["lr"] = rate * share
        labels, links = losses(network, group, make_encoder_batch(group, cutter, names, rng))
        (labels + tuning.link_weight * links).backward()
        nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        sums = [sums[0] + labels.item(), sums[1] + links.item()]
        if progress is not None and (step + 1) % 25 == 0:
            progress(step + 1, len(groups), sums[0] / 25, sums[1] / 25)
            sums = [0.0, 0.0]
    network.eval()


def _all_groups(examples: Sequence[Example], tuning: FineTuningConfig, rng: random.Random) -> list[list[Example]]:
    groups: list[list[Example]] = []
    once = 0
    while not groups or len(groups) < tuning.rounds * once:
        groups += make_groups(examples, tokens=tuning.tokens, rng=rng)
        once = once or len(groups)
    return groups[: int(tuning.rounds * once)]


def _optimizer(network: EncoderNetwork, tuning: FineTuningConfig) -> torch.optim.Optimizer:
    pretrained = set(network.encoder.parameters())
    heads = [p for p in network.parameters() if p not in pretrained]
    groups = [
        {"params": list(network.encoder.parameters()), "lr": tuning.rate},
        {"params": heads, "lr": tuning.head_rate},
    ]
    return torch.optim.AdamW(groups, weight_decay=tuning.decay, fused=True)

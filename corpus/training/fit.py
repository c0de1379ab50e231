"""The rounds of learning: deterministic on one machine, for one version of the libraries, and a seed."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from corpus.models.links import LINK_KINDS
from corpus.training.batches import Example, make_batch, make_groups
from corpus.training.network import Network, NetworkConfig, TrainingBatch


@dataclass(frozen=True, slots=True)
class TrainingSchedule:
    """How long and how fast the network learns."""

    rounds: int = 14
    rate: float = 2e-3
    decay: float = 1e-2
    warm_up: int = 200
    tokens: int = 3500
    averaging: float = 0.998
    link_weight: float = 0.03
    seed: int = 0


ProgressCallback = Callable[[int, float, float], None]


def fit(
    examples: Sequence[Example],
    *,
    sizes: dict[str, int],
    config: NetworkConfig,
    schedule: TrainingSchedule,
    progress: ProgressCallback | None = None,
) -> Network:
    """A network that has learned the examples; its weights are a moving average over the steps (Polyak 1992).

    Args:
        examples: articles with the rows that the network reads.
        sizes: how many rows the tables of words, endings and classes have.
        config: the shape of the network.
        schedule: how long and how fast to train.
        progress: called after each round with its number and the losses of labels and links.
    """
    rng = _deterministic(schedule.seed)
    network = Network(config, words=sizes["words"], endings=sizes["endings"], classes=sizes["classes"])
    optimizer = torch.optim.AdamW(network.parameters(), lr=schedule.rate, weight_decay=schedule.decay)
    average = [p.detach().clone() for p in network.parameters()]
    steps = schedule.rounds * len(make_groups(examples, tokens=schedule.tokens, rng=random.Random(0)))  # noqa: S311
    done = 0
    for number in range(schedule.rounds):
        groups = make_groups(examples, tokens=schedule.tokens, rng=rng)
        sums = [0.0, 0.0]
        for group in groups:
            for options in optimizer.param_groups:
                options["lr"] = _rate(schedule, done, steps)
            labels, links = _step(network, optimizer, group, link_weight=schedule.link_weight)
            done += 1
            _average(average, network, min(schedule.averaging, (1 + done) / (10 + done)))
            sums = [sums[0] + labels, sums[1] + links]
        if progress is not None:
            progress(number + 1, sums[0] / len(groups), sums[1] / len(groups))
    _take(network, average)
    return network


def _deterministic(seed: int) -> random.Random:
    """Make PyTorch give the same sums each time, and what orders the articles."""
    torch.manual_seed(seed)
    # One thread: sums of floats in another order would be other sums.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    return random.Random(seed)  # noqa: S311 (order of learning, no secret)


def losses(network: Network, group: Sequence[Example], batch: TrainingBatch) -> tuple[Tensor, Tensor]:
    """The loss of labels, a token, and of links, a span; ``batch`` are the tensors of the group."""
    hidden = network.encode(batch)
    labels = network.label_loss(network.drop(hidden), batch)
    links, count = torch.zeros(()), 0
    for n, example in enumerate(group):
        states = network.drop(hidden[n, : len(example)])
        spans = example.sample.spans
        for kind, (first, second) in enumerate(LINK_KINDS):
            pairs, truth = example.sample.pairs[kind]
            links = links + network.linkers[kind].loss(
                states, (spans[first], spans[second]), pairs, torch.from_numpy(truth).float()
            )
            count += len(spans[first])
    return labels, links / max(1, count)


def _step(
    network: Network, optimizer: torch.optim.Optimizer, group: Sequence[Example], *, link_weight: float
) -> tuple[float, float]:
    """Learn from a group of articles once; the losses of labels and links before that come out."""
    labels, links = losses(network, group, make_batch(group))
    optimizer.zero_grad()
    (labels + link_weight * links).backward()
    nn.utils.clip_grad_norm_(network.parameters(), 0.1)
    optimizer.step()
    return labels.item(), links.item()


def _rate(schedule: TrainingSchedule, done: int, steps: int) -> float:
    """How fast the network learns at a step: faster and faster at first, then slower to the end."""
    return schedule.rate * min(1.0, (done + 1) / schedule.warm_up) * max(0.0, 1 - done / steps)


def _take(network: Network, weights: Sequence[Tensor]) -> None:
    """Give a network these weights, and make it one that learns no more."""
    with torch.no_grad():
        for parameter, value in zip(network.parameters(), weights, strict=True):
            parameter.copy_(value)
    network.eval()


def _average(average: list[Tensor], network: Network, share: float) -> None:
    with torch.no_grad():
        for mean, parameter in zip(average, network.parameters(), strict=True):
            mean.mul_(share).add_(parameter, alpha=1 - share)

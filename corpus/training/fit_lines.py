"""Train the line classifier of `corpus.clean.model`: the same network in PyTorch, and its rounds of learning."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from corpus.clean.arrays import Floats
from corpus.clean.article import RULE_COLUMNS
from corpus.clean.features import feature_names
from corpus.clean.model import LineClass, LineModel, read_model, write_model
from corpus.training.lines import LineSample

_LIMIT = 6.0
#: Features that a text may lack are hidden for so many texts, so that the network learns to do without.
_HIDDEN = 0.25


@dataclass(frozen=True, slots=True)
class LineSettings:
    """The network's shape, and how long and fast it learns.

    Attributes:
        width: how many hidden values a line has.
        dilations: how many lines apart the lines are that each convolution sees.
        rounds: how often each text is seen.
        rate: the highest learning rate.
        decay: weight decay.
        dropout: share of hidden values that are left out at random, and of features.
        lines: most lines of texts that are learned from at once.
        seed: what the order and the first weights depend on.
    """

    width: int = 48
    dilations: tuple[int, ...] = (1, 2, 4, 8)
    rounds: int = 12
    rate: float = 3e-3
    decay: float = 1e-2
    dropout: tuple[float, float] = (0.15, 0.05)
    lines: int = 3000
    seed: int = 0


class LineNetwork(nn.Module):
    """`LineModel` as a network that learns."""

    def __init__(self, features: int, settings: LineSettings) -> None:
        super().__init__()
        width = settings.width
        self.input, self.out = nn.Linear(features, width), nn.Linear(width, len(LineClass))
        self.pool = nn.Linear(2 * width, width)
        self.convolutions = nn.ModuleList(
            nn.Conv1d(width, 2 * width, 3, dilation=d, padding=d) for d in settings.dilations
        )
        self.drop, self.drop_features = (nn.Dropout(share) for share in settings.dropout)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """The scores of classes, [text, line, class]; ``mask`` is 1 for lines that are there, [text, line, 1]."""
        hidden = torch.relu(self.input(self.drop_features(x))) * mask
        for n, convolution in enumerate(self.convolutions):
            if n == len(self.convolutions) - 1:
                mean = (hidden * mask).sum(1) / mask.sum(1)
                greatest = (hidden - 1e3 * (1 - mask)).max(1).values
                pooled = torch.relu(self.pool(torch.cat((mean, greatest), dim=1)))
                hidden = (hidden + pooled.unsqueeze(1)) * mask
            value, gate = convolution(self.drop(hidden).transpose(1, 2)).transpose(1, 2).chunk(2, dim=2)
            hidden = (hidden + value * torch.sigmoid(gate)) * mask
        scores: Tensor = self.out(self.drop(hidden))
        return scores

    def arrays(self) -> dict[str, Floats]:
        """The weights as `LineModel` names them."""
        found: dict[str, Tensor] = {}
        for name in ("input", "pool", "out"):
            layer = getattr(self, name)
            found |= {name: layer.weight.T, f"{name}.bias": layer.bias}
        for n, convolution in enumerate(self.convolutions):
            # [out, in, place] to [place and in, out]: the lines before, the line, the lines after.
            found[f"conv.{n}"] = convolution.weight.permute(2, 1, 0).reshape(-1, convolution.weight.shape[0])
            found[f"conv.{n}.bias"] = convolution.bias
        return {name: value.detach().numpy().astype(np.float32) for name, value in found.items()}


def fit_lines(
    samples: Sequence[LineSample], settings: LineSettings, report: Callable[[int, float], None] | None = None
) -> LineModel:
    """Train a classifier; its weights are a moving average over the steps.

    Args:
        samples: texts with classes.
        settings: the network and its learning.
        report: called after each round with its number and the mean loss.

    Returns:
        The model, with the precision that its file has.
    """
    # One thread: sums of floats in another order would be other sums.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    torch.manual_seed(settings.seed)
    rng = random.Random(settings.seed)  # noqa: S311 (order of learning, no secret)
    mean, scale = _standard(samples)
    batches = _Batches(samples, mean, scale, settings)
    network = LineNetwork(len(mean), settings)
    optimizer = torch.optim.AdamW(network.parameters(), lr=settings.rate, weight_decay=settings.decay)
    average = [p.detach().clone() for p in network.parameters()]
    # Grouping depends on the order, so that their number is known only roughly.
    steps, done = settings.rounds * sum(1 for _ in batches.shuffled(random.Random(0))), 0  # noqa: S311
    for number in range(settings.rounds):
        losses = []
        for features, mask, classes, weights in batches.shuffled(rng):
            for group in optimizer.param_groups:
                group["lr"] = settings.rate * min(1.0, (done + 1) / 50) * max(0.02, 1 - done / steps)
            scores = network(features, mask).reshape(-1, len(LineClass))
            loss = (
                nn.functional.cross_entropy(scores, classes.reshape(-1), reduction="none") * weights.reshape(-1)
            ).sum()
            loss = loss / weights.sum()
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(network.parameters(), 1.0)
            optimizer.step()
            done += 1
            _update_average(average, network, min(0.99, (1 + done) / (10 + done)))
            losses.append(loss.item())
        if report is not None:
            report(number + 1, sum(losses) / len(losses))
    with torch.no_grad():
        for weight, value in zip(network.parameters(), average, strict=True):
            weight.copy_(value)
    arrays = {**network.arrays(), "mean": mean, "scale": scale}
    return read_model(write_model(arrays, settings.dilations))


def optional_columns() -> list[int]:
    """The features that a text may lack: those of language data."""
    names = feature_names()
    words = [n for n, name in enumerate(names) if name.startswith(("site_words", "personal_words"))]
    return [*words, *range(len(names), len(names) + RULE_COLUMNS)]


def _update_average(average: Sequence[Tensor], network: nn.Module, share: float) -> None:
    with torch.no_grad():
        for mean, weight in zip(average, network.parameters(), strict=True):
            mean.mul_(share).add_(weight, alpha=1 - share)


def _standard(samples: Sequence[LineSample]) -> tuple[Floats, Floats]:
    """The mean of each feature, and what it is multiplied with so that its standard deviation is 1."""
    features = np.concatenate([sample.features for sample in samples]).astype(np.float64)
    deviation = features.std(axis=0)
    scale = np.where(deviation > 1e-6, 1 / (deviation + 1e-3), 0)
    return features.mean(axis=0).astype(np.float32), scale.astype(np.float32)


class _Batches:
    """Texts of about the same length side by side, in random order."""

    def __init__(self, samples: Sequence[LineSample], mean: Floats, scale: Floats, settings: LineSettings) -> None:
        self._settings = settings
        self._optional = optional_columns()
        self._without = torch.from_numpy(np.clip(-mean * scale, -_LIMIT, _LIMIT))
        self._texts = [
            (
                torch.from_numpy(np.clip((s.features - mean) * scale, -_LIMIT, _LIMIT)),
                torch.from_numpy(s.classes),
                torch.from_numpy(s.weights),
            )
            for s in samples
        ]

    def shuffled(self, rng: random.Random) -> Iterator[tuple[Tensor, Tensor, Tensor, Tensor]]:
        """Yield features [text, line, feature], mask [text, line, 1], classes and weights [text, line]."""
        order = list(range(len(self._texts)))
        rng.shuffle(order)
        order.sort(key=lambda i: len(self._texts[i][1]) // 25)
        groups: list[list[int]] = []
        for i in order:
            # Longest text last: the group is as long as that.
            if groups and len(self._texts[i][1]) * (len(groups[-1]) + 1) <= self._settings.lines:
                groups[-1].append(i)
            else:
                groups.append([i])
        rng.shuffle(groups)
        for group in groups:
            yield self._batch(group, rng)

    def _batch(self, group: Sequence[int], rng: random.Random) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        texts = [self._texts[i] for i in group]
        longest = max(len(classes) for _, classes, _ in texts)
        features = torch.zeros(len(texts), longest, len(self._without))
        mask = torch.zeros(len(texts), longest, 1)
        classes = torch.zeros(len(texts), longest, dtype=torch.long)
        weights = torch.zeros(len(texts), longest)
        for n, (own, own_classes, own_weights) in enumerate(texts):
            length = len(own_classes)
            features[n, :length], classes[n, :length], weights[n, :length], mask[n, :length] = (
                own, own_classes, own_weights, 1.0,
            )  # fmt: skip
            if rng.random() < _HIDDEN:
                features[n, :length, self._optional] = self._without[self._optional]
        return features, mask, classes, weights

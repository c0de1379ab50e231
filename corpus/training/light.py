"""Train the light network and its confidence: from annotated articles to the files of a language.

Deterministic on one machine, for one version of the libraries and one seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

import torch
from torch import Tensor, nn

from corpus.languages.language import Language, load_language
from corpus.models.links import LINK_KINDS
from corpus.models.tagger_model import LightModel
from corpus.models.weights import make_vocabulary, read_weights, write_weights
from corpus.training.batches import TrainingArticle, make_batch, make_groups
from corpus.training.calibrate import count_rules, fit_coefficients, label_candidates
from corpus.training.network import Network, NetworkConfig, TrainingBatch, export_arrays
from corpus.training.samples import Sample, learn_vocabulary, token_inputs

#: One article in this many is left out of the first of two trainings; the confidence is fitted on these articles.
FOLDS = 10
_MAX_GRADIENT_NORM = 0.1


@dataclass(frozen=True, slots=True)
class TrainingSchedule:
    """How long and how fast the light network is trained.

    Attributes:
        rounds: passes over all articles.
        rate: highest learning rate.
        decay: weight decay.
        warm_up: steps until the highest learning rate.
        tokens: maximum number of tokens in a batch, padding included.
        averaging: decay of the moving average of the weights.
        link_weight: weight of the loss of links; that of labels is 1.
        seed: of initial weights, dropout and order.
    """

    rounds: int = 14
    rate: float = 2e-3
    decay: float = 1e-2
    warm_up: int = 200
    tokens: int = 3500
    averaging: float = 0.998
    link_weight: float = 0.03
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TrainedLightModel:
    """The files of a trained light model.

    Attributes:
        weights: the bytes of the weight file.
        confidence: the tables of the language's confidence file.
        shared_confidence: the tables of the confidence file that all languages share.
    """

    weights: bytes
    confidence: dict[str, dict[str, object]]
    shared_confidence: dict[str, dict[str, object]]


#: Called after each round with its number, from 1, and the mean losses of labels and links.
RoundCallback = Callable[[int, float, float], None]


def train(
    samples: Sequence[Sample], language: Language, *, config: NetworkConfig, schedule: TrainingSchedule
) -> TrainedLightModel:
    """Train a light model and fit its confidence.

    Two networks are trained in parallel: one without the articles that the confidence is fitted on, and the final one
    with all of them.

    Args:
        samples: annotated articles.
        language: of the articles.
        config: of the network.
        schedule: of the training.
    """
    parts = [[s for n, s in enumerate(samples) if n % FOLDS], list(samples)]
    with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
        # The second network has more to learn, so its rounds show the progress.
        callbacks = (None, print_round)
        jobs = [
            pool.submit(learn, part, language.code, config=config, schedule=schedule, progress=progress)
            for part, progress in zip(parts, callbacks, strict=True)
        ]
        held_out, final = (job.result() for job in jobs)
    model = LightModel(read_weights(held_out, code=language.code))
    labelled = label_candidates(samples[::FOLDS], language, model)
    return TrainedLightModel(
        weights=final,
        confidence={"tagger": dict(fit_coefficients(labelled)), "alone": dict(count_rules(labelled))},
        shared_confidence={"rules": dict(count_rules(label_candidates(samples, language, None)))},
    )


def learn(
    samples: Sequence[Sample],
    code: str,
    *,
    config: NetworkConfig,
    schedule: TrainingSchedule,
    progress: RoundCallback | None = None,
) -> bytes:
    """Train a light network.

    Args:
        samples: annotated articles.
        code: of their language.
        config: of the network.
        schedule: of the training.
        progress: called after each round.

    Returns:
        The bytes of a weight file; equal for equal arguments.
    """
    language = load_language(code)
    lists = learn_vocabulary(samples, language)
    vocabulary = make_vocabulary(lists)
    network = fit(
        [TrainingArticle(s, token_inputs(s.tokens, language, vocabulary)) for s in samples],
        sizes={name: len(rows) for name, rows in lists.items()},
        config=config,
        schedule=schedule,
        progress=progress,
    )
    return write_weights(lists, dilations=config.dilations, arrays=export_arrays(network))


def print_round(number: int, labels: float, links: float) -> None:
    """Print the losses of a round."""
    print(f"round {number}: labels {labels:.4f}, links {links:.4f}", flush=True)  # noqa: T201 (progress of a script)


def fit(
    examples: Sequence[TrainingArticle],
    *,
    sizes: dict[str, int],
    config: NetworkConfig,
    schedule: TrainingSchedule,
    progress: RoundCallback | None = None,
) -> Network:
    """Fit a network to examples.

    Args:
        examples: articles with the inputs of the network.
        sizes: the number of rows of the tables ``words``, ``endings`` and ``classes``.
        config: of the network.
        schedule: of the training.
        progress: called after each round.

    Returns:
        The network in evaluation mode; its weights are a moving average over the steps (Polyak 1992).
    """
    rng = _make_deterministic(schedule.seed)
    network = Network(config, words=sizes["words"], endings=sizes["endings"], classes=sizes["classes"])
    optimizer = torch.optim.AdamW(network.parameters(), lr=schedule.rate, weight_decay=schedule.decay)
    average = [p.detach().clone() for p in network.parameters()]
    steps = schedule.rounds * len(make_groups(examples, tokens=schedule.tokens, rng=random.Random(0)))  # noqa: S311
    done = 0
    for number in range(schedule.rounds):
        groups = make_groups(examples, tokens=schedule.tokens, rng=rng)
        label_sum, link_sum = 0.0, 0.0
        for group in groups:
            for options in optimizer.param_groups:
                options["lr"] = _learning_rate(schedule, done, steps)
            labels, links = _step(network, optimizer, group, link_weight=schedule.link_weight)
            done += 1
            average = _moving_average(average, network, min(schedule.averaging, (1 + done) / (10 + done)))
            label_sum, link_sum = label_sum + labels, link_sum + links
        if progress is not None:
            progress(number + 1, label_sum / len(groups), link_sum / len(groups))
    _set_weights(network, average)
    network.eval()
    return network


def _make_deterministic(seed: int) -> random.Random:
    """Make PyTorch deterministic; returns the generator that orders the articles."""
    torch.manual_seed(seed)
    # One thread: another order of floating-point sums would give other results.
    torch.set_num_threads(1)
    torch.use_deterministic_algorithms(mode=True)
    return random.Random(seed)  # noqa: S311 (order of articles, not a secret)


def losses(network: Network, group: Sequence[TrainingArticle], batch: TrainingBatch) -> tuple[Tensor, Tensor]:
    """Compute the losses of a group of articles.

    Args:
        network: light network or encoder.
        group: the articles.
        batch: their tensors.

    Returns:
        The loss of labels, per token, and that of links, per span.
    """
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
    network: Network, optimizer: torch.optim.Optimizer, group: Sequence[TrainingArticle], *, link_weight: float
) -> tuple[float, float]:
    """Take one optimizer step; returns the losses of labels and links before it."""
    labels, links = losses(network, group, make_batch(group))
    optimizer.zero_grad()
    (labels + link_weight * links).backward()
    nn.utils.clip_grad_norm_(network.parameters(), _MAX_GRADIENT_NORM)
    optimizer.step()
    return labels.item(), links.item()


def _learning_rate(schedule: TrainingSchedule, done: int, steps: int) -> float:
    """The learning rate after ``done`` steps: it rises linearly during warm-up, then falls linearly to 0."""
    return schedule.rate * min(1.0, (done + 1) / schedule.warm_up) * max(0.0, 1 - done / steps)


def _moving_average(average: Sequence[Tensor], network: Network, decay: float) -> list[Tensor]:
    with torch.no_grad():
        pairs = zip(average, network.parameters(), strict=True)
        return [mean.mul(decay).add(parameter, alpha=1 - decay) for mean, parameter in pairs]


def _set_weights(network: Network, weights: Sequence[Tensor]) -> None:
    with torch.no_grad():
        for parameter, value in zip(network.parameters(), weights, strict=True):
            parameter.copy_(value)

"""From annotated articles to the files of a language's tagger."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context

from corpus.languages.language import Language, load_language
from corpus.models.tagger_model import LightModel
from corpus.models.weights import make_vocabulary, read_weights, write_weights
from corpus.training.batches import Example
from corpus.training.calibrate import count_rules, fit_coefficients, label_candidates
from corpus.training.export import export
from corpus.training.fit import ProgressCallback, TrainingSchedule, fit
from corpus.training.network import NetworkConfig
from corpus.training.samples import Sample, learn_vocabulary, token_inputs

#: Every so many-th article is kept from the first of two trainings, so that confidence is fitted on unseen ones.
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Learned:
    """What a language's tagger consists of: weights, and tables of `corpus.combine.confidence` by name."""

    weights: bytes
    own: dict[str, dict[str, object]]
    shared: dict[str, dict[str, object]]


def train(
    samples: Sequence[Sample], language: Language, *, config: NetworkConfig, schedule: TrainingSchedule
) -> Learned:
    """Train twice, side by side: without the articles that confidence is fitted on, and with all of them."""
    parts = [[s for n, s in enumerate(samples) if n % FOLDS], list(samples)]
    with ProcessPoolExecutor(len(parts), mp_context=get_context("spawn")) as pool:
        # The second has more to learn: its rounds are the ones to wait for.
        reports = (None, print_round)
        jobs = [
            pool.submit(learn, p, language.code, config=config, schedule=schedule, progress=progress)
            for p, progress in zip(parts, reports, strict=True)
        ]
        first, last = (job.result() for job in jobs)
    labelled = label_candidates(samples[::FOLDS], language, LightModel(read_weights(first, code=language.code)))
    return Learned(
        weights=last,
        own={"tagger": dict(fit_coefficients(labelled)), "alone": dict(count_rules(labelled))},
        shared={"rules": dict(count_rules(label_candidates(samples, language, None)))},
    )


def learn(
    samples: Sequence[Sample],
    code: str,
    *,
    config: NetworkConfig,
    schedule: TrainingSchedule,
    progress: ProgressCallback | None = None,
) -> bytes:
    """The weights that a network learns from samples; the same for the same samples, settings and schedule.

    ``report`` is called after each round with its number and the losses of labels and links.
    """
    language = load_language(code)
    lists = learn_vocabulary(samples, language)
    vocabulary = make_vocabulary(lists)
    network = fit(
        [Example(s, token_inputs(s.tokens, language, vocabulary)) for s in samples],
        sizes={name: len(rows) for name, rows in lists.items()},
        config=config,
        schedule=schedule,
        progress=progress,
    )
    return write_weights(lists, dilations=config.dilations, arrays=export(network))


def print_round(number: int, labels: float, links: float) -> None:
    """Say how far training is."""
    print(f"round {number}: labels {labels:.4f}, links {links:.4f}", flush=True)  # noqa: T201 (progress of a script)

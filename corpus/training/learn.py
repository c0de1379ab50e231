"""From samples to the bytes of a file of weights."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from corpus.language import Language
from corpus.tagger.weights import make_vocabulary, write_weights
from corpus.training.batches import Example
from corpus.training.export import export
from corpus.training.fit import Schedule, fit
from corpus.training.network import Settings
from corpus.training.samples import Sample, inputs_of, learn_vocabulary


def learn(
    samples: Sequence[Sample],
    language: Language,
    *,
    settings: Settings,
    schedule: Schedule,
    report: Callable[[int, float, float], None],
) -> bytes:
    """The weights that a network learns from samples; the same for the same samples, settings and schedule."""
    lists = learn_vocabulary(samples, language)
    vocabulary = make_vocabulary(lists)
    network = fit(
        [Example(s, inputs_of(s.tokens, language, vocabulary)) for s in samples],
        sizes={name: len(rows) for name, rows in lists.items()},
        settings=settings,
        schedule=schedule,
        report=report,
    )
    return write_weights(lists, dilations=settings.dilations, arrays=export(network))

"""The interface of a tagger model, the light model, and the pooling of several models."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.languages.language import Language
from corpus.models.decoding import CRF_ARRAYS, TokenSpans
from corpus.models.links import LINK_KINDS, CandidatePairs, score_links, span_vectors
from corpus.models.network import embed, encode
from corpus.models.tokens import SpanRole, TokenSequence
from corpus.models.weights import Floats, Weights, load_weights


class ArticleScores(Protocol):
    """The scores that a model gives to the labels and links of one article."""

    def labels(self) -> Floats:
        """The score of each label: float32 ``(n_tokens, n_labels)``."""
        ...

    def crf_arrays(self) -> Mapping[str, Floats]:
        """The scores of label transitions, first labels and last labels, by the names of `CRF_ARRAYS`."""
        ...

    def links(self, kind: int, pairs: CandidatePairs, spans: Mapping[SpanRole, TokenSpans]) -> tuple[Floats, Floats]:
        """The scores of links of one kind; see `corpus.models.links.score_links`."""
        ...


class TaggerModel(Protocol):
    """A model that scores the labels and links of articles in one language."""

    @property
    def name(self) -> str:
        """The rule id of attributions that only this model found."""
        ...

    @property
    def keeps_stances(self) -> bool:
        """Whether thoughts and wishes that it finds are kept as stances, or left out."""
        ...

    def score(self, tokens: TokenSequence, language: Language) -> ArticleScores:
        """Score an article."""
        ...


@dataclass(frozen=True, slots=True)
class HiddenStates:
    """Scores from the hidden states of one network.

    Attributes:
        hidden: float32 ``(n_tokens, width)``.
        weights: of labels and links.
    """

    hidden: Floats
    weights: Weights

    def labels(self) -> Floats:
        """See `ArticleScores`."""
        return self.hidden @ self.weights["out"] + self.weights["out.bias"]

    def crf_arrays(self) -> Mapping[str, Floats]:
        """See `ArticleScores`."""
        return {name: self.weights[name] for name in CRF_ARRAYS}

    def links(self, kind: int, pairs: CandidatePairs, spans: Mapping[SpanRole, TokenSpans]) -> tuple[Floats, Floats]:
        """See `ArticleScores`."""
        vectors = {role: span_vectors(self.hidden, spans[role]) for role in LINK_KINDS[kind]}
        return score_links(kind, pairs, vectors, self.weights)


@dataclass(frozen=True, slots=True)
class PooledScores:
    """The weighted sum of the scores of several models for one article.

    A sum of scores is a product of probabilities: a logarithmic opinion pool (Smith et al. 2005).

    Attributes:
        members: weight and scores of each model.
    """

    members: Sequence[tuple[float, ArticleScores]]

    def labels(self) -> Floats:
        """See `ArticleScores`."""
        return _weighted_sum([(weight, scores.labels()) for weight, scores in self.members])

    def crf_arrays(self) -> Mapping[str, Floats]:
        """See `ArticleScores`."""
        arrays = [(weight, scores.crf_arrays()) for weight, scores in self.members]
        return {name: _weighted_sum([(weight, a[name]) for weight, a in arrays]) for name in CRF_ARRAYS}

    def links(self, kind: int, pairs: CandidatePairs, spans: Mapping[SpanRole, TokenSpans]) -> tuple[Floats, Floats]:
        """See `ArticleScores`."""
        none_scores, pair_scores = [], []
        for weight, scores in self.members:
            none, linked = scores.links(kind, pairs, spans)
            none_scores.append((weight, none))
            pair_scores.append((weight, linked))
        return _weighted_sum(none_scores), _weighted_sum(pair_scores)


def _weighted_sum(parts: Sequence[tuple[float, Floats]]) -> Floats:
    (weight, first), *rest = parts
    total = first * weight
    for weight, part in rest:
        total += part * weight
    return total


class LightModel:
    """The convolutional network of `corpus.models.network`, in numpy alone."""

    keeps_stances = False

    def __init__(self, weights: Weights) -> None:
        self.weights, self.name = weights, weights.name

    def score(self, tokens: TokenSequence, language: Language) -> HiddenStates:
        """Score an article."""
        hidden = encode(embed(tokens, self.weights, language), tokens.paragraph, self.weights)
        return HiddenStates(hidden, self.weights)


class PooledModel:
    """Several models whose scores are added.

    Args:
        members: weight and model; name and `keeps_stances` are those of the first.
    """

    def __init__(self, members: Sequence[tuple[float, TaggerModel]]) -> None:
        self._members = members
        _, first = members[0]
        self.name, self.keeps_stances = first.name, first.keeps_stances

    def score(self, tokens: TokenSequence, language: Language) -> PooledScores:
        """Score an article."""
        return PooledScores([(weight, model.score(tokens, language)) for weight, model in self._members])


@functools.cache
def load_light_model(code: str) -> LightModel | None:
    """Load the light model of a language; None if it has none.

    Raises:
        LanguageDataError: the weight file is damaged or has another format.
    """
    weights = load_weights(code)
    return None if weights is None else LightModel(weights)

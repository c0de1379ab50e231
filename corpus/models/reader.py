"""What reads an article for the tagger: networks that give labels and links their scores, alone or several together."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from corpus.languages.language import Language
from corpus.models.decoding import CHAIN, Spans
from corpus.models.links import KINDS, Pairs, represent, score
from corpus.models.network import embed, encode
from corpus.models.tokens import TokenSequence
from corpus.models.weights import Floats, Weights, load_weights


class Reading(Protocol):
    """An article as it was read: what labels and links are scored by."""

    def labels(self) -> Floats:
        """The score of each label, one row a token."""
        ...

    def chain(self) -> Mapping[str, Floats]:
        """The scores of one label behind another, and of the first and last of a piece, by the names of `CHAIN`."""
        ...

    def links(self, kind: int, pairs: Pairs, spans: Mapping[str, Spans]) -> tuple[Floats, Floats]:
        """As `corpus.models.links.score`."""
        ...


class Reader(Protocol):
    """What has learned to tag a language.

    ``name`` tells what tagged; ``everything`` whether all counts that it finds, or only what is no thought or wish.
    """

    @property
    def name(self) -> str: ...  # noqa: D102

    @property
    def everything(self) -> bool: ...  # noqa: D102

    def read(self, tokens: TokenSequence, language: Language) -> Reading:
        """An article as it was read."""
        ...


@dataclass(frozen=True, slots=True)
class States:
    """The reading of one network: a hidden state for each token, and the weights of what is read off it."""

    hidden: Floats
    weights: Weights

    def labels(self) -> Floats:
        """The score of each label, one row a token."""
        return self.hidden @ self.weights["out"] + self.weights["out.bias"]

    def chain(self) -> Mapping[str, Floats]:
        """The scores of one label behind another, and of the first and last of a piece."""
        return {name: self.weights[name] for name in CHAIN}

    def links(self, kind: int, pairs: Pairs, spans: Mapping[str, Spans]) -> tuple[Floats, Floats]:
        """As `corpus.models.links.score`."""
        states = {role: represent(self.hidden, spans[role]) for role in KINDS[kind]}
        return score(kind, pairs, states, self.weights)


@dataclass(frozen=True, slots=True)
class Together:
    """Several readings of one article, each with its share: their scores are added up.

    A sum of scores is a product of what they say is likely, a logarithmic opinion pool (Smith et al. 2005).
    """

    readings: Sequence[tuple[float, Reading]]

    def labels(self) -> Floats:
        """The score of each label, one row a token."""
        return _sum([(share, r.labels()) for share, r in self.readings])

    def chain(self) -> Mapping[str, Floats]:
        """The scores of one label behind another, and of the first and last of a piece."""
        chains = [(share, r.chain()) for share, r in self.readings]
        return {name: _sum([(share, c[name]) for share, c in chains]) for name in CHAIN}

    def links(self, kind: int, pairs: Pairs, spans: Mapping[str, Spans]) -> tuple[Floats, Floats]:
        """As `corpus.models.links.score`."""
        scored = [(share, r.links(kind, pairs, spans)) for share, r in self.readings]
        none, score = (_sum([(share, both[n]) for share, both in scored]) for n in range(2))
        return none, score


def _sum(parts: Sequence[tuple[float, Floats]]) -> Floats:
    (share, first), *rest = parts
    total = first * share
    for share, part in rest:
        total += part * share
    return total


class LightReader:
    """The convolutional network of `corpus.models.network`: numpy alone."""

    everything = False

    def __init__(self, weights: Weights) -> None:
        self.weights, self.name = weights, weights.name

    def read(self, tokens: TokenSequence, language: Language) -> Reading:
        """An article as it was read."""
        return States(encode(embed(tokens, self.weights, language), tokens.paragraph, self.weights), self.weights)


class PooledReader:
    """Several readers, each with its share; what is asked of them is told by the first."""

    def __init__(self, readers: Sequence[tuple[float, Reader]]) -> None:
        self.readers, (_, first) = readers, readers[0]
        self.name, self.everything = first.name, first.everything

    def read(self, tokens: TokenSequence, language: Language) -> Reading:
        """An article as all of them read it."""
        return Together([(share, reader.read(tokens, language)) for share, reader in self.readers])


@functools.cache
def load_light(code: str) -> LightReader | None:
    """The light network of a language, or None where its folder has none.

    Raises:
        LanguageDataError: the file of weights is damaged or of another format.
    """
    weights = load_weights(code)
    return None if weights is None else LightReader(weights)

"""The network that reads an article: sums of embeddings, then gated convolutions of growing reach, in numpy.

Residual gated convolutions are those of Dauphin et al. (2017), their dilation is that of Strubell et al. (2017), who
use them for tagging. No token sees the paragraphs behind its own: what is added to an article changes nothing before
it. Everything is linear in the number of tokens, and long articles are read in overlapping blocks.
"""

from __future__ import annotations

import functools

import numpy as np

from corpus.languages.language import Language
from corpus.models.features import describe
from corpus.models.tokens import ROLES, RULE_STATES, Ints, TokenSequence
from corpus.models.weights import Floats, Weights

_EPSILON = np.float32(1e-5)
#: So many tokens are read at once; their neighbours within reach of the convolutions are read with them.
_BLOCK = 2048
_FAR = np.float32(40)
_ALL = slice(None)
#: So many written forms are remembered, so that memory stays flat over a stream of articles.
_REMEMBERED = 1 << 15


class FormTable:
    """The vectors of written forms, each worked out once: what of the input depends on the form alone."""

    def __init__(self, weights: Weights, language: Language) -> None:
        self._weights = weights
        self._language = language
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((1024, weights["word"].shape[1]), dtype=np.float32)

    def look_up(self, words: list[str]) -> Floats:
        """The vectors of tokens, one row each."""
        if len(self._rows) > _REMEMBERED:
            self._rows.clear()
        rows = self._rows
        for word in words:
            if word not in rows:
                self._add(word)
        return self._vectors[[rows[w] for w in words]]

    def _add(self, word: str) -> None:
        row = len(self._rows)
        if row == len(self._vectors):
            self._vectors = np.concatenate((self._vectors, np.zeros_like(self._vectors)))
        w = self._weights
        form = describe(word, self._language, w.vocabulary)
        vector = w["word"][form.word] + w["ending"][form.ending] + w["shape"][form.shape]
        self._vectors[row] = vector + w["class"][list(form.classes)].sum(axis=0)
        self._rows[word] = row


@functools.lru_cache(maxsize=4)
def form_table(weights: Weights, language: Language) -> FormTable:
    """The one table of a language's forms in this process."""
    return FormTable(weights, language)


def embed(tokens: TokenSequence, weights: Weights, language: Language, part: slice = _ALL) -> Floats:
    """The input of the first convolution, one row a token, of a part of the tokens."""
    x = form_table(weights, language).look_up(tokens.words[part])
    x += _situations(weights)[_situation(tokens.quotation[part], tokens.rules[part])]
    return x


def _situation(quotation: Ints, rules: Ints) -> Ints:
    """The state of quotation and what each role of the rules says, as one number."""
    out = quotation
    for column in range(len(ROLES)):
        out = out * RULE_STATES + rules[:, column]
    return out


@functools.lru_cache(maxsize=4)
def _situations(weights: Weights) -> Floats:
    """The vectors of all situations, in the order of `_situation`."""
    out = weights["quotation"]
    for column in range(len(ROLES)):
        out = (out[:, None, :] + weights[f"rules.{column}"][None, :, :]).reshape(-1, out.shape[1])
    return out


def encode(x: Floats, paragraph: Ints, weights: Weights) -> Floats:
    """The hidden states of tokens from their embeddings, normalised; both one row a token."""
    reach = sum(weights.dilations)
    if len(x) <= _BLOCK + 2 * reach:
        return _read_block(x, paragraph, weights)
    out = np.empty_like(x)
    for start in range(0, len(x), _BLOCK):
        low, high = max(0, start - reach), min(len(x), start + _BLOCK + reach)
        block = _read_block(x[low:high], paragraph[low:high], weights)
        out[start : start + _BLOCK] = block[start - low : start - low + _BLOCK]
    return out


def _read_block(x: Floats, paragraph: Ints, weights: Weights) -> Floats:
    x = x.copy()
    for n, dilation in enumerate(weights.dilations):
        _convolve(x, paragraph, weights[f"conv.{n}"], weights[f"conv.{n}.bias"], dilation=dilation)
    return normalise(x)


def _convolve(x: Floats, paragraph: Ints, kernel: Floats, bias: Floats, *, dilation: int) -> None:
    """Add to each token what it and the tokens at a distance before and behind it give, in place."""
    width = x.shape[1]
    states = normalise(x)
    window = np.zeros((len(x), 3 * width), dtype=np.float32)
    window[dilation:, :width] = states[:-dilation]
    window[:, width : 2 * width] = states
    same = paragraph[dilation:] == paragraph[:-dilation]
    window[: len(same), 2 * width :] = states[dilation:] * same[:, None]
    gates = window @ kernel
    gates += bias
    x += gates[:, :width] * sigmoid(gates[:, width:])


def normalise(x: Floats) -> Floats:
    """Rows with mean 0 and variance 1 (Ba et al. 2016, without gain and bias)."""
    centred: Floats = x - x.mean(axis=1, keepdims=True)
    centred /= np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / np.float32(x.shape[1]) + _EPSILON)
    return centred


def sigmoid(x: Floats) -> Floats:
    """The logistic function; far from 0 it is 0 or 1 without a warning."""
    out = np.clip(x, -_FAR, _FAR)
    np.negative(out, out=out)
    np.exp(out, out=out)
    out += 1
    return np.reciprocal(out, out=out)

"""The light network in numpy: sums of embeddings, then gated convolutions of growing reach.

Residual gated convolutions follow Dauphin et al. (2017), their dilation follows Strubell et al. (2017), who use it for
tagging. No token depends on later paragraphs, so text appended to an article changes nothing before it. Time is linear
in the number of tokens; long articles are read in overlapping blocks.
"""

from __future__ import annotations

import functools

import numpy as np

from corpus.languages.language import Language
from corpus.models.features import form_features
from corpus.models.tokens import RULE_STATES, SPAN_ROLES, Ints, TokenSequence
from corpus.models.weights import Floats, Weights

_EPSILON = np.float32(1e-5)
#: The number of tokens that are read at once; neighbours within reach of the convolutions are read with them.
_BLOCK = 2048
#: The logistic function saturates here.
_MAX_LOGIT = np.float32(40)
_ALL = slice(None)
#: The number of cached written forms, so that memory stays constant over a stream of articles.
_MAX_FORMS = 1 << 15


class FormVectors:
    """A cache of the embeddings that depend on the written form of a token alone."""

    def __init__(self, weights: Weights, language: Language) -> None:
        self._weights = weights
        self._language = language
        self._rows: dict[str, int] = {}
        self._vectors = np.zeros((1024, weights["word"].shape[1]), dtype=np.float32)

    def look_up(self, words: list[str]) -> Floats:
        """The vectors of tokens: float32 ``(n_words, width)``."""
        if len(self._rows) > _MAX_FORMS:
            self._rows.clear()
        for word in words:
            if word not in self._rows:
                self._add(word)
        return self._vectors[[self._rows[w] for w in words]]

    def _add(self, word: str) -> None:
        row = len(self._rows)
        if row == len(self._vectors):
            self._vectors = np.concatenate((self._vectors, np.zeros_like(self._vectors)))
        w = self._weights
        form = form_features(word, self._language, w.vocabulary)
        vector = w["word"][form.word] + w["ending"][form.ending] + w["shape"][form.shape]
        self._vectors[row] = vector + w["class"][list(form.classes)].sum(axis=0)
        self._rows[word] = row


@functools.lru_cache(maxsize=4)
def form_vectors(weights: Weights, language: Language) -> FormVectors:
    """The cache of a language in this process."""
    return FormVectors(weights, language)


def embed(tokens: TokenSequence, weights: Weights, language: Language, part: slice = _ALL) -> Floats:
    """Embed tokens.

    Args:
        tokens: the tokens of an article.
        weights: of the model.
        language: of the article.
        part: the tokens to embed.

    Returns:
        float32 ``(n_tokens, width)``.
    """
    x = form_vectors(weights, language).look_up(tokens.words[part])
    x += _evidence_vectors(weights)[_evidence_rows(tokens.quotation[part], tokens.rules[part])]
    return x


def _evidence_rows(quotation: Ints, rules: Ints) -> Ints:
    """The state of quotation and the states of the rules, combined into one row number."""
    rows = quotation
    for column in range(len(SPAN_ROLES)):
        rows = rows * RULE_STATES + rules[:, column]
    return rows


@functools.lru_cache(maxsize=4)
def _evidence_vectors(weights: Weights) -> Floats:
    """The vectors of all combinations, in the order of `_evidence_rows`."""
    vectors = weights["quotation"]
    for column in range(len(SPAN_ROLES)):
        vectors = (vectors[:, None, :] + weights[f"rules.{column}"][None, :, :]).reshape(-1, vectors.shape[1])
    return vectors


def encode(x: Floats, paragraph: Ints, weights: Weights) -> Floats:
    """Compute hidden states.

    Args:
        x: float32 ``(n_tokens, width)``, from `embed`.
        paragraph: int64 ``(n_tokens,)``, the number of each token's paragraph.
        weights: of the model.

    Returns:
        Normalized hidden states, float32 ``(n_tokens, width)``.
    """
    reach = sum(weights.dilations)
    if len(x) <= _BLOCK + 2 * reach:
        return _encode_block(x, paragraph, weights)
    out = np.empty_like(x)
    for start in range(0, len(x), _BLOCK):
        low, high = max(0, start - reach), min(len(x), start + _BLOCK + reach)
        block = _encode_block(x[low:high], paragraph[low:high], weights)
        out[start : start + _BLOCK] = block[start - low : start - low + _BLOCK]
    return out


def _encode_block(x: Floats, paragraph: Ints, weights: Weights) -> Floats:
    for n, dilation in enumerate(weights.dilations):
        x = x + _convolution(x, paragraph, weights[f"conv.{n}"], weights[f"conv.{n}.bias"], dilation=dilation)
    return layer_norm(x)


def _convolution(x: Floats, paragraph: Ints, kernel: Floats, bias: Floats, *, dilation: int) -> Floats:
    """A gated convolution over each token and those at a distance before and after it, in its paragraph."""
    width = x.shape[1]
    states = layer_norm(x)
    window = np.zeros((len(x), 3 * width), dtype=np.float32)
    window[dilation:, :width] = states[:-dilation]
    window[:, width : 2 * width] = states
    is_same_paragraph = paragraph[dilation:] == paragraph[:-dilation]
    window[: len(is_same_paragraph), 2 * width :] = states[dilation:] * is_same_paragraph[:, None]
    gates = window @ kernel
    gates += bias
    out: Floats = gates[:, :width] * sigmoid(gates[:, width:])
    return out


def layer_norm(x: Floats) -> Floats:
    """Normalize rows to mean 0 and variance 1 (Ba et al. 2016, without gain and bias)."""
    centred: Floats = x - x.mean(axis=1, keepdims=True)
    centred /= np.sqrt(np.einsum("ij,ij->i", centred, centred)[:, None] / np.float32(x.shape[1]) + _EPSILON)
    return centred


def sigmoid(x: Floats) -> Floats:
    """The logistic function, without overflow for large arguments."""
    out = np.clip(x, -_MAX_LOGIT, _MAX_LOGIT)
    np.negative(out, out=out)
    np.exp(out, out=out)
    out += 1
    return np.reciprocal(out, out=out)

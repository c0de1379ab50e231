"""Annotated articles as the tagger learns from them: tokens, labels, and which spans belong together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from corpus.clean.roles import plain_segments
from corpus.evaluate.gold import read_rows
from corpus.languages.language import Language, article_tokens
from corpus.models.decoding import TokenSpans, decode_spans
from corpus.models.features import PARAGRAPH, Vocabulary, class_names, endings_of, form_features
from corpus.models.links import LINK_KINDS, CandidatePairs, SpanCounts, candidate_pairs
from corpus.models.tokens import LABELS, SPAN_ROLES, Ints, SpanRole, TokenSequence, make_token_sequence
from corpus.quotes.engine import find_attributions
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span

#: A word has an identity if it occurs so often in small letters, and in so large a share of all that it occurs.
_LEAST_COUNT, _LEAST_SMALL = 3, 0.2
_LEAST_ENDING = 5

#: The spans of one annotated attribution by role, as tokens ``[first, behind)``.
Annotated = dict[SpanRole, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Sample:
    """One article: ``labels`` one a token, ``pairs`` the candidates of each kind of link and whether they are one."""

    id: str
    text: str
    tokens: TokenSequence
    found: list[RawAttribution]
    annotated: list[Annotated]
    labels: Ints
    spans: dict[SpanRole, TokenSpans]
    pairs: tuple[tuple[CandidatePairs, NDArray[np.bool_]], ...]


def read_samples(path: Path, language: Language) -> list[Sample]:
    """The articles of a .jsonl or .jsonl.gz file of texts with attributions, in order.

    Raises:
        InputError: the file is not of the form that `corpus evaluate` reads.
    """
    return [
        _sample(
            row.id, row.text or "", [{r: _offsets(a.get(r)) for r in SPAN_ROLES} for a in row.attributions], language
        )
        for row in read_rows(path)
    ]


def _offsets(spans: Iterable[Sequence[int]] | None) -> list[tuple[int, int]]:
    return [(s, e) for s, e in spans or ()]


def _sample(name: str, text: str, attributions: list[Annotated], language: Language) -> Sample:
    segments = plain_segments(text)
    article = article_tokens(text, segments, language)
    found, quoted = find_attributions(article, segments, language)
    tokens = make_token_sequence(article, segments, quoted, found)
    annotated = [
        {r: [tokens.covered(Span(*s)) for s in a[r]] for r in SPAN_ROLES} for a in attributions if a["content"]
    ]
    labels = _labels(annotated, tokens)
    spans = decode_spans(tokens, labels, np.zeros((len(tokens), LABELS), dtype=np.float32))
    around = SpanCounts(tokens, spans)
    pairs = tuple(
        _with_truth(k, candidate_pairs(k, spans, around, found), spans, annotated) for k in range(len(LINK_KINDS))
    )
    return Sample(name, text, tokens, found, annotated, labels, spans, pairs)


def _labels(annotated: list[Annotated], tokens: TokenSequence) -> Ints:
    """One label a token; where spans of several attributions overlap, the shorter one has it."""
    labels = np.zeros(len(tokens), dtype=np.int64)
    spans = {(end - first, first, n) for a in annotated for n, r in enumerate(SPAN_ROLES) for first, end in a[r]}
    for length, first, n in sorted(spans, key=lambda s: (-s[0], s[1:])):
        labels[first : first + length] = 2 * n + 2
        labels[first : first + min(1, length)] = 2 * n + 1
    labels[[w == PARAGRAPH for w in tokens.words]] = 0
    return labels


def _with_truth(
    kind: int, pairs: CandidatePairs, spans: dict[SpanRole, TokenSpans], annotated: list[Annotated]
) -> tuple[CandidatePairs, NDArray[np.bool_]]:
    first, second = (_owners(spans[role], [a[role] for a in annotated]) for role in LINK_KINDS[kind])
    truth = [bool(first[i] & second[j]) for i, j in zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)]
    return pairs, np.array(truth, dtype=bool)


def _owners(spans: TokenSpans, annotated: list[list[tuple[int, int]]]) -> list[set[int]]:
    """The attributions that have at least half of each span."""
    owners: list[set[int]] = [set() for _ in range(len(spans))]
    for n, parts in enumerate(annotated):
        for first, end in parts:
            low = int(np.searchsorted(spans.end, first, side="right"))
            for k in range(low, int(np.searchsorted(spans.first, end, side="left"))):
                shared = min(end, int(spans.end[k])) - max(first, int(spans.first[k]))
                if 2 * shared >= spans.end[k] - spans.first[k]:
                    owners[k].add(n)
    return owners


def learn_vocabulary(samples: Sequence[Sample], language: Language) -> dict[str, list[str]]:
    """The words, endings and classes that get a row each; the first words stand for unknown ones and for names.

    Only words that are often written small have an identity, so that no name has where names have capitals.
    """
    small: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for sample in samples:
        for word, count in Counter(sample.tokens.words).items():
            folded = language.fold(word)
            total[folded] += count
            # A name may begin small ("al-Manar").
            small[folded] += count * (word == word.lower())
    common = {w for w, n in small.items() if w and n >= _LEAST_SMALL * total[w]}
    endings: Counter[str] = Counter()
    for word in sorted(common):
        for ending in endings_of([word]):
            endings[ending] += small[word]
    return {
        "words": ["", "", *sorted(w for w in common if small[w] >= _LEAST_COUNT)],
        "endings": ["", *sorted(e for e, n in endings.items() if n >= _LEAST_ENDING)],
        "classes": list(class_names()),
    }


@dataclass(frozen=True, slots=True)
class TokenInputs:
    """What the network reads of an article: a row of each table a token, and its classes as zeros and ones."""

    word: Ints
    ending: Ints
    shape: Ints
    classes: NDArray[np.float32]


def token_inputs(tokens: TokenSequence, language: Language, vocabulary: Vocabulary) -> TokenInputs:
    """The rows of all tokens."""
    known = {w: form_features(w, language, vocabulary) for w in set(tokens.words)}
    forms = [known[w] for w in tokens.words]
    classes = np.zeros((len(forms), len(vocabulary.classes)), dtype=np.float32)
    for n, form in enumerate(forms):
        classes[n, list(form.classes)] = 1
    return TokenInputs(
        np.array([f.word for f in forms]),
        np.array([f.ending for f in forms]),
        np.array([f.shape for f in forms]),
        classes,
    )

"""Prepare annotated articles for training: tokens, labels, and which candidate links are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from corpus.clean.roles import plain_segments
from corpus.evaluate.gold import GoldRow, read_rows
from corpus.languages.language import Language, article_tokens
from corpus.models.decoding import TokenSpans, decode_spans
from corpus.models.features import PARAGRAPH, Vocabulary, class_names, endings_of, form_features
from corpus.models.links import LINK_KINDS, CandidatePairs, SpanCounts, candidate_pairs
from corpus.models.tokens import LABELS, SPAN_ROLES, Ints, SpanRole, TokenSequence, make_token_sequence
from corpus.quotes.engine import find_attributions
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span

#: A word has a row of its own if it occurs at least this often in lower case, and in this share of all occurrences.
_MIN_COUNT, _MIN_LOWER_SHARE = 3, 0.2
#: An ending has a row of its own if words with it occur at least this often.
_MIN_ENDING_COUNT = 5

#: The spans of one annotated attribution by role, as tokens ``[first, end)``.
Annotated = dict[SpanRole, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Sample:
    """An annotated article.

    Attributes:
        id: of the article.
        text: its raw text.
        tokens: with the evidence of quotation marks and rules.
        raw: what the rules found.
        annotated: the annotated attributions.
        labels: int64 ``(n_tokens,)``.
        spans: by role, as decoded from the labels.
        pairs: for each kind of link the candidates, and bool ``(n_pairs,)``, which of them are right.
    """

    id: str
    text: str
    tokens: TokenSequence
    raw: list[RawAttribution]
    annotated: list[Annotated]
    labels: Ints
    spans: dict[SpanRole, TokenSpans]
    pairs: tuple[tuple[CandidatePairs, NDArray[np.bool_]], ...]


def read_samples(path: Path, language: Language) -> list[Sample]:
    """Read annotated articles.

    Args:
        path: a .jsonl or .jsonl.gz file of texts with attributions, in the format that ``corpus evaluate`` reads.
        language: of the texts.

    Returns:
        The articles in the order of the file.

    Raises:
        InputError: the file has another format.
    """
    return [_make_sample(row, language) for row in read_rows(path)]


def _make_sample(row: GoldRow, language: Language) -> Sample:
    text = row.text or ""
    segments = plain_segments(text)
    article = article_tokens(text, segments, language)
    raw, quoted = find_attributions(article, segments, language)
    tokens = make_token_sequence(article, segments, quoted, raw)
    annotated = [_annotated_tokens(a, tokens) for a in row.attributions if a.get("content")]
    labels = _make_labels(annotated, tokens)
    spans = decode_spans(tokens, labels, np.zeros((len(tokens), LABELS), dtype=np.float32))
    counts = SpanCounts(tokens, spans)
    pairs = []
    for kind in range(len(LINK_KINDS)):
        candidates = candidate_pairs(kind, spans, counts, raw)
        pairs.append((candidates, _are_linked(kind, candidates, spans, annotated)))
    return Sample(row.id, text, tokens, raw, annotated, labels, spans, tuple(pairs))


def _annotated_tokens(attribution: Mapping[str, Any], tokens: TokenSequence) -> Annotated:
    """The spans of an annotated attribution as tokens; a role may be absent or null."""
    return {role: [tokens.covered(Span(*s)) for s in attribution.get(role) or ()] for role in SPAN_ROLES}


def _make_labels(annotated: Sequence[Annotated], tokens: TokenSequence) -> Ints:
    """The label of each token; where spans of several attributions overlap, that of the shorter one."""
    spans: set[tuple[int, int, int]] = set()
    for attribution in annotated:
        for number, role in enumerate(SPAN_ROLES):
            spans.update((end - first, first, number) for first, end in attribution[role])
    labels = np.zeros(len(tokens), dtype=np.int64)
    for length, first, number in sorted(spans, key=lambda s: (-s[0], s[1:])):
        labels[first : first + length] = 2 * number + 2
        labels[first : first + min(1, length)] = 2 * number + 1
    labels[[w == PARAGRAPH for w in tokens.words]] = 0
    return labels


def _are_linked(
    kind: int, pairs: CandidatePairs, spans: Mapping[SpanRole, TokenSpans], annotated: Sequence[Annotated]
) -> NDArray[np.bool_]:
    """Which candidates join spans of the same annotated attribution: bool ``(n_pairs,)``."""
    first_role, second_role = LINK_KINDS[kind]
    first = _owners(spans[first_role], [a[first_role] for a in annotated])
    second = _owners(spans[second_role], [a[second_role] for a in annotated])
    places = zip(pairs.first.tolist(), pairs.second.tolist(), strict=True)
    return np.array([not first[i].isdisjoint(second[j]) for i, j in places], dtype=bool)


def _owners(spans: TokenSpans, annotated: Sequence[Sequence[tuple[int, int]]]) -> list[set[int]]:
    """For each span the numbers of the attributions that contain at least half of it."""
    owners: list[set[int]] = [set() for _ in range(len(spans))]
    for number, parts in enumerate(annotated):
        for first, end in parts:
            low = int(np.searchsorted(spans.end, first, side="right"))
            high = int(np.searchsorted(spans.first, end, side="left"))
            for k in range(low, high):
                shared = min(end, int(spans.end[k])) - max(first, int(spans.first[k]))
                if 2 * shared >= spans.end[k] - spans.first[k]:
                    owners[k].add(number)
    return owners


def learn_vocabulary(samples: Sequence[Sample], language: Language) -> dict[str, list[str]]:
    """Choose the words, endings and classes that get a row in the embedding tables.

    Only words that often occur in lower case have a row, so that names, where they are capitalized, have none.

    Args:
        samples: annotated articles.
        language: of the articles.

    Returns:
        The lists ``words``, ``endings`` and ``classes``. The first two words are reserved for unknown words and names,
        the first ending for none.
    """
    lower: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for sample in samples:
        for word, count in Counter(sample.tokens.words).items():
            folded = language.fold(word)
            total[folded] += count
            # The whole word must be lower case: names may begin with a small letter ("al-Manar").
            lower[folded] += count * (word == word.lower())
    common = {word for word, count in lower.items() if word and count >= _MIN_LOWER_SHARE * total[word]}
    endings: Counter[str] = Counter()
    for word in sorted(common):
        for ending in endings_of([word]):
            endings[ending] += lower[word]
    return {
        "words": ["", "", *sorted(w for w in common if lower[w] >= _MIN_COUNT)],
        "endings": ["", *sorted(e for e, count in endings.items() if count >= _MIN_ENDING_COUNT)],
        "classes": list(class_names()),
    }


@dataclass(frozen=True, slots=True)
class TokenInputs:
    """The inputs of the network that depend on the written forms of an article's tokens.

    Attributes:
        word: int64 ``(n_tokens,)``, rows of the word table.
        ending: int64 ``(n_tokens,)``, rows of the table of endings.
        shape: int64 ``(n_tokens,)``, rows of the table of shapes.
        classes: float32 ``(n_tokens, n_classes)``, 0 or 1.
    """

    word: Ints
    ending: Ints
    shape: Ints
    classes: NDArray[np.float32]


def token_inputs(tokens: TokenSequence, language: Language, vocabulary: Vocabulary) -> TokenInputs:
    """Look up the inputs of an article's tokens."""
    features = {w: form_features(w, language, vocabulary) for w in set(tokens.words)}
    forms = [features[w] for w in tokens.words]
    classes = np.zeros((len(forms), len(vocabulary.classes)), dtype=np.float32)
    for n, form in enumerate(forms):
        classes[n, list(form.classes)] = 1
    return TokenInputs(
        np.array([f.word for f in forms]),
        np.array([f.ending for f in forms]),
        np.array([f.shape for f in forms]),
        classes,
    )

"""Questions with known answers for the ranker of speakers, from coreference and from annotated attributions."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from corpus.clean.roles import plain_segments
from corpus.combine.scoring import combine
from corpus.languages.language import Language, article_tokens
from corpus.languages.tokenizer import ArticleTokens, tokenize
from corpus.quotes.engine import find_attributions
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import UNKNOWN, Segment, Span
from corpus.speakers.authority import Authority
from corpus.speakers.candidates import Query, QueryKind, SpeakerCandidates, candidates_of
from corpus.speakers.context import Context, Resolved
from corpus.speakers.name_chunks import is_name
from corpus.speakers.pronouns import is_ranked
from corpus.speakers.queries import description_query, implied_query, pronoun_query
from corpus.speakers.resolution import resolve_in_order, trace_speakers
from corpus.speakers.source_phrases import SourcePhrase

#: What an example counts for: a source of an attribution, another mention, and one that none of them answers.
SOURCE_WEIGHT, MENTION_WEIGHT = 3.0, 1.0
_NOBODY_WEIGHT: Mapping[QueryKind, float] = {"person": 0.4, "description": 0.12, "implied": 1.0}
#: The answer is named, but is none of the candidates: the example says little about the others.
_MISSED_WEIGHT = 0.3
#: A description of more characters is not a plain one.
_LONGEST = 60
#: A content is found if so much of both is shared (intersection over union).
_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Document:
    """A training text with what was found in it, and with its coreference clusters or its attributions."""

    id: str
    language: Language
    tokens: ArticleTokens
    segments: Sequence[Segment]
    found: Sequence[RawAttribution]
    row: Mapping[str, Any]

    @property
    def text(self) -> str:
        """The text."""
        return self.tokens.text

    def context(self) -> Context:
        """The text with its speakers resolved as far as the present ranker resolves them."""
        return resolve_in_order(
            self.tokens, self.segments, self.found, language=self.language, authority=Authority((), self.language)
        )

    def fold(self, folds: int) -> int:
        """Which part of a cross-validation the document is in; an annotated copy of it is in the same part."""
        own = self.id.rpartition("narc-")[2]
        return int(hashlib.sha256(own.encode()).hexdigest(), 16) % folds


@dataclass(frozen=True, slots=True)
class RankerExample:
    """A question with its right answers.

    ``features`` has a row for each candidate, float64 (n_candidates, n_features); ``null`` the features of the answer
    that it is none of them; ``right`` bool (n_candidates,), all false if that is the answer.
    """

    document: Document
    kind: QueryKind
    features: npt.NDArray[np.float64]
    null: npt.NDArray[np.float64]
    right: npt.NDArray[np.bool_]
    weight: float
    is_source: bool


def read_documents(path: Path, language: Language) -> Iterator[Document]:
    """The rows of a file of JSON lines, each with attributions found by rules and tagger."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            segments = plain_segments(row["text"])
            tokens = article_tokens(row["text"], segments, language)
            found, quoted = find_attributions(tokens, segments, language)
            scored = combine(tokens, segments, found, quoted, language=language)
            kept = [w.attribution for w in scored if not w.left_out]
            yield Document(row["id"], language, tokens, segments, kept, row)


def examples_of(document: Document) -> list[RankerExample]:
    """The examples of a document, of either kind of annotation."""
    context = document.context()
    if "clusters" in document.row:
        return [e for e in _coreference(document, context) if e is not None]
    return [e for e in _annotated(document, context) if e is not None]


def _example(
    document: Document, found: SpeakerCandidates, right: Sequence[bool], *, named: bool, is_source: bool
) -> RankerExample | None:
    if not found.candidates:
        return None
    kind = found.query.kind
    weight = SOURCE_WEIGHT if is_source else MENTION_WEIGHT
    if not any(right):
        weight *= _MISSED_WEIGHT if named else 1.0 if is_source else _NOBODY_WEIGHT[kind]
    return RankerExample(
        document,
        kind,
        np.array([c.features for c in found.candidates]),
        np.array(found.null),
        np.array(right, dtype=bool),
        weight,
        is_source,
    )


def _coreference(document: Document, context: Context) -> Iterator[RankerExample | None]:
    """Pronouns and descriptions in clusters; right is whoever has most mentions in the same cluster, or its name."""
    cluster_of = _clusters_of_entities(document, context)
    sources = {f.source[0]: f for f in document.found if f.source}
    for number, cluster in enumerate(document.row["clusters"]):
        names = cluster["names"]
        for start, end in cluster["mentions"]:
            span = Span(start, end)
            found = sources.get(span)
            query = _query(document, context, span, found)
            if query is None:
                continue
            candidates = candidates_of(context, context.layout, query)
            right = [
                cluster_of.get(id(c.entity)) == number or any(same_name(c.entity.name, n) for n in names)
                for c in candidates.candidates
            ]
            yield _example(document, candidates, right, named=bool(names), is_source=found is not None)


def _query(document: Document, context: Context, span: Span, found: RawAttribution | None) -> Query | None:
    """What a mention asks for, if it is a pronoun that the ranker resolves or a plain description."""
    folded = document.language.fold(span.of(document.text))
    if is_ranked(context, folded):
        return pronoun_query(context, span, folded, found)
    if span.end - span.start > _LONGEST:
        return None
    source = SourcePhrase(context, span)
    if not source.tokens or source.is_pronoun or source.mentions or not source.is_description:
        return None
    capitals = any(map(is_name, source.tokens.words[1:]))
    return None if capitals else description_query(context, source, found)


def _clusters_of_entities(document: Document, context: Context) -> dict[int, int]:
    """The cluster in which most mentions of each entity are, by the entity's identity."""
    mentions = [
        (start, end, number)
        for number, cluster in enumerate(document.row["clusters"])
        for start, end in cluster["mentions"]
    ]
    votes: dict[int, Counter[int]] = {}
    for m in context.mentions.all:
        around = [
            (abs((end - start) - (m.end - m.start)), number)
            for start, end, number in mentions
            if (start <= m.start and m.end <= end) or (m.start <= start and end <= m.end)
        ]
        if around and m.entity.known:
            votes.setdefault(id(m.entity), Counter())[min(around)[1]] += 1
    return {entity: counts.most_common(1)[0][0] for entity, counts in votes.items()}


def _annotated(document: Document, context: Context) -> Iterator[RankerExample | None]:
    """Sources of annotated attributions that were found, and those that have none."""
    for found, speaker in matched(document):
        query = _source_query(context, found)
        if query is None:
            continue
        candidates = candidates_of(context, context.layout, query)
        named = speaker != UNKNOWN
        right = [named and same_name(c.entity.name, speaker) for c in candidates.candidates]
        yield _example(document, candidates, right, named=named, is_source=True)


def _source_query(context: Context, found: RawAttribution) -> Query | None:
    if not found.source:
        return implied_query(context, found)
    source = SourcePhrase(context, found.source[0])
    if source.is_pronoun or source.opens_with_pronoun:
        folded = source.tokens.folded[0]
        return pronoun_query(context, source.span, folded, found) if is_ranked(context, folded) else None
    if source.mentions:
        return None
    if source.is_description:
        return description_query(context, source, found)
    return implied_query(context, found) if source.names_nobody else None


def matched(document: Document) -> Iterator[tuple[RawAttribution, str]]:
    """Attributions that were found, each with the speaker of the annotated one that has about its content."""
    free = list(document.found)
    for gold in document.row["attributions"]:
        own = _characters(gold["content"])
        shares = [(_shared(own, _characters((s.start, s.end) for s in f.content)), n) for n, f in enumerate(free)]
        share, n = max(shares, default=(0.0, 0))
        if share >= _OVERLAP:
            yield free.pop(n), gold["speaker"]


def _characters(spans: Iterable[Sequence[int]]) -> set[int]:
    return {k for start, end in spans for k in range(start, end)}


def _shared(one: set[int], two: set[int]) -> float:
    return len(one & two) / max(1, len(one | two))


def answers(document: Document) -> Iterator[tuple[Resolved, bool]]:
    """The named answers to a document's attributions whose speaker is known, and whether each is right."""
    resolved, _ = trace_speakers(
        document.tokens,
        document.segments,
        document.found,
        language=document.language,
        authority=Authority((), document.language),
    )
    by_found = {id(f): r for f, r in zip(document.found, resolved, strict=True)}
    if "clusters" not in document.row:
        for found, speaker in matched(document):
            answer = by_found[id(found)]
            if UNKNOWN not in (speaker, answer.who.name):
                yield answer, same_name(answer.who.name, speaker)
        return
    named = {tuple(m): c["names"] for c in document.row["clusters"] if c["names"] for m in c["mentions"]}
    for found in document.found:
        names = named.get((found.source[0].start, found.source[0].end), []) if found.source else []
        answer = by_found[id(found)]
        if names and answer.who.name != UNKNOWN:
            yield answer, any(same_name(answer.who.name, n) for n in names)


def same_name(one: str, two: str) -> bool:
    """Whether two names may be of the same person: they have the last word, or half of their words, in common."""
    a, b = _words(one), _words(two)
    if not a or not b:
        return False
    return a[-1] == b[-1] or len(set(a) & set(b)) / min(len(set(a)), len(set(b))) >= _OVERLAP


def _words(name: str) -> list[str]:
    """The folded words of a name without the ending of a genitive."""
    folded = [w for w in tokenize(name, 0, len(name)).folded if w[0].isalnum()]
    return [w[:-1] if len(w) > len("mrs") and w.endswith("s") else w for w in folded]

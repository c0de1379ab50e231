"""Match the attributions of the rules with those of the tagger, and merge those that both found.

A merged attribution takes

- the content of the rules, which follow the guidelines, where the tagger's content is nearly the same;
- the source of the tagger, with the apposition that the rules have after it;
- all parts of the rules where these found a cue and its source directly after the words.

What only one of them found remains a candidate; `corpus.combine.scoring` decides by its confidence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from corpus.combine.normalize_spans import SpanNormalizer
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span

if TYPE_CHECKING:
    from corpus.models.tagger import TaggedAttribution

#: Two contents are the same attribution from this share of common characters on, as in the evaluation.
_SAME_CONTENT = 0.5
#: From this share on they are so alike that the content of the rules is taken.
_EQUIVALENT_CONTENT = 0.95
#: Rules for words with a cue and its source directly after them. Where the tagger has a cue elsewhere, keeping the
#: rules' attribution is right and taking the tagger's source is wrong in 26 cases, the other way round in 7 (PolNeAR's
#: training part, tagged by light networks that had not learned from it).
_ADJACENT_CUE_RULES = frozenset(("direct.trailing", "indirect.trailing", "indirect.according"))

Spans = tuple[Span, ...]


class Overlap(StrEnum):
    """How an attribution that only the rules or only the tagger found overlaps those of the other.

    The values are part of the keys in ``confidence.toml``.
    """

    #: It overlaps none.
    NONE = ""
    #: All its spans are inside one content span of the other, as those of nested attributions are.
    NESTED = "nested"
    #: The other has some of its words in another attribution.
    CROSSING = "crossing"
    #: The tagger has the same content but links it to no cue.
    UNLINKED = "unlinked"


@dataclass(frozen=True, slots=True)
class MatchedCandidate:
    """An attribution with its evidence: what the tagger found, what the rules found, or both.

    Attributes:
        attribution: the merged attribution.
        tagged: what the tagger found; None if only the rules found it.
        by_rules: what the rules found; None if only the tagger found it.
        overlap: for what one alone found, how it overlaps the attributions of the other.
    """

    attribution: RawAttribution
    tagged: TaggedAttribution | None
    by_rules: RawAttribution | None
    overlap: Overlap = Overlap.NONE


def match_candidates(
    raw: Sequence[RawAttribution], tagged: Sequence[TaggedAttribution], *, normalizer: SpanNormalizer, name: str
) -> list[MatchedCandidate]:
    """Match rules and tagger one to one by content, and merge the pairs.

    Args:
        raw: what the rules found.
        tagged: what the tagger found and the guidelines count, unlinked contents included.
        normalizer: of the same article.
        name: the rule id of attributions that only the tagger found.

    Returns:
        One candidate for each linked attribution of the tagger, in order, then one for each other attribution of the
        rules, in order.
    """
    linked = [t for t in tagged if t.cue]
    unlinked = [t for t in tagged if not t.cue]
    pairs = _overlapping_pairs(raw, linked)
    partner_of = _match_one_to_one(raw, linked, pairs, normalizer)
    contents_near_raw: dict[int, list[Spans]] = {}
    contents_near_tagged: dict[int, list[Spans]] = {}
    for i, j in pairs:
        contents_near_raw.setdefault(i, []).append(linked[j].content)
        contents_near_tagged.setdefault(j, []).append(raw[i].content)
    candidates = []
    for j, attribution in enumerate(linked):
        if j in partner_of:
            partner = raw[partner_of[j]]
            candidates.append(MatchedCandidate(_merge(partner, attribution, normalizer), attribution, partner))
        else:
            overlap = _overlap_with(attribution, contents_near_tagged.get(j, ()))
            candidates.append(MatchedCandidate(from_tagger(attribution, normalizer, name), attribution, None, overlap))
    matched = set(partner_of.values())
    with_unlinked = set(_match_one_to_one(raw, unlinked, _overlapping_pairs(raw, unlinked), normalizer).values())
    for i, own in enumerate(raw):
        if i in matched:
            continue
        overlap = _overlap_with(own, contents_near_raw.get(i, ()))
        if overlap is Overlap.NONE and i in with_unlinked:
            overlap = Overlap.UNLINKED
        candidates.append(MatchedCandidate(own, None, own, overlap))
    return candidates


def _overlap_with(own: RawAttribution | TaggedAttribution, contents: Sequence[Spans]) -> Overlap:
    """How an attribution overlaps others, by their contents."""
    own_spans = [*own.content, *own.cue, *own.source]
    for content in contents:
        for outer in content:
            if all(s.within(outer) for s in own_spans):
                return Overlap.NESTED
    return Overlap.CROSSING if contents else Overlap.NONE


def from_tagger(tagged: TaggedAttribution, normalizer: SpanNormalizer, name: str) -> RawAttribution:
    """Convert an attribution that only the tagger found, with spans as the guidelines define them.

    Args:
        tagged: the attribution; it has a cue.
        normalizer: of its article.
        name: its rule id.

    Returns:
        The attribution; its act is ``speech`` if the cue is a countable speech act or all of the content is quoted.
    """
    content = tuple(normalizer.normalize_content(s) for s in tagged.content)
    cue = tagged.cue[0]
    is_speech = normalizer.is_speech(cue) and normalizer.is_countable(cue)
    if not is_speech:
        is_speech = all(normalizer.is_quoted(s) for s in content)
    return RawAttribution(
        content=content,
        cue=tuple(normalizer.normalize_cue(s) for s in tagged.cue),
        source=tuple(normalizer.normalize_source(s) for s in tagged.source),
        rule=name,
        act="speech" if is_speech else "stance",
    )


def _merge(raw: RawAttribution, tagged: TaggedAttribution, normalizer: SpanNormalizer) -> RawAttribution:
    """Merge an attribution that both found (see the module docstring); its parts do not overlap."""
    if _is_decided_by_rules(raw, tagged):
        return raw
    content = tuple(normalizer.normalize_content(s) for s in tagged.content)
    if _similarity(raw.content, content, normalizer) >= _EQUIVALENT_CONTENT or _is_quoted_part(raw, tagged, normalizer):
        content = raw.content
    tagged_source = tuple(normalizer.normalize_source(s) for s in tagged.source)
    source = tagged_source
    if not tagged_source or _has_longer_source(raw.source, tagged_source, normalizer):
        source = raw.source
    cue = raw.cue
    if not _is_usable_cue(cue, tagged, (*content, *source)):
        cue = tuple(normalizer.normalize_cue(s) for s in tagged.cue)
    if tagged_source and _any_overlap(source, (*content, *cue)):
        source = tagged_source
    return replace(raw, content=content, source=source, cue=cue, implied=raw.implied and not source)


def _is_quoted_part(raw: RawAttribution, tagged: TaggedAttribution, normalizer: SpanNormalizer) -> bool:
    """Whether the rules have the words in marks of what the tagger found, and the rest of it is the writer's.

    The rest is a span without marks of its own: another sentence that the tagger took for a continuation.
    """
    if not raw.is_direct:
        return False
    if not raw.source:
        return False
    if not _any_overlap(raw.cue, tagged.cue):
        return False
    if not _is_contained(raw.content, tagged.content):
        return False
    rest = [t for t in tagged.content if not _any_overlap([t], raw.content)]
    return len(rest) > 0 and not any(map(normalizer.is_quoted, rest))


def _is_contained(inner: Spans, outer: Spans) -> bool:
    """Whether each span of one content is inside a span of the other."""
    return all(any(map(span.within, outer)) for span in inner)


def _is_decided_by_rules(raw: RawAttribution, tagged: TaggedAttribution) -> bool:
    """Whether the rules' attribution is taken as it is: its layout, or a cue next to the words, names its source."""
    if not raw.source:
        return False
    if raw.is_layout and not _any_overlap(raw.source, tagged.source):
        return True
    return raw.rule in _ADJACENT_CUE_RULES and not _any_overlap(raw.cue, tagged.cue)


def _is_usable_cue(cue: Spans, tagged: TaggedAttribution, others: Spans) -> bool:
    """Whether the rules' cue can be kept: it is apart from content and source, and the tagger has it, too.

    Where both cues are apart, that of the tagger is the one that its source belongs to.
    """
    return _any_overlap(cue, tagged.cue) and not _any_overlap(cue, others)


def _has_longer_source(raw: Spans, tagged: Spans, normalizer: SpanNormalizer) -> bool:
    """Whether the rules have the same source with an apposition or a clause after it, which the guidelines include."""
    if not _any_overlap(raw, tagged):
        return False
    return normalizer.text[tagged[-1].end : raw[-1].end].lstrip().startswith((",", "("))


def _any_overlap(a: Sequence[Span], b: Sequence[Span]) -> bool:
    return any(s.overlaps(t) for s in a for t in b)


def _match_one_to_one(
    raw: Sequence[RawAttribution],
    tagged: Sequence[TaggedAttribution],
    pairs: Sequence[tuple[int, int]],
    normalizer: SpanNormalizer,
) -> Mapping[int, int]:
    """For each of the tagger's attributions the rules' one with the most similar content, each used once."""
    ranked = []
    for i, j in pairs:
        a, b = raw[i].content, tagged[j].content
        starts_elsewhere = normalizer.line_at(a[0].start) != normalizer.line_at(b[0].start)
        ranked.append((starts_elsewhere, -_similarity(a, b, normalizer), j, i))
    partner_of: dict[int, int] = {}
    used: set[int] = set()
    for _, dissimilarity, j, i in sorted(ranked):
        is_free = j not in partner_of and i not in used
        is_same = -dissimilarity >= _SAME_CONTENT
        if not is_same:
            is_same = _is_quoted_part(raw[i], tagged[j], normalizer)
        if is_free and is_same:
            partner_of[j] = i
            used.add(i)
    return partner_of


def _overlapping_pairs(raw: Sequence[RawAttribution], tagged: Sequence[TaggedAttribution]) -> Sequence[tuple[int, int]]:
    """The pairs of places of attributions whose contents share a code point, in order and without repetition."""
    raw_spans = _content_spans([r.content for r in raw], of_tagger=False)
    tagged_spans = _content_spans([t.content for t in tagged], of_tagger=True)
    return sorted(set(_sweep(raw_spans + tagged_spans)))


_ContentSpan = tuple[int, int, bool, int]


def _content_spans(contents: Sequence[Spans], *, of_tagger: bool) -> list[_ContentSpan]:
    """Start, end, side and place of every content span."""
    return [(s.start, s.end, of_tagger, place) for place, content in enumerate(contents) for s in content]


def _sweep(spans: Sequence[_ContentSpan]) -> Iterator[tuple[int, int]]:
    """Places ``(raw, tagged)`` of overlapping spans of both sides, found in one pass over their starts."""
    open_spans: list[tuple[int, bool, int]] = []
    for start, end, of_tagger, place in sorted(spans):
        open_spans = [o for o in open_spans if o[0] > start]
        for _, other_of_tagger, other in open_spans:
            if other_of_tagger != of_tagger:
                yield (other, place) if of_tagger else (place, other)
        open_spans.append((end, of_tagger, place))


def _similarity(a: Sequence[Span], b: Sequence[Span], normalizer: SpanNormalizer) -> float:
    """The share of characters that two contents have in common (intersection over union).

    Only the first paragraph counts in which both can have a part: the rules join paragraphs of quotation where the
    tagger has the last one, and text that is appended to an article must not change what was found before it.
    """
    line = normalizer.line_at(max(a[0].start, b[0].start))
    a, b = _starting_in(line, a), _starting_in(line, b)
    common = sum(max(0, min(s.end, t.end) - max(s.start, t.start)) for s in a for t in b)
    total = sum(s.end - s.start for s in (*a, *b))
    return common / (total - common) if total > common else 1.0


def _starting_in(line: Span, spans: Sequence[Span]) -> Sequence[Span]:
    return [s for s in spans if line.start <= s.start < line.end]

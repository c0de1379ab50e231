"""Each attribution's speaker: by name, by the pronoun's antecedent, by the document's issuer, or by the text around.

What cannot be told stays ``unknown`` with the kind that the source's head noun shows, and with a reason; a wrong name
is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.raw_attribution import Found
from corpus.records import UNKNOWN, Resolution, Segment, Span, SpeakerKind
from corpus.speakers import ranking
from corpus.speakers.authority import Authority
from corpus.speakers.candidates import Query, candidates_of
from corpus.speakers.context import Context, Resolved, place_of
from corpus.speakers.entities import NOT_NAMED, SEVERAL_DESCRIBED, Entity, Name
from corpus.speakers.mentions import Mention
from corpus.speakers.pronouns import NO_ANTECEDENT, SEVERAL_FIT, by_pronoun, outer_names
from corpus.speakers.queries import description_query, implied_query, pronoun_query
from corpus.speakers.source_phrases import Source, listed, lone_name

NO_SOURCE = "nobody is named as the source"
NOBODY_BEFORE = "nobody has spoken right before"
_NOBODY = Name(UNKNOWN, None, "unknown")
_KIND_OF_HEAD: dict[str, SpeakerKind] = {
    "person_noun": "person", "group_noun": "group", "organisation_noun": "organisation", "document": "organisation",
}  # fmt: skip
#: So many words must an indefinite description share with a name and its apposition.
_SHARED = 2
#: So many attributions behind a heading may hold the quotation that it sums up; so many names are weighed.
_AHEAD = 40
#: An apposition stands so near behind its name.
_COMMA = 2
#: A name after a source is at most so long.
_NAME = 60


def resolve_speakers(
    tokens: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[Found],
    *,
    language: Language,
    authority: Authority,
) -> list[Resolved]:
    """One answer per attribution, in their order."""
    return trace_speakers(tokens, segments, found, language=language, authority=authority)[0]


def trace_speakers(
    tokens: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[Found],
    *,
    language: Language,
    authority: Authority,
) -> tuple[list[Resolved], list[Mention]]:
    """One answer per attribution, in their order, and all mentions of names in the article."""
    context = build(tokens, segments, found, language=language, authority=authority)
    resolved = [_by_later(context, n) if r.resolution == "unknown" else r for n, (_, r) in enumerate(context.done)]
    return resolved, context.mentions.all


def build(
    tokens: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[Found],
    *,
    language: Language,
    authority: Authority,
) -> Context:
    """The context of an article, all of its attributions resolved in order."""
    context = Context(tokens, segments, found, language=language, authority=authority)
    for attribution in found:
        context.add(attribution, _resolve(context, attribution))
    return context


def _ranked(
    context: Context, query: Query, resolution: Resolution, reason: str, kind: SpeakerKind = "unknown"
) -> Resolved:
    """The candidate that the ranker finds, if it is likely enough."""
    found = candidates_of(context, context.layout, query)
    ranker = ranking.load_ranker()
    ranking_of = ranker.rank(found)
    share, best = next(((p, c) for p, c in ranking_of if c is not None), (0.0, None))
    if query.kind == "person":
        kind = "person"
    if best is None or share < ranker.least[query.kind]:
        several = sum(1 for c in found.candidates if c.entity.fits(set(query.gender))) > 1
        return Resolved(
            Name(UNKNOWN, None, kind),
            resolution if resolution != "implied" else "unknown",
            SEVERAL_FIT if several else reason,
        )
    who = best.entity.who
    if query.kind == "person" or query.person:
        best.entity.set_kind("person")
        who = best.entity.who
    return Resolved(who, resolution, at=best.mention.span, confidence=ranker.confidence(query.kind, share))


def _unresolved(reason: str) -> Resolved:
    return Resolved(_NOBODY, "unknown", reason)


def _resolve(context: Context, found: Found) -> Resolved:
    if found.source:
        return _by_source(context, found.source[0], found)
    if found.rule in ("direct.heading", "indirect.hearsay"):
        return _unresolved(NO_SOURCE)
    reason = NOBODY_BEFORE if found.implied else NO_SOURCE
    return _ranked(context, implied_query(context, found), "implied", reason)


def _by_source(context: Context, span: Span, found: Found) -> Resolved:
    source = Source(context, span)
    if len(source.tokens) == 1 and source.classes[0] & {"pronoun", "relative"}:
        ruled = by_pronoun(context, span, source.tokens.folded[0], found)
        if ruled is not None:
            return ruled
        at = min(span.start, found.content[0].start)
        query = pronoun_query(context, span, source.tokens.folded[0], at=at, skip=outer_names(context, span))
        return _ranked(context, query, "pronoun", NO_ANTECEDENT)
    if source.opens_with_pronoun:
        at = min(span.start, found.content[0].start)
        query = pronoun_query(context, span, source.tokens.folded[0], at=at, skip=outer_names(context, span))
        return _ranked(context, query, "pronoun", NO_ANTECEDENT)
    if (several := listed(source)) is not None:
        return several
    mentions = source.mentions
    if context.language.subject[0] == "after":
        mentions = [m for m in mentions if span.start in (m.start, m.role_start) or m.who.speaker_id is not None]
    persons = [m for m in mentions if m.who.kind == "person" and not source.possesses(m)]
    persons = [m for m in persons if not source.governed(m)] or persons
    if persons:
        first_alone = context.text[persons[0].end : persons[0].end + 1] in ("", ",", "،")
        return _named(persons[0] if first_alone else persons[-1])
    if (after := _name_after(context, source)) is not None:
        return _named(after)
    if not mentions and (named := lone_name(source)) is not None:
        return named
    if mentions and source.head not in ("person_noun", "group_noun") and not all(map(source.governed, mentions)):
        main = _main(source)
        # Where heads come first, a phrase that another word stands before is not what speaks.
        heads_first = context.language.subject[0] == "after" and main.described and main.who.speaker_id is None
        if not heads_first or main.start == span.start:
            return _named(main)
    if source.head == "document":
        return _by_document(context, source)
    if (before := _apposition_of(context, source, found)) is not None:
        return _named(before)
    return _by_description(context, source, found)


def _named(mention: Mention) -> Resolved:
    evidence: Resolution = "description" if mention.described else "named"
    reason = None if mention.entity.known else mention.entity.reason or NOT_NAMED
    return Resolved(mention.who, evidence, reason, mention.span)


def _main(source: Source) -> Mention:
    """The name that a phrase is about: the last before its apposition, the first where heads come first."""
    mentions, tokens = source.mentions, source.tokens
    if source.context.language.subject[0] == "after":
        return mentions[0]
    cut = next((tokens.starts[k] for k, w in enumerate(tokens.words) if k and w in (",", "،", "(")), tokens.ends[-1])
    inside = [m for m in mentions if m.start < cut and not source.governed(m)]
    return inside[-1] if inside else mentions[0]


def _by_document(context: Context, source: Source) -> Resolved:
    """A document without an issuer's name: a new one is nobody's, one that was spoken of is its issuer's."""
    issuer = None if source.indefinite else context.issuer(source.span.start)
    if issuer is None:
        return Resolved(Name(UNKNOWN, None, "organisation"), "description", NOT_NAMED)
    return Resolved(issuer, "description")


def _name_after(context: Context, source: Source) -> Mention | None:
    """The name that follows a source which is only what it is ("programme director at the station, Per Nes")."""
    if source.mentions and not all(map(source.governed, source.mentions)):
        return None
    end = source.span.end
    if source.head != "person_noun" or context.text[end : end + 1] != ",":
        return None
    near = [m for m in context.mentions.before(end + _NAME, ("person", "unknown"), since=end) if m.start <= end + _COMMA]
    return near[0] if near and near[0].entity.known and " " in near[0].entity.name else None


def _apposition_of(context: Context, source: Source, found: Found) -> Mention | None:
    """The name right before a source that is only its apposition ("Per Nes, spokesman for the union, says")."""
    start = source.span.start
    if source.determined or any(c.end <= start <= c.end + _COMMA + 1 for c in found.content):
        return None
    before = context.mentions.before(start, ("person", "unknown"), since=start - _COMMA)
    near = before or context.mentions.ending(start - _COMMA)
    fits = [m for m in near if m.entity.known and m.who.kind != "organisation"]
    between = context.text[fits[-1].end : start] if fits else ""
    return fits[-1] if between.strip() == "," else None


def _by_description(context: Context, source: Source, found: Found) -> Resolved:
    """Who is described: the only one who is called so, or the one whom the ranker finds."""
    kind = _KIND_OF_HEAD.get(source.head, "unknown")
    nobody = Name(UNKNOWN, None, kind)
    several = False
    if source.head in ("person_noun", "organisation_noun") and not source.indefinite:
        fits = context.mentions.entities.described(source.head_word, source.about, kind=kind)
        if len(fits) == 1:
            return Resolved(fits[0].who, "description")
        several = len(fits) > 1
    if source.noun and not source.indefinite and source.head not in ("group_noun", "document"):
        called = [e for e in context.mentions.entities.by_noun(source.noun).values() if _can_be(e, source.head)]
        if len(called) == 1 and context.mentions.first(called[0]) > source.span.start:
            # A headline's description is explained below it.
            return Resolved(called[0].who, "description")
        at = min(source.span.start, found.content[0].start)
        query = description_query(context, source, at=at, skip=outer_names(context, source.span))
        ranked = _ranked(context, query, "description", NOT_NAMED, kind)
        if ranked.who.name != UNKNOWN:
            return ranked
    elif not source.head and not source.mentions and not source.determined:
        # A source of words that name nobody is none: a cue without a source is whoever speaks.
        ranked = _ranked(context, implied_query(context, found), "implied", NOT_NAMED, kind)
        if ranked.who.name != UNKNOWN:
            return ranked
    described = _described(context, source.span, kind) if kind in ("person", "organisation") else None
    if described is not None:
        return Resolved(described.who, "description", at=described.span)
    return Resolved(nobody, "description", SEVERAL_DESCRIBED if several else NOT_NAMED)


def _can_be(entity: Entity, head: str) -> bool:
    """Whether an entity is of the kind that a head noun is for."""
    if head == "organisation_noun":
        return entity.kind in ("organisation", "unknown")
    return entity.kind in ("person", "unknown") if head == "person_noun" else True


def _described(context: Context, source: Span, kind: SpeakerKind) -> Mention | None:
    """A description without a name ("a Syrian monitoring group") is who the article describes by the same words."""
    own = context.stems(source)
    best: tuple[int, Mention] | None = None
    for stem in sorted(own) if len(own) >= _SHARED else ():
        for mention, behind, name in context.described.get(stem, ())[:_AHEAD]:
            apart = mention.end <= source.start or source.end <= mention.start
            shared = len(own & (behind | name))
            fits = apart and mention.entity.known and mention.entity.kind in (kind, "unknown")
            if fits and shared >= _SHARED and (best is None or shared > best[0]):
                best = (shared, mention)
    return best[1] if best else None


def _by_later(context: Context, n: int) -> Resolved:
    """A quotation that stands alone before its speaker is named sums up the later one that shares most words."""
    found, before = context.done[n]
    if not found.implied:
        return before
    own = set().union(*map(context.stems, found.content))
    best: tuple[int, Resolved, Found] | None = None
    for later, resolved in context.done[n + 1 : n + 1 + _AHEAD]:
        shared = len(own.intersection(set().union(*map(context.stems, later.content))))
        if resolved.who.name != UNKNOWN and shared and (best is None or shared > best[0]):
            best = (shared, resolved, later)
    return Resolved(best[1].who, "implied", at=place_of(best[2])) if best else before

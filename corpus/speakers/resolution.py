"""Each attribution's speaker: by name, by the pronoun's antecedent, by the document's issuer, or by the text around.

What cannot be told stays ``unknown`` with the kind that the source's head noun shows, and with a reason; a wrong name
is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import UNKNOWN, Resolution, Segment, Span, SpeakerKind
from corpus.speakers.authority import Authority
from corpus.speakers.context import Context, Resolved, place_of
from corpus.speakers.entities import NOT_NAMED, SEVERAL_DESCRIBED, Name
from corpus.speakers.mentions import Mention
from corpus.speakers.pronouns import by_pronoun
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


def resolve_speakers(
    tokens: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[RawAttribution],
    *,
    language: Language,
    authority: Authority,
) -> list[Resolved]:
    """One answer per attribution, in their order."""
    return trace_speakers(tokens, segments, found, language=language, authority=authority)[0]


def trace_speakers(
    tokens: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[RawAttribution],
    *,
    language: Language,
    authority: Authority,
) -> tuple[list[Resolved], list[Mention]]:
    """One answer per attribution, in their order, and all mentions of names in the article."""
    context = Context(tokens, segments, found, language=language, authority=authority)
    for attribution in found:
        context.add(attribution, _resolve(context, attribution))
    resolved = [_by_later(context, n) if r.resolution == "unknown" else r for n, (_, r) in enumerate(context.done)]
    return resolved, context.mentions.all


def _unresolved(reason: str) -> Resolved:
    return Resolved(_NOBODY, "unknown", reason)


def _resolve(context: Context, found: RawAttribution) -> Resolved:
    if found.source:
        return _by_source(context, found.source[0], found)
    if found.rule == "direct.heading":
        return _unresolved(NO_SOURCE)
    goes_on = context.language.drops_subject and bool(found.cue) and found.rule != "indirect.hearsay"
    if found.implied or found.medium is not None or goes_on:
        return _by_earlier(context, found)
    return _unresolved(NO_SOURCE)


def _by_source(context: Context, span: Span, found: RawAttribution) -> Resolved:
    source = Source(context, span)
    if len(source.tokens) == 1 and source.classes[0] & {"pronoun", "relative"}:
        return by_pronoun(context, span, source.tokens.folded[0], found)
    if (several := listed(source)) is not None:
        return several
    mentions = source.mentions
    persons = [m for m in mentions if m.who.kind == "person" and not source.possesses(m)]
    if persons:
        return _named(persons[-1])
    if not mentions and (named := lone_name(source)) is not None:
        return named
    if mentions and source.head not in ("person_noun", "group_noun"):
        main = _main(source)
        # Where heads come first, a phrase that another word stands before is not what speaks.
        heads_first = context.language.subject[0] == "after" and main.described and main.who.speaker_id is None
        if not heads_first or main.start == span.start:
            return _named(main)
    if source.head == "document":
        return _by_document(context, source)
    if (before := _apposition_of(context, source, found)) is not None:
        return _named(before)
    return _by_description(context, source)


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
    inside = [m for m in mentions if m.start < cut]
    return inside[-1] if inside else mentions[0]


def _by_document(context: Context, source: Source) -> Resolved:
    """A document without an issuer's name: a new one is nobody's, one that was spoken of is its issuer's."""
    issuer = None if source.indefinite else context.issuer(source.span.start)
    if issuer is None:
        return Resolved(Name(UNKNOWN, None, "organisation"), "description", NOT_NAMED)
    return Resolved(issuer, "description")


def _apposition_of(context: Context, source: Source, found: RawAttribution) -> Mention | None:
    """The name right before a source that is only its apposition ("Per Nes, spokesman for the union, says")."""
    start = source.span.start
    if source.determined or any(c.end <= start <= c.end + _COMMA + 1 for c in found.content):
        return None
    before = context.mentions.before(start, ("person", "unknown"), since=start - _COMMA)
    near = before or context.mentions.ending(start - _COMMA)
    fits = [m for m in near if m.entity.known and m.who.kind != "organisation"]
    between = context.text[fits[-1].end : start] if fits else ""
    return fits[-1] if between.strip() == "," else None


def _by_description(context: Context, source: Source) -> Resolved:
    """Who is described: by a definite noun and all words with it, or by words that are shared with an apposition."""
    kind = _KIND_OF_HEAD.get(source.head, "unknown")
    nobody = Name(UNKNOWN, None, kind)
    if source.head in ("person_noun", "organisation_noun") and not source.indefinite:
        fits = context.mentions.entities.described(source.head_word, source.about, kind=kind)
        if len(fits) == 1:
            return Resolved(fits[0].who, "description")
        if fits:
            return Resolved(nobody, "description", SEVERAL_DESCRIBED)
    described = _described(context, source.span, kind) if kind in ("person", "organisation") else None
    if described is None:
        return Resolved(nobody, "description", NOT_NAMED)
    return Resolved(described.who, "description", at=described.span)


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


def _by_earlier(context: Context, found: RawAttribution) -> Resolved:
    """No source at the cue: whoever spoke in the paragraphs right before goes on."""
    for earlier, resolved in context.recent(found.content[0].start):
        if earlier.content[0].start < found.content[0].start:
            if resolved.who.name != UNKNOWN:
                return Resolved(resolved.who, "implied", at=place_of(earlier))
            if earlier.source:
                return _unresolved(resolved.reason or NOT_NAMED)
    return _unresolved(NOBODY_BEFORE)


def _by_later(context: Context, n: int) -> Resolved:
    """A quotation that stands alone before its speaker is named sums up the later one that shares most words."""
    found, before = context.done[n]
    if not found.implied:
        return before
    own = set().union(*map(context.stems, found.content))
    best: tuple[int, Resolved, RawAttribution] | None = None
    for later, resolved in context.done[n + 1 : n + 1 + _AHEAD]:
        shared = len(own.intersection(set().union(*map(context.stems, later.content))))
        if resolved.who.name != UNKNOWN and shared and (best is None or shared > best[0]):
            best = (shared, resolved, later)
    return Resolved(best[1].who, "implied", at=place_of(best[2])) if best else before

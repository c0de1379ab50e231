"""Who a pronoun stands for: by number and gender, then by who speaks, then by who is named right before.

Where several are as near, or the nearest has no name, it is nobody: news style does not reach past them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import UNKNOWN, Span, SpeakerKind
from corpus.speakers.context import FAR, REACH, Context, Resolved, place_of
from corpus.speakers.entities import NOT_NAMED, Name
from corpus.speakers.mentions import Mention
from corpus.speakers.name_chunks import is_name

NO_ANTECEDENT = "nobody is named right before the pronoun"
SEVERAL_FIT = "the pronoun fits several"
_PARTY: tuple[SpeakerKind, ...] = ("organisation", "group")
_ANYBODY: tuple[SpeakerKind, ...] = ("person", "organisation", "group", "unknown")
#: A relative pronoun's noun ends at most so many characters before it.
_NEAR = 60
#: So many attributions back the one around a pronoun is looked for.
_LOOK = 50
_SENTENCE_END = regex.compile(r"[.!?؟][”\"»]?\s")
_ONLY_A_COMMA = regex.compile(r"\s*+(?:[,،]\s*)?")
_APPOSITION = regex.compile(r"\s*(?:,[^,.;:]+,|\([^().]+\),?)\s*")


def by_pronoun(context: Context, pronoun: Span, folded: str, found: RawAttribution) -> Resolved:
    """Who a source of one pronoun is.

    Args:
        context: the article so far.
        pronoun: where it stands.
        folded: how it is compared.
        found: the attribution whose source it is.
    """
    words = context.language.words
    if folded in words["relative"] and folded not in words["determiner"]:
        return _relative(context, pronoun)
    if folded in words["first_person"]:
        return _outer(context, pronoun)
    at = min(pronoun.start, found.content[0].start)
    if folded in words["singular_person"]:
        said = _person(context, at, context.mentions.entities.gender_of(folded))
    else:
        said = _party(context, at, plural=folded in words["plural_person"])
    outer = _outer(context, pronoun).who
    # Nobody calls himself "he".
    return _nobody(said.who.kind, NO_ANTECEDENT) if outer.name == said.who.name != UNKNOWN else said


def _said(who: Name, at: Span) -> Resolved:
    return Resolved(who, "pronoun", at=at)


def _is(mention: Mention) -> Resolved:
    return _said(mention.who, mention.span)


def _nobody(kind: SpeakerKind, reason: str) -> Resolved:
    return Resolved(Name(UNKNOWN, None, kind), "pronoun", reason)


def _outer(context: Context, pronoun: Span) -> Resolved:
    """Inside quoted words "I" and "we" are whoever is quoted."""
    for found, resolved in reversed(context.done[-_LOOK:]):
        if any(pronoun.within(c) for c in found.content):
            known = resolved.who.name != UNKNOWN
            reason = None if known else resolved.reason or NOT_NAMED
            return Resolved(resolved.who, "pronoun", reason, place_of(found))
    return _nobody("unknown", NO_ANTECEDENT)


def _relative(context: Context, pronoun: Span) -> Resolved:
    """The name right before, with nothing between but an apposition; a lone name as well."""
    before = context.mentions.before(pronoun.start, _ANYBODY, since=pronoun.start - _NEAR)
    if before and _touches(context.text[before[-1].end : pronoun.start]):
        mention = before[-1]
        if mention.entity.known and not _belongs(context, mention):
            return _is(mention)
        return _nobody("person" if mention.entity.kind == "person" else "unknown", mention.entity.reason or NOT_NAMED)
    tokens = context.tokens(Span(max(0, pronoun.start - _NEAR), pronoun.start)) if pronoun.start else None
    last = next((k for k in range(len(tokens) - 1, -1, -1) if tokens.words[k][0].isalnum()), None) if tokens else None
    if tokens is not None and last is not None and _touches(context.text[tokens.ends[last] : pronoun.start]):
        if (spoken := context.uncased_name(tokens)) is not None:
            return _said(spoken.who, Span(tokens.starts[last], tokens.ends[last]))
        word = tokens.words[last]
        if context.language.cased and is_name(word) and not context.language.classes_of(tokens.folded[last]):
            return _said(Name(word, None, "unknown"), Span(tokens.starts[last], tokens.ends[last]))
    return _nobody("unknown", NO_ANTECEDENT)


def _touches(between: str) -> bool:
    return _ONLY_A_COMMA.fullmatch(between) is not None or _APPOSITION.fullmatch(between) is not None


def _belongs(context: Context, mention: Mention) -> bool:
    """Whether a name only says who somebody unnamed belongs to: "a soldier of the Northern Guard, who said"."""
    start = max(0, mention.start - _NEAR)
    cut = [m.end() for m in _SENTENCE_END.finditer(context.text, start, mention.start)]
    tokens = context.tokens(Span(cut[-1] if cut else start, mention.start)) if mention.start > start else None
    if not tokens:
        return False
    k = len(tokens) - 1
    while k >= 0 and "determiner" in context.language.classes_of(tokens.folded[k]):
        k -= 1
    tied = k > 0 and "attaching" in context.language.classes_of(tokens.folded[k])
    return tied and context.nouns.role(tokens.folded[k - 1]) in ("person_noun", "group_noun")


def _person(context: Context, at: int, gender: set[str]) -> Resolved:
    start = _near_start(context, at)
    named = [m for m in context.mentions.before(at, ("person",), since=start) if m.entity.fits(gender)]
    spoke = next(_speakers(context, at, ("person", "unknown"), gender), None)
    if spoke is not None and place_of(spoke[0]).start >= start and not _after(named, spoke[0]):
        return _as_speaker(spoke, "person")
    if named:
        return _one_of(context, named, at, gender)
    if spoke is not None:
        return _as_speaker(spoke, "person")
    maybe = _distinct(m for m in context.mentions.before(at, ("unknown",), since=start) if m.entity.fits(gender))
    if len(maybe) == 1 and maybe[0].entity.known:
        maybe[0].entity.set_kind("person")
        return _is(maybe[0])
    return _farther(context, at, ("person",), gender=gender, kind="person")


def _near_start(context: Context, at: int) -> int:
    """Where the paragraph begins, or as much of it as is looked at."""
    return max(context.paragraph_start(context.paragraph(at)), at - FAR)


def _one_of(context: Context, named: Sequence[Mention], at: int, gender: set[str]) -> Resolved:
    """Of the people named before in the paragraph the one of this gender, or the one in the last sentence."""
    sure = [m for m in named if gender and m.entity.gender == gender] or list(named)
    found = _distinct(sure)
    if len(found) > 1:
        start = context.sentence_start(sure[-1].start)
        found = _distinct(m for m in sure if m.start >= start)
    if len(found) > 1:
        return _nobody("person", SEVERAL_FIT)
    return _is(found[0]) if found[0].entity.known else _nobody("person", found[0].entity.reason or NOT_NAMED)


def _party(context: Context, at: int, *, plural: bool) -> Resolved:
    """An organisation or a group; "they" is first of all who spoke just now, "it" the first name of the paragraph."""
    kind: SpeakerKind = "group" if plural else "unknown"
    start = _near_start(context, at)
    spoke = next(_speakers(context, at, (*_PARTY, "unknown"), set()), None)
    if spoke is not None and place_of(spoke[0]).start >= start:
        return _as_speaker(spoke, kind)
    named = _distinct(context.mentions.before(at, _PARTY, since=start))
    if named and (not plural or len(named) == 1):
        # News style keeps to its subject: for an organisation the first name of the paragraph.
        return _is(named[0]) if named[0].entity.known else _nobody(kind, named[0].entity.reason or NOT_NAMED)
    if named:
        return _nobody(kind, SEVERAL_FIT)
    if spoke is not None:
        return _as_speaker(spoke, kind)
    return _farther(context, at, _PARTY, gender=set(), kind=kind)


def _farther(
    context: Context, at: int, kinds: Sequence[SpeakerKind], *, gender: set[str], kind: SpeakerKind
) -> Resolved:
    """Who alone is named in the paragraphs right before."""
    since = max(context.paragraph_start(context.paragraph(at) - REACH), at - FAR)
    found = _distinct(m for m in context.mentions.before(at, kinds, since=since) if m.entity.fits(gender))
    if len(found) == 1 and found[0].entity.known:
        return _is(found[0])
    return _nobody(kind, SEVERAL_FIT if len(found) > 1 else NO_ANTECEDENT)


def _speakers(
    context: Context, at: int, kinds: Sequence[SpeakerKind], gender: set[str]
) -> Iterator[tuple[RawAttribution, Resolved]]:
    """Who of these kinds spoke before an offset, latest first; one without a name counts where a source says who."""
    for found, resolved in context.recent(at):
        known = resolved.who.name != UNKNOWN
        entity = context.mentions.entities.by_name(resolved.who.name) if known else None
        fits = resolved.who.kind in kinds and (entity is None or entity.fits(gender))
        if place_of(found).start < at and fits and (known or found.source):
            yield found, resolved


def _after(named: Sequence[Mention], found: RawAttribution) -> bool:
    """Whether somebody is named behind what somebody said, but in it."""
    end = max(s.end for s in (*found.content, *found.cue, *found.source))
    return any(m.start >= end for m in named)


def _as_speaker(spoke: tuple[RawAttribution, Resolved], kind: SpeakerKind) -> Resolved:
    who = spoke[1].who
    if who.name == UNKNOWN:
        return _nobody(kind if who.kind == "unknown" else who.kind, NOT_NAMED)
    return _said(Name(who.name, who.speaker_id, "person") if kind == "person" else who, place_of(spoke[0]))


def _distinct(mentions: Iterator[Mention] | Sequence[Mention]) -> list[Mention]:
    """The last mention of each who is mentioned, in order of their first ones."""
    return list({id(m.entity): m for m in mentions}.values())

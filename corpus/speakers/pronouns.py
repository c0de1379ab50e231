"""Who a pronoun refers to, where a rule decides: relative, first-person and second-person pronouns, "it" and "they".

Pronouns for a single person ("he", "she") are resolved by the ranker (`corpus.speakers.ranking`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import regex

from corpus.languages.data import WC
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
_DASHES = ("- ", "– ", "— ")
_OPENING, _CLOSING = ("“", "«", "„"), ("”", "»")
_SENTENCE_END = regex.compile(r"[.!?؟][”\"»]?\s")
#: The last speech dash after a sentence in the middle of a paragraph.
_SPEECH_DASH = regex.compile(r"(?r)[.!?…]\s[-–—]\s?(?=\p{Lu})")
_ONLY_A_COMMA = regex.compile(r"\s*+(?:[,،]\s*)?")
_APPOSITION = regex.compile(r"\s*(?:,[^,.;:]+,|\([^().]+\),?)\s*")


def is_ranked(context: Context, folded: str) -> bool:
    """Whether a pronoun is one that the ranker resolves: for a single person who neither speaks nor is spoken to."""
    words = context.language.words
    relative = folded in words[WC.RELATIVE] and folded not in words[WC.DETERMINER]
    return folded in words[WC.SINGULAR_PERSON] and not relative and folded not in words[WC.FIRST_PERSON]


def without_conjunction(context: Context, folded: str) -> str:
    """A pronoun without the conjunction that is written onto it ("wa-huwa"), in languages that do so."""
    joined = next((c for c in context.language.words[WC.CONJUNCTION] if len(c) == 1 and folded.startswith(c)), "")
    rest = folded[len(joined) :]
    return rest if joined and rest in context.language.words[WC.SINGULAR_PERSON] else folded


def by_pronoun(context: Context, pronoun: Span, folded: str, found: RawAttribution) -> Resolved:
    """Who a source of one pronoun is, if it is none that the ranker resolves.

    Args:
        context: the article so far.
        pronoun: where it is.
        folded: how it is compared.
        found: the attribution whose source it is.
    """
    words = context.language.words
    if folded in words[WC.RELATIVE] and folded not in words[WC.DETERMINER]:
        return _relative(context, pronoun)
    if folded in words[WC.FIRST_PERSON]:
        outer = _outer(context, pronoun)
        answers = folded not in words[WC.PLURAL_PERSON] and outer.who.name == UNKNOWN
        interviewee = _interviewee(context, pronoun, asked=False) if answers else None
        return interviewee or outer
    if folded in words[WC.SECOND_PERSON]:
        return _interviewee(context, pronoun, asked=True) or _nobody("person", NO_ANTECEDENT)
    at = min(pronoun.start, found.content[0].start)
    party = _party(context, at, plural=folded in words[WC.PLURAL_PERSON])
    # Speakers do not call themselves "they".
    itself = party.who.name != UNKNOWN and party.who.name in outer_names(context, pronoun)
    return _nobody(party.who.kind, NO_ANTECEDENT) if itself else party


def quotation_start(context: Context, pronoun: Span, folded: str) -> int | None:
    """Where the quoted words begin with an "I" in them, if the paragraph shows that they are quoted.

    A speech dash opens the paragraph, or a quotation mark that is open at the pronoun.
    """
    words = context.language.words
    if folded not in words[WC.FIRST_PERSON] - words[WC.PLURAL_PERSON]:
        return None
    start = context.paragraph_start(context.paragraph(pronoun.start))
    near = max(start, pronoun.start - FAR)
    before = context.text[near : pronoun.start]
    if context.text.startswith(_DASHES, start):
        return start
    if (dash := _SPEECH_DASH.search(before)) is not None:
        return near + int(dash.end())
    opened = max(before.rfind(mark) for mark in _OPENING)
    return near + opened if opened > max(before.rfind(mark) for mark in _CLOSING) else None


def outer_names(context: Context, span: Span) -> frozenset[str]:
    """Who speaks around a stretch of quoted words: speakers do not call themselves "he"."""
    outer = _outer(context, span).who.name
    return frozenset() if outer == UNKNOWN else frozenset((outer,))


def _interviewee(context: Context, pronoun: Span, *, asked: bool) -> Resolved | None:
    """In an interview "I" is who answers, and "you" in a question is who is asked."""
    interview = context.interview
    if interview is None or pronoun.start < interview.first:
        return None
    if (context.paragraph(pronoun.start) in interview.questions) != asked:
        return None
    return Resolved(interview.interviewee.who, "pronoun", evidence="interview")


def _said(who: Name, at: Span, evidence: str) -> Resolved:
    return Resolved(who, "pronoun", at=at, evidence=evidence)


def _nobody(kind: SpeakerKind, reason: str) -> Resolved:
    return Resolved(Name(UNKNOWN, None, kind), "pronoun", reason)


def _outer(context: Context, pronoun: Span) -> Resolved:
    """Inside quoted words "I" and "we" are whoever is quoted."""
    for found, resolved in reversed(context.done[-_LOOK:]):
        if any(pronoun.within(c) for c in found.content):
            known = resolved.who.name != UNKNOWN
            reason = None if known else resolved.reason or NOT_NAMED
            return Resolved(resolved.who, "pronoun", reason, place_of(found), evidence="quoted speaker")
    return _nobody("unknown", NO_ANTECEDENT)


def _relative(context: Context, pronoun: Span) -> Resolved:
    """The name right before, with nothing between but an apposition; a lone name as well."""
    before = context.mentions.before(pronoun.start, _ANYBODY, since=pronoun.start - _NEAR)
    if before and _touches(context.text[before[-1].end : pronoun.start]):
        mention = before[-1]
        if mention.entity.known and not _belongs(context, mention):
            return _said(mention.who, mention.span, "relative pronoun")
        return _nobody("person" if mention.entity.kind == "person" else "unknown", mention.entity.reason or NOT_NAMED)
    tokens = context.tokens(Span(max(0, pronoun.start - _NEAR), pronoun.start)) if pronoun.start else None
    last = next((k for k in range(len(tokens) - 1, -1, -1) if tokens.words[k][0].isalnum()), None) if tokens else None
    if tokens is not None and last is not None and _touches(context.text[tokens.ends[last] : pronoun.start]):
        word = tokens.words[last]
        if context.language.cased and is_name(word) and not context.language.classes_of(tokens.folded[last]):
            return _said(Name(word, None, "unknown"), Span(tokens.starts[last], tokens.ends[last]), "relative pronoun")
    return _nobody("unknown", NO_ANTECEDENT)


def _touches(between: str) -> bool:
    return _ONLY_A_COMMA.fullmatch(between) is not None or _APPOSITION.fullmatch(between) is not None


def _belongs(context: Context, mention: Mention) -> bool:
    """Whether a name only says to whom an unnamed person belongs: "a soldier of the Northern Guard, who said"."""
    start = max(0, mention.start - _NEAR)
    cut = [m.end() for m in _SENTENCE_END.finditer(context.text, start, mention.start)]
    tokens = context.tokens(Span(cut[-1] if cut else start, mention.start)) if mention.start > start else None
    if not tokens:
        return False
    k = len(tokens) - 1
    while k >= 0 and WC.DETERMINER in context.language.classes_of(tokens.folded[k]):
        k -= 1
    tied = k > 0 and WC.ATTACHING in context.language.classes_of(tokens.folded[k])
    return tied and context.nouns.role(tokens.folded[k - 1]) in ("person_noun", "group_noun")


def _near_start(context: Context, at: int) -> int:
    """Where the paragraph begins, or as much of it as is looked at."""
    return max(context.paragraph_start(context.paragraph(at)), at - FAR)


def _party(context: Context, at: int, *, plural: bool) -> Resolved:
    """An organisation or a group; "they" is first of all who spoke just now, "it" the first name of the paragraph."""
    kind: SpeakerKind = "group" if plural else "unknown"
    start = _near_start(context, at)
    spoke = next(_speakers(context, at, (*_PARTY, "unknown")), None)
    if spoke is not None and place_of(spoke[0]).start >= start:
        return _as_speaker(spoke, kind)
    named = _distinct(context.mentions.before(at, _PARTY, since=start))
    if named and (not plural or len(named) == 1):
        # News style keeps to its subject: for an organisation the first name of the paragraph.
        first = named[0]
        known = first.entity.known
        return _said(first.who, first.span, "party") if known else _nobody(kind, first.entity.reason or NOT_NAMED)
    if named:
        return _nobody(kind, SEVERAL_FIT)
    if spoke is not None:
        return _as_speaker(spoke, kind)
    return _farther(context, at, kind)


def _farther(context: Context, at: int, kind: SpeakerKind) -> Resolved:
    """The only party that is named in the paragraphs right before."""
    since = max(context.paragraph_start(context.paragraph(at) - REACH), at - FAR)
    found = _distinct(context.mentions.before(at, _PARTY, since=since))
    if len(found) == 1 and found[0].entity.known:
        return _said(found[0].who, found[0].span, "party")
    return _nobody(kind, SEVERAL_FIT if len(found) > 1 else NO_ANTECEDENT)


def _speakers(context: Context, at: int, kinds: Sequence[SpeakerKind]) -> Iterator[tuple[RawAttribution, Resolved]]:
    """Who of these kinds spoke before an offset, latest first; one without a name counts where a source says who."""
    for found, resolved in context.recent(at):
        known = resolved.who.name != UNKNOWN
        if place_of(found).start < at and resolved.who.kind in kinds and (known or found.source):
            yield found, resolved


def _as_speaker(spoke: tuple[RawAttribution, Resolved], kind: SpeakerKind) -> Resolved:
    who = spoke[1].who
    if who.name == UNKNOWN:
        return _nobody(kind if who.kind == "unknown" else who.kind, NOT_NAMED)
    return _said(who, place_of(spoke[0]), "party")


def _distinct(mentions: Sequence[Mention]) -> list[Mention]:
    """The last mention of each who is mentioned, in order of their first ones."""
    return list({id(m.entity): m for m in mentions}.values())

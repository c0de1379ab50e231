"""Each attribution's speaker: by name, by the pronoun's antecedent, by the document's issuer, or by the text around.

What cannot be told stays ``unknown`` with the kind that the source's head noun shows; a wrong name is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.language import Language
from corpus.quotes.found import Found
from corpus.records import UNKNOWN, Segment, Span, SpeakerKind
from corpus.speakers.authority import Authority
from corpus.speakers.context import REACH, Context, Resolved
from corpus.speakers.mentions import Mention, Name
from corpus.text import ArticleTokens, Tokens

_NOBODY = Name(UNKNOWN, None, "unknown")
_UNRESOLVED = Resolved(_NOBODY, "unknown")
_PARTY: tuple[SpeakerKind, ...] = ("organisation", "group")
_ANYBODY: tuple[SpeakerKind, ...] = ("person", "organisation", "group")
_KIND_OF_HEAD: dict[str, SpeakerKind] = {
    "person_noun": "person", "group_noun": "group", "organisation_noun": "organisation",
}  # fmt: skip
#: A relative pronoun's noun ends at most so many characters before it.
_NEAR = 40
#: So many words must a description share with a name and its apposition.
_SHARED = 2
#: So many attributions behind a heading may hold the quotation that it sums up; so many names are weighed.
_AHEAD = 40


def resolve_speakers(
    tokens: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[Found],
    *,
    language: Language,
    authority: Authority,
) -> list[Resolved]:
    """One answer per attribution, in their order."""
    context = Context(tokens, segments, language=language, authority=authority)
    for attribution in found:
        context.add(attribution, _resolve(context, attribution))
    return [_by_later(context, n) if r is _UNRESOLVED else r for n, (_, r) in enumerate(context.done)]


def _resolve(context: Context, found: Found) -> Resolved:
    if found.source:
        return _by_source(context, found.source[0], found)
    if found.rule == "direct.heading":
        return _UNRESOLVED
    if found.implied or found.medium is not None:
        return _by_earlier(context, found)
    return _UNRESOLVED


def _by_source(context: Context, source: Span, found: Found) -> Resolved:
    tokens = context.tokens(source)
    classes = [context.language.classes_of(w) for w in tokens.folded]
    if len(tokens) == 1 and classes[0] & {"pronoun", "relative"}:
        return Resolved(_antecedent(context, source, tokens.folded[0], found), "pronoun")
    mentions = context.mentions.within(source.start, source.end)
    persons = [m for m in mentions if m.who.kind == "person" or _stands_alone(context, m, source)]
    if persons:
        return Resolved(replace(persons[-1].who, kind="person"), "named")
    head = _head(classes)
    if not mentions and (name := _lone_name(tokens, context.language, classes)) is not None:
        titled = any("title" in c for c in classes)
        return Resolved(Name(name, None, "person" if titled else "unknown"), "named")
    if mentions and head not in ("person_noun", "group_noun"):
        main = _main(mentions, tokens, context.language)
        return Resolved(main.who, "description" if main.described else "named")
    if head == "document":
        return Resolved(context.issuer or Name(UNKNOWN, None, "organisation"), "description")
    described = _described(context, source) if head != "group_noun" else None
    return Resolved(described or Name(UNKNOWN, None, _KIND_OF_HEAD.get(head, "unknown")), "description")


def _stands_alone(context: Context, mention: Mention, source: Span) -> bool:
    """Whether a full name of no known kind itself speaks.

    It then modifies nobody ("a Planned Parenthood official"), and no preposition governs it ("a group in New York")
    unless it is an apposition ("spokesman for the port, Kari Moen").
    """
    text = context.text
    if mention.who.kind != "unknown" or (mention.end < source.end and text[mention.end] not in ",("):
        return False
    if mention.start == source.start or text[source.start : mention.start].rstrip().endswith((",", "–", "—")):
        return True
    before = context.tokens(Span(source.start, mention.start)).folded
    return not any("preposition" in context.language.classes_of(w) for w in before)


def _lone_name(tokens: Tokens, language: Language, classes: Sequence[frozenset[str]]) -> str | None:
    """The one capitalised word that a source consists of but for titles, which is all the article says of the name."""
    names = [w for w, c in zip(tokens.words, classes, strict=True) if w[0].isalpha() and "title" not in c]
    closed = any(c & {"determiner", "pronoun", "preposition"} for c in classes)
    return names[0] if language.cased and len(names) == 1 and names[0][0].isupper() and not closed else None


def _head(classes: Sequence[frozenset[str]]) -> str:
    """The class of the head noun: of those that tell a speaker's kind the last one before the first preposition."""
    head = ""
    for n, found in enumerate(classes):
        if n and found & {"preposition", "relative"} and head:
            break
        head = next((k for k in ("group_noun", "person_noun", "document", "organisation_noun") if k in found), head)
    return head


def _main(mentions: Sequence[Mention], tokens: Tokens, language: Language) -> Mention:
    """The name that a phrase is about: the last before its apposition, the first where heads come first."""
    if language.subject[0] == "after":
        return mentions[0]
    cut = next((tokens.starts[k] for k, w in enumerate(tokens.words) if k and w in (",", "،", "(")), tokens.ends[-1])
    inside = [m for m in mentions if m.start < cut]
    return inside[-1] if inside else mentions[0]


def _antecedent(context: Context, pronoun: Span, folded: str, found: Found) -> Name:
    """Who a pronoun stands for: for a relative one the name right before it, else by sentence, then by last speaker."""
    words, mentions = context.language.words, context.mentions
    if folded in words["relative"] and folded not in words["determiner"]:
        before = mentions.before(pronoun.start, _ANYBODY, since=pronoun.start - _NEAR)
        return before[-1].who if before else _NOBODY
    kinds: tuple[SpeakerKind, ...] = ("person",) if folded in words["singular_person"] else _PARTY
    here = context.paragraph(pronoun.start)
    at = min(pronoun.start, found.content[0].start)
    clause = mentions.before(at, kinds, since=context.paragraph_start(here))
    if clause:
        # News style keeps to its subject: for an organisation the first name of the paragraph, for a person the last.
        return (clause[-1] if kinds == ("person",) else clause[0]).who
    for _, resolved in context.recent(pronoun.start):
        if resolved.who.kind in kinds:
            return resolved.who
    before = mentions.before(pronoun.start, kinds, since=context.paragraph_start(here - REACH))
    return before[-1].who if before else _NOBODY


def _described(context: Context, source: Span) -> Name | None:
    """A description without a name ("a Syrian monitoring group") is who the article describes by the same words."""
    own = context.stems(source)
    best: tuple[int, Name] | None = None
    for stem in sorted(own) if len(own) >= _SHARED else ():
        for mention, behind, name in context.described.get(stem, ())[:_AHEAD]:
            apart = mention.end <= source.start or source.end <= mention.start
            shared = len(own & (behind | name))
            if apart and shared >= _SHARED and (best is None or shared > best[0]):
                best = (shared, mention.who)
    return best[1] if best else None


def _by_earlier(context: Context, found: Found) -> Resolved:
    """No source at the cue: whoever spoke in the paragraphs right before goes on."""
    for earlier, resolved in context.recent(found.content[0].start):
        if resolved.who.name != UNKNOWN and earlier.content[0].start < found.content[0].start:
            return Resolved(resolved.who, "implied")
    return _UNRESOLVED


def _by_later(context: Context, n: int) -> Resolved:
    """A quotation that stands alone before its speaker is named sums up the later one that shares most words."""
    found, _ = context.done[n]
    if not found.implied:
        return _UNRESOLVED
    own = {s for c in found.content for s in context.stems(c)}
    best: tuple[int, Resolved] | None = None
    for later, resolved in context.done[n + 1 : n + 1 + _AHEAD]:
        shared = len(own & {s for c in later.content for s in context.stems(c)})
        if resolved.who.name != UNKNOWN and shared and (best is None or shared > best[0]):
            best = (shared, resolved)
    return Resolved(best[1].who, "implied") if best else _UNRESOLVED

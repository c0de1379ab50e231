"""Each attribution's speaker: by name, by the pronoun's antecedent, by the document's issuer, or by the text around.

What cannot be told stays ``unknown`` with the kind that the source's head noun shows; a wrong name is worse than none.
"""

from __future__ import annotations

import bisect
from collections.abc import Sequence
from dataclasses import dataclass, replace

import regex

from corpus.language import Language
from corpus.quotes.found import Found
from corpus.records import UNKNOWN, Resolution, Segment, Span, SpeakerKind
from corpus.speakers.authority import Authority
from corpus.speakers.mentions import Mention, Mentions, Name
from corpus.text import Tokens, tokenize

_NOBODY = Name(UNKNOWN, None, "unknown")
_PARTY: tuple[SpeakerKind, ...] = ("organisation", "group")
_ANYBODY: tuple[SpeakerKind, ...] = ("person", "organisation", "group")
#: How many paragraphs back a pronoun or an implied speaker may reach.
_REACH = 2
#: Words compared by so many first letters, so that inflected forms meet ("ansvarlig", "ansvaret").
_PREFIX = 6
_SENTENCE_END = regex.compile(r"[.!?؟](?=\s)|\n")


@dataclass(frozen=True, slots=True)
class Resolved:
    """Who speaks, and by what evidence."""

    who: Name
    resolution: Resolution


_UNRESOLVED = Resolved(_NOBODY, "unknown")


class _Article:
    """What resolving one article needs: its mentions, its paragraphs, and what has been resolved so far."""

    def __init__(self, text: str, segments: Sequence[Segment], language: Language, authority: Authority) -> None:
        self.text, self.language = text, language
        kept = [s for s in segments if s.kept]
        self.starts = [s.start for s in kept]
        self.mentions = Mentions(text, kept, language, authority)
        self.done: list[tuple[Found, Resolved]] = []

    def tokens(self, span: Span) -> Tokens:
        return tokenize(self.text, span.start, span.end, folding=self.language.fold)

    def paragraph(self, at: int) -> int:
        """The number of the paragraph that an offset lies in."""
        return max(0, bisect.bisect_right(self.starts, at) - 1)

    def stems(self, span: Span) -> set[str]:
        """The long words of a stretch, cut to their first letters."""
        return {w[:_PREFIX] for w in self.tokens(span).folded if len(w) >= _PREFIX}


def resolve_speakers(
    text: str, segments: Sequence[Segment], found: Sequence[Found], *, language: Language, authority: Authority
) -> list[Resolved]:
    """One answer per attribution, in their order."""
    article = _Article(text, segments, language, authority)
    for attribution in found:
        article.done.append((attribution, _resolve(article, attribution)))
    return [_heading(article, n) if r is _UNRESOLVED else r for n, (_, r) in enumerate(article.done)]


def _resolve(article: _Article, found: Found) -> Resolved:
    if found.source:
        return _by_source(article, found.source[0], found)
    if found.rule == "direct.heading":
        return _UNRESOLVED
    if found.implied or found.medium is not None:
        return _implied(article, found)
    return _UNRESOLVED


def _by_source(article: _Article, source: Span, found: Found) -> Resolved:
    tokens = article.tokens(source)
    classes = [article.language.classes_of(w) for w in tokens.folded]
    if len(tokens) == 1 and classes[0] & {"pronoun", "relative"}:
        return Resolved(_antecedent(article, source, tokens.folded[0], found), "pronoun")
    mentions = article.mentions.within(source.start, source.end)
    persons = [m for m in mentions if m.who.kind == "person" or _stands_alone(article.text, m, source)]
    if persons:
        return Resolved(replace(persons[-1].who, kind="person"), "named")
    head = _head(classes)
    if mentions and head not in ("person_noun", "group_noun"):
        return Resolved(_main(mentions, tokens, article.language).who, "named")
    if head == "document":
        return Resolved(_issuer(article) or Name(UNKNOWN, None, "organisation"), "description")
    described = _described(article, source) if head != "group_noun" else None
    return Resolved(described or Name(UNKNOWN, None, _KIND_OF_HEAD.get(head, "unknown")), "description")


def _stands_alone(text: str, mention: Mention, source: Span) -> bool:
    """Whether a full name that shows no kind is itself who speaks, and no modifier ("a Planned Parenthood official")."""
    return mention.who.kind == "unknown" and (mention.end == source.end or text[mention.end] in ",(")


_KIND_OF_HEAD: dict[str, SpeakerKind] = {
    "person_noun": "person", "group_noun": "group", "organisation_noun": "organisation",
}  # fmt: skip


def _head(classes: Sequence[frozenset[str]]) -> str:
    """The class of the head noun: of those that tell a speaker's kind the last one before the first preposition."""
    head = ""
    for n, found in enumerate(classes):
        if n and found & {"preposition", "relative"} and head:
            break
        for kind in ("group_noun", "person_noun", "document", "organisation_noun"):
            if kind in found:
                head = kind
                break
    return head


def _main(mentions: Sequence[Mention], tokens: Tokens, language: Language) -> Mention:
    """The name that a phrase is about: the last before its apposition, the first where heads come first."""
    if language.subject[0] == "after":
        return mentions[0]
    cut = next((tokens.starts[k] for k, w in enumerate(tokens.words) if k and w in (",", "،", "(")), tokens.ends[-1])
    inside = [m for m in mentions if m.start < cut]
    return inside[-1] if inside else mentions[0]


def _antecedent(article: _Article, pronoun: Span, folded: str, found: Found) -> Name:
    """Who a pronoun stands for: for a relative one the name right before it, else by sentence, then by last speaker."""
    language = article.language
    if folded in language.words["relative"] and folded not in language.words["determiner"]:
        before = article.mentions.before(pronoun.start, _ANYBODY, since=pronoun.start - _NEAR)
        return before[-1].who if before else _NOBODY
    kinds: tuple[SpeakerKind, ...] = ("person",) if folded in language.words["singular_person"] else _PARTY
    here = article.paragraph(pronoun.start)
    start = article.starts[here]
    clause = article.mentions.before(min(pronoun.start, found.content[0].start), kinds, since=start)
    if clause:
        # News style keeps to its subject: for an organisation the first name of the paragraph, for a person the last.
        return (clause[-1] if kinds == ("person",) else clause[0]).who
    for earlier, resolved in reversed(article.done):
        if here - article.paragraph(earlier.content[0].start) > _REACH:
            break
        if resolved.who.kind in kinds:
            return resolved.who
    since = article.starts[max(0, here - _REACH)]
    before = article.mentions.before(pronoun.start, kinds, since=since)
    return before[-1].who if before else _NOBODY


#: A relative pronoun's noun ends at most so many characters before it.
_NEAR = 40


def _issuer(article: _Article) -> Name | None:
    """Who issued a document that speaks: the last one before it who spoke through a medium, else who spoke last."""
    for through_medium in (True, False):
        for found, resolved in reversed(article.done):
            if (found.medium is not None or not through_medium) and resolved.who.name != UNKNOWN:
                return resolved.who
    return None


def _described(article: _Article, source: Span) -> Name | None:
    """A description without a name ("a Syrian monitoring group") is who the article describes by the same words."""
    own = article.stems(source)
    if len(own) < _SHARED:
        return None
    best: tuple[int, Name] | None = None
    for mention in article.mentions.all:
        ends = _SENTENCE_END.search(article.text, mention.end, mention.end + _APPOSITION)
        around = Span(mention.end, ends.start() if ends else min(len(article.text), mention.end + _APPOSITION))
        if (mention.start < source.end and source.start < mention.end) or article.text[mention.end :][
            :2
        ].strip() not in (",", "(", ",("):
            continue
        behind = own & article.stems(around)
        shared = len(own & (behind | article.stems(Span(mention.start, mention.end))))
        if behind and shared >= _SHARED and (best is None or shared > best[0]):
            best = (shared, mention.who)
    return best[1] if best else None


#: How far behind a name its apposition is looked for, in characters.
_APPOSITION = 60
#: So many words must a description share with a name and its apposition.
_SHARED = 2


def _implied(article: _Article, found: Found) -> Resolved:
    """No source at the cue: whoever spoke in the paragraphs right before goes on."""
    here = article.paragraph(found.content[0].start)
    for earlier, resolved in reversed(article.done):
        if here - article.paragraph(earlier.content[-1].start) > _REACH:
            break
        if resolved.who.name != UNKNOWN and earlier.content[0].start < found.content[0].start:
            return Resolved(resolved.who, "implied")
    return _UNRESOLVED


def _heading(article: _Article, n: int) -> Resolved:
    """A quotation that stands alone before its speaker is named sums up the later one that shares most words."""
    found, _ = article.done[n]
    if not found.implied:
        return _UNRESOLVED
    own = {s for c in found.content for s in article.stems(c)}
    best: tuple[int, Resolved] | None = None
    for later, resolved in article.done[n + 1 :]:
        shared = len(own & {s for c in later.content for s in article.stems(c)})
        if resolved.who.name != UNKNOWN and shared and (best is None or shared > best[0]):
            best = (shared, resolved)
    return Resolved(best[1].who, "implied") if best else _UNRESOLVED

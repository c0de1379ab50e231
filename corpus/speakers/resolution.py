"""Each attribution's speaker: by name, by a pronoun or description, by a document's issuer, or by the text around.

What cannot be resolved stays ``unknown``, with the kind that the source's head noun shows and with a reason; a wrong
name is worse than none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.raw_attribution import RawAttribution
from corpus.quotes.transcript import TURN
from corpus.records import UNKNOWN, Resolution, Segment, Span, SpeakerKind
from corpus.speakers import ranking
from corpus.speakers.authority import Authority
from corpus.speakers.candidates import Query, candidates_of
from corpus.speakers.context import Context, Resolved, place_of
from corpus.speakers.entities import NOT_NAMED, SEVERAL_DESCRIBED, Entity, Name
from corpus.speakers.interviews import introduced
from corpus.speakers.lexicon import lexicon_of
from corpus.speakers.mentions import Mention
from corpus.speakers.pairs import pair_before
from corpus.speakers.pronouns import (
    NO_ANTECEDENT,
    SEVERAL_FIT,
    by_pronoun,
    is_ranked,
    outer_names,
    quotation_start,
    without_conjunction,
)
from corpus.speakers.queries import description_query, implied_query, pronoun_query
from corpus.speakers.signatures import signature_after
from corpus.speakers.source_phrases import SourcePhrase, listed, lone_name

NO_SOURCE = "nobody is named as the source"
NOBODY_BEFORE = "nobody has spoken right before"
#: Rules for what no speaker is looked for.
_SPEAKERLESS = frozenset(("direct.heading", "indirect.hearsay"))
_DASHES = frozenset(("direct.dash", "direct.dash-alone"))
_QUESTION_MARKS = ("?", "؟")
#: So many candidates are kept for `corpus explain`.
_SHOWN = 4
_KIND_OF_HEAD: dict[str, SpeakerKind] = {
    "person_noun": "person", "group_noun": "group", "organisation_noun": "organisation", "document": "organisation",
}  # fmt: skip
#: So many words must an indefinite description share with a name and its apposition.
_SHARED = 2
#: So many attributions after a heading may hold the quotation that it sums up; so many names are weighed.
_AHEAD = 40
#: An apposition follows its name so closely.
_COMMA = 2
#: Who speaks in one of so many attributions after a lead may be described in it.
_LEAD = 2
#: An article before a name has at most so many characters.
_ARTICLE = 5
#: So often has an article an institution's noun if it is named by it.
_INSTITUTION = 4
#: A name after a source is at most so long.
_NAME = 60


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
    context = resolve_in_order(tokens, segments, found, language=language, authority=authority)
    resolved = [_by_later(context, n) if r.resolution == "unknown" else r for n, (_, r) in enumerate(context.done)]
    return [_with_confidence(r) for r in resolved], context.mentions.all


def resolve_in_order(
    tokens: ArticleTokens,
    segments: Sequence[Segment],
    found: Sequence[RawAttribution],
    *,
    language: Language,
    authority: Authority,
) -> Context:
    """The context of an article after all of its attributions were resolved, one after the other."""
    context = Context(tokens, segments, found, language=language, authority=authority)
    for attribution in found:
        context.add(attribution, _resolve(context, attribution))
    return context


def _with_confidence(resolved: Resolved) -> Resolved:
    """With how often speakers with the same evidence are right, where the ranker has given no probability."""
    if resolved.confidence is not None or resolved.who.name == UNKNOWN:
        return resolved
    return replace(resolved, confidence=round(ranking.load_ranker().reliability(resolved.evidence), 3))


def _ranked(context: Context, query: Query, resolution: Resolution, nobody: Resolved) -> Resolved:
    """The candidate that the ranker finds, or ``nobody`` if none is likely enough."""
    ranker = ranking.load_ranker()
    ranked = ranker.rank(candidates_of(context, context.layout, query))
    shown = tuple((UNKNOWN if c is None else c.entity.name, round(p, 3)) for p, c in ranked[:_SHOWN])
    named = [(p, c) for p, c in ranked if c is not None]
    if not ranker.is_clear(query.kind, [p for p, _ in named], next(p for p, c in ranked if c is None)):
        return replace(nobody, ranked=shown)
    share, best = named[0]
    if query.kind == "person" or query.person:
        best.entity.set_kind("person")
    confidence = round(ranker.confidence(query.kind, share), 3)
    evidence = f"ranked {query.kind}"
    return Resolved(best.entity.who, resolution, None, best.mention.span, evidence, confidence, shown)


def _unknown(resolution: Resolution, reason: str, kind: SpeakerKind = "unknown") -> Resolved:
    return Resolved(Name(UNKNOWN, None, kind), resolution, reason)


def _resolve(context: Context, found: RawAttribution) -> Resolved:
    if found.source:
        return _by_source(context, SourcePhrase(context, found.source[0]), found)
    # A clause that an act without a subject governs ("a pledge to leave") has no speaker, unless verbs drop theirs.
    if found.implied and _is_question(context, found):
        return _unknown("unknown", NO_SOURCE)
    agentless = not (found.is_direct or found.implied or found.medium or context.language.drops_subject)
    if agentless or found.rule in _SPEAKERLESS:
        return _unknown("unknown", NO_SOURCE)
    if found.is_direct and (signed := signature_after(context, found)) is not None:
        return _named(signed)
    if not found.is_direct and (itself := _of_itself(context, found)) is not None:
        return itself
    nobody = _unknown("unknown", NOBODY_BEFORE if found.implied else NO_SOURCE)
    return _ranked(context, implied_query(context, found), "implied", nobody)


def _of_itself(context: Context, found: RawAttribution) -> Resolved | None:
    """The organisation that spoke last, if the report begins with its name: "The coalition will stay, it was said"."""
    start = found.content[0].start
    opening = [m for m in context.mentions.within(start, found.content[0].end) if m.start - start <= _ARTICLE]
    if not opening or not context.speech or context.language.drops_subject:
        return None
    entity = opening[0].entity
    if entity.kind != "organisation" or entity.name != context.speech[-1].name:
        return None
    return Resolved(entity.who, "implied", at=opening[0].span, evidence="of itself")


def _is_question(context: Context, found: RawAttribution) -> bool:
    """Whether a quotation without a cue is one question, which in an interview none of those who are named asks."""
    text = found.content[0].of(context.text).rstrip()
    return not found.cue and found.rule in _DASHES and text.endswith(_QUESTION_MARKS) and ". " not in text


def _by_label(context: Context, source: SourcePhrase) -> Resolved | None:
    """Who answers or asks, where a turn of an interview is labelled as an answer or a question."""
    words, label = context.language.words, context.language.fold(source.span.of(context.text).rstrip("."))
    if label in words[WC.QUESTION_LABEL]:
        return _unknown("description", NOT_NAMED, "person")
    if label not in words[WC.ANSWER_LABEL]:
        return None
    interviewee = introduced(context.text, context.mentions.all, context.first_turn)
    if interviewee is None:
        return _unknown("description", NOT_NAMED, "person")
    return Resolved(interviewee.who, "description", evidence="interview")


def _by_pair(context: Context, source: SourcePhrase, found: RawAttribution) -> Resolved | None:
    """Two persons who were named together, for "the couple", "both" and "they"."""
    word = source.tokens.folded[0] if len(source.tokens) == 1 else source.head_word
    lexicon = lexicon_of(context.language)
    if lexicon.lists["pair"].isdisjoint((word, context.nouns.plain(word))):
        return None
    pair = pair_before(context, min(source.span.start, found.content[0].start))
    if pair is None:
        return None
    if source.is_pronoun and _others_spoke_since(context, pair):
        return None
    return Resolved(pair[0], "pronoun" if source.is_pronoun else "description", at=pair[1], evidence="pair")


def _others_spoke_since(context: Context, pair: tuple[Name, Span]) -> bool:
    """Whether another speaker comes after the place where two persons were named together."""
    if not context.done:
        return False
    found, resolved = context.done[-1]
    return place_of(found).start > pair[1].end and resolved.who.name not in pair[0].name


def _by_source(context: Context, source: SourcePhrase, found: RawAttribution) -> Resolved:
    """Who a source is: by its pronoun, its names, the document that it is, or by its description."""
    if found.rule == TURN and (labelled := _by_label(context, source)) is not None:
        return labelled
    if not source.mentions and (pair := _by_pair(context, source, found)) is not None:
        return pair
    if source.is_pronoun or source.opens_with_pronoun:
        return _by_pronoun(context, source, found)
    if (several := listed(source)) is not None:
        return several
    named = _by_whole_name(context, source) or _by_name(context, source, found)
    if named is not None:
        return named
    if source.head == "document":
        return _by_document(context, source)
    if (before := _apposition_of(context, source, found)) is not None:
        return _named(before)
    return _by_description(context, source, found)


def _by_pronoun(context: Context, source: SourcePhrase, found: RawAttribution) -> Resolved:
    span, folded = source.span, without_conjunction(context, source.tokens.folded[0])
    if not is_ranked(context, folded):
        answer = by_pronoun(context, span, folded, found)
        start = quotation_start(context, span, folded) if answer.who.name == UNKNOWN else None
        if start is None:
            return answer
        query = Query("implied", start, end=max(s.end for s in (*found.content, *found.source)), content=found.content)
        return _ranked(context, query, "pronoun", answer)
    at = min(span.start, found.content[0].start)
    if _follows_unnamed(context, at):
        return _unknown("pronoun", NOT_NAMED, "person")
    query = pronoun_query(context, span, folded, found, skip=outer_names(context, span))
    several = any(context.mentions.before(at, ("person",), since=context.paragraph_start(context.paragraph(at))))
    nobody = _unknown("pronoun", SEVERAL_FIT if several else NO_ANTECEDENT, "person")
    return _ranked(context, query, "pronoun", nobody)


def _follows_unnamed(context: Context, at: int) -> bool:
    """Whether an unnamed person has just spoken in the paragraph, and no person was named since ("A driver said")."""
    if not context.done:
        return False
    found, resolved = context.done[-1]
    unnamed = bool(found.source) and resolved.who.name == UNKNOWN and resolved.who.kind == "person"
    spoke = place_of(found).start
    if not unnamed or spoke >= at or spoke < context.paragraph_start(context.paragraph(at)):
        return False
    return not context.mentions.before(at, ("person",), since=spoke)


def _by_whole_name(context: Context, source: SourcePhrase) -> Resolved | None:
    """Who has the words of a source as the name, where they are a noun as well: a newspaper called "the ambassador"."""
    entity = None if source.mentions else context.mentions.entities.by_name(source.span.of(context.text))
    return None if entity is None else Resolved(entity.who, "named", at=source.span, evidence="name")


def _by_name(context: Context, source: SourcePhrase, found: RawAttribution) -> Resolved | None:
    """The name in a source, or right after a source that is only the person's role."""
    mentions = source.main_mentions
    persons = [m for m in mentions if m.who.kind == "person" and not source.possesses(m)]
    persons = [m for m in persons if not source.is_governed(m)] or persons
    if persons:
        if len(persons) > 1 and source.has_clause_between(persons[0].end, persons[-1].start):
            # "X, while her deputy, Y," is the subject of two verbs: of each the nearer.
            return _named(persons[-1] if found.cue and found.cue[0].start >= source.span.end else persons[0])
        first_alone = context.text[persons[0].end : persons[0].end + 1] in ("", ",", "،")
        return _named(persons[0] if first_alone else persons[-1])
    if (after := _name_after(context, source)) is not None:
        return _named(after)
    return _by_other_name(context, source, mentions) if mentions else lone_name(source)


def _by_other_name(context: Context, source: SourcePhrase, mentions: Sequence[Mention]) -> Resolved | None:
    """The institution that a source is about, or a person whose kind is not known."""
    # A document is its issuer's: "a report from the council".
    of_another = source.head != "document" and all(map(source.is_governed, mentions))
    if of_another:
        return None
    if source.head in ("person_noun", "group_noun") and not (source.opens_with_name or source.is_head_of_name):
        return None
    main = _main(source)
    if main.entity.reason == SEVERAL_DESCRIBED:
        return None
    if not main.entity.known and (institution := _by_institution(context, source)) is not None:
        return institution
    # Where heads come first, a phrase that another word precedes is not what speaks.
    phrase_inside = context.language.subject[0] == "after" and main.described and main.who.speaker_id is None
    return None if phrase_inside and main.start != source.span.start else _named(main)


def _by_institution(context: Context, source: SourcePhrase) -> Resolved | None:
    """An institution that the article names by its definite noun alone, again and again ("utvalget")."""
    if len(source.tokens) != 1:
        return None
    written = context.institutions.get(context.nouns.plain(source.tokens.folded[0]), ())
    if len(written) < _INSTITUTION:
        return None
    name = next((w for w in written if w.islower()), written[0])
    return Resolved(Name(name, None, "organisation"), "description", evidence="institution")


def _named(mention: Mention) -> Resolved:
    evidence: Resolution = "description" if mention.described else "named"
    reason = None if mention.entity.known else mention.entity.reason or NOT_NAMED
    return Resolved(mention.who, evidence, reason, mention.span, "shared name" if mention.shared else "name")


def _main(source: SourcePhrase) -> Mention:
    """The name that a phrase is about: the last before its apposition, the first where heads come first."""
    mentions, tokens = source.mentions, source.tokens
    if source.context.language.subject[0] == "after":
        return mentions[0]
    cut = next((tokens.starts[k] for k, w in enumerate(tokens.words) if k and w in (",", "،", "(")), tokens.ends[-1])
    inside = [m for m in mentions if m.start < cut and not source.is_governed(m)]
    return inside[-1] if inside else mentions[0]


def _by_document(context: Context, source: SourcePhrase) -> Resolved:
    """A document without an issuer's name: its issuer is known only if it was mentioned before."""
    if source.mentions and source.mentions[0].entity.known:
        return _named(source.mentions[0])
    issuer = None if source.indefinite else context.issuer(source.span.start)
    if issuer is None:
        return _unknown("description", NOT_NAMED, "organisation")
    return Resolved(issuer, "description", evidence="issuer")


def _name_after(context: Context, source: SourcePhrase) -> Mention | None:
    """The name that follows a source which is only what it is ("programme director at the station, Per Nes")."""
    if source.mentions and not all(map(source.is_governed, source.mentions)):
        return None
    end = source.span.end
    if source.head != "person_noun" or context.text[end : end + 1] != ",":
        return None
    near = [
        m for m in context.mentions.before(end + _NAME, ("person", "unknown"), since=end) if m.start <= end + _COMMA
    ]
    return near[0] if near and near[0].entity.known and " " in near[0].entity.name else None


def _apposition_of(context: Context, source: SourcePhrase, found: RawAttribution) -> Mention | None:
    """The name right before a source that is only its apposition ("Per Nes, spokesman for the union, says")."""
    start = source.span.start
    if source.determined or any(c.end <= start <= c.end + _COMMA + 1 for c in found.content):
        return None
    before = context.mentions.before(start, ("person", "unknown"), since=start - _COMMA)
    near = before or context.mentions.ending(start - _COMMA)
    fits = [m for m in near if m.entity.known and m.who.kind != "organisation"]
    between = context.text[fits[-1].end : start] if fits else ""
    return fits[-1] if between.strip() == "," else None


def _by_description(context: Context, source: SourcePhrase, found: RawAttribution) -> Resolved:
    """Who is described: the only one who is called so, or the one whom the ranker finds."""
    kind = _KIND_OF_HEAD.get(source.head, "unknown")
    nobody = _unknown("description", NOT_NAMED, kind)
    if source.head == "organisation_noun" or (source.head == "person_noun" and source.is_description):
        fits = context.mentions.entities.described(source.head_word, source.about, kind=kind)
        if len(fits) == 1 and (kind == "organisation" or source.about):
            return Resolved(fits[0].who, "description", evidence="described")
        nobody = replace(nobody, reason=SEVERAL_DESCRIBED) if len(fits) > 1 else nobody
    ranked = nobody
    if found.rule == TURN:
        # The label of a turn names its speaker, or says only the role of one who is not named.
        return nobody
    if source.is_description:
        if (later := _named_later(context, source)) is not None:
            return Resolved(later.who, "description", evidence="described")
        if source.head == "person_noun" and (following := _named_next(context, source, found)) is not None:
            return Resolved(following.who, "description", evidence="named next")
        query = description_query(context, source, found, skip=outer_names(context, source.span))
        ranked = _ranked(context, query, "description", nobody)
    elif source.names_nobody:
        # Words that cannot name a speaker are not a source: the cue is as one without a source.
        ranked = _ranked(context, implied_query(context, found), "implied", nobody)
    if ranked.who.name != UNKNOWN or kind not in ("person", "organisation"):
        return ranked
    described = _described(context, source.span, kind)
    if described is None:
        return ranked
    return Resolved(described.who, "description", at=described.span, evidence="shared words")


def _named_later(context: Context, source: SourcePhrase) -> Entity | None:
    """The only one whom a noun is said of, if the article names them only after it, as below a headline."""
    called = context.mentions.entities.by_noun(source.noun).values()
    fits = [e for e in called if _can_be(e, source.head)]
    return fits[0] if len(fits) == 1 and context.layout.first(fits[0]) > source.span.start else None


def _named_next(context: Context, source: SourcePhrase, found: RawAttribution) -> Entity | None:
    """Who speaks next by name, if no person was named before and the lead only describes the speaker."""
    start = min(source.span.start, found.content[0].start)
    end = max(s.end for s in (*found.content, *found.source))
    if context.mentions.before(start, ("person",), since=0):
        return None
    first = next((m.entity for m in context.mentions.all if m.start >= end and m.entity.kind == "person"), None)
    sources = context.next_sources(end)[:_LEAD]
    named = {id(m.entity) for s in sources for m in context.mentions.within(s.start, s.end)}
    return first if id(first) in named else None


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
        for mention, stop, name in context.described.get(stem, ())[:_AHEAD]:
            apart = mention.end <= source.start or source.end <= mention.start
            shared = len(own & (stop | name))
            fits = apart and mention.entity.known and mention.entity.kind in (kind, "unknown")
            if fits and shared >= _SHARED and (best is None or shared > best[0]):
                best = (shared, mention)
    return best[1] if best else None


def _by_later(context: Context, n: int) -> Resolved:
    """A quotation without a source before its speaker is named sums up the later one that shares most words."""
    found, before = context.done[n]
    if not found.implied:
        return before
    own = set().union(*map(context.stems, found.content))
    best: tuple[int, Resolved, RawAttribution] | None = None
    for later, resolved in context.done[n + 1 : n + 1 + _AHEAD]:
        shared = len(own.intersection(set().union(*map(context.stems, later.content))))
        if resolved.who.name != UNKNOWN and shared and (best is None or shared > best[0]):
            best = (shared, resolved, later)
    return Resolved(best[1].who, "implied", at=place_of(best[2]), evidence="shared words") if best else before

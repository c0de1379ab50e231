"""Questions to the ranker: what a pronoun, a description or a missing source asks for."""

from __future__ import annotations

from dataclasses import replace

from corpus.languages.data import WC
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Span
from corpus.speakers.candidates import Query
from corpus.speakers.context import Context
from corpus.speakers.source_phrases import SourcePhrase

_EMPTY: frozenset[str] = frozenset()


def pronoun_query(
    context: Context, pronoun: Span, folded: str, found: RawAttribution | None = None, *, skip: frozenset[str] = _EMPTY
) -> Query:
    """What a pronoun for a single person asks for; ``found`` is the attribution whose source it is, if it is one."""
    gender = frozenset(context.mentions.entities.gender_of(folded))
    return _in_attribution(Query("person", pronoun.start, gender, skip=skip, end=pronoun.end), found)


def description_query(
    context: Context, source: SourcePhrase, found: RawAttribution | None = None, *, skip: frozenset[str] = _EMPTY
) -> Query:
    """What a description asks for; ``found`` is the attribution whose source it is, if it is one."""
    gender = {g for w in source.tokens.folded for g in context.mentions.entities.gender_of(w)}
    head, party = source.head, False
    if head in ("organisation_noun", "group_noun"):
        party = True
    query = Query(
        "description",
        source.span.start,
        frozenset(gender) if len(gender) == 1 else frozenset(),
        head=source.noun,
        about=source.about,
        party=party,
        person=head == "person_noun",
        indefinite=source.indefinite,
        skip=skip,
        end=source.span.end,
    )
    return _in_attribution(query, found)


def implied_query(context: Context, found: RawAttribution) -> Query:
    """What an attribution without a source asks for: whoever speaks, of the gender that the verb shows."""
    at = min(found.content[0].start, found.cue[0].start if found.cue else found.content[0].start)
    last = found.content[-1]
    question = context.text[last.start : last.end].rstrip("”\"»' ").endswith(("?", "؟"))
    gender: frozenset[str] = frozenset()
    if found.cue and context.language.drops_subject:
        word = context.language.fold(context.text[found.cue[0].start : found.cue[0].end].split()[0])
        if word.endswith(tuple(context.language.words[WC.FEMININE_VERB])):
            gender = frozenset(("feminine",))
    return _in_attribution(Query("implied", at, gender, question=question), found)


def _in_attribution(query: Query, found: RawAttribution | None) -> Query:
    """The question of an attribution: it is asked at the attribution's beginning."""
    if found is None:
        return query
    at = min(query.at, found.content[0].start)
    end = max(s.end for s in (*found.content, *found.cue, *found.source))
    quoted = found.is_direct and bool(found.source)
    return replace(query, at=at, end=end, content=found.content, quoted=quoted)

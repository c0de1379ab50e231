"""Questions to the ranker: what a pronoun, a description or a missing source asks for."""

from __future__ import annotations

from corpus.quotes.raw_attribution import RawAttribution
from corpus.speakers.candidates import Query
from corpus.speakers.context import Context
from corpus.speakers.source_phrases import Source


def pronoun_query(context: Context, folded: str, *, at: int, skip: frozenset[str] = frozenset()) -> Query:
    """What a pronoun for a single person asks for."""
    return Query("person", at, frozenset(context.mentions.entities.gender_of(folded)), skip=skip)


def description_query(context: Context, source: Source, *, at: int, skip: frozenset[str] = frozenset()) -> Query:
    """What a description asks for."""
    gender = {g for w in source.tokens.folded for g in context.mentions.entities.gender_of(w)}
    head, party = source.head, False
    if head in ("organisation_noun", "group_noun"):
        party = True
    return Query(
        "description",
        at,
        frozenset(gender) if len(gender) == 1 else frozenset(),
        head=source.noun,
        about=source.about,
        party=party,
        person=head == "person_noun",
        indefinite=source.indefinite,
        skip=skip,
    )


def implied_query(context: Context, found: RawAttribution) -> Query:
    """What an attribution without a source asks for: whoever speaks, of the gender that the verb shows."""
    at = min(found.content[0].start, found.cue[0].start if found.cue else found.content[0].start)
    last = found.content[-1]
    question = context.text[last.start : last.end].rstrip("”\"»' ").endswith(("?", "؟"))
    gender: frozenset[str] = frozenset()
    if found.cue and context.language.drops_subject:
        word = context.language.fold(context.text[found.cue[0].start : found.cue[0].end].split()[0])
        if word.endswith(tuple(context.language.words["feminine_verb"])):
            gender = frozenset(("feminine",))
    return Query("implied", at, gender, question=question)

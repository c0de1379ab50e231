"""The frame of a verb that cues: its subject or agent, its particle and, where it shares one, the subject before."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.languages.data import WC, CueEntry
from corpus.quotes.brackets import Bracket, find_bracket
from corpus.quotes.cues import find_origin, find_particle, is_agent, is_passive
from corpus.quotes.frame import CueFrame
from corpus.quotes.noun_phrases import left_phrase, right_phrase
from corpus.quotes.sentence import Sentence
from corpus.quotes.subjects import (
    is_accusative,
    is_fronted_as,
    is_object_phrase,
    is_placeholder_subject,
    lacks_subject,
    may_stand_between,
    object_border,
    opens_clause,
    opens_with_particle,
    pronoun_before,
    quoted_as,
    sides,
    subject_before,
    subject_of_auxiliary,
    with_insertion,
)

#: Who spoke is at most so many items after the verb of who carried it on.
_ORIGIN = 9
#: The subject that has no referent is at most so many items before a passive verb.
_EXPLETIVE = 3


def verb_frame(sentence: Sentence, i: int, entry: CueEntry, earlier: Sequence[CueFrame]) -> CueFrame | None:
    """The cue frame of a verb; ``earlier`` are the frames of the cues before it, whose source it may share."""
    start = _after_particle(sentence, i, entry)
    while start < len(sentence) and may_stand_between(sentence, start):
        start = _after_manner(sentence, start)
    if entry.impersonal:
        # "heter det" is the cue as a whole (guidelines, section 2).
        end = i + 2 if i + 1 < len(sentence) and sentence.items[i + 1].has(WC.EXPLETIVE) else i + 1
        origin = find_origin(sentence, i)
        if origin is not None:
            return CueFrame((i, end), entry, (origin + 1, i), origin, start)
        return CueFrame((i, end), entry, None, i, start)
    if sentence.items[i].has(WC.RELAYS):
        return _relayed(sentence, i, entry)
    if sentence.language.verb_bracket and (bracket := find_bracket(sentence, i)) is not None:
        return _bracketed(sentence, i, entry, bracket)
    if (relayed := quoted_as(sentence, i)) is not None:
        speaker, carrier = relayed
        return CueFrame((i, i + 1), entry, speaker, (carrier or speaker)[0], i + 1, via=carrier)
    if is_passive(sentence, i):
        return _passive(sentence, i, entry, start)
    return _with_subject(sentence, i, entry, start) or _without_subject(sentence, i, entry, earlier)


def _after_manner(sentence: Sentence, at: int) -> int:
    """The item after an adverb, and after what it takes: "in a ... manner", "without ..."."""
    items = sentence.items
    if not items[at].has(WC.MANNER):
        return at + 1
    end = at + 2
    if end < len(items) and items[end - 1].has(WC.NEGATED_ADJECTIVE):
        end += 1
    return min(end, len(items))


def _passive(sentence: Sentence, i: int, entry: CueEntry, start: int) -> CueFrame:
    """The frame of a passive verb: its agent speaks, where one follows ("was said by X")."""
    agent = right_phrase(sentence, start + 1) if is_agent(sentence, start) else None
    end = agent[1] if agent else i + 1
    agentless = agent is None and sentence.holds(max(0, i - _EXPLETIVE), i, WC.EXPLETIVE)
    return CueFrame((i, i + 1), entry, agent, i, end, after=agent is not None, agentless=agentless)


def _with_subject(sentence: Sentence, i: int, entry: CueEntry, start: int) -> CueFrame | None:
    """The frame of a verb whose subject is beside it; ``start`` is where a subject after it can begin."""
    cue = (i, _after_particle(sentence, i, entry))
    if (split := subject_of_auxiliary(sentence, i)) is not None:
        return CueFrame(cue, entry, split, split[0], i + 1)
    for side in sides(sentence, i, start):
        source = left_phrase(sentence, i) if side == "before" else right_phrase(sentence, start)
        if source is None or is_placeholder_subject(sentence, source):
            continue
        if side == "before" and (not opens_clause(sentence, source[0]) or is_fronted_as(sentence, source[0])):
            continue
        if side == "before":
            end = _after_far_particle(sentence, i, entry, i + 1)
            return CueFrame(cue, entry, source, source[0], end)
        border = object_border(sentence, entry, source)
        if border == source[0] or is_accusative(sentence, source[0]) or is_object_phrase(sentence, i, source, entry):
            continue  # What follows the verb is its object: the subject was named before.
        source = source if border is None else (source[0], border)
        source, end = with_insertion(sentence, source)
        end = _after_far_particle(sentence, i, entry, end)
        return CueFrame(cue, entry, source, i, end, after=True)
    if (pronoun := pronoun_before(sentence, i)) is not None:
        return CueFrame(cue, entry, pronoun, pronoun[0], i + 1)
    if opens_with_particle(sentence, i):
        return CueFrame(cue, entry, (0, i), 0, i + 1)
    return None


def _without_subject(sentence: Sentence, i: int, entry: CueEntry, earlier: Sequence[CueFrame]) -> CueFrame:
    """The frame of a verb without a subject beside it, which may share that of a verb before it."""
    sources = [r.source for r in earlier if r.entry.kind == "verbs" and r.source is not None]
    shared = subject_before(sentence, i, sources) if lacks_subject(sentence, i) else None
    end = _after_particle(sentence, i, entry)
    # "This tells us that": a thing does.
    thing = sentence.language.verb_second and i > 0 and sentence.items[i - 1].has(WC.ANAPHOR) and shared is None
    return CueFrame((i, end), entry, shared, i, end, shared=shared is not None, denied=thing)


def _bracketed(sentence: Sentence, i: int, entry: CueEntry, bracket: Bracket) -> CueFrame:
    """The frame of a verb that ends its clause, whose subject is at the clause's start or beside its auxiliary."""
    source, begin = bracket.subject, bracket.begin
    if bracket.passive and not sentence.items[i].has(WC.RELAYED):
        return CueFrame((i, i + 1), entry, bracket.agent, begin, bracket.end, after=bracket.agent is not None)
    if source is not None and is_placeholder_subject(sentence, source):
        source = None
    echo = (sentence.items[begin].folded,) in sentence.language.echoes
    denied = bracket.denied or bracket.infinitive
    return CueFrame((i, i + 1), entry, source, begin, bracket.end, denied=denied, echo=echo)


def _after_far_particle(sentence: Sentence, i: int, entry: CueEntry, end: int) -> int:
    """The item after the particle that closes the verb's bracket ("teilte X am Montag mit, ..."), if one does."""
    if not entry.particles or "figure" in entry.frames:
        return end
    at = find_particle(sentence, i, entry)
    return end if at is None or at < end else at + 1


def _relayed(sentence: Sentence, i: int, entry: CueEntry) -> CueFrame | None:
    """A verb of carrying words on: "نقلت A عن B قوله إن": B speaks, A is the go-between, the noun of saying the cue."""
    items = sentence.items
    origin = sentence.first_with(i + 1, min(len(items), i + _ORIGIN), WC.ORIGIN)
    source = None if origin is None else right_phrase(sentence, origin + 1)
    if origin is None or source is None:
        return None
    carrier = right_phrase(sentence, i + 1)
    via = (carrier[0], min(carrier[1], origin)) if carrier is not None and carrier[0] < origin else None
    saying = sentence.first_with(source[0] + 1, source[1], WC.SAYING)
    cue = (i, i + 1) if saying is None else (saying, saying + 1)
    source = source if saying is None else (source[0], saying)
    return CueFrame(cue, entry, source, i, max(source[1], cue[1]), via=via, after=True)


def _after_particle(sentence: Sentence, i: int, entry: CueEntry) -> int:
    """The item after a verb and the particle that belongs to its meaning, where that follows at once."""
    follower = sentence.items[i + 1].folded if i + 1 < len(sentence) else None
    if follower not in entry.particles or (
        sentence.language.verb_bracket and find_particle(sentence, i, entry) != i + 1
    ):
        return i + 1
    return i + 2

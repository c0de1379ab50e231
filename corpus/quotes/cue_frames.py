"""Cues of a sentence, each with its frame: source, addressee, medium and intermediary.

First come the adjuncts that may intervene between a cue and its content, then on which side the subject is, then the
frame as a whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.languages.data import WC, CueEntry
from corpus.quotes.brackets import Bracket, find_bracket
from corpus.quotes.cues import (
    cue_at,
    find_particle,
    is_denied,
    is_idiom,
    is_infinitive,
    is_passive,
    is_tie,
    is_used_as_verb,
)
from corpus.quotes.noun_phrases import (
    after_inserted_clause,
    after_insertion,
    left_phrase,
    opens_phrase,
    opens_sentence,
    right_phrase,
)
from corpus.quotes.sentence import GENITIVES, Range, Sentence

#: How far after its preposition a medium's or time's noun may be, in items.
_REACH = 6


@dataclass(frozen=True, slots=True)
class Adjunct:
    """An adverbial that ends before item ``end``, with the medium that it names and who issued that."""

    end: int
    medium: Range | None = None
    issuer: Range | None = None


def find_adjunct(sentence: Sentence, at: int) -> Adjunct | None:
    """The time, adverb or "in a statement (from X)" that begins at an item."""
    items = sentence.items
    if at >= len(items) or not items[at].is_word:
        return None
    if items[at].has(WC.TIME, WC.ADVERB) and not items[at].has(WC.DETERMINER, WC.COMPLEMENTIZER):
        return Adjunct(at + 1)
    if not items[at].has(WC.PREPOSITION):
        return None
    through = items[at].has(WC.MEDIUM_PREPOSITION)
    if through and at + 2 < len(items) and items[at + 1].quoted is not None:
        return Adjunct(at + 2, (at + 1, at + 2))
    for k in range(at + 1, min(len(items), at + _REACH)):
        if not items[k].is_word or items[k].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE):
            return None
        if items[k].has(WC.MEDIUM) and through:
            return _medium(sentence, at, k)
        if items[k].has(WC.TIME):
            return Adjunct(_skip_classes(sentence, k + 1, WC.TIME))
    return None


def _medium(sentence: Sentence, at: int, noun: int) -> Adjunct:
    end = _skip_classes(sentence, noun + 1, WC.MEDIUM, WC.TIME, WC.ADVERB)
    issuer = None
    if end < len(sentence) and sentence.items[end].has(WC.ISSUER):
        issuer = right_phrase(sentence, end if sentence.items[end].has(WC.GENITIVE_DETERMINER) else end + 1)
        end = issuer[1] if issuer else end
    return Adjunct(end, (at + 1, noun + 1), issuer)


def _skip_classes(sentence: Sentence, at: int, *classes: str) -> int:
    while at < len(sentence) and sentence.items[at].is_word and sentence.items[at].has(*classes):
        at += 1
    return at


def find_via(sentence: Sentence, at: int) -> Range | None:
    """The go-between in "cited by X" at an item or after its comma."""
    items = sentence.items
    start = at + 1 if at < len(items) and items[at].is_comma else at
    for phrase in sentence.language.via_phrases if start < len(items) else ():
        if items[start].folded == phrase[0] and tuple(k.folded for k in items[start : start + len(phrase)]) == phrase:
            carrier = right_phrase(sentence, start + len(phrase))
            # One word alone ("to") says so only before an outlet.
            if carrier is not None and (len(phrase) > 1 or any(k.has(WC.OUTLET) for k in items[slice(*carrier)])):
                return carrier
    return None


def carries(sentence: Sentence, cue: int, addressee: Range) -> bool:
    """Whether who is spoken to carries the words on: an outlet to which they were said (guidelines, section 2, via)."""
    has_cue = sentence.items[cue].folded in sentence.language.words[WC.VIA_CUE]
    return has_cue and any(k.has(WC.OUTLET) for k in sentence.items[slice(*addressee)])


#: "X quoted as saying" has three words before the cue at least, and at most so many items between "quoted" and it.
_LEAST = 3
_QUOTED = 12


def sides(sentence: Sentence, i: int, start: int) -> tuple[str, ...]:
    """Where the subject of a verb is looked for.

    Args:
        sentence: the sentence of the verb.
        i: the item of the verb.
        start: the item where a subject after the verb can begin.

    Returns:
        ``before`` and ``after``, the better first; empty where the verb takes the subject of another.
    """
    item = sentence.items[i]
    if item.has(WC.PARTICIPLE):
        adjoined = i > 0 and sentence.items[i - 1].is_word and not sentence.items[i - 1].has(WC.ADVERB, WC.SUBORDINATOR)
        return ("before",) if sentence.language.subject[0] == "before" and adjoined else ()
    if sentence.language.subject[0] == "after":
        return _sides_of_first(sentence, i)
    right = right_phrase(sentence, start) if _may_invert(sentence, i) else None
    if right is None or sentence.items[right[0]].has(WC.OBJECT_DETERMINER):
        return ("before",)
    if sentence.language.verb_second:
        return _sides_of_second(sentence, i, right)
    end = sentence.items[right[1]] if right[1] < len(sentence) else None
    closed = end is None or not end.is_word or _follows_quote(sentence, i)
    closed = closed or find_adjunct(sentence, right[1]) is not None
    return ("after", "before") if closed and left_phrase(sentence, i) is None else ("before",)


def _sides_of_first(sentence: Sentence, i: int) -> tuple[str, ...]:
    """`sides` where subjects usually follow their verbs."""
    item = sentence.items[i]
    joined = len(sentence.language.stems(item.folded)) > 1 and item.folded not in sentence.language.cues.words
    if joined:
        return ("after",)  # "and said": who is named before it is not its subject.
    # With an object after the verb, a phrase that fills the sentence up to it is the subject.
    addressee = item.cue is not None and "addressee" in item.cue.frames
    return ("before", "after") if addressee and left_phrase(sentence, i) == (0, i) else ("after", "before")


def _sides_of_second(sentence: Sentence, i: int, right: Range) -> tuple[str, ...]:
    """`sides` where the verb is second in its clause; ``right`` is the noun phrase after it."""
    items = sentence.items
    if i > 1 and items[i - 1].has(WC.CONJUNCTION) and not items[i - 1].has(WC.PREPOSITION):
        return ()  # Coordinated: it has the subject of the verb before it.
    if _after_auxiliary(sentence, i):
        return ("before",)
    left = left_phrase(sentence, i)
    if left is not None and items[left[0]].has(WC.OBJECT_DETERMINER):
        return ("after",)
    if right[1] - right[0] == 1 and items[right[0]].has(WC.SINGULAR_PERSON, WC.FIRST_PERSON):
        return ("after", "before")
    end = items[right[1]] if right[1] < len(items) else None
    if end is not None and end.has(WC.COMPLEMENTIZER):
        return ("after", "before")
    ends_clause = i > 0 and not items[i - 1].is_word and items[i - 1].word != ")"
    content_follows = end is not None and end.word != "."
    inverted = ends_clause and not (content_follows and _ends_apposition(sentence, i))
    return ("after", "before") if inverted else ("before", "after")


def _after_auxiliary(sentence: Sentence, i: int) -> bool:
    """Whether an auxiliary comes right before a verb, adverbs aside: the subject is then before or beside it."""
    items, j = sentence.items, i - 1
    while j >= 0 and items[j].is_word and items[j].has(WC.ADVERB) and not items[j].has(WC.AUXILIARY):
        j -= 1
    return j >= 0 and items[j].has(WC.AUXILIARY) and not items[j].has(WC.PASSIVE)


def _ends_apposition(sentence: Sentence, i: int) -> bool:
    """Whether the comma before a verb closes the apposition of the subject that its sentence starts with."""
    subject = left_phrase(sentence, i)
    if subject is None or not sentence.items[i - 1].is_comma:
        return False
    if any(k.quoted is not None and not _is_quoted_name(sentence, n) for n, k in enumerate(sentence.items[:i])):
        return False
    opened = all(opens_sentence(sentence, k) for k in range(subject[0]))
    return opened and any(k.is_comma for k in sentence.items[slice(*subject)])


def _follows_quote(sentence: Sentence, i: int) -> bool:
    """Whether the verb is right after a quotation, or after its comma."""
    j = i - 2 if i > 1 and sentence.items[i - 1].is_comma else i - 1
    return j >= 0 and sentence.items[j].quoted is not None


def _may_invert(sentence: Sentence, i: int) -> bool:
    """Whether a clause can start with the verb at ``i``, so that its subject follows it."""
    items = sentence.items
    if sentence.language.verb_second:
        return True
    j = i - 1
    while j >= 0 and items[j].is_word and items[j].has(WC.ADVERB, WC.AUXILIARY, WC.TIME, WC.PREPOSITION):
        j -= 1
    return j < 0 or not items[j].is_word


def lacks_subject(sentence: Sentence, i: int) -> bool:
    """Whether a verb takes the subject of its sentence: a participle, or one coordinated with another verb."""
    if i == 0:
        return False
    item, before = sentence.items[i], sentence.items[i - 1]
    if sentence.language.verb_second and before.has(WC.INFINITIVE):
        return True
    free = not before.is_word or before.has(WC.CONJUNCTION, WC.ADVERB) or item.has(WC.PARTICIPLE)
    return free or len(sentence.language.stems(item.folded)) > 1


def subject_before(sentence: Sentence, i: int, sources: Sequence[Range]) -> Range | None:
    """The nearest of ``sources``, those of verbs before, or else the noun phrase that the sentence starts with."""
    named = next((s for s in reversed(sources) if not sentence.items[s[0]].has(WC.RELATIVE)), None)
    if named is not None:
        return named
    if sentence.language.subject[0] == "after":
        return None
    first = 0
    if sentence.items[0].has(WC.PREPOSITION):
        # After the adverbial that the sentence starts with.
        first = next((k for k in range(i) if sentence.items[k].is_comma), i)
    while first < i and opens_sentence(sentence, first):
        first += 1
    subject = right_phrase(sentence, first, apposition=False) if first < i else None
    return None if subject is None else _without_verb(sentence, subject)


def _without_verb(sentence: Sentence, phrase: Range) -> Range:
    """A sentence's first noun phrase without the verb that is read into it by closed classes alone.

    That is what follows a name in small letters, or the last word before another noun phrase.
    """
    items, (first, end) = sentence.items, phrase
    if items[first].word[0].isupper() and not items[first].has(WC.DETERMINER):
        small = next((k for k in range(first + 1, end) if items[k].is_word and items[k].word[0].islower()), end)
        return (first, small)
    another = end < len(items) and items[end].has(WC.DETERMINER, WC.PRONOUN)
    return (first, end - 1) if another and end - first > 2 else phrase


def quoted_as(sentence: Sentence, i: int) -> tuple[Range, Range | None] | None:
    """Who speaks in "X was quoted as saying" and in "Y quoted X as saying", and who carries it on in the latter."""
    items = sentence.items
    if items[i].has(WC.RELAYED) and is_passive(sentence, i):
        subject = left_phrase(sentence, i)
        return None if subject is None else (subject, None)
    if i < _LEAST or not (items[i].has(WC.PARTICIPLE) and items[i - 1].has(WC.AS)):
        return None
    k = next((k for k in range(i - 2, max(0, i - _QUOTED), -1) if items[k].has(WC.RELAYED)), None)
    if k is None:
        return None
    carrier, quoted = left_phrase(sentence, k), right_phrase(sentence, k + 1)
    if k == i - 2 and carrier is not None and is_passive(sentence, k):
        return carrier, None
    return (quoted, carrier) if quoted is not None and quoted[1] == i - 1 else None


def is_placeholder_subject(sentence: Sentence, source: Range) -> bool:
    """Whether a would-be source only fills the subject's place ("det sies at"), or is an object ("called him")."""
    return source[1] - source[0] == 1 and sentence.items[source[0]].has(WC.ANAPHOR, WC.EXPLETIVE, WC.OBJECT_PRONOUN)


def may_stand_between(sentence: Sentence, at: int) -> bool:
    """Whether a word may be between a verb and the subject after it."""
    item = sentence.items[at]
    language = sentence.language
    to_whom = item.has(WC.OBJECT_PRONOUN) and (language.subject[0] == "after" or language.verb_bracket)
    return (to_whom or item.has(WC.ADVERB, WC.EXPLETIVE)) and not opens_phrase(sentence, at)


#: More adverbials than this between a cue and its content are not looked through.
_ADJUNCTS = 3
#: Who spoke is at most so many items after the verb of who carried it on.
_ORIGIN = 9
#: The noun of an account is at most so many items after its preposition.
_ACCOUNT = 5
#: A surname with its particles has at most so many items.
_SURNAME = 4
#: The subject that has no referent is at most so many items before a passive verb.
_EXPLETIVE = 3
#: A name in marks has at most so many code points.
_NAME_IN_MARKS = 50
#: An auxiliary is at most so many items before the verb that it belongs to.
_SPLIT = 10
#: A noun of so many letters is too short to be read by its ending.
_SHORT = 6


@dataclass(frozen=True, slots=True)
class CueFrame:
    """A cue and what goes with it, all as items of its sentence.

    ``source`` is the noun phrase that speaks; ``begin`` the first item of the cue with its source on the left,
    ``end`` the first item after the cue and all that belongs to it: where content on the right can start.
    ``shared`` says that the source is that of another verb, ``after`` that it follows the cue, ``denied`` that
    no act took place: the cue then has no content, but still ends that of the cue before it. ``infinitive`` marks
    "to say", ``echo`` "as X said": the content comes before it. ``agentless`` marks a passive whose subject has no
    referent ("det er meldt om").
    """

    cue: Range
    entry: CueEntry
    source: Range | None
    begin: int
    end: int
    medium: Range | None = None
    via: Range | None = None
    shared: bool = False
    after: bool = False
    denied: bool = False
    infinitive: bool = False
    echo: bool = False
    agentless: bool = False


def find_cue_frames(sentence: Sentence) -> list[CueFrame]:
    """The cue frames of a sentence in order."""
    found: list[CueFrame] = []
    end = 0
    for i, item in enumerate(sentence.items):
        if i < end:
            continue
        if item.has(WC.ACCOUNT_PREPOSITION) and (account := _account(sentence, i)) is not None:
            found.append(account)
            end = account.end
            continue
        if not item.signals or is_idiom(sentence, i):
            continue
        size, entry = cue_at(sentence, i)
        end = i + size
        frame = None if entry is None else _frame_of_cue(sentence, (i, end), entry, found)
        if frame is not None:
            found.append(_with_echo(sentence, _with_adjuncts(sentence, frame)))
    return found


def _frame_of_cue(sentence: Sentence, cue: Range, entry: CueEntry, found: Sequence[CueFrame]) -> CueFrame | None:
    """The frame of one cue, before its adjuncts; None if the word is not used as a cue here."""
    i = cue[0]
    if entry.kind == "phrases":
        return _phrase(sentence, cue, entry)
    if entry.kind == "nouns":
        inside_frame = bool(found) and i < found[-1].end
        return None if inside_frame else _noun(sentence, i, entry)
    if entry.kind != "verbs" or not is_used_as_verb(sentence, i, entry):
        return None
    frame = _verb(sentence, i, entry, found)
    if frame is None:
        return None
    denied = (
        frame.denied or is_denied(sentence, i) or _is_denied_after(sentence, frame) or _is_conditional(sentence, frame)
    )
    return replace(frame, denied=denied, infinitive=is_infinitive(sentence, i))


def _is_denied_after(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a negation follows the subject after its verb, where the verb is second ("sier hun ikke noe om")."""
    end = frame.end if sentence.language.verb_second and frame.after else len(sentence)
    return end < len(sentence) and sentence.items[end].has(WC.NEGATION)


def _is_conditional(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a condition opens the clause of a cue: nothing was said yet."""
    first = frame.begin if frame.source is None else min(frame.begin, frame.source[0])
    return first > 0 and sentence.items[first - 1].has(WC.CONDITIONAL)


def _with_echo(sentence: Sentence, frame: CueFrame) -> CueFrame:
    """The frame with the word that ties it to what it follows ("..., as X said"), if one does."""
    items = sentence.items
    begins = items[frame.begin]
    bare = sentence.language.cased and begins.word[0].islower() and frame.source is not None and not frame.after
    if bare and not begins.has(
        WC.DETERMINER, WC.PRONOUN, WC.GROUP_NOUN, WC.ORGANISATION_NOUN, WC.PERSON_NOUN, WC.TITLE
    ):
        return frame  # "as examples of ... comments"
    if "question" in frame.entry.frames:
        return frame
    for phrase in sentence.language.echoes:
        # The last word of "etter det" is read into the source if it may be a determiner.
        for inside in (0, 1):
            first = frame.begin + inside - len(phrase)
            tied = first == 0 or (first > 0 and (items[first - 1].is_comma or items[first - 1].quoted is not None))
            if tied and tuple(k.folded for k in items[first : frame.begin + inside]) == phrase:
                source = frame.source
                if inside and (source is None or source[1] - source[0] < 2):
                    continue
                source = (source[0] + inside, source[1]) if source is not None and not frame.after else source
                return replace(frame, begin=first, source=source, echo=True, denied=False)
    return frame


def _verb(sentence: Sentence, i: int, entry: CueEntry, earlier: Sequence[CueFrame]) -> CueFrame | None:
    """The cue frame of a verb; ``earlier`` are the frames of the cues before it, whose source it may share."""
    start = _after_particle(sentence, i, entry)
    while start < len(sentence) and may_stand_between(sentence, start):
        start = _after_manner(sentence, start)
    if entry.impersonal:
        # "heter det" is the cue as a whole (guidelines, section 2).
        end = i + 2 if i + 1 < len(sentence) and sentence.items[i + 1].has(WC.EXPLETIVE) else i + 1
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
    agent = right_phrase(sentence, start + 1) if _is_agent(sentence, start) else None
    end = agent[1] if agent else i + 1
    agentless = agent is None and any(k.has(WC.EXPLETIVE) for k in sentence.items[max(0, i - _EXPLETIVE) : i])
    return CueFrame((i, i + 1), entry, agent, i, end, after=agent is not None, agentless=agentless)


def _with_subject(sentence: Sentence, i: int, entry: CueEntry, start: int) -> CueFrame | None:
    """The frame of a verb whose subject is beside it; ``start`` is where a subject after it can begin."""
    cue = (i, _after_particle(sentence, i, entry))
    if (split := _after_first_auxiliary(sentence, i)) is not None:
        return CueFrame(cue, entry, split, split[0], i + 1)
    for side in sides(sentence, i, start):
        source = left_phrase(sentence, i) if side == "before" else right_phrase(sentence, start)
        if source is None or is_placeholder_subject(sentence, source):
            continue
        if side == "before" and (not _opens_clause(sentence, source[0]) or _is_fronted_as(sentence, source[0])):
            continue
        if side == "before":
            end = _after_far_particle(sentence, i, entry, i + 1)
            return CueFrame(cue, entry, source, source[0], end)
        border = _object_border(sentence, entry, source)
        if border == source[0] or _is_accusative(sentence, source[0]) or _is_object(sentence, i, source, entry):
            continue  # What follows the verb is its object: the subject was named before.
        source = source if border is None else (source[0], border)
        source, end = _with_insertion(sentence, source)
        end = _after_far_particle(sentence, i, entry, end)
        return CueFrame(cue, entry, source, i, end, after=True)
    if _opens_with_particle(sentence, i):
        return CueFrame(cue, entry, (0, i), 0, i + 1)
    return None


def _after_first_auxiliary(sentence: Sentence, i: int) -> Range | None:
    """The subject between an auxiliary and its verb, where subjects follow their verbs ("وكان X قد قال")."""
    if sentence.language.subject[0] != "after":
        return None
    items = sentence.items
    end = i - 1 if i > 0 and items[i - 1].has(WC.AUXILIARY) else i
    first = next((k for k in range(end - 1, max(-1, end - _SPLIT), -1) if items[k].has(WC.AUXILIARY)), None)
    if first is None or end - first < _LEAST - 1 or right_phrase(sentence, first + 1) is None:
        return None
    between = items[first + 1 : end]
    if any(not k.is_word or k.is_verb or k.has(WC.RELATIVE, WC.COMPLEMENTIZER, WC.SUBORDINATOR) for k in between):
        return None
    return (first + 1, end)


def _is_object(sentence: Sentence, i: int, phrase: Range, entry: CueEntry) -> bool:
    """Whether the one short noun phrase between a verb that needs an object and its preposition is that object."""
    items, (first, end) = sentence.items, phrase
    if not items[i].has(WC.OBJECT_VERB) or end >= len(items):
        return False
    if not items[end].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) and not is_tie(sentence, end, entry):
        return False
    definite = tuple(sentence.language.words[WC.DEFINITE_BEGINNING])
    construct = end - first == 2 and not items[first].folded.startswith(definite)
    return end - first == 1 or (construct and items[first + 1].folded.startswith(definite))


def _opens_with_particle(sentence: Sentence, i: int) -> bool:
    """Whether a surname with a preposition as particle begins the sentence up to the verb ("Von der X sagte")."""
    items = sentence.items
    if not sentence.language.verb_second or not 1 < i <= _SURNAME or not items[0].has(WC.NAME_PARTICLE):
        return False
    return items[0].word[0].isupper() and items[i - 1].word[0].isupper()


def _opens_clause(sentence: Sentence, first: int) -> bool:
    """Whether a subject before its verb opens a clause, as it does where subjects usually follow their verbs."""
    items = sentence.items
    if sentence.language.subject[0] == "before" or first == 0 or items[first].has(WC.RELATIVE, WC.PRONOUN):
        return True
    before = items[first - 1]
    opens = before.has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE, WC.CONJUNCTION, WC.SUBORDINATOR, WC.ADVERB, WC.TIME)
    return not before.is_word or opens or before.has(WC.AUXILIARY)


def _is_fronted_as(sentence: Sentence, first: int) -> bool:
    """Whether a noun phrase before a second verb is no subject: "as" begins the sentence ("Als Grund gab X an")."""
    items = sentence.items
    echo = (items[0].folded,) in sentence.language.echoes
    return sentence.language.verb_second and first == 1 and items[0].has(WC.AS) and not echo


def _is_accusative(sentence: Sentence, k: int) -> bool:
    """Whether a definite noun has an ending that no subject has."""
    item = sentence.items[k]
    endings = tuple(sentence.language.words[WC.OBJECT_ENDING])
    definite = item.folded.startswith(tuple(sentence.language.words[WC.DEFINITE_BEGINNING]))
    return (
        bool(endings) and definite and not item.classes and len(item.folded) > _SHORT and item.folded.endswith(endings)
    )


def _with_insertion(sentence: Sentence, source: Range) -> tuple[Range, int]:
    """A subject after its verb, and the item after it and what commas insert before its complementizer.

    In "قال X، الذي ...، إن" the clause belongs to the name; a time or medium does not.
    """
    end = source[1]
    closing = after_insertion(sentence, end)
    if closing is None:
        return source, end
    if sentence.items[end + 1].has(WC.ADVERB, WC.PREPOSITION, WC.TIME):
        return source, end + 1
    return (source[0], closing), closing + 1


def _without_subject(sentence: Sentence, i: int, entry: CueEntry, earlier: Sequence[CueFrame]) -> CueFrame:
    """The frame of a verb without a subject beside it, which may share that of a verb before it."""
    sources = [r.source for r in earlier if r.entry.kind == "verbs" and r.source is not None]
    shared = subject_before(sentence, i, sources) if lacks_subject(sentence, i) else None
    end = _after_particle(sentence, i, entry)
    # "This tells us that": a thing does.
    thing = sentence.language.verb_second and i > 0 and sentence.items[i - 1].has(WC.ANAPHOR) and shared is None
    return CueFrame((i, end), entry, shared, i, end, shared=shared is not None, denied=thing)


def _object_border(sentence: Sentence, entry: CueEntry, source: Range) -> int | None:
    """Where the object begins that reading by closed classes takes into the subject behind a verb."""
    items, (first, end) = sentence.items, source
    tied = next((k for k in range(first, end) if is_tie(sentence, k, entry)), None)
    if tied is not None:
        return tied
    follows = end < len(items) and (
        items[end].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) or not items[end].is_word
    )
    if "object" not in entry.frames or (follows and items[end].word == ":"):
        return None
    if end < len(items) and (
        items[end].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) or items[end].quoted is not None
    ):
        return None
    if items[first].has(WC.VERBAL_NOUN):
        return first
    return next(
        (k for k in range(first + 1, end) if items[k].has(WC.VERBAL_NOUN) and _is_closed(sentence, k - 1)), None
    )


def _is_closed(sentence: Sentence, k: int) -> bool:
    """Whether a noun takes no other noun after it: it is definite, has a pronoun, or is a name."""
    item = sentence.items[k]
    definite = item.folded.startswith(tuple(sentence.language.words[WC.DEFINITE_BEGINNING]))
    common = item.has(
        WC.PERSON_NOUN, WC.ORGANISATION_NOUN, WC.TITLE, WC.GROUP_NOUN, WC.DETERMINER, WC.PREPOSITION, WC.CONJUNCTION
    )
    named = item.has(WC.ORGANISATION_NOUN) and item.folded.endswith(tuple(sentence.language.words[WC.NAME_ENDING]))
    return definite or named or not common


def _bracketed(sentence: Sentence, i: int, entry: CueEntry, bracket: Bracket) -> CueFrame:
    """The frame of a verb that ends its clause, whose subject is at the clause's start or beside its auxiliary."""
    source, begin = bracket.subject, bracket.begin
    if bracket.passive and not sentence.items[i].has(WC.RELAYED):
        return CueFrame((i, i + 1), entry, bracket.agent, begin, i + 1, after=bracket.agent is not None)
    if source is not None and is_placeholder_subject(sentence, source):
        source = None
    echo = (sentence.items[begin].folded,) in sentence.language.echoes
    return CueFrame((i, i + 1), entry, source, begin, i + 1, denied=bracket.denied or bracket.infinitive, echo=echo)


def _after_far_particle(sentence: Sentence, i: int, entry: CueEntry, end: int) -> int:
    """The item after the particle that closes the verb's bracket ("teilte X am Montag mit, ..."), if one does."""
    if not entry.particles or "figure" in entry.frames:
        return end
    at = find_particle(sentence, i, entry)
    return end if at is None or at < end else at + 1


def _relayed(sentence: Sentence, i: int, entry: CueEntry) -> CueFrame | None:
    """A verb of carrying words on: "نقلت A عن B قوله إن": B speaks, A is the go-between, the noun of saying the cue."""
    items = sentence.items
    origin = next((k for k in range(i + 1, min(len(items), i + _ORIGIN)) if items[k].has(WC.ORIGIN)), None)
    source = None if origin is None else right_phrase(sentence, origin + 1)
    if origin is None or source is None:
        return None
    carrier = right_phrase(sentence, i + 1)
    via = (carrier[0], min(carrier[1], origin)) if carrier is not None and carrier[0] < origin else None
    saying = next((k for k in range(source[0] + 1, source[1]) if items[k].has(WC.SAYING)), None)
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


def _is_agent(sentence: Sentence, at: int) -> bool:
    return at < len(sentence) and sentence.items[at].has(WC.AGENT)


def _phrase(sentence: Sentence, cue: Range, entry: CueEntry) -> CueFrame | None:
    """A cue such as "according to" with its source; at a sentence's start the comma after that ends it."""
    if entry.postposed:
        source = left_phrase(sentence, cue[0])
        return None if source is None else CueFrame(cue, entry, source, source[0], cue[1])
    if entry.parenthetic and not _is_parenthetic(sentence, cue):
        return None
    opens = all(opens_sentence(sentence, k) for k in range(cue[0]))
    parenthetic = cue[0] > 1 and sentence.items[cue[0] - 1].is_comma and sentence.items[cue[0] - 2].has(WC.AUXILIARY)
    if cue[1] < len(sentence) and sentence.items[cue[1]].has(WC.SAYING):
        return CueFrame((cue[0], cue[1] + 1), entry, None, cue[0], cue[1] + 1)  # "in his words"
    source = right_phrase(sentence, cue[1], apposition=not opens and not parenthetic)
    if source is None and cue[1] < len(sentence) and _is_quoted_name(sentence, cue[1]):
        source = (cue[1], cue[1] + 1)
    if source is not None and sentence.language.verb_second:
        source = _before_finite(sentence, source)
    if source is None or ("document" in entry.frames and not _is_document(sentence, source)):
        return None
    closing = after_inserted_clause(sentence, source[1]) if opens else None
    source = source if closing is None else (source[0], closing)
    return CueFrame(cue, entry, source, cue[0], source[1], after=True)


def _account(sentence: Sentence, i: int) -> CueFrame | None:
    """A preposition with a compound noun for what somebody has said: "nach Polizeiangaben"."""
    endings = tuple(sentence.language.words[WC.ACCOUNT_ENDING])
    for k in range(i + 1, min(len(sentence), i + _ACCOUNT)):
        item = sentence.items[k]
        if not item.is_word or item.has(WC.PREPOSITION, WC.CONJUNCTION, WC.AUXILIARY, WC.PRONOUN):
            return None
        if item.folded.endswith(endings) and item.word[0].isupper():
            source = right_phrase(sentence, i + 1)
            belongs = k + 1 < len(sentence) and sentence.items[k + 1].has(WC.GENITIVE_DETERMINER, WC.ATTACHING)
            source = (i + 1, k + 1) if source is None or source[1] <= k or not belongs else source
            entry = CueEntry("phrases", frozenset(("trailing", "leading")))
            return CueFrame((i, i + 1), entry, source, i, source[1], after=True)
    return None


def _is_quoted_name(sentence: Sentence, k: int) -> bool:
    """Whether a quoted stretch is a name in marks: short, and closed by no full stop ("laut „Morgenpost“")."""
    quoted = sentence.items[k].quoted
    if quoted is None or quoted.end - quoted.start > _NAME_IN_MARKS:
        return False
    return sentence.text[quoted.inner_end - 1] not in ".,!?;:…"


def _is_parenthetic(sentence: Sentence, cue: Range) -> bool:
    """Whether a mark stands before the words and only a name or noun phrase behind them: "..., so der Sprecher"."""
    items = sentence.items
    before = items[cue[0] - 1] if cue[0] else None
    head = items[cue[1]] if cue[1] < len(items) else None
    if before is None or head is None or (before.is_word and before.quoted is None):
        return False
    named = head.is_word and (head.word[0].isupper() or head.has(WC.DETERMINER, WC.PRONOUN))
    return named and not head.has(WC.ADVERB, WC.TIME)


def _is_document(sentence: Sentence, source: Range) -> bool:
    return any(k.has(WC.DOCUMENT, WC.MEDIUM) for k in sentence.items[slice(*source)])


def _before_finite(sentence: Sentence, phrase: Range) -> Range:
    """A noun phrase without the verb that follows it in second place: finite by its ending, after a definite noun."""
    items = sentence.items
    definite, finite = (tuple(sentence.language.words[c]) for c in ("definite_ending", "finite_ending"))
    for k in range(phrase[0] + 1, phrase[1]):
        before = items[k - 1]
        closed = before.word[0].isupper() or (before.folded.endswith(definite) and not before.has(WC.PREPOSITION))
        if closed and items[k].is_word and items[k].word[0].islower() and items[k].folded.endswith(finite):
            return (phrase[0], k)
    return phrase


def _noun(sentence: Sentence, i: int, entry: CueEntry) -> CueFrame | None:
    """A noun that cues ("a pledge to ...", "reports of ..."); its source is attached with "by", or a genitive."""
    items = sentence.items
    if i > 0 and items[i - 1].has(WC.NEGATION):
        return None
    if i > 1 and items[i - 1].word in GENITIVES:
        held = left_phrase(sentence, i - 1)
        ties = [k + 1 for k in range(*held) if sentence.items[k].has(WC.PREPOSITION)] if held else []
        held = (ties[-1], held[1]) if held and ties else held
        return CueFrame((i, i + 1), entry, held, held[0] if held else i, i + 1)
    if _is_agent(sentence, i + 1) and (by := right_phrase(sentence, i + 2)) is not None:
        by = _with_place(sentence, by)
        return CueFrame((i, i + 1), entry, by, i, by[1], after=True)
    if (by := _genitive_after(sentence, i)) is not None:
        return CueFrame((i, i + 1), entry, by, i, by[1], after=True)
    return CueFrame((i, i + 1), entry, None, i, i + 1)


def _genitive_after(sentence: Sentence, i: int) -> Range | None:
    """Whose saying a noun is: a genitive after it ("Forderung der Stadt"), or a name before a complementizer.

    The latter is so where heads come first ("إعلان X أن ...").
    """
    if i + 1 < len(sentence) and sentence.items[i + 1].has(WC.GENITIVE_DETERMINER):
        return right_phrase(sentence, i + 1)
    by = right_phrase(sentence, i + 1) if sentence.language.subject[0] == "after" else None
    if by is None or by[1] >= len(sentence):
        return None
    return by if sentence.items[by[1]].has(WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE) else None


def _with_place(sentence: Sentence, source: Range) -> Range:
    """A source with the place that is between it and an infinitive ("by forces in the region to stop ...")."""
    at = source[1]
    if at >= len(sentence) or not sentence.items[at].has(WC.PREPOSITION):
        return source
    place = right_phrase(sentence, at + 1)
    if place is None or place[1] >= len(sentence) or not sentence.items[place[1]].has(WC.INFINITIVE):
        return source
    return (source[0], place[1])


def _object_at(sentence: Sentence, at: int) -> Range | None:
    alone = at < len(sentence) and sentence.items[at].has(WC.OBJECT_PRONOUN) and not opens_phrase(sentence, at)
    return (at, at + 1) if alone else None


def _with_adjuncts(sentence: Sentence, frame: CueFrame) -> CueFrame:
    """Extend the frame by what is between the cue and its content."""
    at = frame.end
    if "addressee" in frame.entry.frames and not frame.after:
        addressee = _object_at(sentence, at) or right_phrase(sentence, at)
        if addressee is not None:
            via = addressee if carries(sentence, frame.cue[0], addressee) else None
            frame, at = replace(frame, via=via), addressee[1]
    issuer = _issuer_at(sentence, frame, at)
    if issuer is not None:
        frame, at = replace(frame, source=issuer, after=True), issuer[1]
    for _ in range(_ADJUNCTS):
        adjunct = find_adjunct(sentence, at)
        if adjunct is None:
            break
        at = adjunct.end
        if frame.medium is None and adjunct.medium is not None:
            frame = replace(frame, medium=adjunct.medium)
        if frame.source is None and adjunct.issuer is not None:
            frame = replace(frame, source=adjunct.issuer, after=True)
    frame = _with_opening_medium(sentence, frame)
    via = find_via(sentence, at)
    if via is not None:
        frame, at = replace(frame, via=via), via[1]
    return frame if at == frame.end else replace(frame, end=at)


def _issuer_at(sentence: Sentence, frame: CueFrame, at: int) -> Range | None:
    """The source that a preposition of issuers names after an impersonal cue ("lyder det fra X")."""
    if not frame.entry.impersonal or frame.source is not None or at >= len(sentence):
        return None
    return right_phrase(sentence, at + 1) if sentence.items[at].has(WC.ISSUER) else None


def _with_opening_medium(sentence: Sentence, frame: CueFrame) -> CueFrame:
    """The frame with the medium that opens its sentence ("In a speech ..., X said")."""
    if frame.medium is not None or frame.begin == 0:
        return frame
    opening = find_adjunct(sentence, 0)
    if opening is None or opening.medium is None or opening.end > frame.begin:
        return frame
    frame = replace(frame, medium=opening.medium)
    if frame.entry.impersonal and frame.source is None and opening.issuer is not None:
        return replace(frame, source=opening.issuer)
    return frame

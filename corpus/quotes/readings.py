"""Cues of a sentence, each read as an act of speech: with its source, addressee, medium and go-between."""

from __future__ import annotations

from dataclasses import dataclass, replace

from corpus.language import CueEntry
from corpus.quotes.frame import Frame
from corpus.quotes.phrases import is_plain, left_phrase, right_phrase

_COMMAS = frozenset((",", "،"))
_PHRASE_WORDS = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """A cue at items ``[cue[0], cue[1])`` and what goes with it, all as item indices.

    ``source`` is the noun phrase that speaks; ``begin`` the first item of the cue with its source on the left,
    ``behind`` the first item after the cue and all that belongs to it: where content on the right can start.
    ``shared`` says that the source is that of an earlier cue in the sentence, ``denied`` that no act took place: the
    cue then has no content, but still ends that of the cue before it. ``infinitive`` marks "to say".
    """

    cue: tuple[int, int]
    entry: CueEntry
    source: tuple[int, int] | None
    begin: int
    behind: int
    medium: tuple[int, int] | None = None
    via: tuple[int, int] | None = None
    shared: bool = False
    after: bool = False
    denied: bool = False
    infinitive: bool = False


def find_readings(frame: Frame, low: int, high: int) -> list[Reading]:
    """The readings of the sentence ``[low, high)`` in order; acts that are denied to have happened are left out."""
    found: list[Reading] = []
    i = low
    while i < high:
        size, entry = _cue_at(frame, i, high)
        if entry is None:
            i += 1
            continue
        reading = _phrase(frame, i, size, entry, low, high) if entry.kind == "phrases" else None
        if entry.kind == "verbs" and _is_verb(frame, i, low, high, entry):
            reading = _verb(frame, i, entry, low, high, found)
            reading = replace(reading, denied=_is_denied(frame, i, low, high), infinitive=_is_infinitive(frame, i, low))
        elif entry.kind == "nouns":
            reading = _noun(frame, i, entry, low, high)
        if reading is not None:
            found.append(reading)
        i += size
    return found


def _cue_at(frame: Frame, i: int, high: int) -> tuple[int, CueEntry | None]:
    items = frame.items
    for size in range(min(_PHRASE_WORDS, high - i), 1, -1):
        entry = frame.language.cue_phrases.get(tuple(k.folded for k in items[i : i + size]))
        if entry is not None:
            return size, entry
    item = items[i]
    follower = items[i + 1] if i + 1 < high else None
    governs = item.noun is not None and "of" in item.noun.frames and follower is not None and follower.has("attaching")
    if item.noun is not None and (item.cue is None or governs or _is_nominal(frame, i)):
        return 1, item.noun
    return 1, item.cue


def _is_nominal(frame: Frame, i: int) -> bool:
    """Whether the word before tells that this one is a noun: a determiner, a genitive, a preposition."""
    before = frame.items[i - 1] if i else None
    if before is not None and before.word in ("'s", "’s"):
        return i < 2 or not frame.items[i - 2].has("pronoun")
    return before is not None and before.has("determiner", "preposition") and not before.has("pronoun", "relative")


def _is_verb(frame: Frame, i: int, low: int, high: int, entry: CueEntry) -> bool:
    """Whether the word at ``i`` is used as the verb: no noun, no part of a name, with the particle that it needs."""
    items = frame.items
    item = items[i]
    if frame.language.cased and i > low and item.word[0].isupper() and items[i - 1].is_word:
        return False
    if entry.impersonal and not any(k.has("expletive") for k in items[max(low, i - 1) : min(high, i + 2)]):
        return False
    if entry.particle is not None and all(k.folded != entry.particle for k in items[i + 1 : min(high, i + _PARTICLE)]):
        return False
    return not _is_nominal(frame, i) or items[i - 1].has("expletive")


def _is_denied(frame: Frame, i: int, low: int, high: int) -> bool:
    """Whether the verb's act did not take place: negated, or after "fail to"."""
    items = frame.items
    j = i - 1
    while j >= low and items[j].is_word and items[j].has("auxiliary", "adverb", "infinitive", "negation", "negator"):
        if items[j].has("negation", "negator"):
            return True
        j -= 1
    return i + 2 < high and items[i + 1].has("negation") and items[i + 2].has("complementizer")


def _is_infinitive(frame: Frame, i: int, low: int) -> bool:
    return i > low and frame.items[i - 1].has("infinitive")


def _is_passive(frame: Frame, i: int, low: int) -> bool:
    j = i - 1
    while j >= low and frame.items[j].is_word and frame.items[j].has("adverb", "auxiliary"):
        if frame.items[j].has("passive"):
            return not frame.items[i].has("participle")
        j -= 1
    return False


#: A particle stands at most so many items behind its verb.
_PARTICLE = 8


def _verb(frame: Frame, i: int, entry: CueEntry, low: int, high: int, earlier: list[Reading]) -> Reading:
    source, after = None, False
    start = i + 1
    while start < high and frame.items[start].has("adverb", "expletive") and not _opens_phrase(frame, start, high):
        start += 1
    for side in () if entry.impersonal else _sides(frame, i, start, low, high):
        if side == "before":
            source = left_phrase(frame, i, low)
        else:
            source, after = right_phrase(frame, start, high), True
        if source is not None:
            break
    if entry.impersonal:
        return _with_adjuncts(frame, Reading((i, i + 1), entry, None, i, start), high)
    if _is_passive(frame, i, low):
        agent = right_phrase(frame, start + 1, high) if start < high and frame.items[start].has("agent") else None
        behind = agent[1] if agent else i + 1
        return _with_adjuncts(frame, Reading((i, i + 1), entry, agent, i, behind, after=agent is not None), high)
    shared = False
    if source is None and _lacks_subject(frame, i, low):
        source = _subject_before(frame, i, low, earlier)
        shared = source is not None
    after = after and source is not None and not shared
    begin = i if shared or after or source is None else source[0]
    behind = source[1] if after and source is not None else i + 1
    return _with_adjuncts(frame, Reading((i, i + 1), entry, source, begin, behind, shared=shared, after=after), high)


def _sides(frame: Frame, i: int, start: int, low: int, high: int) -> tuple[str, ...]:
    """Where the subject is looked for, best first."""
    item, first = frame.items[i], frame.language.subject[0]
    if item.has("participle"):
        adjoined = i > low and frame.items[i - 1].is_word and not frame.items[i - 1].has("adverb", "subordinator")
        return ("before",) if first == "before" and adjoined else ()
    if first == "after":
        alone = item.cue is not None and "addressee" in item.cue.frames
        return ("before", "after") if alone and left_phrase(frame, i, low) == (low, i) else ("after", "before")
    if not _inverts(frame, i, low):
        return ("before",)
    right = right_phrase(frame, start, high)
    if right is None:
        return ("before",)
    behind = frame.items[right[1]] if right[1] < high else None
    closed = behind is None or not behind.is_word or _adjunct(frame, right[1], high) is not None
    if frame.language.verb_second:
        at_clause_end = i > low and not frame.items[i - 1].is_word
        prefers = at_clause_end or (behind is not None and behind.has("complementizer"))
        return ("after", "before") if prefers else ("before", "after")
    return ("after", "before") if closed and left_phrase(frame, i, low) is None else ("before",)


def _opens_phrase(frame: Frame, at: int, high: int) -> bool:
    """Whether an expletive form is a determiner here: a plain word in small letters follows."""
    follower = frame.items[at + 1] if at + 1 < high else None
    return frame.items[at].has("determiner") and follower is not None and is_plain(follower) and follower.cue is None


def _inverts(frame: Frame, i: int, low: int) -> bool:
    """Whether the subject can stand behind the verb: always where it does so first, else at a clause's start."""
    if frame.language.subject[0] == "after":
        return True
    j = i - 1
    while j >= low and frame.items[j].is_word and frame.items[j].has("adverb", "auxiliary", "time", "preposition"):
        j -= 1
    if j < low:
        return True
    before = frame.items[j]
    return before.quoted is not None or not before.is_word or before.has("conjunction")


def _lacks_subject(frame: Frame, i: int, low: int) -> bool:
    """Whether a verb takes the subject of its sentence: a participle, or one coordinated with another verb."""
    item, before = frame.items[i], frame.items[i - 1] if i > low else None
    if before is None:
        return False
    free = not before.is_word or before.has("conjunction", "adverb") or item.has("participle")
    return free or len(frame.language.stems(item.folded)) > 1


def _subject_before(frame: Frame, i: int, low: int, earlier: list[Reading]) -> tuple[int, int] | None:
    """The subject of the cue before, or else the noun phrase that the sentence starts with."""
    named = next((r.source for r in reversed(earlier) if r.source is not None), None)
    if named is not None:
        return named
    if frame.language.subject[0] == "after":
        return None
    first = low
    while first < i and (not frame.items[first].is_word or frame.items[first].has("conjunction", "adverb", "time")):
        first += 1
    return right_phrase(frame, first, i, apposition=False)


def _phrase(frame: Frame, i: int, size: int, entry: CueEntry, low: int, high: int) -> Reading | None:
    # At a sentence's start the comma behind the source ends it: what follows is the content, no apposition.
    opens = all(not k.is_word or k.has("conjunction", "adverb") for k in frame.items[low:i])
    source = right_phrase(frame, i + size, high, apposition=not opens)
    if source is None:
        return None
    return _with_adjuncts(frame, Reading((i, i + size), entry, source, i, source[1], after=True), high)


def _noun(frame: Frame, i: int, entry: CueEntry, low: int, high: int) -> Reading | None:
    """A noun that cues ("a pledge to ...", "reports of ..."); its source is what is attached with "by", or a genitive."""
    items = frame.items
    source = None
    behind = i + 1
    j = i - 1
    while j > low and items[j].is_word and items[j].has("auxiliary", "negation", "negator"):
        if items[j].has("negation"):
            return None
        j -= 1
    if i > low + 1 and items[i - 1].word in ("'s", "’s"):
        held = left_phrase(frame, i - 1, low)
        source = held
    elif behind < high and items[behind].folded in frame.language.words["agent"]:
        source = _with_place(frame, right_phrase(frame, behind + 1, high), high)
        behind = source[1] if source else behind
    return Reading(
        (i, i + 1), entry, source, min(i, source[0]) if source else i, behind, after=bool(source and source[0] > i)
    )


def _with_place(frame: Frame, source: tuple[int, int] | None, high: int) -> tuple[int, int] | None:
    """A source with the place that stands between it and an infinitive ("by forces in the region to stop ...")."""
    if source is None or source[1] >= high or not frame.items[source[1]].has("preposition"):
        return source
    place = right_phrase(frame, source[1] + 1, high)
    follows = place is not None and place[1] < high and frame.items[place[1]].has("infinitive")
    return (source[0], place[1]) if place is not None and follows else source


def _with_adjuncts(frame: Frame, reading: Reading, high: int) -> Reading:
    """Take in what stands between the cue and its content: somebody spoken to, a medium, a time."""
    items = frame.items
    at = reading.behind
    if "addressee" in reading.entry.frames and not reading.after:
        spoken_to = right_phrase(frame, at, high)
        if spoken_to is not None and spoken_to[0] == at:
            cue_word = items[reading.cue[0]].folded
            carries = cue_word in frame.language.words["via_cue"] and any(
                k.has("outlet") for k in items[at : spoken_to[1]]
            )
            reading = replace(reading, via=spoken_to if carries else None)
            at = spoken_to[1]
    for _ in range(3):
        step = _adjunct(frame, at, high)
        if step is None:
            break
        behind, medium, issuer = step
        reading = replace(
            reading,
            medium=reading.medium or medium,
            source=reading.source or issuer,
            after=reading.after or issuer is not None,
        )
        at = behind
    via = _via(frame, at, high)
    if via is not None:
        reading, at = replace(reading, via=via), via[1]
    return replace(reading, behind=at)


def _adjunct(frame: Frame, at: int, high: int) -> tuple[int, tuple[int, int] | None, tuple[int, int] | None] | None:
    """A time, an adverb or "in a statement (from X)" at an item: what is behind it, the medium, who issued it."""
    items = frame.items
    if at >= high or not items[at].is_word:
        return None
    if items[at].has("time", "adverb") and not items[at].has("determiner", "complementizer"):
        return at + 1, None, None
    if not items[at].has("preposition"):
        return None
    if items[at].has("medium_preposition") and at + 1 < high and items[at + 1].quoted is not None and at + 2 < high:
        return at + 2, (at + 1, at + 2), None
    near = range(at + 1, min(high, at + 6))
    for k in near:
        if not items[k].is_word or items[k].has("complementizer", "complementizer_inside"):
            break
        if items[k].has("medium") and items[at].has("medium_preposition"):
            behind = k + 1
            while (
                behind < high
                and items[behind].is_word
                and (items[behind].has("medium", "time") or items[behind].has("adverb"))
            ):
                behind += 1
            issuer = None
            if behind < high and items[behind].has("issuer"):
                issuer = right_phrase(frame, behind + 1, high)
                behind = issuer[1] if issuer else behind
            return behind, (at + 1, k + 1), issuer
        if items[k].has("time"):
            behind = k + 1
            while behind < high and items[behind].is_word and items[behind].has("time"):
                behind += 1
            return behind, None, None
    return None


def _via(frame: Frame, at: int, high: int) -> tuple[int, int] | None:
    """The go-between in "..., cited by X" at an item or behind its comma."""
    items = frame.items
    start = at + 1 if at < high and items[at].word in _COMMAS else at
    for phrase in frame.language.via_phrases:
        if tuple(k.folded for k in items[start : start + len(phrase)]) == phrase:
            return right_phrase(frame, start + len(phrase), high)
    return None

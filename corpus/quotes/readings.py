"""Cues of a sentence, each read as an act of speech: with its source, addressee, medium and go-between."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from corpus.langdata import CueEntry
from corpus.quotes.adjuncts import carries, find_adjunct, find_via
from corpus.quotes.cues import cue_at, is_denied, is_infinitive, is_passive, is_used_as_verb
from corpus.quotes.frame import GENITIVES, Range, Sentence
from corpus.quotes.phrases import left_phrase, opens_phrase, right_phrase

#: More adverbials than this between a cue and its content are not looked through.
_ADJUNCTS = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """A cue and what goes with it, all as items of its sentence.

    ``source`` is the noun phrase that speaks; ``begin`` the first item of the cue with its source on the left,
    ``behind`` the first item after the cue and all that belongs to it: where content on the right can start.
    ``shared`` says that the source is that of another verb, ``after`` that it stands behind the cue, ``denied`` that
    no act took place: the cue then has no content, but still ends that of the cue before it. ``infinitive`` marks
    "to say".
    """

    cue: Range
    entry: CueEntry
    source: Range | None
    begin: int
    behind: int
    medium: Range | None = None
    via: Range | None = None
    shared: bool = False
    after: bool = False
    denied: bool = False
    infinitive: bool = False


def find_readings(sentence: Sentence) -> list[Reading]:
    """The readings of a sentence in order."""
    found: list[Reading] = []
    behind = 0
    for i, item in enumerate(sentence.items):
        if not item.signals or i < behind:
            continue
        size, entry = cue_at(sentence, i)
        behind = i + size
        reading = None
        if entry is not None and entry.kind == "phrases":
            reading = _phrase(sentence, (i, i + size), entry)
        elif entry is not None and entry.kind == "nouns" and not (found and i < found[-1].behind):
            reading = _noun(sentence, i, entry)
        elif entry is not None and entry.kind == "verbs" and is_used_as_verb(sentence, i, entry):
            reading = _verb(sentence, i, entry, found)
            denied, infinitive = is_denied(sentence, i), is_infinitive(sentence, i)
            if denied or infinitive:
                reading = replace(reading, denied=denied, infinitive=infinitive)
        if reading is not None:
            found.append(_with_adjuncts(sentence, reading))
    return found


def _verb(sentence: Sentence, i: int, entry: CueEntry, earlier: Sequence[Reading]) -> Reading:
    start = i + 1
    while start < len(sentence) and _between(sentence, start):
        start += 1
    if entry.impersonal:
        # "heter det" is the cue as a whole (guidelines, section 2).
        behind = i + 2 if i + 1 < len(sentence) and sentence.items[i + 1].has("expletive") else i + 1
        return Reading((i, behind), entry, None, i, start)
    if is_passive(sentence, i):
        agent = right_phrase(sentence, start + 1) if _is_agent(sentence, start) else None
        return Reading((i, i + 1), entry, agent, i, agent[1] if agent else i + 1, after=agent is not None)
    for side in _sides(sentence, i, start):
        source = left_phrase(sentence, i) if side == "before" else right_phrase(sentence, start)
        if source is not None and not _names_nobody(sentence, source):
            after = side == "after"
            begin, behind = (i, source[1]) if after else (source[0], i + 1)
            return Reading((i, _behind_particle(sentence, i, entry)), entry, source, begin, behind, after=after)
    shared = _subject_before(sentence, i, earlier) if _lacks_subject(sentence, i) else None
    return Reading((i, i + 1), entry, shared, i, i + 1, shared=shared is not None)


def _names_nobody(sentence: Sentence, source: Range) -> bool:
    """Whether a would-be source only fills the subject's place ("det sies at"), or is an object ("called him")."""
    return source[1] - source[0] == 1 and sentence.items[source[0]].has("expletive", "object_pronoun")


def _behind_particle(sentence: Sentence, i: int, entry: CueEntry) -> int:
    """The item behind a verb and the particle that belongs to its meaning, where that follows at once."""
    follower = sentence.items[i + 1].folded if i + 1 < len(sentence) else None
    return i + 2 if entry.particle is not None and follower == entry.particle else i + 1


def _between(sentence: Sentence, at: int) -> bool:
    """Whether a word may stand between a verb and the subject behind it."""
    return sentence.items[at].has("adverb", "expletive") and not opens_phrase(sentence, at)


def _is_agent(sentence: Sentence, at: int) -> bool:
    return at < len(sentence) and sentence.items[at].has("agent")


def _sides(sentence: Sentence, i: int, start: int) -> tuple[str, ...]:
    """Where the subject is looked for, best first."""
    items, item = sentence.items, sentence.items[i]
    first = sentence.language.subject[0]
    if item.has("participle"):
        adjoined = i > 0 and items[i - 1].is_word and not items[i - 1].has("adverb", "subordinator")
        return ("before",) if first == "before" and adjoined else ()
    if first == "after":
        # With an object behind the verb, a phrase that fills the sentence up to it is the subject.
        spoken_to = item.cue is not None and "addressee" in item.cue.frames
        return ("before", "after") if spoken_to and left_phrase(sentence, i) == (0, i) else ("after", "before")
    right = right_phrase(sentence, start) if _may_invert(sentence, i) else None
    if right is None:
        return ("before",)
    behind = items[right[1]] if right[1] < len(items) else None
    if sentence.language.verb_second:
        ends_clause = i > 0 and not items[i - 1].is_word
        prefers = ends_clause or (behind is not None and behind.has("complementizer"))
        return ("after", "before") if prefers else ("before", "after")
    closed = behind is None or not behind.is_word or _follows_quote(sentence, i)
    closed = closed or find_adjunct(sentence, right[1]) is not None
    return ("after", "before") if closed and left_phrase(sentence, i) is None else ("before",)


def _follows_quote(sentence: Sentence, i: int) -> bool:
    """Whether the verb stands right behind a quotation, or behind its comma."""
    j = i - 2 if i > 1 and sentence.items[i - 1].is_comma else i - 1
    return j >= 0 and sentence.items[j].quoted is not None


def _may_invert(sentence: Sentence, i: int) -> bool:
    """Whether a clause can start with the verb at ``i``, so that its subject stands behind it."""
    items = sentence.items
    if sentence.language.verb_second:
        return True
    j = i - 1
    while j >= 0 and items[j].is_word and items[j].has("adverb", "auxiliary", "time", "preposition"):
        j -= 1
    return j < 0 or not items[j].is_word


def _lacks_subject(sentence: Sentence, i: int) -> bool:
    """Whether a verb takes the subject of its sentence: a participle, or one coordinated with another verb."""
    if i == 0:
        return False
    item, before = sentence.items[i], sentence.items[i - 1]
    free = not before.is_word or before.has("conjunction", "adverb") or item.has("participle")
    return free or len(sentence.language.stems(item.folded)) > 1


def _subject_before(sentence: Sentence, i: int, earlier: Sequence[Reading]) -> Range | None:
    """The source of the nearest cue before, or else the noun phrase that the sentence starts with."""
    sources = [r.source for r in earlier if r.entry.kind == "verbs" and r.source is not None]
    named = next((s for s in reversed(sources) if not sentence.items[s[0]].has("relative")), None)
    if named is not None or sentence.language.subject[0] == "after":
        return named
    first = 0
    if sentence.items[0].has("preposition"):
        # Behind the adverbial that the sentence starts with.
        first = next((k for k in range(i) if sentence.items[k].is_comma), i)
    while first < i and _opens_sentence(sentence, first):
        first += 1
    subject = right_phrase(sentence, first, apposition=False) if first < i else None
    return None if subject is None else _without_verb(sentence, subject)


def _without_verb(sentence: Sentence, phrase: Range) -> Range:
    """A sentence's first noun phrase without the verb that reading by closed classes takes in.

    That is what follows a name in small letters, or the last word before another noun phrase.
    """
    items, (first, behind) = sentence.items, phrase
    if items[first].word[0].isupper() and not items[first].has("determiner"):
        small = next((k for k in range(first + 1, behind) if items[k].is_word and items[k].word[0].islower()), behind)
        return (first, small)
    another = behind < len(items) and items[behind].has("determiner", "pronoun")
    return (first, behind - 1) if another and behind - first > 2 else phrase


def _opens_sentence(sentence: Sentence, at: int) -> bool:
    item = sentence.items[at]
    return not item.is_word or item.has("conjunction", "adverb", "time")


def _phrase(sentence: Sentence, cue: Range, entry: CueEntry) -> Reading | None:
    """A cue such as "according to" with its source; at a sentence's start the comma behind that ends it."""
    opens = all(_opens_sentence(sentence, k) for k in range(cue[0]))
    parenthetic = cue[0] > 1 and sentence.items[cue[0] - 1].is_comma and sentence.items[cue[0] - 2].has("auxiliary")
    source = right_phrase(sentence, cue[1], apposition=not opens and not parenthetic)
    if source is not None and sentence.language.verb_second:
        source = _before_finite(sentence, source)
    return None if source is None else Reading(cue, entry, source, cue[0], source[1], after=True)


def _before_finite(sentence: Sentence, phrase: Range) -> Range:
    """A noun phrase without the verb that follows it in second place: finite by its ending, behind a definite noun."""
    items = sentence.items
    definite, finite = (tuple(sentence.language.words[c]) for c in ("definite_ending", "finite_ending"))
    for k in range(phrase[0] + 1, phrase[1]):
        closed = items[k - 1].word[0].isupper() or items[k - 1].folded.endswith(definite)
        if closed and items[k].is_word and items[k].word[0].islower() and items[k].folded.endswith(finite):
            return (phrase[0], k)
    return phrase


def _noun(sentence: Sentence, i: int, entry: CueEntry) -> Reading | None:
    """A noun that cues ("a pledge to ...", "reports of ..."); its source is attached with "by", or a genitive."""
    items = sentence.items
    if i > 0 and items[i - 1].has("negation"):
        return None
    if i > 1 and items[i - 1].word in GENITIVES:
        held = left_phrase(sentence, i - 1)
        ties = [k + 1 for k in range(*held) if sentence.items[k].has("preposition")] if held else []
        held = (ties[-1], held[1]) if held and ties else held
        return Reading((i, i + 1), entry, held, held[0] if held else i, i + 1)
    if _is_agent(sentence, i + 1) and (by := right_phrase(sentence, i + 2)) is not None:
        by = _with_place(sentence, by)
        return Reading((i, i + 1), entry, by, i, by[1], after=True)
    return Reading((i, i + 1), entry, None, i, i + 1)


def _with_place(sentence: Sentence, source: Range) -> Range:
    """A source with the place that stands between it and an infinitive ("by forces in the region to stop ...")."""
    at = source[1]
    if at >= len(sentence) or not sentence.items[at].has("preposition"):
        return source
    place = right_phrase(sentence, at + 1)
    if place is None or place[1] >= len(sentence) or not sentence.items[place[1]].has("infinitive"):
        return source
    return (source[0], place[1])


def _with_adjuncts(sentence: Sentence, reading: Reading) -> Reading:
    """Take in what stands between the cue and its content."""
    at = reading.behind
    if "addressee" in reading.entry.frames and not reading.after:
        spoken_to = right_phrase(sentence, at)
        if spoken_to is not None:
            via = spoken_to if carries(sentence, reading.cue[0], spoken_to) else None
            reading, at = replace(reading, via=via), spoken_to[1]
    for _ in range(_ADJUNCTS):
        adjunct = find_adjunct(sentence, at)
        if adjunct is None:
            break
        at = adjunct.behind
        if reading.medium is None and adjunct.medium is not None:
            reading = replace(reading, medium=adjunct.medium)
        if reading.source is None and adjunct.issuer is not None:
            reading = replace(reading, source=adjunct.issuer, after=True)
    opening = find_adjunct(sentence, 0) if reading.medium is None and reading.begin > 0 else None
    if opening is not None and opening.medium is not None and opening.behind <= reading.begin:
        # "In a speech ..., X said".
        reading = replace(reading, medium=opening.medium)
    via = find_via(sentence, at)
    if via is not None:
        reading, at = replace(reading, via=via), via[1]
    return reading if at == reading.behind else replace(reading, behind=at)

"""Indirect and mixed speech within a sentence: what a cue governs without marks around all of it."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.quotes.found import Found, from_reading
from corpus.quotes.frame import Frame
from corpus.quotes.readings import Reading
from corpus.records import Span

_COMMAS = frozenset((",", "،"))
_CLOSERS = frozenset((".", "!", "?", "؟", ",", "،", ";", "؛", ":", "…", "–", "—", "-"))
#: What a quoted stretch counts as, in words, where the length of a content matters.
_WORDS_QUOTED = 3
#: The least that a cue can trail, in words: "Later, X said ..." is no content.
_LEAST = 3
#: What may stand behind a trailing cue and its source and still leave the cue trailing, in words.
_TAIL = 8


def find_indirect(frame: Frame, low: int, high: int, readings: Sequence[Reading], used: set[int]) -> list[Found]:
    """What the cues of the sentence ``[low, high)`` that are not ``used`` govern."""
    found = []
    for n, reading in enumerate(readings):
        if n in used or reading.denied:
            continue
        later = [r for m, r in enumerate(readings) if m > n]
        hit = _content(frame, reading, low, high, later)
        if hit is not None:
            found.append(from_reading(frame, reading, *hit))
    return found


def _content(
    frame: Frame, reading: Reading, low: int, high: int, later: Sequence[Reading]
) -> tuple[list[Span], str] | None:
    """The content of one reading and the rule that found it."""
    if reading.entry.kind == "phrases":
        return _beside_phrase(frame, reading, low, high, later)
    if (start := _behind_complementizer(frame, reading, high)) is not None:
        return _span_list(frame, start, _end(frame, reading.begin, start, high, later), "indirect.that")
    if _is_trailing(frame, reading, low, high):
        return _span_list(frame, _start(frame, low, reading.begin), reading.begin, "indirect.trailing")
    start = reading.behind
    if reading.infinitive:
        return None
    if start < high and frame.items[start].word == ":":
        start += 1
    rule = _governs(frame, reading, start, high)
    return None if rule is None else _span_list(frame, start, _end(frame, reading.begin, start, high, later), rule)


def _behind_complementizer(frame: Frame, reading: Reading, high: int) -> int | None:
    """Where the clause begins that a complementizer opens behind the cue; a preposition may tie it ("إلى أن")."""
    if "that" not in reading.entry.frames:
        return None
    items = frame.items
    at = reading.behind
    while at < high and (
        items[at].word in _COMMAS or (items[at].has("preposition") and not items[at].has("complementizer"))
    ):
        at += 1
    if at < high and items[at].has("complementizer"):
        return at + 1
    if at < high and items[at].has("complementizer_inside"):
        return at
    # Somebody spoken to, or a longer source than was found, may stand between; never another clause.
    for k in range(at, min(high, at + 7)):
        if (not items[k].is_word and items[k].quoted is None) or items[k].has("auxiliary", "subordinator", "negation"):
            return None
        if items[k].has("complementizer_inside"):
            return k
        if items[k].has("complementizer") and not items[k].has("determiner"):
            return k + 1
    return None


def _is_trailing(frame: Frame, reading: Reading, low: int, high: int) -> bool:
    if "trailing" not in reading.entry.frames or reading.shared or reading.begin <= low + 1:
        return False
    if frame.items[reading.begin - 1].word not in _COMMAS:
        return False
    if reading.source is None and not _expletive_behind(frame, reading, high):
        return False
    if sum(k.is_word for k in frame.items[low : reading.begin]) < _LEAST:
        return False
    rest = [k for k in frame.items[reading.behind : high] if k.is_word]
    if not rest or (not frame.items[reading.behind].is_word and len(rest) <= _TAIL):
        return True
    loose = rest[0].has("preposition", "conjunction", "adverb", "time", "participle", "subordinator")
    return loose and len(rest) <= _TAIL and not any(k.has("auxiliary") for k in rest)


def _expletive_behind(frame: Frame, reading: Reading, high: int) -> bool:
    at = reading.cue[1]
    return at < high and frame.items[at].has("expletive")


def _governs(frame: Frame, reading: Reading, start: int, high: int) -> str | None:
    """The rule by which the words from ``start`` on are the cue's content, if any is."""
    items, frames = frame.items, reading.entry.frames
    if start >= high or not (items[start].is_word or items[start].quoted is not None):
        return None
    head = items[start]
    words = sum(_WORDS_QUOTED if k.quoted is not None else k.is_word for k in items[start:high])
    if "question" in frames and head.has("question"):
        return "indirect.question"
    if frames & {"object", "about"} and head.has("about") and words > 2 and reading.source is not None:
        return "indirect.object"
    if "infinitive" in frames and head.has("infinitive") and words > 1:
        return "indirect.infinitive"
    if reading.entry.kind == "nouns":
        return "indirect.noun" if "of" in frames and head.has("attaching") and words > 2 else None
    if "figure" in frames:
        number = any(
            k.word[0].isdigit() and items[n - 1].has("preposition")
            for n, k in enumerate(items[start:high], start)
            if n > start
        )
        return "indirect.figure" if number else None
    opens = not head.has("preposition", "conjunction", "relative", "infinitive") or head.has("determiner", "pronoun")
    if "bare" in frames and opens and words >= 3 and reading.source is not None and _has_verb(frame, start, high):
        return "indirect.bare"
    if "object" in frames and opens and words >= 2 and reading.source is not None:
        return "indirect.object"
    return "indirect.as" if "as" in frames and opens and reading.source and _predicates(frame, start, high) else None


def _predicates(frame: Frame, start: int, high: int) -> bool:
    """Whether something is called something: "X as Y", or two noun phrases side by side ("the deal a mistake")."""
    stretch = frame.items[start:high]
    if any(k.has("subordinator") and k.has("as") for k in stretch):
        return True
    opened = [k for k in stretch if k.is_word and k.has("determiner", "preposition", "conjunction", "relative")]
    return len(opened) > 1 and opened[0].has("determiner") and opened[1].has("determiner")


def _has_verb(frame: Frame, start: int, high: int) -> bool:
    """Whether a clause and not only a noun phrase follows, as far as closed classes and endings can tell."""
    stretch = frame.items[start:high]
    if any(k.has("auxiliary", "pronoun", "negation") for k in stretch):
        return True
    endings = tuple(frame.language.words["finite_ending"])
    return any(k.is_word and k.word[0].islower() and k.folded.endswith(endings) for k in stretch[1:])


def _beside_phrase(
    frame: Frame, reading: Reading, low: int, high: int, later: Sequence[Reading]
) -> tuple[list[Span], str] | None:
    """ "According to X": the rest of its sentence, before it, behind it, or on both sides of it."""
    items = frame.items
    begin, behind = reading.begin, reading.behind
    first = _start(frame, low, begin)
    ends = behind >= high or items[behind].word in _CLOSERS
    words_left = sum(k.is_word for k in items[first:begin])
    words_right = sum(k.is_word for k in items[behind:high])
    right = _span_list(frame, behind, _end(frame, behind, behind, high, later), "indirect.according")
    left = _span_list(frame, first, begin, "indirect.according")
    opened = begin > low and (items[begin - 1].has("conjunction") or items[begin - 1].word in ("–", ";"))
    if words_left < 2 or (opened and words_right > 2):
        return right
    if words_right < 3 or (ends and items[behind - 1 if behind >= high else behind].word not in _COMMAS) or left is None:
        return left
    if items[begin - 1].word in _COMMAS and right is not None:
        return left[0] + right[0], "indirect.according"
    return left if ends else right or left


def _start(frame: Frame, low: int, high: int) -> int:
    """The first item of a content at a sentence's start: not the dash, mark or "but" in front of it."""
    while low < high and (
        (not frame.items[low].is_word and frame.items[low].quoted is None) or frame.items[low].has("conjunction")
    ):
        low += 1
    return low


def _end(frame: Frame, begin: int, start: int, high: int, later: Sequence[Reading]) -> int:
    """Where a content ends: at the next cue's own clause if it is coordinated, otherwise with the sentence."""
    items = frame.items
    if (comma := _fronted_end(frame, begin, start, high)) is not None:
        return comma
    for reading in later:
        cut = reading.begin
        if cut <= start:
            continue
        while cut > start + 1 and items[cut - 1].has("negation", "auxiliary"):
            cut -= 1
        joined = (
            len(frame.language.stems(items[reading.cue[0]].folded)) > 1
            and frame.language.cue(items[reading.cue[0]].folded) is not None
        )
        while cut > start + 1 and items[cut - 1].has("adverb") and not items[cut - 1].has("conjunction"):
            cut -= 1
        before = items[cut - 1]
        while cut > start and (items[cut - 1].word in _COMMAS or items[cut - 1].has("conjunction", "adverb")):
            cut -= 1
        separate = (
            before.word in _COMMAS or (before.has("conjunction") and (reading.shared or reading.source is not None))
        )
        if separate or (joined and cut > start):
            return cut
    return high


def _fronted_end(frame: Frame, begin: int, start: int, high: int) -> int | None:
    """The comma that ends a content in a clause fronted to the sentence ("When X said that ..., Y", "Asked if ..., Y")."""
    low = max(a for a, _ in frame.sentences if a <= begin)
    if _embedded(frame, begin, low):
        return next((k for k in range(start, high - 1) if _resumes(frame, k)), None)
    bare_start = begin == low and not frame.items[low].has("pronoun") and frame.items[low].cue is not None
    if not frame.items[low].has("subordinator") and not (bare_start and frame.language.subject[0] == "before"):
        return None
    return next((k for k in range(start, high) if frame.items[k].word in _COMMAS), None)


def _embedded(frame: Frame, begin: int, low: int) -> bool:
    """Whether a participle stands in a clause of its own between commas ("X, while saying ..., has ...")."""
    if not frame.items[begin].has("participle"):
        return False
    j = begin - 1
    while j > low and frame.items[j].has("subordinator", "adverb"):
        j -= 1
    return j > low and frame.items[j].word in _COMMAS


def _resumes(frame: Frame, k: int) -> bool:
    return frame.items[k].word in _COMMAS and frame.items[k + 1].has("auxiliary")


def _span_list(frame: Frame, start: int, end: int, rule: str) -> tuple[list[Span], str] | None:
    """The items as one span without the punctuation at its edges; None if nothing is left."""
    items = frame.items
    while start < end and items[start].word in _CLOSERS:
        start += 1
    while end > start and items[end - 1].word in _CLOSERS:
        end -= 1
    return ([frame.span(start, end)], rule) if start < end else None

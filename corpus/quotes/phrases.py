"""Noun phrases beside a cue: the source, found by closed word classes alone, to its left or to its right.

There is no parser behind this. On the left a phrase is read backwards from the cue to its determiner and over attached
prepositions; on the right forwards to the first word that cannot belong to it. Titles, appositions between commas and
brackets are part of it (guidelines, section 2, source).
"""

from __future__ import annotations

from collections.abc import Sequence

from corpus.quotes.frame import Frame, Item

#: Longest apposition between commas that is still taken into a source, in items.
_APPOSITION = 16
#: A quoted stretch up to this long, in characters, may be a nickname or term inside a name.
_NICKNAME = 30
_COMMAS = frozenset((",", "،"))
_DASHES = frozenset(("–", "—"))
_GENITIVE = frozenset(("'s", "’s"))
_INNER = frozenset(("-", "&", "’s", "'s", "/", "#", "@", "$"))
_BREAKERS = (
    "subordinator",
    "complementizer",
    "complementizer_inside",
    "auxiliary",
    "negation",
    "relative",
    "infinitive",
)


def left_phrase(frame: Frame, at: int, low: int) -> tuple[int, int] | None:
    """The noun phrase that ends before item ``at`` (auxiliaries and adverbs skipped), not before ``low``.

    Returns:
        Its items as ``(first, behind)``, or None.
    """
    items = frame.items
    j = at - 1
    while j >= low and _skipped(frame, j, low):
        j -= 1
    if j < low:
        return None
    if items[j].is_word and items[j].has("relative", "pronoun"):
        return (j, j + 1)
    behind = j + 1
    if items[j].word in _COMMAS or items[j].word in _DASHES:
        before = _apposition_before(frame, j, low)
        if before is None:
            return None
        behind, j = j, before
    elif not items[j].is_word and items[j].word not in (")", "’s", "'s"):
        return None
    first = _walk_left(frame, j, low)
    if frame.language.verb_second and first > low and items[first - 1].has("preposition") and items[first - 1].is_word:
        # Where the verb is second, what a preposition governs in front of it is an adverbial, and the subject follows.
        return None
    while first < behind and not _may_open(items[first]):
        first += 1
    return (first, behind) if first < behind else None


def _skipped(frame: Frame, j: int, low: int) -> bool:
    """Whether a word between subject and verb is an auxiliary, an adverb or a time, or "'s" for "is" or "has"."""
    item = frame.items[j]
    if item.word in _GENITIVE:
        return j > low and frame.items[j - 1].has("pronoun")
    return item.is_word and item.has("auxiliary", "adverb", "time") and not item.has("determiner")


def _may_open(item: Item) -> bool:
    if not item.is_word:
        return item.quoted is not None or item.word in ("@", "#")
    return item.has("determiner") or not item.has("conjunction", "adverb", "preposition", "time", *_BREAKERS)


def _apposition_before(frame: Frame, comma: int, low: int) -> int | None:
    """The item before the comma that opens the apposition which the given comma closes."""
    items = frame.items
    for j in range(comma - 1, max(low, comma - _APPOSITION) - 1, -1):
        if items[j].quoted is not None and items[j].end - items[j].start > _NICKNAME:
            return None
        if items[j].cue is not None and not items[j].has("organisation_noun", "document", "title", "medium"):
            return None
        if items[j].word == items[comma].word:
            opens = items[j + 1]
            fits = (
                j > low
                and (items[j - 1].is_word or items[j - 1].word == ")")
                and j + 1 < comma
                and not opens.has("conjunction", "adverb")
            )
            return j - 1 if fits else None
    return None


def _walk_left(frame: Frame, j: int, low: int) -> int:
    """The first item of the noun phrase whose last one is ``j``."""
    items = frame.items
    last = j
    while j >= low:
        item = items[j]
        if item.word == ")":
            opening = next((k for k in range(j - 1, max(low, j - 12) - 1, -1) if items[k].word == "("), None)
            if opening is None or opening == low:
                return j + 1
            j = opening - 1
            continue
        if item.quoted is not None:
            if item.end - item.start > _NICKNAME:
                return j + 1
        elif not item.is_word:
            if item.word not in _INNER and not (item.word == "." and j > low and items[j - 1].end == item.start):
                return j + 1
        elif item.has("determiner"):
            joint = items[j - 1].has("conjunction") and not _has_cue(items[low:j]) if j > low else False
            ties = j - 2 >= low and (items[j - 1].has("attaching_left") or joint) and is_plain(items[j - 2])
            if not ties:
                return j
            j -= 1
        elif item.has("preposition"):
            if (
                not item.has("attaching_left")
                or j == low
                or not (is_plain(items[j - 1]) or items[j - 1].has("pronoun"))
            ):
                return j + 1
        elif item.has("conjunction"):
            if j == low or not is_plain(items[j - 1]) or _has_cue(items[low:j]):
                return j + 1
        elif item.has("pronoun") and j < last:
            return j
        elif item.has("pronoun", *_BREAKERS) or (j < last and (item.has("time", "adverb") or _finite(items, j, low))):
            return j + 1
        j -= 1
    return low


def _has_cue(items: Sequence[Item]) -> bool:
    return any(k.cue is not None and k.cue.kind == "verbs" for k in items)


def _finite(items: Sequence[Item], j: int, low: int) -> bool:
    """Whether a word inside the would-be phrase is a verb of saying with room for its own subject before it."""
    item = items[j]
    return bool(item.cue is not None and item.cue.kind == "verbs" and j > low and item.word[0].islower())


def is_plain(item: Item) -> bool:
    """A word of no closed class: most likely a noun, an adjective or a name."""
    return (
        (item.is_word
        and item.classes.isdisjoint(("preposition", "conjunction", "adverb", "time", "pronoun", *_BREAKERS)))
        or item.word in (")", "’s", "'s")
    )


def right_phrase(frame: Frame, at: int, high: int, *, apposition: bool = True) -> tuple[int, int] | None:
    """The noun phrase that begins at item ``at`` and ends before ``high``; see `left_phrase`.

    ``apposition`` is whether it may go on behind a comma.
    """
    items = frame.items
    if at >= high:
        return None
    head = items[at]
    if head.is_word and head.has("pronoun") and not _phrase_goes_on(frame, at + 1, high):
        return (at, at + 1)
    if not head.is_word and head.word not in ("@", "#") and not _nickname(head):
        return None
    if head.has("preposition", "conjunction", "time", *_BREAKERS) and not head.has("determiner"):
        return None
    j = _walk_right(frame, at, high, apposition=apposition)
    while j > at and not items[j - 1].is_word and items[j - 1].word not in (")", ".") and not _nickname(items[j - 1]):
        j -= 1
    while j > at and items[j - 1].has("preposition", "conjunction", "determiner"):
        j -= 1
    return (at, j) if j > at else None


def _nickname(item: Item) -> bool:
    return item.quoted is not None and item.end - item.start <= _NICKNAME


def _phrase_goes_on(frame: Frame, at: int, high: int) -> bool:
    """Whether a word that may be a pronoun is a determiner here: a plain word follows (Norwegian "de", "den")."""
    return (
        at < high
        and frame.items[at - 1].has("determiner")
        and is_plain(frame.items[at])
        and frame.items[at].cue is None
    )


def _walk_right(frame: Frame, j: int, high: int, *, apposition: bool) -> int:
    """The item behind the noun phrase that begins at ``j``."""
    items, first = frame.items, j
    relative_ok = frame.language.subject[0] == "after"
    while j < high:
        item = items[j]
        if item.quoted is not None:
            if not _nickname(item) or j + 1 >= high or not items[j + 1].is_word:
                return j
        elif not item.is_word:
            if item.word in _COMMAS:
                end = _apposition_behind(frame, j, high) if apposition else None
                return j if end is None else end
            if item.word == "(":
                closing = next((k for k in range(j + 1, min(high, j + 12)) if items[k].word == ")"), None)
                if closing is None:
                    return j
                j = closing
            elif item.word == ".":
                if j + 1 >= high or items[j - 1].end != item.start:
                    return j
            elif item.word not in _INNER:
                return j
        elif item.has("relative") and relative_ok and j > first:
            pass
        elif item.has("preposition"):
            ties = item.has("attaching") and j + 1 < high and (is_plain(items[j + 1]) or items[j + 1].has("determiner"))
            if not ties or _is_medium(frame, j + 1, high) or _is_time(frame, j + 1, high):
                return j
        elif item.has("conjunction"):
            if j + 1 >= high or not is_plain(items[j + 1]) or _clause_follows(frame, j + 1, high):
                return j
        elif (
            j > first and item.has("pronoun", "time", "adverb", "participle", *_BREAKERS) and not item.has("determiner")
        ):
            if not (item.word[0].isupper() and not item.has("time", *_BREAKERS)):
                return j
        elif j > first and item.cue is not None and item.cue.kind == "verbs" and not item.word[0].isupper():
            if not (items[j - 1].has("determiner") or item.has("document", "medium", "organisation_noun")):
                return j
        j += 1
    return j


def _is_medium(frame: Frame, at: int, high: int) -> bool:
    return any(frame.items[k].has("medium") for k in range(at, min(high, at + 3)))


def _is_time(frame: Frame, at: int, high: int) -> bool:
    return any(frame.items[k].has("time") for k in range(at, min(high, at + 2)))


def _clause_follows(frame: Frame, at: int, high: int) -> bool:
    """Whether what is coordinated is a clause of its own: a cue, an auxiliary or a negation comes soon."""
    near = frame.items[at : min(high, at + 4)]
    return any((i.cue is not None and i.cue.kind == "verbs") or i.has("auxiliary", "negation", "negator") for i in near)


def _apposition_behind(frame: Frame, comma: int, high: int) -> int | None:
    """The item behind the apposition that the comma opens; None where it opens something else."""
    items = frame.items
    at = comma + 1
    if at >= high or not items[at].is_word:
        return None
    head = items[at]
    if head.has("conjunction", "adverb", "preposition", "participle", "time", "pronoun", *_BREAKERS) and not head.has(
        "determiner"
    ):
        return None
    if head.cue is not None and not head.has("title", "organisation_noun"):
        return None
    for k in range(at, min(high, at + _APPOSITION)):
        item = items[k]
        ended = item.word in (":", ";", "–", "—", ".", "!", "?") and not (item.word == "." and k + 1 < high)
        if ended or item.word in _COMMAS or item.quoted is not None:
            return k
        if (
            item.has("auxiliary", "relative", "complementizer", "negation")
            or (item.cue is not None
            and item.cue.kind == "verbs")
        ):
            return None
        if item.has("preposition") and (_is_medium(frame, k + 1, high) or _is_time(frame, k + 1, high)):
            return k
    return high if high - at < _APPOSITION else None

"""Indirect and mixed speech within a sentence: what a cue governs without marks around all of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.languages.data import WC
from corpus.quotes.content_span import (
    content_end,
    content_start,
    is_relative_clause,
    noun_phrase_end,
    trimmed,
    without_bracket,
)
from corpus.quotes.cues import is_tie
from corpus.quotes.frame import CueFrame
from corpus.quotes.mood import has_mood_by_form, is_in_mood
from corpus.quotes.noun_phrases import after_insertion, is_quoted_name, opens_phrase, right_phrase
from corpus.quotes.phrase_contents import words_around
from corpus.quotes.raw_attribution import RawAttribution, from_frame
from corpus.quotes.sentence import Item, Range, Sentence

#: Contents that a preposition ties to the cue, which is no part of them ("reports of", "called for").
_TIED = frozenset(("indirect.of", "indirect.about", "indirect.object"))
#: What a quoted stretch counts as, in words, where the length of a content matters.
_WORDS_QUOTED = 3
#: The least that a cue can trail, in words: "Later, X said ..." is no content.
_LEAST = 3
#: What may follow a trailing cue and its source and still leave the cue trailing, in words.
_TAIL = 8
#: A cue introduces what a colon sets off only from so near, in items: with a name between, no clause.
_NAMED = 6
#: Somebody spoken to may be between a cue and its complementizer, up to so many items.
_REACH = 7
#: Where subjects follow their verbs, much may be between a verb of saying and its complementizer.
_FAR = 24
#: A content ends at one of so many cues after its own, or none: no newsroom's sentence has more.
_LATER = 16
#: A clause has its verb within so many items.
_VERB_WITHIN = 80
#: Lengths of contents are compared with fewer words than so many.
_MANY_WORDS = 8
#: A verb's preposition is at most so many items after its subject.
_TIE = 9


def find_indirect(sentence: Sentence, cue_frames: Sequence[CueFrame], used: set[int]) -> list[RawAttribution]:
    """What the cues of a sentence that are not ``used`` govern."""
    found = []
    for n, frame in enumerate(cue_frames):
        if n in used or frame.denied:
            continue
        hit = _content(sentence, frame, cue_frames[n + 1 : n + 1 + _LATER])
        if hit is not None:
            ranges, rule = hit
            found.append(from_frame(sentence, frame, [sentence.span(*r) for r in ranges], rule))
    return found


def find_hearsay(sentence: Sentence) -> list[RawAttribution]:
    """What an adverb such as "reportedly" reports: the clause around it, whoever said it."""
    out, hearsay = [], WC.HEARSAY
    for k in [k for k, item in enumerate(sentence.items) if hearsay in item.classes]:
        marks = [m for m, item in enumerate(sentence.items) if item.word == ";"]
        first = max((m + 1 for m in marks if m < k), default=content_start(sentence, k))
        end = min((m for m in marks if m > k), default=len(sentence))
        enclosing = (trimmed(sentence, first, k), trimmed(sentence, k + 1, end))
        spans = tuple(sentence.span(*r) for r in enclosing if r is not None)
        if spans:
            out.append(RawAttribution(spans, (sentence.span(k, k + 1),), (), "indirect.hearsay"))
    return out


def _content(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> tuple[list[Range], str] | None:
    """The content of one frame, as items, and the rule that found it."""
    if frame.entry.kind == "phrases" or (frame.echo and _is_inserted(sentence, frame)) or _interrupts(sentence, frame):
        ranges = words_around(sentence, frame, later)
        return (ranges, "indirect.according") if ranges else None
    start = None if _opens_bare_clause(sentence, frame) else _after_complementizer(sentence, frame)
    if start is not None:
        end = content_end(sentence, frame.begin, start, later)
        return _cut(sentence, frame, (start, end), "indirect.that")
    if _is_trailing(sentence, frame):
        kept = trimmed(sentence, content_start(sentence, frame.begin), frame.begin)
        return ([kept], "indirect.trailing") if kept else None
    if frame.end < len(sentence) and sentence.items[frame.end].word == ":":
        kept = _after_colon(sentence, frame)
        return ([kept], "indirect.colon") if kept else None
    for rule, find in (
        ("indirect.bare", _in_reported_mood),
        ("indirect.infinitive", _infinitive_clause),
        ("indirect.about", _after_tie),
        ("indirect.object", _asked),
    ):
        if (kept := find(sentence, frame, later)) is not None:
            return [kept], rule
    return _governed(sentence, frame, later)


def _after_colon(sentence: Sentence, frame: CueFrame) -> Range | None:
    """The words after the colon that a cue of saying leads to."""
    start = frame.end
    introduces = "quote" in frame.entry.frames and start - frame.cue[1] <= _NAMED
    start += 2 if start + 1 < len(sentence) and sentence.items[start + 1].has(WC.COMPLEMENTIZER) else 1
    kept = trimmed(sentence, start, len(sentence)) if introduces else None
    return kept if kept and sentence.words(*kept) >= _LEAST else None


def _governed(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> tuple[list[Range], str] | None:
    """The words right after a cue, if one of its frames governs them."""
    items, frames, start = sentence.items, frame.entry.frames, frame.end
    if frame.infinitive:
        return None
    if "of" in frames and frame.entry.kind == "verbs":
        start = next((k for k in range(start, len(sentence)) if items[k].has(WC.ABOUT)), start)
    if "question" in frames and start + 1 < len(sentence) and items[start].is_comma:
        start += items[start + 1].has(WC.QUESTION)
    if "infinitive" in frames and _ties_infinitive(sentence, start):
        start += 1
    end = content_end(sentence, frame.begin, start, later)
    rule = _governs(sentence, frame, start, end)
    return None if rule is None else _cut(sentence, frame, (start, end), rule)


def _ties_infinitive(sentence: Sentence, at: int) -> bool:
    """Whether a preposition ties an infinitive to the cue ("ber om å", "forslag til å")."""
    items = sentence.items
    tied = at + 1 < len(items) and items[at].has(WC.PREPOSITION) and not items[at].has(WC.INFINITIVE)
    return tied and items[at + 1].has(WC.INFINITIVE)


def _after_tie(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> Range | None:
    """What the preposition that goes with the verb ties to it ("called for", "threatened with"), near the cue."""
    items, entry = sentence.items, frame.entry
    said = frame.source is not None or entry.kind == "nouns" or _opens_clause(sentence, frame)
    if not entry.ties or frame.infinitive or not said or _is_first_person(sentence, frame):
        return None
    at = next(
        (
            k
            for k in range(frame.end, min(len(items), frame.end + _TIE))
            if _ends_search(items[k]) or is_tie(sentence, k, entry)
        ),
        None,
    )
    if at is None or not is_tie(sentence, at, entry):
        return None
    start = at + 1 if items[at].folded in entry.ties else at
    end = noun_phrase_end(sentence, start, content_end(sentence, frame.begin, start, later))
    if entry.kind == "nouns":
        end = next((k for k in range(start, end) if items[k].is_comma), end)
    kept = trimmed(sentence, start, without_bracket(sentence, start, end)) if start < end else None
    if kept is None or _weight(sentence, *kept) < 1 or items[kept[0]].has(WC.RELATIVE):
        return None
    if items[kept[0]].has(WC.PRONOUN) and not opens_phrase(sentence, kept[0]):
        return None
    return kept


def _is_first_person(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether the writer's own "I" or "we" is the source: what it asks for or reminds of is no report."""
    source = frame.source
    return source is not None and source[1] - source[0] == 1 and sentence.items[source[0]].has(WC.FIRST_PERSON)


def _asked(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> Range | None:
    """What was asked of somebody: the verbal noun after whom it was asked of ("طلب من X إغلاق الجسر")."""
    items, asks = sentence.items, frame.entry.asks
    if (
        frame.end >= len(items)
        or items[frame.end].folded not in asks
        or not (frame.source or _opens_clause(sentence, frame))
    ):
        return None
    for k in range(frame.end + 2, min(len(items), frame.end + _TIE + 1)):
        if _ends_search(items[k]):
            return None
        if items[k].has(WC.VERBAL_NOUN):
            end = noun_phrase_end(sentence, k, content_end(sentence, frame.begin, k, later))
            return trimmed(sentence, k, without_bracket(sentence, k, end))
    return None


def _opens_clause(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a cue without a source opens a clause, so that the subject of the one before is its own."""
    if frame.begin == 0 or len(sentence.language.stems(sentence.items[frame.begin].folded)) > 1:
        return True
    before = sentence.items[frame.begin - 1]
    return not before.is_word or before.has(WC.CONJUNCTION, WC.AUXILIARY, WC.SUBORDINATOR, WC.COMPLEMENTIZER)


def _ends_search(item: Item) -> bool:
    return not item.is_word or item.has(
        WC.COMPLEMENTIZER, WC.COMPLEMENTIZER_INSIDE, WC.RELATIVE, WC.AUXILIARY, WC.NEGATION
    )


def _interrupts(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a cue with its source is between commas inside what it reports ("The deal, she said, was off")."""
    items, begin, end = sentence.items, frame.begin, frame.end
    if (
        "trailing" not in frame.entry.frames
        or frame.source is None
        or frame.shared
        or not _is_inserted(sentence, frame)
    ):
        return False
    if begin < 2 or any(k.quoted is not None for k in items) or any(k.is_verb for k in items[:begin]):
        return False
    if items[begin].has(WC.SUBORDINATOR) or _has_subject_before(sentence, frame):
        return False
    follower = items[end + 1]
    closed = follower.has(WC.COMPLEMENTIZER, WC.CONJUNCTION, WC.PARTICIPLE, WC.SUBORDINATOR)
    relative = follower.has(WC.RELATIVE) and not follower.has(WC.DETERMINER)
    return not closed and not relative and sentence.words(end + 1, len(items)) >= _LEAST


def _is_inserted(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether "as X said" opens its sentence, or stands between commas in it."""
    items, begin, end = sentence.items, frame.begin, frame.end
    closed = end + 1 < len(items) and items[end].is_comma
    return closed and (begin == 0 or items[begin - 1].is_comma)


def _in_reported_mood(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> Range | None:
    """The clause that a comma opens and whose mood says that it is reported ("..., sagte er, die Lage sei ernst")."""
    items, start = sentence.items, _comma_after_addressee(sentence, frame)
    if "bare" not in frame.entry.frames or start is None or start + 1 >= len(items) or frame.echo:
        return None
    end = content_end(sentence, frame.begin, start + 1, later)
    in_mood = any(is_in_mood(k) for k in items[start + 1 : end])
    bare = start == frame.end and _is_main_clause(sentence, start + 1)
    if start == frame.end and _opens_bare_clause(sentence, frame):
        comma = next((k for k in range(start + 1, end) if items[k].is_comma), end)
        bare = bare or _holds_mood(sentence, start + 1, comma)
    bare = bare or has_mood_by_form(sentence, start + 1)
    if not (in_mood or bare) or is_relative_clause(sentence, start + 1):
        return None
    if not in_mood and items[start + 1].has(WC.SUBORDINATOR) and not items[start + 1].has(WC.QUESTION, WC.CONDITIONAL):
        return None
    return trimmed(sentence, start + 1, without_bracket(sentence, start + 1, end))


def _opens_bare_clause(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a clause without a complementizer begins right after the cue and its comma.

    Where a comma opens every clause, a complementizer after that one belongs to something in it ("X sagte, die Sorge
    komme von der Tatsache, dass ...").
    """
    items, start = sentence.items, frame.end + 1
    if not sentence.language.verb_bracket or frame.after or start + 1 >= len(items) or not items[frame.end].is_comma:
        return False
    head = items[start]
    if head.has(WC.COMPLEMENTIZER, WC.PREPOSITION, WC.SUBORDINATOR, WC.QUESTION) or is_relative_clause(sentence, start):
        return False
    comma = next((k for k in range(start, len(items)) if items[k].is_comma), len(items))
    has_verb = sentence.holds(start + 1, comma, WC.AUXILIARY) or _holds_mood(sentence, start + 1, comma)
    return "bare" in frame.entry.frames and has_verb


def _holds_mood(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a word of a clause is a form of reported speech: listed, or by its ending where no noun follows."""
    items = sentence.items
    endings = tuple(sentence.language.words[WC.REPORTED_MOOD_ENDING])
    for k in range(start, end):
        if is_in_mood(items[k]):
            return True
        by_form = items[k].is_word and items[k].word[0].islower() and items[k].folded.endswith(endings)
        if endings and by_form and not items[k].classes and k + 1 < end and not items[k + 1].word[0].isupper():
            return True
    return False


def _is_main_clause(sentence: Sentence, start: int) -> bool:
    """Whether a noun phrase and a finite verb begin a clause after a comma: no apposition, no relative clause."""
    items = sentence.items
    if not sentence.language.verb_bracket:
        return False
    subject = right_phrase(sentence, start, apposition=False)
    if subject is None or subject[1] >= len(items):
        return False
    verb = items[subject[1]]
    if verb.quoted is not None:
        return items[start].has(WC.PRONOUN) or subject[1] - start > 1
    endings = tuple(sentence.language.words[WC.FINITE_ENDING])
    finite = verb.has(WC.AUXILIARY) or (verb.is_word and verb.word[0].islower() and verb.folded.endswith(endings))
    closed = verb.has(WC.PREPOSITION, WC.CONJUNCTION, WC.ADVERB, WC.SUBORDINATOR, WC.DETERMINER, WC.RELATIVE)
    return finite and not closed


def _comma_after_addressee(sentence: Sentence, frame: CueFrame) -> int | None:
    """The comma that opens a clause after a cue, right after it or after whom, when and where it was said to."""
    for k in range(frame.end, min(len(sentence), frame.end + _REACH + 1)):
        item = sentence.items[k]
        if item.is_comma:
            return k
        closed = not item.is_word or (item.is_verb and item.word[0].islower())
        closed = closed and not (item.quoted is not None and is_quoted_name(sentence, k))
        if closed or item.has(WC.AUXILIARY, WC.COMPLEMENTIZER, WC.NEGATION, WC.CONJUNCTION):
            return None
    return None


def _infinitive_clause(sentence: Sentence, frame: CueFrame, later: Sequence[CueFrame]) -> Range | None:
    """The clause whose infinitive comes last ("..., kündigte er an, alle Schalter zu schließen")."""
    if "infinitive" not in frame.entry.frames or not sentence.language.verb_bracket or frame.infinitive:
        return None
    comma = _comma_after_addressee(sentence, frame)
    items, start = sentence.items, frame.end if comma is None else comma
    if start + 1 >= len(items):
        return None
    head = items[start + 1]
    after_comma = items[start].is_comma and (head.has(WC.DETERMINER) or not head.has(WC.RELATIVE, WC.COMPLEMENTIZER))
    marked = items[start].has(WC.INFINITIVE) and _may_be_infinitive(sentence, start + 1)
    if not after_comma and not marked:
        return None
    end = content_end(sentence, frame.begin, start + 1, later)
    at = next(
        (k for k in range(start + 1, end - 1) if items[k].has(WC.INFINITIVE) and _may_be_infinitive(sentence, k + 1)),
        None,
    )
    joined = next((k for k in range(start + 1, end) if _holds_infinitive(sentence, k)), None)
    if at is None and joined is None:
        return None
    return trimmed(sentence, start + 1, without_bracket(sentence, start + 1, end))


def _may_be_infinitive(sentence: Sentence, k: int) -> bool:
    """Whether a word in small letters has the ending of an infinitive."""
    item = sentence.items[k]
    endings = tuple(sentence.language.words[WC.INFINITIVE_ENDING])
    if not item.is_word or not item.word[0].islower():
        return False
    return item.folded in endings or (item.folded.endswith(endings) and not item.has(WC.DETERMINER))


def _holds_infinitive(sentence: Sentence, k: int) -> bool:
    """Whether an infinitive with its marker inside it is at an item ("anzutreten")."""
    item = sentence.items[k]
    inside = any(m in item.folded[2:-3] for m in sentence.language.words[WC.INFINITIVE])
    return inside and _may_be_infinitive(sentence, k)


def _cut(sentence: Sentence, frame: CueFrame, content: Range, rule: str) -> tuple[list[Range], str] | None:
    """A content without what is the writer's at its edges; None if nothing is left."""
    start, end = content
    if rule == "indirect.object":
        # What was announced or promised is a noun phrase; "as a ..." after it tells what the writer makes of it.
        end = next((k for k in range(start + 1, end - 1) if _is_as_a(sentence, k)), end)
        end = noun_phrase_end(sentence, start, end)
        if "infinitive" in frame.entry.frames:
            # "asked X to do Y": what was asked is the infinitive.
            asked = next((k for k in range(start + 1, end - 1) if _ties_infinitive(sentence, k)), None)
            if asked is not None and not any(k.is_comma for k in sentence.items[start:asked]):
                start, rule = asked + 1, "indirect.infinitive"
    if frame.entry.kind == "nouns" and rule == "indirect.infinitive":
        # What was requested or promised is the infinitive; what a comma adds to it is the writer's.
        stops = (k for k in range(start, end) if sentence.items[k].is_comma or sentence.items[k].has(WC.AUXILIARY))
        end = next(stops, end)
    tie = sentence.items[start] if rule in _TIED else None
    if tie is not None and tie.has(WC.ABOUT, WC.ATTACHING) and not tie.has(WC.DETERMINER):
        start += 1
    kept = trimmed(sentence, start, without_bracket(sentence, start, end))
    return ([kept], rule) if kept else None


def _after_complementizer(sentence: Sentence, frame: CueFrame) -> int | None:
    """Where the clause begins that a complementizer opens after the cue; a preposition may tie it ("إلى أن")."""
    if "that" not in frame.entry.frames:
        return None
    items = sentence.items
    closing = after_insertion(sentence, frame.end)
    at = frame.end if closing is None else closing + 1
    while at < len(items) and (
        items[at].is_comma or (items[at].has(WC.PREPOSITION) and not items[at].has(WC.COMPLEMENTIZER))
    ):
        at += 1
    if at < len(items) and items[at].has(WC.COMPLEMENTIZER):
        return None if is_infinitive_marker(sentence, at) else at + 1
    return _after_far_complementizer(sentence, frame, at)


def _after_far_complementizer(sentence: Sentence, frame: CueFrame, at: int) -> int | None:
    """Where the clause begins if its complementizer is some words after the cue: one case for each word between.

    Args:
        sentence: the sentence.
        frame: the frame of the cue.
        at: the first item after the cue and the prepositions and commas that follow it.
    """
    items = sentence.items
    far = sentence.language.subject[0] == "after" and frame.entry.kind == "verbs"
    for k in range(at, min(len(items), at + (_FAR if far else _REACH))):
        item = items[k]
        tied = far and (is_tie(sentence, k, frame.entry) or (k >= at + _REACH and item.is_verb))
        inside = item.has(WC.COMPLEMENTIZER_INSIDE)
        if inside and not tied:
            return k
        # What follows belongs to the noun after the preposition, or the clause is that of another verb.
        if tied or (item.is_verb and (item.has(WC.PARTICIPLE) or frame.entry.kind == "nouns")):
            return None
        if sentence.language.verb_bracket and item.is_verb and item.word[0].islower():
            return None
        if item.has(WC.COMPLEMENTIZER) and not item.has(WC.DETERMINER):
            return None if is_infinitive_marker(sentence, k) else k + 1
        if item.is_comma and k + 1 < len(items) and items[k + 1].has(WC.COMPLEMENTIZER) and k > at:
            continue
        if item.has(WC.INFINITIVE) and not item.has(WC.COMPLEMENTIZER) and k + 1 < len(items) and items[k + 1].is_verb:
            return None  # "refused to say that"
        # Another clause begins before any complementizer.
        if (not item.is_word and item.quoted is None) or item.has(WC.AUXILIARY, WC.SUBORDINATOR, WC.NEGATION):
            return None
    return None


def is_infinitive_marker(sentence: Sentence, at: int) -> bool:
    """Whether a word that opens clauses and infinitives opens an infinitive here (Danish "at bygge en bro").

    An infinitive has its ending and an object or adverbial after it; a clause has a noun phrase and a verb.
    """
    items = sentence.items
    if not items[at].has(WC.INFINITIVE) or not items[at].has(WC.COMPLEMENTIZER) or at + 1 >= len(items):
        return False
    verb, endings = items[at + 1], tuple(sentence.language.words[WC.INFINITIVE_ENDING])
    if not endings or not verb.is_word or not verb.folded.endswith(endings) or verb.word[0].isupper():
        return False
    if verb.has(WC.DETERMINER, WC.PRONOUN, WC.ADVERB, WC.PREPOSITION, WC.CONJUNCTION, WC.SUBORDINATOR):
        return False
    after = items[at + 2] if at + 2 < len(items) else None
    if after is None or not after.is_word or verb.is_verb:
        return True
    definite = tuple(sentence.language.words[WC.DEFINITE_ENDING])
    closed = after.has(WC.DETERMINER, WC.PREPOSITION, WC.OBJECT_PRONOUN, WC.ADVERB, WC.CONJUNCTION, WC.TIME)
    return closed or after.word[0].isdigit() or after.folded.endswith(definite)


def _is_trailing(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether the cue follows its content: after a comma, with little after it."""
    items, begin = sentence.items, frame.begin
    if (
        not (frame.echo or "trailing" in frame.entry.frames)
        or frame.shared
        or begin < 2
        or not items[begin - 1].is_comma
    ):
        return False
    if _has_subject_before(sentence, frame):
        return False
    named = frame.source is not None or frame.entry.impersonal or _expletive_follows(sentence, frame)
    if not named or _weight(sentence, 0, begin) < _LEAST:
        return False
    if items[-1].word == ":":
        return False  # It introduces what follows.
    rest = [k for k in items[frame.end :] if k.is_word]
    if frame.end + 1 < len(items) and items[frame.end].is_comma and items[frame.end + 1].has(WC.RELATIVE):
        return True
    if len(rest) > (0 if frame.echo else _TAIL):
        return False
    if not rest or not items[frame.end].is_word:
        return True
    loose = rest[0].has(WC.PREPOSITION, WC.CONJUNCTION, WC.ADVERB, WC.TIME, WC.PARTICIPLE, WC.SUBORDINATOR)
    return loose and not any(k.has(WC.AUXILIARY) for k in rest)


def _has_subject_before(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a clause with a verb bracket begins with its subject, as none does after what it reports."""
    if not sentence.language.verb_bracket or frame.echo or frame.source is None or frame.entry.kind != "verbs":
        return False
    return frame.source[0] < frame.cue[0] and not sentence.items[frame.begin].has(WC.AUXILIARY)


def _weight(sentence: Sentence, start: int, end: int) -> int:
    """How long a stretch is, in words, a quotation counting for a few; `_MANY_WORDS` and more are not counted."""
    total, at = 0, start
    while at < end and total < _MANY_WORDS:
        item = sentence.items[at]
        total += _WORDS_QUOTED if item.quoted is not None else item.is_word
        at += 1
    return total


def _expletive_follows(sentence: Sentence, frame: CueFrame) -> bool:
    at = frame.cue[1]
    return at < len(sentence) and sentence.items[at].has(WC.EXPLETIVE)


def _governs(sentence: Sentence, frame: CueFrame, start: int, end: int) -> str | None:
    """The rule by which the words ``[start, end)`` are the cue's content, if any is."""
    if start >= end or not (sentence.items[start].is_word or sentence.items[start].quoted is not None):
        return None
    candidate = Candidate(sentence, frame, start, end)
    return next((f"indirect.{name}" for name, holds in _TESTS if name in frame.entry.frames and holds(candidate)), None)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words ``[start, end)`` of a sentence that a cue may govern."""

    sentence: Sentence
    frame: CueFrame
    start: int
    end: int

    @property
    def head(self) -> Item:
        """The first item."""
        return self.sentence.items[self.start]

    @property
    def named(self) -> bool:
        """Whether the cue has a source."""
        return self.frame.source is not None

    @property
    def words(self) -> int:
        """The length in words, a quotation counting for a few."""
        return _weight(self.sentence, self.start, self.end)

    @property
    def opens_phrase(self) -> bool:
        """Whether a noun phrase or clause can begin with the first item."""
        if self.head.has(WC.DETERMINER, WC.PRONOUN):
            return True
        return not self.head.has(WC.PREPOSITION, WC.CONJUNCTION, WC.RELATIVE, WC.INFINITIVE)


def is_question(candidate: Candidate) -> bool:
    """Whether an embedded question follows the cue."""
    return candidate.head.has(WC.QUESTION) and candidate.words > 1


def is_tied_by_preposition(candidate: Candidate) -> bool:
    """Whether a preposition ties what was called for or warned of to a cue with a source."""
    tied = candidate.head.has(WC.ABOUT) and not candidate.frame.entry.ties
    return (candidate.named or candidate.frame.agentless) and tied and candidate.words > 2


def is_infinitive_clause(candidate: Candidate) -> bool:
    """Whether an infinitive with its marker follows the cue; where it is last in its clause, another rule finds it."""
    if candidate.sentence.language.verb_bracket:
        return False
    if candidate.head.has(WC.COMPLEMENTIZER) and not is_infinitive_marker(candidate.sentence, candidate.start):
        return False
    return candidate.head.has(WC.INFINITIVE) and candidate.words > 1


def is_of_phrase(candidate: Candidate) -> bool:
    """Whether an attaching preposition follows a noun that cues, or a verb with a source."""
    governs = candidate.named or candidate.frame.entry.kind == "nouns"
    return candidate.head.has(WC.ATTACHING) and candidate.words > 2 and governs


def has_figure(candidate: Candidate) -> bool:
    """Whether a number after a preposition follows ("the losses at 30")."""
    items = candidate.sentence.items
    numbers = (n for n in range(candidate.start + 1, candidate.end) if items[n].word[0].isdigit())
    return any(items[n - 1].has(WC.PREPOSITION) for n in numbers)


def is_bare_clause(candidate: Candidate) -> bool:
    """Whether a clause without a complementizer follows a cue with a source."""
    if not candidate.named or not candidate.opens_phrase or candidate.words <= 2:
        return False
    if candidate.sentence.language.words[WC.REPORTED_MOOD] or candidate.head.has(WC.QUESTION, WC.NEGATION):
        return False  # Its mood shows such a clause; a question has a frame of its own.
    comma = (k for k in range(candidate.start, candidate.end) if candidate.sentence.items[k].is_comma)
    return _has_verb(candidate.sentence, candidate.start, next(comma, candidate.end))


def is_object(candidate: Candidate) -> bool:
    """Whether a noun phrase follows a cue with a source; where verbal nouns are listed, it begins with one of them."""
    language = candidate.sentence.language
    if not candidate.named or not candidate.opens_phrase or candidate.words <= 1:
        return False
    if _is_first_person(candidate.sentence, candidate.frame):
        return False
    if language.words[WC.VERBAL_NOUN] and not candidate.head.has(WC.VERBAL_NOUN):
        return False
    return not candidate.head.has(WC.COMPLEMENTIZER)


def is_predication(candidate: Candidate) -> bool:
    """Whether something is called something: "X as Y", or two noun phrases side by side ("the deal a mistake")."""
    if not candidate.named or not candidate.opens_phrase:
        return False
    stretch = candidate.sentence.items[candidate.start : candidate.end]
    if any(k.has(WC.AS) for k in stretch):
        return True
    classes = (WC.DETERMINER, WC.PREPOSITION, WC.CONJUNCTION, WC.RELATIVE)
    opened = [k for k in stretch if k.is_word and k.has(*classes)]
    return len(opened) > 1 and opened[0].has(WC.DETERMINER) and opened[1].has(WC.DETERMINER)


#: Frames of a cue in the order in which they are tried, and what must hold of the words after it.
_TESTS = (
    ("question", is_question),
    ("object", is_tied_by_preposition),
    ("about", is_tied_by_preposition),
    ("infinitive", is_infinitive_clause),
    ("of", is_of_phrase),
    ("figure", has_figure),
    ("bare", is_bare_clause),
    ("object", is_object),
    ("as", is_predication),
)


def _is_as_a(sentence: Sentence, k: int) -> bool:
    return sentence.items[k].has(WC.AS) and sentence.items[k + 1].has(WC.DETERMINER)


def _has_verb(sentence: Sentence, start: int, end: int) -> bool:
    """Whether a clause and not only a noun phrase follows, as far as closed classes and endings can tell."""
    stretch = sentence.items[start : min(end, start + _VERB_WITHIN)]
    if any(k.has(WC.AUXILIARY, WC.PRONOUN, WC.NEGATION) or k.quoted is not None for k in stretch):
        return True
    endings = tuple(sentence.language.words[WC.FINITE_ENDING])
    return any(k.is_word and k.word[0].islower() and k.folded.endswith(endings) for k in stretch[1:])

"""Cues of a sentence, each with its frame: source, addressee, medium and intermediary.

Each cue is read by its kind (`verb_frames`, `phrase_frames`), then extended by the adjuncts that may intervene between
a cue and its content.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.languages.data import WC, CueEntry
from corpus.quotes.adjuncts import carries, find_adjunct, find_via
from corpus.quotes.cues import cue_at, is_denied, is_idiom, is_infinitive, is_used_as_verb
from corpus.quotes.frame import CueFrame
from corpus.quotes.noun_phrases import opens_phrase, right_phrase
from corpus.quotes.phrase_frames import account_frame, is_document, noun_frame, phrase_frame
from corpus.quotes.sentence import Range, Sentence
from corpus.quotes.verb_frames import verb_frame

#: More adverbials than this between a cue and its content are not looked through.
_ADJUNCTS = 3
#: A sentence has at most so many cues: what has more is a list of words, on which each would cost all the others. The
#: sentences of the development data have six at most.
_MOST = 40
#: Who issues an impersonal cue is at most so many items after it: "lød det i går aftes fra X".
_ISSUER = 6


def find_cue_frames(sentence: Sentence) -> list[CueFrame]:
    """The cue frames of a sentence in order."""
    found: list[CueFrame] = []
    end = 0
    opens_account = WC.ACCOUNT_PREPOSITION
    for i, item in enumerate(sentence.items):
        if not item.signals and opens_account not in item.classes:
            continue
        if len(found) >= _MOST:
            break
        if i < end:
            continue
        if opens_account in item.classes and (account := account_frame(sentence, i)) is not None:
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
        return phrase_frame(sentence, cue, entry)
    if entry.kind == "nouns":
        inside_frame = bool(found) and (i < found[-1].end or _is_object_of(sentence, i, found[-1]))
        return None if inside_frame else noun_frame(sentence, i, entry)
    if entry.kind != "verbs" or not is_used_as_verb(sentence, i, entry):
        return None
    frame = verb_frame(sentence, i, entry, found)
    if frame is None or ("document" in entry.frames and not (frame.source and is_document(sentence, frame.source))):
        return None
    denied = frame.denied or is_denied(sentence, i) or _is_denied_after(sentence, frame)
    denied = denied or _is_conditional(sentence, frame) or _has_negated_subject(sentence, frame)
    infinitive = is_infinitive(sentence, i)
    if (denied, infinitive) == (frame.denied, frame.infinitive):
        return frame
    return replace(frame, denied=denied, infinitive=infinitive)


def _is_object_of(sentence: Sentence, i: int, frame: CueFrame) -> bool:
    """Whether a noun that cues is in the clause of a verb of saying before it ("widersprach der Ansicht, dass ...")."""
    if not sentence.language.verb_bracket or frame.entry.kind != "verbs" or frame.source is None or frame.denied:
        return False
    governs = {"that", "bare"} <= frame.entry.frames
    return governs and all(k.is_word for k in sentence.items[frame.end : i])


def _is_denied_after(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a negation follows the subject after its verb, where the verb is second ("sier hun ikke noe om")."""
    end = frame.end if sentence.language.verb_second and frame.after else len(sentence)
    return end < len(sentence) and sentence.items[end].has(WC.NEGATION)


def _has_negated_subject(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether the subject says that nobody spoke ("Nobody said", "neither side announced")."""
    if frame.source is None:
        # "Ingen av dem sa": a preposition hides the subject.
        opens = sentence.items[0].has(WC.NEGATED_SUBJECT) and sentence.language.subject[0] != "after"
        return opens and all(k.is_word and not k.is_verb for k in sentence.items[: frame.cue[0]])
    first = frame.source[0]
    return sentence.holds(max(0, first - 1), first + 1, WC.NEGATED_SUBJECT)


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
        WC.DETERMINER, WC.PRONOUN, WC.GROUP_NOUN, WC.ORGANISATION_NOUN, WC.PERSON_NOUN, WC.TITLE, WC.ORIGIN
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
    items = sentence.items
    issuer = next((k for k in range(at, min(len(items), at + _ISSUER)) if items[k].has(WC.ISSUER)), at)
    if not items[issuer].has(WC.ISSUER) or not all(_is_adverbial(sentence, k) for k in range(at, issuer)):
        return None
    return right_phrase(sentence, issuer + 1)


def _is_adverbial(sentence: Sentence, k: int) -> bool:
    """Whether a word can belong to an adverbial: a time with its preposition, an adverb, a word of no class."""
    item = sentence.items[k]
    if item.has(WC.PREPOSITION):
        return sentence.items[k + 1].has(WC.TIME)
    return item.is_word and (item.has(WC.TIME, WC.ADVERB) or not item.classes)


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

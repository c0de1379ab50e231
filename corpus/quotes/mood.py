"""The mood of reported speech: sentences and clauses whose verb form alone says that they are reported."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.languages.data import WC
from corpus.quotes.brackets import first_phrase
from corpus.quotes.content_span import content_start, trimmed
from corpus.quotes.frame import CueFrame
from corpus.quotes.noun_phrases import left_phrase, right_phrase, who_can_speak
from corpus.quotes.raw_attribution import RawAttribution
from corpus.quotes.sentence import Item, Range, Sentence

#: The rule of a sentence that only its mood shows to be reported.
IN_MOOD = "indirect.mood"


def is_in_mood(item: Item) -> bool:
    """Whether a word is a listed form of reported speech, and not a noun that is written like one ("Stelle")."""
    return item.has(WC.REPORTED_MOOD) and not item.word[0].isupper()


def has_mood_by_form(sentence: Sentence, start: int) -> bool:
    """Whether the verb right after a clause's first noun phrase has the ending of reported speech ("Die Fähre fahre").

    Args:
        sentence: the sentence of the clause.
        start: the clause's first item.
    """
    endings = tuple(sentence.language.words[WC.REPORTED_MOOD_ENDING])
    subject = right_phrase(sentence, start, apposition=False) if endings else None
    if subject is None or subject[1] >= len(sentence) or sentence.items[start].has(WC.FIRST_PERSON):
        return False
    verb = sentence.items[subject[1]]
    past = tuple(sentence.language.words[WC.FINITE_ENDING])
    closed = verb.has(WC.DETERMINER, WC.PREPOSITION, WC.CONJUNCTION, WC.ADVERB, WC.PRONOUN, WC.TIME, WC.SUBORDINATOR)
    closed = closed or (verb.has(WC.AUXILIARY) and not verb.has(WC.REPORTED_MOOD))
    in_small_letters = verb.is_word and verb.word[0].islower() and not closed
    return in_small_letters and verb.folded.endswith(endings) and not verb.folded.endswith(past)


def first_subject(sentence: Sentence) -> Range | None:
    """The subject of a main clause as far as word order tells it: before its auxiliary, or the first noun phrase."""
    finite = next((k for k, item in enumerate(sentence.items) if item.has(WC.AUXILIARY)), None)
    before = left_phrase(sentence, finite) if finite else None
    return before or first_phrase(sentence, 0, len(sentence))


def leading_subject(sentence: Sentence) -> Range | None:
    """The noun phrase that a sentence begins with, if a verb that is no auxiliary follows it: who did something."""
    items = sentence.items
    subject = right_phrase(sentence, 0)
    if subject is None or subject[0] > 0 or subject[1] >= len(items) or items[0].has(WC.ANAPHOR, WC.EXPLETIVE):
        return None
    if subject[1] == 1 and items[0].has(WC.DETERMINER):
        return None
    verb = items[subject[1]]
    closed = verb.has(WC.AUXILIARY, WC.PREPOSITION, WC.CONJUNCTION, WC.ADVERB, WC.SUBORDINATOR)
    return subject if verb.is_word and verb.word[0].islower() and not closed else None


def report_in_mood(
    sentence: Sentence,
    cue_frames: Sequence[CueFrame],
    *,
    before: tuple[Sentence, Sequence[CueFrame]] | None,
    last: RawAttribution | None,
    follows: bool,
) -> RawAttribution | None:
    """What a sentence in the mood of reported speech and without a content of a cue reports.

    It continues the report of the sentence before, or else reports what the one says who speaks or acts in it.

    Args:
        sentence: the sentence.
        cue_frames: its cue frames.
        before: the sentence before it in its paragraph with its cue frames, if any.
        last: the attribution before it, if any.
        follows: whether ``last`` reaches into the sentence before.

    Returns:
        The attribution, or None if the sentence is the writer's.
    """
    speaker = _speaker_without_content(before) if before is not None and not follows else None
    reported = follows or speaker is not None
    listed = any(is_in_mood(k) and _is_main_verb(sentence, m) for m, k in enumerate(sentence.items))
    if not listed and not (reported and has_mood_by_form(sentence, 0)):
        return None
    kept = trimmed(sentence, content_start(sentence, len(sentence)), len(sentence))
    if kept is None or (sentence.items[0].has(WC.ANAPHOR) and cue_frames):
        return None
    if not reported and _is_conditional(sentence):
        return None
    content = (sentence.span(*kept),)
    if before is None or follows:
        return None if last is None else RawAttribution(content, (), last.source, IN_MOOD, implied=not last.source)
    if speaker is None:
        speaker = who_can_speak(before[0], leading_subject(before[0]))
    if speaker is None and last is not None and last.source:
        return RawAttribution(content, (), last.source, IN_MOOD)
    if speaker is None:
        speaker = who_can_speak(before[0], first_subject(before[0]))
    if not reported and _is_subordinated(sentence):
        return None
    source = () if speaker is None else (before[0].span(*speaker),)
    return RawAttribution(content, (), source, IN_MOOD, implied=speaker is None)


def _is_conditional(sentence: Sentence) -> bool:
    """Whether all forms of reported speech in a sentence are conditional as often ("hätte", "würde")."""
    return all(k.has(WC.REPORTED_MOOD_PAST) for k in sentence.items if is_in_mood(k))


def _is_subordinated(sentence: Sentence) -> bool:
    """Whether a sentence has a subordinate clause, so that the mood may be that of the writer's condition."""
    return any(k.has(WC.SUBORDINATOR) and not k.has(WC.PREPOSITION) for k in sentence.items)


def _speaker_without_content(before: tuple[Sentence, Sequence[CueFrame]]) -> Range | None:
    """The source of the last verb of saying in a sentence from which nothing was taken ("X verteidigte den Plan")."""
    frames = [f for f in before[1] if f.entry.kind == "verbs" and f.source is not None and not f.denied]
    return frames[-1].source if frames else None


def _is_main_verb(sentence: Sentence, k: int) -> bool:
    """Whether a finite verb is that of the main clause, and not of the writer's own "I"."""
    items = sentence.items
    if sentence.holds(max(0, k - 1), k + 2, WC.FIRST_PERSON):
        return False
    subordinate = items[0].has(WC.SUBORDINATOR, WC.COMPLEMENTIZER) and not items[0].has(WC.ADVERB, WC.PREPOSITION)
    return (k > 0 and items[k - 1].is_comma) or (not subordinate and not any(i.is_comma for i in items[:k]))

"""The frames of cues that are no verbs: phrases ("according to"), accounts ("nach Polizeiangaben") and nouns."""

from __future__ import annotations

from corpus.languages.data import WC, CueEntry
from corpus.quotes.brackets import clause_start
from corpus.quotes.cues import is_agent, is_tie
from corpus.quotes.frame import CueFrame
from corpus.quotes.noun_phrases import (
    after_inserted_clause,
    is_quoted_name,
    left_phrase,
    opens_sentence,
    right_phrase,
    who_can_speak,
)
from corpus.quotes.sentence import GENITIVES, Range, Sentence
from corpus.quotes.subjects import subject_of_sentence

#: The noun of an account is at most so many items after its preposition.
_ACCOUNT = 5
#: A noun for a document that compounds end with has at least so many letters.
_COMPOUND = 5


def phrase_frame(sentence: Sentence, cue: Range, entry: CueEntry) -> CueFrame | None:
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
    if source is None and cue[1] < len(sentence) and is_quoted_name(sentence, cue[1]):
        source = (cue[1], cue[1] + 1)
    if source is not None and sentence.language.verb_second:
        source = _before_finite(sentence, source)
    if source is None or ("document" in entry.frames and not _is_document_or_medium(sentence, source)):
        return None
    closing = after_inserted_clause(sentence, source[1]) if opens else None
    source = source if closing is None else (source[0], closing)
    return CueFrame(cue, entry, source, cue[0], source[1], after=True)


def account_frame(sentence: Sentence, i: int) -> CueFrame | None:
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


def _is_parenthetic(sentence: Sentence, cue: Range) -> bool:
    """Whether a mark stands before the words and only a name or noun phrase behind them: "..., so der Sprecher"."""
    items = sentence.items
    before = items[cue[0] - 1] if cue[0] else None
    head = items[cue[1]] if cue[1] < len(items) else None
    if before is None or head is None or (before.is_word and before.quoted is None):
        return False
    named = head.is_word and (head.word[0].isupper() or head.has(WC.DETERMINER, WC.PRONOUN))
    return named and not head.has(WC.ADVERB, WC.TIME)


def _is_document_or_medium(sentence: Sentence, source: Range) -> bool:
    return sentence.holds(*source, WC.DOCUMENT, WC.MEDIUM)


def is_document(sentence: Sentence, source: Range) -> bool:
    """Whether a source is a document, or a compound of the noun for one ("havarigruppens rapport")."""
    items = sentence.items[slice(*source)]
    if any(k.has(WC.DOCUMENT) for k in items):
        return True
    nouns = tuple(n for n in sentence.language.words[WC.DOCUMENT] if len(n) >= _COMPOUND)
    return sentence.language.compounds and any(k.is_word and k.folded.endswith(nouns) for k in items)


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


def noun_frame(sentence: Sentence, i: int, entry: CueEntry) -> CueFrame | None:
    """A noun that cues ("a pledge to ...", "reports of ..."); its source is attached with "by", or a genitive."""
    items = sentence.items
    if i > 0 and items[i - 1].has(WC.NEGATION):
        return None
    if i > 1 and items[i - 1].word in GENITIVES:
        held = left_phrase(sentence, i - 1)
        ties = [k + 1 for k in range(*held) if sentence.items[k].has(WC.PREPOSITION)] if held else []
        held = (ties[-1], held[1]) if held and ties else held
        return CueFrame((i, i + 1), entry, held, held[0] if held else i, i + 1)
    if is_agent(sentence, i + 1) and (by := right_phrase(sentence, i + 2)) is not None:
        by = _with_place(sentence, by)
        return CueFrame((i, i + 1), entry, by, i, by[1], after=True)
    if (by := _genitive_after(sentence, i)) is not None:
        return CueFrame((i, i + 1), entry, by, i, by[1], after=True)
    if (by := _holder_before_tie(sentence, i, entry)) is not None:
        return CueFrame((i, i + 1), entry, by, i, by[1], after=by[0] > i)
    if (by := _performer(sentence, i)) is not None:
        return CueFrame((i, i + 1), entry, by, i, i + 1)
    return CueFrame((i, i + 1), entry, None, i, i + 1)


def _holder_before_tie(sentence: Sentence, i: int, entry: CueEntry) -> Range | None:
    """Whose saying a noun with a preposition is, where heads come first: the name between them, or its pronoun.

    For the pronoun that is written onto the noun the subject of the sentence counts ("... جدد X على خلفية اتهامه ب").
    """
    if sentence.language.subject[0] != "after" or not entry.ties:
        return None
    by = right_phrase(sentence, i + 1)
    if by is not None and by[1] < len(sentence) and is_tie(sentence, by[1], entry):
        return by
    pronoun = sentence.items[i].folded.endswith(sentence.language.enclitics)
    return subject_of_sentence(sentence, i) if pronoun and "about" in entry.frames else None


def _performer(sentence: Sentence, i: int) -> Range | None:
    """Who does what a noun names: the subject of its clause, before its verb ("X machte den Vorschlag, ...")."""
    if not sentence.language.verb_second or i == 0 or not sentence.items[i - 1].has(WC.DETERMINER, WC.PREPOSITION):
        return None
    start = clause_start(sentence, i)
    finite = sentence.first_with(start + 1, i, WC.AUXILIARY)
    if finite is not None and sentence.items[finite - 1].has(WC.CONJUNCTION):
        subject = _subject_of_verb(sentence, start, finite)  # "X war dort und ist der Meinung, ..."
        return None if subject is None else who_can_speak(sentence, subject)
    subject = left_phrase(sentence, finite) if finite is not None else _subject_of_verb(sentence, start, i)
    return None if subject is None or subject[1] >= i else who_can_speak(sentence, subject)


def _subject_of_verb(sentence: Sentence, start: int, stop: int) -> Range | None:
    """The noun phrase that opens a clause if a word in small letters of no class, its verb, follows."""
    subject = right_phrase(sentence, start, apposition=False)
    if subject is None or subject[1] >= stop:
        return None
    verb = sentence.items[subject[1]]
    return subject if verb.is_word and verb.word[0].islower() and not verb.classes else None


def _genitive_after(sentence: Sentence, i: int) -> Range | None:
    """Whose saying a noun is: a genitive after it ("Forderung der Stadt"), or a name before a complementizer.

    The latter is so where heads come first ("إعلان X أن ...").
    """
    if i + 1 < len(sentence) and sentence.items[i + 1].has(WC.GENITIVE_DETERMINER):
        return right_phrase(sentence, i + 1)
    by = right_phrase(sentence, i + 1) if sentence.language.subject[0] == "after" else None
    if by is None or by[1] >= len(sentence) or any(k.is_verb for k in sentence.items[slice(*by)]):
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

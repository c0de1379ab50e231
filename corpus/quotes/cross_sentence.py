"""Attribution across sentences: reopened marks, signatures, "so says X", and quotations without a cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.content_span import content_start, ends_clause, trimmed
from corpus.quotes.cue_frames import find_cue_frames
from corpus.quotes.frame import CueFrame
from corpus.quotes.marks import Quoted
from corpus.quotes.noun_phrases import left_phrase, right_phrase, who_can_speak
from corpus.quotes.raw_attribution import RawAttribution, from_frame, inner
from corpus.quotes.sentence import DASHES, Range, Sentence, build_sentences, ends_sentence
from corpus.records import Span

#: A name that is alone, below a quotation or before a colon, has at most so many items; without case to tell that
#: it is a name, half as many.
_NAME = 14
#: Without an apposition, so many.
_PLAIN = 7
#: "In the words" is at most so many items before its colon: a verb or its particle may come between.
_WORDS = 4
#: After "so says X" at most so many words: when, to whom, where.
_TAIL = 8
#: What no cue has taken yet.
_UNATTRIBUTED = frozenset(("direct.floating", "direct.dash-alone"))


def without_stray_mark(tokens: ArticleTokens, quoted: list[Quoted], language: Language) -> list[Quoted]:
    """The quoted stretches without one that is open to the paragraph's end but holds its own cue there.

    In '“The quay is shut, the mayor said.' a mark is missing, or one too many: the last words are not speech.
    """
    stray = next((q for q in quoted if q.depth == 0 and not q.closed), None)
    if stray is None:
        return quoted
    held = [replace(q, depth=q.depth - 1) for q in quoted if q.start > stray.start]
    sentence = build_sentences(tokens, Span(stray.inner_start, stray.inner_end), held, language)[-1]
    if not any(_ends_with(sentence, r) for r in find_cue_frames(sentence)):
        return quoted
    return [q for q in quoted if q.start < stray.start] + held


def _ends_with(sentence: Sentence, frame: CueFrame) -> bool:
    """Whether a sentence ends with a comma, and who said what comes before it."""
    led = frame.begin > 1 and sentence.items[frame.begin - 1].is_comma
    named = frame.source is not None and not frame.shared and "quote" in frame.entry.frames
    return led and named and not frame.denied and trimmed(sentence, frame.end, len(sentence)) is None


def left_open(sentence: Sentence) -> Quoted | None:
    """The stretch that a paragraph's last sentence leaves open, if it is all of the sentence or a colon leads to it."""
    last = sentence.items[-1].quoted
    if last is None or last.closed:
        return None
    return last if len(sentence) == 1 or not sentence.items[-2].is_word else None


def join_reopened(
    before: Sequence[RawAttribution], here: Sequence[RawAttribution], *, opened: Quoted, sentence: Sentence
) -> tuple[list[RawAttribution], list[RawAttribution]]:
    """Join a reopened quotation to the one that the paragraph before left open, where one of them has no speaker.

    Newsrooms set the opening mark again at each paragraph of a long quotation.

    Args:
        before: attributions of the paragraphs before, in order.
        here: attributions of this paragraph, in order.
        opened: the stretch that the paragraph before left open.
        sentence: the first sentence of this paragraph.

    Returns:
        ``before`` and ``here`` as they are afterwards; a joined attribution remains on the side that names the speaker.
    """
    earlier, later = list(before), list(here)
    again = sentence.items[0].quoted
    last = earlier[-1] if earlier else None
    if again is None or last is None:
        return earlier, later
    if again.start != again.inner_start and sentence.text[again.start] != sentence.text[opened.start]:
        return earlier, later
    span, ended = inner(sentence.text, again), inner(sentence.text, opened)
    n = next((n for n, f in enumerate(later) if f.content[0] == span), None)
    if n is None or last.content[-1] != ended:
        return earlier, later
    if last.rule in _UNATTRIBUTED:
        joined = replace(later[n], content=(*last.content, *later[n].content))
        return earlier[:-1], [*later[:n], joined, *later[n + 1 :]]
    if later[n].rule in _UNATTRIBUTED:
        joined = replace(last, content=(*last.content, *later[n].content))
        return [*earlier[:-1], joined], [*later[:n], *later[n + 1 :]]
    return earlier, later


def lone_name(sentence: Sentence, first: int, end: int) -> Range | None:
    """The items ``[first, end)`` if they are one noun phrase that names somebody, a full stop left out."""
    items = sentence.items
    while end > first and items[end - 1].word == ".":
        end -= 1
    if not first < end <= first + _NAME or not items[first].is_word:
        return None
    if any(k.is_verb and k.word[0].islower() for k in items[first:end]):
        return None
    if sentence.language.cased:
        named = items[first].word[0].isupper() and not items[first].has(WC.DETERMINER, WC.PRONOUN, WC.OBJECT_PRONOUN)
    else:
        named = 2 * (end - first) <= _NAME
    if end - first > _PLAIN and not any(k.is_comma for k in items[first:end]):
        return None
    phrase = right_phrase(sentence, first)
    covers = phrase is not None and phrase[1] >= end
    return (first, end) if named and covers else None


def signature(sentence: Sentence) -> Range | None:
    """The name in a sentence or paragraph that is nothing but a dash and a name."""
    if len(sentence) < 2 or sentence.items[0].word not in DASHES:
        return None
    return signed_by(sentence, 1)


def signed_by(sentence: Sentence, first: int) -> Range | None:
    """The name that all of a sentence is from an item on; it ends, or its apposition begins, after a capital.

    A bracket and a date may follow it, as they do below a post.
    """
    name = lone_name(sentence, first, _before_date(sentence, first))
    if name is None or not sentence.language.cased:
        return name
    comma = next((k for k in range(*name) if sentence.items[k].is_comma or sentence.items[k].word == "("), name[1])
    last = next(k for k in reversed(sentence.items[first:comma]) if k.is_word)
    return name if last.word[0].isupper() or last.word[0].isdigit() else None


def _before_date(sentence: Sentence, first: int) -> int:
    """The end of a sentence without the date that closes it; a date has a month or day of the week, and digits."""
    items, end = sentence.items, len(sentence)
    while end > first and (items[end - 1].has(WC.TIME) or items[end - 1].word[0].isdigit() or items[end - 1].is_comma):
        end -= 1
    date = items[end:]
    return end if any(k.has(WC.TIME) for k in date) and any(k.word[0].isdigit() for k in date) else len(sentence)


def attribute_to_signature(
    last: RawAttribution | None, sentence: Sentence, name: Range, *, quoted: Quoted
) -> tuple[RawAttribution, ...] | None:
    """Attribute the preceding quotation to a signature ("- Name").

    Args:
        last: the attribution before the signature, if any.
        sentence: the sentence that is the signature.
        name: the items of the name in it.
        quoted: the quotation that comes right before.

    Returns:
        What takes the place of ``last``; None where the name signs nothing.
    """
    content = inner(sentence.text, quoted)
    source = (sentence.span(*name),)
    signed = RawAttribution((content,), (), source, "direct.signed")
    if last is None or last.content[-1] != content:
        if not ends_sentence(sentence.text, quoted):
            return None  # A title and its author.
        return (signed,) if last is None else (last, signed)
    if last.rule in _UNATTRIBUTED:
        return (replace(last, source=source, rule="direct.signed", implied=False),)
    if len(last.content) > 1 and "\n" in sentence.text[last.content[-2].end : content.start]:
        # It only seemed to continue the paragraph before.
        return (replace(last, content=last.content[:-1]), signed)
    return None


def name_before(sentence: Sentence, colon: int) -> Range | None:
    """The noun phrase before a colon, with its apposition where that is all that is there.

    Where the clause has a verb last and says in which words ("X schloss mit den Worten:"), it is the clause's subject.
    """
    if sentence.holds(max(0, colon - _WORDS), colon, WC.SAYING):
        subject = right_phrase(sentence, 0)
        return None if subject is None else who_can_speak(sentence, subject)
    return lone_name(sentence, 0, colon) or left_phrase(sentence, colon)


def without_document(sentence: Sentence, frame: CueFrame) -> CueFrame:
    """The frame of a verb before its subject, where the document that it sends out follows that at once."""
    if frame.source is None or not frame.after:
        return frame
    first, stop = frame.source
    end = next((k for k in range(first + 1, stop) if sentence.items[k].has(WC.DOCUMENT, WC.MEDIUM)), stop)
    return replace(frame, source=(first, end))


def attribute_to_next_sentence(
    sentence: Sentence, cue_frames: Sequence[CueFrame], before: Sentence, last: RawAttribution | None
) -> tuple[RawAttribution, ...] | None:
    """Attribute a sentence to the source that the next one names ("Det opplyser politiet.": this the police say).

    Args:
        sentence: the sentence that may name the source.
        cue_frames: its cue frames in order.
        before: the sentence before it.
        last: the attribution before ``sentence``, if any.

    Returns:
        What takes the place of ``last``; None where the sentence names no source of the one before.
    """
    if not sentence.items[0].has(WC.ANAPHOR) or not cue_frames:
        return None
    frame = cue_frames[0]
    says = frame.cue[0] == 1 and frame.after and frame.source is not None and "trailing" in frame.entry.frames
    if not says or frame.denied or not _is_tail(sentence, frame.end):
        return None
    kept = trimmed(before, content_start(before, len(before)), len(before))
    if kept is None:
        return None
    if last is not None and last.content[-1].end > before.items[0].start:
        unattributed = last.rule in _UNATTRIBUTED
        return (from_frame(sentence, frame, last.content, "direct.said-so"),) if unattributed else None
    said = from_frame(sentence, frame, (before.span(*kept),), "indirect.said-so")
    return (said,) if last is None else (last, said)


def _is_tail(sentence: Sentence, at: int) -> bool:
    """Whether only a few words without a clause follow."""
    rest = sentence.items[at:]
    if ends_clause(sentence, at):
        return not any(k.is_word for k in rest)
    free = not any(
        k.quoted is not None or k.has(WC.AUXILIARY, WC.COMPLEMENTIZER, WC.INFINITIVE, WC.RELATIVE) for k in rest
    )
    return free and sentence.words(at, len(sentence)) <= _TAIL


#: An unattributed quotation inside a sentence of fewer words is a term or a title rather than speech; one without a
#: full stop needs twice as many.
_SPEECH_WORDS = 6
#: One that is a sentence of its own needs this many.
_SENTENCE_WORDS = 3


def continued(last: RawAttribution, content: tuple[Span, ...]) -> tuple[RawAttribution, ...]:
    """Continue an attribution with more quoted words.

    Args:
        last: the attribution right before the words.
        content: the quoted words, without their marks.

    Returns:
        What takes the place of ``last``: itself with more content if it is quoted, or else both, since the cue and
        source of an indirect report signal the quoted words, too ('X said that ... "..."').
    """
    if last.is_direct:
        return (replace(last, content=(*last.content, *content)),)
    return (last, replace(last, content=content, rule="direct.continued"))


def place_unattributed(
    sentence: Sentence, k: int, *, last: RawAttribution | None, introduced: RawAttribution | None
) -> tuple[RawAttribution, ...]:
    """Attribute a quoted stretch that no cue of its sentence takes, if it is speech.

    Args:
        sentence: the sentence that holds it.
        k: the item that it is.
        last: the attribution right before it in its paragraph, if any.
        introduced: the speaker whom the paragraph before introduces with a colon, if any.

    Returns:
        What takes the place of ``last``: nothing but ``last`` where the stretch is a term or title.
    """
    quoted = sentence.items[k].quoted
    assert quoted is not None
    before = () if last is None else (last,)
    content = inner(sentence.text, quoted)
    if sentence.words(0, len(sentence)) == 0:
        if introduced is not None and last is None:
            return (replace(introduced, content=(content,), rule="direct.introduced"),)
        if last is not None and (last.is_direct or last.source):
            return continued(last, (content,))
    if k > 1 and sentence.items[k - 1].word == ":" and (named := name_before(sentence, k - 1)) is not None:
        return (*before, RawAttribution((content,), (), (sentence.span(*named),), "direct.colon"))
    if k == 0 and len(sentence) > 2 and (named := _name_after(sentence)) is not None:
        return (*before, RawAttribution((content,), (), (sentence.span(*named),), "direct.signed"))
    if not _is_speech(sentence, k, content):
        return before
    if last is not None and last.source:
        return (*before, replace(last, content=(content,), rule="direct.continued"))
    return (*before, RawAttribution((content,), (), (), "direct.floating", implied=True))


def _is_speech(sentence: Sentence, k: int, content: Span) -> bool:
    """Whether a quoted stretch without a cue is long enough for speech, and no term or title."""
    quoted = sentence.items[k].quoted
    assert quoted is not None
    if not quoted.closed and k and sentence.items[k - 1].is_word:
        return False  # A stray mark before a word: the writer's own words follow.
    words = len(content.of(sentence.text).split())
    if sentence.words(0, len(sentence)) == 0:
        return words >= _SENTENCE_WORDS
    return words >= _SPEECH_WORDS and (ends_sentence(sentence.text, quoted) or words >= 2 * _SPEECH_WORDS)


def _name_after(sentence: Sentence) -> Range | None:
    """The name that is all there is after a quotation and a dash; few words without a full stop are a title."""
    quoted = sentence.items[0].quoted
    if quoted is None or sentence.items[1].word not in DASHES:
        return None
    words = len(inner(sentence.text, quoted).of(sentence.text).split())
    return signed_by(sentence, 2) if words >= _SPEECH_WORDS or ends_sentence(sentence.text, quoted) else None

"""Attribution across sentences: reopened marks, signatures, "so says X", and quotations without a cue."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.languages.tokenizer import ArticleTokens
from corpus.quotes.content_span import content_start, ends_clause, trimmed
from corpus.quotes.cue_frames import CueFrame, find_cue_frames
from corpus.quotes.marks import Quoted
from corpus.quotes.noun_phrases import left_phrase, right_phrase
from corpus.quotes.raw_attribution import RawAttribution, from_frame, inner
from corpus.quotes.sentence import DASHES, Range, Sentence, build_sentences, ends_sentence
from corpus.records import Span

#: A name that stands alone, below a quotation or before a colon, has at most so many items; without case to tell that
#: it is a name, half as many.
_NAME = 14
#: Without an apposition, so many.
_PLAIN = 7
#: Behind "so says X" at most so many words: when, to whom, where.
_TAIL = 8
#: What no cue has taken yet.
_UNATTRIBUTED = frozenset(("direct.floating", "direct.dash-alone"))


def without_stray_mark(tokens: ArticleTokens, quoted: list[Quoted], language: Language) -> list[Quoted]:
    """The quoted stretches without one that is open to the paragraph's end but holds its own cue there.

    In '“The quay is shut, the mayor said.' a mark is missing, or one too many: nobody speaks these last words.
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
    """Whether a sentence ends with a comma, and who said what stands before it."""
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
    found: list[RawAttribution], here: list[RawAttribution], *, opened: Quoted, sentence: Sentence
) -> None:
    """Tie what a paragraph opens with to the stretch that the one before left open, where one of them is nobody's.

    Newsrooms set the opening mark again at each paragraph of a long quotation. ``found`` and ``here``, what was found
    before and in the paragraph, are changed in place.
    """
    again = sentence.items[0].quoted
    before = found[-1] if found else None
    if again is None or before is None or sentence.text[again.start] != sentence.text[opened.start]:
        return
    span, ended = inner(sentence.text, again), inner(sentence.text, opened)
    n = next((n for n, f in enumerate(here) if f.content[0] == span), None)
    if n is None or before.content[-1] != ended:
        return
    if before.rule in _UNATTRIBUTED:
        here[n] = replace(here[n], content=(*before.content, *here[n].content))
        found.pop()
    elif here[n].rule in _UNATTRIBUTED:
        found[-1] = replace(before, content=(*before.content, *here.pop(n).content))


def lone_name(sentence: Sentence, first: int, end: int) -> Range | None:
    """The items ``[first, behind)`` if they are one noun phrase that names somebody, a full stop left out."""
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
    """The name that all of a sentence is from an item on; it ends, or its apposition begins, behind a capital."""
    name = lone_name(sentence, first, len(sentence))
    if name is None or not sentence.language.cased:
        return name
    comma = next((k for k in range(*name) if sentence.items[k].is_comma), name[1])
    last = next(k for k in reversed(sentence.items[first:comma]) if k.is_word)
    return name if last.word[0].isupper() or last.word[0].isdigit() else None


def sign(found: list[RawAttribution], sentence: Sentence, name: Range, *, quoted: Quoted) -> bool:
    """Give a quotation that nobody has said yet to the name behind its dash; whether there was one."""
    content = inner(sentence.text, quoted)
    source = (sentence.span(*name),)
    if found and found[-1].content[-1] == content:
        if found[-1].rule in _UNATTRIBUTED:
            found[-1] = replace(found[-1], source=source, rule="direct.signed", implied=False)
        elif len(found[-1].content) > 1 and "\n" in sentence.text[found[-1].content[-2].end : content.start]:
            # It only seemed to go on with the paragraph before.
            found[-1] = replace(found[-1], content=found[-1].content[:-1])
            found.append(RawAttribution((content,), (), source, "direct.signed"))
        else:
            return False
    elif not ends_sentence(sentence.text, quoted):
        return False  # A title and its author.
    else:
        found.append(RawAttribution((content,), (), source, "direct.signed"))
    return True


def name_before(sentence: Sentence, colon: int) -> Range | None:
    """The noun phrase before a colon, with its apposition where that is all that stands there."""
    return lone_name(sentence, 0, colon) or left_phrase(sentence, colon)


def without_document(sentence: Sentence, frame: CueFrame) -> CueFrame:
    """The reading of a verb before its subject, where the document that it sends out follows that at once."""
    if frame.source is None or not frame.after:
        return frame
    first, stop = frame.source
    end = next((k for k in range(first + 1, stop) if sentence.items[k].has(WC.DOCUMENT, WC.MEDIUM)), stop)
    return replace(frame, source=(first, end))


def said_so(
    sentence: Sentence, cue_frames: Sequence[CueFrame], before: Sentence, found: list[RawAttribution]
) -> RawAttribution | None:
    """What a sentence such as "Det opplyser politiet." (this the police say) reports: the sentence before it.

    A quotation that nobody has said yet, the last of ``found``, is given its cue and source in place.
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
    if found and found[-1].content[-1].end > before.items[0].start:
        if found[-1].rule in _UNATTRIBUTED:
            found[-1] = from_frame(sentence, frame, found[-1].content, "direct.said-so")
        return None
    return from_frame(sentence, frame, (before.span(*kept),), "indirect.said-so")


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


def go_on(before: list[RawAttribution], content: tuple[Span, ...]) -> bool:
    """Let the last attribution go on with more quoted words, if it is quoted itself; whether it is."""
    if not before[-1].is_direct:
        return False
    before[-1] = replace(before[-1], content=(*before[-1].content, *content))
    return True


def continued(last: RawAttribution, content: tuple[Span, ...]) -> RawAttribution:
    """Quoted words behind an indirect report: the same cue and source signal them, too ('X said that ... "..."')."""
    return replace(last, content=content, rule="direct.continued")


def place_quotation(
    sentence: Sentence,
    k: int,
    *,
    found: list[RawAttribution],
    before: list[RawAttribution],
    introduced: RawAttribution | None,
) -> None:
    """Decide about the quoted stretch that is item ``k`` and that no cue has taken.

    Args:
        sentence: where it stands.
        k: which item it is.
        found: what the sentence has yielded; a new attribution is added here.
        before: the list whose last attribution stands right before; it may be extended in place.
        introduced: the speaker whom the paragraph before has given the word, if any.
    """
    quoted = sentence.items[k].quoted
    assert quoted is not None
    content = inner(sentence.text, quoted)
    alone = sentence.words(0, len(sentence)) == 0
    if introduced is not None and alone and not before:
        found.append(replace(introduced, content=(content,), rule="direct.introduced"))
    elif alone and before and (before[-1].is_direct or before[-1].source):
        if not go_on(before, (content,)):
            found.append(continued(before[-1], (content,)))
    elif k > 1 and sentence.items[k - 1].word == ":" and (named := name_before(sentence, k - 1)) is not None:
        found.append(RawAttribution((content,), (), (sentence.span(*named),), "direct.colon"))
    elif k == 0 and len(sentence) > 2 and (named := _name_after(sentence)) is not None:
        found.append(RawAttribution((content,), (), (sentence.span(*named),), "direct.signed"))
    else:
        words = len(content.of(sentence.text).split())
        whole = ends_sentence(sentence.text, quoted) or words >= 2 * _SPEECH_WORDS
        if not quoted.closed and k and sentence.items[k - 1].is_word:
            return  # A stray mark before a word: the writer's own words follow.
        if (alone and words >= _SENTENCE_WORDS) or (words >= _SPEECH_WORDS and whole):
            floats = RawAttribution((content,), (), (), "direct.floating", implied=True)
            found.append(continued(before[-1], (content,)) if before and before[-1].source else floats)


def _name_after(sentence: Sentence) -> Range | None:
    """The name that is all there is behind a quotation and a dash; few words without a full stop are a title."""
    quoted = sentence.items[0].quoted
    if quoted is None or sentence.items[1].word not in DASHES:
        return None
    words = len(inner(sentence.text, quoted).of(sentence.text).split())
    return signed_by(sentence, 2) if words >= _SPEECH_WORDS or ends_sentence(sentence.text, quoted) else None

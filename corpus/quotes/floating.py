"""Quotations without a cue of their own in the sentence: they go on with one before, or are no speech at all."""

from __future__ import annotations

from dataclasses import replace

from corpus.quotes.found import Found, inner
from corpus.quotes.frame import DASHES, Range, Sentence, ends_sentence
from corpus.quotes.ties import name_before, signed_by
from corpus.records import Span

#: An unattributed quotation inside a sentence of fewer words is a term or a title rather than speech; one without a
#: full stop needs twice as many.
_SPEECH_WORDS = 6
#: One that is a sentence of its own needs this many.
_SENTENCE_WORDS = 3


def go_on(before: list[Found], content: tuple[Span, ...]) -> bool:
    """Let the last attribution go on with more quoted words, if it is quoted itself; whether it is."""
    if not before[-1].is_direct:
        return False
    before[-1] = replace(before[-1], content=(*before[-1].content, *content))
    return True


def continued(last: Found, content: tuple[Span, ...]) -> Found:
    """Quoted words behind an indirect report: the same cue and source signal them, too ('X said that ... "..."')."""
    return replace(last, content=content, rule="direct.continued")


def place_quotation(
    sentence: Sentence, k: int, *, found: list[Found], before: list[Found], introduced: Found | None
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
        found.append(Found((content,), (), (sentence.span(*named),), "direct.colon"))
    elif k == 0 and len(sentence) > 2 and (named := _name_behind(sentence)) is not None:
        found.append(Found((content,), (), (sentence.span(*named),), "direct.signed"))
    else:
        words = len(content.of(sentence.text).split())
        whole = ends_sentence(sentence.text, quoted) or words >= 2 * _SPEECH_WORDS
        if not quoted.closed and k and sentence.items[k - 1].is_word:
            return  # A stray mark before a word: the writer's own words follow.
        if (alone and words >= _SENTENCE_WORDS) or (words >= _SPEECH_WORDS and whole):
            floats = Found((content,), (), (), "direct.floating", implied=True)
            found.append(continued(before[-1], (content,)) if before and before[-1].source else floats)


def _name_behind(sentence: Sentence) -> Range | None:
    """The name that is all there is behind a quotation and a dash; few words without a full stop are a title."""
    quoted = sentence.items[0].quoted
    if quoted is None or sentence.items[1].word not in DASHES:
        return None
    words = len(inner(sentence.text, quoted).of(sentence.text).split())
    return signed_by(sentence, 2) if words >= _SPEECH_WORDS or ends_sentence(sentence.text, quoted) else None

"""Sentences made from a line of text, for tests of single rules."""

from corpus.languages.language import article_tokens, load_language
from corpus.quotes.cue_frames import find_cue_frames
from corpus.quotes.indirect import Candidate
from corpus.quotes.marks import pair_marks
from corpus.quotes.sentence import build_sentences
from corpus.records import Span


def sentence_of(text, code="en"):
    """The one sentence that a text is."""
    language = load_language(code)
    tokens = article_tokens(text, [_Kept(0, len(text))], language)
    (sentence,) = build_sentences(tokens, Span(0, len(text)), pair_marks(text, 0, len(text)), language)
    return sentence


class _Kept:
    kept = True

    def __init__(self, start, end):
        self.start, self.end = start, end


def words(sentence, items):
    """What the items ``[first, end)`` cover; None for None."""
    return None if items is None else sentence.span(*items).of(sentence.text)


def candidate(text, code="en"):
    """The words after the first cue of a text, to its full stop."""
    sentence = sentence_of(text, code)
    frame = find_cue_frames(sentence)[0]
    return Candidate(sentence, frame, frame.end, len(sentence) - 1)

"""Frames of verbs, nouns and phrases that are cues: what the cue is and who its source."""

import pytest

from corpus.quotes.cues import cue_at
from corpus.quotes.frame import CueFrame
from corpus.quotes.phrase_frames import noun_frame, phrase_frame
from corpus.quotes.verb_frames import verb_frame
from tests.quotes.sentences import sentence_of, words


def cue_of(text, code, word):
    sentence = sentence_of(text, code)
    i = next(k for k, item in enumerate(sentence.items) if item.word == word)
    size, entry = cue_at(sentence, i)
    assert entry is not None
    return sentence, i, size, entry


@pytest.mark.parametrize(
    ("code", "text", "word", "source"),
    [
        ("en", "The mayor said that the quay was open.", "said", "The mayor"),
        ("en", "“It is safe,” said Kari Moen.", "said", "Kari Moen"),
        ("nb", "I går sa Kari Moen at broen er trygg.", "sa", "Kari Moen"),
        ("ar", "قال المدير إن الجسر مغلق.", "قال", "المدير"),
    ],
)
def test_frame_of_a_verb(code, text, word, source):
    sentence, i, _, entry = cue_of(text, code, word)
    frame = verb_frame(sentence, i, entry, [])
    assert (words(sentence, frame.cue), words(sentence, frame.source)) == (word, source)
    assert not frame.denied


def test_frame_says_little_by_default():
    sentence, i, _, entry = cue_of("The mayor said no.", "en", "said")
    frame = CueFrame((i, i + 1), entry, None, i, i + 1)
    assert (frame.medium, frame.via, words(sentence, frame.source)) == (None, None, None)
    assert not any((frame.shared, frame.after, frame.denied, frame.infinitive, frame.echo, frame.agentless))


@pytest.mark.parametrize(
    ("code", "text", "word", "source"),
    [
        ("en", "According to the mayor, the quay is open.", "According", "the mayor"),
        ("nb", "Ifølge politiet er kaia stengt.", "Ifølge", "politiet"),
    ],
)
def test_frame_of_a_phrase(code, text, word, source):
    sentence, i, size, entry = cue_of(text, code, word)
    frame = phrase_frame(sentence, (i, i + size), entry)
    assert words(sentence, frame.source) == source


def test_frame_of_a_noun():
    sentence, i, _, entry = cue_of("There have been reports of looting in the old town.", "en", "reports")
    frame = noun_frame(sentence, i, entry)
    assert (words(sentence, frame.cue), frame.source) == ("reports", None)

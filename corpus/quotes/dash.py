"""Dash speech: a paragraph that opens with a dash is spoken, up to the cue that says by whom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from corpus.quotes.found import Found, from_reading
from corpus.quotes.frame import DASHES, Sentence
from corpus.quotes.indirect import find_indirect
from corpus.quotes.marks import Quoted
from corpus.quotes.readings import Reading
from corpus.records import Span


def opens_with_dash(sentences: Sequence[Sentence]) -> bool:
    """Whether the paragraph is set as speech by a dash, in a language that does so."""
    if not sentences or not sentences[0].language.speech_dash or len(sentences[0]) < 2:
        return False
    dash, first = sentences[0].items[:2]
    if dash.word not in DASHES or first.quoted is not None:
        return False
    # A hyphen without a space is a dash only before a capital: "-Det gikk".
    return first.start > dash.end or dash.word != "-" or first.word[0].isupper()


def find_dash(sentences: Sequence[Sentence], readings: Sequence[Sequence[Reading]]) -> tuple[list[Found], list[Quoted]]:
    """The speech of a dash paragraph, interrupted where its cue stands, and each dash with what it sets off."""
    speech = _Speech(sentences)
    for sentence, here in zip(sentences, readings, strict=True):
        if sentence.items[0].word in DASHES:
            speech.open(sentence, 0)
        if speech.dash is None:
            speech.found += find_indirect(sentence, here, set())
            continue
        cue = next((r for r in here if speech.is_closed_by(sentence, r)), None)
        if cue is None:
            continue
        speech.close(sentence.items[cue.begin - 1].end, cue=(sentence, cue))
        speech.found += find_indirect(sentence, [r for r in here if r.begin >= cue.behind], set())
        again = next((k for k in range(cue.behind, len(sentence) - 1) if sentence.items[k].word in DASHES), None)
        if again is not None:
            speech.open(sentence, again)
    speech.close(sentences[-1].items[-1].end, cue=None)
    return speech.found, speech.dashes


class _Speech:
    """The stretch being spoken, from its dash on, and what has been found so far."""

    def __init__(self, sentences: Sequence[Sentence]) -> None:
        self.text = sentences[0].text
        self.found: list[Found] = []
        self.dashes: list[Quoted] = []
        self.dash: Span | None = None

    def open(self, sentence: Sentence, at: int) -> None:
        """Begin to speak at a dash, unless somebody speaks already."""
        if self.dash is None and at + 1 < len(sentence):
            self.dash = Span(sentence.items[at].start, sentence.items[at + 1].start)

    def is_closed_by(self, sentence: Sentence, reading: Reading) -> bool:
        """Whether a cue ends the speech: behind a comma or closing mark, and inside the stretch being spoken."""
        if reading.begin == 0 or not reading.entry.frames & {"quote", "trailing"} or self.dash is None:
            return False
        before = sentence.items[reading.begin - 1]
        return before.end > self.dash.end and (before.is_comma or before.word in "!?…" or before.quoted is not None)

    def close(self, end: int, *, cue: tuple[Sentence, Reading] | None) -> None:
        """End the speech before an offset, and give it to its cue, to the one before, or to nobody yet."""
        if self.dash is None:
            return
        start = self.dash.end
        while end > start and (self.text[end - 1].isspace() or self.text[end - 1] in ",،"):
            end -= 1
        dash, self.dash = self.dash, None
        if end <= start:
            return
        span = Span(start, end)
        self.dashes.append(Quoted(dash.start, end, start, end, 0, False))
        if cue is not None:
            self.found.append(from_reading(*cue, (span,), "direct.dash"))
        elif self.found and self.found[-1].rule == "direct.dash":
            self.found[-1] = replace(self.found[-1], content=(*self.found[-1].content, span))
        else:
            self.found.append(Found((span,), (), (), "direct.dash-alone", implied=True))

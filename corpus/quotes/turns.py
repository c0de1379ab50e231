"""Interviews and transcripts: paragraphs that open with a label and a colon, which say who speaks ("Holt: In May.")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial

import regex

from corpus.languages.language import Language
from corpus.quotes.raw_attribution import RawAttribution
from corpus.records import Segment, Span

#: The rule of a labelled turn.
RULE = "direct.turn"
#: A label has at most so many words.
_WORDS = 5
#: So many turns make a transcript; between two of them are at most so many paragraphs of another kind.
_TURNS = 3
_BETWEEN = 2
_LABEL = regex.compile(r"(?P<label>[\p{L}\p{M}][\p{L}\p{M}.'’\- ]{0,40})\s?:\s+(?P<said>\S)")
_ENDS = tuple('.!?؟…”»"')


@dataclass(frozen=True, slots=True)
class _Turn:
    """A paragraph with its number, the place of its label and where its words begin."""

    number: int
    label: Span
    said: Span


def find_turns(text: str, paragraphs: Sequence[Segment], language: Language) -> dict[int, RawAttribution]:
    """The labelled turns of an interview or transcript.

    Args:
        text: the raw text.
        paragraphs: its kept segments, in order.
        language: the language of the text.

    Returns:
        Attributions by the start of their paragraph. Empty where too few paragraphs have a label, no label returns, or
        most of what follows the labels is no sentence, as in a list of facts.
    """
    found: dict[int, RawAttribution] = {}
    for run in _runs(text, paragraphs, language):
        for turn in run:
            found[turn.label.start] = RawAttribution((turn.said,), (), (turn.label,), RULE)
    return found


def _turn(text: str, number: int, paragraph: Segment, language: Language) -> _Turn | None:
    match = _LABEL.match(text, paragraph.start, paragraph.end)
    if match is None:
        return None
    words = match["label"].split()
    if len(words) > _WORDS or (language.cased and not all(map(_is_label_word, words))):
        return None
    label = Span(match.start("label"), match.start("label") + len(match["label"].rstrip()))
    return _Turn(number, label, Span(match.start("said"), paragraph.end))


def _is_label_word(word: str) -> bool:
    """Whether a word of a label has a capital, or is a particle of a name ("van")."""
    return word[0].isupper() or (len(word) <= len("van") and word.isalpha())


def _runs(text: str, paragraphs: Sequence[Segment], language: Language) -> Iterator[list[_Turn]]:
    """Turns that follow each other closely and make a transcript."""
    run: list[_Turn] = []
    for number, paragraph in enumerate(paragraphs):
        turn = _turn(text, number, paragraph, language)
        if turn is None:
            continue
        if run and turn.number - run[-1].number > _BETWEEN:
            yield from filter(partial(_is_transcript, text), [run])
            run = []
        run.append(turn)
    yield from filter(partial(_is_transcript, text), [run])


def _is_transcript(text: str, run: Sequence[_Turn]) -> bool:
    """Whether turns have several labels, one of which returns, and most of them are sentences."""
    labels = Counter(t.label.of(text).casefold() for t in run)
    sentences = sum(t.said.of(text).rstrip().endswith(_ENDS) for t in run)
    return len(run) >= _TURNS and 1 < len(labels) < len(run) and 2 * sentences > len(run)

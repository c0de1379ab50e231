"""Interviews and transcripts: turns without marks, after a name in capitals, a label ("Q") or one that returns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from corpus.languages.data import WC
from corpus.languages.language import Language
from corpus.quotes.raw_attribution import RawAttribution
from corpus.quotes.sentence import Sentence
from corpus.records import Segment, Span

#: The rule of a turn.
TURN = "direct.turn"
#: A name with its role before a colon has at most so many code points; it has no small letter.
_NAME = 60
_CAPITALS = regex.compile(rf"[\p{{Lu}}][^\p{{Ll}}:\n]{{1,{_NAME}}}(?=:\s)")
_WORD = regex.compile(r"\p{Lu}{2,}")
#: So many paragraphs with a name in capitals make a transcript.
_LEAST = 2
#: A label that returns has at most so many words.
_WORDS = 5
#: So many turns with such labels make a transcript; between two of them are at most so many paragraphs of another kind.
_TURNS = 3
_BETWEEN = 2
_LABEL = regex.compile(r"(?P<label>[\p{L}\p{M}][\p{L}\p{M}.'’\- ]{0,40})\s?:\s+(?P<said>\S)")
_ENDS = tuple('.!?؟…”»"')


@dataclass(frozen=True, slots=True)
class Layout:
    """Whether an article is set as a transcript, with names in capitals, or as an interview, with labels.

    In an article that is neither, `labelled` has the turns after labels that return, by the start of their paragraph.
    """

    transcript: bool = False
    interview: bool = False
    labelled: Mapping[int, RawAttribution] = field(default_factory=dict)

    @property
    def has_turns(self) -> bool:
        """Whether turns can occur in it."""
        return self.transcript or self.interview or bool(self.labelled)


def find_layout(text: str, segments: Sequence[Segment], language: Language) -> Layout:
    """The layout of an article.

    Args:
        text: the raw text.
        segments: its kept segments in order.
        language: of the article.

    Returns:
        A transcript if `_LEAST` segments begin with a name in capitals; an interview if a question and an answer do;
        otherwise the turns after labels that return, if there are such.
    """
    names = _close_names(text, segments) if language.cased else 0
    labels = [language.words[c] for c in (WC.QUESTION_LABEL, WC.ANSWER_LABEL)]
    interview = all(any(_has_label(text, label, language) for label in listed) for listed in labels)
    if interview or names >= _LEAST:
        return Layout(names >= _LEAST, interview)
    return Layout(labelled=_labelled_turns(text, segments, language))


def _close_names(text: str, segments: Sequence[Segment]) -> int:
    """How many segments begin with a name in capitals; 0 if no two are close, as captions of pictures are apart."""
    places = [n for n, s in enumerate(segments) if _name_of(text, s) is not None]
    close = any(b - a <= _BETWEEN for a, b in pairwise(places))
    return len(places) if close else 0


def _name_of(text: str, segment: Segment) -> Span | None:
    """The name in capitals before a colon at a segment's start."""
    if segment.role != "body":
        return None  # Captions begin with a keyword in capitals, too.
    match = _CAPITALS.match(text, segment.start, segment.end)
    return None if match is None or _WORD.search(match.group()) is None else Span(*match.span())


def _has_label(text: str, label: str, language: Language) -> bool:
    """Whether a label comes before a colon, as a word of its own: in capitals, where there are any."""
    at = text.find(f"{_written(label, language)}:")
    while at > 0 and not text[at - 1].isspace():
        at = text.find(f"{_written(label, language)}:", at + 1)
    return at >= 0


def _written(label: str, language: Language) -> str:
    return label.capitalize() if language.cased else label


def find_turns(sentences: Sequence[Sentence], segment: Segment, layout: Layout) -> list[RawAttribution] | None:
    """The turns of a paragraph.

    Args:
        sentences: its sentences.
        segment: the paragraph.
        layout: of its article.

    Returns:
        An attribution for each turn, with the name or label as its source; None if the paragraph has no turn.
    """
    if segment.start in layout.labelled:
        return [layout.labelled[segment.start]]
    first = sentences[0]
    if layout.transcript and (name := _name_of(first.text, segment)) is not None:
        return [RawAttribution((_trimmed(first.text, name.end + 1, segment.end),), (), (name,), TURN)]
    if not layout.interview:
        return None
    starts = [(Span(s.items[0].start, s.items[0].end), s.items[1].end) for s in sentences if _is_labelled(s)]
    if not starts:
        return None
    ends = [label.start for label, _ in starts[1:]] + [segment.end]
    turns = [(label, _trimmed(first.text, at, end)) for (label, at), end in zip(starts, ends, strict=True)]
    return [RawAttribution((said,), (), (label,), TURN) for label, said in turns if said.end > said.start]


def _is_labelled(sentence: Sentence) -> bool:
    """Whether a sentence begins with a label and a colon."""
    items = sentence.items
    labelled = items[0].has(WC.QUESTION_LABEL, WC.ANSWER_LABEL) and len(items) > 1 and items[1].word == ":"
    return labelled and (items[0].word[0].isupper() or not sentence.language.cased)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


@dataclass(frozen=True, slots=True)
class _Turn:
    """A paragraph with its number, the place of its label and where its words begin."""

    number: int
    label: Span
    said: Span


def _labelled_turns(text: str, paragraphs: Sequence[Segment], language: Language) -> dict[int, RawAttribution]:
    """Turns after labels of which one returns ("Holt: In May."), by the start of their paragraph.

    Empty where too few paragraphs have a label, no label returns, or most of what follows the labels is no sentence, as
    in a list of facts.
    """
    turns = [t for n, p in enumerate(paragraphs) if (t := _turn(text, n, p, language)) is not None]
    found: dict[int, RawAttribution] = {}
    for run in _runs(turns):
        if _is_transcript(text, run):
            found |= {t.label.start: RawAttribution((t.said,), (), (t.label,), TURN) for t in run}
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


def _runs(turns: Sequence[_Turn]) -> Iterator[list[_Turn]]:
    """Turns that follow each other closely."""
    run: list[_Turn] = []
    for turn in turns:
        if run and turn.number - run[-1].number > _BETWEEN:
            yield run
            run = []
        run.append(turn)
    yield run


def _is_transcript(text: str, run: Sequence[_Turn]) -> bool:
    """Whether turns have several labels, one of which returns, and most of them are sentences."""
    labels = Counter(t.label.of(text).casefold() for t in run)
    sentences = sum(t.said.of(text).rstrip().endswith(_ENDS) for t in run)
    return len(run) >= _TURNS and 1 < len(labels) < len(run) and 2 * sentences > len(run)

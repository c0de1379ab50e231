"""Interviews in question and answer form: whom the answers' "I" and the questions' "you" refer to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from corpus.records import Segment
from corpus.speakers.entities import Entity
from corpus.speakers.mentions import Mention

#: So many questions, each a paragraph followed by one that is none, make an interview.
_QUESTIONS = 3
#: One paragraph in so many is a question.
_SHARE = 6
#: The interviewee is named within so many paragraphs of the beginning.
_OPENING = 8
#: A question has at most so many characters.
_LONGEST = 700
_MARKS = ("?", "؟")
_CLOSING = "”\"»' "


@dataclass(frozen=True, slots=True)
class Interview:
    """An article in which one person answers questions: the person, and the paragraphs that are questions."""

    interviewee: Entity
    first: int
    questions: frozenset[int]


def find_interview(text: str, paragraphs: Sequence[Segment], mentions: Sequence[Mention]) -> Interview | None:
    """The interview that an article is, if it is one with a single named person.

    Args:
        text: the raw text.
        paragraphs: its kept segments, in order.
        mentions: the names in it, in order.
    """
    asked = [_is_question(text, p) for p in paragraphs]
    questions = frozenset(n for n, q in enumerate(asked[:-1]) if q and not asked[n + 1])
    if len(questions) < max(_QUESTIONS, len(paragraphs) / _SHARE):
        return None
    first = min(questions)
    interviewee = introduced(text, mentions, paragraphs[min(first, _OPENING)].end)
    return None if interviewee is None else Interview(interviewee, paragraphs[first].start, questions)


def introduced(text: str, mentions: Sequence[Mention], end: int) -> Entity | None:
    """The first person who is named before the questions begin at ``end``; None if two are introduced together."""
    persons = {id(m.entity): m for m in reversed(mentions) if m.end <= end and m.entity.kind == "person"}
    named = sorted(persons.values(), key=lambda m: m.start)
    if not named or (len(named) > 1 and _is_tie(text[named[0].end : named[1].start])):
        return None
    return named[0].entity


def _is_question(text: str, paragraph: Segment) -> bool:
    if not text[paragraph.start].isalnum():
        # Quoted questions and those after a speech dash have speakers of their own.
        return False
    words = text[max(paragraph.start, paragraph.end - _LONGEST) : paragraph.end].rstrip(_CLOSING)
    return words.endswith(_MARKS) and paragraph.end - paragraph.start <= _LONGEST


def _is_tie(between: str) -> bool:
    """Whether only a short word separates two names: they are interviewed together."""
    return 0 < len(between.split()) <= 1 and between.strip().isalpha()

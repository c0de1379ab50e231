"""The features of a token's written form: its word if that is common, its ending, its shape and its classes.

Names are masked: a word that is nearly always capitalized has no identity, only a shape and the classes of the
language data. So the weights cannot contain the people of the training data.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, get_args

from corpus.languages.data import FRAMES, WORD_CLASSES, CueEntry
from corpus.languages.language import Language

#: The token before each paragraph: it makes the beginning of a paragraph visible to its neighbours.
PARAGRAPH = "¶"
#: Rows of the word table: an unknown word, and a name. Row 0 of the endings is for words without one.
UNKNOWN, NAME = 0, 1
_ENDING_LENGTH = 3
Shape = Literal["paragraph", "digits", "number", "mark", "X", "XX", "X.X.", "Xx", "XxX", "x", "xX"]
#: In the order of their rows.
SHAPES: tuple[Shape, ...] = get_args(Shape)
_SHAPE_ROWS = {name: row for row, name in enumerate(SHAPES)}
_CAPITALIZED: frozenset[Shape] = frozenset(("X", "XX", "X.X.", "Xx", "XxX", "xX"))
#: Word classes of given names; who is quoted must not depend on a name.
_GIVEN_NAMES = frozenset(("feminine", "masculine"))


class QuotationState(IntEnum):
    """Where a token is in relation to quotation marks; the values are rows of a table."""

    OUTSIDE = 0
    INSIDE = 1
    OPENING = 2
    CLOSING = 3
    #: Inside a pair of marks within another pair, its marks included.
    INNER = 4


def class_names() -> tuple[str, ...]:
    """The names of all binary features: word classes, kinds of cue, and the frames of verbs and nouns that cue."""
    frames = sorted(FRAMES)
    return (
        *sorted(set(WORD_CLASSES) - _GIVEN_NAMES),
        *(f"cue:{kind}" for kind in ("verbs", "nouns", "phrases", "particle")),
        *(f"verb:{frame}" for frame in frames),
        *(f"noun:{frame}" for frame in frames),
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Rows of the embedding tables by folded word, by ending and by class name."""

    words: Mapping[str, int]
    endings: Mapping[str, int]
    classes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FormFeatures:
    """Rows of the embedding tables for a written form; ``classes`` are sorted."""

    word: int
    ending: int
    shape: int
    classes: tuple[int, ...]


def shape_row(written: str) -> int:
    """The row of a token's shape in `SHAPES`."""
    return _SHAPE_ROWS[_shape(written)]


def _shape(written: str) -> Shape:
    first = written[0]
    if written == PARAGRAPH:
        return "paragraph"
    if first.isdigit():
        return "digits" if written.isdigit() else "number"
    if not first.isalpha():
        return "mark"
    if written.isupper():
        return _upper_case_shape(written)
    if first.isupper():
        return "Xx" if written[1:].islower() else "XxX"
    return "x" if written.islower() else "xX"


def _upper_case_shape(written: str) -> Shape:
    if len(written) == 1:
        return "X"
    return "X.X." if "." in written else "XX"


def form_features(written: str, language: Language, vocabulary: Vocabulary) -> FormFeatures:
    """Look up the features of a written form.

    Args:
        written: a token, or `PARAGRAPH`.
        language: whose word lists give the classes.
        vocabulary: the rows of the tables; classes that it lacks are ignored.
    """
    shape = shape_row(written)
    if written == PARAGRAPH:
        return FormFeatures(vocabulary.words.get(PARAGRAPH, UNKNOWN), 0, shape, ())
    folded = language.fold(written)
    ending = vocabulary.endings.get(folded[-_ENDING_LENGTH:], 0) if written[0].isalpha() else 0
    word = vocabulary.words.get(folded)
    if word is None and SHAPES[shape] in _CAPITALIZED:
        word, ending = NAME, 0
    elif word is None:
        word = UNKNOWN
    names = _class_names_of(written, folded, language)
    rows = sorted(vocabulary.classes[name] for name in names if name in vocabulary.classes)
    return FormFeatures(word, ending, shape, tuple(rows))


def _class_names_of(written: str, folded: str, language: Language) -> list[str]:
    known = language.word(folded)
    is_guessed_name = known.by_ending and written[0].isupper()
    if is_guessed_name:
        return []
    return [*known.classes, *_cue_classes("verb", known.cue), *_cue_classes("noun", known.noun)]


def _cue_classes(prefix: str, cue: CueEntry | None) -> list[str]:
    if cue is None:
        return []
    classes = [f"cue:{cue.kind}"]
    if cue.particle:
        classes.append("cue:particle")
    return classes + [f"{prefix}:{frame}" for frame in cue.frames]


def endings_of(folded: Sequence[str]) -> list[str]:
    """The endings of folded words, without those of punctuation and numbers."""
    return [w[-_ENDING_LENGTH:] for w in folded if w[0].isalpha()]

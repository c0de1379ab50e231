"""What the tagger knows of a token: its word if it is a common one, its ending, its shape, its classes, its marks.

Names are masked: a word that is nearly always written with a capital has no identity here, only its shape and what the
language data says of it. So the weights cannot know the people of the news that they were trained on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from corpus.languages.data import FRAMES, WORD_CLASSES, CueEntry
from corpus.languages.language import Language

#: Stands before each paragraph, so that its start is seen from both sides.
PARAGRAPH = "¶"
#: Row 0 of the words is a word that is not known, row 1 a name; row 0 of the endings is none.
UNKNOWN, NAME = 0, 1
_ENDING = 3
SHAPES = ("paragraph", "digits", "number", "mark", "X", "XX", "X.X.", "Xx", "XxX", "x", "xX")
_SHAPE = {name: n for n, name in enumerate(SHAPES)}
#: Word classes that list given names: no evidence of who is quoted.
_GIVEN_NAMES = frozenset(("feminine", "masculine"))
_CAPITALS = frozenset(_SHAPE[s] for s in ("X", "XX", "X.X.", "Xx", "XxX", "xX"))
#: What stands where in quotation: outside, inside, an opening mark, a closing one, inside inner marks.
OUTSIDE, INSIDE, OPENING, CLOSING, INNER = range(5)
STATES = 5


def class_names() -> tuple[str, ...]:
    """The names of all binary features: word classes, kinds of cue, and the frames of verbs and nouns that cue."""
    frames = sorted(FRAMES)
    return (
        *sorted(set(WORD_CLASSES) - _GIVEN_NAMES),
        *(f"cue:{kind}" for kind in ("verbs", "nouns", "phrases", "particle")),
        *(f"verb:{f}" for f in frames),
        *(f"noun:{f}" for f in frames),
    )


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Rows of the embedding tables: by folded word, by ending, by class name."""

    words: Mapping[str, int]
    endings: Mapping[str, int]
    classes: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Described:
    """A written form as rows of the tables; ``classes`` are the rows of those that it has."""

    word: int
    ending: int
    shape: int
    classes: tuple[int, ...]


def shape_of(written: str) -> int:
    """The row of a token's shape, a place in `SHAPES`."""
    return _SHAPE[_shape(written)]


def _shape(written: str) -> str:
    first = written[0]
    if written == PARAGRAPH:
        return "paragraph"
    if first.isdigit():
        return "digits" if written.isdigit() else "number"
    if not first.isalpha():
        return "mark"
    if written.isupper():
        return "X" if len(written) == 1 else "X.X." if "." in written else "XX"
    if first.isupper():
        return "Xx" if written[1:].islower() else "XxX"
    return "x" if written.islower() else "xX"


def describe(written: str, language: Language, vocabulary: Vocabulary) -> Described:
    """A written form as rows of the tables."""
    shape = shape_of(written)
    if written == PARAGRAPH:
        return Described(vocabulary.words.get(PARAGRAPH, UNKNOWN), 0, shape, ())
    folded = language.fold(written)
    word = vocabulary.words.get(folded)
    ending = vocabulary.endings.get(folded[-_ENDING:], 0) if written[0].isalpha() else 0
    if word is None:
        named = shape in _CAPITALS
        word, ending = (NAME, 0) if named else (UNKNOWN, ending)
    rows = (vocabulary.classes.get(c) for c in _classes(written, folded, language))
    return Described(word, ending, shape, tuple(sorted(r for r in rows if r is not None)))


def _classes(written: str, folded: str, language: Language) -> list[str]:
    known = language.word(folded)
    if known.by_ending and written[0].isupper():
        return []
    return [*known.classes, *_cue_classes("verb", known.cue), *_cue_classes("noun", known.noun)]


def _cue_classes(prefix: str, cue: CueEntry | None) -> list[str]:
    if cue is None:
        return []
    particle = ["cue:particle"] if cue.particle else []
    return [f"cue:{cue.kind}", *particle, *(f"{prefix}:{f}" for f in cue.frames)]


def endings_of(folded: Sequence[str]) -> list[str]:
    """The endings of words, those of marks and numbers left out."""
    return [w[-_ENDING:] for w in folded if w[0].isalpha()]

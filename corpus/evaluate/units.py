"""The texts to compare: gold and predicted attributions, and which forms of a speaker's name are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.clean.lines import split_lines
from corpus.languages.language import available, load_language
from corpus.languages.tokenizer import tokenize
from corpus.quotes.marks import Quoted, pair_marks
from corpus.records import Article, Attribution, AttributionType, Role, Span, Speaker


def fold_name(name: str, language: str) -> str:
    """A name as it is compared: its folded words, without determiners and marks; empty if nothing else is in it."""
    known = load_language(language)
    words = tokenize(name, 0, len(name), folding=known.fold).folded
    return " ".join(w for w in words if w[0].isalnum() and w not in known.words["determiner"])


def accepted_names(speakers: Iterable[Speaker]) -> Mapping[str, frozenset[str]]:
    """For each canonical name all names, aliases and descriptions that the authority file has, as they are compared."""
    return {s.name: frozenset(filter(None, _forms(s))) for s in speakers}


def _forms(speaker: Speaker) -> Iterator[str]:
    for code in available():
        listed = (*speaker.aliases.get(code, ()), *speaker.descriptions.get(code, ()))
        yield from (fold_name(form, code) for form in (speaker.name, *listed))


@dataclass(frozen=True, slots=True)
class Unit:
    """A text with gold and predicted attributions.

    Roles are those of its lines by number, empty where nobody gave any; ``speakers`` says whether the gold names
    speakers; ``names`` which other names of a gold speaker are right, see `corpus.evaluate.units`; ``by_line`` whether
    intervals resample its lines, else it is resampled as a whole.
    """

    id: str
    language: str
    text: str
    gold: tuple[Attribution, ...]
    predicted: tuple[Attribution, ...]
    gold_roles: Mapping[int, Role] = field(default_factory=dict)
    predicted_roles: Mapping[int, Role] = field(default_factory=dict)
    speakers: bool = False
    by_line: bool = False
    names: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def same_speaker(self, gold: str, predicted: str) -> bool:
        """Whether a predicted name is that of the gold speaker."""
        if gold == predicted:
            return True
        return gold in self.names and fold_name(predicted, self.language) in self.names[gold]


def article_unit(gold: Article, predicted: Article, *, names: Mapping[str, frozenset[str]] | None = None) -> Unit:
    """An article as its annotation and as the tool has it; ``names`` as in `Unit`."""
    return Unit(
        id=gold.id,
        language=gold.language,
        text=gold.text,
        gold=gold.attributions,
        predicted=predicted.attributions,
        gold_roles={s.line: s.role for s in gold.segments},
        predicted_roles={s.line: s.role for s in predicted.segments},
        speakers=True,
        by_line=True,
        names=names or {},
    )


def all_pairs(text: str) -> list[Quoted]:
    """The pairs of quotation marks of all lines."""
    return [pair for line in split_lines(text) for pair in pair_marks(text, line.start, line.end)]


def type_by_marks(text: str, content: Iterable[Span], pairs: Iterable[Quoted]) -> AttributionType:
    """The type of an attribution whose type nobody gave: direct where all its letters stand between quotation marks.

    Marks and punctuation do not count: other corpora's contents include them.
    """
    spans = tuple(content)
    near = [inner for p in pairs if any(s.overlaps(inner := Span(p.inner_start, p.inner_end)) for s in spans)]
    inside = [any(q.start <= i < q.end for q in near) for i in _letters(text, spans)]
    return "direct" if inside and all(inside) else "mixed" if any(inside) else "indirect"


def _letters(text: str, spans: Iterable[Span]) -> Iterator[int]:
    return (i for s in spans for i in range(s.start, s.end) if text[i].isalnum())

"""The texts to compare: gold and predicted attributions, and which forms of a speaker's name are right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.languages.language import available, load_language
from corpus.languages.tokenizer import tokenize
from corpus.records import Article, Attribution, Role, Speaker


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

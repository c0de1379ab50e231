"""The units of an evaluation: texts with gold and predicted attributions, and the accepted names of speakers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from corpus.languages.language import available, load_language
from corpus.languages.tokenizer import tokenize
from corpus.records import Article, Attribution, Role, Speaker


def fold_name(name: str, language: str) -> str:
    """Normalize a name for comparison: its folded words, without determiners and punctuation.

    Returns:
        The words joined by spaces; empty if none is left.
    """
    known = load_language(language)
    words = tokenize(name, 0, len(name), folding=known.fold).folded
    determiners = known.words["determiner"]
    return " ".join(w for w in words if w[0].isalnum() and w not in determiners)


def accepted_names(speakers: Iterable[Speaker]) -> Mapping[str, frozenset[str]]:
    """The accepted forms of each speaker: name, aliases and descriptions of the authority file.

    Returns:
        Normalized forms (`fold_name`) by canonical name.
    """
    return {s.name: frozenset(filter(None, _forms(s))) for s in speakers}


def _forms(speaker: Speaker) -> Iterator[str]:
    for code in available():
        listed = (*speaker.aliases.get(code, ()), *speaker.descriptions.get(code, ()))
        yield from (fold_name(form, code) for form in (speaker.name, *listed))


@dataclass(frozen=True, slots=True)
class Unit:
    """A text with gold and predicted attributions.

    Attributes:
        id: id of the text.
        language: its language code.
        text: the text; offsets are code points of it.
        gold: gold attributions.
        predicted: predicted attributions.
        gold_roles: gold role by 1-based line; empty if not annotated.
        predicted_roles: predicted role by 1-based line; empty if not predicted.
        speakers: whether the gold names speakers.
        by_line: whether intervals resample the lines of the text, not the text as a whole.
        names: accepted names of gold speakers, see `accepted_names`.
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
        """Whether a predicted name is an accepted name of the gold speaker."""
        if gold == predicted:
            return True
        return gold in self.names and fold_name(predicted, self.language) in self.names[gold]


def article_unit(gold: Article, predicted: Article, *, names: Mapping[str, frozenset[str]] | None = None) -> Unit:
    """Create the unit of an annotated article.

    Args:
        gold: the article with its annotation.
        predicted: the article with what the tool finds.
        names: accepted names of speakers, see `accepted_names`.
    """
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

"""Labels of lines: a role with the id of the rule that assigned it, and the record that the steps hand on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from corpus.clean.lines import Line
from corpus.clean.model import LineClass
from corpus.clean.rules import Rule, RuleSet
from corpus.languages.language import Language
from corpus.records import Role


class StructureRule(StrEnum):
    """Ids of the rules that judge a line by position, length, repetition and neighbours, and of the line classifier.

    A published release names them, so an id never changes its meaning.
    """

    DECLARED = "declared"
    PLAIN = "plain"
    SINGLE_LINE = "structure.single-line"
    BODY = "structure.body"
    FOREIGN_SCRIPT = "structure.foreign-script"
    SITE_NAME = "structure.site-name"
    SITE_SUFFIX = "structure.site-suffix"
    REPEATED_CAPTION = "structure.repeated-caption"
    CAPTION_TITLE = "structure.caption-title"
    HEADLINE = "structure.headline"
    ABOVE_HEADLINE = "structure.above-headline"
    DECK = "structure.deck"
    SUBHEADING = "structure.subheading"
    TAIL = "structure.tail"
    COMMENT_SECTION = "structure.comment-section"
    COMMENT_BEFORE_NAME = "structure.comment-before-name"
    FACT_BOX = "structure.fact-box"
    BYLINE_NAME = "structure.byline-name"
    RELATED_LINK = "structure.related-link"
    PULL_QUOTE = "structure.pull-quote"
    MODEL_LINE = "model.line"
    MODEL_HEADLINE = "model.headline"
    MODEL_DECK = "model.deck"
    MODEL_CAPTION = "model.caption"


class Label(NamedTuple):
    """A role and the id of the rule that assigned it."""

    role: Role
    rule: str


#: Labels of some lines, by position.
Labels = Mapping[int, Label]


@dataclass(frozen=True, slots=True)
class LineSet:
    """The lines that are labelled together.

    Attributes:
        lines: the lines in order.
        language: their language.
        rules: its cleaning rules.
        matches: the rules that each line matches, as `RuleSet.matching` gives them.
        classes: the class that the line classifier gives each line; empty where it has not run.
        headline: the line that it takes for the headline, if any.
    """

    lines: Sequence[Line]
    language: Language
    rules: RuleSet
    matches: Sequence[tuple[Rule, ...]]
    classes: Sequence[LineClass] = ()
    headline: int | None = None

    def __len__(self) -> int:
        return len(self.lines)

    def is_dropped(self, position: int) -> bool:
        """Whether the line classifier has run and takes a line for no part of the article."""
        return bool(self.classes) and self.classes[position] is LineClass.OTHER

    def is_article_text(self, position: int, known: LineLabels) -> bool:
        """Whether a line without label is running text that the line classifier, where it has run, keeps."""
        return known.is_running(self.lines, position) and not self.is_dropped(position)


@dataclass(frozen=True, slots=True)
class LineLabels:
    """The label of each line, None where no step has assigned one."""

    labels: tuple[Label | None, ...]

    def __getitem__(self, position: int) -> Label | None:
        return self.labels[position]

    def __len__(self) -> int:
        return len(self.labels)

    def role(self, position: int) -> Role | None:
        """The role of a line, None where it has no label."""
        label = self.labels[position]
        return None if label is None else label.role

    def extended(self, proposed: Labels) -> LineLabels:
        """These labels and the proposed ones of lines that had none."""
        if not proposed:
            return self
        labels = list(self.labels)
        for i, label in proposed.items():
            labels[i] = labels[i] or label
        return LineLabels(tuple(labels))

    def replaced(self, labels: Labels) -> LineLabels:
        """These labels with others for some lines."""
        if not labels:
            return self
        replaced = list(self.labels)
        for i, label in labels.items():
            replaced[i] = label
        return LineLabels(tuple(replaced))

    def has_role(self, role: Role) -> bool:
        """Whether a line has this role."""
        return any(label is not None and label.role == role for label in self.labels)

    def is_running(self, lines: Sequence[Line], position: int) -> bool:
        """Whether a line has no label and looks like running text."""
        return self.labels[position] is None and lines[position].running

    def next_running(self, lines: Sequence[Line], start: int = 0) -> int:
        """The first line from ``start`` on that is running text without a label; the number of lines if none is."""
        return next((i for i in range(start, len(lines)) if self.is_running(lines, i)), len(lines))

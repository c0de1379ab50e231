"""Assign a role to every line: the rules of the language first, then position, length, repetition and neighbours.

The steps run in the order of `_STEPS`. Each sees the labels assigned so far and may label lines that have none. A line
that no step labels is body. Boilerplate removal by such shallow features follows Kohlschütter et al. (2010),
"Boilerplate Detection using Shallow Text Features", applied to lines of text without mark-up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corpus.clean import structure
from corpus.clean.comments import comment_section, has_informal_neighbour
from corpus.clean.labels import Label, Labels, LineLabels, LineSet, StructureRule
from corpus.clean.lines import Line, line_places, split_lines
from corpus.clean.rules import Rule, RuleSet, load_rules
from corpus.errors import InputError
from corpus.languages.language import Language
from corpus.records import KEPT_ROLES, Role, Segment

_BODY = Label("body", StructureRule.BODY.value)


def assign_roles(text: str, language: Language, *, declared: Mapping[int, Role] | None = None) -> tuple[Segment, ...]:
    """Assign every non-empty line a role and the id of the rule that assigned it.

    Cleaning the kept lines again keeps all of them: the steps are repeated on what is kept until nothing is dropped.

    Args:
        text: a raw text.
        language: the language whose rules are used.
        declared: known roles by 1-based line of the text. No rule changes them; other lines are judged beside them.

    Returns:
        One segment per non-empty line in order. Offsets are code points of ``text``.

    Raises:
        InputError: a role is declared for a line that is empty or does not exist.
    """
    lines = split_lines(text)
    known = dict(declared or {})
    for number in sorted(known.keys() - {line.number for line in lines}):
        raise InputError(f"a role is declared for line {number}, which is not there", hint="Mend `roles`")
    labels = _settled_labels(lines, language, known)
    return tuple(Segment(i, ln.number, ln.start, ln.end, *labels[i]) for i, ln in enumerate(lines))


def plain_segments(text: str) -> tuple[Segment, ...]:
    """Label every non-empty line as body, for texts that consist of article text only."""
    return tuple(
        Segment(i, number, start, end, "body", StructureRule.PLAIN.value)
        for i, (number, start, end, _) in enumerate(line_places(text))
    )


def _settled_labels(lines: list[Line], language: Language, declared: Mapping[int, Role]) -> dict[int, Label]:
    """The label of each line: that of the pass that dropped it, or of the first pass where it is kept."""
    rules = load_rules(language.code)
    matches = RuleMatches(rules)
    settled: dict[int, Label] = {}
    left = list(range(len(lines)))
    while left:
        labels = _label_lines(LineSet([lines[i] for i in left], language, rules), matches, declared)
        kept = [i for i, label in zip(left, labels, strict=True) if label.role in KEPT_ROLES]
        for i, label in zip(left, labels, strict=True):
            if i not in settled or label.role not in KEPT_ROLES:
                settled[i] = label
        left = kept if len(kept) < len(left) else []
    return settled


class RuleMatches:
    """Which rule matches a line first, remembered from pass to pass."""

    def __init__(self, rules: RuleSet) -> None:
        self._rules = rules
        self._found: dict[tuple[int, bool], Rule | None] = {}

    def first(self, line: Line, *, after_body: bool) -> Rule | None:
        """The first rule that a line matches, given whether running text came before it."""
        place = line.number, after_body
        if place not in self._found:
            self._found[place] = self._rules.first_match(line.view, line.words, after_body=after_body)
        return self._found[place]


def _label_lines(page: LineSet, matches: RuleMatches, declared: Mapping[int, Role]) -> list[Label]:
    """One pass of all steps: a label for each line, declared roles first."""
    known = LineLabels((None,) * len(page))
    known = known.extended({
        i: Label(declared[line.number], StructureRule.DECLARED.value)
        for i, line in enumerate(page.lines)
        if line.number in declared
    })  # fmt: skip
    if len(page) == 1:
        # A text of one line has no boilerplate around it.
        known = known.extended({0: Label("body", StructureRule.SINGLE_LINE.value)})
    known = known.extended(_language_rules(page, known, matches))
    for step in _STEPS:
        known = known.extended(step(page, known))
    return [label or _BODY for label in known.labels]


def _language_rules(page: LineSet, known: LineLabels, matches: RuleMatches) -> Labels:
    """Labels from the rules of the language data."""
    found: dict[int, Label] = {}
    after_body = False
    for i, line in enumerate(page.lines):
        if (rule := matches.first(line, after_body=after_body)) is not None and known[i] is None:
            found[i] = Label(rule.role, rule.id)
        after_body = after_body or (i not in found and known.is_running(page.lines, i))
    dropped = _unconfirmed(page, found)
    return {i: label for i, label in found.items() if i not in dropped}


def _unconfirmed(page: LineSet, found: Labels) -> frozenset[int]:
    """Lines labelled by a rule that needs several matches, where it has one and no informal line beside it."""
    single: list[int] = []
    for rule in (r for r in page.rules.rules if r.recurs):
        places = [i for i, label in found.items() if label.rule == rule.id]
        if len(places) == 1 and not has_informal_neighbour(page.lines, places[0], page.rules):
            single += places
    return frozenset(single)


_STEPS: tuple[Callable[[LineSet, LineLabels], Labels], ...] = (
    structure.foreign_script,
    structure.site_suffix,
    structure.caption_title,
    comment_section,
    structure.headline,
    structure.deck,
    structure.headings_and_tail,
)

"""Assign a role to every line: first find the article, then name its lines and the others.

`corpus.clean.article` decides which lines are the article. The rules of the language then say what a line is, and the
steps of `_STEPS` judge the rest by position, length, repetition and neighbours, in that order. Each sees the labels
assigned so far and may label lines that have none. What no step labels is body. In a text of a few lines, and where the
classifier would keep hardly anything, the rules and steps decide alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from corpus.clean import structure
from corpus.clean.article import FEWEST_LINES, ArticleLines, find_article, read_lines
from corpus.clean.comments import comment_section, has_informal_neighbour
from corpus.clean.labels import Label, Labels, LineLabels, LineSet, StructureRule
from corpus.clean.lines import line_places
from corpus.clean.model import LineClass
from corpus.clean.repeats import pull_quotes
from corpus.clean.rules import load_rules
from corpus.errors import InputError
from corpus.languages.language import Language
from corpus.records import KEPT_ROLES, Role, Segment

_BODY = Label("body", StructureRule.BODY.value)
#: A dropped line of so many words that is not running text is a link to another story rather than part of a menu.
_TEASER_WORDS = 5
_OUTSIDE_ROLES: tuple[Role, Role] = ("teaser", "chrome")


@dataclass(frozen=True, slots=True, eq=False)
class Cleaned:
    """A cleaned text.

    Attributes:
        segments: one per non-empty line, in order; offsets are code points of the text.
        article: what the line classifier says, None where it has not run.
        uncertain: whether no part of much running text is clearly the article, so that a cautious reading was chosen:
            a lower threshold or, where that would keep hardly anything, the rules alone.
    """

    segments: tuple[Segment, ...]
    article: ArticleLines | None
    uncertain: bool


def assign_roles(text: str, language: Language, *, declared: Mapping[int, Role] | None = None) -> tuple[Segment, ...]:
    """Assign every non-empty line a role and the id of the rule that assigned it; see `clean_text`.

    Args:
        text: a raw text.
        language: the language whose rules are used.
        declared: known roles by 1-based line of the text. No rule changes them; other lines are judged with them.

    Returns:
        One segment per non-empty line in order. Offsets are code points of ``text``.

    Raises:
        InputError: a role is declared for a line that is empty or does not exist.
    """
    return clean_text(text, language, declared=declared).segments


def plain_segments(text: str) -> tuple[Segment, ...]:
    """Label every non-empty line as body, for texts that consist of article text only."""
    return tuple(
        Segment(i, place.number, place.start, place.end, "body", StructureRule.PLAIN.value)
        for i, place in enumerate(line_places(text))
    )


def clean_text(text: str, language: Language, *, declared: Mapping[int, Role] | None = None) -> Cleaned:
    """Find the article in a text and assign every line a role, with what led to it.

    The rules and steps are repeated on the kept lines until nothing more is dropped.

    Args:
        text: a raw text.
        language: the language whose rules are used.
        declared: known roles by 1-based line of the text.

    Raises:
        InputError: a role is declared for a line that is empty or does not exist.
    """
    rules = load_rules(language.code)
    read = read_lines(text, rules)
    lines = read.lines
    known = dict(declared or {})
    for number in sorted(known.keys() - {line.number for line in lines}):
        raise InputError(f"a role is declared for line {number}, which is not there", hint="Correct `roles`")
    article = find_article(read) if len(lines) >= FEWEST_LINES else None
    page = LineSet(lines, language, rules, read.matches)
    if article is not None and not article.keeps_little:
        page = replace(page, classes=article.classes(), headline=article.headline)
    declared_labels = {
        i: Label(known[line.number], StructureRule.DECLARED.value)
        for i, line in enumerate(lines)
        if line.number in known
    }
    labels = _settled_labels(page, declared_labels)
    segments = tuple(Segment(i, ln.number, ln.start, ln.end, *labels[i]) for i, ln in enumerate(lines))
    return Cleaned(segments, article, article is not None and article.uncertain)


def _settled_labels(page: LineSet, declared: Labels) -> dict[int, Label]:
    """The label of each line: that of the pass that dropped it, or of the first pass where it is kept."""
    settled: dict[int, Label] = {}
    left, steps = list(range(len(page))), _STEPS
    while left:
        own = {n: declared[i] for n, i in enumerate(left) if i in declared}
        labels = _label_lines(_part_of(page, left), own, steps)
        # What is judged by the line alone has been judged.
        steps = _REPEATED_STEPS
        kept = [i for i, label in zip(left, labels, strict=True) if label.role in KEPT_ROLES]
        for i, label in zip(left, labels, strict=True):
            if i not in settled or label.role not in KEPT_ROLES:
                settled[i] = label
        left = kept if len(kept) < len(left) else []
    return settled


def _part_of(page: LineSet, positions: Sequence[int]) -> LineSet:
    """Some lines of a page, in order."""
    if len(positions) == len(page):
        return page
    return replace(
        page,
        lines=[page.lines[i] for i in positions],
        matches=[page.matches[i] for i in positions],
        classes=[page.classes[i] for i in positions] if page.classes else (),
        headline=positions.index(page.headline) if page.headline in positions else None,
    )


def _label_lines(page: LineSet, declared: Labels, steps: Sequence[_Step]) -> list[Label]:
    """One pass of steps: a label for each line, declared roles first."""
    known = LineLabels((None,) * len(page)).extended(declared)
    if len(page) == 1:
        # A text of one line has no boilerplate around it.
        known = known.extended({0: Label("body", StructureRule.SINGLE_LINE.value)})
    for step in steps:
        proposed = step(page, known)
        # No step keeps a line outside the article: a caption next to a link to another story is part of the link.
        known = known.extended({
            i: label for i, label in proposed.items() if label.role not in KEPT_ROLES or not page.is_dropped(i)
        })  # fmt: skip
    known = known.replaced(structure.outside_places(page, known))
    return [label or _BODY for label in known.labels]


def _language_rules(page: LineSet, known: LineLabels) -> Labels:
    """Labels from the rules of the language data."""
    found: dict[int, Label] = {}
    after_body = False
    for i, rules in enumerate(page.matches):
        outside = page.is_dropped(i)
        rule = next((r for r in rules if r.applies(after_body=after_body, left_out=outside)), None)
        if rule is not None and known[i] is None:
            found[i] = Label(rule.role, rule.id)
        after_body = after_body or (i not in found and page.is_article_text(i, known))
    dropped = _unconfirmed(page, found)
    return {i: label for i, label in found.items() if i not in dropped}


def _unconfirmed(page: LineSet, found: Labels) -> frozenset[int]:
    """Lines labelled by a rule that needs several matches, where it has one and no informal line next to it."""
    single: list[int] = []
    for rule in (r for r in page.rules.rules if r.recurs):
        places = [i for i, label in found.items() if label.rule == rule.id]
        if len(places) == 1 and not has_informal_neighbour(page.lines, places[0], page.rules):
            single += places
    return frozenset(single)


def _outside_article(page: LineSet, _known: LineLabels) -> Labels:
    """Lines that the classifier takes for no part of the article: links to other stories, and the rest."""
    link, rest = (Label(role, StructureRule.MODEL_LINE.value) for role in _OUTSIDE_ROLES)
    return {
        i: link if line.words >= _TEASER_WORDS and not line.running else rest
        for i, (line, kind) in enumerate(zip(page.lines, page.classes, strict=bool(page.classes)))
        if kind is LineClass.OTHER
    }


_Step = Callable[[LineSet, LineLabels], Labels]
_STEPS: tuple[_Step, ...] = (
    _language_rules,
    structure.foreign_script,
    structure.site_suffix,
    structure.caption_title,
    comment_section,
    structure.fact_box,
    _outside_article,
    pull_quotes,
    structure.headline,
    structure.classified_parts,
    structure.deck,
    structure.headings_and_tail,
)
_REPEATED_STEPS = tuple(step for step in _STEPS if step is not structure.foreign_script)

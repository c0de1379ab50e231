"""Assign a role to every line: the rules of the language first, then position, length, repetition and neighbours.

The steps run in the order of `_STEPS`. Each sees the roles assigned so far and may assign one to a line that has none.
A line that no step claims is body. Boilerplate removal by such shallow features follows Kohlschütter et al. (2010),
"Boilerplate Detection using Shallow Text Features", applied to lines of text without mark-up.

Readers' comments run from the first line that is certainly one (a name line or a header) to the end. Sites often keep
the first commenters' names out of the text, so the section is extended backwards over informal and repeated lines.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from corpus.clean.lines import Line, line_places, split_lines
from corpus.clean.rules import Rule, RuleSet, load_rules
from corpus.errors import InputError
from corpus.languages.language import Language
from corpus.records import KEPT_ROLES, Role, Segment

#: A headline is seldom longer; those in the five articles have 8 to 10 words.
_HEADLINE_WORDS = 25
_HEADING_WORDS = 12
#: The share of a deck's long words that come back: 0.35 and 0.53 in the two of the five articles, 0.22 to 0.24 between
#: the first two paragraphs of the others.
_DECK_OVERLAP = 0.3
#: Behind the last running text, lines up to this long without closing punctuation are furniture.
_TAIL_WORDS = 6
#: The id of the "rule" by which a line has the role that its project declares.
DECLARED = "declared"
_SITE_SUFFIX = regex.compile(r"(?:^|\s)[-|–—] (?P<site>[^-|–—]{3,40})$")
_LETTERS = regex.compile(r"\p{L}+")
_DASH = regex.compile(r"^[–—―-]\s?\p{L}")


@dataclass(slots=True)
class Draft:
    """The lines of a text with the roles and rules given so far; None where no step has spoken yet.

    ``fitting`` keeps from draft to draft which rule fits a line, by its number and whether running text came before.
    """

    lines: Sequence[Line]
    language: Language
    rules: RuleSet
    roles: list[Role | None] = field(default_factory=list)
    given_by: list[str] = field(default_factory=list)
    fitting: dict[tuple[int, bool], Rule | None] = field(default_factory=dict)

    def give(self, i: int, role: Role, rule: str) -> None:
        """Give a role to line ``i``, unless it has one."""
        if self.roles[i] is None:
            self.roles[i], self.given_by[i] = role, rule

    def first_running(self) -> int:
        """The first line without a role that looks like running text; the number of lines if there is none."""
        return next((i for i, ln in enumerate(self.lines) if self.roles[i] is None and ln.running), len(self.lines))


def assign_roles(text: str, language: Language, *, declared: Mapping[int, Role] | None = None) -> tuple[Segment, ...]:
    """One segment per non-empty line, in order, each with its role and the id of the rule that gave it.

    Cleaning what was kept keeps all of it: steps are repeated on the kept lines until nothing more is dropped.

    Args:
        text: a raw text.
        language: what the rules are taken from.
        declared: roles that are known, by 1-based line; no rule changes them, and other lines are read beside them.

    Raises:
        InputError: a role is declared for a line that is empty or not there.
    """
    lines = split_lines(text)
    known = dict(declared or {})
    for number in sorted(known.keys() - {line.number for line in lines}):
        raise InputError(f"a role is declared for line {number}, which is not there", hint="Mend `roles`")
    rules = load_rules(language.code)
    verdict: dict[int, tuple[Role, str]] = {}
    left = list(range(len(lines)))
    fitting: dict[tuple[int, bool], Rule | None] = {}
    while left:
        draft = Draft([lines[i] for i in left], language, rules, [None] * len(left), [""] * len(left), fitting)
        _decide(draft, known)
        dropped = [n for n, role in enumerate(draft.roles) if role not in KEPT_ROLES]
        for n, i in enumerate(left):
            role, rule = draft.roles[n] or "body", draft.given_by[n]
            if i not in verdict or role not in KEPT_ROLES:
                verdict[i] = (role, rule)
        gone = set(dropped)
        left = [i for n, i in enumerate(left) if n not in gone] if dropped else []
    return tuple(Segment(i, ln.number, ln.start, ln.end, verdict[i][0], verdict[i][1]) for i, ln in enumerate(lines))


def plain_segments(text: str) -> tuple[Segment, ...]:
    """Every non-empty line as body, for texts that are article text proper already."""
    return tuple(
        Segment(i, number, start, end, "body", "plain") for i, (number, start, end, _) in enumerate(line_places(text))
    )


def _decide(draft: Draft, known: Mapping[int, Role]) -> None:
    """Give each line its role, the known ones first."""
    lines = draft.lines
    for i, line in enumerate(lines):
        if line.number in known:
            draft.give(i, known[line.number], DECLARED)
    if len(lines) == 1:
        # A text of one line has no furniture around it; it is what there is.
        draft.give(0, "body", "structure.single-line")
    for step in _STEPS:
        step(draft)
    for i in range(len(lines)):
        draft.give(i, "body", "structure.body")


def _by_rules(draft: Draft) -> None:
    """What the language data says. A rule for behind the body looks whether running text has come."""
    after_body = False
    for i, line in enumerate(draft.lines):
        place = line.number, after_body
        if place not in draft.fitting:
            those = (r for r in draft.rules.rules if r.fits(line.view, line.words, after_body=after_body))
            draft.fitting[place] = next(those, None)
        if (rule := draft.fitting[place]) is not None:
            draft.give(i, rule.role, rule.id)
        after_body = after_body or (draft.roles[i] is None and line.running)
    for rule in (r for r in draft.rules.rules if r.recurs):
        fitting = [i for i, given in enumerate(draft.given_by) if given == rule.id]
        beside = [k for i in fitting for k in (i - 1, i + 1) if 0 <= k < len(draft.lines)]
        if len(fitting) == 1 and not any(is_informal(draft, k) for k in beside):
            draft.roles[fitting[0]], draft.given_by[fitting[0]] = None, ""


def _foreign_script(draft: Draft) -> None:
    """A line in another script than the language's is furniture of the site, however long."""
    own, other = _scripts(draft.language.scripts)
    for i, line in enumerate(draft.lines):
        if other.search(line.view) is None:
            continue  # Most lines, so that nothing is counted in them.
        letters = sum(map(len, _LETTERS.findall(line.view)))
        if letters > 3 and 2 * sum(map(len, own.findall(line.view))) < letters:
            draft.give(i, "chrome", "structure.foreign-script")


@functools.cache
def _scripts(names: tuple[str, ...]) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """What finds characters of these scripts, and a letter of another one."""
    own = "".join(rf"\p{{Script={name}}}" for name in names)
    return regex.compile(f"[{own}]+"), regex.compile(rf"[^{own}\P{{L}}]")


def _site_suffix(draft: Draft) -> None:
    """A name that closes two lines or more after a dash is the site's: such lines belong to pictures and links."""
    seen: dict[str, list[int]] = {}
    for i, line in enumerate(draft.lines):
        if (m := _SITE_SUFFIX.search(line.view)) is not None:
            seen.setdefault(m["site"], []).append(i)
    for places in (p for p in seen.values() if len(p) > 1):
        for i in places:
            rest = _SITE_SUFFIX.sub("", draft.lines[i].view).strip()
            if not rest:
                draft.give(i, "chrome", "structure.site-name")
            elif i and rest in draft.lines[i - 1].view:
                draft.give(i, draft.roles[i - 1] or "caption", "structure.repeated-caption")
            else:
                draft.give(i, "teaser", "structure.site-suffix")
                follower = i + 1
                if follower < len(draft.lines) and draft.lines[follower].joined and draft.lines[follower].ends_open:
                    draft.give(follower, "teaser", "structure.site-suffix")


def _caption_title(draft: Draft) -> None:
    """A short line directly above a caption is the picture's title; one that repeats a caption is a caption."""
    captions: set[str] = set()
    for i, line in enumerate(draft.lines):
        if draft.roles[i] == "caption":
            captions.add(line.view)
            above = i - 1
            if (
                line.joined
                and draft.lines[above].ends_open
                and draft.lines[above].words <= _HEADING_WORDS
                and above > 0
            ):
                draft.give(above, "caption", "structure.caption-title")
        elif line.view in captions:
            draft.give(i, "caption", "structure.repeated-caption")


def _headline(draft: Draft) -> None:
    """The first line of several words and no closing punctuation before the running text; furniture around it."""
    if any(role == "headline" and rule == DECLARED for role, rule in zip(draft.roles, draft.given_by, strict=True)):
        return
    body = draft.first_running()
    head = [
        i for i, ln in enumerate(draft.lines[:body])
        if draft.roles[i] is None and ln.ends_open and ln.words <= _HEADLINE_WORDS and not _DASH.match(ln.view)
    ]  # fmt: skip
    if not head or body == len(draft.lines):
        return
    title = next((i for i in head if draft.lines[i].words >= 4), max(head, key=lambda i: draft.lines[i].words))
    draft.give(title, "headline", "structure.headline")
    for i in head:
        if i < title:
            draft.give(i, "chrome", "structure.above-headline")


def _deck(draft: Draft) -> None:
    """A first paragraph of one sentence, after which the text starts again: the next tells the same at more length.

    "The same" is that enough of its long words come back in the next one.
    """
    first = draft.first_running()
    following = next(
        (i for i in range(first + 1, len(draft.lines)) if draft.roles[i] is None and draft.lines[i].running), None
    )
    if following is None or draft.lines[first].sentences > 1:
        return
    again = _long_words(draft, following)
    own = _long_words(draft, first)
    if (
        own
        and len(own & again) / len(own) >= _DECK_OVERLAP
        and draft.lines[following].words >= draft.lines[first].words
    ):
        draft.give(first, "deck", "structure.deck")


def _long_words(draft: Draft, i: int) -> set[str]:
    return {w[:6] for w in map(draft.language.fold, regex.findall(r"\p{L}{4,}", draft.lines[i].view))}


def _subheadings_and_tail(draft: Draft) -> None:
    """Short lines without closing punctuation: headings where running text follows, furniture behind the last of it."""
    running = [i for i, ln in enumerate(draft.lines) if draft.roles[i] is None and ln.running]
    if not running:
        return
    # A picture behind the text still belongs to it, and so may a line in front of the picture.
    last = max(running[-1], *(i for i, role in enumerate(draft.roles) if role == "caption"), 0)
    for i, line in enumerate(draft.lines):
        if draft.roles[i] is not None or not line.ends_open or i < running[0]:
            continue
        if i > last:
            if line.words <= _TAIL_WORDS and not _DASH.match(line.view):
                draft.give(i, "chrome", "structure.tail")
        elif line.words <= _HEADING_WORDS:
            draft.give(i, "subheading", "structure.subheading")


#: Signs of a comment that a line must show; one alone also occurs in newsrooms' prose.
_SIGNS = 2


def mark_comments(draft: Draft) -> None:
    """Give the role ``comment`` to the lines of a comment section that a rule has found an anchor of."""
    anchor = next((i for i, role in enumerate(draft.roles) if role == "comment"), None)
    if anchor is None:
        return
    for i in range(anchor, len(draft.lines)):
        draft.give(i, "comment", "structure.comment-section")
    repeated = _repeated(draft, anchor)
    begin = anchor
    while begin > 0 and draft.roles[begin - 1] is None and _belongs(draft, begin - 1, repeated):
        begin -= 1
    for i in range(begin, anchor):
        draft.give(i, "comment", "structure.comment-before-name")


def is_informal(draft: Draft, i: int) -> bool:
    """Whether a line shows enough of what people write below an article and newsrooms do not write in one."""
    view = draft.lines[i].view
    return sum(p.search(view) is not None for p in draft.rules.informal) >= _SIGNS


def _belongs(draft: Draft, i: int, repeated: frozenset[str]) -> bool:
    return draft.lines[i].view in repeated or is_informal(draft, i)


def _repeated(draft: Draft, end: int) -> frozenset[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for line in draft.lines[:end]:
        (twice if line.view in seen else seen).add(line.view)
    return frozenset(twice)


_STEPS: tuple[Callable[[Draft], None], ...] = (
    _by_rules,
    _foreign_script,
    _site_suffix,
    _caption_title,
    mark_comments,
    _headline,
    _deck,
    _subheadings_and_tail,
)

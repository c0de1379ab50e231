"""Label lines by position, length, repetition and neighbours, in any language.

Each step takes the lines and the labels so far and returns labels that it proposes; a line that has one keeps it.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence

import regex

from corpus.clean.labels import Label, Labels, LineLabels, LineSet, StructureRule
from corpus.clean.lines import BODY_WORDS, Line, is_tail, opens_with_dash
from corpus.clean.model import LineClass
from corpus.languages.language import Language
from corpus.records import Role

#: A headline is seldom longer; those in the five articles have 8 to 10 words.
_HEADLINE_WORDS = 25
_HEADING_WORDS = 12
#: A line of fewer words is taken for the headline only where no longer one is there.
_TITLE_WORDS = 4
#: The share of a deck's long words that come back: 0.35 and 0.53 in the two of the five articles, 0.22 to 0.24 between
#: the first two paragraphs of the others.
_DECK_OVERLAP = 0.3
#: A link to another story has so many words; those of menus have fewer.
_LINK_WORDS = 3
_SITE_SUFFIX = regex.compile(r"(?:^|\s)[-|–—] (?P<site>[^-|–—]{3,40})$")
#: Longer than a suffix with its dash.
_SUFFIX_LENGTH = 48
_LETTERS = regex.compile(r"\p{L}+")
_LONG_WORD = regex.compile(r"\p{L}{4,}")
_MODEL_LINE = StructureRule.MODEL_LINE.value
_RUNNING_ROLES = ("body", "deck", "caption")
_BULLET = regex.compile(r"^(?:[*•·▪●◦‣■–—-] ?|\p{N}{1,2}[.)] ?)\S")
_SIGNATURE = regex.compile(r"^[–—―-] ?(?:\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]*){1,3}$|.{1,60}\(@\w{1,30}\))")
_NAME = regex.compile(r"^\p{Lu}[\p{L}.’'-]*(?: \p{Lu}[\p{L}.’'-]*){1,3}$")
#: A fact box has at most so many lines after its heading, or after a row of a table.
_BOX_LINES = 12


def foreign_script(page: LineSet, known: LineLabels) -> Labels:
    """Lines mostly in another script than the language's, which are boilerplate however long."""
    return {
        i: _label("chrome", StructureRule.FOREIGN_SCRIPT)
        for i, line in enumerate(page.lines)
        if known[i] is None and is_foreign(line.view, page.language)
    }


def is_foreign(view: str, language: Language) -> bool:
    """Whether less than half of a line's letters are of the language's scripts."""
    if view.isascii() and "Latin" in language.scripts:
        return False
    own, other = _scripts(language.scripts)
    if other.search(view) is None:
        return False  # Most lines; nothing is counted in them.
    letters = sum(map(len, _LETTERS.findall(view)))
    return letters > 3 and 2 * sum(map(len, own.findall(view))) < letters


@functools.cache
def _scripts(names: tuple[str, ...]) -> tuple[regex.Pattern[str], regex.Pattern[str]]:
    """Patterns of characters of these scripts, and of a letter of another one."""
    own = "".join(rf"\p{{Script={name}}}" for name in names)
    return regex.compile(f"[{own}]+"), regex.compile(rf"[^{own}\P{{L}}]")


def site_suffix(page: LineSet, known: LineLabels) -> Labels:
    """Lines that close with the site's name: what two lines or more have after a dash. They are pictures and links."""
    found: dict[int, Label] = {}
    for i in _suffixed(page.lines):
        rest = _SITE_SUFFIX.sub("", page.lines[i].view).strip()
        if not rest:
            found.setdefault(i, _label("chrome", StructureRule.SITE_NAME))
        elif i and rest in page.lines[i - 1].view:
            above = known[i - 1] or found.get(i - 1)
            found.setdefault(i, _label("caption" if above is None else above.role, StructureRule.REPEATED_CAPTION))
        else:
            found.setdefault(i, _label("teaser", StructureRule.SITE_SUFFIX))
            if _continues_link(page, i + 1):
                found.setdefault(i + 1, _label("teaser", StructureRule.SITE_SUFFIX))
    return found


def _suffixed(lines: Iterable[Line]) -> Iterator[int]:
    """Positions of the lines that share a suffix with another one, suffix by suffix."""
    seen: dict[str, list[int]] = {}
    for i, line in enumerate(lines):
        match = _SITE_SUFFIX.search(line.view, max(0, len(line.view) - _SUFFIX_LENGTH))
        if match is not None:
            seen.setdefault(match["site"], []).append(i)
    for places in seen.values():
        if len(places) > 1:
            yield from places


def _continues_link(page: LineSet, position: int) -> bool:
    """Whether a line without closing punctuation follows directly, as the second line of a link does."""
    return position < len(page) and page.lines[position].joined and page.lines[position].ends_open


def caption_title(page: LineSet, known: LineLabels) -> Labels:
    """Short lines directly above a caption, which are the picture's title, and lines that repeat a caption."""
    found: dict[int, Label] = {}
    captions: set[str] = set()
    for i, line in enumerate(page.lines):
        if known.role(i) == "caption":
            captions.add(line.view)
            if i - 1 != page.headline and _is_caption_title(page, i - 1):
                found.setdefault(i - 1, _label("caption", StructureRule.CAPTION_TITLE))
        elif line.view in captions:
            found.setdefault(i, _label("caption", StructureRule.REPEATED_CAPTION))
    return found


def _is_caption_title(page: LineSet, position: int) -> bool:
    """Whether a line is a heading joined to the line after it, and not the first of the text."""
    if position <= 0:
        return False
    line = page.lines[position]
    return page.lines[position + 1].joined and line.ends_open and line.words <= _HEADING_WORDS


def fact_box(page: LineSet, known: LineLabels) -> Labels:
    """The lines of a fact box after its heading, which a rule has found: items of a list, and short lines."""
    found: dict[int, Label] = {}
    left = 0
    for i in range(len(page)):
        label = known[i]
        if label is not None:
            left = _BOX_LINES if label.role == "fact_box" else 0
        elif left and i != page.headline and is_box_line(page.lines[i]):
            found[i] = _label("fact_box", StructureRule.FACT_BOX)
            left -= 1
        else:
            left = 0
    return found


def is_box_line(line: Line) -> bool:
    """Whether a line can be part of a fact box: short and no sentence, or an item of a list."""
    if line.running:
        return _BULLET.match(line.view) is not None and not opens_with_dash(line)
    return line.words < BODY_WORDS


def headline(page: LineSet, known: LineLabels) -> Labels:
    """The headline, and the lines above it that have the form of one, which are boilerplate.

    The line classifier's headline, where it has one; otherwise the first line of several words before the running text.
    """
    if known.has_role("headline"):
        return {}
    body = known.next_running(page.lines)
    candidates = [i for i in range(body) if known[i] is None and is_title_like(page.lines[i])]
    by_form = _title_by_form(page, candidates) if body < len(page) else None
    title = by_form if page.headline is None else page.headline
    if title is None:
        return {}
    rule = StructureRule.HEADLINE if title == by_form else StructureRule.MODEL_HEADLINE
    above = {i: _label("chrome", StructureRule.ABOVE_HEADLINE) for i in candidates if i < title}
    return {title: _label("headline", rule)} | above


def _title_by_form(page: LineSet, candidates: Sequence[int]) -> int | None:
    """The first candidate of several words, else the longest."""
    longest = max(candidates, key=lambda i: page.lines[i].words, default=None)
    return next((i for i in candidates if page.lines[i].words >= _TITLE_WORDS), longest)


def is_title_like(line: Line) -> bool:
    """Whether a line has the form of a headline: no closing punctuation, no speech dash, not too long."""
    return line.ends_open and line.words <= _HEADLINE_WORDS and not opens_with_dash(line)


def deck(page: LineSet, known: LineLabels) -> Labels:
    """A first paragraph of one sentence that the second repeats at more length."""
    first = known.next_running(page.lines)
    following = known.next_running(page.lines, first + 1)
    if following == len(page) or not _is_summary(page, first, following):
        return {}
    return {first: _label("deck", StructureRule.DECK)}


def _is_summary(page: LineSet, position: int, following: int) -> bool:
    """Whether enough long words of a one-sentence line come back in a following line that has as many words or more."""
    line, longer = page.lines[position], page.lines[following]
    if line.sentences > 1 or longer.words < line.words:
        return False
    own = _long_words(page, position)
    return bool(own) and len(own & _long_words(page, following)) / len(own) >= _DECK_OVERLAP


def _long_words(page: LineSet, position: int) -> set[str]:
    return {word[:6] for word in map(page.language.fold, _LONG_WORD.findall(page.lines[position].view))}


def headings_and_tail(page: LineSet, known: LineLabels) -> Labels:
    """Short lines without closing punctuation: subheadings between running text, boilerplate after the last of it."""
    running = [i for i in range(len(page)) if known.is_running(page.lines, i)]
    if not running:
        return {}
    # A picture after the text still belongs to it, and so may a line before the picture.
    last = max(running[-1], *(i for i in range(len(page)) if known.role(i) == "caption"), 0)
    found: dict[int, Label] = {}
    for i in range(running[0], len(page)):
        line = page.lines[i]
        if known[i] is not None or not line.ends_open or is_signature(line):
            continue
        if i <= last and line.words <= _HEADING_WORDS:
            found[i] = _label("subheading", StructureRule.SUBHEADING)
        elif i > last and is_tail(line) and not page.classes:
            # Where the line classifier has run, it has dropped what is boilerplate.
            found[i] = _label("chrome", StructureRule.TAIL)
    return found


def classified_parts(page: LineSet, known: LineLabels) -> Labels:
    """Captions and the standfirst, as the line classifier has them."""
    title = next((i for i in range(len(page)) if known.role(i) == "headline"), None)
    body = known.next_running(page.lines)
    found: dict[int, Label] = {}
    for i, kind in enumerate(page.classes):
        if kind is LineClass.CAPTION:
            found[i] = _label("caption", StructureRule.MODEL_CAPTION)
        elif kind is LineClass.PART and title is not None and title < i < body:
            found[i] = _label("deck", StructureRule.MODEL_DECK)
    return found


def outside_places(page: LineSet, known: LineLabels) -> Labels:
    """More specific labels for lines that the line classifier dropped: links below a heading, above, and after."""
    dropped = [i for i, label in enumerate(known.labels) if label is not None and label.rule == _MODEL_LINE]
    if not dropped:
        return {}
    roles = ["body" if label is None else label.role for label in known.labels]
    title = roles.index("headline") if "headline" in roles else 0
    last = max((i for i, role in enumerate(roles) if role in _RUNNING_ROLES), default=len(page))
    # After the last line comes nothing.
    roles.append("body")
    found: dict[int, Label] = {}
    for i in dropped:
        if roles[i + 1] == "byline" and is_name(page.lines[i]):
            found[i] = _label("byline", StructureRule.BYLINE_NAME)
            continue
        role_above = found[i - 1].role if i - 1 in found else roles[i - 1]
        label = _outside_label(page.lines[i], before=i < title, after=i > last, role_above=role_above)
        if label is not None:
            found[i] = label
    return found


def _outside_label(line: Line, *, before: bool, after: bool, role_above: Role) -> Label | None:
    """The label of a dropped line by its form and place; None where they say nothing."""
    if before:
        return _label("chrome", StructureRule.ABOVE_HEADLINE) if is_title_like(line) else None
    if role_above == "teaser" and is_link(line):
        return _label("teaser", StructureRule.RELATED_LINK)
    return _label("chrome", StructureRule.TAIL) if after and is_tail(line) else None


def is_name(line: Line) -> bool:
    """Whether a line has the form of a name: two to four words, each with a capital."""
    return _NAME.match(line.view) is not None


def is_signature(line: Line) -> bool:
    """Whether a line is the signature of a quotation or of a post: a dash and a name, or an account and a date."""
    return _SIGNATURE.match(line.view) is not None


def is_link(line: Line) -> bool:
    """Whether a line has the form of a link to another story: some words without closing punctuation."""
    return line.ends_open and _LINK_WORDS <= line.words <= _HEADLINE_WORDS


def _label(role: Role, rule: StructureRule) -> Label:
    # The plain string: what is stored and published is the id.
    return Label(role, rule.value)

"""Find a section of readers' comments after an article.

A section runs from the first line that is certainly part of one (a commenter's name line or a header) to the end. Sites
often keep the first commenters' names out of the text, so it is extended backwards over informal and repeated lines.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from corpus.clean.labels import Label, Labels, LineLabels, LineSet, StructureRule
from corpus.clean.lines import Line, is_tail
from corpus.clean.rules import RuleSet

#: Signs of a comment that a line must show; a single one also occurs in newsrooms' prose.
_SIGNS = 2
#: Words of the article before a section of comments, to those of what looks like article after it.
_BEFORE = 0.5
#: A thread has so many names with a time after them, and before it the article has so many words of running text.
_POSTS, _ARTICLE_WORDS = 3, 30
#: At least two, and this share of its texts, are informal: 0.21 to 0.72 in 15 threads on pages for development, up to
#: 0.2 in the lists of links on 25 others.
_FEWEST_INFORMAL, _INFORMAL_SHARE = 2, 0.2
#: A commenter's name has at most so many words.
_NAME_WORDS = 4


def comment_section(page: LineSet, known: LineLabels) -> Labels:
    """Label the lines of a comment section whose first certain line a rule has found.

    A section begins only after the article: a link to the comments above the text begins none.

    Args:
        page: the lines.
        known: the labels so far.

    Returns:
        The role ``comment`` for every line from the first comment to the end, and for those before it that belong to
        the section; empty where no section begins.
    """
    anchor = _thread_start(page, known)
    if anchor is None:
        anchor = _section_start(page, known)
    if anchor is None:
        return {}
    views = Counter(line.view for line in page.lines[:anchor])
    begin = anchor
    while begin > 0 and known[begin - 1] is None and _is_comment_like(page, begin - 1, views):
        begin -= 1
    found = {i: Label("comment", StructureRule.COMMENT_BEFORE_NAME.value) for i in range(begin, anchor)}
    end = _section_end(page, known, anchor)
    return found | {i: Label("comment", StructureRule.COMMENT_SECTION.value) for i in range(anchor, end)}


def _thread_start(page: LineSet, known: LineLabels) -> int | None:
    """The first name of a thread: short lines, each with a time after it and a text after that, often informal.

    However long a thread is, only the article before it counts.
    """
    posts: list[int] = []
    words = informal = 0
    for i in range(len(page) - 2):
        if page.is_article_text(i, known):
            words += page.lines[i].words
        if words >= _ARTICLE_WORDS and _is_post(page, i):
            posts.append(i)
            informal += is_informal(page.lines[i + 2], page.rules)
    enough = max(_FEWEST_INFORMAL, _INFORMAL_SHARE * len(posts))
    return posts[0] if len(posts) >= _POSTS and informal >= enough else None


def _is_post(page: LineSet, position: int) -> bool:
    """Whether a line is the name of a commenter: a time follows it, then a line of text."""
    name, text = page.lines[position], page.lines[position + 2]
    if page.matches[position] or name.words > _NAME_WORDS or name.running:
        return False
    return _is_time(page, position + 1) and not _is_time(page, position + 2) and text.words > _NAME_WORDS


def _is_time(page: LineSet, position: int) -> bool:
    """Whether a rule takes a line for a date or a time."""
    return any(rule.role == "dateline" for rule in page.matches[position])


def _section_start(page: LineSet, known: LineLabels) -> int | None:
    """The first line labelled as a comment that has the article before it: enough of the running text."""
    if not known.has_role("comment"):
        return None
    words = [line.words if page.is_article_text(i, known) else 0 for i, line in enumerate(page.lines)]
    before, after = 0, sum(words)
    for i in range(len(page)):
        if known.role(i) == "comment" and before >= _BEFORE * after:
            return i
        before, after = before + words[i], after - words[i]
    return None


def _section_end(page: LineSet, known: LineLabels, anchor: int) -> int:
    """The end of a section that begins at a line: the links at the end of a page do not belong to it."""
    end = len(page)
    while end > anchor + 1 and (known[end - 1] is not None or _is_menu_like(page, end - 1)):
        end -= 1
    return end


def _is_menu_like(page: LineSet, position: int) -> bool:
    """Whether a line has the form of a link in a menu, and the line classifier drops it."""
    return page.is_dropped(position) and is_tail(page.lines[position])


def is_informal(line: Line, rules: RuleSet) -> bool:
    """Whether a line has enough signs of what readers write and newsrooms do not."""
    return sum(sign.search(line.view) is not None for sign in rules.informal) >= _SIGNS


def has_informal_neighbour(lines: Sequence[Line], position: int, rules: RuleSet) -> bool:
    """Whether the line before or after a position is informal."""
    return any(is_informal(lines[k], rules) for k in (position - 1, position + 1) if 0 <= k < len(lines))


def _is_comment_like(page: LineSet, position: int, views: Counter[str]) -> bool:
    """Whether a line without label belongs to the comments after it: a repeated or an informal one does."""
    line = page.lines[position]
    return views[line.view] > 1 or is_informal(line, page.rules)

"""Readers' comments below an article: from the first name line to the end, and back to where they began.

Sites often keep the first commenters' name lines out of the text. So the comments' start is looked for backwards from
the first line that is certain (a name line or a header), as long as lines are informal or repeat one another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from corpus.clean.roles import Draft

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

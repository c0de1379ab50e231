"""Detect HTML mark-up in what should be plain text."""

from __future__ import annotations

import re
from itertools import islice

#: Tags of running text and of pages. A tag may have attributes, but it is short.
_TAG = re.compile(
    r"</?(?:a|article|b|blockquote|body|br|div|em|figure|figcaption|h[1-6]|head|html|i|iframe|img|li|link|meta|ol|p"
    r"|script|section|span|strong|style|table|td|title|tr|u|ul)(?:\s[^<>]{0,2000})?/?>",
    re.IGNORECASE,
)
_DOCTYPE = re.compile(r"\s*<!doctype\s+html\b", re.IGNORECASE)
#: So many tags are mark-up, or, in a text that begins with one, so many. A text about HTML may name one or two.
_FEWEST_TAGS, _FEWEST_FROM_START = 3, 2
#: How much of a text is searched, in code points.
_SEARCHED = 100_000


def has_markup(text: str) -> bool:
    """Return whether a text is HTML: it has at least three tags, or two and begins with one.

    >>> has_markup("<p>The road is <b>open</b>.</p>"), has_markup("x < y and y > z")
    (True, False)
    """
    start = text[:_SEARCHED].lstrip("\ufeff \t\r\n")
    if _DOCTYPE.match(start):
        return True
    needed = _FEWEST_FROM_START if _TAG.match(start) else _FEWEST_TAGS
    return sum(1 for _ in islice(_TAG.finditer(start), needed)) == needed

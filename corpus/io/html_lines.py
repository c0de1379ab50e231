"""A parsed page as lines of text, each with what its mark-up says.

A line is what is between the edges of block elements, or between two line breaks. Nothing is judged here: which
lines are the article is decided by `corpus.clean`.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any

_BLOCKS = frozenset(
    (
        "address", "article", "aside", "blockquote", "body", "button", "caption", "center", "dd", "details", "dialog",
        "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6",
        "header", "hgroup", "hr", "label", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section",
        "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
    )
)  # fmt: skip
_CELLS = frozenset(("td", "th"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_UNSEEN = frozenset(
    (
        "script", "style", "noscript", "template", "svg", "head", "iframe", "object", "canvas", "select", "textarea",
        "audio", "video", "map", "math", "datalist",
    )
)  # fmt: skip
_SPACE = re.compile(r"\s+")
#: Words in classes and ids of elements that say what newsrooms' templates are for; English is used in all languages.
_HINT_WORDS = {
    "article": "article story content body post entry text main paragraph articlebody rich prose blog detail",
    "comment": "comment comments disqus discussion discussions reply replies respond forum kommentar",
    "related": """
        related recommend recommended recommendation recommendations more teaser teasers promo promos popular trending
        most latest sidebar rail widget widgets outbrain taboola carousel card cards list listing feed river next also
        similar read further""",
    "site": """
        nav navigation menu header footer breadcrumb breadcrumbs share sharing social toolbar newsletter newsletters
        subscribe subscription signup signin login register banner ad ads advert advertisement sponsor sponsored paywall
        tag tags topics copyright skip search print masthead alert notice utility legal disclaimer hidden sr visually
        screen donate""",
    "dialog": """
        cookie cookies consent gdpr ccpa onetrust ot optanon didomi cmp privacy preferences dialog modal popup overlay
        lightbox""",
    "caption": "caption captions figcaption",
    "picture": "credit figure photo image images picture media gallery video slideshow copyright",
    "byline": "author authors byline bylines date time timestamp meta published updated bio contributor writer",
    "deck": """
        dek deck standfirst summary lead lede intro subtitle subhead subheadline description excerpt ingress""",
    "quote": "quote quotes blockquote pullquote tweet twitter embed instagram facebook bluesky",
    "box": "factbox fact facts box aside infobox sidebar keypoints takeaways highlights bullets",
}
_HINTS = tuple((name, frozenset(words.split())) for name, words in _HINT_WORDS.items())
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def collapse_spaces(text: str) -> str:
    """Return a text on one line, with each run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


HINT_NAMES = tuple(name for name, _ in _HINTS)
#: Elements that features are made of, in this order, as bits of `PageLine.inside`.
ELEMENT_NAMES = (
    "p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "tr", "figcaption", "figure", "blockquote", "pre", "nav", "header",
    "footer", "aside", "form", "button", "article", "main", "table", "ul", "ol", "a", "strong", "em", "time", "address",
    "cite", "section", "dl",
)  # fmt: skip
_ELEMENT_BITS = {name: 1 << n for n, name in enumerate(ELEMENT_NAMES)}
#: Attributes that say what an element is for.
_NAMED = ("class", "id", "role", "itemprop", "data-testid", "data-component")
#: How many elements around a line count as near.
_NEAR = 3


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page.

    Attributes:
        text: its text, white space collapsed.
        tag: the innermost block element that it is in.
        inside: the elements that it is in, as bits in the order of `ELEMENT_NAMES`.
        near_hints: hints in the classes and ids of the three innermost elements, as bits in the order of `HINT_NAMES`.
        hints: hints of all elements that it is in.
        link_characters: how many of its characters are in links.
        hidden: whether the page does not show it.
        path: numbers of the block elements that it is in, outermost first, its own last.
    """

    text: str
    tag: str
    inside: int
    near_hints: int
    hints: int
    link_characters: int
    hidden: bool
    path: tuple[int, ...]

    @property
    def container(self) -> int:
        """Number of the element around its own block; 0 where there is none."""
        return self.path[-2] if len(self.path) > 1 else 0

    @property
    def outer_container(self) -> int:
        """Number of the element around that; 0 where there is none."""
        return self.path[-3] if len(self.path) > 2 else 0

    def is_inside(self, element: str) -> bool:
        """Whether it is in an element of `ELEMENT_NAMES`."""
        return bool(self.inside & _ELEMENT_BITS[element])

    @property
    def is_boilerplate(self) -> bool:
        """Whether its elements say that it is a menu, a footer, a box or a reader's comment.

        Of 123 pages, 2 of 93,000 words of body are in such lines, and 10,000 words of longer lines that are not body.
        """
        in_footer = self.is_inside("footer") and not self.is_inside("blockquote")
        return in_footer or self.is_inside("nav") or bool(self.near_hints & _BOILERPLATE_BITS)

    @property
    def is_heading(self) -> bool:
        """Whether its block is a heading."""
        return self.tag in _HEADINGS

    @property
    def is_caption(self) -> bool:
        """Whether it is the text of a picture."""
        return self.is_inside("figcaption") or bool(self.near_hints & _CAPTION_BIT)


@dataclass(frozen=True, slots=True)
class _Frame:
    """An open element: what the text in it is inside of. ``hint_stack`` are the hints of the innermost elements."""

    tag: str
    inside: int
    hint_stack: tuple[int, ...]
    hints: int
    hidden: bool
    in_link: bool
    path: tuple[int, ...]


_ROOT = _Frame("body", 0, (), 0, hidden=False, in_link=False, path=())


def page_lines(tree: Any) -> list[PageLine]:  # noqa: ANN401  (lxml has no types)
    """The lines of a parsed page, in order.

    Args:
        tree: the root element of the page.

    Returns:
        All lines with text, those of menus and notices too.
    """
    return _Reader().read(tree)


class _Reader:
    """Reads a page from its first element to its last, and keeps the text of the line that is open."""

    def __init__(self) -> None:
        self._lines: list[PageLine] = []
        self._text: list[str] = []
        self._links = self._blocks = self._breaks = 0
        self._frame: _Frame | None = None

    def read(self, tree: Any) -> list[PageLine]:  # noqa: ANN401
        """The lines of a page."""
        frames = [_ROOT]
        unseen = 0
        for event, element in import_module("lxml.etree").iterwalk(tree, events=("start", "end")):
            tag = element.tag
            if event == "start":
                unseen += tag in _UNSEEN
                if not unseen:
                    frames.append(self._open(element, frames[-1]))
                    self._add(element.text, frames[-1])
                continue
            if not unseen:
                frame = frames.pop()
                if frame.path != frames[-1].path:
                    self._close_line()
            unseen -= tag in _UNSEEN
            if not unseen and element is not tree:
                self._add(element.tail, frames[-1])
        self._close_line()
        return self._lines

    def _open(self, element: Any, around: _Frame) -> _Frame:  # noqa: ANN401
        tag = element.tag
        if tag == "br":
            self._breaks += 1
            self._text.append(" ")
            if self._breaks > 1:
                self._close_line()
            return around
        if tag in _CELLS:
            self._text.append(" ")
        is_block = tag in _BLOCKS or (tag in _CELLS and _has_blocks(element))
        hints = hints_of(" ".join(element.get(name, "") for name in _NAMED))
        if is_block:
            self._close_line()
            self._blocks += 1
        return _Frame(
            tag if is_block else around.tag,
            around.inside | _ELEMENT_BITS.get(tag, 0),
            (*around.hint_stack[1 - _NEAR :], hints),
            around.hints | hints,
            around.hidden or _is_hidden(element),
            around.in_link or tag == "a",
            (*around.path, self._blocks) if is_block else around.path,
        )

    def _add(self, text: str | None, frame: _Frame) -> None:
        if text is None or not text.strip():
            self._text.append(" " if text else "")
            return
        self._breaks = 0
        if self._frame is None:
            self._frame = frame
        if frame.in_link:
            self._links += len(text.strip())
        self._text.append(text)

    def _close_line(self) -> None:
        text, frame = collapse_spaces("".join(self._text)), self._frame
        if text and frame is not None:
            near = functools.reduce(int.__or__, frame.hint_stack, 0)
            links = min(self._links, len(text))
            self._lines.append(
                PageLine(text, frame.tag, frame.inside, near, frame.hints, links, frame.hidden, frame.path)
            )
        self._text.clear()
        self._links = self._breaks = 0
        self._frame = None


def _has_blocks(cell: Any) -> bool:  # noqa: ANN401
    """Whether a cell of a table holds paragraphs rather than a value."""
    return any(child.tag in _BLOCKS for child in cell)


def _is_hidden(element: Any) -> bool:  # noqa: ANN401
    if element.get("hidden") is not None:
        return True
    if element.get("aria-hidden") == "true":
        return True
    style: str = element.get("style", "")
    return "display:none" in style.replace(" ", "").lower()


@functools.lru_cache(maxsize=4096)
def hints_of(names: str) -> int:
    """The hints in the classes and ids of an element, as bits in the order of `HINT_NAMES`."""
    words = {word.lower() for word in _WORD.findall(names)}
    return sum(1 << n for n, (_, known) in enumerate(_HINTS) if words & known)


_BOILERPLATE_BITS = 1 << HINT_NAMES.index("comment") | 1 << HINT_NAMES.index("box")
_CAPTION_BIT = 1 << HINT_NAMES.index("caption")

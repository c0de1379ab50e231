"""Turn the main content of a page into lines of text, with the roles that its mark-up determines."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import pairwise
from typing import Any

from corpus.records import Role

#: Elements of trafilatura's output that begin and end a line; all others are inline.
_BLOCKS = frozenset(("body", "p", "head", "quote", "list", "item", "table", "row", "code", "div"))
#: Elements that cannot be part of a paragraph.
_NOT_INLINE = frozenset(
    ("p", "div", "section", "article", "ul", "ol", "table", "figure", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)
_MEDIA = frozenset(("img", "picture", "video", "svg", "audio", "iframe"))
_INVISIBLE = frozenset(("script", "style", "noscript", "template"))
_GAPS = frozenset(("cell", "lb", "graphic"))
_HEADINGS = ("head", "h1")
#: A caption has at most this many words.
_MAX_CAPTION_WORDS = 120
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class PageLines:
    """Lines in order, each with its role if the mark-up determines one."""

    lines: tuple[tuple[str, Role | None], ...]

    @property
    def has_body(self) -> bool:
        """Whether there is anything but headings and captions."""
        return any(role is None for _, role in self.lines)

    def joined(self) -> tuple[str, dict[Role, tuple[int, ...]]]:
        """Join the lines with an empty line between two.

        Returns:
            The text, and the 1-based lines of each role.
        """
        roles: dict[Role, tuple[int, ...]] = {}
        for n, (_, role) in enumerate(self.lines):
            if role is not None:
                roles[role] = (*roles.get(role, ()), 2 * n + 1)
        return "\n\n".join(text for text, _ in self.lines) + "\n", roles


def collapse_spaces(text: str) -> str:
    """Return a text on one line, with each run of white space as one space."""
    return _SPACE.sub(" ", text).strip()


def split_paragraphs(tree: Any) -> None:  # noqa: ANN401  (lxml has no types)
    """Split paragraphs of the tree, in place, at two consecutive line breaks; a single one is white space."""
    for element in [e for e in tree.iter("p", "div") if e.find("br") is not None]:
        children = list(element)
        breaks = {first for first, second in pairwise(children) if _is_double_break(first, second)}
        if not breaks or any(child.tag in _NOT_INLINE for child in children):
            continue
        paragraphs = [element.makeelement("p")]
        paragraphs[0].text, element.text, element.tag = element.text, None, "div"
        for child in children:
            if child in breaks:
                paragraphs.append(element.makeelement("p"))
                paragraphs[-1].text = child.tail
            else:
                paragraphs[-1].append(child)
        element[:] = paragraphs


def _is_double_break(first: Any, second: Any) -> bool:  # noqa: ANN401
    return first.tag == second.tag == "br" and not (first.tail or "").strip()


def keep_captions(tree: Any) -> frozenset[str]:  # noqa: ANN401
    """Turn the captions of the tree's figures into paragraphs, in place, since trafilatura would drop them.

    A caption is a ``figcaption`` beside a picture, or an element whose class says so.

    Args:
        tree: The parsed page, an ``lxml.html`` element.

    Returns:
        The texts of the captions.
    """
    captions = []
    for figure in [f for f in tree.iter("figure") if _has_descendant(f, *_MEDIA)]:
        captions += [_flatten(caption) for caption in list(figure.iter("figcaption"))]
        figure.tag = "div"
        figure.attrib.clear()
    by_class = tree.xpath("//p[contains(@class, 'caption')] | //div[contains(@class, 'caption')]")
    captions += [_flatten(e) for e in by_class if not _has_descendant(e, *_MEDIA, "p", "div", "h1", "h2")]
    return frozenset(caption for caption in captions if 0 < len(caption.split()) <= _MAX_CAPTION_WORDS)


def _has_descendant(element: Any, *tags: str) -> bool:  # noqa: ANN401
    return next(element.iterdescendants(*tags), None) is not None


def _flatten(caption: Any) -> str:  # noqa: ANN401
    """Turn an element into a paragraph of plain text, in place; return the text."""
    for element in list(caption.iter(*_INVISIBLE)):
        element.drop_tree()
    text = collapse_spaces(" ".join(caption.itertext()))
    tail = caption.tail
    caption.clear()
    caption.tag, caption.text, caption.tail = "p", text, tail
    return text


def page_lines(body: Any, *, title: str | None, captions: Collection[str]) -> PageLines:  # noqa: ANN401
    """Turn a main content into lines with roles.

    The headline is the title, or the first main heading if the page's title has other words. If neither is in the
    content, the title becomes the first line.

    Args:
        body: The element that trafilatura extracts.
        title: The title of the page.
        captions: The texts of captions, from `keep_captions`.
    """
    blocks = list(_text_blocks(body))
    headline = _headline(blocks, title)
    in_content = any(text == headline for text, _ in blocks)
    lines: list[tuple[str, Role | None]] = []
    body_begun = headline_seen = False
    for text, tag in blocks:
        role: Role | None = None
        if text == headline:
            if headline_seen:
                continue
            role, headline_seen = "headline", True
        elif text in captions:
            role = "caption"
        elif tag in _HEADINGS:
            role = _heading_role(body_begun=body_begun, headline_passed=headline_seen or not in_content)
        else:
            body_begun = True
        lines.append((text, role))
    if headline and lines and not headline_seen:
        lines.insert(0, (headline, "headline"))
    return PageLines(tuple(lines))


def _headline(blocks: list[tuple[str, str]], title: str | None) -> str | None:
    if any(text == title for text, _ in blocks):
        return title
    return next((text for text, tag in blocks if tag == "h1"), title)


def _heading_role(*, body_begun: bool, headline_passed: bool) -> Role:
    """Between the headline and the first paragraph a heading sums the article up; above the headline it is a label."""
    if body_begun:
        return "subheading"
    return "deck" if headline_passed else "chrome"


def _text_blocks(body: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield the text of each block that has any, on one line, with the tag of the block."""
    for tag, text in _raw_blocks(body):
        line = collapse_spaces(text)
        if line:
            yield line, tag


def _raw_blocks(body: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    """Yield the text between two edges of blocks, with the tag of the innermost block around it."""
    open_tags = ["body"]
    parts: list[str] = []
    for event, element in import_module("lxml.etree").iterwalk(body, events=("start", "end")):
        is_start = event == "start"
        if element.tag in _BLOCKS:
            yield open_tags[-1], "".join(parts)
            parts = []
            if is_start:
                open_tags.append(_block_tag(element))
            else:
                open_tags.pop()
        elif is_start and element.tag in _GAPS:
            parts.append(" ")
        if is_start:
            parts.append(element.text or "")
        elif element is not body:
            parts.append(element.tail or "")


def _block_tag(element: Any) -> str:  # noqa: ANN401
    is_main_heading = element.tag == "head" and element.get("rend") == "h1"
    return "h1" if is_main_heading else str(element.tag)

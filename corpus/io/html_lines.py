"""The main content of a page as lines of text, with the roles that its mark-up tells: title, headings, captions."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from importlib import import_module
from itertools import pairwise
from typing import Any

from corpus.records import Role

#: Elements of what trafilatura finds that begin and end a line; all others stand within one.
_BLOCKS = frozenset(("body", "p", "head", "quote", "list", "item", "table", "row", "code", "div"))
#: Elements that stand in no paragraph.
_STANDING = frozenset(
    ("p", "div", "section", "article", "ul", "ol", "table", "figure", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6")
)
_MEDIA = frozenset(("img", "picture", "video", "svg", "audio", "iframe"))
_UNSEEN = frozenset(("script", "style", "noscript", "template"))
_GAPS = frozenset(("cell", "lb", "graphic"))
#: A caption of more words than this is no caption.
_CAPTION_WORDS = 120
_SPACE = re.compile(r"\s+")


def squeeze(text: str) -> str:
    """A text in one line, runs of white space as one space."""
    return _SPACE.sub(" ", text).strip()


@dataclass(slots=True)
class Lines:
    """Lines in order, each with its role where mark-up tells it."""

    found: list[tuple[str, Role | None]] = field(default_factory=list)

    @property
    def has_body(self) -> bool:
        """Whether there is anything but headings and captions."""
        return any(role is None for _, role in self.found)

    def joined(self) -> tuple[str, dict[Role, tuple[int, ...]]]:
        """The text, an empty line between two, and the 1-based lines of each role."""
        roles: dict[Role, tuple[int, ...]] = {}
        for n, (_, role) in enumerate(self.found):
            if role is not None:
                roles[role] = (*roles.get(role, ()), 2 * n + 1)
        return "\n\n".join(text for text, _ in self.found) + "\n", roles


def part_paragraphs(tree: Any) -> None:  # noqa: ANN401  (lxml has no types)
    """Make paragraphs, in place, of what two line breaks on end part; a single one is white space."""
    for element in [e for e in tree.iter("p", "div") if e.find("br") is not None]:
        children = list(element)
        parting = {b for a, b in pairwise(children) if a.tag == b.tag == "br" and not (a.tail or "").strip()}
        if not parting or any(child.tag in _STANDING for child in children):
            continue
        paragraphs = [element.makeelement("p")]
        paragraphs[0].text, element.text, element.tag = element.text, None, "div"
        for child in children:
            if child in parting:
                paragraphs.append(element.makeelement("p"))
                paragraphs[-1].text = child.tail
            else:
                paragraphs[-1].append(child)
        element[:] = paragraphs


def keep_captions(tree: Any) -> frozenset[str]:  # noqa: ANN401
    """Turn the captions of a page's figures into paragraphs, in place, for they would be left out; their texts.

    A caption is a ``figcaption`` beside a picture, or what a class calls so.
    """
    captions = []
    for figure in [f for f in tree.iter("figure") if any(True for _ in f.iter(*_MEDIA))]:
        captions += [_flattened(caption) for caption in list(figure.iter("figcaption"))]
        figure.tag = "div"
        figure.attrib.clear()
    called = tree.xpath("//p[contains(@class, 'caption')] | //div[contains(@class, 'caption')]")
    captions += [
        _flattened(e) for e in called if next(e.iterdescendants(*_MEDIA, "p", "div", "h1", "h2"), None) is None
    ]
    return frozenset(c for c in captions if c and len(c.split()) <= _CAPTION_WORDS)


def _flattened(caption: Any) -> str:  # noqa: ANN401
    for element in list(caption.iter(*_UNSEEN)):
        element.drop_tree()
    words = squeeze(" ".join(caption.itertext()))
    tail = caption.tail
    caption.clear()
    caption.tag, caption.text, caption.tail = "p", words, tail
    return words


def page_lines(body: Any, *, title: str | None, captions: Collection[str]) -> Lines:  # noqa: ANN401
    """The lines of a main content.

    The headline is the title, or the first main heading where the page's title is worded otherwise; where neither
    stands in the content, the title becomes the first line.
    """
    blocks = [(words, kind) for kind, text in _blocks(body) if (words := squeeze(text))]
    lines = Lines()
    headings = [words for words, kind in blocks if kind == "h1"]
    if headings and all(words != title for words, _ in blocks):
        title = headings[0]
    inside = any(words == title for words, _ in blocks)
    begun = titled = False
    for words, kind in blocks:
        role: Role | None = None
        if words == title:
            if titled:
                continue
            role, titled = "headline", True
        elif words in captions:
            role = "caption"
        elif kind in ("head", "h1"):
            # Between the title and the first paragraph stands what sums the article up, above the title a label.
            role = "subheading" if begun else "deck" if titled or not inside else "chrome"
        else:
            begun = True
        lines.found.append((words, role))
    if title and not titled and lines.found:
        lines.found.insert(0, (title, "headline"))
    return lines


def _blocks(body: Any) -> list[tuple[str, str]]:  # noqa: ANN401
    """The stretches of text between the edges of blocks, each with the tag of the block that it stands in."""
    found: list[tuple[str, str]] = []
    inside = ["body"]
    words: list[str] = []

    def flush() -> None:
        found.append((inside[-1], "".join(words)))
        words.clear()

    for event, element in import_module("lxml.etree").iterwalk(body, events=("start", "end")):
        if event == "start":
            if element.tag in _BLOCKS:
                flush()
                inside.append("h1" if element.tag == "head" and element.get("rend") == "h1" else element.tag)
            elif element.tag in _GAPS:
                words.append(" ")
            words.append(element.text or "")
        else:
            if element.tag in _BLOCKS:
                flush()
                inside.pop()
            if element is not body:
                words.append(element.tail or "")
    return found

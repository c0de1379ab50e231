"""XML trees by the standard library, and text in them that XML cannot hold."""

from __future__ import annotations

import re
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML = "{http://www.w3.org/XML/1998/namespace}"
#: What XML 1.0 forbids, and the carriage return, which every reader of XML makes a line feed.
_UNFIT = re.compile("([^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff])")
_CODE_POINT = re.compile("U\\+([0-9A-F]{4,6})")


def add(parent: Element, tag: str, words: str = "", **attributes: str) -> Element:
    """A new last child on a line of its own, with words as its text."""
    if parent.text is None and not len(parent):
        parent.text = "\n"
    child = ElementTree.SubElement(parent, tag, attributes)
    child.tail = "\n"
    if words:
        add_text(child, words)
    return child


def add_text(parent: Element, words: str) -> None:
    """Put words at the end of an element; what XML cannot hold becomes ``<g type="code-point" n="U+0001"/>``."""
    for number, piece in enumerate(_UNFIT.split(words)):
        if number % 2:
            ElementTree.SubElement(parent, "g", {"type": "code-point", "n": f"U+{ord(piece):04X}"})
        elif piece and len(parent):
            parent[-1].tail = (parent[-1].tail or "") + piece
        elif piece:
            parent.text = (parent.text or "") + piece


def code_point(element: Element) -> str:
    """The character that a ``<g>`` stands for; nothing where it is none of ours."""
    match = _CODE_POINT.fullmatch(element.get("n", ""))
    return chr(int(match[1], 16)) if match and int(match[1], 16) < 0x110000 else ""


def to_bytes(root: Element) -> bytes:
    """A document: UTF-8, with its declaration, ended by a line feed."""
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"

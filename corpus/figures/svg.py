"""matplotlib's SVG, written again as one plain element that takes the fonts and colours of a page.

It has no prolog, style, clip or id of its own and points nowhere, so that several stand in one page.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from xml.etree import ElementTree as ET

from corpus.figures.words import right_to_left

_SPACE = "{http://www.w3.org/2000/svg}"
#: Properties that are kept, as attributes: a page may forbid styles inside it, but not these.
_PROPERTIES = frozenset((
    "fill", "fill-opacity", "stroke", "stroke-opacity", "stroke-width", "opacity", "text-anchor", "font-size",
    "font-weight",
))  # fmt: skip
_PLACES = {"text": ("x", "y", "transform"), "path": ("d",)}
_COLOURED = ("fill", "stroke")
_WITHOUT = {"transform": "", "text-anchor": "start", "stroke-width": "1", "opacity": "1"}


def rewritten(
    raw: bytes, *, colours: Mapping[str, str], words: tuple[str, str], prefix: str, font: str | None = None
) -> str:
    """An SVG that matplotlib made, as an element for a page.

    Args:
        raw: the file.
        colours: what stands for each colour that was drawn with; one that is not here is an error.
        words: title and description, for those who cannot see it.
        prefix: what its two ids begin with.
        font: the family of its letters, where it is a file of its own, which has a size too; None in a page.
    """
    # The file is our own, made a moment ago; names in it are escaped.
    drawn = ET.fromstring(raw)  # noqa: S314
    names = f"{prefix}-title", f"{prefix}-desc"
    fixed = {
        "xmlns": _SPACE.strip("{}"),
        "viewBox": drawn.attrib["viewBox"],
        **({"width": "100%"} if font is None else {n: drawn.attrib[n].removesuffix("pt") for n in ("width", "height")}),
        "role": "img",
        "aria-labelledby": " ".join(names),
        "direction": "ltr",
    }
    made = ET.Element("svg", fixed | ({} if font is None else {"font-family": font}))
    for tag, name, text in zip(("title", "desc"), names, words, strict=True):
        ET.SubElement(made, tag, {"id": name}).text = text
    for node in drawn.iter():
        tag = node.tag.removeprefix(_SPACE)
        if tag in _PLACES and (tag != "path" or "style" in node.attrib):
            kept = ET.SubElement(made, tag, dict(_attributes(node, tag, colours)))
            kept.text = _isolated(node.text) if tag == "text" else None
    return ET.tostring(made, encoding="unicode")


def _attributes(node: ET.Element, tag: str, colours: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for name in _PLACES[tag]:
        value = " ".join(node.attrib.get(name, "").split())
        if value and not (name == "transform" and value.startswith("rotate(-0")):
            yield name, value
    for declared in node.attrib["style"].split(";"):
        name, _, value = (part.strip() for part in declared.partition(":"))
        if name in _PROPERTIES and value != _WITHOUT.get(name):
            yield name, colours[value] if name in _COLOURED and value != "none" else value.removesuffix("px")


def _isolated(text: str | None) -> str:
    """A name that is written from right to left keeps that inside, while its place is counted from the left."""
    return f"\u2068{text}\u2069" if text and right_to_left(text) else text or ""

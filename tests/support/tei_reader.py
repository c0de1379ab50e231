"""A TEI document of ours read back: the text, and the attributions and marks with their offsets."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.errors import ReleaseError
from corpus.records import Span
from corpus.release.formats.article_rows import QUOTE_FIELDS
from corpus.release.formats.tei import NAMESPACE, XML, code_point
from corpus.tables.layout import GAP
from corpus.tables.rows import Row
from corpus.tables.schema import TAGGED_PARTS

_TEI = f"{{{NAMESPACE}}}"
_POINTER = "#attribution."


@dataclass(frozen=True, slots=True)
class ReadArticle:
    """What a document says: ``quotes`` have their id, spans and the columns of `article_rows.FIELDS`."""

    id: str
    text: str
    quotes: list[Row]
    marks: list[Row]


@dataclass(slots=True)
class _Text:
    """The text so far, and the first and last place of each key's stretches by their number."""

    pieces: list[str] = field(default_factory=list)
    length: int = 0
    places: dict[str, dict[int, Span]] = field(default_factory=lambda: defaultdict(dict))
    marks: dict[str, Element] = field(default_factory=dict)

    def put(self, words: str | None) -> None:
        if words:
            self.pieces.append(words)
            self.length += len(words)

    def block(self, block: Element) -> None:
        """Add a paragraph. No recursion: quotations may be nested deeper than Python's stack."""
        self.put(block.text)
        path: list[tuple[Element, Iterator[Element], int]] = [(block, iter(block), self.length)]
        while path:
            element, children, start = path[-1]
            child = next(children, None)
            if child is not None:
                path.append((child, iter(child), self.length))
                self.put(code_point(child) if child.tag == f"{_TEI}g" else child.text)
                continue
            path.pop()
            if path:
                self._note(element, start)
                self.put(element.tail)

    def _note(self, element: Element, start: int) -> None:
        name = element.get(f"{XML}id")
        if name is not None:
            key, number = name.rpartition(".")[0], int(element.get("n", "1"))
            before = self.places[key].get(number, Span(start, self.length))
            self.places[key][number] = Span(min(before.start, start), max(before.end, self.length))
            if key.startswith("mark."):
                self.marks[key] = element

    def spans(self, key: str, text: str) -> list[Row]:
        places = [self.places[key][n] for n in sorted(self.places[key])]
        return [{"start": s.start, "end": s.end, "text": s.of(text)} for s in places]


def from_tei(data: bytes) -> ReadArticle:
    """The article in a TEI document.

    Raises:
        ReleaseError: it is no document of ours.
    """
    try:
        # Expat, as Python ships it, bounds what entities expand to.
        root = ElementTree.fromstring(data)
        (one,) = (e.text or "" for e in root.iter(f"{_TEI}idno") if e.get("type") == "article")
        return _read(root, one)
    except (ElementTree.ParseError, ValueError, LookupError, TypeError) as e:
        raise ReleaseError(f"this is no TEI document of ours ({e})", hint="Export it again") from e


def _read(root: Element, one: str) -> ReadArticle:
    gathered = _Text()
    for block in root.iterfind(f".//{_TEI}body//*"):
        if block.tag in (f"{_TEI}p", f"{_TEI}head"):
            gathered.put(GAP if gathered.pieces else "")
            gathered.block(block)
    text = "".join(gathered.pieces)
    quotes = []
    for features in root.iter(f"{_TEI}fs"):
        local = features.attrib[f"{XML}id"].removeprefix(_POINTER[1:])
        row = dict.fromkeys(QUOTE_FIELDS) | dict(_fields(features, one)) | {"quote_id": f"{one}.{local}"}
        quotes.append(row | {part: gathered.spans(f"{part}.{local}", text) for part in TAGGED_PARTS})
    marks = [_mark(gathered, text, key, one) for key in sorted(gathered.marks)]
    return ReadArticle(one, text, quotes, marks)


def _fields(features: Element, one: str) -> Iterable[tuple[str, Any]]:
    for feature in features.iter(f"{_TEI}f"):
        name = feature.attrib["name"]
        if name == "parent_id":
            yield name, f"{one}.{feature.attrib['fVal'].removeprefix(_POINTER)}"
            continue
        (value,) = feature
        if value.tag == f"{_TEI}numeric":
            yield name, float(value.attrib["value"])
        elif value.tag == f"{_TEI}symbol":
            yield name, value.attrib["value"]
        else:
            inner = _Text()
            inner.block(value)
            yield name, "".join(inner.pieces)


def _mark(gathered: _Text, text: str, key: str, one: str) -> Row:
    (span,) = gathered.spans(key, text)
    of = gathered.marks[key].get("corresp")
    return {
        "mark_id": f"{one}.{key.removeprefix('mark.')}",
        "article_id": one,
        **span,
        "kind": gathered.marks[key].get("type"),
        "quote_id": None if of is None else f"{one}.{of.removeprefix(_POINTER)}",
    }

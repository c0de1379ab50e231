"""Write an article in TEI P5: a header, the text with contents, cues, sources and marks, and standoff features.

A content is ``<said>``, with ``who`` where the speaker is known. Quotation marks with their content are ``<quote>``,
or ``<q>`` where they are not a quotation. Cue and source are ``<seg>``, which, unlike ``<rs>``, may contain a content.
Each points with ``ana`` to a feature structure with all fields of the attribution. The text of the blocks is that of
the article's paragraphs, to the code point. Overlapping spans are split into several elements, chained by ``next`` and
``prev``; elements with the same ``n`` are one span.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.languages.language import load_language
from corpus.records import UNKNOWN
from corpus.release.formats.article_rows import QUOTE_FIELDS, ArticleRows
from corpus.tables.days import day_range
from corpus.tables.rows import Row
from corpus.tables.schema import TAGGED_PARTS

NAMESPACE = "http://www.tei-c.org/ns/1.0"
XML = "{http://www.w3.org/XML/1998/namespace}"
#: What XML 1.0 forbids, and the carriage return, which every XML parser turns into a line feed.
_UNFIT = re.compile("([^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff])")
_CODE_POINT = re.compile("U\\+([0-9A-F]{4,6})")


def add(parent: Element, tag: str, words: str = "", **attributes: str) -> Element:
    """Append a child on a line of its own.

    Args:
        parent: the element.
        tag: tag of the child.
        words: its text.
        **attributes: its attributes.

    Returns:
        The child.
    """
    if parent.text is None and not len(parent):
        parent.text = "\n"
    child = ElementTree.SubElement(parent, tag, attributes)
    child.tail = "\n"
    if words:
        add_text(child, words)
    return child


def add_text(parent: Element, words: str) -> None:
    """Append text to an element; a code point that XML forbids becomes ``<g type="code-point" n="U+0001"/>``."""
    for number, piece in enumerate(_UNFIT.split(words)):
        if number % 2:
            ElementTree.SubElement(parent, "g", {"type": "code-point", "n": f"U+{ord(piece):04X}"})
        elif piece and len(parent):
            parent[-1].tail = (parent[-1].tail or "") + piece
        elif piece:
            parent.text = (parent.text or "") + piece


def code_point(element: Element) -> str:
    """Return the code point of a ``<g>`` that `add_text` wrote, "" for any other element."""
    match = _CODE_POINT.fullmatch(element.get("n", ""))
    number = int(match[1], 16) if match else sys.maxunicode + 1
    return chr(number) if number <= sys.maxunicode else ""


def to_bytes(root: Element) -> bytes:
    """Serialize a document: UTF-8, with XML declaration, ended by a line feed."""
    return bytes(ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)) + b"\n"


@dataclass(frozen=True, slots=True)
class MarkupSpan:
    """A span to mark up.

    Attributes:
        start: start in the article text, in code points.
        end: end in the article text.
        rank: of two equally long spans the one with the lower rank contains the other.
        key: prefix of the ids of its elements.
        number: its number among the spans of ``key``.
        tag: tag of its elements.
        attributes: attributes of its elements.
    """

    start: int
    end: int
    rank: tuple[int, int]
    key: str
    number: int
    tag: str
    attributes: dict[str, str] = field(hash=False, compare=False)

    @property
    def nesting_order(self) -> tuple[int, tuple[int, int], int]:
        """Sort key of spans with the same start: longer ones first."""
        return -self.end, self.rank, self.number


@dataclass(slots=True)
class SpanMarker:
    """Marks up spans, paragraph by paragraph; keeps the last element of each key, to chain the next to it."""

    count: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last: dict[str, Element] = field(default_factory=dict)

    def fill(self, block: Element, text: str, spans: Sequence[MarkupSpan], *, start: int) -> None:
        """Put the text of a paragraph into an element, with its spans marked up.

        Args:
            block: an empty element.
            text: the paragraph.
            spans: the spans that start in it.
            start: where it starts in the article text.
        """
        opening: dict[int, list[MarkupSpan]] = defaultdict(list)
        boundaries = {start, start + len(text)}
        for span in spans:
            opening[span.start].append(span)
            boundaries |= {span.start, span.end}
        places = sorted(boundaries)
        stack: list[tuple[MarkupSpan | None, Element]] = [(None, block)]
        for place, following in zip(places, [*places[1:], places[-1]], strict=True):
            reopened = _close(stack, place)
            for span in sorted([*reopened, *opening[place]], key=lambda s: s.nesting_order):
                stack.append((span, self._open(stack[-1][1], span)))
            add_text(stack[-1][1], text[place - start : following - start])

    def _open(self, parent: Element, span: MarkupSpan) -> Element:
        key = span.key
        self.count[key] += 1
        name = f"{key}.{self.count[key]}"
        attributes = {f"{XML}id": name, "n": str(span.number), **span.attributes}
        element = ElementTree.SubElement(parent, span.tag, attributes)
        if key in self.last:
            before = self.last[key]
            before.set("next", f"#{name}")
            element.set("prev", f"#{before.get(f'{XML}id')}")
        self.last[key] = element
        return element


def _close(stack: list[tuple[MarkupSpan | None, Element]], place: int) -> list[MarkupSpan]:
    """Pop the spans that end here and those inside them; return those of the latter that continue, to be reopened."""
    ending = next((n for n, (s, _) in enumerate(stack) if s is not None and s.end <= place), len(stack))
    closed = [s for s, _ in stack[ending:] if s is not None and s.end > place]
    del stack[ending:]
    return closed


_MARKS = "Quotation marks and speech dashes are in the text as the article has them, inside quote or q."
_SAMPLING = (
    "The text is the article proper: headline, deck, subheadings, running text and captions. Lines of the file that "
    "are boilerplate, credits, datelines or comments are left out; the release lists them in its table paragraphs."
)
_PARTS = (
    "said is what is reported; its direct is unknown where only part of it is verbatim. seg of type cue is the words "
    "that signal it, seg of type source those that name the speaker. Each points by ana to a feature structure with "
    "all that is said of the attribution. Those joined by next and prev are one part of an attribution; those of them "
    "with the same n are one stretch of text."
)
_PLACES = (
    "Offsets count code points in the text of the head and p elements of the body, two line feeds between one and the "
    "next. A g of type code-point is one code point, which XML cannot hold; n says which."
)


_NO_TITLE, _NO_RIGHTS = "title unknown", "Rights unknown."


def add_header(root: Element, rows: ArticleRows) -> None:
    """Append the header of an article to its document.

    Args:
        root: the document.
        rows: the rows of the article.
    """
    article = rows.article
    head = add(root, "teiHeader")
    file = add(head, "fileDesc")
    titles = add(file, "titleStmt")
    # The guidelines require a title and a statement of availability.
    title = add(titles, "title", article["title"] or _NO_TITLE)
    if article["title"]:
        title.set(f"{XML}lang", article["language"])
    editor = add(titles, "respStmt")
    add(editor, "resp", "attributions annotated by")
    add(editor, "name", rows.release)
    published = add(file, "publicationStmt")
    add(published, "distributor", rows.release)
    add(published, "idno", rows.id, type="article")
    availability = add(published, "availability")
    if article["rights"] is None:
        availability.set("status", "unknown")
    add(availability, "p", article["rights"] or _NO_RIGHTS)
    _source(add(file, "sourceDesc"), rows)
    encoding = add(head, "encodingDesc")
    add(add(encoding, "samplingDecl"), "p", _SAMPLING)
    editorial = add(encoding, "editorialDecl")
    add(add(editorial, "quotation", marks="all"), "p", _MARKS)
    add(add(editorial, "interpretation"), "p", _PARTS)
    add(add(editorial, "segmentation"), "p", _PLACES)
    languages = add(add(head, "profileDesc"), "langUsage")
    add(languages, "language", article["language"], ident=article["language"])


def _source(parent: Element, rows: ArticleRows) -> None:
    """Where the article appeared, and the basis of its title and dates; what is not known is left out."""
    article = rows.article
    bibl = add(parent, "bibl")
    if article["title"] is not None:
        title = add(bibl, "title", article["title"])
        title.set(f"{XML}lang", article["language"])
    add(bibl, "publisher", article["outlet"])
    first, last = article["published_earliest"], article["published_latest"]
    bounds: dict[str, str] = {}
    if first is not None:
        bounds["notBefore"] = first.isoformat()
    if last is not None:
        bounds["notAfter"] = last.isoformat()
    _add_known(bibl, "pubPlace", article["country"])
    add(bibl, "date", day_range(first, last), **bounds)
    _add_known(bibl, "idno", article["url"], type="URL")
    add(bibl, "idno", article["raw_sha256"], type="SHA-256")
    _add_known(bibl, "note", article["title_basis"], type="title-basis")
    _add_known(bibl, "note", article["published_basis"], type="published-basis")


def _add_known(parent: Element, tag: str, words: str | None, **attributes: str) -> None:
    if words is not None:
        add(parent, tag, words, **attributes)


_DIRECT = {"direct": "true", "indirect": "false", "mixed": "unknown"}
#: Fields with values of a closed set; the others are free text.
_SYMBOL_FIELDS = ("type", "speaker_kind", "resolution", "origin", "act")
_RANKS = {"content": 1, "source": 2, "cue": 3}
_HEADINGS = ("headline", "deck", "subheading")
#: A speaker as its name and kind.
_Speaker = tuple[str, str]


def to_tei(rows: ArticleRows) -> bytes:
    """Write an article as a TEI document.

    Args:
        rows: the rows of the article.

    Returns:
        UTF-8.
    """
    language = str(rows.article["language"])
    root = Element("TEI", {"xmlns": NAMESPACE})
    root.text = "\n"
    add_header(root, rows)
    text = add(root, "text")
    text.set(f"{XML}lang", language)
    if load_language(language).direction == "rtl":
        text.set("style", "direction: rtl")
    speaker_ids = _speaker_ids(rows)
    _body(add(text, "body"), rows, _markup_spans(rows, speaker_ids))
    if rows.quotes:
        _stand_off(add(root, "standOff"), rows, speaker_ids)
    return to_bytes(root)


def _body(body: Element, rows: ArticleRows, spans: list[MarkupSpan]) -> None:
    """Write the paragraphs; a division starts at a subheading, and at any other heading after running text."""
    marker = SpanMarker()
    remaining = sorted(spans, key=lambda s: s.start, reverse=True)
    whole = division = add(body, "div")
    after_running_text = False
    for paragraph in rows.paragraphs:
        role = paragraph["role"]
        if role == "subheading" or (role in _HEADINGS and after_running_text):
            division = add(whole, "div")
        if role in _HEADINGS:
            after_running_text = False
        elif role == "body":
            after_running_text = True
        block = _block(division, role)
        block.set(f"{XML}id", f"paragraph.{rows.local_id(paragraph['paragraph_id'])}")
        block.set(f"{XML}space", "preserve")
        inside = []
        while remaining and remaining[-1].start < paragraph["end"]:
            inside.append(remaining.pop())
        marker.fill(block, paragraph["text"], inside, start=paragraph["start"])


def _block(division: Element, role: str) -> Element:
    if role == "body":
        return add(division, "p")
    parent = add(division, "figure") if role == "caption" else division
    block = add(parent, "head")
    block.set("type", role)
    return block


def _markup_spans(rows: ArticleRows, speaker_ids: dict[_Speaker, str]) -> list[MarkupSpan]:
    found = []
    for number, mark in enumerate(rows.marks):
        tag = "quote" if mark["kind"] == "quotation" else "q"
        attributes = {"type": mark["kind"]}
        if mark["quote_id"] is not None:
            attributes["corresp"] = f"#attribution.{rows.local_id(mark['quote_id'])}"
        key = f"mark.{rows.local_id(mark['mark_id'])}"
        found.append(MarkupSpan(mark["start"], mark["end"], (0, number), key, 1, tag, attributes))
    for number, quote in enumerate(rows.quotes):
        quote_id = rows.local_id(quote["quote_id"])
        for part in TAGGED_PARTS:
            tag, attributes = _part_element(quote, part, f"#attribution.{quote_id}", speaker_ids)
            rank = (_RANKS[part], number)
            for n, span in enumerate(quote[part], 1):
                key = f"{part}.{quote_id}"
                found.append(MarkupSpan(span["start"], span["end"], rank, key, n, tag, attributes))
    return found


def _part_element(quote: Row, part: str, pointer: str, speaker_ids: dict[_Speaker, str]) -> tuple[str, dict[str, str]]:
    """Tag and attributes of the elements of a quote's content, cue or source."""
    if part != "content":
        return "seg", {"type": part, "ana": pointer}
    attributes = {"direct": _DIRECT[quote["type"]], "ana": pointer}
    speaker = _speaker(quote)
    if speaker in speaker_ids:
        attributes["who"] = f"#{speaker_ids[speaker]}"
    return "said", attributes


def _speaker(quote: Row) -> _Speaker:
    return quote["speaker"], quote["speaker_kind"]


def _speaker_ids(rows: ArticleRows) -> dict[_Speaker, str]:
    """Assign an XML id to each known speaker of an article."""
    assigned: dict[_Speaker, str] = {}
    for quote in rows.quotes:
        speaker = _speaker(quote)
        if quote["speaker"] == UNKNOWN or speaker in assigned:
            continue
        xml_id = f"speaker.{quote['speaker_id']}"
        # One id of the authority file may occur with two kinds.
        if not quote["speaker_id"] or xml_id in assigned.values():
            xml_id = f"named.{len(assigned)}"
        assigned[speaker] = xml_id
    return assigned


def _stand_off(parent: Element, rows: ArticleRows, speaker_ids: dict[_Speaker, str]) -> None:
    """Write the lists of speakers, and a feature structure for each attribution."""
    authority_ids = {_speaker(quote): quote["speaker_id"] for quote in rows.quotes}
    for list_tag, tag, name_tag, kinds in (
        ("listPerson", "person", "persName", ("person", "unknown")),
        ("listPerson", "personGrp", "persName", ("group",)),
        ("listOrg", "org", "orgName", ("organisation",)),
    ):
        speakers = [speaker for speaker in speaker_ids if speaker[1] in kinds]
        if not speakers:
            continue
        listed = add(parent, list_tag)
        for speaker in speakers:
            entry = add(listed, tag)
            entry.set(f"{XML}id", speaker_ids[speaker])
            add(entry, name_tag, speaker[0])
            item = rows.speakers.get(authority_ids[speaker], {}).get("wikidata")
            if item:
                add(entry, "idno", item, type="wikidata")
    for quote in rows.quotes:
        _features(parent, rows, quote)


def _features(parent: Element, rows: ArticleRows, quote: Row) -> None:
    features = add(parent, "fs", type="attribution")
    features.set(f"{XML}id", f"attribution.{rows.local_id(quote['quote_id'])}")
    for name in QUOTE_FIELDS:
        value = quote.get(name)
        if value is None:
            continue
        feature = add(features, "f", name=name)
        if name == "parent_id":
            feature.set("fVal", f"#attribution.{rows.local_id(value)}")
        elif isinstance(value, float):
            add(feature, "numeric", value=repr(value))
        elif name in _SYMBOL_FIELDS:
            add(feature, "symbol", value=value)
        else:
            add(feature, "string", value)

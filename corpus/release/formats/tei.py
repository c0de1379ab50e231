"""Write an article in TEI P5: a header, the text with contents, cues, sources and marks, and stand-off features.

A content is ``<said>``, with ``who`` where the speaker is known; marks with what they enclose are ``<quote>``, and
``<q>`` where they are not a quotation; cue and source are ``<seg>``, which, unlike ``<rs>``, may contain a content.
Each points with ``ana`` to a feature structure that has all fields of the attribution. The text of the blocks is that
of the article's paragraphs, to the code point. Spans that overlap are split into several elements, chained by ``next``
and ``prev``; elements with the same ``n`` are one span.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from corpus.languages.language import load_language
from corpus.records import UNKNOWN
from corpus.release.formats.article_rows import FIELDS, ArticleRows
from corpus.tables.rows import Row
from corpus.tables.schema import TAGGED

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


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span as it shall be marked up: the ``number``-th of ``key``.

    Where two are equally long, the one with the lower ``rank`` holds the other.
    """

    start: int
    end: int
    rank: tuple[int, int]
    key: str
    number: int
    tag: str
    attributes: dict[str, str] = field(hash=False, compare=False)

    @property
    def outermost(self) -> tuple[int, tuple[int, int], int]:
        """What the order of those that open at one place goes by: longer ones first."""
        return -self.end, self.rank, self.number


@dataclass(slots=True)
class Marker:
    """Marks stretches up, paragraph by paragraph; remembers the last element of each key, to chain the next to it."""

    count: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    last: dict[str, Element] = field(default_factory=dict)

    def fill(self, block: Element, text: str, stretches: Sequence[Stretch], *, start: int) -> None:
        """Put the text of a paragraph, which begins at ``start``, into an element, its stretches marked up."""
        opening: dict[int, list[Stretch]] = defaultdict(list)
        for stretch in stretches:
            opening[stretch.start].append(stretch)
        places = sorted({start, start + len(text), *(p for s in stretches for p in (s.start, s.end))})
        stack: list[tuple[Stretch | None, Element]] = [(None, block)]
        for place, following in zip(places, [*places[1:], places[-1]], strict=True):
            again = _close(stack, place)
            for stretch in sorted([*again, *opening[place]], key=lambda s: s.outermost):
                stack.append((stretch, self._open(stack[-1][1], stretch)))
            add_text(stack[-1][1], text[place - start : following - start])

    def _open(self, parent: Element, stretch: Stretch) -> Element:
        key = stretch.key
        self.count[key] += 1
        name = f"{key}.{self.count[key]}"
        attributes = {f"{XML}id": name, "n": str(stretch.number), **stretch.attributes}
        element = ElementTree.SubElement(parent, stretch.tag, attributes)
        if key in self.last:
            before = self.last[key]
            before.set("next", f"#{name}")
            element.set("prev", f"#{before.get(f'{XML}id')}")
        self.last[key] = element
        return element


def _close(stack: list[tuple[Stretch | None, Element]], place: int) -> list[Stretch]:
    """Close what ends here, and what stands inside it; the latter, where it goes on, comes out to be opened again."""
    ending = next((n for n, (s, _) in enumerate(stack) if s is not None and s.end <= place), len(stack))
    closed = [s for s, _ in stack[ending:] if s is not None and s.end > place]
    del stack[ending:]
    return closed


_MARKS = "Quotation marks and speech dashes stand in the text as the article has them, inside quote or q."
_SAMPLING = (
    "The text is the article proper: headline, deck, subheadings, running text and captions. Lines of the file that "
    "are site furniture, credits, datelines or comments are left out; the release lists them in its table paragraphs."
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


def header(root: Element, of: ArticleRows) -> None:
    """Put the header of an article into its document."""
    article = of.article
    head = add(root, "teiHeader")
    file = add(head, "fileDesc")
    titles = add(file, "titleStmt")
    title = add(titles, "title", article["title"])
    title.set(f"{XML}lang", article["language"])
    editor = add(titles, "respStmt")
    add(editor, "resp", "attributions annotated by")
    add(editor, "name", of.release)
    published = add(file, "publicationStmt")
    add(published, "distributor", of.release)
    add(published, "idno", of.id, type="article")
    add(add(published, "availability"), "p", article["rights"])
    _source(add(file, "sourceDesc"), of)
    encoding = add(head, "encodingDesc")
    add(add(encoding, "samplingDecl"), "p", _SAMPLING)
    editorial = add(encoding, "editorialDecl")
    add(add(editorial, "quotation", marks="all"), "p", _MARKS)
    add(add(editorial, "interpretation"), "p", _PARTS)
    add(add(editorial, "segmentation"), "p", _PLACES)
    languages = add(add(head, "profileDesc"), "langUsage")
    add(languages, "language", article["language"], ident=article["language"])


def _source(parent: Element, of: ArticleRows) -> None:
    """Where the article appeared, and what its title and days rest on."""
    article = of.article
    bibl = add(parent, "bibl")
    title = add(bibl, "title", article["title"])
    title.set(f"{XML}lang", article["language"])
    add(bibl, "publisher", article["outlet"])
    add(bibl, "pubPlace", article["country"])
    first, last = article["published_earliest"], article["published_latest"]
    add(bibl, "date", _days(first, last), notBefore=first.isoformat(), notAfter=last.isoformat())
    add(bibl, "idno", article["url"], type="URL")
    add(bibl, "idno", article["raw_sha256"], type="SHA-256")
    add(bibl, "note", article["title_basis"], type="title-basis")
    add(bibl, "note", article["published_basis"], type="published-basis")


def _days(first: date, last: date) -> str:
    return first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}"


_DIRECT = {"direct": "true", "indirect": "false", "mixed": "unknown"}
#: Fields with words of a closed list; the others hold any text.
_SYMBOLS = ("type", "speaker_kind", "resolution", "origin")
_RANKS = {"content": 1, "source": 2, "cue": 3}


def to_tei(of: ArticleRows) -> bytes:
    """An article as a TEI document."""
    language = str(of.article["language"])
    root = Element("TEI", {"xmlns": NAMESPACE})
    root.text = "\n"
    header(root, of)
    text = add(root, "text")
    text.set(f"{XML}lang", language)
    if load_language(language).direction == "rtl":
        text.set("style", "direction: rtl")
    who = _speakers(of)
    _body(add(text, "body"), of, _stretches(of, who))
    if of.quotes:
        _stand_off(add(root, "standOff"), of, who)
    return to_bytes(root)


def _body(body: Element, of: ArticleRows, stretches: list[Stretch]) -> None:
    """The paragraphs; a subheading opens a division, and so does any other heading below running text."""
    marker, waiting = Marker(), sorted(stretches, key=lambda s: s.start, reverse=True)
    whole = add(body, "div")
    division, running = whole, False
    for paragraph in of.paragraphs:
        role, start, end = paragraph["role"], paragraph["start"], paragraph["end"]
        heading = role in ("headline", "deck", "subheading")
        if heading and (running or role == "subheading"):
            division = add(whole, "div")
        running = not heading and (role == "body" or running)
        block = _block(division, role)
        block.set(f"{XML}id", f"paragraph.{of.local(paragraph['paragraph_id'])}")
        block.set(f"{XML}space", "preserve")
        here = []
        while waiting and waiting[-1].start < end:
            here.append(waiting.pop())
        marker.fill(block, paragraph["text"], here, start=start)


def _block(division: Element, role: str) -> Element:
    if role == "body":
        return add(division, "p")
    block = add(add(division, "figure") if role == "caption" else division, "head")
    block.set("type", role)
    return block


def _stretches(of: ArticleRows, who: dict[tuple[str, str], str]) -> list[Stretch]:
    found = []
    for number, mark in enumerate(of.marks):
        tag = "quote" if mark["kind"] == "quotation" else "q"
        said = {"type": mark["kind"]}
        if mark["quote_id"] is not None:
            said["corresp"] = f"#attribution.{of.local(mark['quote_id'])}"
        key = f"mark.{of.local(mark['mark_id'])}"
        found.append(Stretch(mark["start"], mark["end"], (0, number), key, 1, tag, said))
    for number, quote in enumerate(of.quotes):
        one = of.local(quote["quote_id"])
        for part in TAGGED:
            tag, attributes = "seg", {"type": part, "ana": f"#attribution.{one}"}
            if part == "content":
                tag, attributes = "said", {"direct": _DIRECT[quote["type"]], "ana": attributes["ana"]}
                if _speaker(quote) in who:
                    attributes["who"] = f"#{who[_speaker(quote)]}"
            found += [
                Stretch(s["start"], s["end"], (_RANKS[part], number), f"{part}.{one}", n, tag, attributes)
                for n, s in enumerate(quote[part], 1)
            ]
    return found


def _speaker(quote: Row) -> tuple[str, str]:
    return quote["speaker"], quote["speaker_kind"]


def _speakers(of: ArticleRows) -> dict[tuple[str, str], str]:
    """The name that each known speaker of an article goes by in the document."""
    names: dict[tuple[str, str], str] = {}
    taken = set()
    for quote in of.quotes:
        if quote["speaker"] != UNKNOWN and _speaker(quote) not in names:
            one = f"speaker.{quote['speaker_id']}" if quote["speaker_id"] else f"named.{len(names)}"
            names[_speaker(quote)] = one if one not in taken else f"named.{len(names)}"
            taken.add(names[_speaker(quote)])
    return names


def _stand_off(parent: Element, of: ArticleRows, who: dict[tuple[str, str], str]) -> None:
    ids = {_speaker(q): q["speaker_id"] for q in of.quotes}
    for names, tag, inner, kinds in (
        ("listPerson", "person", "persName", ("person", "unknown")),
        ("listPerson", "personGrp", "persName", ("group",)),
        ("listOrg", "org", "orgName", ("organisation",)),
    ):
        here = {speaker: one for speaker, one in who.items() if speaker[1] in kinds}
        listed = add(parent, names) if here else parent
        for (name, kind), one in here.items():
            entry = add(listed, tag)
            entry.set(f"{XML}id", one)
            add(entry, inner, name)
            item = of.speakers.get(ids[name, kind], {}).get("wikidata")
            if item:
                add(entry, "idno", item, type="wikidata")
    for quote in of.quotes:
        _features(parent, of, quote)


def _features(parent: Element, of: ArticleRows, quote: Row) -> None:
    features = add(parent, "fs", type="attribution")
    features.set(f"{XML}id", f"attribution.{of.local(quote['quote_id'])}")
    for name in FIELDS:
        value = quote.get(name)
        if value is None:
            continue
        feature = add(features, "f", name=name)
        if name == "parent_id":
            feature.set("fVal", f"#attribution.{of.local(value)}")
        elif isinstance(value, float):
            add(feature, "numeric", value=repr(value))
        elif name in _SYMBOLS:
            add(feature, "symbol", value=value)
        else:
            add(feature, "string", value)

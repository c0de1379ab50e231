"""An article in TEI P5: a header, the text with contents, cues, sources and marks, and what is said of them.

A content is ``<said>``, with ``who`` where somebody is known; marks with what they enclose are ``<quote>``, and ``<q>``
where they are no quotation; cue and source are ``<seg>``, which, unlike ``<rs>``, may hold a content. Each points with
``ana`` to a feature structure that has all fields of the attribution. The text of the blocks is that of the article's
paragraphs, to the code point.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from corpus.exchange.inline import Marker, Stretch
from corpus.exchange.rows import FIELDS, ArticleRows
from corpus.exchange.teiheader import header
from corpus.exchange.xml import NAMESPACE, XML, add, to_bytes
from corpus.language import load_language
from corpus.publish.rows import Row
from corpus.publish.schema import TAGGED
from corpus.records import UNKNOWN

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

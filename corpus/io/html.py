"""Decode and parse a saved HTML page, and read what it declares: title, address, language and description.

Title and address are read by ``trafilatura`` (extra ``html``) from a page that is parsed here. Nothing is fetched.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from corpus.errors import InputError, MissingExtraError
from corpus.io.html_lines import collapse_spaces
from corpus.io.json_ld import json_ld_strings
from corpus.io.urls import is_url

#: Longest page, in bytes. The text of an article is a fraction of it.
MAX_PAGE = 10_000_000
#: Most elements of a page, and attributes of an element; parsing and searching them takes more than linear time. Pages
#: of newsrooms have some thousand elements.
MAX_ELEMENTS = 50_000
MAX_ATTRIBUTES = 5_000
#: Nesting at which the parser drops what is inside.
_MAX_DEPTH = 250
_TAG = re.compile(r"""<[A-Za-z](?:"[^"]*+"|'[^']*+'|[^"'<>])*+""")
_RAW_TEXT = re.compile(r"<(script|style)\b[^<>]*+>", re.IGNORECASE)
_RAW_TEXT_END = {name: re.compile(rf"</{name}\s{{0,20}}+>", re.IGNORECASE) for name in ("script", "style")}
_QUOTED = re.compile(r"""/|"[^"]*+"|'[^']*+'""")
#: Labels that the WHATWG Encoding Standard reads as another encoding than Python does.
_WHATWG_LABELS = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254",
}  # fmt: skip
_META_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([\w.:-]{2,40})", re.IGNORECASE)
#: How many bytes of a page are searched for its declared encoding; the standard says 1,024, pages say it later.
_META_BYTES = 4_000
#: Control characters and noncharacters: a parser may end the page at one.
_NOT_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
#: trafilatura's options for metadata; the date is read by `corpus.io.dates`.
_DATE_OPTIONS = {
    "extensive_search": False, "original_date": True, "max_date": "2100-01-01", "outputformat": "%Y-%m-%d",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page declares about its article outside its visible text.

    Attributes:
        titles: Titles in meta elements and structured data.
        description: Its description.
        body: Its text according to structured data, empty if there is none.
    """

    titles: tuple[str, ...] = ()
    description: str = ""
    body: str = ""


@dataclass(frozen=True, slots=True)
class DeclaredTitle:
    """The title and the address of a page.

    Attributes:
        title: The title, if there is one.
        title_from: The element that the title is from.
        url: The address that the page declares for itself.
    """

    title: str | None
    title_from: str
    url: str | None


def import_extra(name: str, *, extra: str) -> ModuleType:
    """Import a module of an optional library.

    Args:
        name: The module.
        extra: The extra of this package that installs it.

    Raises:
        MissingExtraError: It is not installed, or its import fails.
    """
    try:
        return import_module(name)
    except ImportError as e:
        raise MissingExtraError.from_import(e, library=name.partition(".")[0], extra=extra) from e


def decode_page(data: bytes, *, name: str, charset: str | None = None, encoding: str | None = None) -> str:
    """Decode a page: by the user's encoding alone, else the byte order mark, UTF-8 if valid, then what is declared.

    Bytes that are valid UTF-8 are UTF-8, whatever a template declares; the reverse order would garble such pages.

    Args:
        data: The bytes of the page.
        name: Its name, for messages.
        charset: The encoding that the server declared.
        encoding: The encoding that the user declared.

    Raises:
        InputError: The page is in none of these.
    """
    declared = _META_CHARSET.search(data[:_META_BYTES])
    labels = [charset, declared[1].decode("ascii", "replace") if declared else None]
    candidates = [encoding] if encoding else [_marked_encoding(data), "utf-8", *map(_python_codec, labels)]
    for codec in filter(None, candidates):
        try:
            return _NOT_TEXT.sub("", data.decode(codec))
        except (UnicodeError, LookupError):
            continue
    tried = encoding or ", ".join(filter(None, labels)) or "no other encoding"
    message = f"the page is not valid UTF-8, and declares {tried}"
    raise InputError(message, path=name, hint="Name the encoding with --encoding")


def _marked_encoding(data: bytes) -> str | None:
    return next((codec for mark, codec in _BYTE_ORDER_MARKS if data.startswith(mark)), None)


def _python_codec(label: str | None) -> str | None:
    """Return the codec of a declared encoding; None if there is none, or it does not decode bytes to text."""
    if label is None:
        return None
    try:
        b"".decode(label)
    except (LookupError, ValueError):
        return None
    return _WHATWG_LABELS.get(label.lower(), label)


def parse_page(text: str, *, name: str) -> Any:  # noqa: ANN401  (lxml has no types)
    """Parse the text of a page.

    Args:
        text: The decoded page.
        name: Its name, for messages.

    Returns:
        The root element.

    Raises:
        InputError: It is not HTML, is empty, or exceeds a limit.
        MissingExtraError: The extra is not installed.
    """
    # The whole reader, not only the package: trafilatura imports parts of lxml that are packages of their own.
    for module in ("trafilatura", "trafilatura.metadata"):
        import_extra(module, extra="html")
    # Checked before parsing, whose time is quadratic in the attributes of a tag.
    if any(_attribute_count(tag) > MAX_ATTRIBUTES for tag in _long_tags(text)):
        message = f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes"
        raise InputError(message, path=name, hint="Copy the article into a text file")
    html = import_module("lxml.html")
    # Bytes in a known encoding: what the page declares must not count again. The parser cuts deep nesting.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ValueError, import_module("lxml.etree").ParserError) as e:
        raise InputError("this is not an HTML page", path=name, hint="Use a saved page, or a text file") from e
    if not len(tree):
        raise InputError("the page is empty", path=name, hint="Use a saved page, or a text file")
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        message = f"the page has more than {MAX_ELEMENTS:,} elements"
        raise InputError(message, path=name, hint="Copy the article into a text file")
    return tree


def _long_tags(text: str) -> Iterator[str]:
    """Yield the tags that are long enough to have too many attributes.

    Scripts and styles contain no tags, though "a<b" in them looks like one.
    """
    for match in _TAG.finditer(_without_raw_text(text)):
        if match.end() - match.start() > MAX_ATTRIBUTES:
            yield match.group()


def _without_raw_text(text: str) -> str:
    """Return the markup without the elements whose content is not markup; one that is never closed stays."""
    parts: list[str] = []
    end = 0
    unclosed: set[str] = set()
    for opening in _RAW_TEXT.finditer(text):
        name = opening[1].lower()
        if opening.start() < end or name in unclosed:
            continue
        closing = _RAW_TEXT_END[name].search(text, opening.end())
        if closing is None:
            # No later one is closed either; to search again for each would take quadratic time.
            unclosed.add(name)
            continue
        parts.append(text[end : opening.start()])
        end = closing.end()
    return " ".join([*parts, text[end:]])


def _attribute_count(tag: str) -> int:
    return len(_QUOTED.sub(" ", tag).split())


def is_cut_by_depth(tree: Any) -> bool:  # noqa: ANN401
    """Return whether the parser dropped what is nested too deeply in a parsed page."""
    deepest = depth = 0
    for event, _ in import_module("lxml.etree").iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest >= _MAX_DEPTH


def declared_title(tree: Any) -> DeclaredTitle:  # noqa: ANN401
    """Find the title of a parsed page, the element that holds it, and the address of the page."""
    metadata = import_module("trafilatura.metadata").extract_metadata(tree, date_config=_DATE_OPTIONS)
    return DeclaredTitle(*_title(tree, metadata), _declared_url(metadata))


def page_facts(tree: Any) -> PageFacts:  # noqa: ANN401
    """Read what a parsed page declares about its article in meta elements and structured data (JSON-LD)."""
    values: dict[str, list[str]] = {"headline": [], "articleBody": [], "description": []}
    for name, value in json_ld_strings(tree, frozenset(values)):
        values[name].append(value)
    titles = tree.xpath("//meta[@property='og:title' or @name='twitter:title']/@content")
    titles += [title.text or "" for title in tree.iter("title")]
    descriptions = tree.xpath("//meta[@property='og:description' or @name='description']/@content")
    unique = dict.fromkeys(collapse_spaces(title) for title in (*values["headline"], *titles))
    return PageFacts(
        titles=tuple(title for title in unique if title),
        description=" ".join(map(collapse_spaces, (*values["description"][:1], *descriptions[:2]))),
        body=max(values["articleBody"], key=len, default=""),
    )


def _title(tree: Any, metadata: Any) -> tuple[str | None, str]:  # noqa: ANN401
    """Return the title that trafilatura finds, and the element that holds it."""
    title = "" if metadata is None else collapse_spaces(metadata.title or "")
    if not title:
        return None, ""
    texts_by_place = {
        "HTML h1": (h.text_content() for h in tree.iter("h1")),
        "HTML meta og:title": tree.xpath("//meta[@property='og:title']/@content"),
        "HTML title": (t.text_content() for t in tree.iter("title")),
    }
    for place, texts in texts_by_place.items():
        if title in map(collapse_spaces, texts):
            return title, place
    return title, "HTML, as trafilatura reads it"


def _declared_url(metadata: Any) -> str | None:  # noqa: ANN401
    url = None if metadata is None else metadata.url
    return url if url and is_url(url) else None


def declared_language(tree: Any) -> str | None:  # noqa: ANN401
    """Return the code of the language that a parsed page declares; None if it declares none."""
    values = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang")]
    values += tree.xpath("//meta[@http-equiv='content-language' or @property='og:locale']/@content")
    for value in values:
        if value and value.strip():
            code = re.match(r"[A-Za-z]{2,3}\b", value.strip().replace("_", "-"))
            return code[0].lower() if code else None
    return None

"""Decode and parse a saved HTML page, and read what it says of itself: title, date, language, address, description.

Title and address are read by ``trafilatura`` (extra ``html``) from a page that is parsed here. Nothing is fetched.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from types import ModuleType
from typing import Any

from corpus.errors import InputError, MissingExtraError
from corpus.io.html_lines import squeeze
from corpus.io.toml import is_url

_DATE_META = ("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
         "dc.date.issued", "dcterms.created", "pubdate", "publishdate", "publication_date", "parsely-pub-date",
         "sailthru.date")  # fmt: skip
_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)")
#: More text than this in a JSON-LD script is no description of an article.
_MAX_JSON = 500_000
_MAX_NESTED = 2_000


def page_date(tree: Any) -> tuple[date | None, str]:  # noqa: ANN401  (lxml has no types)
    """The day of publication of a parsed page with the element that it is from; ``(None, "")`` where none says it.

    JSON-LD first, then meta elements, then the first marked-up time. The day is that of the page's own time zone.
    """
    for words, place in _candidates(tree):
        if (day := day_of(words)) is not None:
            return day, place
    return None, ""


def day_of(words: str) -> date | None:
    """The day that an ISO date or date-time begins with, if it is one."""
    found = _DAY.match(words)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _candidates(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        for _, words in _json_strings(script.text or "", frozenset(("datePublished",))):
            yield words, "HTML JSON-LD datePublished"
    metas = [((m.get("property") or m.get("name") or m.get("itemprop") or "").lower(), m) for m in tree.iter("meta")]
    for wanted in _DATE_META:
        for name, meta in metas:
            if name == wanted:
                yield meta.get("content") or "", f"HTML meta {name}"
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        yield element.get("datetime") or element.get("content") or "", "HTML itemprop datePublished"
    for element in tree.xpath("//time[@pubdate]") + tree.xpath("//article//time[@datetime]"):
        yield element.get("datetime") or "", "HTML time"


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of its article outside its visible text.

    Attributes:
        titles: titles in meta elements and structured data.
        description: its description.
        body: its text as structured data has it, empty where there is none.
    """

    titles: tuple[str, ...] = ()
    description: str = ""
    body: str = ""


def page_facts(tree: Any) -> PageFacts:  # noqa: ANN401
    """What a parsed page says of its article in meta elements and structured data (JSON-LD)."""
    values: dict[str, list[str]] = {"headline": [], "articleBody": [], "description": []}
    for script in tree.xpath("//script[contains(@type, 'ld+json')]"):
        for name, value in _json_strings(script.text or "", frozenset(values)):
            values[name].append(value)
    titles = tree.xpath("//meta[@property='og:title' or @name='twitter:title']/@content")
    titles += [title.text or "" for title in tree.iter("title")]
    described = tree.xpath("//meta[@property='og:description' or @name='description']/@content")
    found = dict.fromkeys(squeeze(title) for title in (*values["headline"], *titles))
    return PageFacts(
        titles=tuple(title for title in found if title),
        description=" ".join(map(squeeze, (*values["description"][:1], *described[:2]))),
        body=max(values["articleBody"], key=len, default=""),
    )


def _json_strings(text: str, names: frozenset[str]) -> Iterator[tuple[str, str]]:
    """The strings with these names in a JSON text, however deep, those further out first."""
    if len(text) > _MAX_JSON:
        return
    try:
        level: list[Any] = [json.loads(text)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MAX_NESTED):
        inner: list[Any] = []
        for value in level:
            if isinstance(value, dict):
                yield from ((k, v) for k, v in value.items() if k in names and isinstance(v, str))
                inner += value.values()
            elif isinstance(value, list):
                inner += value
        if not inner:
            return
        level = inner


#: Longest page, in bytes. The text of an article is a fraction of it.
MAX_PAGE = 10_000_000
#: Most elements of a page, and attributes of one element: the time to parse and to search them grows with more than
#: their number. The pages of newsrooms have some thousand elements.
MAX_ELEMENTS = 50_000
MAX_ATTRIBUTES = 5_000
_TAG = re.compile(r"""<[A-Za-z](?:"[^"]*+"|'[^']*+'|[^"'<>])*+""")
_RAW_TEXT = re.compile(r"<(script|style)\b[^>]*+>.*?</\1\s*+>", re.IGNORECASE | re.DOTALL)
_QUOTED = re.compile(r"""/|"[^"]*+"|'[^']*+'""")
#: The labels that the WHATWG's Encoding Standard reads as another encoding than Python does.
_LABELS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252", "iso-8859-9": "cp1254"}
_META = re.compile(rb"<meta[^>]{0,200}?charset\s*+=\s*+[\"']?\s*+([\w.:-]{2,40})", re.IGNORECASE)
#: So far into a page a declaration of its encoding counts; the standard says 1,024 bytes, pages say later.
_LOOK = 4_000
#: Control characters and noncharacters: a parser may end a page at one.
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0e-\x1f\ufffe\uffff]")
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def needed(name: str, *, extra: str) -> ModuleType:
    """A module of an extra.

    Raises:
        MissingExtraError: it is not installed.
    """
    try:
        return import_module(name)
    except ImportError as e:
        raise MissingExtraError.of(name.partition(".")[0], extra=extra) from e


def decode_page(data: bytes, *, name: str, charset: str | None = None, encoding: str | None = None) -> str:
    """The text of a page: by what its reader says, its byte order mark, as UTF-8 where it is that, as is declared.

    Bytes that are valid UTF-8 are UTF-8, whatever a template declares; the other way round a page would be garbled.

    Raises:
        InputError: it is in none of these.
    """
    marked = next((codec for mark, codec in _MARKS if data.startswith(mark)), None)
    declared = _META.search(data[:_LOOK])
    labels = [charset, declared[1].decode("ascii", "replace") if declared else None]
    for codec in [encoding] if encoding else [marked, "utf-8", *map(_codec, labels)]:
        try:
            if codec:
                return _NO_TEXT.sub("", data.decode(codec))
        except (UnicodeError, LookupError):
            continue
    said = encoding or ", ".join(filter(None, labels)) or "nothing else"
    message = f"the page is not valid UTF-8, and declares {said}"
    raise InputError(message, path=name, remedy="Say which it is with --encoding")


def _codec(label: str | None) -> str | None:
    if label is None:
        return None
    try:
        # Only what turns bytes into text; Python has others by the same function.
        return _LABELS.get(label.lower(), label) if codecs.lookup(label)._is_text_encoding else None
    except (LookupError, ValueError):
        return None


def parse_page(text: str, *, name: str) -> Any:  # noqa: ANN401  (lxml has no types)
    """Parse the text of a page.

    Args:
        text: the decoded page.
        name: what the page is called in messages.

    Returns:
        Its root element.

    Raises:
        InputError: it is not HTML, is empty, or is over a limit.
        MissingExtraError: the extra is not installed.
    """
    needed("trafilatura", extra="html")
    # Before it is parsed: that takes time by the square of a tag's attributes. Scripts and styles hold no tags, though
    # "a<b" in them looks like one.
    tags = (m.group() for m in _TAG.finditer(_RAW_TEXT.sub(" ", text)) if m.end() - m.start() > MAX_ATTRIBUTES)
    if any(len(_QUOTED.sub(" ", tag).split()) > MAX_ATTRIBUTES for tag in tags):
        message = f"a tag of the page has more than {MAX_ATTRIBUTES:,} attributes"
        raise InputError(message, path=name, remedy="Copy the article into a text file")
    html = import_module("lxml.html")
    # Bytes in a known encoding: what the page declares must not count again. Deep nesting is cut by the parser.
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        tree = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (ValueError, import_module("lxml.etree").ParserError) as e:
        raise InputError("this is no HTML page", path=name, remedy="Give a saved page, or a text file") from e
    if not len(tree):
        raise InputError("the page is empty", path=name, remedy="Give a saved page, or a text file")
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        message = f"the page has more than {MAX_ELEMENTS:,} elements"
        raise InputError(message, path=name, remedy="Copy the article into a text file")
    return tree


def depth_cut(tree: Any) -> bool:  # noqa: ANN401
    """Whether the parser has cut off what is nested too deep."""
    deepest = depth = 0
    for event, _ in import_module("lxml.etree").iterwalk(tree, events=("start", "end")):
        depth += 1 if event == "start" else -1
        deepest = max(deepest, depth)
    return deepest >= 250


def page_title(tree: Any) -> tuple[str | None, str, str | None]:  # noqa: ANN401
    """The title as trafilatura tells it, where on the page that stands, and the page's address as it says."""
    found = import_module("trafilatura.metadata").extract_metadata(tree, date_config=_NO_DATE)
    title = squeeze(found.title or "") if found is not None else ""
    url = found.url if found is not None and found.url and is_url(found.url) else None
    if not title:
        return None, "", url
    places = {
        "HTML h1": (h.text_content() for h in tree.iter("h1")),
        "HTML meta og:title": tree.xpath("//meta[@property='og:title']/@content"),
        "HTML title": (t.text_content() for t in tree.iter("title")),
    }
    near = (name for name, texts in places.items() if any(squeeze(t) == title for t in texts))
    return title, next(near, "HTML, as trafilatura reads it"), url


#: Dates are read by `corpus.io.html`, which says where from.
_NO_DATE = {"extensive_search": False, "original_date": True, "max_date": "2100-01-01", "outputformat": "%Y-%m-%d"}


def page_language(tree: Any) -> str | None:  # noqa: ANN401
    """The code of the language that a parsed page declares, None where it declares none."""
    said = [tree.get("lang"), tree.get("{http://www.w3.org/XML/1998/namespace}lang")]
    said += tree.xpath("//meta[@http-equiv='content-language' or @property='og:locale']/@content")
    code = re.match(r"[A-Za-z]{2,3}\b", next((s.strip().replace("_", "-") for s in said if s and s.strip()), ""))
    return code[0].lower() if code else None

"""The day on which a page says that it appeared, and which of its elements says so."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

_META = ("article:published_time", "og:article:published_time", "datepublished", "date", "dc.date",
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
        for words in _published(script.text or ""):
            yield words, "HTML JSON-LD datePublished"
    metas = [((m.get("property") or m.get("name") or m.get("itemprop") or "").lower(), m) for m in tree.iter("meta")]
    for wanted in _META:
        for name, meta in metas:
            if name == wanted:
                yield meta.get("content") or "", f"HTML meta {name}"
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        yield element.get("datetime") or element.get("content") or "", "HTML itemprop datePublished"
    for element in tree.xpath("//time[@pubdate]") + tree.xpath("//article//time[@datetime]"):
        yield element.get("datetime") or "", "HTML time"


def _published(text: str) -> Iterator[str]:
    """The values of ``datePublished`` in a JSON text, however deep, those further out first."""
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
                if isinstance(value.get("datePublished"), str):
                    yield value["datePublished"]
                inner += value.values()
            elif isinstance(value, list):
                inner += value
        if not inner:
            return
        level = inner

"""When an article was published: from what the user says, its HTML page, or its address.

Dates are read here and not by trafilatura, whose guesses depend on the day on which it runs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from corpus.errors import InputError
from corpus.io.json_ld import json_ld_strings

#: The basis of a day that the user gave.
GIVEN = "given"
#: The basis of a last possible day that only a web archive says.
FETCHED = "day on which the web archive fetched it"
_DATE_META = (
    "article:published_time", "og:article:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "dcterms.created", "pubdate", "publishdate", "publication_date", "parsely-pub-date", "sailthru.date",
)  # fmt: skip
_ISO_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?!\d)")
_URL_DAY = re.compile(r"/(\d{4})[/-](\d\d)[/-](\d\d)(?=[/._-]|$)")


@dataclass(frozen=True, slots=True)
class PublicationDays:
    """The first and last possible day of publication, and where they are from; None where nothing says it."""

    earliest: date | None
    latest: date | None
    basis: str | None

    @property
    def only_day(self) -> date | None:
        """The day, if there is only one."""
        return self.earliest if self.earliest == self.latest else None


def publication_days(
    *,
    given: str | None = None,
    page_day: date | None = None,
    page_basis: str = "",
    url: str | None = None,
    fetched: date | None = None,
) -> PublicationDays:
    """Determine when an article was published; the first source that says so counts, in the order of the arguments.

    Args:
        given: A day, or two with ``..`` between them, as the user wrote it.
        page_day: The day that the HTML page declares.
        page_basis: The element that declares it.
        url: The address, which may contain the day.
        fetched: The day on which a web archive fetched the page, the latest possible one.

    Raises:
        InputError: ``given`` is not a day, nor two in order.
    """
    if given is not None:
        return PublicationDays(*parse_days(given), GIVEN)
    if page_day is not None:
        return PublicationDays(page_day, page_day, page_basis)
    in_url = _URL_DAY.search(url or "")
    url_day = iso_day("-".join(in_url.groups())) if in_url else None
    if url_day is not None:
        return PublicationDays(url_day, url_day, "URL")
    return PublicationDays(None, fetched, FETCHED if fetched else None)


def parse_days(text: str) -> tuple[date, date]:
    """Parse ``2017-09-08`` or ``2017-09-08..2017-09-09``.

    Returns:
        The first and the last day.

    Raises:
        InputError: It is neither.
    """
    try:
        days = [date.fromisoformat(part) for part in text.split("..")]
    except ValueError:
        days = []
    if len(days) not in (1, 2) or days[0] > days[-1]:
        raise InputError(f"invalid value {text!r} for --date", hint="Write 2017-09-08, or 2017-09-08..2017-09-09")
    return days[0], days[-1]


def iso_day(text: str) -> date | None:
    """Return the day at the start of an ISO date or date-time, or None."""
    match = _ISO_DAY.match(text)
    try:
        return date(*map(int, match.groups())) if match else None
    except ValueError:
        return None


def page_date(tree: Any) -> tuple[date | None, str]:  # noqa: ANN401  (lxml has no types)
    """Find the day of publication that an HTML page declares.

    JSON-LD counts first, then meta elements, then the first marked-up time. The day is in the page's own time zone.

    Args:
        tree: The parsed page, an ``lxml.html`` element.

    Returns:
        The day with the element that declares it; ``(None, "")`` if none does.
    """
    for text, place in _candidates(tree):
        day = iso_day(text)
        if day is not None:
            return day, place
    return None, ""


def _candidates(tree: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401
    for _, text in json_ld_strings(tree, frozenset(("datePublished",))):
        yield text, "HTML JSON-LD datePublished"
    metas = [(_meta_name(meta), meta) for meta in tree.iter("meta")]
    for date_name in _DATE_META:
        for name, meta in metas:
            if name == date_name:
                yield meta.get("content") or "", f"HTML meta {name}"
    for element in tree.xpath("//*[@itemprop='datePublished']"):
        yield element.get("datetime") or element.get("content") or "", "HTML itemprop datePublished"
    for element in tree.xpath("//time[@pubdate]") + tree.xpath("//article//time[@datetime]"):
        yield element.get("datetime") or "", "HTML time"


def _meta_name(meta: Any) -> str:  # noqa: ANN401
    for attribute in ("property", "name", "itemprop"):
        if name := meta.get(attribute):
            return str(name).lower()
    return ""

"""Days of publication: what they are from, in which order."""

from datetime import date

import pytest

from corpus.errors import InputError
from corpus.io.dates import FETCHED, PublicationDays, iso_day, page_date, parse_days, publication_days

DAY = date(2024, 1, 16)
URL = "https://post.example/2024/01/15/quay"


def test_order_of_sources():
    everything = {"given": "2024-01-17", "page_day": DAY, "page_basis": "HTML time", "url": URL, "fetched": DAY}
    found = publication_days(**everything)
    assert (found.only_day, found.basis) == (date(2024, 1, 17), "given")
    found = publication_days(**everything | {"given": None})
    assert (found.only_day, found.basis) == (DAY, "HTML time")
    found = publication_days(url=URL, fetched=DAY)
    assert (found.only_day, found.basis) == (date(2024, 1, 15), "URL")
    found = publication_days(fetched=DAY)
    assert (found.earliest, found.latest, found.basis, found.only_day) == (None, DAY, FETCHED, None)
    assert publication_days() == PublicationDays(None, None, None)


@pytest.mark.parametrize(
    "url", ["https://a.example/2024/13/40/x", "https://a.example/2024/01/155", "https://a.example/"]
)
def test_no_day_in_url(url):
    assert publication_days(url=url).basis is None


def test_parse_days():
    assert parse_days("2024-01-16") == (DAY, DAY)
    assert parse_days("2024-01-15..2024-01-16") == (date(2024, 1, 15), DAY)


@pytest.mark.parametrize("text", ["", "16.1.2024", "2024-01-16..2024-01-15", "2024-01-15..2024-01-16..2024-01-17"])
def test_no_days(text):
    with pytest.raises(InputError, match=r"invalid value .* for --date"):
        parse_days(text)


@pytest.mark.parametrize(
    ("text", "day"),
    [("2024-01-16T23:00:00+01:00", DAY), (" 2024-01-16", DAY), ("2024-01-161", None), ("2024-02-30", None), ("", None)],
)
def test_iso_day(text, day):
    assert iso_day(text) == day


PAGES = [
    (('<script type="application/ld+json">{"@graph": [{"datePublished": "2024-01-16"}]}</script>'
     '<meta name="date" content="2024-01-17">'), (DAY, "HTML JSON-LD datePublished")),
    (('<script type="application/ld+json">{broken</script><meta property="article:published_time"'
     ' content="2024-01-16T01:00Z">'), (DAY, "HTML meta article:published_time")),
    ('<time pubdate datetime="2024-01-16">now</time>', (DAY, "HTML time")),
    ('<time datetime="2024-01-16">not in an article</time>', (None, "")),
]  # fmt: skip


@pytest.mark.parametrize(("page", "found"), PAGES)
def test_page_date(page, found):
    html = pytest.importorskip("lxml.html")
    assert page_date(html.document_fromstring(f"<html><body>{page}<p>x</p></body></html>")) == found

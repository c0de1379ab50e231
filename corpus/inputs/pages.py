"""Read saved pages and the pages of web archives as articles, in the way of `corpus add`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import IO

from corpus.clean.pages import read_page
from corpus.errors import CorpusError, LanguageDataError, MissingExtraError
from corpus.io.dates import publication_days
from corpus.io.html import import_extra
from corpus.io.urls import slug, url_id
from corpus.io.warc import pages_in
from corpus.languages.detection import identify_language
from corpus.records import RawArticle, RawDocument


def iter_pages(file: IO[bytes], name: str, *, language: str | None) -> Iterator[Callable[[], RawArticle]]:
    """Iterate over the pages of a WARC file, each as a function that parses it; faults become failures.

    Args:
        file: the opened file.
        name: its path or URL, for messages.
        language: language code of all pages; where None it is detected from each text, then from the page's markup.

    Raises:
        OSError: the file cannot be read any more.
        MissingExtraError: the extra ``warc`` is not installed.
    """
    import_extra("trafilatura", extra="warc")
    archive = name.rsplit("/", 1)[-1]
    for number, page in enumerate(pages_in(file, name=name, archive=archive), 1):
        if isinstance(page, RawDocument):
            yield partial(page_article, page, _page_id(page, archive, number), language=language)
        else:
            yield partial(RawArticle, "", failure=str(page))


def _page_id(page: RawDocument, archive: str, number: int) -> str:
    """An id made from the page's address; without a valid one, from its position in the archive."""
    if page.url:
        return url_id(page.url)
    prefix = slug(archive.split(".", maxsplit=1)[0]) or "page"
    return f"{prefix}-{number}"


def page_article(raw: RawDocument, ident: str, *, language: str | None, encoding: str | None = None) -> RawArticle:
    """Read the article of a page.

    Args:
        raw: the page.
        ident: the id of the article.
        language: language code of the page; where None it is detected from the text, then from the page's markup.
        encoding: encoding of the page, if the user names one.

    Returns:
        The article, without a language if one was given; one with a ``failure`` if the page has no article, or is in a
        language without data.

    Raises:
        MissingExtraError: the extra ``html`` is not installed.
    """
    try:
        page = read_page(raw.data, name=raw.name, charset=raw.charset, encoding=encoding)
        code = None if language is not None else identify_language(page.text, declared=page.language)[0]
    except (LanguageDataError, MissingExtraError):
        raise  # These do not concern this page.
    except CorpusError as e:
        return RawArticle(ident, failure=str(e if e.path else e.at(raw.name)))
    url = raw.url or page.url
    days = publication_days(page_day=page.published, page_basis=page.published_from, url=url, fetched=raw.fetched)
    metadata = {
        "outlet": page.outlet,
        "title": page.title,
        "title_basis": page.title_from or None,
        "url": url,
        "published_earliest": _iso(days.earliest),
        "published_latest": _iso(days.latest),
        "published_basis": days.basis,
    }
    return RawArticle(ident, page.text, code, metadata, roles=page.line_roles, path=raw.name)


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()

"""The pages of a web archive as articles, read as `corpus add` reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

from corpus.errors import CorpusError, LanguageDataError, MissingExtraError
from corpus.io.dates import publication_days
from corpus.io.html import import_extra, read_page
from corpus.io.urls import slug, url_id
from corpus.io.warc import pages_in
from corpus.languages.detection import identify_language
from corpus.records import UNKNOWN, RawArticle, RawDocument


def pages(file: IO[bytes], name: str, *, language: str | None) -> Iterator[Callable[[], RawArticle]]:
    """What reads each page of a WARC file, in order; what is wrong with a page or the file is a failure.

    Args:
        file: the opened file.
        name: its path or address, for messages.
        language: of all pages; where None it is told of each by its text, then by what the page says.

    Raises:
        OSError: the file cannot be read any more.
        MissingExtraError: an extra is not installed.
    """
    import_extra("trafilatura", extra="warc")
    archive = name.rsplit("/", 1)[-1]
    for number, page in enumerate(pages_in(file, name=name, archive=archive), 1):
        if isinstance(page, RawDocument):
            # Of an address that is none, the place in the archive is what tells pages apart.
            ident = url_id(page.url) if page.url else f"{slug(archive.split('.')[0]) or 'page'}-{number}"
            yield partial(_article, page, ident, language)
        else:
            yield partial(RawArticle, "", failure=str(page))


def _article(given: RawDocument, ident: str, language: str | None) -> RawArticle:
    try:
        page = read_page(given.data, name=given.name, charset=given.charset)
        code = None if language is not None else identify_language(page.text, declared=page.language)[0]
    except (LanguageDataError, MissingExtraError):
        raise  # It is not about this page.
    except CorpusError as e:
        return RawArticle(ident, failure=str(e) if e.path else f"{given.name}: {e}")
    url = given.url or page.url
    days = publication_days(page_day=page.published, page_basis=page.published_from, url=url, fetched=given.fetched)
    about = {"title": page.title, "title_basis": page.title_from or None, "url": url}
    if days.basis != UNKNOWN:
        about |= {
            "published_earliest": str(days.earliest),
            "published_latest": str(days.latest),
            "published_basis": days.basis,
        }
    return RawArticle(ident, page.text, code, about, roles=page.line_roles)

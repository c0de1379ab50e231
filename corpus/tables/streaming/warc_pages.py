"""The pages of a web archive as articles, read as `corpus add` reads them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

from corpus.add.proposal import days_of, slug, url_id
from corpus.clean.pages import read_page
from corpus.errors import CorpusError, LanguageDataError, MissingExtraError
from corpus.io import raw_files as found
from corpus.io.html import needed
from corpus.io.warc import pages_in
from corpus.languages.detection import tell_language
from corpus.records import UNKNOWN
from corpus.tables.batch import Raw


def pages(file: IO[bytes], name: str, *, language: str | None) -> Iterator[Callable[[], Raw]]:
    """What reads each page of a WARC file, in order; what is wrong with a page or the file is a failure.

    Args:
        file: the opened file.
        name: its path or address, for messages.
        language: of all pages; where None it is told of each by its text, then by what the page says.

    Raises:
        OSError: the file cannot be read any more.
        MissingExtraError: an extra is not installed.
    """
    needed("trafilatura", extra="warc")
    archive = name.rsplit("/", 1)[-1]
    for number, page in enumerate(pages_in(file, name=name, archive=archive), 1):
        if isinstance(page, found.Raw):
            # Of an address that is none, the place in the archive is what tells pages apart.
            ident = url_id(page.url) if page.url else f"{slug(archive.split('.')[0]) or 'page'}-{number}"
            yield partial(_article, page, ident, language)
        else:
            yield partial(Raw, None, failure=str(page))


def _article(given: found.Raw, ident: str, language: str | None) -> Raw:
    try:
        page = read_page(given.data, name=given.name, charset=given.charset)
        code = None if language is not None else tell_language(page.text, declared=page.language)[0]
    except (LanguageDataError, MissingExtraError):
        raise  # It is not about this page.
    except CorpusError as e:
        return Raw(ident, failure=str(e) if e.path else f"{given.name}: {e}")
    url = given.url or page.url
    earliest, latest, basis = days_of(given, page, url=url)
    about = {"title": page.title, "title_basis": page.title_from or None, "url": url}
    if basis != UNKNOWN:
        about |= {
            "published_earliest": str(earliest),
            "published_latest": str(latest),
            "published_basis": basis,
        }
    roles = {line: role for role, lines in page.roles.items() for line in lines}
    return Raw(ident, page.text, code, about, roles=roles)

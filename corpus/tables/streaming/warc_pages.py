"""Read the pages of a web archive as articles, in the way of `corpus add`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import IO

from corpus.add.proposal import days_of, slug, url_id
from corpus.errors import CorpusError, LanguageDataError, MissingExtraError
from corpus.io import raw_files
from corpus.io.html import needed, read_page
from corpus.io.warc import pages_in
from corpus.languages.detection import identify_language
from corpus.records import UNKNOWN
from corpus.tables.batch import InputArticle


def iter_pages(file: IO[bytes], name: str, *, language: str | None) -> Iterator[Callable[[], InputArticle]]:
    """Iterate over the pages of a WARC file, each as a function that parses it; faults become failures.

    Args:
        file: the opened file.
        name: its path or URL, for messages.
        language: language code of all pages; where None it is detected from each text, then from the page's markup.

    Raises:
        OSError: the file cannot be read any more.
        MissingExtraError: the extra ``warc`` is not installed.
    """
    needed("trafilatura", extra="warc")
    archive = name.rsplit("/", 1)[-1]
    for number, page in enumerate(pages_in(file, name=name, archive=archive), 1):
        if isinstance(page, raw_files.Raw):
            yield partial(_page_article, page, _page_id(page, archive, number), language)
        else:
            yield partial(InputArticle, None, failure=str(page))


def _page_id(page: raw_files.Raw, archive: str, number: int) -> str:
    """An id made from the page's address; without a valid one, from its position in the archive."""
    if page.url:
        return url_id(page.url)
    prefix = slug(archive.split(".", maxsplit=1)[0]) or "page"
    return f"{prefix}-{number}"


def _page_article(raw: raw_files.Raw, ident: str, language: str | None) -> InputArticle:
    try:
        page = read_page(raw.data, name=raw.name, charset=raw.charset)
        code = None if language is not None else identify_language(page.text, declared=page.language)[0]
    except (LanguageDataError, MissingExtraError):
        raise  # These do not concern this page.
    except CorpusError as e:
        return InputArticle(ident, failure=str(e) if e.path else f"{raw.name}: {e}")
    url = raw.url or page.url
    earliest, latest, basis = days_of(raw, page, url=url)
    metadata = {"title": page.title, "title_basis": page.title_from or None, "url": url}
    if basis != UNKNOWN:
        metadata |= {
            "published_earliest": str(earliest),
            "published_latest": str(latest),
            "published_basis": basis,
        }
    roles = {line: role for role, lines in page.roles.items() for line in lines}
    return InputArticle(ident, page.text, code, metadata, roles=roles)

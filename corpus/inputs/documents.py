"""Find the articles that `corpus add` stores: raw documents, of which nothing is decoded here except rows of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from corpus.errors import CorpusError, InputError
from corpus.inputs.articles import ReadOptions, check_files, iter_articles, open_file
from corpus.inputs.files import STDIN, InputFile, SkippedFile, find_files
from corpus.inputs.markup import has_markup
from corpus.io.limits import MAX_FILE
from corpus.io.text import printable, read_bytes
from corpus.io.warc import pages_in, pages_of
from corpus.records import DocumentKind, RawArticle, RawDocument

#: How many bytes of a text file are searched for mark-up.
_SEARCHED_BYTES = 100_000


def raw_documents(
    place: Path | str, *, encoding: str | None = None, skip: Callable[[SkippedFile], None] = lambda file: None
) -> Iterator[RawDocument | CorpusError]:
    """Read the articles of a file, of a folder's files by name, or of standard input (``-``).

    Args:
        place: A file of any format, a folder, a pattern, or ``-``. Links in a folder are rejected.
        encoding: Encoding of text, CSV and HTML files; UTF-8 where None, or as an HTML page declares.
        skip: Called with each file of a folder that has no supported format.

    Yields:
        Each article, or in its place the error that it cannot be read. Later articles are still read.
    """
    options = ReadOptions(encoding, markup="text")
    found = find_files([str(place)])
    for skipped in found.skipped:
        skip(skipped)
    yield from found.refused
    faults = check_files(found.files, options)
    for file in found.files:
        if file.name in faults:
            yield faults[file.name]
        elif file.is_link:
            hint = "Put the file itself there, or name it"
            yield InputError("this is a link", path=printable(file.name), hint=hint)
        elif file.kind in ("text", "html"):
            yield _document(file)
        elif file.kind == "warc":
            yield from _pages(file)
        else:
            yield from _rows(file, options)


def _document(file: InputFile) -> RawDocument | CorpusError:
    name = printable(file.name)
    if file.content is not None:
        data = file.content.read(MAX_FILE + 1)
        if len(data) > MAX_FILE:
            return InputError("too many bytes for one article", path=name, hint=f"The limit is {MAX_FILE:,} bytes")
        return RawDocument(name, data, _kind(file, data), "article", origin="from standard input")
    path = Path(file.name)
    try:
        data = read_bytes(path)
    except CorpusError as e:
        return e.at(name)
    stem = path.name.split(".")[0] or path.name
    return RawDocument(name, data, _kind(file, data), stem, origin=f"from the file {printable(path.name)}")


def _kind(file: InputFile, data: bytes) -> DocumentKind:
    """The kind of a document; HTML that is named as text is a page."""
    is_page = file.kind == "html" or has_markup(data[:_SEARCHED_BYTES].decode("utf-8", "replace"))
    return "html" if is_page else "text"


def _pages(file: InputFile) -> Iterator[RawDocument | CorpusError]:
    if file.content is None and not file.remote:
        yield from pages_of(Path(file.name), name=printable(file.name))
        return
    with open_file(file) as content:
        yield from pages_in(content, name=printable(file.name), archive=file.name)


def _rows(file: InputFile, options: ReadOptions) -> Iterator[RawDocument | CorpusError]:
    """The rows of a table as documents: texts in UTF-8, or pages where the text has mark-up."""
    try:
        for read in iter_articles([file], options):
            raw = read()
            yield InputError(raw.failure) if raw.failure is not None else _row_document(raw, file)
    except InputError as e:
        yield e


def _row_document(raw: RawArticle, file: InputFile) -> RawDocument:
    place = printable(raw.path if raw.line is None else f"{raw.path}:{raw.line}")
    table = "standard input" if file.name == STDIN else f"the table {printable(Path(file.name).name)}"
    url = raw.metadata.get("url")
    return RawDocument(
        name=place,
        data=raw.text.encode(),
        kind="html" if has_markup(raw.text) else "text",
        stem=raw.id,
        url=None if url is None else str(url),
        charset="utf-8",
        origin=f"from {table}, article {printable(raw.id)}",
        language=raw.language,
        metadata=raw.metadata,
    )

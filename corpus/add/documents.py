"""Find the articles to add and what is known about each: files, folders, tables with a column of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from corpus.add.metadata import TEXT, ArticleFacts, MetadataTable, check_files, is_table, read_metadata
from corpus.errors import CorpusError, InputError
from corpus.inputs.documents import raw_documents
from corpus.inputs.formats import FORMATS_HINT, format_of
from corpus.inputs.markup import has_markup
from corpus.io.text import printable
from corpus.records import RawDocument


@dataclass(frozen=True, slots=True)
class FoundDocument:
    """An article, or the error that it cannot be read, with what a table says about it."""

    document: RawDocument | CorpusError
    facts: ArticleFacts = field(default_factory=ArticleFacts)


@dataclass(frozen=True, slots=True)
class DocumentSource:
    """Where articles are read from.

    Attributes:
        place: A file, a folder, or ``-`` for standard input.
        files: The files of a folder that are read, in order; empty where the place is a file.
        skipped: Names in a folder that are neither articles nor tables.
        metadata: What is known about the files, if anything is.
    """

    place: Path
    files: tuple[Path, ...]
    skipped: tuple[str, ...]
    metadata: MetadataTable | None

    def read(self) -> Iterator[FoundDocument]:
        """Read the articles one after another; one that cannot be read stops no other."""
        for path in self.files or (self.place,):
            error = _unusual(path) if self.files else None
            if error is not None:
                yield FoundDocument(error)
            elif is_table(path.name):
                yield from _texts_of(path)
            else:
                for document in raw_documents(path):
                    yield FoundDocument(document, _facts_in(document) or self._facts_of(path))

    def _facts_of(self, path: Path) -> ArticleFacts:
        row = None if self.metadata is None else self.metadata.by_file.get(path.name)
        return ArticleFacts() if row is None else row.facts


def _facts_in(document: RawDocument | CorpusError) -> ArticleFacts | None:
    """Return what the columns of a table of JSON lines or Parquet say about a row; None for other documents."""
    if isinstance(document, CorpusError) or not document.metadata:
        return None
    known = {name: str(value) for name, value in document.metadata.items() if value is not None}
    days = dict.fromkeys(known[f"published_{end}"] for end in ("earliest", "latest") if f"published_{end}" in known)
    names = ("outlet", "url", "title", "country", "rights", "split")
    return ArticleFacts(
        date="..".join(days) or None, language=document.language, **{name: known.get(name) for name in names}
    )


def _unusual(path: Path) -> InputError | None:
    """Return the error for an entry of a folder that is a link, a folder or a device."""
    if path.is_symlink():
        return InputError("this is a link", path=printable(path), hint="Put the file itself there, or name it")
    if not path.is_file():
        return InputError("this is not a regular file", path=printable(path), hint="Put the article itself there")
    return None


def document_source(place: Path, metadata: MetadataTable | None) -> DocumentSource:
    """List what is to be read, and compare it with the metadata. No article is read.

    Args:
        place: A file, a folder, or ``-``.
        metadata: What is known about the files; None if nothing is.

    Raises:
        InputError: The metadata name a file that is not there, or a table of metadata is among the articles.
    """
    if str(place) == "-" or not place.is_dir():
        if metadata is not None:
            check_files(metadata, [place.name], place=place.parent)
        return DocumentSource(place, (), (), metadata)
    try:
        entries = sorted(path for path in place.iterdir() if not path.name.startswith("."))
    except OSError as e:
        raise InputError(f"cannot be read ({e.strerror})", path=printable(place), hint="Check its permissions") from e
    files, skipped = _divided(entries, metadata)
    if not files:
        raise InputError("there is no article in this folder", path=printable(place), hint=FORMATS_HINT)
    for path in files:
        if is_table(path.name) and _unusual(path) is None:
            read_metadata(path, key=TEXT)
    if metadata is not None:
        check_files(metadata, [path.name for path in files if not is_table(path.name)], place=place)
    return DocumentSource(place, files, skipped, metadata)


def _divided(entries: Iterable[Path], metadata: MetadataTable | None) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Return the entries of a folder that are read, and the names of the others, the table of metadata left out."""
    files, skipped = [], []
    for path in entries:
        if metadata is not None and path.resolve() == metadata.path.resolve():
            continue
        if format_of(path.name) is None and not is_table(path.name):
            skipped.append(printable(path.name))
        else:
            files.append(path)
    return tuple(files), tuple(skipped)


def _texts_of(path: Path) -> Iterator[FoundDocument]:
    """Read the articles of a table with a column of texts, one for each row."""
    try:
        table = read_metadata(path, key=TEXT)
    except CorpusError as e:
        yield FoundDocument(e)
        return
    stem = path.name.rpartition(".")[0]
    for number, row in enumerate(table.rows, 1):
        text = row.text or ""
        name = f"{printable(path)}:{row.line}"
        yield FoundDocument(
            RawDocument(
                name,
                text.encode(errors="surrogateescape"),
                "html" if has_markup(text) else "text",
                f"{stem}-{number}",
                origin=f"from line {row.line} of the table {printable(path.name)}",
            ),
            row.facts,
        )

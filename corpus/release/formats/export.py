"""Export a release into a new folder, in one of the formats of `RELEASE_FORMATS`."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReleaseError
from corpus.io.atomic import new_folder
from corpus.release.formats.article_rows import ArticleRows, group_by_article
from corpus.release.formats.conll import to_conll
from corpus.release.formats.csv_jsonl import to_csv, to_jsonl
from corpus.release.formats.tei import to_tei
from corpus.release.formats.webannotation import text_name, to_webannotation
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES


@dataclass(frozen=True, slots=True)
class ReleaseFormat:
    """An export format; it writes either tables or articles.

    Attributes:
        name: name on the command line.
        suffix: end of the file names.
        table: (table name, rows) -> content of a file.
        article: rows of an article -> content of a file.
        with_text: whether the article text is written next to each file.
    """

    name: str
    suffix: str
    table: Callable[[str, Sequence[Row]], bytes] | None = None
    article: Callable[[ArticleRows], bytes] | None = None
    with_text: bool = False


RELEASE_FORMATS: Mapping[str, ReleaseFormat] = {
    form.name: form
    for form in (
        ReleaseFormat("csv", ".csv", table=to_csv),
        ReleaseFormat("jsonl", ".jsonl", table=to_jsonl),
        ReleaseFormat("conll", ".conllup", article=to_conll),
        ReleaseFormat("tei", ".xml", article=to_tei),
        ReleaseFormat("webannotation", ".jsonld", article=to_webannotation, with_text=True),
    )
}


def export_release(
    rows: Rows,
    *,
    form: ReleaseFormat,
    folder: Path,
    release: str,
    only: Sequence[str] = (),
    progress: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Export a release into a new folder, which appears as a whole or not at all.

    Args:
        rows: rows of the tables by name.
        form: the format.
        folder: a folder that does not exist or is empty.
        release: name and version of the release, written into the files.
        only: names of tables, or ids of articles, to export; all where empty.
        progress: called with the name of each file that is written.

    Returns:
        The files, a file per table or article.

    Raises:
        ReleaseError: the folder is not empty or cannot be written, or the release lacks something in ``only``.
    """
    occupied = ReleaseError("the folder is not empty", path=folder, hint="Use a new or empty folder")
    written = []
    try:
        if not _is_free(folder):
            raise occupied
        with new_folder(folder.absolute()) as work:
            for name, data in _files(rows, form=form, release=release, only=only):
                (work / name).write_bytes(data)
                written.append(folder / name)
                progress(name)
    except OSError as e:
        if e.errno == errno.ENOTEMPTY:
            # Another process exported there at the same time.
            raise occupied from e
        reason = e.strerror or str(e)
        raise ReleaseError(f"cannot be written ({reason})", path=folder, hint="Use another folder") from e
    return written


def _is_free(folder: Path) -> bool:
    if not folder.exists():
        return True
    return folder.is_dir() and not any(folder.iterdir())


def _files(rows: Rows, *, form: ReleaseFormat, release: str, only: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    if form.table is not None:
        for name in _selected(only, [name for name in TABLES if name in rows], "table"):
            yield f"{name}{form.suffix}", form.table(name, rows[name])
    if form.article is not None:
        articles = {article.id: article for article in group_by_article(rows, release=release)}
        for name in _selected(only, list(articles), "article"):
            yield f"{name}{form.suffix}", form.article(articles[name])
            if form.with_text:
                yield text_name(articles[name]), articles[name].text.encode()


def _selected(only: Sequence[str], available: Sequence[str], kind: str) -> list[str]:
    """The selected names, in the order of the release; all where none is selected."""
    for name in only:
        if name not in available:
            raise ReleaseError(f"no {kind} {name!r}", hint=f"Available: {', '.join(available)}")
    return [name for name in available if not only or name in only]

"""A release in the formats of its users: which there are, and the folder that an export writes."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReleaseError
from corpus.io.atomic import new_folder
from corpus.release.formats.article_rows import ArticleRows, articles_of
from corpus.release.formats.conll import to_conll
from corpus.release.formats.csv_jsonl import to_csv, to_jsonl
from corpus.release.formats.tei import to_tei
from corpus.release.formats.webannotation import text_name, to_webannotation
from corpus.tables.rows import Row, Rows
from corpus.tables.schema import TABLES


@dataclass(frozen=True, slots=True)
class ReleaseFormat:
    """One format: its name, how its files end, and what writes a table or an article in it, whichever it is made for.

    ``with_text`` says whether the article text lies beside.
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
    """Write a release into a new folder, a file for each table or article; the files come out.

    The folder appears whole or not at all. ``release`` is the name and version that files give; ``only`` names the
    tables, or articles, to write, all where it is empty; ``progress`` hears of each one that is done.

    Raises:
        ReleaseError: the folder holds something, cannot be written, or the release does not hold what is wanted.
    """
    occupied = ReleaseError("there is something here already", path=folder, hint="Name a folder that is new or empty")
    written = []
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise occupied
        with new_folder(folder.absolute()) as work:
            for name, data in _files(rows, form=form, release=release, only=only):
                (work / name).write_bytes(data)
                written.append(folder / name)
                progress(name)
    except OSError as e:
        if e.errno == errno.ENOTEMPTY:
            # Another export was faster.
            raise occupied from e
        reason = e.strerror or str(e)
        raise ReleaseError(f"cannot be written ({reason})", path=folder, hint="Choose another folder") from e
    return written


def _files(rows: Rows, *, form: ReleaseFormat, release: str, only: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    if form.table is not None:
        for name in _wanted(only, [name for name in TABLES if name in rows], "table"):
            yield f"{name}{form.suffix}", form.table(name, rows[name])
    if form.article is not None:
        articles = {of.id: of for of in articles_of(rows, release=release)}
        for name in _wanted(only, list(articles), "article"):
            yield f"{name}{form.suffix}", form.article(articles[name])
            if form.with_text:
                yield text_name(articles[name]), articles[name].text.encode()


def _wanted(only: Sequence[str], there: Sequence[str], kind: str) -> list[str]:
    """What is wanted of what is there, in the order of what is there."""
    for name in only:
        if name not in there:
            raise ReleaseError(f"there is no {kind} {name!r}", hint=f"There are {', '.join(there)}")
    return [name for name in there if not only or name in only]

"""A release without text and the raw files that a user holds: together the full release again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import ReleaseError
from corpus.io.text import decode, read_bytes
from corpus.project.project import Project
from corpus.records import Source
from corpus.release.fragment_file import TEXT_FREE_KEY, read_strings
from corpus.release.load import read_rows
from corpus.release.manifest import damaged_files, differing_tables, read_manifest
from corpus.release.text_free import TextFree, with_text
from corpus.release.write import ReleaseResult, place_release
from corpus.tables.hashing import content_hashes, file_hash
from corpus.tables.rows import Rows
from corpus.tables.schema import TABLES


@dataclass(frozen=True, slots=True)
class Matched:
    """Which files are articles: by the article's id; the articles that none is; and the files that are none.

    ``changed`` are those of the last that bear the name of a missing article's file.
    """

    files: Mapping[str, Path]
    missing: tuple[str, ...]
    unused: tuple[Path, ...]
    changed: tuple[Path, ...]


def match_files(folder: Path, articles: Path) -> Matched:
    """Find the raw files of a release in a folder, by their bytes, whatever they are called.

    Raises:
        ReleaseError: one of the folders is none, or a file cannot be read.
    """
    sources = read_manifest(folder)["sources"]
    if not articles.is_dir():
        raise ReleaseError("there is no such folder", path=articles, hint="Name the folder of the raw articles")
    try:
        found = {path: file_hash(path) for path in sorted(articles.rglob("*")) if path.is_file()}
    except OSError as e:
        raise ReleaseError(f"cannot be read ({e.strerror})", path=e.filename, hint="Check its permissions") from e
    # Backwards, so that of equal files the first by name is taken.
    by_hash = {digest: path for path, digest in reversed(found.items())}
    files = {name: by_hash[s["sha256"]] for name, s in sources.items() if s["sha256"] in by_hash}
    missing = tuple(name for name in sources if name not in files)
    wanted = {s["sha256"] for s in sources.values()}
    names = {Path(sources[name]["file"]).name for name in missing}
    unused = tuple(path for path, digest in found.items() if digest not in wanted)
    return Matched(files, missing, unused, tuple(path for path in unused if path.name in names))


def rehydrate(folder: Path, matched: Matched, *, output: Path) -> ReleaseResult:
    """Write the release in ``folder`` with the text of the articles that are there.

    With all articles it is the full release, to the content hash of every table; else it says what it lacks, and can
    be rehydrated again.

    Raises:
        ReleaseError: the release has its text, is damaged, or comes out otherwise than it was; or as `place_release`.
        InputError: a raw file cannot be decoded.
    """
    manifest = read_manifest(folder)
    if TEXT_FREE_KEY not in manifest:
        raise ReleaseError("the release has its text", path=folder, hint="Name one that was built with --no-text")
    if damaged := damaged_files(folder, manifest):
        raise ReleaseError(f"the release is damaged: {', '.join(damaged)}", path=folder, hint="Get it again")
    rows = _in_order(read_rows(folder), list(manifest["sources"]))
    _check_columns(rows, manifest, folder)
    project, strings = read_strings(folder, rows)
    raw = {s.id: _text(matched.files[s.id], s) for s in project.sources if s.id in matched.files}
    filled = with_text(rows, strings, raw)
    project = _titled(project, filled)
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md") if path.name != "README.md"}
    promised = manifest[TEXT_FREE_KEY]["tables"]
    if matched.missing:
        partial = TextFree(filled, promised, strings, matched.missing, frozenset())
        return place_release(project, filled, target=output, pages=pages, text_free=partial)
    _check_hashes(filled, manifest, promised, folder)
    return place_release(project, filled, target=output, pages=pages)


def _in_order(rows: Rows, articles: list[str]) -> Rows:
    """The rows in the order of a build, which goes by the sources and not by the splits."""
    place = {article: n for n, article in enumerate(articles)}
    return {
        name: sorted(table, key=lambda row: place[row["article_id"]]) if TABLES[name].by_article else table
        for name, table in rows.items()
    }


def _check_columns(rows: Rows, manifest: Mapping[str, Any], folder: Path) -> None:
    same = rows.keys() == TABLES.keys() and all(
        row.keys() == set(TABLES[name].schema.names) for name, table in rows.items() for row in table[:1]
    )
    if not same:
        made = manifest["tools"]["convoy17"]
        raise ReleaseError("its columns are of another version", path=folder, hint=f"Use convoy17 {made}")


def _check_hashes(rows: Rows, manifest: Mapping[str, Any], promised: Mapping[str, str], folder: Path) -> None:
    tables = {name: {"content_sha256": digest} for name, digest in promised.items()}
    if wrong := differing_tables({"tables": tables}, content_hashes(rows)):
        message = f"{', '.join(wrong)} would not be what was released"
        raise ReleaseError(message, path=folder, hint=f"Use convoy17 {manifest['tools']['convoy17']}")


def _text(path: Path, source: Source) -> str:
    return decode(read_bytes(path), path=path, encoding=source.encoding)


def _titled(project: Project, rows: Rows) -> Project:
    titles = {row["article_id"]: row["title"] for row in rows["articles"]}
    return replace(project, sources=tuple(replace(s, title=titles[s.id]) for s in project.sources))

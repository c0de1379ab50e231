"""Complete a release without text from the raw files of its articles."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from corpus.errors import ReleaseError
from corpus.io.text import decode, read_bytes
from corpus.project.project import Project
from corpus.records import Source
from corpus.release.dataset_card import CARD
from corpus.release.fragment_file import TEXT_FREE_KEY, read_fragments
from corpus.release.load import read_rows
from corpus.release.manifest import damaged_files, differing_tables, read_manifest
from corpus.release.text_free import TextFree, with_text
from corpus.release.write import ReleaseResult, place_release
from corpus.tables.hashing import content_hashes, file_hash
from corpus.tables.rows import Rows
from corpus.tables.schema import TABLES


@dataclass(frozen=True, slots=True)
class MatchedFiles:
    """Raw files matched to the articles of a release.

    Attributes:
        files: the file of each article that has one, by article id.
        missing: ids of the articles without a file.
        unused: files that are not an article.
        changed: unused files that have the name of a missing article's file.
    """

    files: Mapping[str, Path]
    missing: tuple[str, ...]
    unused: tuple[Path, ...]
    changed: tuple[Path, ...]


def match_files(folder: Path, articles: Path) -> MatchedFiles:
    """Find the raw files of a release by their bytes, whatever they are called.

    Args:
        folder: the release.
        articles: a folder with raw files, at any depth.

    Raises:
        ReleaseError: one of the folders does not exist or is not a release, or a file cannot be read.
    """
    sources = read_manifest(folder)["sources"]
    if not articles.is_dir():
        raise ReleaseError("no such folder", path=articles, hint="Name the folder of the raw articles")
    try:
        hashes = {path: file_hash(path) for path in sorted(articles.rglob("*")) if path.is_file()}
    except OSError as e:
        raise ReleaseError(f"cannot be read ({e.strerror})", path=e.filename, hint="Check its permissions") from e
    # Reversed, so that of files with the same bytes the first by name is used.
    by_hash = {digest: path for path, digest in reversed(hashes.items())}
    files = {name: by_hash[source["sha256"]] for name, source in sources.items() if source["sha256"] in by_hash}
    missing = tuple(name for name in sources if name not in files)
    expected = {source["sha256"] for source in sources.values()}
    unused = tuple(path for path, digest in hashes.items() if digest not in expected)
    missing_names = {Path(sources[name]["file"]).name for name in missing}
    return MatchedFiles(files, missing, unused, tuple(path for path in unused if path.name in missing_names))


def rehydrate(folder: Path, matched: MatchedFiles, *, output: Path) -> ReleaseResult:
    """Write a release with the text of the articles that are at hand.

    With all articles this is the full release, with the same content hash of every table. Otherwise the result says
    what it lacks, and can be rehydrated again.

    Args:
        folder: a release without text.
        matched: raw files of its articles.
        output: folder of the new release.

    Raises:
        ReleaseError: the release already has its text, is damaged, or the result differs from what was released; or as
            `corpus.release.write.place_release`.
        InputError: a raw file cannot be decoded.
    """
    manifest = read_manifest(folder)
    if TEXT_FREE_KEY not in manifest:
        raise ReleaseError("the release has its text", path=folder, hint="Name one that was built with --no-text")
    if damaged := damaged_files(folder, manifest):
        raise ReleaseError(f"damaged files: {', '.join(damaged)}", path=folder, hint="Download the release again")
    rows = _in_build_order(read_rows(folder), list(manifest["sources"]))
    _check_columns(rows, manifest, folder)
    project, strings = read_fragments(folder, rows)
    raw = {s.id: _read_source(matched.files[s.id], s) for s in project.sources if s.id in matched.files}
    filled = with_text(rows, strings, raw)
    project = _with_titles(project, filled)
    pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md") if path.name != CARD}
    full_hashes = manifest[TEXT_FREE_KEY]["tables"]
    if matched.missing:
        partial = TextFree(filled, full_hashes, strings, matched.missing, frozenset())
        return place_release(project, filled, target=output, pages=pages, text_free=partial)
    _check_hashes(filled, manifest, full_hashes, folder)
    return place_release(project, filled, target=output, pages=pages)


def _in_build_order(rows: Rows, articles: list[str]) -> Rows:
    """Sort rows as a build does: by the order of the sources, and not by split."""
    position = {article: n for n, article in enumerate(articles)}
    return {
        name: sorted(table, key=lambda row: position[row["article_id"]]) if TABLES[name].by_article else table
        for name, table in rows.items()
    }


def _check_columns(rows: Rows, manifest: Mapping[str, Any], folder: Path) -> None:
    if rows.keys() == TABLES.keys() and all(_has_own_columns(name, rows) for name in rows):
        return
    made_with = manifest["tools"]["convoy17"]
    raise ReleaseError("the columns are those of another version", path=folder, hint=f"Use convoy17 {made_with}")


def _has_own_columns(name: str, rows: Rows) -> bool:
    return not rows[name] or rows[name][0].keys() == set(TABLES[name].schema.names)


def _check_hashes(rows: Rows, manifest: Mapping[str, Any], full_hashes: Mapping[str, str], folder: Path) -> None:
    tables = {name: {"content_sha256": digest} for name, digest in full_hashes.items()}
    if wrong := differing_tables({"tables": tables}, content_hashes(rows)):
        message = f"the result would differ from the release in {', '.join(wrong)}"
        raise ReleaseError(message, path=folder, hint=f"Use convoy17 {manifest['tools']['convoy17']}")


def _read_source(path: Path, source: Source) -> str:
    return decode(read_bytes(path), path=path, encoding=source.encoding)


def _with_titles(project: Project, rows: Rows) -> Project:
    titles = {row["article_id"]: row["title"] for row in rows["articles"]}
    return replace(project, sources=tuple(replace(s, title=titles[s.id]) for s in project.sources))

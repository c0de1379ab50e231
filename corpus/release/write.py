"""Write a release atomically, and never over a different one."""

from __future__ import annotations

import errno
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from corpus.errors import ReleaseError
from corpus.io.atomic import new_folder
from corpus.project.project import RELEASES_FOLDER, Project
from corpus.quotes.sentence import sentence_spans
from corpus.records import Article
from corpus.release.croissant import write_croissant
from corpus.release.dataset_card import write_card
from corpus.release.fragment_file import refuse_article_text, text_free_entry, write_fragments
from corpus.release.manifest import (
    build_manifest,
    damaged_files,
    differing_tables,
    model_note,
    read_manifest,
    schema_version_note,
    write_manifest,
)
from corpus.release.text_free import TextFree
from corpus.tables.hashing import content_hashes
from corpus.tables.parquet import write_tables
from corpus.tables.rows import Rows, build_rows
from corpus.tables.sentences import SentenceSpans


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """Result of writing a release; ``unchanged`` means that the same release was there already."""

    path: Path
    status: Literal["written", "unchanged"]
    manifest: Mapping[str, Any]
    rows: Rows


def release_path(project: Project) -> Path:
    """Return the folder of the project's current version."""
    return project.root / RELEASES_FOLDER / project.version


def write_release(
    project: Project,
    articles: Iterable[Article],
    *,
    output: Path | None = None,
    predicted: Iterable[Article] | None = None,
    pages: Mapping[str, str] | None = None,
    sentences: SentenceSpans = sentence_spans,
) -> ReleaseResult:
    """Write the project's release.

    The folder appears by one rename, so an interrupted build leaves existing releases as they were. An existing release
    with the same content is left alone, even if other tool versions would write other bytes.

    Args:
        project: the project.
        articles: its articles as they are released.
        output: the folder; ``releases/<version>`` of the project where None.
        predicted: the articles as annotated without curation, for the table ``predictions``; ``articles`` where None.
        pages: contents of further Markdown files by name.
        sentences: the sentence splitter.

    Raises:
        ReleaseError: a different release of this version, or something else, is there already; or a file cannot be
            written.
    """
    rows = build_rows(project, articles, predicted=predicted, sentences=sentences)
    return place_release(project, rows, target=output or release_path(project), pages=pages)


def place_release(
    project: Project,
    rows: Rows,
    *,
    target: Path,
    pages: Mapping[str, str] | None = None,
    text_free: TextFree | None = None,
) -> ReleaseResult:
    """Write rows as a release; see `write_release`.

    Args:
        project: the project that is released.
        rows: the rows of every table.
        target: the folder.
        pages: contents of further Markdown files by name.
        text_free: the release without text that is written instead of ``rows``.

    Raises:
        ReleaseError: as `write_release`; also where a file would contain text that was removed.
    """
    target = target.absolute()
    rows = rows if text_free is None else text_free.rows
    hashes = content_hashes(rows)
    try:
        found = _same_release(target, project, hashes)
        if found is not None:
            return ReleaseResult(target, "unchanged", found, rows)
        with new_folder(target) as folder:
            for name, text in (pages or {}).items():
                (folder / name).write_text(text, encoding="utf-8", newline="\n")
            manifest = _write_files(folder, project, rows, hashes=hashes, text_free=text_free)
    except OSError as e:
        # Another process may have built it at the same time.
        found = _same_release(target, project, hashes) if e.errno in (errno.ENOTEMPTY, errno.EEXIST) else None
        if found is not None:
            return ReleaseResult(target, "unchanged", found, rows)
        reason = e.strerror or str(e)
        hint = "Nothing was changed; free disk space or fix the permissions, then build again"
        raise ReleaseError(f"the release cannot be written ({reason})", path=e.filename or target, hint=hint) from e
    return ReleaseResult(target, "written", manifest, rows)


def _write_files(
    folder: Path, project: Project, rows: Rows, *, hashes: Mapping[str, str], text_free: TextFree | None
) -> dict[str, Any]:
    files = write_tables(folder, project, rows)
    write_croissant(folder, project, files)
    write_card(folder, project, rows, files, missing=text_free.missing if text_free else ())
    if text_free is not None:
        write_fragments(folder, project, text_free)
        refuse_article_text(folder, text_free.runs)
    manifest = build_manifest(project, rows, files=files, hashes=hashes, folder=folder)
    if text_free is not None:
        manifest["text_free"] = text_free_entry(text_free)
    return write_manifest(folder, manifest)


def _same_release(target: Path, project: Project, hashes: Mapping[str, str]) -> dict[str, Any] | None:
    """Return the manifest of an existing release with this content, None if the folder is missing or empty."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return None
    manifest = read_manifest(target)
    if (manifest.get("name"), manifest.get("version")) != (project.name, project.version):
        found = f"{manifest.get('name')} {manifest.get('version')}"
        message = f"the folder has {found}, not {project.name} {project.version}"
        raise ReleaseError(message, path=target, hint="Use another folder")
    if tables := differing_tables(manifest, hashes):
        differing = f"{', '.join(tables)}{schema_version_note(manifest)}{model_note(manifest, project.model)}"
        message = f"version {project.version} was released with other content in {differing}"
        raise ReleaseError(
            message, path=target, hint="Raise `version` in corpus.toml: a released version never changes"
        )
    if files := damaged_files(target, manifest):
        message = f"damaged files: {', '.join(files)}"
        raise ReleaseError(message, path=target, hint="Delete the folder and build the release again")
    return manifest

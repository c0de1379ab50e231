"""Write a release: all of it or nothing, never over a different one."""

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
from corpus.release.fragment_file import check_files, promise, write_strings
from corpus.release.manifest import (
    damaged_files,
    differing_tables,
    manifest_of,
    read_manifest,
    schema_note,
    write_manifest,
)
from corpus.release.text_free import TextFree
from corpus.tables.hashing import content_hashes
from corpus.tables.parquet import write_tables
from corpus.tables.rows import Rows, build_rows
from corpus.tables.sentences import SentenceSpans


@dataclass(frozen=True, slots=True)
class ReleaseResult:
    """Where a release lies, whether it was written or found the same, its manifest and its rows."""

    path: Path
    status: Literal["written", "unchanged"]
    manifest: Mapping[str, Any]
    rows: Rows


def release_path(project: Project) -> Path:
    """The folder of the project's current version."""
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
    """Write the project's release to ``releases/<version>``, or to the folder ``output``.

    ``pages`` are further files, by name, to lie beside the card. For the other arguments see
    `corpus.tables.rows.build_rows`.

    The folder appears whole, by one rename; whatever interrupts the build leaves the releases as they were. A release
    that is there with the same content is left alone, also if other tool versions would write other bytes.

    Raises:
        ReleaseError: a different release of this version, or something else, lies there already; or a file cannot be
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
    """Write the rows of a project as a release, or of ``text_free`` those without text; see `write_release`.

    Raises:
        ReleaseError: as `write_release` does; also where a file would hold text that was taken out.
    """
    target = target.absolute()
    rows = rows if text_free is None else text_free.rows
    hashes = content_hashes(rows)
    try:
        found = _unchanged(target, project, hashes)
        if found is not None:
            return ReleaseResult(target, "unchanged", found, rows)
        with new_folder(target) as folder:
            for name, text in (pages or {}).items():
                (folder / name).write_text(text, encoding="utf-8", newline="\n")
            manifest = _fill(folder, project, rows, hashes=hashes, text_free=text_free)
    except OSError as e:
        # Another build may have been faster.
        found = _unchanged(target, project, hashes) if e.errno in (errno.ENOTEMPTY, errno.EEXIST) else None
        if found is not None:
            return ReleaseResult(target, "unchanged", found, rows)
        reason = e.strerror or str(e)
        hint = "Nothing was changed; make room or mend the permissions, then build again"
        raise ReleaseError(f"the release cannot be written ({reason})", path=e.filename or target, hint=hint) from e
    return ReleaseResult(target, "written", manifest, rows)


def _fill(
    folder: Path, project: Project, rows: Rows, *, hashes: Mapping[str, str], text_free: TextFree | None
) -> dict[str, Any]:
    files = write_tables(folder, project, rows)
    write_croissant(folder, project, files)
    write_card(folder, project, rows, files, missing=text_free.missing if text_free else ())
    if text_free is not None:
        write_strings(folder, project, text_free)
        check_files(folder, text_free.runs)
    manifest = manifest_of(project, rows, files=files, hashes=hashes, folder=folder)
    if text_free is not None:
        manifest["text_free"] = promise(text_free)
    return write_manifest(folder, manifest)


def _unchanged(target: Path, project: Project, hashes: Mapping[str, str]) -> dict[str, Any] | None:
    """The manifest of the release that is there, if it is the same one; None if nothing is there."""
    if not target.exists() or (target.is_dir() and not any(target.iterdir())):
        return None
    manifest = read_manifest(target)
    if (manifest.get("name"), manifest.get("version")) != (project.name, project.version):
        message = f"{manifest.get('name')} {manifest.get('version')} lies here, not {project.name} {project.version}"
        raise ReleaseError(message, path=target, hint="Name another folder")
    if tables := differing_tables(manifest, hashes):
        message = (
            f"version {project.version} was released with other content in {', '.join(tables)}{schema_note(manifest)}"
        )
        raise ReleaseError(
            message, path=target, hint="Raise `version` in corpus.toml: a released version never changes"
        )
    if files := damaged_files(target, manifest):
        message = f"the release is damaged: {', '.join(files)}"
        raise ReleaseError(message, path=target, hint="Remove its folder and build it again")
    return manifest

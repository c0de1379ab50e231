"""The rows that a command is about: those of a release, or what the project would release as it is."""

from __future__ import annotations

from pathlib import Path

from corpus.cli.console import progress, project_folder
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import curated_articles
from corpus.project.project import Project, load_project
from corpus.release.load import read_rows
from corpus.release.manifest import read_manifest
from corpus.release.write import release_path
from corpus.tables.rows import Rows, build_rows
from corpus.tables.schema import TABLES


def released_rows(release: Path | None, *, project: Path | None, jobs: int = 1) -> tuple[Rows, str, str]:
    """The rows of a release, its name and version, and where they come from, in words.

    Without a folder it is the release of the project's current version, or, where there is none yet, what a build would
    give.
    """
    folder = release
    if folder is None:
        loaded = load_project(project_folder(project))
        folder = release_path(loaded)
        if not folder.is_dir():
            with progress("articles", total=len(loaded.sources)) as advance:
                articles = annotate_project(loaded, jobs=jobs, progress=advance)
            rows = build_rows(loaded, curated_articles(loaded, articles), predicted=articles)
            return (
                _by_split(loaded, rows),
                f"{loaded.name} {loaded.version}",
                "the articles as they are, not yet released",
            )
    manifest = read_manifest(folder)
    return read_rows(folder), f"{manifest['name']} {manifest['version']}", str(folder)


def _by_split(project: Project, rows: Rows) -> Rows:
    """The rows in the order in which a release has them, split by split."""
    place = {one: n for n, ids in enumerate(project.splits.values()) for one in ids}
    return {
        name: sorted(table, key=lambda row: place[row["article_id"]]) if TABLES[name].by_article else table
        for name, table in rows.items()
    }

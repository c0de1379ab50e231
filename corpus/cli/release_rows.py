"""The rows that `export` and `stats` work on: a release, or what a build would write.

Not part of `options`, which every command imports: this module imports the libraries that read and write tables.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from corpus.cli.console import progress
from corpus.cli.options import project_folder
from corpus.pipeline import annotate_project
from corpus.project.annotated_articles import curated_articles
from corpus.project.project import Project, load_project
from corpus.release.load import read_rows
from corpus.release.manifest import read_manifest
from corpus.release.write import release_path
from corpus.tables.rows import Row, Rows, build_rows
from corpus.tables.schema import TABLES


@dataclass(frozen=True, slots=True)
class ReleasedRows:
    """Rows by table.

    Attributes:
        rows: the rows of each table, in the order of a release.
        name: name and version of the corpus.
        origin: where the rows come from, for messages.
    """

    rows: Rows
    name: str
    origin: str


def released_rows(release: Path | None, *, project: Path | None, jobs: int = 1) -> ReleasedRows:
    """Read the rows of a release, or compute those of the release that a build would write.

    Args:
        release: folder of a release; None for the release of the project's current version, or, if that does not exist
            yet, the rows that a build would write.
        project: folder of the project; None for the project of the current folder.
        jobs: number of processes that annotate articles.

    Raises:
        ReleaseError: the release cannot be read.
        ProjectError: no release is given and there is no project, or it has an error.
    """
    if release is not None:
        return _read(release)
    loaded = load_project(project_folder(project))
    folder = release_path(loaded)
    if folder.is_dir():
        return _read(folder)
    with progress("articles", total=len(loaded.sources)) as advance:
        articles = annotate_project(loaded, jobs=jobs, progress=advance)
    rows = build_rows(loaded, curated_articles(loaded, articles), predicted=articles)
    origin = "the articles as they are, not yet released"
    return ReleasedRows(_ordered_by_split(loaded, rows), f"{loaded.name} {loaded.version}", origin)


def _read(folder: Path) -> ReleasedRows:
    manifest = read_manifest(folder)
    return ReleasedRows(read_rows(folder), f"{manifest['name']} {manifest['version']}", str(folder))


def _ordered_by_split(project: Project, rows: Rows) -> Rows:
    """The rows in the order of a release, split by split."""
    split_number = {one: n for n, ids in enumerate(project.splits.values()) for one in ids}
    ordered: dict[str, list[Row]] = {}
    for name, table in rows.items():
        if TABLES[name].by_article:
            ordered[name] = sorted(table, key=lambda row: split_number[row["article_id"]])
        else:
            ordered[name] = table
    return ordered

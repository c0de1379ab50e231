"""``corpus list``: list the articles of a project."""

from __future__ import annotations

from typing import Any

from rich.table import Table

from corpus.cli.console import count_of, emit, emit_json, table_console
from corpus.cli.options import JsonOption, ProjectOption, project_folder
from corpus.project.annotation_files import annotation_path, read_annotation
from corpus.project.project import Project, load_project
from corpus.records import UNKNOWN, Source

_COLUMNS = ("id", "outlet", "published", "language", "split", "author", "title", "annotation")


def list_(*, project: ProjectOption = None, as_data: JsonOption = False) -> None:
    """List the articles of the project.

    Each with its outlet, date, language, split, author and title, and whether it has a draft or a reviewed annotation.
    Unknown values are empty.

    Examples:
      corpus list
      corpus list --project my-corpus --json
    """
    loaded = load_project(project_folder(project), allow_empty=True)
    rows = [_row(source, loaded) for source in loaded.sources]
    if as_data:
        emit_json(rows, indent=2)
        return
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in _COLUMNS:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(row[name] or "" for name in _COLUMNS))
    if rows:
        table_console().print(table)
    emit(f"{loaded.name} {loaded.version}: {count_of(len(rows), 'article')}, model {loaded.model}")


def _row(source: Source, project: Project) -> dict[str, Any]:
    days = dict.fromkeys((source.published_earliest, source.published_latest))
    return {
        "id": source.id,
        "outlet": None if source.outlet == UNKNOWN else source.outlet,
        "published": "..".join(str(day or "") for day in days).removesuffix("..") or None,
        "language": source.language,
        "split": project.split_of(source.id),
        "author": source.author,
        "title": source.title,
        "annotation": _status(source, project),
        "url": source.url,
        "file": source.file,
    }


def _status(source: Source, project: Project) -> str | None:
    """The status of the article's annotation: ``draft`` or ``reviewed``; None if there is none."""
    path = annotation_path(project, source.id)
    if not path.exists():
        return None
    return "reviewed" if read_annotation(path).reviewed else "draft"

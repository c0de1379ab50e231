"""``corpus remove``: remove articles from a project."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.cli.console import emit
from corpus.cli.options import ProjectOption, project_folder
from corpus.project.changes import remove_articles


def remove(
    *,
    articles: Annotated[list[str], typer.Argument(metavar="ID", help="Ids of articles of the project.")],
    force: Annotated[bool, typer.Option("--force", help="Also remove articles that have an annotation.")] = False,
    project: ProjectOption = None,
) -> None:
    """Remove articles from the project.

    The raw files, the entries in sources.toml and the ids in corpus.toml are removed together. Releases stay as they
    are. A split without another article is removed as well.

    Examples:
      corpus remove example
      corpus remove post-20240304 post-20240305 --force
    """
    for source in remove_articles(project_folder(project), articles, force=force):
        emit(f"removed: {source.id} ({source.file})")

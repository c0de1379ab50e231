"""``corpus view``: a release as pages to read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.commands.console import ProjectOption, emit, emit_json, progress, project_folder
from corpus.commands.options import JsonOption
from corpus.errors import MissingExtraError
from corpus.project import load_project
from corpus.publish.release import release_path

#: Beside the releases, which the pages are made of; nothing of it is kept in version control.
_FOLDER = "view"


def view(
    *,
    release: Annotated[
        Path | None,
        typer.Option("--release", metavar="DIR", help="Folder of a release, else that of the project's version."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="DIR", help="Folder of the pages, else view/VERSION in the project."),
    ] = None,
    project: ProjectOption = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the start page in the browser.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a release as a folder of pages: articles, speakers, utterances and figures, to be opened from disk.

    The pages need no server and no network. Pages that are there already are replaced.
    """
    try:
        # Imported here: templates and figures are an extra.
        from corpus.view import write_view  # noqa: PLC0415
    except ModuleNotFoundError as e:
        raise MissingExtraError(e.name, extra="view") from e
    if release is None or output is None:
        loaded = load_project(project_folder(project))
        release = release or release_path(loaded)
        output = output or loaded.root / _FOLDER / release.name
    with progress("pages", total=None) as advance:
        result = write_view(release, output, progress=advance)
    if as_json:
        emit_json({"start": str(result.start), "pages": result.pages, "bytes": result.size})
    else:
        emit(f"{result.pages:,} pages, {result.size / 1e6:,.1f} MB: {result.start}")
    if open_:
        typer.launch(result.start.as_uri())

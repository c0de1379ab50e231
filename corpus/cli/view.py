"""``corpus view``: a release as pages to read."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import ProjectOption, emit, emit_json, progress, project_folder
from corpus.cli.options import JsonOption, ReleaseOption
from corpus.errors import MissingExtraError
from corpus.release.load import find_release

#: Beside the releases, which the pages are made of; nothing of it is kept in version control.
_FOLDER = "view"


def view(
    *,
    release: ReleaseOption = None,
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
        from corpus.view.write import write_view  # noqa: PLC0415
    except ModuleNotFoundError as e:
        raise MissingExtraError.of(e.name, extra="view") from e
    folder = release or find_release(project_folder(project))
    with progress("pages", total=None) as advance:
        result = write_view(folder, output or project_folder(project) / _FOLDER / folder.name, progress=advance)
    if as_json:
        emit_json({"start": str(result.start), "pages": result.pages, "bytes": result.size})
    else:
        emit(f"{result.pages:,} pages, {result.size / 1e6:,.1f} MB: {result.start}")
    if open_:
        typer.launch(result.start.as_uri())

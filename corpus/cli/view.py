"""``corpus view``: write a release as HTML pages."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import count_of, emit, emit_json, progress
from corpus.cli.options import JsonOption, ProjectOption, ReleaseOption, project_folder, release_folder
from corpus.errors import MissingExtraError

#: Default folder of pages in a project. Derived from the releases, so it is not kept in version control.
_VIEW_FOLDER = "view"


def view(
    *,
    release: ReleaseOption = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", metavar="DIR", help="Folder of the pages. Default: view/VERSION in the project."
        ),
    ] = None,
    project: ProjectOption = None,
    open_: Annotated[bool, typer.Option("--open", help="Open the start page in the browser.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Write a release as a folder of HTML pages.

    The pages show articles, speakers, utterances and figures. They are opened from disk and need neither a server nor a
    network. Pages that are already in the folder are replaced. Requires the extra view.

    Examples:
      corpus view --open
      corpus view --release releases/0.4.0 --output pages
    """
    try:
        # Imported when called: templates and figures need the extra `view`.
        from corpus.view.write import write_view  # noqa: PLC0415
    except ImportError as e:
        library = (e.name or "a library").partition(".")[0]
        raise MissingExtraError.from_import(e, library=library, extra="view") from e
    folder = release_folder(release, project)
    target = output or project_folder(project) / _VIEW_FOLDER / folder.name
    with progress("pages", total=None) as advance:
        result = write_view(folder, target, progress=advance, jobs=None)
    if as_json:
        emit_json({"start": str(result.start), "pages": result.pages, "bytes": result.size})
    else:
        emit(f"{count_of(result.pages, 'page')}, {result.size / 1e6:,.1f} MB: {result.start}")
    if open_:
        typer.launch(result.start.as_uri())

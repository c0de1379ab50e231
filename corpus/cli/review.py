"""``corpus review``: review annotations in the browser."""

from __future__ import annotations

from typing import Annotated

import typer

from corpus.cli.console import emit
from corpus.cli.options import ProjectModelOption, ProjectOption, project_folder
from corpus.errors import CorpusError
from corpus.project.project import find_source
from corpus.view.review_server import HOST, ReviewServer
from corpus.view.review_session import ReviewSession


def review(
    *,
    article: Annotated[
        str | None, typer.Argument(metavar="ID", help="Id of an article. Default: the first that is not reviewed.")
    ] = None,
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port. Default: any that is free.")] = 0,
    open_: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = True,
    model: ProjectModelOption = None,
    project: ProjectOption = None,
) -> None:
    """Review annotations in the browser, with the keyboard.

    Serves a page on this machine only (127.0.0.1), until it is interrupted with Ctrl-C. Attributions can be accepted
    and removed; content, cue, source, type and speaker can be corrected. Every change is saved in annotations/. The
    page lists its keys.

    Examples:
      corpus review
      corpus review post-20240304 --port 8017 --no-open
    """
    session = ReviewSession(project_folder(project), model=model)
    article_id = session.first() if article is None else find_source(session.project, article).id
    try:
        server = ReviewServer(session, port=port)
    except OSError as e:
        message = f"cannot listen on {HOST}:{port} ({e.strerror})"
        raise CorpusError(message, hint="Choose another --port") from e
    url = server.url(article_id)
    emit(f"review at {url}")
    emit("stop with Ctrl-C")
    if open_:
        typer.launch(url)
    try:
        with server:
            server.serve_forever()
    except KeyboardInterrupt:
        emit("stopped; every change was saved when it was made")

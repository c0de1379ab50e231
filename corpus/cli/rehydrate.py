"""``corpus rehydrate``: the text of a release that was built without it, from the raw files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.cli.console import emit, emit_json
from corpus.cli.options import JsonOption
from corpus.release.rehydrate import MatchedFiles, match_files
from corpus.release.rehydrate import rehydrate as with_articles


def rehydrate(
    *,
    release: Annotated[Path, typer.Argument(help="Folder of a release that was built with --no-text.")],
    articles: Annotated[Path, typer.Option("--articles", metavar="DIR", help="Folder of the raw files, of any name.")],
    output: Annotated[
        Path | None, typer.Option("--output", metavar="DIR", help="Folder of the new release, else RELEASE-with-text.")
    ] = None,
    partial: Annotated[bool, typer.Option("--partial", help="Write it although articles are missing.")] = False,
    as_data: JsonOption = False,
) -> None:
    """Put the text back into a release. Exit status: 0 all of it, 1 an article is missing or was changed."""
    matched = match_files(release, articles)
    target = output or release.absolute().with_name(f"{release.absolute().name}-with-text")
    result = None
    if partial or not matched.missing:
        result = with_articles(release, matched, output=target)
    if as_data:
        facts = {name: [str(value) for value in getattr(matched, name)] for name in ("missing", "unused", "changed")}
        facts["files"] = {name: str(path) for name, path in matched.files.items()}  # type: ignore[assignment]
        emit_json(facts | {"path": str(result.path) if result else None}, indent=2)
    else:
        _report(matched)
        emit(f"{result.status}: {result.path}" if result else "nothing was written; --partial writes what there is")
    raise typer.Exit(1 if matched.missing else 0)


def _report(matched: MatchedFiles) -> None:
    for name, path in matched.files.items():
        emit(f"found: {name} in {path}")
    for path in matched.changed:
        emit(f"changed: {path} has the name of an article's file, and other bytes")
    for name in matched.missing:
        emit(f"missing: {name}")
    others = len(matched.unused) - len(matched.changed)
    if others:
        emit(f"not used: {others} other files")

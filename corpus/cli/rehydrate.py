"""``corpus rehydrate``: restore the text of a text-free release from the raw files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.cli.console import count_of, emit, emit_json
from corpus.cli.options import JsonOption, ProjectOption, release_folder
from corpus.release.rehydrate import MatchedFiles, match_files
from corpus.release.rehydrate import rehydrate as rehydrate_release


def rehydrate(
    *,
    release: Annotated[
        str, typer.Argument(metavar="RELEASE", help="Folder or version of a release that was built with --no-text.")
    ],
    articles: Annotated[
        Path, typer.Option("--articles", metavar="DIR", help="Folder of the raw files, under any name.")
    ],
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", metavar="DIR", help="Folder of the new release. Default: RELEASE-with-text."),
    ] = None,
    partial: Annotated[
        bool, typer.Option("--partial", help="Write the release even if raw files are missing.")
    ] = False,
    project: ProjectOption = None,
    as_data: JsonOption = False,
) -> None:
    """Restore the text of a text-free release.

    Raw files are found by their hash.

    Exit codes: 0 all text was restored, 1 a raw file is missing or was changed.

    Examples:
      corpus rehydrate text-free --articles sources
      corpus rehydrate text-free --articles sources --partial --output restored
    """
    folder = release_folder(release, project)
    matched = match_files(folder, articles)
    target = output or folder.absolute().with_name(f"{folder.absolute().name}-with-text")
    result = None
    if partial or not matched.missing:
        result = rehydrate_release(folder, matched, output=target)
    if as_data:
        emit_json(_to_json(matched) | {"path": str(result.path) if result else None}, indent=2)
    else:
        _print_matched(matched)
        emit(
            f"{result.status}: {result.path}" if result else "nothing was written; hint: --partial writes what there is"
        )
    raise typer.Exit(1 if matched.missing else 0)


def _to_json(matched: MatchedFiles) -> dict[str, Any]:
    return {
        "missing": [str(name) for name in matched.missing],
        "unused": [str(path) for path in matched.unused],
        "changed": [str(path) for path in matched.changed],
        "files": {name: str(path) for name, path in matched.files.items()},
    }


def _print_matched(matched: MatchedFiles) -> None:
    for name, path in matched.files.items():
        emit(f"found: {name} in {path}")
    for path in matched.changed:
        emit(f"changed: {path} has the name of a raw file, but other bytes")
    for name in matched.missing:
        emit(f"missing: {name}")
    others = len(matched.unused) - len(matched.changed)
    if others:
        emit(f"not used: {count_of(others, 'other file')}")

"""``corpus verify``: whether releases are what they say, to the last bit."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.cli.console import ProjectOption, emit, emit_json, project_folder
from corpus.cli.options import JsonOption, release_folder
from corpus.errors import ReleaseError
from corpus.project.project import RELEASES_FOLDER
from corpus.release.verify import VerificationResult, verify_release


def verify(
    *,
    releases: Annotated[
        list[str] | None,
        typer.Argument(metavar="[RELEASE]...", help="Folders or versions; all of the project if none is given."),
    ] = None,
    project: ProjectOption = None,
    as_data: JsonOption = False,
) -> None:
    """Hold releases against their manifests: files, rows, offsets. Exit status: 0 whole, 1 something is wrong.

    Every changed bit is found, and nothing is written. It finds damage, not forgery.
    """
    folders = [_folder(name, project) for name in releases] if releases else _all(project_folder(project))
    found = [verify_release(folder) for folder in folders]
    if as_data:
        emit_json([_as_data(v) for v in found], indent=2)
    else:
        for verified in found:
            _print(verified)
    raise typer.Exit(1 if any(v.faults for v in found) else 0)


def _folder(name: str, project: Path | None) -> Path:
    return Path(name) if Path(name).exists() else release_folder(name, project)


def _all(root: Path) -> list[Path]:
    """All that lies among the releases of a project; what is hidden is a build that goes on or was killed."""
    folder = root / RELEASES_FOLDER
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as e:
        raise ReleaseError(f"cannot be read ({e.strerror})", path=folder, hint="Build one with `corpus build`") from e
    if not found:
        raise ReleaseError("there is no release", path=folder, hint="Build one with `corpus build`")
    return found


def _as_data(verified: VerificationResult) -> dict[str, Any]:
    return asdict(verified) | {"folder": str(verified.folder), "whole": not verified.faults}


def _print(verified: VerificationResult) -> None:
    for fault in verified.faults:
        emit(f"{verified.folder / fault.file}: {fault.message}")
    for note in verified.notes:
        emit(f"{verified.folder}: note: {note}")
    if verified.faults:
        emit(f"{verified.folder}: NOT whole, faults: {len(verified.faults)}")
    else:
        emit(f"{verified.folder}: whole: {verified.name} {verified.version}, {verified.files} files")

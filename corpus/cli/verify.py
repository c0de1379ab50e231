"""``corpus verify``: verify releases against their manifests."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from corpus.cli.console import emit, emit_json
from corpus.cli.options import JsonOption, ProjectOption, project_folder, release_folder
from corpus.errors import ReleaseError
from corpus.project.project import RELEASES_FOLDER
from corpus.release.verify import VerificationResult, verify_release


def verify(
    *,
    releases: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="RELEASE", help="Folders, or versions of the project. Default: all releases of the project."
        ),
    ] = None,
    project: ProjectOption = None,
    as_data: JsonOption = False,
) -> None:
    """Verify releases against their manifests.

    Compares files, rows, offsets and hashes; any flipped bit is found. This detects damage, not forgery: whoever can
    write a release can write its manifest.

    Exit codes: 0 all releases are whole, 1 at least one has a fault.

    Examples:
      corpus verify
      corpus verify 0.4.0
      corpus verify downloads/convoy17 --json
    """
    folders = [_folder(name, project) for name in releases or ()] or _all_releases(project_folder(project))
    found = [verify_release(folder) for folder in folders]
    if as_data:
        emit_json([_to_json(v) for v in found], indent=2)
    else:
        for verified in found:
            _print(verified)
    raise typer.Exit(1 if any(v.faults for v in found) else 0)


def _folder(name: str, project: Path | None) -> Path:
    # A file is not a release: the fault names it.
    return Path(name) if Path(name).is_file() else release_folder(name, project)


def _all_releases(root: Path) -> list[Path]:
    """The releases of a project; hidden folders are builds in progress, or left by one that was killed."""
    folder = root / RELEASES_FOLDER
    hint = "Build one with `corpus build`"
    try:
        found = sorted(path for path in folder.iterdir() if not path.name.startswith("."))
    except OSError as e:
        raise ReleaseError(f"cannot be read ({e.strerror})", path=folder, hint=hint) from e
    if not found:
        raise ReleaseError("there is no release", path=folder, hint=hint)
    return found


def _to_json(verified: VerificationResult) -> dict[str, Any]:
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

"""``corpus publish``: a release onto the Hugging Face Hub."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from corpus.checks.run import run_checks
from corpus.cli.console import ProjectOption, emit, emit_json, project_folder, stderr, table_console
from corpus.cli.options import JsonOption, release_folder
from corpus.errors import HubError, ReleaseError
from corpus.project.project import RELEASES_FOLDER
from corpus.release.hub import CheckedRelease, check_repo, checked_release
from corpus.release.hub import publish as send
from corpus.release.load import find_release


def publish(  # noqa: PLR0913  (one for each option)
    *,
    release: Annotated[
        str | None, typer.Argument(metavar="[RELEASE]", help="Its folder or version; the newest if not given.")
    ] = None,
    repo: Annotated[str, typer.Option("--repo", metavar="ORG/NAME", help="The data set on the Hub.")],
    project: ProjectOption = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print the plan; nothing is sent.")] = False,
    token_env: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Environment variable with the token; else HF_TOKEN or your login."),
    ] = None,
    create: Annotated[bool, typer.Option("--create", help="Make the data set if there is none.")] = False,
    private: Annotated[bool, typer.Option("--private", help="One that is made is private.")] = False,
    as_data: JsonOption = False,
) -> None:
    """Send a release to the Hugging Face Hub, as one commit with its version as tag. What does not check is refused."""
    check_repo(repo)
    folder = find_release(project_folder(project)) if release is None else release_folder(release, project)
    _check_project(folder)
    checked = checked_release(folder)
    if not stderr.is_terminal:
        _without_bars()
    result = None if dry_run else send(checked, repo, token=_token(token_env), create=create, private=private)
    if as_data:
        emit_json(_plan(checked, repo) | {"status": result.status if result else "dry run"}, indent=2)
        return
    _print(checked, repo)
    emit(f"{result.status}: {result.url}" if result else "dry run: nothing was sent")


def _without_bars() -> None:
    from huggingface_hub.utils.tqdm import disable_progress_bars  # noqa: PLC0415  (see corpus/tables/schema.py)

    disable_progress_bars()


def _check_project(folder: Path) -> None:
    """Refuse a release of a project that has errors; a release elsewhere is checked for itself only."""
    root = folder.absolute().parent.parent
    if folder.absolute().parent.name != RELEASES_FOLDER or not (root / "corpus.toml").is_file():
        return
    if errors := [f for f in run_checks(root) if f.level == "error"]:
        more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
        raise ReleaseError(f"the project has errors: {errors[0].id}{more}", path=root, hint="See `corpus check`")


def _token(variable: str | None) -> str | None:
    """The token of an environment variable; never an argument, which other users of the machine could read."""
    if variable is None:
        return None
    token = os.environ.get(variable)
    if not token:
        raise HubError(f"the environment variable {variable} is not set", hint="Put the token there")
    return token


def _plan(release: CheckedRelease, repo: str) -> dict[str, object]:
    return {
        "repo": repo,
        "name": release.name,
        "tag": release.version,
        "text_free": release.text_free,
        "content_sha256": release.content_sha256,
        "bytes": sum(f.bytes for f in release.files),
        "files": [{"name": f.name, "bytes": f.bytes, "sha256": f.sha256} for f in release.files],
    }


def _print(release: CheckedRelease, repo: str) -> None:
    kind = ", without text" if release.text_free else ""
    table = Table("file", title=f"{release.name} {release.version}{kind} → {repo}", title_justify="left")
    table.add_column("bytes", justify="right")
    for file in release.files:
        table.add_row(file.name, str(file.bytes))
    table.add_section()
    table.add_row(f"{len(release.files)} files, tag {release.version}", str(sum(f.bytes for f in release.files)))
    table_console().print(table)

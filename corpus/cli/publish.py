"""``corpus publish``: upload a release to the Hugging Face Hub."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from corpus.checks.run import run_checks
from corpus.cli.console import count_of, emit, emit_json, stderr, table_console
from corpus.cli.options import JsonOption, ProjectOption, release_folder
from corpus.errors import HubError, ReleaseError
from corpus.project.placeholders import placeholders
from corpus.project.project import PROJECT_FILE, RELEASES_FOLDER, load_project
from corpus.release.hub import CheckedRelease, check_repo, checked_release
from corpus.release.hub import publish as upload

_ReleaseArgument = Annotated[
    str | None,
    typer.Argument(metavar="RELEASE", help="Folder or version of the release. Default: the newest of the project."),
]
_RepoOption = Annotated[str, typer.Option("--repo", metavar="ORG/NAME", help="The data set repository on the Hub.")]
_DryRunOption = Annotated[bool, typer.Option("--dry-run", help="Print the plan, and upload nothing.")]
_TokenOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Environment variable with the token. Default: HF_TOKEN, or your login."),
]
_CreateOption = Annotated[bool, typer.Option("--create", help="Create the repository if it does not exist.")]
_PrivateOption = Annotated[bool, typer.Option("--private", help="With --create: make the new repository private.")]


def publish(  # noqa: PLR0913  (one parameter per option)
    *,
    release: _ReleaseArgument = None,
    repo: _RepoOption,
    project: ProjectOption = None,
    dry_run: _DryRunOption = False,
    token_env: _TokenOption = None,
    create: _CreateOption = False,
    private: _PrivateOption = False,
    as_data: JsonOption = False,
) -> None:
    """Upload a release to the Hugging Face Hub.

    The release becomes one commit, with its version as tag. A release with faults, or of a project with errors or
    placeholders in corpus.toml, is rejected.

    Examples:
      corpus publish --repo my-org/my-corpus --dry-run
      corpus publish 0.4.0 --repo my-org/my-corpus --create
    """
    check_repo(repo)
    folder = release_folder(release, project)
    _check_project(folder)
    checked = checked_release(folder)
    if not stderr.is_terminal:
        _disable_progress_bars()
    result = None if dry_run else upload(checked, repo, token=_token(token_env), create=create, private=private)
    if as_data:
        emit_json(_plan(checked, repo) | {"status": result.status if result else "dry run"}, indent=2)
        return
    _print_plan(checked, repo)
    emit(f"{result.status}: {result.url}" if result else "dry run: nothing was uploaded")


def _disable_progress_bars() -> None:
    from huggingface_hub.utils.tqdm import disable_progress_bars  # noqa: PLC0415  (see corpus/tables/schema.py)

    disable_progress_bars()


def _check_project(folder: Path) -> None:
    """Raise if the release is in a project with errors or placeholders; elsewhere it is checked for itself only."""
    releases = folder.absolute().parent
    root = releases.parent
    in_project = releases.name == RELEASES_FOLDER and (root / PROJECT_FILE).is_file()
    if not in_project:
        return
    errors = [finding for finding in run_checks(root) if finding.level == "error"]
    if not errors and (found := placeholders(load_project(root))):
        message = f"corpus.toml still has placeholders: {', '.join(found)}"
        raise ReleaseError(message, path=root / PROJECT_FILE, hint="Write your own values, then build a new version")
    if errors:
        more = f", and {len(errors) - 1} more" if len(errors) > 1 else ""
        raise ReleaseError(f"the project has errors: {errors[0].id}{more}", path=root, hint="See `corpus check`")


def _token(variable: str | None) -> str | None:
    """The token in an environment variable; never an argument, which other users of the machine could read."""
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


def _print_plan(release: CheckedRelease, repo: str) -> None:
    kind = ", without text" if release.text_free else ""
    table = Table("file", title=f"{release.name} {release.version}{kind} → {repo}", title_justify="left")
    table.add_column("bytes", justify="right")
    for file in release.files:
        table.add_row(file.name, str(file.bytes))
    table.add_section()
    table.add_row(
        f"{count_of(len(release.files), 'file')}, tag {release.version}", str(sum(f.bytes for f in release.files))
    )
    table_console().print(table)

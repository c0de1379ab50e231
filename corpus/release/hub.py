"""Publish a release on the Hugging Face Hub: verify it, commit it, and tag the commit with its version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from corpus.errors import HubError, ReleaseError
from corpus.release.dataset_card import CARD
from corpus.release.fragment_file import TEXT_FREE_KEY
from corpus.release.manifest import MANIFEST, read_manifest
from corpus.release.verify import verify_release

if TYPE_CHECKING:
    from huggingface_hub import CommitOperationCopy, HfApi


@dataclass(frozen=True, slots=True)
class ReleaseFile:
    """A file of a release: path, size, SHA-256 of its bytes, and the id of its git blob."""

    name: str
    bytes: int
    sha256: str
    blob: str


@dataclass(frozen=True, slots=True)
class CheckedRelease:
    """A release that was verified against its manifest."""

    folder: Path
    name: str
    version: str
    content_sha256: str
    text_free: bool
    files: tuple[ReleaseFile, ...]


def checked_release(folder: Path) -> CheckedRelease:
    """Verify a release and the front matter of its card.

    Args:
        folder: the release folder.

    Raises:
        ReleaseError: the release is damaged, has files that the manifest does not list, or its card names no tables.
    """
    manifest = read_manifest(folder)
    _refuse_faults(folder, set(manifest["files"]))
    _check_card(folder / CARD)
    return CheckedRelease(
        folder,
        name=manifest["name"],
        version=manifest["version"],
        content_sha256=manifest["content_sha256"],
        text_free=TEXT_FREE_KEY in manifest,
        files=tuple(_file(folder, name) for name in sorted([*manifest["files"], MANIFEST])),
    )


_REBUILD_HINT = "Build the release again"


def _refuse_faults(folder: Path, listed: set[str]) -> None:
    faults = verify_release(folder).faults
    damaged = [f.file for f in faults if f.file in listed]
    if damaged:
        raise ReleaseError(f"damaged files: {', '.join(damaged)}", path=folder, hint=_REBUILD_HINT)
    others = [f.file for f in faults if (folder / f.file).is_file() and f.file != MANIFEST]
    if others:
        hint = "Move them elsewhere: only files of the build are published"
        raise ReleaseError(f"the manifest does not list {', '.join(others)}", path=folder, hint=hint)
    if faults:
        raise ReleaseError("; ".join(dict.fromkeys(f.message for f in faults)), path=folder, hint=_REBUILD_HINT)


def _check_card(path: Path) -> None:
    from huggingface_hub import DatasetCard  # noqa: PLC0415  (see corpus/tables/schema.py)

    try:
        card = DatasetCard.load(path)
    except (OSError, ValueError) as e:
        raise ReleaseError("the data card cannot be read", path=path, hint=_REBUILD_HINT) from e
    if not card.data.to_dict().get("configs"):
        raise ReleaseError("the data card names no tables", path=path, hint=_REBUILD_HINT)


def _file(folder: Path, name: str) -> ReleaseFile:
    data = (folder / name).read_bytes()
    # The id of a git blob; SHA-1 is git's choice and secures nothing here.
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    return ReleaseFile(name, len(data), hashlib.sha256(data).hexdigest(), blob)


_REPO_TYPE, _MAIN_BRANCH = "dataset", "main"
#: A file that the Hub adds itself, about large-file storage.
_HUB_FILE = ".gitattributes"
_HTTP_ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("the Hub rejected the request", "Run `corpus check` on the release"),
    401: ("the Hub rejected the token", "Use a valid token; `hf auth login` stores one"),
    403: ("the token has no write access", "Use a token with write access to the repository"),
    404: ("no such data set, or the token has no access to it", "Use --create, or check the token"),
    409: ("the request conflicts with the state of the repository", "Look at the repository, then try again"),
    412: ("the repository was changed by another client at the same time", "Try again"),
    429: ("too many requests", "Wait, then try again"),
}


@dataclass(frozen=True, slots=True)
class PublishResult:
    """URL of a published release; ``unchanged`` means that the same files were there already."""

    url: str
    status: Literal["published", "unchanged"]


def check_repo(repo: str) -> str:
    """Return the name of a repository if it is valid.

    Raises:
        HubError: it is not of the form ``organisation/name`` that the Hub requires.
    """
    from huggingface_hub.errors import HFValidationError  # noqa: PLC0415  (see corpus/tables/schema.py)
    from huggingface_hub.utils._validators import validate_repo_id  # noqa: PLC0415  (nowhere else for type checkers)

    try:
        validate_repo_id(repo)
        if repo.count("/") != 1:
            raise HFValidationError
    except HFValidationError as e:
        raise HubError(f"invalid repository name {repo!r}", hint="Write organisation/name") from e
    return repo


def publish(
    release: CheckedRelease, repo: str, *, token: str | None = None, create: bool = False, private: bool = False
) -> PublishResult:
    """Upload a release to the Hub.

    The main branch gets one commit with exactly the files of the release, and the version as a tag. An existing tag
    with the same files is left alone; one with other files is never moved.

    Args:
        release: the release.
        repo: repository, as ``organisation/name``.
        token: access token; None for the one that `huggingface_hub` finds.
        create: create the repository if it does not exist.
        private: make a created repository private.

    Raises:
        HubError: the tag exists with other content, or the Hub rejects a request or does not answer. The error never
            contains the token.
    """
    from huggingface_hub import HfApi  # noqa: PLC0415  (see corpus/tables/schema.py)

    check_repo(repo)
    with _hub_errors(repo):
        api = HfApi(token=token)
        tags, head = _refs(api, repo, create=create, private=private)
        url = f"{api.endpoint}/datasets/{repo}/tree/{release.version}"
        if release.version in tags:
            if _differ(_remote_files(api, repo, release.version), release.files):
                hint = "Raise the version: a published version never changes"
                raise HubError(f"{repo}: the tag {release.version} exists with other content", hint=hint)
            return PublishResult(url, "unchanged")
        commit = _commit(api, release, repo, head)
        api.create_tag(repo, tag=release.version, revision=commit, repo_type=_REPO_TYPE)
    return PublishResult(url, "published")


def _refs(api: HfApi, repo: str, *, create: bool, private: bool) -> tuple[set[str], str | None]:
    """Return the tags of the repository, and the newest commit of its main branch."""
    from huggingface_hub.errors import RepositoryNotFoundError  # noqa: PLC0415  (see corpus/tables/schema.py)

    try:
        refs = api.list_repo_refs(repo, repo_type=_REPO_TYPE)
    except RepositoryNotFoundError:
        if not create:
            raise
        api.create_repo(repo, repo_type=_REPO_TYPE, private=private)
        refs = api.list_repo_refs(repo, repo_type=_REPO_TYPE)
    heads = [branch.target_commit for branch in refs.branches if branch.name == _MAIN_BRANCH]
    return {tag.name for tag in refs.tags}, next(iter(heads), None)


def _remote_files(api: HfApi, repo: str, revision: str) -> dict[str, str]:
    """Map the files of a revision to their hashes: SHA-256 for large files, else the id of the git blob."""
    from huggingface_hub.hf_api import RepoFile  # noqa: PLC0415  (see corpus/tables/schema.py)

    found = {}
    for entry in api.list_repo_tree(repo, recursive=True, revision=revision, repo_type=_REPO_TYPE):
        if isinstance(entry, RepoFile) and entry.path != _HUB_FILE:
            found[entry.path] = entry.lfs.sha256 if entry.lfs else entry.blob_id
    return found


def _differ(remote: Mapping[str, str], files: tuple[ReleaseFile, ...]) -> bool:
    if remote.keys() != {file.name for file in files}:
        return True
    return any(remote[file.name] not in (file.blob, file.sha256) for file in files)


def _commit(api: HfApi, release: CheckedRelease, repo: str, head: str | None) -> str:
    """Commit all files of the release, delete all others, and return the id of the commit."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete  # noqa: PLC0415  (see corpus/tables/schema.py)

    names = {file.name for file in release.files}
    stale = sorted(_remote_files(api, repo, _MAIN_BRANCH).keys() - names) if head else []
    operations: list[CommitOperationAdd | CommitOperationCopy | CommitOperationDelete] = [
        *(CommitOperationDelete(path_in_repo=name) for name in stale),
        *(CommitOperationAdd(path_in_repo=name, path_or_fileobj=release.folder / name) for name in sorted(names)),
    ]
    message = f"{release.name} {release.version}"
    done = api.create_commit(
        repo, operations, commit_message=message, repo_type=_REPO_TYPE, revision=_MAIN_BRANCH, parent_commit=head
    )
    return str(done.oid)


@contextmanager
def _hub_errors(repo: str) -> Iterator[None]:
    """Convert every error of the client to a `HubError` with our own message: the client's could contain a token."""
    from huggingface_hub import errors  # noqa: PLC0415  (see corpus/tables/schema.py)

    # The class of connection errors depends on the HTTP library of the installed client.
    unanswered: Any = getattr(errors, "HTTPError", OSError)
    try:
        yield
    except errors.OfflineModeIsEnabled as e:
        raise HubError("the client is in offline mode", hint="Unset HF_HUB_OFFLINE") from e
    except errors.LocalTokenNotFoundError as e:
        raise HubError("no access token", hint="Set HF_TOKEN, or run `hf auth login`") from e
    except errors.HfHubHTTPError as e:
        code = e.response.status_code
        # A repository without access is also reported as 404.
        message, hint = _HTTP_ERRORS.get(code, (f"the Hub answered with an error ({code})", "Try again later"))
        raise HubError(f"{repo}: {message}", hint=hint) from e
    except (OSError, unanswered) as e:
        raise HubError(f"{repo}: the Hub does not answer", hint="Check the network, then try again") from e
    except (ValueError, RuntimeError) as e:
        # Raised by the client itself: front matter that the Hub rejects, or an interrupted upload.
        raise HubError(f"{repo}: the release was not accepted", hint="Check its data card, then try again") from e

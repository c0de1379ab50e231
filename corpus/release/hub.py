"""Publish a release on the Hugging Face Hub: check it, commit it, and tag the commit with its version."""

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
    """A file of a release, with what tells its content: SHA-256 of its bytes, and the id that git gives to it."""

    name: str
    bytes: int
    sha256: str
    blob: str


@dataclass(frozen=True, slots=True)
class CheckedRelease:
    """A release of which all is as its manifest says."""

    folder: Path
    name: str
    version: str
    content_sha256: str
    text_free: bool
    files: tuple[ReleaseFile, ...]


def checked_release(folder: Path) -> CheckedRelease:
    """A release, verified by `corpus.release.verify`, and the front matter of its card.

    Raises:
        ReleaseError: something is not as it should be.
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


_AGAIN = "Build it again"


def _refuse_faults(folder: Path, listed: set[str]) -> None:
    faults = verify_release(folder).faults
    if damaged := [f.file for f in faults if f.file in listed]:
        raise ReleaseError(f"the release is damaged: {', '.join(damaged)}", path=folder, hint=_AGAIN)
    if others := [f.file for f in faults if (folder / f.file).is_file() and f.file != MANIFEST]:
        hint = "Move them away: only what the build wrote is published"
        raise ReleaseError(f"the manifest does not list {', '.join(others)}", path=folder, hint=hint)
    if faults:
        raise ReleaseError("; ".join(dict.fromkeys(f.message for f in faults)), path=folder, hint=_AGAIN)


def _check_card(path: Path) -> None:
    from huggingface_hub import DatasetCard  # noqa: PLC0415  (see corpus/tables/schema.py)

    try:
        card = DatasetCard.load(path)
    except (OSError, ValueError) as e:
        raise ReleaseError("the card cannot be read", path=path, hint=_AGAIN) from e
    if not card.data.to_dict().get("configs"):
        raise ReleaseError("the card names no tables", path=path, hint=_AGAIN)


def _file(folder: Path, name: str) -> ReleaseFile:
    data = (folder / name).read_bytes()
    # What git calls a file's content; SHA-1 is its choice and guards nothing here.
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    return ReleaseFile(name, len(data), hashlib.sha256(data).hexdigest(), blob)


_KIND, _MAIN = "dataset", "main"
#: The Hub's own file, which says how it stores the others.
_THEIRS = ".gitattributes"
_SAID: Mapping[int, tuple[str, str]] = {
    400: ("the Hub refuses the request", "Read what `corpus check` says of the release"),
    401: ("the Hub does not know the token", "Give one that is valid; `hf auth login` keeps it"),
    403: ("the token may not write there", "Give one with write access to the repository"),
    404: ("there is no such data set, or the token may not see it", "Make it with --create, or check the token"),
    409: ("the Hub says that it is in the way of something that is there", "Look at the repository, then try again"),
    412: ("somebody else has changed the repository meanwhile", "Try again"),
    429: ("the Hub asks for fewer requests", "Wait, then try again"),
}


@dataclass(frozen=True, slots=True)
class Published:
    """Where a release is, and whether it was sent or was there."""

    url: str
    status: Literal["published", "unchanged"]


def check_repo(repo: str) -> str:
    """The name of a repository.

    Raises:
        HubError: it is not of the form ``organisation/name`` as the Hub wants it.
    """
    from huggingface_hub.errors import HFValidationError  # noqa: PLC0415  (see corpus/tables/schema.py)
    from huggingface_hub.utils._validators import validate_repo_id  # noqa: PLC0415  (nowhere else for type checkers)

    try:
        validate_repo_id(repo)
        if repo.count("/") != 1:
            raise HFValidationError
    except HFValidationError as e:
        raise HubError(f"{repo!r} names no repository", hint="Write organisation/name") from e
    return repo


def publish(
    release: CheckedRelease, repo: str, *, token: str | None = None, create: bool = False, private: bool = False
) -> Published:
    """Send a release to the Hub.

    The files of the repository become those of the release, in one commit on its main branch, and the tag is the
    version. A tag that is there with the same files is left alone; one with others is never moved.

    Args:
        release: what is sent.
        repo: where to, as ``organisation/name``.
        token: the access token; None for the one that `huggingface_hub` finds.
        create: whether the repository is made if there is none.
        private: whether one that is made is seen by its owners only.

    Raises:
        HubError: the tag is there with other content, or the Hub refuses or does not answer. It never holds the token.
    """
    from huggingface_hub import HfApi  # noqa: PLC0415  (see corpus/tables/schema.py)

    check_repo(repo)
    with _in_plain_words(repo):
        api = HfApi(token=token)
        tags, head = _refs(api, repo, create=create, private=private)
        url = f"{api.endpoint}/datasets/{repo}/tree/{release.version}"
        if release.version in tags:
            if _differ(_there(api, repo, release.version), release.files):
                hint = "Raise the version: a published one never changes"
                raise HubError(f"{repo}: the tag {release.version} is there with other content", hint=hint)
            return Published(url, "unchanged")
        commit = _commit(api, release, repo, head)
        api.create_tag(repo, tag=release.version, revision=commit, repo_type=_KIND)
    return Published(url, "published")


def _refs(api: HfApi, repo: str, *, create: bool, private: bool) -> tuple[set[str], str | None]:
    """The tags of the repository, and the newest commit of its main branch."""
    from huggingface_hub.errors import RepositoryNotFoundError  # noqa: PLC0415  (see corpus/tables/schema.py)

    try:
        refs = api.list_repo_refs(repo, repo_type=_KIND)
    except RepositoryNotFoundError:
        if not create:
            raise
        api.create_repo(repo, repo_type=_KIND, private=private)
        refs = api.list_repo_refs(repo, repo_type=_KIND)
    heads = [branch.target_commit for branch in refs.branches if branch.name == _MAIN]
    return {tag.name for tag in refs.tags}, next(iter(heads), None)


def _there(api: HfApi, repo: str, revision: str) -> dict[str, str]:
    """The files of a revision, each with its hash: SHA-256 of one that is stored as a large file, else git's id."""
    from huggingface_hub.hf_api import RepoFile  # noqa: PLC0415  (see corpus/tables/schema.py)

    found = {}
    for entry in api.list_repo_tree(repo, recursive=True, revision=revision, repo_type=_KIND):
        if isinstance(entry, RepoFile) and entry.path != _THEIRS:
            found[entry.path] = entry.lfs.sha256 if entry.lfs else entry.blob_id
    return found


def _differ(there: Mapping[str, str], files: tuple[ReleaseFile, ...]) -> bool:
    names = {file.name for file in files}
    return there.keys() != names or any(there[file.name] not in (file.blob, file.sha256) for file in files)


def _commit(api: HfApi, release: CheckedRelease, repo: str, head: str | None) -> str:
    """One commit with all files of the release and no other; the id of the commit."""
    from huggingface_hub import CommitOperationAdd, CommitOperationDelete  # noqa: PLC0415  (see corpus/tables/schema.py)

    names = {file.name for file in release.files}
    stale = sorted(_there(api, repo, _MAIN).keys() - names) if head else []
    operations: list[CommitOperationAdd | CommitOperationCopy | CommitOperationDelete] = [
        *(CommitOperationDelete(path_in_repo=name) for name in stale),
        *(CommitOperationAdd(path_in_repo=name, path_or_fileobj=release.folder / name) for name in sorted(names)),
    ]
    message = f"{release.name} {release.version}"
    done = api.create_commit(
        repo, operations, commit_message=message, repo_type=_KIND, revision=_MAIN, parent_commit=head
    )
    return str(done.oid)


@contextmanager
def _in_plain_words(repo: str) -> Iterator[None]:
    """Whatever goes wrong between here and the Hub, as one error in our words: theirs could hold a token."""
    from huggingface_hub import errors  # noqa: PLC0415  (see corpus/tables/schema.py)

    # The client's base error goes by the name of the library that it uses at present.
    unanswered: Any = getattr(errors, "HTTPError", OSError)
    try:
        yield
    except errors.OfflineModeIsEnabled as e:
        raise HubError("the Hub is switched off here", hint="Unset HF_HUB_OFFLINE") from e
    except errors.LocalTokenNotFoundError as e:
        raise HubError("there is no token", hint="Set HF_TOKEN, or run `hf auth login`") from e
    except errors.HfHubHTTPError as e:
        code = e.response.status_code
        # The Hub hides what a token may not see: to its client both are a data set that is not there.
        message, hint = _SAID.get(code, (f"the Hub fails ({code})", "Try again later"))
        raise HubError(f"{repo}: {message}", hint=hint) from e
    except (OSError, unanswered) as e:
        raise HubError(f"{repo}: the Hub does not answer", hint="Check the network, then try again") from e
    except (ValueError, RuntimeError) as e:
        # From the client itself: front matter that the Hub does not take, or an upload that broke.
        raise HubError(f"{repo}: the Hub does not take the release", hint="See its card, then try again") from e

"""Whether a release may be published: that it is whole, says what it holds, and is of a project without errors."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ReleaseError
from corpus.publish.card import CARD
from corpus.publish.manifest import MANIFEST, read_manifest
from corpus.publish.strings import PROMISE
from corpus.publish.verify import verify_release


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
    """A release, verified by `corpus.publish.verify`, and the front matter of its card.

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
        text_free=PROMISE in manifest,
        files=tuple(_file(folder, name) for name in sorted([*manifest["files"], MANIFEST])),
    )


_AGAIN = "Build it again"


def _refuse_faults(folder: Path, listed: set[str]) -> None:
    faults = verify_release(folder).faults
    if damaged := [f.file for f in faults if f.file in listed]:
        raise ReleaseError(f"the release is damaged: {', '.join(damaged)}", path=folder, remedy=_AGAIN)
    if others := [f.file for f in faults if (folder / f.file).is_file() and f.file != MANIFEST]:
        remedy = "Move them away: only what the build wrote is published"
        raise ReleaseError(f"the manifest does not list {', '.join(others)}", path=folder, remedy=remedy)
    if faults:
        raise ReleaseError("; ".join(dict.fromkeys(f.message for f in faults)), path=folder, remedy=_AGAIN)


def _check_card(path: Path) -> None:
    from huggingface_hub import DatasetCard  # noqa: PLC0415  (see corpus/publish/schema.py)

    try:
        card = DatasetCard.load(path)
    except (OSError, ValueError) as e:
        raise ReleaseError("the card cannot be read", path=path, remedy=_AGAIN) from e
    if not card.data.to_dict().get("configs"):
        raise ReleaseError("the card names no tables", path=path, remedy=_AGAIN)


def _file(folder: Path, name: str) -> ReleaseFile:
    data = (folder / name).read_bytes()
    # What git calls a file's content; SHA-1 is its choice and guards nothing here.
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    return ReleaseFile(name, len(data), hashlib.sha256(data).hexdigest(), blob)

"""The files that an input names: paths, folders, patterns and URLs, in an order that does not change."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError

#: How the name of a file says what is in it.
KINDS = {
    ".parquet": "parquet", ".jsonl": "jsonl", ".jsonl.gz": "jsonl", ".txt": "text", ".warc": "warc", ".warc.gz": "warc"
}  # fmt: skip
_HINT = "There are .parquet, .jsonl, .jsonl.gz, .warc, .warc.gz, and .txt with one article each"
#: What file systems call the version of a file, the most exact first.
_STAMPS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "created")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of articles; ``name`` is what messages call it, ``ident`` the id of the article in a text file."""

    name: str
    kind: str
    size: int
    stamp: str
    ident: str = ""

    @property
    def remote(self) -> bool:
        """Whether it is read through `fsspec`."""
        return _remote(self.name)


def find_files(names: Sequence[str], *, output: Path) -> list[InputFile]:
    """The files that an input names, in the order of the names, and of the alphabet within a folder or pattern.

    Args:
        names: a file, a folder (all files of these kinds in it, at any depth), a pattern with ``*``, or a URL that
            `fsspec` opens, also with a pattern.
        output: where the output goes, which must not lie in a folder that is read.

    Raises:
        InputError: a name stands for nothing that can be read, or a file is named twice.
    """
    found: list[InputFile] = []
    for name in names:
        files = list(_through_fsspec(name) if _remote(name) else _local(name, output))
        if not files:
            raise InputError("there is nothing to read", path=name, hint=_HINT)
        found += files
    if len({f.name for f in found}) < len(found):
        raise InputError("the input names a file twice", path=_twice(found), hint="Name it once")
    return found


def fingerprint(files: Sequence[InputFile]) -> dict[str, Any]:
    """What tells one input from another: how many files and bytes, and a hash over names, sizes and times."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\t{file.size}\t{file.stamp}\n".encode(errors="surrogateescape"))
    return {"files": len(files), "bytes": sum(f.size for f in files), "sha256": digest.hexdigest()}


def _remote(name: str) -> bool:
    return "://" in name or "::" in name


def _kind(name: str) -> str | None:
    return next((kind for suffix, kind in KINDS.items() if name.lower().endswith(suffix)), None)


def _local(name: str, output: Path) -> Iterator[InputFile]:
    path = Path(name)
    if path.is_dir():
        if output.resolve().is_relative_to(path.resolve()):
            raise InputError("the output lies in the folder that is read", path=output, hint="Write elsewhere")
        for folder, folders, files in os.walk(path):
            # Sorted in place: os.walk goes through them in this order.
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            here = [Path(folder) / f for f in sorted(files) if not f.startswith(".") and _kind(f)]
            yield from (_local_file(f, ident=f.relative_to(path).with_suffix("").as_posix()) for f in here)
        return
    if path.exists() or not any(sign in name for sign in "*?["):
        yield _local_file(path, ident=path.stem)
        return
    root = Path(path.anchor)
    for match in sorted(root.glob(str(path.relative_to(root)))):
        if match.is_file():
            yield _local_file(match, ident=match.stem)


def _local_file(path: Path, *, ident: str) -> InputFile:
    kind = _kind(path.name)
    if kind is None:
        raise InputError("this is no kind of file that is read", path=path, hint=_HINT)
    try:
        about = path.stat()
    except OSError as e:
        raise InputError(f"cannot be read ({e.strerror})", path=path, hint="Check the path") from e
    return InputFile(str(path), kind, about.st_size, str(about.st_mtime_ns), ident)


def _through_fsspec(name: str) -> Iterator[InputFile]:
    # Imported when an input is a URL: it can take a library of its own for each kind of them.
    import fsspec  # noqa: PLC0415

    try:
        files, path = fsspec.url_to_fs(name)
        if any(sign in path for sign in "*["):
            paths = files.glob(path)
        else:
            paths = files.find(path) if files.isdir(path) else [path]
        for match in sorted(p for p in paths if _kind(p)):
            about = files.info(match)
            stamp = next((str(about[k]) for k in _STAMPS if about.get(k) is not None), "")
            ident = match.rsplit("/", 1)[-1].removesuffix(".txt")
            # Chained URLs (zip://*.txt::file.zip) keep what comes behind the first one.
            address = "::".join([files.unstrip_protocol(match), *name.split("::")[1:]])
            yield InputFile(address, _kind(match) or "", int(about.get("size") or 0), stamp, ident)
    except (OSError, ValueError, ImportError) as e:
        raise InputError(f"cannot be read ({e})", path=name, hint="Check the address") from e


def _twice(files: Sequence[InputFile]) -> str:
    seen: set[str] = set()
    return next(f.name for f in files if f.name in seen or seen.add(f.name))  # type: ignore[func-returns-value]

"""Find the files that an input names: paths, folders, glob patterns and URLs, in a stable order."""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corpus.errors import InputError

#: File kinds by the end of the name.
FILE_KINDS = {
    ".parquet": "parquet", ".jsonl": "jsonl", ".jsonl.gz": "jsonl", ".txt": "text", ".warc": "warc", ".warc.gz": "warc"
}  # fmt: skip
_HINT = "Supported: .parquet, .jsonl, .jsonl.gz, .warc, .warc.gz, and .txt with one article each"
#: Keys under which file systems of fsspec report a file's version, the most exact first.
_VERSION_KEYS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "created")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of articles.

    Attributes:
        name: path or URL, also used in messages.
        kind: a value of `FILE_KINDS`.
        size: bytes, 0 where unknown.
        stamp: modification time or another version mark, empty where unknown.
        ident: id of the article, for a text file.
    """

    name: str
    kind: str
    size: int
    stamp: str
    ident: str = ""

    @property
    def remote(self) -> bool:
        """Whether it is read through `fsspec`."""
        return _is_remote(self.name)


def find_files(names: Sequence[str], *, output: Path) -> list[InputFile]:
    """Find the files that an input names, in the order of the names, sorted within a folder or pattern.

    Args:
        names: files, folders (all supported files in them, at any depth), glob patterns, or URLs that `fsspec` opens,
            patterns included.
        output: the output folder, which must not be inside a folder that is read.

    Raises:
        InputError: a name matches no supported file, or a file is named twice.
    """
    found: list[InputFile] = []
    for name in names:
        files = list(_fsspec_files(name) if _is_remote(name) else _local_files(name, output))
        if not files:
            raise InputError("no files to read", path=name, hint=_HINT)
        found += files
    duplicate = _first_duplicate(found)
    if duplicate is not None:
        raise InputError("the input names a file twice", path=duplicate, hint="Name it once")
    return found


def fingerprint(files: Sequence[InputFile]) -> dict[str, Any]:
    """Summarize an input to recognize it again: number of files, bytes, and a hash of names, sizes and versions."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\t{file.size}\t{file.stamp}\n".encode(errors="surrogateescape"))
    return {"files": len(files), "bytes": sum(f.size for f in files), "sha256": digest.hexdigest()}


def _is_remote(name: str) -> bool:
    return "://" in name or "::" in name


def _kind(name: str) -> str | None:
    return next((kind for suffix, kind in FILE_KINDS.items() if name.lower().endswith(suffix)), None)


def _has_wildcard(name: str) -> bool:
    return any(sign in name for sign in "*?[")


def _local_files(name: str, output: Path) -> Iterator[InputFile]:
    path = Path(name)
    if path.is_dir():
        if output.resolve().is_relative_to(path.resolve()):
            raise InputError("the output is inside the input folder", path=output, hint="Use another output folder")
        yield from _folder_files(path)
    elif path.exists() or not _has_wildcard(name):
        yield _local_file(path, ident=path.stem)
    else:
        root = Path(path.anchor)
        for match in sorted(root.glob(str(path.relative_to(root)))):
            if match.is_file():
                yield _local_file(match, ident=match.stem)


def _folder_files(root: Path) -> Iterator[InputFile]:
    """All supported files in a folder; hidden files and folders are skipped."""
    for folder, folders, files in os.walk(root):
        # Sorted in place: os.walk descends in this order.
        folders[:] = sorted(f for f in folders if not f.startswith("."))
        for name in sorted(files):
            if not name.startswith(".") and _kind(name):
                path = Path(folder) / name
                yield _local_file(path, ident=path.relative_to(root).with_suffix("").as_posix())


def _local_file(path: Path, *, ident: str) -> InputFile:
    kind = _kind(path.name)
    if kind is None:
        raise InputError("unsupported kind of file", path=path, hint=_HINT)
    try:
        status = path.stat()
    except OSError as e:
        raise InputError(f"cannot be read ({e.strerror})", path=path, hint="Check the path") from e
    return InputFile(str(path), kind, status.st_size, str(status.st_mtime_ns), ident)


def _fsspec_files(name: str) -> Iterator[InputFile]:
    # Imported only when an input is a URL: it may need a library for each protocol.
    import fsspec  # noqa: PLC0415

    try:
        files, path = fsspec.url_to_fs(name)
        if "*" in path or "[" in path:
            paths = files.glob(path)
        elif files.isdir(path):
            paths = files.find(path)
        else:
            paths = [path]
        for match in sorted(p for p in paths if _kind(p)):
            info = files.info(match)
            ident = match.rsplit("/", 1)[-1].removesuffix(".txt")
            # Chained URLs (zip://*.txt::file.zip) keep what follows the first part.
            address = "::".join([files.unstrip_protocol(match), *name.split("::")[1:]])
            yield InputFile(address, _kind(match) or "", int(info.get("size") or 0), _version(info), ident)
    except (OSError, ValueError, ImportError) as e:
        raise InputError(f"cannot be read ({e})", path=name, hint="Check the address") from e


def _version(info: Mapping[str, Any]) -> str:
    return next((str(info[key]) for key in _VERSION_KEYS if info.get(key) is not None), "")


def _first_duplicate(files: Sequence[InputFile]) -> str | None:
    counts = Counter(f.name for f in files)
    return next((name for name, count in counts.items() if count > 1), None)

"""Find the files that an input names: paths, folders, glob patterns, URLs and standard input, in a stable order."""

from __future__ import annotations

import glob
import hashlib
import io
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from corpus.errors import InputError, did_you_mean
from corpus.inputs.formats import (
    FORMATS_HINT,
    SINGLE_FORMATS,
    SNIFFED_BYTES,
    Format,
    format_of,
    sniff_format,
    unsupported,
)

#: The name of standard input.
STDIN = "-"
#: The id of an article from standard input, and the stem of ids of its rows.
_STDIN_STEM = "stdin"
#: Standard input up to this many bytes is held in memory, more of it in a temporary file.
_IN_MEMORY = 64_000_000
_CHUNK = 1 << 20
#: Keys under which file systems of fsspec report a file's version, the most exact first.
_VERSION_KEYS = ("ETag", "etag", "mtime", "LastModified", "last_modified", "updated", "created")


@dataclass(frozen=True, slots=True)
class InputFile:
    """A file of articles.

    Attributes:
        name: Path or URL, also used in messages; ``-`` for standard input.
        kind: Its format.
        size: Bytes, 0 where unknown.
        stamp: Modification time or another version mark, empty where unknown.
        ident: Id of the article in a format with one article per file; else what ids of numbered rows begin with.
        content: The opened content of standard input.
        is_link: Whether it is a symbolic link that was found in a folder.
    """

    name: str
    kind: Format
    size: int
    stamp: str
    ident: str = ""
    content: IO[bytes] | None = field(default=None, compare=False, repr=False)
    is_link: bool = False

    @property
    def remote(self) -> bool:
        """Whether it is read through `fsspec`."""
        return _is_remote(self.name)


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file of a folder or pattern that is not read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class FoundFiles:
    """What an input names.

    Attributes:
        files: The files to read, in order.
        skipped: Files of folders and patterns that have no supported format.
        refused: An error for each name that cannot be read.
    """

    files: tuple[InputFile, ...]
    skipped: tuple[SkippedFile, ...] = ()
    refused: tuple[InputError, ...] = ()


def find_files(
    names: Sequence[str], *, output: Path | None = None, file_format: Format | None = None, text_column: str = "text"
) -> FoundFiles:
    """Find the files that an input names, in the order of the names, sorted within a folder or pattern.

    Args:
        names: Files, folders (all files in them, at any depth), glob patterns, URLs that `fsspec` opens, patterns
            included, or ``-`` for standard input.
        output: The output folder, which must not be inside a folder that is read.
        file_format: The format of files and of standard input, whatever their names say.
        text_column: The column of tables that holds the text, by which CSV is recognised in standard input.

    Returns:
        The files to read, those that were skipped, and an error for each name that cannot be read.
    """
    finder = _Finder(output, file_format, text_column)
    for name in names:
        finder.add(name)
    counts = Counter(f.name for f in finder.files)
    for name, count in counts.items():
        if count > 1:
            finder.refused.append(InputError("the input names a file twice", path=name, hint="Name it once"))
    return FoundFiles(_distinct_ids(finder.files), tuple(finder.skipped), tuple(finder.refused))


def fingerprint(files: Sequence[InputFile]) -> dict[str, Any]:
    """Summarize an input to recognize it again: number of files, bytes, and a hash of names, sizes and versions."""
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\t{file.size}\t{file.stamp}\n".encode(errors="surrogateescape"))
    return {"files": len(files), "bytes": sum(f.size for f in files), "sha256": digest.hexdigest()}


class _Finder:
    """Collects the files of one name after another."""

    def __init__(self, output: Path | None, file_format: Format | None, text_column: str) -> None:
        self._output, self._format, self._text_column = output, file_format, text_column
        self.files: list[InputFile] = []
        self.skipped: list[SkippedFile] = []
        self.refused: list[InputError] = []

    def add(self, name: str) -> None:
        """Find the files of a name; a name that cannot be read is refused."""
        before = len(self.files)
        find: Callable[[str], None] = self._add_local
        if name == STDIN:
            find = self._add_stdin
        elif _is_remote(name):
            find = self._add_remote
        try:
            find(name)
        except InputError as e:
            self.refused.append(e if e.path is not None else _at(e, name))
            return
        if len(self.files) == before:
            self.refused.append(InputError("no files to read", path=str(name), hint=FORMATS_HINT))

    def _add_local(self, name: str) -> None:
        path = Path(name)
        if path.is_dir():
            if self._output is not None and self._output.resolve().is_relative_to(path.resolve()):
                message, hint = "the output is inside the input folder", "Use another output folder"
                raise InputError(message, path=self._output, hint=hint)
            self._add_folder(path)
        elif path.exists() or not glob.has_magic(name):
            self.files.append(self._named_file(path))
        else:
            for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207  (also absolute patterns)
                if Path(match).is_file():
                    self._add_found(Path(match), ident=Path(match).name.split(".")[0])

    def _add_folder(self, root: Path) -> None:
        """Add all files in a folder; hidden files and folders are skipped."""

        def refuse(error: OSError) -> None:
            message, hint = f"cannot be read ({error.strerror})", "Check its permissions"
            self.refused.append(InputError(message, path=str(error.filename or root), hint=hint))

        for folder, folders, files in os.walk(root, onerror=refuse):
            # Sorted in place: os.walk descends in this order.
            folders[:] = sorted(f for f in folders if not f.startswith("."))
            for name in sorted(files):
                if not name.startswith("."):
                    path = Path(folder) / name
                    self._add_found(path, ident=_without_suffix(path.relative_to(root)))

    def _add_found(self, path: Path, *, ident: str) -> None:
        """Add a file of a folder or pattern, or list it as skipped."""
        kind = self._format or format_of(path.name)
        if kind is None:
            self.skipped.append(SkippedFile(str(path), "unsupported format"))
            return
        if not path.exists():
            self.skipped.append(SkippedFile(str(path), "a link to a file that does not exist"))
            return
        self.files.append(replace(_local_file(path, kind, ident=ident), is_link=path.is_symlink()))

    def _named_file(self, path: Path) -> InputFile:
        kind = self._format or format_of(path.name)
        if not path.exists() and not path.is_symlink():
            raise InputError("no such file or folder", path=str(path), hint=_path_hint(path))
        if not path.is_file():
            raise InputError("this is not a regular file", path=str(path), hint="Use a file, a folder, or -")
        if kind is None:
            error = unsupported(str(path))
            if error is not None:
                raise error
            try:
                with path.open("rb") as file:
                    kind = sniff_format(file.read(SNIFFED_BYTES), text_column=self._text_column)
            except OSError as e:
                raise _unreadable(path, e) from e
        return _local_file(path, kind, ident=_without_suffix(Path(path.name)))

    def _add_stdin(self, name: str) -> None:
        content = _standard_input()
        digest, size = hashlib.sha256(), 0
        while part := content.read(_CHUNK):
            digest.update(part)
            size += len(part)
        content.seek(0)
        kind = self._format or sniff_format(content.read(SNIFFED_BYTES), text_column=self._text_column)
        content.seek(0)
        self.files.append(InputFile(name, kind, size, digest.hexdigest(), _STDIN_STEM, content))

    def _add_remote(self, name: str) -> None:
        # Imported only when an input is a URL: it may need a library for each protocol.
        import fsspec  # noqa: PLC0415

        try:
            files, path = fsspec.url_to_fs(name)
            if glob.has_magic(path):
                paths = files.glob(path)
            elif files.isdir(path):
                paths = files.find(path)
            else:
                paths = [path]
            for match in sorted(paths):
                # Chained URLs (zip://*.txt::file.zip) keep what follows the first part.
                address = "::".join([files.unstrip_protocol(match), *name.split("::")[1:]])
                kind = self._format or format_of(match)
                if kind is None:
                    self.skipped.append(SkippedFile(address, "unsupported format"))
                    continue
                info = files.info(match)
                ident = _without_suffix(Path(match.rsplit("/", 1)[-1]))
                self.files.append(InputFile(address, kind, int(info.get("size") or 0), _version(info), ident))
        except (OSError, ValueError, ImportError) as e:
            raise InputError(f"cannot be read ({e})", path=name, hint="Check the address") from e


def _standard_input() -> IO[bytes]:
    """Read standard input to its end, into memory or a temporary file, since it is read more than once."""
    source = sys.stdin.buffer
    start = source.read(_IN_MEMORY)
    rest = source.read(1)
    if not rest:
        return io.BytesIO(start)
    file = tempfile.TemporaryFile()  # noqa: SIM115  (deleted by the system when this process ends)
    file.write(start + rest)
    shutil.copyfileobj(source, file)
    file.seek(0)
    return file


def _at(error: InputError, name: str) -> InputError:
    return InputError(error.message, path=str(name), line=error.line, hint=error.hint)


def _local_file(path: Path, kind: Format, *, ident: str) -> InputFile:
    try:
        status = path.stat()
    except OSError as e:
        raise _unreadable(path, e) from e
    return InputFile(str(path), kind, status.st_size, str(status.st_mtime_ns), ident)


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(f"cannot be read ({error.strerror})", path=str(path), hint="Check its permissions")


def _path_hint(path: Path) -> str:
    """What to do about a path that does not exist: a similar name in its folder, if there is one."""
    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        names = []
    return f"{did_you_mean(path.name, names)}Check the path"


def _without_suffix(path: Path) -> str:
    """The path without the end that says the format, with ``/`` between folders."""
    name = path.name
    stem = name.removesuffix(".gz")
    stem = stem.rsplit(".", 1)[0] if "." in stem.lstrip(".") else stem
    return path.with_name(stem or name).as_posix()


def _distinct_ids(files: Sequence[InputFile]) -> tuple[InputFile, ...]:
    """Give files of the same stem (``a/x.txt``, ``b/x.txt``) their paths as ids, with the suffix if need be."""
    longer_ids: tuple[Callable[[InputFile], str], ...] = (
        lambda f: _without_suffix(Path(f.name)),
        lambda f: Path(f.name).as_posix(),
    )
    for longer in longer_ids:
        counts = Counter(f.ident for f in files if f.kind in SINGLE_FORMATS)
        files = [replace(f, ident=longer(f)) if counts[f.ident] > 1 and not f.remote else f for f in files]
    return tuple(files)


def _is_remote(name: str) -> bool:
    return "://" in name or "::" in name


def _version(info: Mapping[str, Any]) -> str:
    return next((str(info[key]) for key in _VERSION_KEYS if info.get(key) is not None), "")

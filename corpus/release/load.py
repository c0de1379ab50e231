"""Read a release back, offline, as `datasets` gives it."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.errors import ReleaseError
from corpus.project.project import RELEASES_FOLDER, find_project
from corpus.release.diff import Content
from corpus.release.integrity import file_fault
from corpus.release.manifest import MANIFEST, read_manifest
from corpus.tables.rows import Rows
from corpus.tables.schema import DEFAULT_TABLE

if TYPE_CHECKING:
    from datasets import DatasetDict


def load(config: str = DEFAULT_TABLE, *, release: Path | None = None, version: str | None = None) -> DatasetDict:
    """One table of a release, by split.

    Args:
        config: the name of the table.
        release: the folder of a release; else that of ``version``, or the newest, of the project in the current folder.
        version: a version of that project.

    The rows are held in memory and the cache that `datasets` makes on the way is removed: a release is small, and
    nothing has to be writable. Whoever wants the cache calls ``datasets.load_dataset(folder, config)``.

    Raises:
        ReleaseError: there is no such release, or it has no such table.
        ProjectError: neither a folder was given nor is there a project.
    """
    from datasets import DatasetDict, load_dataset  # noqa: PLC0415  (see corpus/tables/schema.py)

    folder = release or find_release(find_project(Path.cwd()), version=version)
    manifest = read_manifest(folder)
    tables = {name: table["rows"] for name, table in manifest["tables"].items()}
    if not tables.get(config):
        there = ", ".join(name for name, rows in tables.items() if rows)
        reason = "is empty in this release" if config in tables else "is no table"
        raise ReleaseError(f"{config!r} {reason}", path=folder, hint=f"There are {there}")
    table_files(folder, manifest, config)
    with tempfile.TemporaryDirectory(prefix="convoy17-") as cache:
        loaded = load_dataset(str(folder), config, cache_dir=cache, keep_in_memory=True)
    assert isinstance(loaded, DatasetDict)
    return loaded


def read_rows(folder: Path) -> Rows:
    """The rows of every table of a release, its splits put together, an empty table as an empty list.

    Raises:
        ReleaseError: the folder is no release, or a file of it cannot be read.
    """
    return {name: [row for part in parts for row in part.to_pylist()] for name, parts in _parts(folder)}


def read_contents(folder: Path) -> dict[str, Content]:
    """The rows of every table with the columns that its files have, whichever version of the tool wrote them.

    Raises:
        ReleaseError: as `read_rows` does.
    """
    try:
        return {
            name: Content(
                {name: kind for part in parts for name, kind in _columns(part.schema)},
                [row for part in parts for row in part.to_pylist()],
            )
            for name, parts in _parts(folder)
        }
    except (ValueError, TypeError, AttributeError, RecursionError) as e:
        # What a file says of its columns is JSON of whoever wrote it.
        raise ReleaseError(f"the columns of a table cannot be read ({e})", path=folder, hint="Get it again") from e


def _columns(schema: pa.Schema) -> Iterator[tuple[str, str]]:
    """Name and type of each column; what numbers stand for is part of the type."""
    given = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))
    features = given.get("info", {}).get("features", {})
    for column in schema:
        feature = features.get(column.name, {})
        names = feature.get("feature", feature).get("names", []) if isinstance(feature, dict) else []
        labels = f" ({', '.join(names)})" if names else ""
        yield column.name, f"{column.type}{'?' * column.nullable}{labels}"


def _parts(folder: Path) -> Iterator[tuple[str, list[pa.Table]]]:
    manifest = read_manifest(folder)
    for name in manifest["tables"]:
        files = table_files(folder, manifest, name)
        try:
            parts = [read_table(file) for file in files]
        except (OSError, pa.ArrowException, ValueError) as e:
            raise ReleaseError(f"the release cannot be read ({e})", path=folder, hint="See `corpus verify`") from e
        yield name, parts


def read_table(file: Path, *, columns: Sequence[str] | None = None) -> pa.Table:
    """A file of Parquet, every value of it looked at: what is damaged is found here and not where it is used.

    Raises:
        OSError, pa.ArrowException, ValueError: it cannot be read, or holds what no such file can.
    """
    found = pq.read_table(file, columns=columns and list(columns))
    found.validate(full=True)
    return found


def table_files(folder: Path, manifest: Mapping[str, Any], name: str) -> list[Path]:
    """The files of a table, which have the bytes that the manifest says.

    Raises:
        ReleaseError: one is missing or damaged: nothing is read from it.
    """
    names = [f"data/{name}/{split}.parquet" for split in manifest["tables"][name]["splits"]]
    for file in names:
        if wrong := file_fault(folder / file, manifest["files"].get(file, {"sha256": ""})):
            raise ReleaseError(wrong, path=folder / file, hint="Restore the release: see `corpus verify`")
    return [folder / file for file in names]


def find_release(root: Path, *, version: str | None = None) -> Path:
    """The folder of a version of a project, or of its newest one.

    Raises:
        ReleaseError: there is no such release; the message names those that there are.
    """
    folder = root / RELEASES_FOLDER
    found = sorted((p.parent for p in folder.glob(f"[!.]*/{MANIFEST}")), key=lambda p: _order(p.name))
    wanted = [p for p in found if version in (None, p.name)]
    if not wanted:
        there = f"There are {', '.join(p.name for p in found)}" if found else "Build one with `corpus build`"
        raise ReleaseError(f"there is no release{f' {version}' if version else ''}", path=folder, hint=there)
    return wanted[-1]


def _order(version: str) -> tuple[list[int], bool, str]:
    """Numbers by value; a version before its final one (1.0.0-rc.1) comes before it."""
    number, _, before = version.partition("-")
    return [int(n) for n in re.findall(r"\d+", number)], not before, before

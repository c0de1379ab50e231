"""Load a release from disk, as `datasets` or as rows."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from corpus.errors import ReleaseError, did_you_mean
from corpus.release.diff import TableContent
from corpus.release.integrity import file_fault
from corpus.release.locate import HubRelease, hub_error, locate_release
from corpus.release.manifest import read_manifest
from corpus.tables.rows import Rows
from corpus.tables.schema import DEFAULT_TABLE

if TYPE_CHECKING:
    from datasets import DatasetDict


def load(config: str = DEFAULT_TABLE, *, release: Path | str | None = None, version: str | None = None) -> DatasetDict:
    """Load one table of a release.

    The rows are held in memory and the cache of `datasets` is removed: a release is small, and no folder has to be
    writable. To keep the cache, use ``datasets.load_dataset(folder, config)``.

    Args:
        config: name of the table.
        release: the folder of a release or of a project, the name of an installed release, or a data set on the Hub
            (``org/name``); where None, the project of the current folder or of one above it, else the only installed
            release (`corpus.release.locate.locate_release`).
        version: a version of the project or on the Hub; the newest where None.

    Returns:
        The rows by split.

    Raises:
        ReleaseError: there is no such release, or it has no such table.
        ProjectError: no release was given and the current folder is not in a project.
        HubError: the data set cannot be loaded from the Hub.

    Examples:
        >>> load("quotes", version="0.4.0")["train"].to_pandas()
        >>> load("articles", release="my-org/my-corpus")["test"]
    """
    from datasets import DatasetDict, load_dataset  # noqa: PLC0415  (see corpus/tables/schema.py)

    folder = locate_release(release, version=version)
    if isinstance(folder, HubRelease):
        return _load_from_hub(folder, config)
    manifest = read_manifest(folder)
    tables = {name: table["rows"] for name, table in manifest["tables"].items()}
    if not tables.get(config):
        available = ", ".join(name for name, rows in tables.items() if rows)
        reason = f"the table {config!r} is empty" if config in tables else f"no table {config!r}"
        hint = f"{did_you_mean(config, tables)}Available tables: {available}"
        raise ReleaseError(f"{reason} in this release", path=folder, hint=hint)
    table_files(folder, manifest, config)
    with tempfile.TemporaryDirectory(prefix="convoy17-") as cache:
        loaded = load_dataset(str(folder), config, cache_dir=cache, keep_in_memory=True)
    assert isinstance(loaded, DatasetDict)
    return loaded


def _load_from_hub(release: HubRelease, config: str) -> DatasetDict:
    """Load a table of a release on the Hub; `datasets` keeps it in its cache."""
    from datasets import DatasetDict, load_dataset  # noqa: PLC0415  (see corpus/tables/schema.py)

    try:
        loaded = load_dataset(release.repo, config, revision=release.version)
    except Exception as e:
        # Clients of the Hub raise many classes: of HTTP, of files, and of their own.
        raise hub_error(release, e) from e
    assert isinstance(loaded, DatasetDict)
    return loaded


def read_rows(folder: Path) -> Rows:
    """Read the rows of every table of a release, all splits together; an empty table is an empty list.

    Raises:
        ReleaseError: the folder is not a release, or a file of it cannot be read.
    """
    return {name: _rows(parts) for name, parts in _table_parts(folder)}


def _rows(parts: Sequence[pa.Table]) -> list[dict[str, Any]]:
    return [row for part in parts for row in part.to_pylist()]


def read_contents(folder: Path) -> dict[str, TableContent]:
    """Read the rows of every table with the columns of its files, whichever version wrote them.

    Raises:
        ReleaseError: as `read_rows`.
    """
    contents = {}
    try:
        for table, parts in _table_parts(folder):
            columns: dict[str, str] = {}
            for part in parts:
                columns.update(_columns(part.schema))
            contents[table] = TableContent(columns, _rows(parts))
    except (ValueError, TypeError, AttributeError, RecursionError) as e:
        # The metadata of a column is JSON from an unknown writer.
        hint = "Download the release again"
        raise ReleaseError(f"the columns of a table cannot be read ({e})", path=folder, hint=hint) from e
    return contents


def _columns(schema: pa.Schema) -> Iterator[tuple[str, str]]:
    """Yield name and type of each column; class labels are part of the type."""
    metadata = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))
    features = metadata.get("info", {}).get("features", {})
    for column in schema:
        names = _label_names(features.get(column.name, {}))
        labels = f" ({', '.join(names)})" if names else ""
        yield column.name, f"{column.type}{'?' * column.nullable}{labels}"


def _label_names(feature: Any) -> list[str]:  # noqa: ANN401  (JSON from a file)
    """The class labels of a feature of `datasets`, or of the lists of them that it is."""
    if not isinstance(feature, dict):
        return []
    names: list[str] = feature.get("feature", feature).get("names", [])
    return names


def _table_parts(folder: Path) -> Iterator[tuple[str, list[pa.Table]]]:
    manifest = read_manifest(folder)
    for name in manifest["tables"]:
        files = table_files(folder, manifest, name)
        try:
            parts = [read_table(file) for file in files]
        except (OSError, pa.ArrowException, ValueError) as e:
            raise ReleaseError(f"the release cannot be read ({e})", path=folder, hint="Run `corpus verify`") from e
        yield name, parts


def read_table(file: Path, *, columns: Sequence[str] | None = None) -> pa.Table:
    """Read a Parquet file and validate every value, so damage is found here and not where a value is used.

    Args:
        file: the file.
        columns: columns to read, all where None; those that a file of an earlier schema lacks are left out.

    Raises:
        OSError: the file cannot be read.
        pa.ArrowException: the file is damaged.
        ValueError: the file is damaged.
    """
    # Not `pq.read_table`: it imports pandas, which takes 50 MB.
    with pq.ParquetFile(file) as parquet:
        present = parquet.schema_arrow.names
        chosen = present if columns is None else [name for name in columns if name in present]
        table = parquet.read(columns=chosen).select(chosen)
    table.validate(full=True)
    return table


def table_files(folder: Path, manifest: Mapping[str, Any], name: str) -> list[Path]:
    """Return the Parquet files of a table after comparing them with the manifest.

    Args:
        folder: the release folder.
        manifest: its manifest.
        name: name of the table.

    Raises:
        ReleaseError: a file is missing or damaged.
    """
    names = [f"data/{name}/{split}.parquet" for split in manifest["tables"][name]["splits"]]
    for file in names:
        if wrong := file_fault(folder / file, manifest["files"].get(file, {"sha256": ""})):
            hint = "Download or build the release again; `corpus verify` lists all faults"
            raise ReleaseError(wrong, path=folder / file, hint=hint)
    return [folder / file for file in names]

"""``manifest.json`` of a release: its tables and files with hashes, the sources, and the versions that made it."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import corpus
from corpus.errors import ReleaseError
from corpus.io.limits import MAX_DECLARED
from corpus.project.project import Project
from corpus.release.integrity import file_faults
from corpus.tables.hashing import file_hash, overall_hash
from corpus.tables.parquet import TableFile
from corpus.tables.rows import Rows
from corpus.tables.schema import SCHEMA_VERSION

MANIFEST = "manifest.json"
#: Valid names of tables and splits, which become names of folders and files.
_NAME = re.compile(r"\w+")
#: Packages that can change a row or a byte of a release.
TOOLS = ("datasets", "pandas", "pyarrow", "rapidfuzz", "regex")
#: Last key of a manifest: SHA-256 of the file without this key. Manifests up to 0.2.0 have none.
SELF_HASH_KEY = "manifest_sha256"
#: Structure of every manifest: a type is the type of a value, ``...`` is any key.
_SHAPE: Mapping[Any, Any] = {
    "name": str,
    "version": str,
    "tables": {...: {"rows": int, "content_sha256": str, "splits": {...: int}}},
    "files": {...: {"sha256": str, "bytes": int}},
    "sources": {...: {"file": str, "sha256": str}},
}


def build_manifest(
    project: Project, rows: Rows, *, files: list[TableFile], hashes: Mapping[str, str], folder: Path
) -> dict[str, Any]:
    """Build the manifest of a release; it has no time and no name of a machine.

    Args:
        project: the project that is released.
        rows: rows of every table.
        files: the Parquet files that hold them.
        hashes: content hash of each table.
        folder: the folder with all other files of the release.
    """
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    tables: dict[str, Any] = {}
    for name, table in rows.items():
        splits = {f.split: f.rows for f in files if f.table == name}
        tables[name] = {"rows": len(table), "content_sha256": hashes[name], "splits": splits}
    return {
        "schema_version": SCHEMA_VERSION,
        "name": project.name,
        "version": project.version,
        "model": project.model,
        "content_sha256": overall_hash(hashes),
        "tables": tables,
        "files": {n: {"sha256": file_hash(folder / n), "bytes": (folder / n).stat().st_size} for n in names},
        "sources": {s.id: {"file": s.file, "sha256": s.sha256} for s in project.sources},
        "tools": {"convoy17": corpus.__version__, **{name: version(name) for name in TOOLS}},
    }


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Write a manifest, the last file of a release, and return it with its hash of itself."""
    content = {key: value for key, value in manifest.items() if key != SELF_HASH_KEY}
    content[SELF_HASH_KEY] = self_hash(content)
    (folder / MANIFEST).write_text(manifest_text(content), encoding="utf-8", newline="\n")
    return content


def manifest_text(manifest: Mapping[str, Any]) -> str:
    """Return a manifest in canonical form, the text of its file."""
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def self_hash(manifest: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a manifest without its key `SELF_HASH_KEY`.

    Examples:
        ``jq 'del(.manifest_sha256)' manifest.json | sha256sum`` prints the same.
    """
    content = {key: value for key, value in manifest.items() if key != SELF_HASH_KEY}
    return hashlib.sha256(manifest_text(content).encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """Read the manifest of a release.

    Raises:
        ReleaseError: it is missing or unreadable, lacks required keys, or has names that lead out of the release.
    """
    path = folder / MANIFEST
    try:
        if path.stat().st_size > MAX_DECLARED:
            message = f"more than {MAX_DECLARED:,} bytes, too many for a manifest"
            raise ReleaseError(message, path=path, hint="Download the release again")
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest_text(manifest).encode()
    except OSError as e:
        raise ReleaseError(f"not a release ({e.strerror})", path=path, hint="Name the folder of a release") from e
    except (ValueError, RecursionError):
        manifest = None
    if not (_has_shape(manifest, _SHAPE) and _has_safe_names(manifest)):
        raise ReleaseError("the manifest is damaged", path=path, hint="Delete the release and build it again")
    return dict(manifest)


def _has_shape(value: object, shape: Any) -> bool:  # noqa: ANN401  (a type, or a mapping of them)
    """Whether a value has all keys of a shape, each with a value of its type."""
    if isinstance(shape, type):
        return isinstance(value, shape)
    if not isinstance(value, dict):
        return False
    if ... in shape:
        return all(_has_shape(inner, shape[...]) for inner in value.values())
    return all(_has_shape(value.get(key), inner) for key, inner in shape.items())


def _has_safe_names(manifest: Mapping[str, Any]) -> bool:
    """Whether no name of a table, split or file leads out of the release."""
    for name, table in manifest["tables"].items():
        if not all(_NAME.fullmatch(part) for part in (name, *table["splits"])):
            return False
    return all(_is_plain_part(part) for name in manifest["files"] for part in name.split("/"))


def _is_plain_part(part: str) -> bool:
    """Whether a part of a path names a file or folder on every system, and goes down only."""
    return part not in ("", ".", "..") and "\\" not in part and "\0" not in part


def differing_tables(manifest: Mapping[str, Any], hashes: Mapping[str, str]) -> list[str]:
    """Return the names of the tables that differ from the manifest, or that only one of the two has.

    Args:
        manifest: a manifest, of which ``tables`` is read.
        hashes: content hash of each table.
    """
    recorded = {name: table["content_sha256"] for name, table in manifest["tables"].items()}
    return [name for name in dict.fromkeys((*hashes, *recorded)) if recorded.get(name) != hashes.get(name)]


def schema_version_note(manifest: Mapping[str, Any]) -> str:
    """Return a note on the schema version of a manifest for messages, empty if it is the current one."""
    found = manifest.get("schema_version")
    return "" if found == SCHEMA_VERSION else f" (written with schema {found}; the current schema is {SCHEMA_VERSION})"


def model_note(manifest: Mapping[str, Any], model: str) -> str:
    """Return a note on the model of a manifest for messages, empty if it is this one or not recorded."""
    found = manifest.get("model", model)
    return "" if found == model else f" (written with the model {found!r}; now it is {model!r})"


def damaged_files(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """Return the listed files of a release that are missing or changed."""
    return [fault.file for fault in file_faults(folder, manifest["files"]) if fault.file in manifest["files"]]

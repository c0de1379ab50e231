"""``manifest.json``: what a release holds, from what it was made, and with what."""

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
#: Names of tables and splits, which are names of folders and files.
_NAME = re.compile(r"\w+")
#: Packages that can change a row or a byte of a release.
TOOLS = ("datasets", "pandas", "pyarrow", "rapidfuzz", "regex")
#: The manifest's last key: SHA-256 of the file as it would be without it. Manifests up to 0.2.0 have none.
SELF_HASH_KEY = "manifest_sha256"
#: What every manifest holds. A type stands for a value, ``...`` for any key.
_SHAPE: Mapping[Any, Any] = {
    "name": str,
    "version": str,
    "tables": {...: {"rows": int, "content_sha256": str, "splits": {...: int}}},
    "files": {...: {"sha256": str, "bytes": int}},
    "sources": {...: {"file": str, "sha256": str}},
}


def manifest_of(
    project: Project, rows: Rows, *, files: list[TableFile], hashes: Mapping[str, str], folder: Path
) -> dict[str, Any]:
    """The manifest of the release whose other files lie in ``folder``. It names no time and no machine."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return {
        "schema_version": SCHEMA_VERSION,
        "name": project.name,
        "version": project.version,
        "content_sha256": overall_hash(hashes),
        "tables": {
            name: {
                "rows": len(table),
                "content_sha256": hashes[name],
                "splits": {f.split: f.rows for f in files if f.table == name},
            }
            for name, table in rows.items()
        },
        "files": {n: {"sha256": file_hash(folder / n), "bytes": (folder / n).stat().st_size} for n in names},
        "sources": {s.id: {"file": s.file, "sha256": s.sha256} for s in project.sources},
        "tools": {"convoy17": corpus.__version__, **{name: version(name) for name in TOOLS}},
    }


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> dict[str, Any]:
    """Write the manifest, the last file of a release; it comes out with its seal."""
    content = {key: value for key, value in manifest.items() if key != SELF_HASH_KEY}
    content[SELF_HASH_KEY] = seal(content)
    (folder / MANIFEST).write_text(manifest_text(content), encoding="utf-8", newline="\n")
    return content


def manifest_text(manifest: Mapping[str, Any]) -> str:
    """A manifest as the text of its file: the one form that it is written in."""
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def seal(manifest: Mapping[str, Any]) -> str:
    """The hash that a manifest has of itself: of its text without this hash.

    ``jq 'del(.manifest_sha256)' manifest.json | sha256sum`` gives the same.
    """
    content = {key: value for key, value in manifest.items() if key != SELF_HASH_KEY}
    return hashlib.sha256(manifest_text(content).encode()).hexdigest()


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release.

    Raises:
        ReleaseError: there is none, or it cannot be read or lacks what every one holds.
    """
    path = folder / MANIFEST
    try:
        if path.stat().st_size > MAX_DECLARED:
            raise ReleaseError(f"more than {MAX_DECLARED:,} bytes are no manifest", path=path, hint="Get it again")
        manifest = json.loads(path.read_text(encoding="utf-8"))
        manifest_text(manifest).encode()
    except OSError as e:
        raise ReleaseError(f"this is no release ({e.strerror})", path=path, hint="Name the folder of one") from e
    except (ValueError, RecursionError):
        manifest = None
    if not (_fits(manifest, _SHAPE) and _stays_inside(manifest)):
        raise ReleaseError("the manifest is damaged", path=path, hint="Remove the release and build it again")
    return dict(manifest)


def _fits(value: object, shape: Any) -> bool:  # noqa: ANN401  (a type, or a mapping of them)
    """Whether a value has all that a shape names, each of its type."""
    if isinstance(shape, type):
        return isinstance(value, shape)
    if not isinstance(value, dict):
        return False
    if ... in shape:
        return all(_fits(inner, shape[...]) for inner in value.values())
    return all(_fits(value.get(key), inner) for key, inner in shape.items())


def _stays_inside(manifest: Mapping[str, Any]) -> bool:
    """Whether no name of a table, a split or a file leads out of the release: a file goes down only, by one way."""
    names = [name for table, found in manifest["tables"].items() for name in (table, *found["splits"])]
    parts = [part for name in manifest["files"] for part in name.split("/")]
    return all(map(_NAME.fullmatch, names)) and not any(
        part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts
    )


def differing_tables(manifest: Mapping[str, Any], hashes: Mapping[str, str]) -> list[str]:
    """The tables whose content is not what the manifest says, or that only one of the two has."""
    recorded = {name: table["content_sha256"] for name, table in manifest["tables"].items()}
    return [name for name in dict.fromkeys((*hashes, *recorded)) if recorded.get(name) != hashes.get(name)]


def schema_note(manifest: Mapping[str, Any]) -> str:
    """What is to be said beside tables that differ where another version of the tool wrote them; empty where not."""
    found = manifest.get("schema_version")
    return "" if found == SCHEMA_VERSION else f" (by schema {found}; tables have schema {SCHEMA_VERSION} now)"


def damaged_files(folder: Path, manifest: Mapping[str, Any]) -> list[str]:
    """The files of a release that are missing or do not have the bytes that its manifest says."""
    return [fault.file for fault in file_faults(folder, manifest["files"]) if fault.file in manifest["files"]]

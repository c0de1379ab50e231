"""``manifest.json``: what a release holds, from what it was made, and with what."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import corpus
from corpus.errors import ReleaseError
from corpus.limits import MAX_DECLARED
from corpus.project import Project
from corpus.publish.hash import file_hash, overall_hash
from corpus.publish.rows import Rows
from corpus.publish.schema import SCHEMA_VERSION
from corpus.publish.write import TableFile

MANIFEST = "manifest.json"
#: Names of tables and splits, which are names of folders and files.
_NAME = re.compile(r"\w+")
#: Packages that can change a row or a byte of a release.
TOOLS = ("datasets", "pandas", "pyarrow", "rapidfuzz", "regex")


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


def write_manifest(folder: Path, manifest: Mapping[str, Any]) -> None:
    """Write the manifest, the last file of a release."""
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def read_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a release.

    Raises:
        ReleaseError: there is none, or it cannot be read or lacks what every one holds.
    """
    path = folder / MANIFEST
    try:
        if path.stat().st_size > MAX_DECLARED:
            raise ReleaseError(f"more than {MAX_DECLARED:,} bytes are no manifest", path=path, remedy="Get it again")
        manifest = json.loads(path.read_text(encoding="utf-8"))
        complete = _is_complete(manifest)
    except OSError as e:
        raise ReleaseError(f"this is no release ({e.strerror})", path=path, remedy="Name the folder of one") from e
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as e:
        raise ReleaseError("the manifest is damaged", path=path, remedy="Remove the release and build it again") from e
    if not complete:
        raise ReleaseError("the manifest is damaged", path=path, remedy="Remove the release and build it again")
    return dict(manifest)


def _is_complete(manifest: Any) -> bool:  # noqa: ANN401  (any JSON value)
    """Whether the values are there that the package reads, each of its type, and no name leads out of the release."""
    tables, files, sources = manifest["tables"], manifest["files"], manifest["sources"]
    return (
        all(isinstance(found, dict) for found in (tables, files, sources))
        and all(isinstance(manifest[k], str) for k in ("name", "version"))
        and all(_NAME.fullmatch(name) and _is_table(table) for name, table in tables.items())
        and all(_lies_inside(name) and isinstance(file["sha256"], str) for name, file in files.items())
        and all(isinstance(source[k], str) for source in sources.values() for k in ("file", "sha256"))
    )


def _is_table(table: Any) -> bool:  # noqa: ANN401
    splits = table["splits"]
    return (
        isinstance(table["content_sha256"], str)
        and isinstance(table["rows"], int)
        and isinstance(splits, dict)
        and all(_NAME.fullmatch(name) for name in splits)
    )


def _lies_inside(name: str) -> bool:
    """Whether a name is that of a file in the folder: it goes down only, and by one way."""
    parts = name.split("/")
    return not any(part in ("", ".", "..") or "\\" in part or "\0" in part for part in parts)


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
    return [
        name
        for name, file in manifest["files"].items()
        if not (folder / name).is_file() or file_hash(folder / name) != file["sha256"]
    ]

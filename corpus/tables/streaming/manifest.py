"""``manifest.json`` of an output folder: what it is made from, with what options, and which shards are finished.

It contains no time, so the same run gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import corpus
from corpus.errors import ReleaseError
from corpus.io.atomic import atomic_write
from corpus.tables.batch import BATCH_TABLES

MANIFEST = "manifest.json"
_FORMAT = 1
#: Libraries that can change a row or a byte of the output.
_TOOLS = ("numpy", "pyarrow", "regex")
#: Libraries that can change what the neural model finds.
_NEURAL_TOOLS = ("onnxruntime", "tokenizers")
#: Libraries that can change the language that is detected.
_LANGUAGE_TOOLS = ("py3langid",)
#: Libraries that can change what is read from saved pages.
_PAGE_TOOLS = ("lxml", "py3langid", "trafilatura", "warcio")
_RESTART_HINT = "Use another output folder, or `--restart` to start again there"
_PROVENANCE_KEYS = ("input", "options", "tools")


@dataclass(slots=True)
class StreamManifest:
    """State of an output folder.

    Attributes:
        provenance: input fingerprint, options and versions, which must be the same for a run to be resumed.
        shards: finished shards in order, each with its first position, its number of articles, and per table a file
            name, rows, bytes and SHA-256.
        complete: whether the input was read to its end.
    """

    provenance: Mapping[str, Any]
    shards: list[dict[str, Any]] = field(default_factory=list)
    complete: bool = False

    @property
    def articles(self) -> int:
        """Number of input articles in finished shards, failures included."""
        return sum(int(s["articles"]) for s in self.shards)

    def rows(self, table: str) -> int:
        """Return the number of a table's rows in finished shards."""
        return sum(int(s["files"][table]["rows"]) for s in self.shards)

    def save(self, folder: Path) -> None:
        """Write the manifest atomically."""
        value = {
            "format": _FORMAT,
            **self.provenance,
            "complete": self.complete,
            "rows": {name: self.rows(name) for name in BATCH_TABLES},
            "shards": self.shards,
        }
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        atomic_write(folder / MANIFEST, lambda place: place.write_text(text, encoding="utf-8", newline="\n"))


def provenance(*, files: Mapping[str, Any], options: Mapping[str, Any], pages: bool = False) -> dict[str, Any]:
    """Describe what an output is made from.

    Args:
        files: `corpus.inputs.files.fingerprint` of the input.
        options: the options that affect the output.
        pages: whether the input has saved pages, which more libraries read.

    Returns:
        The keys ``input``, ``options`` and ``tools`` (versions on this machine).
    """
    tools = {"convoy17": corpus.__version__, **{name: version(name) for name in _TOOLS}}
    if options.get("model") == "neural":
        tools |= _installed_versions(_NEURAL_TOOLS)
    if options.get("language") is None:
        tools |= _installed_versions(_LANGUAGE_TOOLS)
    if pages:
        tools |= _installed_versions(_PAGE_TOOLS)
    return {"input": dict(files), "options": dict(options), "tools": tools}


def _installed_versions(names: Iterable[str]) -> dict[str, str]:
    versions = {}
    for name in names:
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return versions


def load_stream_manifest(folder: Path) -> StreamManifest | None:
    """Read the manifest of an output folder.

    Returns:
        The manifest, or None if the folder has none.

    Raises:
        ReleaseError: the manifest cannot be read, or a file that it names is missing or has another size.
    """
    path = folder / MANIFEST
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        if value["format"] != _FORMAT:
            raise ReleaseError("written by another version of convoy17", path=path, hint=_RESTART_HINT)
        recorded = {name: value[name] for name in _PROVENANCE_KEYS}
        manifest = StreamManifest(recorded, list(value["shards"]), bool(value["complete"]))
        files = [s["files"][name] for s in manifest.shards for name in BATCH_TABLES]
        changed = [f["file"] for f in files if _file_size(folder / f["file"]) != f["bytes"]]
    except FileNotFoundError:
        return None
    except OSError as e:
        raise ReleaseError(f"cannot be read ({e.strerror})", path=path, hint="Check its permissions") from e
    except (ValueError, KeyError, TypeError) as e:
        raise ReleaseError("the manifest is damaged", path=path, hint="Use another output folder") from e
    if changed:
        raise ReleaseError(f"missing or changed files: {', '.join(changed[:3])}", path=folder, hint=_RESTART_HINT)
    return manifest


def has_stream_manifest(folder: Path) -> bool:
    """Return whether a folder has the manifest of a tagging run, of any version, and not that of a release."""
    try:
        value = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(value, dict) and {"format", "input", "shards"} <= value.keys()


def describe_difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """Describe how two results of `provenance` differ; empty where they are equal."""
    parts = []
    for name in _PROVENANCE_KEYS:
        old, new = before[name], now[name]
        changed = [key for key in dict.fromkeys((*old, *new)) if old.get(key) != new.get(key)]
        # A hash says nothing to a reader: it is named only where nothing else differs.
        readable = [key for key in changed if key != "sha256"] or changed
        parts += [f"{name} {key}: {_short_value(old.get(key))}, now {_short_value(new.get(key))}" for key in readable]
    return "; ".join(parts)


def _short_value(value: object) -> str:
    return str(value)[:12] if isinstance(value, str) else json.dumps(value)


def _file_size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1

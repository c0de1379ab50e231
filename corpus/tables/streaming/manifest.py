"""``manifest.json`` of an output: from what it is made, how, and which shards are finished. It names no time."""

from __future__ import annotations

import json
from collections.abc import Mapping
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
#: Libraries that can change a row or a byte of what is written.
_TOOLS = ("numpy", "pyarrow", "regex")
#: Those that can change what the neural model finds.
_NEURAL_TOOLS = ("onnxruntime", "tokenizers")
#: Those that can change what is read from pages.
_PAGE_TOOLS = ("lxml", "py3langid", "trafilatura", "warcio")
_RESTART = "Give another folder, or `--restart` to begin anew there"


@dataclass(slots=True)
class Manifest:
    """What an output folder is, and how far it has come.

    ``made_from`` is what must be the same for a run to go on: the input, the options, the versions. ``shards`` are
    those that are finished, in order: the number of articles, and for each table its file with rows, bytes, SHA-256.
    """

    made_from: Mapping[str, Any]
    shards: list[dict[str, Any]] = field(default_factory=list)
    complete: bool = False

    @property
    def articles(self) -> int:
        """Articles of the input that are done with: tagged, or failed."""
        return sum(int(s["articles"]) for s in self.shards)

    def rows(self, table: str) -> int:
        """Rows of a table in all finished shards."""
        return sum(int(s["files"][table]["rows"]) for s in self.shards)

    def save(self, folder: Path) -> None:
        """Put it in its place, whole or not at all."""
        value = {
            "format": _FORMAT,
            **self.made_from,
            "complete": self.complete,
            "rows": {name: self.rows(name) for name in BATCH_TABLES},
            "shards": self.shards,
        }
        text = json.dumps(value, ensure_ascii=False, indent=1) + "\n"
        atomic_write(folder / MANIFEST, lambda place: place.write_text(text, encoding="utf-8", newline="\n"))


def made_from(*, files: Mapping[str, Any], options: Mapping[str, Any], pages: bool = False) -> dict[str, Any]:
    """What an output is made from: an input's fingerprint, the options that matter, and the tools of this machine.

    ``pages`` says whether the input holds saved pages, which are read by more tools.
    """
    tools = {"convoy17": corpus.__version__, **{name: version(name) for name in _TOOLS}}
    if options.get("model") == "neural":
        tools |= {name: found for name in _NEURAL_TOOLS if (found := _installed(name))}
    if pages:
        tools |= {name: found for name in _PAGE_TOOLS if (found := _installed(name))}
    return {"input": dict(files), "options": dict(options), "tools": tools}


def load_manifest(folder: Path) -> Manifest | None:
    """The manifest of an output folder, None where nothing was begun there.

    Raises:
        ReleaseError: it cannot be read, or a file that it names is missing or has another size.
    """
    path = folder / MANIFEST
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
        if value["format"] != _FORMAT:
            raise ReleaseError("another version of the tool wrote this", path=path, hint=_RESTART)
        told = {name: value[name] for name in ("input", "options", "tools")}
        manifest = Manifest(told, list(value["shards"]), bool(value["complete"]))
        files = [s["files"][name] for s in manifest.shards for name in BATCH_TABLES]
        changed = [f["file"] for f in files if _size(folder / f["file"]) != f["bytes"]]
    except FileNotFoundError:
        return None
    except OSError as e:
        raise ReleaseError(f"cannot be read ({e.strerror})", path=path, hint="Check its permissions") from e
    except (ValueError, KeyError, TypeError) as e:
        raise ReleaseError("the manifest is damaged", path=path, hint="Give another folder") from e
    if changed:
        raise ReleaseError(f"missing or changed: {', '.join(changed[:3])}", path=folder, hint=_RESTART)
    return manifest


def is_ours(folder: Path) -> bool:
    """Whether a folder has a manifest of this kind, of any version, and not that of a release or of another program."""
    try:
        value = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(value, dict) and {"format", "input", "shards"} <= value.keys()


def difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What two things that outputs are made from differ in, in words; empty where they agree."""
    parts = []
    for name in ("input", "options", "tools"):
        old, new = before[name], now[name]
        keys = [k for k in dict.fromkeys((*old, *new)) if old.get(k) != new.get(k)]
        # Of a hash nobody reads anything: it is named where nothing else differs.
        keys = [k for k in keys if k != "sha256"] or keys
        parts += [f"{name} {k}: {_shown(old.get(k))}, now {_shown(new.get(k))}" for k in keys]
    return "; ".join(parts)


def _installed(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _shown(value: object) -> str:
    return str(value)[:12] if isinstance(value, str) else json.dumps(value)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else -1

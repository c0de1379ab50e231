"""The quality gate: pinned floors of measures, and the digest of the gold that they were measured on.

A floor is ``group.measure = value``. It is raised by an update; it is lowered only on request, and only if the
changelog names it, so that a loss of quality is somebody's decision and can be read.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import ProjectError
from corpus.evaluate.measures import Report
from corpus.io.toml import read_toml
from corpus.project.annotation_files import annotation_files
from corpus.project.project import ANNOTATIONS_FOLDER, SPEAKERS_FILE, UTTERANCES_FILE, Project

GATE_FILE = f"{ANNOTATIONS_FOLDER}/gate.toml"
#: What is guarded: these measures, of all articles and of each language.
GUARDED = ("detection_f1", "attribution_f1", "speaker_accuracy", "content_exact", "role_accuracy")
_DIGITS = 4
_SCALE = 10**_DIGITS
#: What a product of floats may fall short of the whole number that it is.
_SLACK = 1e-6
_HEAD = "# Floors of the engine on the annotations beside this file. Written by scripts/gate.py --update.\n"


@dataclass(frozen=True, slots=True)
class Gate:
    """Pinned floors by the name of the measure, and the SHA-256 of the gold."""

    gold_sha256: str
    floors: Mapping[str, float]


def gold_digest(project: Project) -> str:
    """SHA-256 over the names and bytes of all annotation files, and of the speakers and utterances that they name."""
    digest = hashlib.sha256()
    shared = (project.root / name for name in (SPEAKERS_FILE, UTTERANCES_FILE))
    for path in (*annotation_files(project), *(p for p in shared if p.is_file())):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def guarded(report: Report) -> dict[str, float]:
    """The guarded measures of a report that have a value, overall and by language, as finely as floors are pinned."""
    types = ("direct", "indirect", "mixed")
    return {
        f"{name}.{measure}": round(value, _DIGITS)
        for name, group in report.groups.items()
        if "." not in name and name not in types
        for measure in GUARDED
        if (value := group.measures[measure].value) is not None
    }


def read_gate(path: Path) -> Gate:
    """The gate in a file.

    Raises:
        ProjectError: there is none, or it has another key or value than a digest and floors between 0 and 1.
    """
    if not path.exists():
        raise ProjectError("there is no gate", path=path, hint="Write one with --update")
    data = read_toml(path)
    digest, floors = data.get("gold_sha256"), data.get("floors")
    if data.keys() != {"gold_sha256", "floors"} or not isinstance(digest, str) or not isinstance(floors, dict):
        raise ProjectError("a gate has `gold_sha256` and [floors]", path=path, hint="Write it with --update")
    for name, floor in floors.items():
        if not isinstance(floor, float) or not 0 <= floor <= 1:
            raise ProjectError(f"the floor of {name!r} is not between 0.0 and 1.0", path=path, hint="Mend the value")
    return Gate(digest, floors)


def write_gate(path: Path, gate: Gate) -> None:
    """Write a gate, its floors in their order."""
    lines = [f'"{name}" = {floor:.4f}' for name, floor in gate.floors.items()]
    text = f'{_HEAD}\ngold_sha256 = "{gate.gold_sha256}"\n\n[floors]\n' + "\n".join(lines) + "\n"
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as e:
        raise ProjectError(f"cannot be written ({e.strerror})", path=path, hint="Check its permissions") from e


def failures(gate: Gate, measured: Mapping[str, float], *, digest: str) -> list[str]:
    """Why the gate is shut, a line each; none where it is open."""
    found = []
    if digest != gate.gold_sha256:
        found.append(f"gold: its digest is {digest}, pinned is {gate.gold_sha256}; look at the change, then --update")
    for name, floor in gate.floors.items():
        if name not in measured:
            found.append(f"{name}: not measured, pinned at {floor:.4f}")
        elif measured[name] < floor:
            found.append(f"{name}: {measured[name]:.4f} is below its floor {floor:.4f}")
    found += [
        f"{name}: measured, but without a floor; --update pins it" for name in measured if name not in gate.floors
    ]
    return found


def updated(
    gate: Gate | None, measured: Mapping[str, float], *, digest: str, allow_lower: bool = False, changelog: str = ""
) -> Gate:
    """The gate that pins what was measured: floors raised, the digest of the gold as it is now.

    Args:
        gate: what was pinned so far, if anything.
        measured: see `guarded`.
        digest: see `gold_digest`.
        allow_lower: whether a floor may be lowered or dropped.
        changelog: the text that must have a line with the name and the new value of each such floor.

    Raises:
        ProjectError: a floor would be lowered or dropped without leave, or without a line in the changelog.
    """
    floors = {name: math.floor(value * _SCALE + _SLACK) / _SCALE for name, value in measured.items()}
    pinned = {} if gate is None else gate.floors
    lowered = [name for name, floor in pinned.items() if floors.get(name, -1.0) < floor]
    if lowered and not allow_lower:
        raise ProjectError(f"lower than pinned: {', '.join(lowered)}", hint="Mend the engine, or use --allow-lower")
    # With its new value, so that a line of an earlier fall does not speak for this one.
    wanted = [f"{name} {floors[name]:.4f}" if name in floors else name for name in lowered]
    unnamed = [words for words in wanted if not any(words in line for line in changelog.splitlines())]
    if unnamed:
        raise ProjectError(
            f"CHANGELOG.md has no line with {', '.join(unnamed)}",
            hint="Write there which floor falls to what, and why",
        )
    return Gate(digest, floors)

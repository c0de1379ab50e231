"""The quality gate: minimum scores (floors), and the hash of the gold annotations that they were measured on.

A floor is ``group.measure = value``. An update raises floors; it lowers one only on request, and only if the changelog
names it, so that a loss of quality is a documented decision.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from corpus.errors import ProjectError
from corpus.evaluate.measures import EvaluationReport
from corpus.evaluate.report import groups_shown
from corpus.io.toml import read_toml
from corpus.project.annotation_files import annotation_files
from corpus.project.project import ANNOTATIONS_FOLDER, SPEAKERS_FILE, UTTERANCES_FILE, Project
from corpus.records import AttributionType

GATE_FILE = f"{ANNOTATIONS_FOLDER}/gate.toml"
#: The measures that have a floor, over all articles and for each language.
GUARDED = ("detection_f1", "attribution_f1", "speaker_accuracy", "content_exact", "role_accuracy")
_DIGITS = 4
_SCALE = 10**_DIGITS
#: Tolerance for products of floats that should be whole numbers.
_TOLERANCE = 1e-6
_HEAD = "# Floors of the engine on the data in this folder. Written by scripts/gate.py --update.\n"


@dataclass(frozen=True, slots=True)
class Gate:
    """A quality gate.

    Attributes:
        gold_sha256: hash of the gold annotations, see `gold_digest`.
        floors: the lowest allowed value of each measure, by ``group.measure``.
    """

    gold_sha256: str
    floors: Mapping[str, float]


def gold_digest(project: Project) -> str:
    """SHA-256 over the names and bytes of all annotation files and of the files of speakers and utterances."""
    digest = hashlib.sha256()
    shared = (project.root / SPEAKERS_FILE, project.root / UTTERANCES_FILE)
    for path in (*annotation_files(project), *filter(Path.is_file, shared)):
        digest.update(f"{path.name} {hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return digest.hexdigest()


def guarded(report: EvaluationReport) -> dict[str, float]:
    """The values of the guarded measures, overall and by language, by ``group.measure``, rounded as floors are."""
    found = {}
    for name, group in groups_shown(report).items():
        if name in get_args(AttributionType):
            continue
        for measure in GUARDED:
            value = group.measures[measure].value
            if value is not None:
                found[f"{name}.{measure}"] = round(value, _DIGITS)
    return found


def read_gate(path: Path) -> Gate:
    """Read a gate.

    Raises:
        ProjectError: the file is missing, or holds anything but a digest and floors between 0 and 1.
    """
    if not path.exists():
        raise ProjectError("there is no gate", path=path, hint="Write one with --update")
    data = read_toml(path)
    digest, floors = data.get("gold_sha256"), data.get("floors")
    has_keys = data.keys() == {"gold_sha256", "floors"}
    if not (has_keys and isinstance(digest, str) and isinstance(floors, dict)):
        raise ProjectError("a gate has `gold_sha256` and [floors]", path=path, hint="Write it with --update")
    for name, floor in floors.items():
        if not isinstance(floor, float) or not 0 <= floor <= 1:
            raise ProjectError(f"the floor of {name!r} is not between 0.0 and 1.0", path=path, hint="Correct the value")
    return Gate(digest, floors)


def write_gate(path: Path, gate: Gate) -> None:
    """Write a gate.

    Raises:
        ProjectError: the file cannot be written.
    """
    lines = [f'"{name}" = {floor:.4f}' for name, floor in gate.floors.items()]
    text = f'{_HEAD}\ngold_sha256 = "{gate.gold_sha256}"\n\n[floors]\n' + "\n".join(lines) + "\n"
    try:
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as e:
        raise ProjectError(f"cannot be written ({e.strerror})", path=path, hint="Check its permissions") from e


def failures(gate: Gate, measured: Mapping[str, float], *, digest: str) -> list[str]:
    """The reasons why measured values do not pass the gate, one line each; empty if they pass."""
    found = []
    if digest != gate.gold_sha256:
        found.append(f"gold: its digest is {digest}, pinned is {gate.gold_sha256}; review the change, then --update")
    for name, floor in gate.floors.items():
        if name not in measured:
            found.append(f"{name}: not measured, pinned at {floor:.4f}")
        elif measured[name] < floor:
            found.append(f"{name}: {measured[name]:.4f} is below its floor {floor:.4f}")
    new = [name for name in measured if name not in gate.floors]
    return found + [f"{name}: measured, but without a floor; --update pins it" for name in new]


def updated(
    gate: Gate | None, measured: Mapping[str, float], *, digest: str, allow_lower: bool = False, changelog: str = ""
) -> Gate:
    """Create the gate that pins the measured values.

    Args:
        gate: the gate so far, if there is one.
        measured: see `guarded`.
        digest: see `gold_digest`.
        allow_lower: whether a floor may be lowered or dropped.
        changelog: a text with a line for each floor that is lowered or dropped: its name, and its new value if it has
            one.

    Raises:
        ProjectError: a floor would be lowered or dropped without permission, or without a line in the changelog.
    """
    floors = {name: math.floor(value * _SCALE + _TOLERANCE) / _SCALE for name, value in measured.items()}
    pinned = {} if gate is None else gate.floors
    lowered = [name for name, floor in pinned.items() if floors.get(name, -1.0) < floor]
    if lowered and not allow_lower:
        hint = "Fix the engine, or use --allow-lower"
        raise ProjectError(f"lower than pinned: {', '.join(lowered)}", hint=hint)
    entries = [_changelog_entry(name, floors) for name in lowered]
    missing = [entry for entry in entries if not _has_line_with(changelog, entry)]
    if missing:
        hint = "Write there which floor is lowered to which value, and why"
        raise ProjectError(f"CHANGELOG.md has no line with {', '.join(missing)}", hint=hint)
    return Gate(digest, floors)


def _changelog_entry(name: str, floors: Mapping[str, float]) -> str:
    """What the changelog must say of a lowered floor: with the new value, so that no line about an earlier one fits."""
    return f"{name} {floors[name]:.4f}" if name in floors else name


def _has_line_with(text: str, words: str) -> bool:
    return any(words in line for line in text.splitlines())

"""Annotation files: read strictly, written in one canonical form, so that a change is one changed line.

The form: JSON with an indent of 1, letters as they are, one span, line or mark a line.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from corpus.errors import ProjectError
from corpus.io.atomic import atomic_write
from corpus.io.limits import MAX_ANNOTATION
from corpus.io.strict_json import parse, record_of
from corpus.project.annotation import Annotation
from corpus.project.project import ANNOTATIONS_FOLDER, Project

SUFFIX = ".json"
#: Objects with these keys first are written on one line.
_INLINE = ("start", "line")


def annotation_path(project: Project, article_id: str) -> Path:
    """Where the annotation of an article lies, or would."""
    return project.root / ANNOTATIONS_FOLDER / f"{article_id}{SUFFIX}"


def annotation_files(project: Project) -> list[Path]:
    """The annotation files that there are, sorted; hidden ones are what editors leave behind."""
    folder = project.root / ANNOTATIONS_FOLDER
    return sorted(p for p in folder.glob(f"*{SUFFIX}") if not p.name.startswith("."))


def read_annotation(path: Path) -> Annotation:
    """The annotation in a file, each value of its type; what it says is not yet checked.

    Raises:
        ProjectError: the file cannot be read, is not JSON, or does not hold what an annotation must.
    """
    try:
        if path.stat().st_size > MAX_ANNOTATION:
            raise ProjectError("the file is too large for an annotation", path=path, hint="Is it one?")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as e:
        raise ProjectError(f"byte {e.start} is not valid UTF-8", path=path, hint="Save the file as UTF-8") from e
    except OSError as e:
        raise ProjectError(
            f"cannot be read ({e.strerror})", path=path, hint="Check the path, or make one with `corpus annotate`"
        ) from e
    return record_of(Annotation, parse(text, path=path), path=path)


def write_annotation(path: Path, annotation: Annotation) -> None:
    """Write an annotation file: beside its place, then renamed into it.

    Raises:
        ProjectError: it cannot be written.
    """
    try:
        atomic_write(path, to_text(annotation).encode())
    except OSError as e:
        raise ProjectError(
            f"cannot be written ({e.strerror})",
            path=path,
            hint="Nothing was changed; make room or mend the permissions",
        ) from e


def to_text(annotation: Annotation) -> str:
    """An annotation as the text of its file."""
    return _dump(dataclasses.asdict(annotation), 0) + "\n"


def _dump(value: Any, depth: int) -> str:  # noqa: ANN401  (any JSON value)
    if isinstance(value, (list, tuple)):
        items, ends = [_dump(v, depth + 1) for v in value], "[]"
    elif isinstance(value, Mapping) and next(iter(value)) not in _INLINE:
        items, ends = [f"{_plain(k)}: {_dump(v, depth + 1)}" for k, v in value.items()], "{}"
    else:
        return _plain(value)
    if not items:
        return ends
    inner = ",\n".join(" " * (depth + 1) + item for item in items)
    return f"{ends[0]}\n{inner}\n{' ' * depth}{ends[1]}"


def _plain(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def schema() -> dict[str, Any]:
    """The JSON Schema of annotation files (draft 2020-12), for editors and other programs."""
    found: dict[str, Any] = json.loads(
        (package_files("corpus.project") / "annotation.schema.json").read_text(encoding="utf-8")
    )
    return found

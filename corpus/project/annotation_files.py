"""Read annotation files strictly, and write them in one canonical form, so that a change is one changed line.

The form: JSON with an indent of 1, non-ASCII letters unescaped, one span, line or mark per line.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from importlib.resources import files as package_files
from pathlib import Path
from typing import Any

from corpus.errors import ProjectError
from corpus.io.atomic import atomic_write
from corpus.io.limits import MAX_ANNOTATION
from corpus.io.strict_json import parse, record_of
from corpus.project.annotation import Annotation
from corpus.project.journal import read_journal
from corpus.project.project import ANNOTATIONS_FOLDER, Project

SUFFIX = ".json"
#: Objects whose first key is one of these are written on one line.
_INLINE = ("start", "line")


def annotation_path(project: Project, article_id: str) -> Path:
    """Return the path of an article's annotation, which need not exist."""
    return project.root / ANNOTATIONS_FOLDER / f"{article_id}{SUFFIX}"


def annotation_files(project: Project) -> list[Path]:
    """Return the existing annotation files, sorted.

    Hidden files, which editors leave, and those of articles that are being removed are ignored.
    """
    folder = project.root / ANNOTATIONS_FOLDER
    ids = {s.id for s in project.sources}
    removed = set(map(project.root.joinpath, read_journal(project.root).files))
    found = []
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        is_removed = path in removed and path.stem not in ids
        if not is_removed and not path.name.startswith("."):
            found.append(path)
    return found


def read_annotation(path: Path) -> Annotation:
    """Read an annotation file, each value of its type. Whether it fits its article is not checked.

    Args:
        path: The file.

    Raises:
        ProjectError: The file cannot be read, is not JSON, or does not have the fields of an annotation.
    """
    try:
        if path.stat().st_size > MAX_ANNOTATION:
            message = "the file is too large for an annotation"
            raise ProjectError(message, path=path, hint="Check that it is one")
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as e:
        raise ProjectError(f"byte {e.start} is not valid UTF-8", path=path, hint="Save the file as UTF-8") from e
    except OSError as e:
        hint = "Check the path, or create one with `corpus annotate`"
        raise ProjectError(f"cannot be read ({e.strerror})", path=path, hint=hint) from e
    return record_of(Annotation, parse(text, path=path), path=path)


def write_annotation(path: Path, annotation: Annotation) -> None:
    """Write an annotation file atomically.

    Args:
        path: The file to write or replace.
        annotation: The annotation.

    Raises:
        ProjectError: The file cannot be written; an existing one is unchanged.
    """
    try:
        atomic_write(path, to_text(annotation).encode())
    except OSError as e:
        hint = "Nothing was changed; free disk space or fix the permissions"
        raise ProjectError(f"cannot be written ({e.strerror})", path=path, hint=hint) from e


def to_text(annotation: Annotation) -> str:
    """Return the canonical text of an annotation's file."""
    return _dump(dataclasses.asdict(annotation), 0) + "\n"


def _dump(value: Any, depth: int) -> str:  # noqa: ANN401  (any JSON value)
    if isinstance(value, (list, tuple)):
        items = [_dump(item, depth + 1) for item in value]
        return _block("[", items, "]", depth)
    if isinstance(value, Mapping) and next(iter(value)) not in _INLINE:
        return _block("{", _members(value, depth), "}", depth)
    return _dump_inline(value)


def _members(value: Mapping[str, Any], depth: int) -> Iterator[str]:
    for key, member in value.items():
        yield f"{_dump_inline(key)}: {_dump(member, depth + 1)}"


def _block(opening: str, items: Iterator[str] | list[str], closing: str, depth: int) -> str:
    inner = ",\n".join(" " * (depth + 1) + item for item in items)
    return f"{opening}\n{inner}\n{' ' * depth}{closing}" if inner else opening + closing


def _dump_inline(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def schema() -> dict[str, Any]:
    """Return the JSON Schema of annotation files (draft 2020-12), for editors and other programs."""
    text = (package_files("corpus.project") / "annotation.schema.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found

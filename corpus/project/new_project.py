"""Create a corpus project from the template files in ``starter/``."""

from __future__ import annotations

import hashlib
import re
from contextlib import nullcontext
from importlib.resources import files
from pathlib import Path
from string import Template

from corpus.errors import ProjectError
from corpus.io.atomic import new_folder
from corpus.project.card_notes import NOTES_FILE
from corpus.project.project import PROJECT_FILE, SOURCES_FILE, SPEAKERS_FILE

_EXAMPLE = "sources/example.txt"
_TEMPLATES = (PROJECT_FILE, NOTES_FILE, SOURCES_FILE, SPEAKERS_FILE)


def make_project(folder: Path) -> list[Path]:
    """Create a small project that can be checked and built at once.

    A new folder appears complete or not at all. An existing empty folder is filled file by file, since it may be the
    current one.

    Args:
        folder: A new or empty folder.

    Returns:
        The files that were written.

    Raises:
        ProjectError: The folder is not empty, or cannot be written.
    """
    if folder.exists() and not _is_empty_folder(folder):
        raise ProjectError("the folder is not empty", path=folder, hint="Name a new or empty folder")
    contents = _contents(folder.resolve().name)
    try:
        with nullcontext(folder) if folder.exists() else new_folder(folder, durable=False) as place:
            for file, data in contents.items():
                (place / file).parent.mkdir(parents=True, exist_ok=True)
                (place / file).write_bytes(data)
    except OSError as e:
        hint = "Choose another folder"
        raise ProjectError(f"cannot be written ({e.strerror})", path=e.filename or folder, hint=hint) from e
    return [folder / file for file in contents]


def _is_empty_folder(path: Path) -> bool:
    return path.is_dir() and not any(path.iterdir())


def _contents(folder_name: str) -> dict[str, bytes]:
    """Return the bytes of each file."""
    starter = files("corpus.project") / "starter"
    example = (starter / _EXAMPLE).read_bytes()
    name = re.sub(r"[^a-z0-9]+", "-", folder_name.lower()).strip("-") or "corpus"
    values = {"name": name, "sha256": hashlib.sha256(example).hexdigest()}
    contents = {}
    for file in _TEMPLATES:
        template = Template((starter / file).read_text(encoding="utf-8"))
        contents[file] = template.substitute(values).encode()
    return {**contents, _EXAMPLE: example}

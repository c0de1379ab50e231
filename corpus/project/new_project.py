"""A new corpus project: the files beside this one, filled in, to be changed by whoever starts one."""

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


def make_project(folder: Path) -> list[Path]:
    """Make a small project that can be checked and built at once; the files that were written come out.

    A folder that is new appears whole or not at all. One that is there, and empty, is filled: somebody may stand in it.

    Raises:
        ProjectError: the folder holds something already, or cannot be written.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise ProjectError("there is something here already", path=folder, hint="Name a new or empty folder")
    example = (files("corpus.project") / "starter" / _EXAMPLE).read_bytes()
    name = re.sub(r"[^a-z0-9]+", "-", folder.resolve().name.lower()).strip("-") or "corpus"
    values = {"name": name, "sha256": hashlib.sha256(example).hexdigest()}
    contents = {file: _filled(file, values) for file in (PROJECT_FILE, NOTES_FILE, SOURCES_FILE, SPEAKERS_FILE)} | {
        _EXAMPLE: example
    }
    try:
        with nullcontext(folder) if folder.exists() else new_folder(folder, durable=False) as place:
            for file, data in contents.items():
                (place / file).parent.mkdir(parents=True, exist_ok=True)
                (place / file).write_bytes(data)
    except OSError as e:
        raise ProjectError(f"cannot be written ({e.strerror})", path=e.filename or folder, hint="Choose another") from e
    return [folder / file for file in contents]


def _filled(file: str, values: dict[str, str]) -> bytes:
    text = (files("corpus.project") / "starter" / file).read_text(encoding="utf-8")
    return Template(text).substitute(values).encode()

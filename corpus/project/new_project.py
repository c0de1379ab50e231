"""Create a corpus project from the template files in ``starter/``."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template
from typing import Any

from corpus.errors import ProjectError
from corpus.io.atomic import atomic_write, new_folder
from corpus.project.card_notes import NOTES_FILE
from corpus.project.project import PROJECT_FILE, SOURCES_FILE, SPEAKERS_FILE

#: Id of the example article.
EXAMPLE = "example"
_EXAMPLE_FILE = f"sources/{EXAMPLE}.txt"
#: The templates; the first is written last, since a folder with it is a project.
_TEMPLATES = (PROJECT_FILE, NOTES_FILE, SOURCES_FILE, SPEAKERS_FILE)


def make_project(folder: Path, *, empty: bool = False) -> list[Path]:
    """Create a small project that can be checked and built at once, or one without articles.

    A new folder appears complete or not at all. An existing empty folder is filled file by file, since it may be the
    current one; if that is interrupted, the next call completes it.

    Args:
        folder: A new or empty folder.
        empty: Whether to leave out the example article and its speaker.

    Returns:
        The files that were written.

    Raises:
        ProjectError: The folder holds something else, or cannot be written.
    """
    contents = _contents(folder.resolve().name, empty=empty)
    try:
        if folder.exists():
            _check_fillable(folder, contents)
            _fill(folder, contents)
        else:
            with new_folder(folder, durable=False) as place:
                _fill(place, contents)
    except OSError as e:
        hint = "Choose another folder"
        raise ProjectError(f"cannot be written ({e.strerror})", path=e.filename or folder, hint=hint) from e
    return [folder / file for file in contents]


def _fill(folder: Path, contents: Mapping[str, bytes]) -> None:
    for file, data in reversed(list(contents.items())):
        atomic_write(folder / file, data)


def _check_fillable(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Raise unless a folder is empty, or holds only what an interrupted call wrote."""
    if (folder / PROJECT_FILE).exists():
        hint = "Add articles with `corpus add`, or name a new folder"
        raise ProjectError("the folder is a corpus project already", path=folder, hint=hint)
    if not folder.is_dir() or not all(_is_ours(path, folder, contents) for path in folder.rglob("*")):
        raise ProjectError("the folder is not empty", path=folder, hint="Name a new or empty folder")


def _is_ours(path: Path, folder: Path, contents: Mapping[str, bytes]) -> bool:
    name = path.relative_to(folder).as_posix()
    if path.is_dir():
        return any(file.startswith(f"{name}/") for file in contents)
    if name in contents:
        return path.read_bytes() == contents[name]
    # A file that a killed call was writing: see `corpus.io.atomic.atomic_write`, which removes it.
    draft = re.fullmatch(r"\.(.+)\.\d+\.draft", path.name)
    return draft is not None and path.with_name(draft[1]).relative_to(folder).as_posix() in contents


def _starter() -> Traversable:
    return files("corpus.project") / "starter"


def _contents(folder_name: str, *, empty: bool) -> dict[str, bytes]:
    """Return the bytes of each file, ``corpus.toml`` first."""
    starter = _starter()
    example = (starter / _EXAMPLE_FILE).read_bytes()
    values = {
        "name": re.sub(r"[^a-z0-9]+", "-", folder_name.lower()).strip("-") or "corpus",
        "sha256": example_sha256(),
        "articles": "" if empty else f'"{EXAMPLE}"',
    }
    contents = {}
    for file in _TEMPLATES:
        without_example = starter / "empty" / Path(file).name
        source = without_example if empty and without_example.is_file() else starter / file
        contents[file] = Template(source.read_text(encoding="utf-8")).substitute(values).encode()
    return contents if empty else {**contents, _EXAMPLE_FILE: example}


def example_sha256() -> str:
    """Return the hash of the example article."""
    return hashlib.sha256((_starter() / _EXAMPLE_FILE).read_bytes()).hexdigest()


def starter_values() -> Mapping[str, Any]:
    """Return the values that a new project has in its ``corpus.toml`` until its makers replace them."""
    return tomllib.loads((_starter() / PROJECT_FILE).read_text(encoding="utf-8").replace("$articles", ""))

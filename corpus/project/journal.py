"""The journal of a change to a project's articles, which makes one rename the point at which the change happens.

Articles are declared in two files: entries in ``sources.toml``, ids in the splits of ``corpus.toml``. A command that
changes them first writes the journal, with the ids and files concerned. From then on an article of the journal is in
the project only if ``corpus.toml`` names it: readers ignore the others. Replacing ``corpus.toml`` is therefore the
change. Whoever writes next removes what the journal lists and ``corpus.toml`` does not name.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import ProjectError
from corpus.io.atomic import atomic_write, sync

JOURNAL_FILE = ".corpus-journal.json"


@dataclass(frozen=True, slots=True)
class Journal:
    """What a change concerns; empty if none is in progress.

    Attributes:
        articles: Ids of the articles.
        files: Their files, relative to the project.
    """

    articles: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


def read_journal(root: Path) -> Journal:
    """Read the journal of a project.

    Args:
        root: The project's folder.

    Raises:
        ProjectError: The file is damaged, or names a file outside the project.
    """
    path = root / JOURNAL_FILE
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Journal()
    except OSError:
        return Journal()  # Not a folder, or not readable: reading the project says so.
    except ValueError:
        values = None
    if not (_is_list(values, "articles") and _is_list(values, "files")):
        raise ProjectError("the journal is damaged", path=path, hint="Remove it, then run `corpus check`")
    return Journal(frozenset(values["articles"]), frozenset(values["files"]))


def _is_list(values: object, key: str) -> bool:
    found = values.get(key) if isinstance(values, dict) else None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        return False
    return key != "files" or all(map(_is_inside, found))


def _is_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return not path.is_absolute() and ".." not in path.parts and "\0" not in name


def write_journal(root: Path, articles: Iterable[str], files: Iterable[str]) -> None:
    """Write the journal of a change that begins.

    Args:
        root: The project's folder.
        articles: Ids of the articles.
        files: Their files, relative to the project.

    Raises:
        OSError: The file cannot be written.
    """
    values = {"articles": sorted(articles), "files": sorted(files)}
    atomic_write(root / JOURNAL_FILE, json.dumps(values).encode())


def remove_journal(root: Path) -> None:
    """Remove the journal: the change is done, or undone."""
    (root / JOURNAL_FILE).unlink(missing_ok=True)
    sync(root)

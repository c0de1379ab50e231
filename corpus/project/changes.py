"""Change a project's articles: one process at a time, and as a whole (`corpus.project.journal`)."""

from __future__ import annotations

import re
import shutil
import time
import tomllib
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from corpus.errors import ProjectError, ReleaseError
from corpus.io.atomic import atomic_write, only_writer, remove_drafts
from corpus.io.toml import read_toml
from corpus.project.annotation_files import annotation_path
from corpus.project.journal import read_journal, remove_journal, write_journal
from corpus.project.project import (
    ANNOTATIONS_FOLDER,
    PROJECT_FILE,
    SOURCES_FILE,
    SOURCES_FOLDER,
    Project,
    find_source,
    load_project,
)
from corpus.records import Source

#: Beginning of the names of folders in which new articles are prepared.
STAGE_PREFIX = ".add-"
#: How long to wait for another process that changes the project, in seconds, and how often to look.
_PATIENCE, _INTERVAL = 60.0, 0.1
_HEADING = re.compile(r"^[ \t]*\[\[[ \t]*article[ \t]*\]\]", re.MULTILINE)


@contextmanager
def writing(root: Path) -> Iterator[None]:
    """Let this process alone change a project, after cleaning up what a killed process left.

    Args:
        root: The project's folder.

    Raises:
        ProjectError: Another process does not finish, or what was left cannot be removed.
    """
    with _locked(root):
        clean_up(root)
        yield


@contextmanager
def _locked(root: Path) -> Iterator[None]:
    """Hold the lock of a project's folder; another process that holds it is waited for."""
    waited = 0.0
    with ExitStack() as stack:
        while True:
            try:
                stack.enter_context(only_writer(root))
                break
            except ReleaseError as e:
                if waited >= _PATIENCE:
                    message = "another process is changing this project"
                    raise ProjectError(message, path=root, hint="Wait for it, or stop it") from e
            except OSError as e:
                raise ProjectError(f"cannot be changed ({e.strerror})", path=root, hint="Check the path") from e
            time.sleep(_INTERVAL)
            waited += _INTERVAL
        yield


def clean_up(root: Path) -> None:
    """Remove what a killed process left in a project: articles that were not committed, and hidden files.

    Args:
        root: The project's folder, to which no other process writes.

    Raises:
        ProjectError: Something cannot be read, or cannot be removed.
    """
    try:
        for stage in root.glob(f"{STAGE_PREFIX}*"):
            shutil.rmtree(stage, ignore_errors=True)
        for folder in (root, root / SOURCES_FOLDER, root / ANNOTATIONS_FOLDER):
            remove_drafts(folder)
        _finish(root)
    except OSError as e:
        hint = "Fix the permissions, then run the command again"
        raise ProjectError(f"cannot be cleaned up ({e.strerror})", path=e.filename or root, hint=hint) from e


def _finish(root: Path) -> None:
    """Remove the entries and files of the articles that the journal lists and no split names."""
    journal = read_journal(root)
    if not journal.articles:
        return
    splits = read_toml(root / PROJECT_FILE).get("splits", {})
    gone = journal.articles.difference(*splits.values())
    if gone:
        path = root / SOURCES_FILE
        text = path.read_bytes().decode()
        entries = tomllib.loads(text).get("article", [])
        kept = _without(entries, gone)
        if kept != entries:
            atomic_write(path, without_entries(text, gone, path=path).encode())
        for file in journal.files - _files_of(kept):
            (root / file).unlink(missing_ok=True)
    remove_journal(root)


def _without(entries: Iterable[Mapping[str, Any]], ids: Collection[str]) -> list[Mapping[str, Any]]:
    return [entry for entry in entries if entry["id"] not in ids]


def _files_of(entries: Iterable[Mapping[str, Any]]) -> set[str]:
    """Return the files of entries, relative to the project."""
    files = set()
    for entry in entries:
        for key in ("file", "original"):
            if entry.get(key):
                files.add(f"{SOURCES_FOLDER}/{entry[key]}")
    return files


def without_entries(text: str, ids: Collection[str], *, path: Path) -> str:
    """Return the text of ``sources.toml`` without the entries of some articles; all other lines stay.

    Args:
        text: The present text.
        ids: Ids of the articles to remove.
        path: The file, for the message.

    Raises:
        ProjectError: The entries cannot be separated, as where a text in the file looks like an entry.
    """
    entries = tomllib.loads(text).get("article", [])
    starts = [match.start() for match in _HEADING.finditer(text)]
    parts = [text[: starts[0]] if starts else text]
    parts += [text[start:end] for start, end in zip(starts, [*starts[1:], len(text)], strict=False)]
    kept = [parts[0]]
    for n, entry in enumerate(entries[: len(starts)]):
        is_last = n + 1 == len(starts)
        if entry["id"] not in ids:
            kept.append(parts[n + 1])
        elif not is_last:
            kept.append(_comments_of_next(parts[n + 1]))
    result = "".join(kept)
    if len(entries) == len(starts) and entries and entries[-1]["id"] in ids:
        # The blank line above a last entry goes with it, so that an entry added later has one and not two.
        result = _without_blank_end(result)
    if _entries(result) != _without(entries, ids):
        hint = "Remove the [[article]] entries and the ids in corpus.toml by hand"
        raise ProjectError("the entries cannot be separated", path=path, hint=hint)
    return result


def _without_blank_end(text: str) -> str:
    body = text.rstrip("\r\n")
    ends = text[len(body) :]
    return body + ends[: 2 if ends.startswith("\r\n") else 1]


def _entries(text: str) -> list[dict[str, Any]] | None:
    """Return the entries of a text, or None if it is not TOML."""
    try:
        found: list[dict[str, Any]] = tomllib.loads(text).get("article", [])
    except tomllib.TOMLDecodeError:
        return None
    return found


def _comments_of_next(part: str) -> str:
    """Return the comment lines directly above the next entry, which are about it if a blank line precedes them."""
    lines = part.splitlines(keepends=True)
    start = len(lines)
    while start and lines[start - 1].startswith("#"):
        start -= 1
    is_separate = start > 0 and not lines[start - 1].strip()
    return "".join(lines[start:]) if is_separate else ""


def remove_articles(root: Path, ids: Collection[str], *, force: bool = False) -> list[Source]:
    """Remove articles from a project, with their raw files and annotations; all of them or none.

    A split that would be left without an article is removed unless it is the only one.

    Args:
        root: The project's folder.
        ids: Ids of the articles.
        force: Whether to remove articles that have an annotation.

    Returns:
        The entries that were removed, in the order of ``ids``.

    Raises:
        ProjectError: An article is unknown or has an annotation, or the project has an error.
    """
    with writing(root):
        project = load_project(root, allow_empty=True)
        sources = [find_source(project, article_id) for article_id in dict.fromkeys(ids)]
        files = _files_of(map(asdict, sources))
        for source in sources:
            path = annotation_path(project, source.id)
            if path.exists():
                if not force:
                    hint = "Use --force to remove it with the article"
                    raise ProjectError(f"{source.id} has an annotation", path=path, hint=hint)
                files.add(path.relative_to(root).as_posix())
        path = root / PROJECT_FILE
        try:
            text = _without_split_ids(path.read_bytes().decode(), project, ids)
            # Tried first, so that what cannot be edited is not removed by half.
            without_entries((root / SOURCES_FILE).read_bytes().decode(), ids, path=root / SOURCES_FILE)
            write_journal(root, ids, files)
            atomic_write(path, text.encode())
        except OSError as e:
            message = f"cannot be written ({e.strerror})"
            raise ProjectError(message, path=e.filename or root, hint="Nothing was removed") from e
        clean_up(root)
    return sources


def _without_split_ids(text: str, project: Project, ids: Collection[str]) -> str:
    left = {name: [one for one in found if one not in ids] for name, found in project.splits.items()}
    names = [name for name, found in left.items() if found] or list(left)[:1]
    try:
        document = tomlkit.parse(text)
        splits = document["splits"]
        for name, found in project.splits.items():
            if name not in names:
                del splits[name]
                continue
            for one in found:
                if one in ids:
                    splits[name].remove(one)
        result = tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, KeyError, TypeError, ValueError) as e:
        raise ProjectError(f"the splits cannot be edited ({e})", hint="Write them as `train = [...]`") from e
    assert tomllib.loads(result)["splits"] == {name: left[name] for name in names}
    return result

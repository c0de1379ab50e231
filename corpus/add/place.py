"""Put new articles into a project: all of them or, where anything is wrong, none.

The project as it would be is made in a folder beside its files and checked as a whole. Only then the new files are
moved to their places, and the two files that declare them (``sources.toml``, ``corpus.toml``) are replaced. Existing
lines of these files stay as they are, comments and order included.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from corpus.add.proposal import Proposal
from corpus.checks.registry import Finding, Stage
from corpus.checks.run import run_checks
from corpus.errors import CorpusError, ProjectError
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


def with_entries(text: str, proposals: Iterable[Proposal]) -> str:
    """The text of ``sources.toml`` with an entry for each proposal behind what is there."""
    entries = "".join("\n" + _entry(p) for p in proposals)
    if "\r\n" in text:
        entries = entries.replace("\n", "\r\n")
    return (text if not text or text.endswith("\n") else text + "\n") + entries


def _entry(proposal: Proposal) -> str:
    table = tomlkit.table()
    defaults = {f.name: f.default for f in fields(Source)}
    for key, default in defaults.items():
        value = getattr(proposal.source, key)
        if key == "roles":
            _roles(table, proposal.source)
        elif value != default:
            table.add(key, value)
    entries = tomlkit.aot()
    entries.append(table)
    document = tomlkit.document()
    document.add("article", entries)
    heading, _, rest = tomlkit.dumps(document).partition("\n")
    return f"{heading}\n# {proposal.comment}\n{rest}"


def _roles(table: Table, source: Source) -> None:
    if source.roles:
        roles = tomlkit.inline_table()
        for role, lines in source.roles.items():
            roles.add(role, list(lines))
        table.add("roles", roles)


def with_split_ids(text: str, proposals: Iterable[Proposal]) -> str:
    """The text of ``corpus.toml`` with the id of each proposal in its split.

    Raises:
        ProjectError: the splits are written in a way that cannot be added to.
    """
    try:
        document = tomlkit.parse(text)
        for proposal in proposals:
            document["splits"][proposal.split].append(proposal.source.id)
        return tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, KeyError, TypeError) as e:
        raise ProjectError(f"the splits cannot be added to ({e})", hint="Write them as `train = [...]`") from e


_FILES = (PROJECT_FILE, SOURCES_FILE)
#: What a file system without hard links says.
_NO_LINKS = (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)


@contextmanager
def staged(
    project: Project, proposals: Sequence[Proposal], *, beside: bool
) -> Iterator[tuple[Project, Callable[[], None]]]:
    """A project as it would be with the proposals, and a function that makes it so.

    Args:
        project: the project as it is.
        proposals: what is to be added.
        beside: whether the copy lies in the project's folder, as it must to be put in place, or elsewhere.

    Raises:
        ProjectError: the project would have an error, or nothing can be written.
    """
    root = project.root
    before = {file: _read(root / file) for file in _FILES}
    try:
        with tempfile.TemporaryDirectory(prefix=".add-", dir=root if beside else None) as folder:
            stage = Path(folder)
            _copy(project, stage)
            after = {
                PROJECT_FILE: with_split_ids(before[PROJECT_FILE].decode(), proposals).encode(),
                SOURCES_FILE: with_entries(before[SOURCES_FILE].decode(), proposals).encode(),
            }
            new = {f"{SOURCES_FOLDER}/{name}": data for p in proposals for name, data in p.files.items()}
            for file, data in (after | new).items():
                _write(stage / file, data)
            yield _checked(stage, root, proposals), lambda: _put(stage, root, list(new), before)
    except OSError as e:
        message = f"cannot be written ({e.strerror or e})"
        raise ProjectError(message, path=e.filename or root, hint="Nothing was changed") from e


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as e:
        raise ProjectError(f"cannot be read ({e.strerror})", path=path, hint="Check its permissions") from e


def _copy(project: Project, stage: Path) -> None:
    """Hard links to the project's articles and annotations, which are only read."""
    names = {name for s in project.sources for name in (s.file, s.original) if name}
    (stage / SOURCES_FOLDER).mkdir()
    for place in (f"{SOURCES_FOLDER}/{name}" for name in sorted(names)):
        (stage / place).parent.mkdir(parents=True, exist_ok=True)
        if (project.root / place).is_file():
            _link(project.root / place, stage / place)
    if (project.root / ANNOTATIONS_FOLDER).is_dir():
        shutil.copytree(project.root / ANNOTATIONS_FOLDER, stage / ANNOTATIONS_FOLDER, copy_function=_link)


def _link(source: Path | str, target: Path | str) -> None:
    try:
        Path(target).hardlink_to(Path(source).resolve())
    except OSError:
        shutil.copyfile(source, target)


def _write(path: Path, data: bytes) -> None:
    # What is there may be a link to the project's own file, which must not be written to.
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _checked(stage: Path, root: Path, proposals: Sequence[Proposal]) -> Project:
    errors = [f for f in run_checks(stage, last=Stage.SOURCES) if f.level == "error"]
    for finding in errors:
        raise _as_error(finding, stage, root)
    try:
        project = load_project(stage)
        for proposal in proposals:
            # What was written is read back as what was meant, or nothing is put in place.
            assert find_source(project, proposal.source.id) == proposal.source, proposal.source.id
    except CorpusError as e:
        raise type(e)(e.message, path=root, hint=e.hint) from e
    return project


def _as_error(finding: Finding, stage: Path, root: Path) -> ProjectError:
    path = root / finding.path.relative_to(stage) if finding.path.is_relative_to(stage) else finding.path
    message = f"{finding.message.replace(str(stage), str(root))} ({finding.id})"
    return ProjectError(message, path=path, line=finding.line, hint=f"{finding.hint}. Nothing was changed")


def _move(file: Path, place: Path) -> None:
    """A new file to its place. It fails where one is, which a rename would overwrite."""
    try:
        place.hardlink_to(file)
    except OSError as e:
        if e.errno not in _NO_LINKS:
            raise
        with place.open("xb") as copy:
            copy.write(file.read_bytes())


def _put(stage: Path, root: Path, new: Sequence[str], before: dict[str, bytes]) -> None:
    """Move the new files to their places, then replace the two that declare them; take it back if anything fails."""
    for file, data in before.items():
        if _read(root / file) != data:
            message = "the file was changed while articles were added"
            raise ProjectError(message, path=root / file, hint="Nothing was added; run the command again")
    placed: list[Path] = []
    replaced: list[str] = []
    try:
        for file in new:
            _move(stage / file, root / file)
            placed.append(root / file)
        for file in _FILES:
            shutil.copymode(root / file, stage / file)
            replaced.append(file)
            (stage / file).replace(root / file)
    except BaseException:
        for file in replaced:
            _write(stage / "back", before[file])
            (stage / "back").replace(root / file)
        for path in placed:
            path.unlink(missing_ok=True)
        raise

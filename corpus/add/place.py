"""Put new articles into a project: all of them or, if anything is wrong, none.

The new state of the project is made in a temporary folder and checked as a whole. Only then the new files are moved to
their places, and the two files that declare them are replaced: first ``sources.toml``, last ``corpus.toml``, which is
the point at which the articles are in the project (`corpus.project.journal`). Existing lines of these files stay as
they are, including comments and order.
"""

from __future__ import annotations

import errno
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import InlineTable

from corpus.add.proposal import ArticleProposal
from corpus.checks.registry import Finding, Stage
from corpus.checks.run import run_checks
from corpus.errors import CorpusError, ProjectError
from corpus.io.atomic import sync
from corpus.project.changes import STAGE_PREFIX
from corpus.project.journal import remove_journal, write_journal
from corpus.project.project import (
    ANNOTATIONS_FOLDER,
    PROJECT_FILE,
    SOURCES_FILE,
    SOURCES_FOLDER,
    Project,
    find_source,
    load_project,
)
from corpus.records import Role, Source

#: The files that declare articles, in the order in which they are replaced.
_DECLARING_FILES = (SOURCES_FILE, PROJECT_FILE)
#: Error numbers of a file system without hard links.
_NO_HARD_LINKS = (errno.EPERM, errno.EXDEV, errno.EMLINK, errno.ENOTSUP, errno.ENOSYS)


def with_entries(text: str, proposals: Iterable[ArticleProposal]) -> str:
    """Return the text of ``sources.toml`` with an entry for each proposal at the end.

    Args:
        text: The present text, with either kind of line ends.
        proposals: What to add.
    """
    entries = "".join("\n" + _entry(p) for p in proposals)
    if "\r\n" in text:
        entries = entries.replace("\n", "\r\n")
    if text and not text.endswith("\n"):
        text += "\n"
    return text + entries


def _entry(proposal: ArticleProposal) -> str:
    table = tomlkit.table()
    for f in fields(Source):
        value = getattr(proposal.source, f.name)
        if f.name == "roles":
            if value:
                table.add(f.name, _inline_roles(value))
        elif value is not None and value != f.default:
            table.add(f.name, value)
    entries = tomlkit.aot()
    entries.append(table)
    document = tomlkit.document()
    document.add("article", entries)
    heading, _, rest = tomlkit.dumps(document).partition("\n")
    return f"{heading}\n# {proposal.comment}\n{rest}"


def _inline_roles(roles: Mapping[Role, tuple[int, ...]]) -> InlineTable:
    table = tomlkit.inline_table()
    for role, lines in roles.items():
        table.add(role, list(lines))
    return table


def with_split_ids(text: str, proposals: Iterable[ArticleProposal]) -> str:
    """Return the text of ``corpus.toml`` with the id of each proposal in its split.

    Args:
        text: The present text.
        proposals: What to add.

    Raises:
        ProjectError: The splits are written in a way that cannot be extended.
    """
    try:
        document = tomlkit.parse(text)
        for proposal in proposals:
            document["splits"][proposal.split].append(proposal.source.id)
        return tomlkit.dumps(document)
    except (TOMLKitError, AttributeError, KeyError, TypeError) as e:
        raise ProjectError(f"the splits cannot be extended ({e})", hint="Write them as `train = [...]`") from e


@contextmanager
def staged(
    project: Project, proposals: Sequence[ArticleProposal], *, in_project: bool
) -> Iterator[tuple[Project, Callable[[], None]]]:
    """Prepare the project with the proposals in a temporary folder, and check it.

    Args:
        project: The project as it is.
        proposals: What to add.
        in_project: Whether the temporary folder is in the project's folder, as it must be to commit it.

    Yields:
        The new project, and a function that puts the new files in place.

    Raises:
        ProjectError: The new project has an error, or a file cannot be written.
    """
    root = project.root
    ids = [p.source.id for p in proposals]
    before = {file: _read(root / file) for file in _DECLARING_FILES}
    try:
        with tempfile.TemporaryDirectory(prefix=STAGE_PREFIX, dir=root if in_project else None) as folder:
            stage = Path(folder)
            _link_existing(project, stage)
            declaring = {
                PROJECT_FILE: with_split_ids(before[PROJECT_FILE].decode(), proposals).encode(),
                SOURCES_FILE: with_entries(before[SOURCES_FILE].decode(), proposals).encode(),
            }
            new = {f"{SOURCES_FOLDER}/{name}": data for p in proposals for name, data in p.files.items()}
            for file, data in (declaring | new).items():
                _write(stage / file, data)
            yield _checked(stage, root, proposals), lambda: _commit(stage, root, ids, new=list(new), before=before)
    except OSError as e:
        message = f"cannot be written ({e.strerror or e})"
        raise ProjectError(message, path=e.filename or root, hint="Nothing was changed") from e


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as e:
        raise ProjectError(f"cannot be read ({e.strerror})", path=path, hint="Check its permissions") from e


def _link_existing(project: Project, stage: Path) -> None:
    """Make hard links to the project's articles and annotations, which are only read."""
    names = {s.file for s in project.sources} | {s.original for s in project.sources if s.original}
    (stage / SOURCES_FOLDER).mkdir()
    for name in sorted(names):
        path = project.root / SOURCES_FOLDER / name
        staged_path = stage / SOURCES_FOLDER / name
        staged_path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_file():
            _link(path, staged_path)
    if (project.root / ANNOTATIONS_FOLDER).is_dir():
        shutil.copytree(project.root / ANNOTATIONS_FOLDER, stage / ANNOTATIONS_FOLDER, copy_function=_link)


def _link(source: Path | str, target: Path | str) -> None:
    try:
        Path(target).hardlink_to(Path(source).resolve())
    except OSError:
        shutil.copyfile(source, target)


def _write(path: Path, data: bytes) -> None:
    # An existing file may be a link to the project's own, which must not be written to.
    path.unlink(missing_ok=True)
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _checked(stage: Path, root: Path, proposals: Sequence[ArticleProposal]) -> Project:
    errors = [f for f in run_checks(stage, last=Stage.SOURCES) if f.level == "error"]
    if errors:
        raise _as_error(errors[0], stage, root)
    try:
        project = load_project(stage)
        for proposal in proposals:
            # What was written must read back as what was meant, or nothing is put in place.
            assert find_source(project, proposal.source.id) == proposal.source, proposal.source.id
    except CorpusError as e:
        raise type(e)(e.message, path=root, hint=e.hint) from e
    return project


def _as_error(finding: Finding, stage: Path, root: Path) -> ProjectError:
    path = root / finding.path.relative_to(stage) if finding.path.is_relative_to(stage) else finding.path
    message = f"{finding.message.replace(str(stage), str(root))} ({finding.id})"
    return ProjectError(message, path=path, line=finding.line, hint=f"{finding.hint}. Nothing was changed")


def _move(file: Path, place: Path) -> None:
    """Move a new file to its place; fails if one is there, which a rename would overwrite."""
    try:
        place.hardlink_to(file)
    except OSError as e:
        if e.errno not in _NO_HARD_LINKS:
            raise
        with place.open("xb") as copy:
            copy.write(file.read_bytes())


def _commit(stage: Path, root: Path, ids: Sequence[str], *, new: Sequence[str], before: Mapping[str, bytes]) -> None:
    """Move the new files to their places, then replace the declaring files; undo everything on any exception."""
    for file, data in before.items():
        if _read(root / file) != data:
            message = "the file changed while articles were added"
            raise ProjectError(message, path=root / file, hint="Nothing was added; run the command again")
    placed: list[Path] = []
    replaced: list[str] = []
    write_journal(root, ids, new)
    try:
        for file in new:
            _move(stage / file, root / file)
            placed.append(root / file)
        sync(root / SOURCES_FOLDER)
        for file in _DECLARING_FILES:
            shutil.copymode(root / file, stage / file)
            replaced.append(file)
            (stage / file).replace(root / file)
            sync((root / file).parent)
    except BaseException:
        # The point of the change first, so that a kill meanwhile leaves the project as it was.
        for file in reversed(replaced):
            _write(stage / "restored", before[file])
            (stage / "restored").replace(root / file)
        for path in placed:
            path.unlink(missing_ok=True)
        remove_journal(root)
        raise
    remove_journal(root)

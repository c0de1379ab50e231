"""A corpus project: a folder with ``corpus.toml``, ``sources/`` and ``annotations/``, read and checked as a whole."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath

from corpus.errors import InputError, ProjectError, SourceChangedError
from corpus.io.text import decode, read_bytes
from corpus.io.toml import find_line, read_toml, record_of, records_in
from corpus.project.card_notes import NOTES_FILE, read_notes
from corpus.project.utterance_parts import part_faults
from corpus.records import Source, Speaker, Utterance

PROJECT_FILE = "corpus.toml"
SOURCES_FOLDER = "sources"
SOURCES_FILE = "sources/sources.toml"
ANNOTATIONS_FOLDER = "annotations"
SPEAKERS_FILE = "annotations/speakers.toml"
UTTERANCES_FILE = "annotations/utterances.toml"
RELEASES_FOLDER = "releases"

#: Ids become names of files and rows: nothing in one can lead out of the project's folder.
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
#: A version becomes a folder; semantic versioning without build metadata.
_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9a-z]+(\.[0-9a-z]+)*)?")
#: What `datasets` takes as the name of a split, less ``all``, which it keeps for itself, and ``full``, which is ours
#: for the tables that are not tied to an article.
_SPLIT = re.compile(r"(?!(all|full)$)[a-z]\w*")


@dataclass(frozen=True, slots=True)
class Header:
    """What ``corpus.toml`` holds; each field is a key of it.

    ``splits`` maps the name of a split to the ids of its articles; ``annotators`` says, in the Hub's word, who made the
    annotations (such as ``expert-generated``), ``annotation_process`` how, for the card. A creator is a person, as
    ``Family, Given``, or else has no comma. ``released`` is the day of the version.
    """

    name: str
    version: str
    title: str
    description: str
    annotations_licence: str
    creators: tuple[str, ...]
    splits: Mapping[str, tuple[str, ...]]
    homepage: str | None = None
    annotators: str = "expert-generated"
    annotation_process: str = ""
    released: date | None = None
    keywords: tuple[str, ...] = ()
    doi: str | None = None


@dataclass(frozen=True, slots=True)
class Project(Header):
    """A corpus project as its files declare it.

    ``root`` is its folder, ``notes`` what its makers say in the data card; for the rest see `Header` and the records.
    """

    root: Path = Path()
    sources: tuple[Source, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def split_of(self, article_id: str) -> str:
        """The name of the split that an article is in."""
        return next(name for name, ids in self.splits.items() if article_id in ids)

    def splits_of(self) -> dict[str, str]:
        """The name of the split of each article, by its id: for many look-ups."""
        return {article_id: name for name, ids in self.splits.items() for article_id in ids}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with what the files of a project declare: a stable word id, and the error that says it."""

    id: str
    error: ProjectError


def is_id(text: str) -> bool:
    """Whether a text can be the id of an article, a speaker or a project."""
    return _ID.fullmatch(text) is not None


def find_project(start: Path) -> Path:
    """The project in a folder: the folder itself, or the only one under its ``datasets/``.

    Raises:
        ProjectError: there is none, or more than one.
    """
    if (start / PROJECT_FILE).is_file():
        return start
    found = sorted(p.parent for p in (start / "datasets").glob(f"*/{PROJECT_FILE}"))
    if len(found) != 1:
        message = f"there are {len(found)} projects" if found else "there is no corpus project"
        hint = "Name one with --project DIR" + ("" if found else ", or make one with `corpus init DIR`")
        raise ProjectError(message, path=start, hint=hint)
    return found[0]


def load_project(root: Path) -> Project:
    """The project in a folder, its declarations checked; the sources themselves are not read.

    Raises:
        ProjectError: a file is missing or does not hold what it must; the first of `declaration_problems`.
    """
    project = read_project(root)
    for problem in declaration_problems(project):
        raise problem.error
    return project


def read_project(root: Path) -> Project:
    """The project in a folder, each value of the right type, but nothing checked across values.

    Raises:
        ProjectError: a file is missing, or a key is missing, unknown, or has a value of the wrong type.
    """
    path = root / PROJECT_FILE
    header = record_of(Header, read_toml(path), path=path)
    return Project(
        root=root,
        sources=records_in(root / SOURCES_FILE, "article", Source),
        speakers=records_in(root / SPEAKERS_FILE, "speaker", Speaker, optional=True),
        utterances=records_in(root / UTTERANCES_FILE, "utterance", Utterance, optional=True),
        notes=read_notes(root / NOTES_FILE),
        **{key: getattr(header, key) for key in Header.__dataclass_fields__},
    )


def declaration_problems(project: Project) -> Iterator[Problem]:
    """Everything wrong in the declarations that a type does not show, in the order of the files."""
    yield from _header_problems(project)
    for file, records in (
        (SOURCES_FILE, project.sources),
        (SPEAKERS_FILE, project.speakers),
        (UTTERANCES_FILE, project.utterances),
    ):
        yield from _id_problems(project.root / file, [r.id for r in records])
    yield from _source_problems(project)
    yield from _split_problems(project)
    yield from _part_problems(project)


def _header_problems(project: Project) -> Iterator[Problem]:
    path = project.root / PROJECT_FILE
    if not is_id(project.name):
        yield _problem(
            "id-form",
            f"the name {project.name!r} is no id",
            path,
            at=("name",),
            hint="Use small letters, digits and -",
        )
    if not _VERSION.fullmatch(project.version):
        yield _problem(
            "version-form",
            f"{project.version!r} is no version",
            path,
            at=("version",),
            hint="Write one such as 1.0.0",
        )
    for name in project.splits:
        if not _SPLIT.fullmatch(name):
            hint = "Use a small letter, then letters, digits and _; `all` and `full` are taken"
            yield _problem("split-name", f"{name!r} cannot name a split", path, at=(name,), hint=hint)


def _id_problems(path: Path, ids: list[str]) -> Iterator[Problem]:
    for one in ids:
        if not is_id(one):
            yield _problem("id-form", f"{one!r} is no id", path, at=("id", one), hint="Use small letters, digits and -")
    for one, count in Counter(ids).items():
        if count > 1:
            error = ProjectError(
                f"the id {one!r} is used {count} times",
                path=path, line=find_line(path, "id", one, nth=2), hint="Give each entry its own",
            )  # fmt: skip
            yield Problem("id-duplicate", error)


def _lies_in(folder: Path, name: str) -> bool:
    """Whether a name leads to a place in a folder; a circle of links and a NUL lead nowhere."""
    try:
        return (folder / name).resolve(strict=False).is_relative_to(folder)
    except (OSError, RuntimeError, ValueError):
        return False


def _source_problems(project: Project) -> Iterator[Problem]:
    path = project.root / SOURCES_FILE
    folder = (project.root / SOURCES_FOLDER).resolve()
    for key, name in ((k, n) for s in project.sources for k, n in (("file", s.file), ("original", s.original))):
        relative = PurePosixPath(name or "")
        # Also a link inside the folder must not lead out of it: what is published has to be what lies there.
        plain = relative.parts and not relative.is_absolute() and ".." not in relative.parts
        if name and not (plain and _lies_in(folder, name)):
            hint = "Put the file into sources/ and give its name"
            yield _problem("source-outside", f"{name!r} leads out of sources/", path, at=(key, name), hint=hint)
    if not project.sources:
        yield Problem("no-article", ProjectError("there is no article", path=path, hint="Add an [[article]] entry"))
    for ids in _same_bytes(project.sources):
        message = f"{' and '.join(ids)} have the same bytes"
        yield _problem("source-twice", message, path, at=("id", ids[-1]), hint="Declare each article once")


def _same_bytes(sources: Iterable[Source]) -> list[list[str]]:
    """The ids of articles that declare the same hash, whatever their files are called."""
    named: dict[str, list[str]] = {}
    for source in sources:
        named.setdefault(source.sha256, []).append(source.id)
    return [ids for ids in named.values() if len(set(ids)) > 1]


def _split_problems(project: Project) -> Iterator[Problem]:
    path = project.root / PROJECT_FILE
    declared = dict.fromkeys(s.id for s in project.sources)
    times = Counter(article for ids in project.splits.values() for article in ids)
    for name, ids in project.splits.items():
        if not ids:
            yield _problem(
                "split-empty", f"the split {name!r} has no article", path, at=(name,), hint="Remove it, or add one"
            )
        for article in (i for i in ids if i not in declared):
            message, hint = (
                f"the split {name!r} names the unknown article {article!r}",
                f"Articles are {', '.join(declared)}",
            )
            yield _problem("split-unknown", message, path, at=(name,), hint=hint)
    for article in declared:
        if article not in times:
            yield _problem("split-missing", f"the article {article!r} is in no split", path, hint="Add it to one")
        elif times[article] > 1:
            message = f"the article {article!r} is {times[article]} times in the splits"
            yield _problem("split-overlap", message, path, hint="Leave it in one")


def _part_problems(project: Project) -> Iterator[Problem]:
    path = project.root / UTTERANCES_FILE
    for utterance in project.utterances:
        for fault in part_faults(utterance):
            message, hint = f"{utterance.id}: {fault}", "Name each part once, and in `holds` two others or more"
            yield _problem("utterance-parts", message, path, at=("id", utterance.id), hint=hint)


def _problem(finding: str, message: str, path: Path, *, at: tuple[str, ...] = (), hint: str) -> Problem:
    line = find_line(path, *at) if at else None
    return Problem(finding, ProjectError(message, path=path, line=line, hint=hint))


def find_source(project: Project, article_id: str) -> Source:
    """The source of an article.

    Raises:
        ProjectError: there is no such article; the message names those that there are.
    """
    found = next((s for s in project.sources if s.id == article_id), None)
    if found is None:
        known = ", ".join(s.id for s in project.sources)
        path = project.root / SOURCES_FILE
        raise ProjectError(f"no article {article_id!r}", path=path, hint=f"There are {known}")
    return found


def source_path(project: Project, source: Source) -> Path:
    """Where the raw file of an article lies."""
    return project.root / SOURCES_FOLDER / source.file


def read_source(project: Project, source: Source) -> str:
    """The raw text of an article, after its bytes were found to be those that ``sources.toml`` declares.

    Raises:
        SourceChangedError: the hash of the bytes is another one.
        InputError: the file cannot be read as text; see `corpus.io.text.read_text`.
    """
    path = source_path(project, source)
    if path.exists() and not path.is_file():
        raise InputError("this is no regular file", path=path, hint="Put the article itself there")
    data = read_bytes(path)
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        raise SourceChangedError(
            f"the bytes have the SHA-256 {found}, but {SOURCES_FILE} declares {source.sha256}",
            path=path, hint="Restore the file, or declare the new hash and raise the version",
        )  # fmt: skip
    return decode(data, path=path, encoding=source.encoding)

"""Read a corpus project (``corpus.toml``, ``sources/``, ``annotations/``) and check its declarations."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any

from corpus.errors import InputError, ProjectError, SourceChangedError, did_you_mean
from corpus.io.text import decode, read_bytes
from corpus.io.toml import find_line, read_toml, record_of, records_in
from corpus.project.card_notes import NOTES_FILE, read_notes
from corpus.project.journal import read_journal
from corpus.project.utterance_parts import part_faults
from corpus.records import Model, Source, Speaker, Utterance

PROJECT_FILE = "corpus.toml"
SOURCES_FOLDER = "sources"
SOURCES_FILE = "sources/sources.toml"
ANNOTATIONS_FOLDER = "annotations"
SPEAKERS_FILE = "annotations/speakers.toml"
UTTERANCES_FILE = "annotations/utterances.toml"
RELEASES_FOLDER = "releases"

#: How often a project is read again because it was changed meanwhile.
_ATTEMPTS = 10
#: Id of the problem that a project has no article.
_NO_ARTICLE = "no-article"
#: The value of `ProjectConfig.annotators` for annotations by language models.
MODEL_ANNOTATORS = "machine-generated"
#: What `corpus add` wrote for unknown values before schema 3: they are read as unknown.
_PLACEHOLDER, _NO_COUNTRY, _NO_ADDRESS = "unknown", "ZZ", "https://unknown.invalid/"
_NO_DAYS: Mapping[str, object] = {"published_earliest": date(1900, 1, 1), "published_latest": date(2100, 12, 31)}

#: Ids become names of files and rows: none may lead out of the project's folder.
_ID = re.compile(r"[a-z0-9][a-z0-9-]*")
_ID_HINT = "Use lower-case letters, digits and -"
#: A version becomes a folder; semantic versioning without build metadata.
_VERSION = re.compile(r"\d+\.\d+\.\d+(-[0-9a-z]+(\.[0-9a-z]+)*)?")
#: What `datasets` accepts as the name of a split, except ``all``, which it reserves, and ``full``, which we use for
#: tables that are not tied to an article.
_SPLIT = re.compile(r"(?!(all|full)$)[a-z]\w*")


@dataclass(frozen=True, slots=True)
class ProjectConfig:
    """The contents of ``corpus.toml``; each field is a key of it.

    Attributes:
        name: The id of the corpus.
        version: The version to build, MAJOR.MINOR.PATCH.
        title: The title of the corpus.
        description: One paragraph for the data card.
        annotations_licence: SPDX id of the licence of the annotations.
        creators: The makers: a person as ``Family, Given``, a group without a comma.
        splits: Ids of articles by the name of their split.
        homepage: Address of the corpus.
        annotators: Who made the annotations, in the Hub's terms (such as ``expert-generated``); ``machine-generated``
            for language models.
        annotation_process: How the annotations were made, for the data card.
        released: The day of the version.
        keywords: Keywords for the data card.
        doi: DOI of the corpus.
        maintainers: Who keeps the corpus; the creators if empty.
        contact: Where to reach them: an email address or a URL.
        model: What finds attributions in the articles. Without the key the rules, which follow the annotation
            guidelines; `corpus init` writes the tagger.
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
    maintainers: tuple[str, ...] = ()
    contact: str | None = None
    model: Model = "rules"


@dataclass(frozen=True, slots=True)
class Project(ProjectConfig):
    """A corpus project as its files declare it.

    Attributes:
        root: Its folder.
        sources: The articles.
        speakers: The authority file.
        utterances: The statements that are linked across articles.
        notes: What its makers wrote for the data card, by section.
    """

    root: Path = Path()
    sources: tuple[Source, ...] = ()
    speakers: tuple[Speaker, ...] = ()
    utterances: tuple[Utterance, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def split_of(self, article_id: str) -> str:
        """Return the name of an article's split."""
        return next(name for name, ids in self.splits.items() if article_id in ids)

    def splits_of(self) -> dict[str, str]:
        """Return the name of the split of every article, by id; for many look-ups."""
        return {article_id: name for name, ids in self.splits.items() for article_id in ids}


@dataclass(frozen=True, slots=True)
class Problem:
    """An error in what a project's files say.

    Attributes:
        id: Stable id of the kind of problem, as `corpus check` prints it.
        error: What is wrong, and where.
    """

    id: str
    error: ProjectError


def is_id(text: str) -> bool:
    """Return whether a text is a valid id of an article, a speaker or a project."""
    return _ID.fullmatch(text) is not None


def find_project(start: Path, *, parents: bool = False) -> Path:
    """Find the project in a folder: the folder itself, or the only one in its ``datasets/``.

    Args:
        start: The folder to search.
        parents: Whether to search the folders above it as well, the nearest first.

    Raises:
        ProjectError: There is none, or more than one in the same ``datasets/``.
    """
    if (start / PROJECT_FILE).is_file():
        return start
    for folder in (start, *(start.resolve().parents if parents else ())):
        if (folder / PROJECT_FILE).is_file():
            return folder
        found = sorted(path.parent for path in (folder / "datasets").glob(f"*/{PROJECT_FILE}"))
        if len(found) > 1:
            message = f"there are {len(found)} corpus projects in datasets/"
            raise ProjectError(message, path=folder, hint="Name one with --project DIR")
        if found:
            return found[0]
    where = "here, in a folder above, or in a datasets/*/ of these" if parents else "here or in datasets/*/"
    message = f"no corpus project found (no {PROJECT_FILE} {where})"
    raise ProjectError(message, path=start, hint="Use --project DIR, or create one with `corpus init DIR`")


def load_project(root: Path, *, allow_empty: bool = False) -> Project:
    """Read the project in a folder and check its declarations. The sources themselves are not read.

    Args:
        root: The project's folder.
        allow_empty: Whether the project may be without articles, as a new one is.

    Raises:
        ProjectError: A file is missing or invalid; the first of `declaration_problems`.

    >>> load_project(Path("datasets/convoy17")).name  # doctest: +SKIP
    'convoy17'
    """
    project = read_project(root)
    for problem in declaration_problems(project):
        if not (allow_empty and problem.id == _NO_ARTICLE):
            raise problem.error
    return project


def read_project(root: Path) -> Project:
    """Read the project in a folder, each value of the right type, without checks across values.

    Args:
        root: The project's folder.

    Raises:
        ProjectError: A file is missing, a key is missing or unknown, or a value has the wrong type.
    """
    path = root / PROJECT_FILE
    for _ in range(_ATTEMPTS):
        before = _file_id(path)
        project = _read_files(root)
        if _file_id(path) == before:
            break
    return project


def _file_id(path: Path) -> tuple[int, int] | None:
    """Return what changes when a file is replaced; None if there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns


def _read_files(root: Path) -> Project:
    path = root / PROJECT_FILE
    # Read before the other files: what is pending now may be done when they are read, but not the reverse.
    pending = read_journal(root).articles
    config = record_of(ProjectConfig, read_toml(path), path=path)
    in_splits = {article for ids in config.splits.values() for article in ids}
    sources = records_in(root / SOURCES_FILE, "article", Source)
    return Project(
        root=root,
        sources=tuple(_without_placeholders(s) for s in sources if s.id in in_splits or s.id not in pending),
        speakers=records_in(root / SPEAKERS_FILE, "speaker", Speaker, optional=True),
        utterances=records_in(root / UTTERANCES_FILE, "utterance", Utterance, optional=True),
        notes=read_notes(root / NOTES_FILE),
        **{f.name: getattr(config, f.name) for f in fields(ProjectConfig)},
    )


def _without_placeholders(source: Source) -> Source:
    """Return an entry with None in place of what earlier versions wrote for unknown values."""
    placeholders: dict[str, object] = {"country": _NO_COUNTRY, "rights": _PLACEHOLDER}
    if source.published_basis == _PLACEHOLDER:
        placeholders |= {"published_basis": _PLACEHOLDER, **_NO_DAYS}
    if source.title_basis == _PLACEHOLDER:
        placeholders |= {"title": _PLACEHOLDER, "title_basis": _PLACEHOLDER}
    if source.url is not None and source.url.startswith(_NO_ADDRESS):
        placeholders["url"] = source.url
    unknown: dict[str, Any] = {
        name: None for name, placeholder in placeholders.items() if getattr(source, name) == placeholder
    }
    return replace(source, **unknown)


def declaration_problems(project: Project) -> Iterator[Problem]:
    """Find the errors in the declarations that types do not show.

    Args:
        project: A project from `read_project`.

    Yields:
        Each problem, in the order of the files.
    """
    yield from _config_problems(project)
    yield from _id_problems(project.root / SOURCES_FILE, [s.id for s in project.sources])
    yield from _id_problems(project.root / SPEAKERS_FILE, [s.id for s in project.speakers])
    yield from _id_problems(project.root / UTTERANCES_FILE, [u.id for u in project.utterances])
    yield from _source_problems(project)
    yield from _split_problems(project)
    yield from _part_problems(project)


def _config_problems(project: Project) -> Iterator[Problem]:
    path = project.root / PROJECT_FILE
    if not is_id(project.name):
        yield _problem("id-form", f"invalid name {project.name!r}", path, at=("name",), hint=_ID_HINT)
    if not _VERSION.fullmatch(project.version):
        message = f"invalid version {project.version!r}: expected MAJOR.MINOR.PATCH"
        yield _problem("version-form", message, path, at=("version",), hint="Write a version such as 1.0.0")
    for name in project.splits:
        if not _SPLIT.fullmatch(name):
            hint = "Use a lower-case letter, then letters, digits and _; `all` and `full` are reserved"
            yield _problem("split-name", f"invalid split name {name!r}", path, at=(name,), hint=hint)


def _id_problems(path: Path, ids: Sequence[str]) -> Iterator[Problem]:
    for one in ids:
        if not is_id(one):
            yield _problem("id-form", f"invalid id {one!r}", path, at=("id", one), hint=_ID_HINT)
    for one, count in Counter(ids).items():
        if count > 1:
            message, line = f"the id {one!r} is used {count} times", find_line(path, "id", one, nth=2)
            error = ProjectError(message, path=path, line=line, hint="Give each entry its own id")
            yield Problem("id-duplicate", error)


def _source_problems(project: Project) -> Iterator[Problem]:
    path = project.root / SOURCES_FILE
    folder = (project.root / SOURCES_FOLDER).resolve()
    for source in project.sources:
        for key, name in (("file", source.file), ("original", source.original)):
            if name and not _is_inside(folder, name):
                hint = "Put the file into sources/ and write its name"
                yield _problem("source-outside", f"{name!r} is outside sources/", path, at=(key, name), hint=hint)
    if not project.sources:
        hint = "Add articles with `corpus add`"
        yield Problem(_NO_ARTICLE, ProjectError("there is no article", path=path, hint=hint))
    for ids in _same_bytes(project.sources):
        message = f"{' and '.join(ids)} have the same bytes"
        yield _problem("source-twice", message, path, at=("id", ids[-1]), hint="Declare each article once")


def _is_inside(folder: Path, name: str) -> bool:
    """Return whether a name denotes a place inside a folder, links resolved.

    Links count because what is published must be what is in the folder. Cyclic links and NULs are outside.
    """
    relative = PurePosixPath(name)
    if not relative.parts or relative.is_absolute() or ".." in relative.parts:
        return False
    try:
        return (folder / name).resolve(strict=False).is_relative_to(folder)
    except (OSError, RuntimeError, ValueError):
        return False


def _same_bytes(sources: Iterable[Source]) -> list[list[str]]:
    """Return the ids of articles that declare the same hash, whatever their files are called."""
    ids_by_hash: dict[str, list[str]] = {}
    for source in sources:
        ids_by_hash.setdefault(source.sha256, []).append(source.id)
    return [ids for ids in ids_by_hash.values() if len(set(ids)) > 1]


def _split_problems(project: Project) -> Iterator[Problem]:
    path = project.root / PROJECT_FILE
    declared = dict.fromkeys(s.id for s in project.sources)
    counts = Counter(article for ids in project.splits.values() for article in ids)
    for name, ids in project.splits.items():
        if not ids and project.sources:
            message = f"the split {name!r} has no article"
            yield _problem("split-empty", message, path, at=(name,), hint="Remove it, or add an article")
        for article in ids:
            if article not in declared:
                message = f"the split {name!r} names the unknown article {article!r}"
                hint = f"The articles are {', '.join(declared)}"
                yield _problem("split-unknown", message, path, at=(name,), hint=hint)
    for article in declared:
        if article not in counts:
            message = f"the article {article!r} is in no split"
            yield _problem("split-missing", message, path, hint="Add it to one")
        elif counts[article] > 1:
            message = f"the article {article!r} is {counts[article]} times in the splits"
            yield _problem("split-overlap", message, path, hint="Leave it in one")


def _part_problems(project: Project) -> Iterator[Problem]:
    path = project.root / UTTERANCES_FILE
    hint = "Name each part once, and in `holds` two others or more"
    for utterance in project.utterances:
        for fault in part_faults(utterance):
            message = f"{utterance.id}: {fault}"
            yield _problem("utterance-parts", message, path, at=("id", utterance.id), hint=hint)


def _problem(problem_id: str, message: str, path: Path, *, at: tuple[str, ...] = (), hint: str) -> Problem:
    """Return a problem at the line of the key, or key and value, in ``at``."""
    line = find_line(path, *at) if at else None
    return Problem(problem_id, ProjectError(message, path=path, line=line, hint=hint))


def find_source(project: Project, article_id: str) -> Source:
    """Return the source of an article.

    Args:
        project: The project.
        article_id: The id of the article.

    Raises:
        ProjectError: There is no such article; the hint lists those that exist.
    """
    for source in project.sources:
        if source.id == article_id:
            return source
    ids = [s.id for s in project.sources]
    hint = f"{did_you_mean(article_id, ids)}The articles are {', '.join(ids)}"
    raise ProjectError(f"unknown article {article_id!r}", path=project.root / SOURCES_FILE, hint=hint)


def source_path(project: Project, source: Source) -> Path:
    """Return the path of an article's raw file."""
    return project.root / SOURCES_FOLDER / source.file


def read_source(project: Project, source: Source) -> str:
    """Read the raw text of an article, after checking its bytes against the hash in ``sources.toml``.

    Args:
        project: The project.
        source: The article's entry.

    Returns:
        The raw text, not normalised.

    Raises:
        SourceChangedError: The bytes have another hash.
        InputError: The file cannot be read as text; see `corpus.io.text.read_text`.
    """
    path = source_path(project, source)
    if path.exists() and not path.is_file():
        raise InputError("this is not a regular file", path=path, hint="Put the article itself there")
    data = read_bytes(path)
    found = hashlib.sha256(data).hexdigest()
    if found != source.sha256:
        message = f"the bytes have the SHA-256 {found}, but {SOURCES_FILE} declares {source.sha256}"
        hint = "Restore the file, or declare the new hash and raise the version"
        raise SourceChangedError(message, path=path, hint=hint)
    return decode(data, path=path, encoding=source.encoding)

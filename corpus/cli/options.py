"""Options that several commands have, and the resolver of what they name: project, release and article."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.io.processes import available_processors
from corpus.project.project import PROJECT_FILE, Project, find_project, find_source, load_project
from corpus.records import Model, Source, Speaker

_AUTO = "auto"


def parse_jobs(value: str | int) -> int:
    """Return the number of processes that an option names: a number, or ``auto`` for all processors.

    Raises:
        typer.BadParameter: it is neither.
    """
    if str(value) == _AUTO:
        return available_processors()
    try:
        jobs = int(value)
    except ValueError:
        jobs = 0
    if jobs < 1:
        raise typer.BadParameter(f"{value!r} is neither a number of processes nor {_AUTO}")
    return jobs


ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project",
        "-p",
        metavar="DIR",
        help="Folder of the corpus project. Default: the project of the current folder or of one above it, or the "
        "only one in datasets/.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ModelOption = Annotated[
    Model,
    typer.Option(
        "--model",
        "-m",
        help="tagger: light tagger and rules together. rules: the rules alone, faster and closest to the annotation "
        "guidelines. neural: encoder, tagger and rules, finds most, slow (extra neural).",
    ),
]
#: Used where the project names a model.
ProjectModelOption = Annotated[
    Model | None, typer.Option("--model", help="What finds attributions. Default: the model of corpus.toml.")
]
ReleaseOption = Annotated[
    str | None,
    typer.Option(
        "--release",
        "-r",
        metavar="DIR|VERSION",
        help="Folder of a release, or a version of the project. Default: the newest release of the project.",
    ),
]
JobsOption = Annotated[
    int,
    typer.Option(
        "--jobs", "-j", parser=parse_jobs, metavar="N|auto", help="Number of processes; auto: all processors."
    ),
]
#: Used where a text is read that belongs to no project.
LanguageOption = Annotated[
    str | None,
    typer.Option(
        "--language", "-l", help="Language of texts that do not declare one. Default: detected from the text."
    ),
]
PlainOption = Annotated[bool, typer.Option("--plain", help="Treat every line as article text; remove no boilerplate.")]
EncodingOption = Annotated[
    str | None,
    typer.Option(help="Encoding of text, CSV and HTML files. Default: UTF-8, or as an HTML page declares."),
]
AuthorityOption = Annotated[
    Path | None,
    typer.Option("--project", "-p", metavar="DIR", help="Resolve speakers against the authority file of this project."),
]


def project_folder(option: Path | None) -> Path:
    """Find the project that a command works on.

    Args:
        option: the folder that the user names; None for the project of the current folder, or of a folder above it.

    Raises:
        ProjectError: there is none, or more than one.
    """
    if option is None:
        return find_project(Path(), parents=True)
    # A folder without a project is rejected where its files are read, with the path as the user wrote it.
    return option if (option / PROJECT_FILE).is_file() or not option.is_dir() else find_project(option)


def release_folder(name: str | None, project: Path | None) -> Path:
    """Find the release that an argument or option names.

    Args:
        name: the folder of a release or of a project, or a version of the project; None for the newest release.
        project: the folder of the project, as in `project_folder`.

    Raises:
        ReleaseError: there is no such release.
        ProjectError: it is not a folder, and there is no project to look the version up in.
    """
    # Imported when called: commands that read no release do not wait for what reads one.
    from corpus.release.locate import find_release  # noqa: PLC0415

    if name is None:
        return find_release(project_folder(project))
    if (Path(name) / PROJECT_FILE).is_file():
        return find_release(Path(name))
    if Path(name).is_dir():
        return Path(name)
    return find_release(project_folder(project), version=name.removeprefix("v"))


def article_source(project: Project, name: str) -> Source:
    """Find the article that an argument names.

    Args:
        project: the project.
        name: the id of an article, or the name or path of its file in ``sources/``.

    Raises:
        ProjectError: there is no such article.
    """
    file_name = Path(name).name
    for source in project.sources:
        if name != source.id and file_name in (source.file, source.original):
            return source
    return find_source(project, name)


def authority_speakers(project: Path | None) -> tuple[Speaker, ...]:
    """Read the authority file of the project that `AuthorityOption` names; nothing without one."""
    return () if project is None else load_project(project_folder(project)).speakers


def check_single(**given: object) -> None:
    """Reject more than one of several options.

    Args:
        **given: the values by option name; a value that is neither None nor False is given.

    Raises:
        typer.BadParameter: more than one is given.
    """
    if sum(value is not None and value is not False for value in given.values()) > 1:
        *names, last = (f"--{name.replace('_', '-')}" for name in given)
        raise typer.BadParameter(f"only one of {', '.join(names)} and {last} may be given")

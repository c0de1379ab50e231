"""Options that several commands have, and how they name a project or a release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from corpus.project.project import find_project
from corpus.records import Model

ProjectOption = Annotated[
    Path | None,
    typer.Option(
        "--project",
        metavar="DIR",
        help="Folder of the corpus project. Default: the current folder, or the only project under datasets/.",
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
ModelOption = Annotated[
    Model,
    typer.Option(
        help="tagger: light tagger and rules together. rules: the rules alone, faster and closest to the annotation "
        "guidelines. neural: encoder, tagger and rules, finds most, slow (extra neural)."
    ),
]
#: Used where the project names a model.
ProjectModelOption = Annotated[
    Model | None, typer.Option("--model", help="What finds attributions. Default: the model of corpus.toml.")
]
ReleaseOption = Annotated[
    Path | None,
    typer.Option("--release", metavar="DIR", help="Folder of a release. Default: the newest release of the project."),
]
JobsOption = Annotated[int, typer.Option("--jobs", min=1, metavar="N", help="Number of processes.")]
#: Used where a text is read that belongs to no project.
LanguageOption = Annotated[
    str | None, typer.Option(help="Language of texts that do not declare one. Default: detected from the text.")
]
PlainOption = Annotated[bool, typer.Option("--plain", help="Treat every line as article text; remove no boilerplate.")]
EncodingOption = Annotated[str, typer.Option(help="Encoding of text files.")]
AuthorityOption = Annotated[
    Path | None,
    typer.Option("--project", metavar="DIR", help="Resolve speakers against the authority file of this project."),
]


def project_folder(option: Path | None) -> Path:
    """The project folder of a command: the given one, or the project of the current folder (`find_project`).

    Raises:
        ProjectError: none is given and the current folder has none, or more than one.
    """
    return option if option is not None else find_project(Path())


def release_folder(name: str, project: Path | None) -> Path:
    """The release that an argument names: a folder, or a version of the project.

    Raises:
        ReleaseError: it is neither.
        ProjectError: it is not a folder, and there is no project to look the version up in.
    """
    # Imported when called: commands that read no release do not wait for what reads one.
    from corpus.release.load import find_release  # noqa: PLC0415

    if Path(name).is_dir():
        return Path(name)
    return find_release(project_folder(project), version=name)
